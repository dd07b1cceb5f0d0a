//! Bytes to trees with byte spans: JSON, YAML, `JSONPath`, intrinsic functions, `JSONata`.
//!
//! Invariants: parsing is total. Bad input gives a tree and errors, never a panic and never nothing. Depth is bounded, so
//! every walk over a tree may recurse. The crate knows nothing of states.

mod error;
pub mod intrinsic;
pub mod jackson;
pub mod json;
pub mod jsonata;
pub mod jsonpath;
mod line_index;
pub mod placeholder;
mod source;
mod span;
mod tree;
pub mod yaml;

pub use error::SyntaxError;
pub use line_index::{LineIndex, Position};
pub use source::{Fault, MAX_TEXT, Piece, Pieces, Quoting, Source, Text, quoted};
pub use span::Span;
pub use tree::{Builder, Format, Items, Kind, Member, Members, Node, NodeId, Rewrite, Str, Tree, names_of_pointer};
