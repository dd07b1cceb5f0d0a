//! See `tests/targets/mocks.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| asl_tests::targets::feed("mocks", bytes));
