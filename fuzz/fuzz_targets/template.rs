//! See `tests/targets/template.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| asl_tests::targets::feed("template", bytes));
