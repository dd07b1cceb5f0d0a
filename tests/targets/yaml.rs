//! Bytes as YAML: a tree, whatever they are, with every place inside the text.

use asl_syntax::{Source, yaml};

pub(super) fn feed(bytes: &[u8]) {
    super::look_through(&yaml::parse(Source::from_bytes(bytes.to_vec())));
}
