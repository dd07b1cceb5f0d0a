//! See `tests/targets/jsonata_parse.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| asl_tests::targets::feed("jsonata_parse", bytes));
