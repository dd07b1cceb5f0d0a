//! See `tests/targets/lsp.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| asl_tests::targets::feed("lsp", bytes));
