//! Bytes as JSON: a tree, whatever they are, with every place inside the text.

use asl_syntax::{Source, json};

pub(super) fn feed(bytes: &[u8]) {
    super::look_through(&json::parse(Source::from_bytes(bytes.to_vec())));
}
