//! Strings: their values, and where each part of one stands.

use super::{Format, Node, unquoted};
use crate::{Pieces, Quoting, Span, Text};

/// A string with its node.
#[derive(Clone, Copy, Debug)]
pub struct Str<'t> {
    /// Where it stands.
    pub node: Node<'t>,
    /// Its value; placeholders are in it as written.
    pub text: &'t str,
}

impl<'t> Str<'t> {
    /// Its place, with the quotes.
    pub fn span(self) -> Span {
        self.node.span()
    }

    /// The value, if no placeholder stands in it.
    pub fn known(self) -> Option<&'t str> {
        (!self.has_placeholder()).then_some(self.text)
    }

    /// Does a placeholder stand in it, or is it tagged, so that its content is not known?
    pub fn has_placeholder(self) -> bool {
        crate::placeholder::is_hidden(self.text)
    }

    /// The value with its places in the source.
    pub fn to_text(self) -> Text {
        let data = self.node.data();
        let (raw, value) = (self.node.raw(), self.text.to_owned());
        if let Some(decoded) = self.node.tree.decoded.get(data.decoded as usize) {
            return Text::new(value, decoded.pieces.clone(), self.quoting(raw));
        }
        let mut pieces = Pieces::default();
        pieces.push(value.len() as u32, self.place(Span::new(0, value.len() as u32)));
        Text::new(value, pieces, self.quoting(raw))
    }

    fn quoting(self, raw: &str) -> Quoting {
        match (self.node.tree.format, raw.as_bytes().first()) {
            (Format::Json, _) | (Format::Yaml, Some(b'"')) => Quoting::Escaped,
            (Format::Yaml, Some(b'\'')) => Quoting::Single,
            (Format::Yaml, Some(b'|')) => Quoting::Indented(self.indentation()),
            _ => Quoting::Unknown,
        }
    }

    /// Of a block scalar: what stands before its first line.
    fn indentation(self) -> u32 {
        let first = self.place(Span::new(0, 1)).start as usize;
        let before = self.node.tree.source.text().get(..first).unwrap_or_default();
        (first - before.rfind('\n').map_or(0, |at| at + 1)) as u32
    }

    /// The place in the source of a span of the value.
    pub fn place(self, within: Span) -> Span {
        let data = self.node.data();
        if let Some(decoded) = self.node.tree.decoded.get(data.decoded as usize) {
            return decoded.pieces.origin(within);
        }
        let raw = self.node.raw();
        within.shifted(data.span.start + u32::from(unquoted(raw).len() < raw.len()))
    }
}
