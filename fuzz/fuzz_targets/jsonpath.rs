//! See `tests/targets/jsonpath.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| asl_tests::targets::feed("jsonpath", bytes));
