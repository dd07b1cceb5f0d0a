//! What the fuzz targets share: how a tree is looked through, and the data that expressions are evaluated over.
#![forbid(unsafe_code)]

mod tree;
mod world;

pub use tree::{is_one_line, look_through, place};
pub use world::Data;

/// The `Debug` text of a tree of expressions without the places in it, which printing changes.
pub fn without_spans(tree: &impl std::fmt::Debug) -> String {
    let text = format!("{tree:?}");
    let mut parts = text.split("Span {");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    out
}
