//! What a reading of a text consists of: one record per node, in document order, with aliases and merge keys still in
//! place.

use granit_parser::{ErrorKind, Tag};

use super::scalar;
use crate::tree::Kind;
use crate::{Pieces, Span, SyntaxError};

/// No index.
pub(super) const NONE: u32 = u32::MAX;

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A value without parts that is no string.
    Leaf(Kind),
    /// A string.
    Text,
    /// A list.
    Array,
    /// A mapping: keys and values by turns. A key may be anything; only texts become members.
    Object,
    /// The record with this number once more.
    Alias(u32),
    /// The key `<<`.
    Merge,
}

/// A node, before aliases are expanded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    pub(super) what: What,
    pub(super) note: scalar::Note,
    /// Of a mapping: has it a key `<<`?
    pub(super) merges: bool,
    pub(super) span: Span,
    /// First record after this one's parts; 0 while it is open.
    pub(super) end: u32,
    /// How many nodes it will come to with all aliases expanded.
    pub(super) size: u32,
    /// Index into [`Reading::tags`], or [`NONE`].
    pub(super) tag: u32,
    /// Index into [`Reading::texts`], or [`NONE`] for what stands verbatim.
    pub(super) text: u32,
}

impl Record {
    /// The record of this number, without tag or text; what has parts is open.
    pub(super) fn new(what: What, span: Span, number: usize, size: u32) -> Self {
        let end = if matches!(what, What::Array | What::Object) { 0 } else { number as u32 + 1 };
        Self { what, note: 0, merges: false, span, end, size, tag: NONE, text: NONE }
    }
}

/// A tag that is kept.
pub(super) struct Tagged {
    pub(super) name: String,
    pub(super) start: u32,
    /// Is the node unknown because of it?
    pub(super) unknown: bool,
}

/// Why the parser stopped early, in the text as repaired.
pub(super) struct Stop {
    pub(super) kind: ErrorKind,
    pub(super) at: usize,
}

/// All that one run of the parser gave.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) records: Vec<Record>,
    pub(super) texts: Vec<(String, Pieces)>,
    pub(super) tags: Vec<Tagged>,
    pub(super) errors: Vec<SyntaxError>,
    pub(super) stop: Option<Stop>,
    /// Offsets of the brackets that were open at the end, from outside in, in the text as repaired.
    pub(super) flows: Vec<usize>,
    /// End of the last token that was read, in the text as repaired.
    pub(super) last_end: usize,
    /// The parser stopped within something that lies too deep, which was told.
    pub(super) too_deep: bool,
}

/// What a tag does to a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Text,
    Number,
    Bool,
    Null,
    Unknown,
}

pub(super) fn meaning(tag: &Tag) -> Meaning {
    match tag.core_suffix() {
        Some("str") => Meaning::Text,
        Some("int" | "float") => Meaning::Number,
        Some("bool") => Meaning::Bool,
        Some("null") => Meaning::Null,
        _ if tag.handle() == "!" && matches!(tag.suffix(), "" | "Sub") => Meaning::Text,
        _ if tag.handle().is_empty() && tag.suffix() == "!" => Meaning::Text,
        _ => Meaning::Unknown,
    }
}
