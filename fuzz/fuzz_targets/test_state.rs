//! See `tests/targets/test_state.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| asl_tests::targets::feed("test_state", bytes));
