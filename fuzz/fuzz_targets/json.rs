//! Bytes as JSON: a tree, whatever they are, with every place inside the text.
#![no_main]

use asl_syntax::{Source, json};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| asl_fuzz::look_through(&json::parse(Source::from_bytes(bytes.to_vec()))));
