//! The language server of asl-check: what `check` reports, while the definition is being written.
//!
//! `server`, `session` and `workshop` know the wire, the threads and the order of events; `project` and `workspace` read files
//! beside the documents. All else is functions over a snapshot: they know the protocol's words (positions, diagnostics,
//! edits) alone. Invariants: a position that a client sends is clamped, never trusted; what is published belongs to the
//! version that is named with it; there is at most one analysis of a document at a time, and it is always one of the newest
//! text.

pub mod actions;
pub mod calls;
mod capabilities;
pub mod complete;
pub mod cursor;
pub mod diagnostics;
pub mod document;
pub mod format;
pub mod functions;
pub mod hints;
pub mod hover;
pub mod lines;
pub mod links;
pub mod navigate;
pub mod project;
pub mod ranges;
pub mod refactor;
pub mod rename;
pub mod roots;
pub mod scene;
mod server;
mod session;
pub mod snapshot;
pub mod symbol;
pub mod symbols;
pub mod terms;
pub mod tokens;
pub mod typed;
pub mod words;
mod workshop;
mod workspace;

pub use server::run;
pub use tower_lsp::ls_types;

/// How the server calls itself, also as the source of its diagnostics.
pub const NAME: &str = "asl-check";
