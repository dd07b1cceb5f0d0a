//! What stands at an offset: the one question behind every feature.

use crate::scene::Scene;
use asl_semantics::{Entry, Expression, Field, Object};
use asl_syntax::{Format, Kind, Member, Node, Span, Str};

/// What stands at an offset of a definition's text.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'d, 's> {
    /// The offset.
    pub at: u32,
    /// The part of the tree.
    pub spot: Spot<'s>,
    /// The innermost object of the language around it.
    pub object: Option<&'d Object<'s>>,
    /// The member of that object that it stands on or in.
    pub entry: Option<&'d Entry<'s>>,
}

/// A part of a tree.
#[derive(Clone, Copy, Debug)]
pub enum Spot<'s> {
    /// The name of a member.
    Key(Member<'s>),
    /// A value that has no parts, or one that is missing behind its name.
    Value(Node<'s>),
    /// An object or an array, and none of its parts.
    Between(Node<'s>),
}

impl<'s> Spot<'s> {
    /// The node that it is, or lies in.
    pub fn node(self) -> Node<'s> {
        match self {
            Self::Key(member) => member.key.node,
            Self::Value(node) | Self::Between(node) => node,
        }
    }

    /// The string, if it is a value that is one.
    pub fn text(self) -> Option<Str<'s>> {
        if let Self::Value(node) = self { node.as_str() } else { None }
    }
}

impl<'s> Scene<'s> {
    /// What stands at an offset.
    pub fn cursor(&self, at: u32) -> Cursor<'_, 's> {
        let spot = self.spot(at);
        let object = self.object_around(spot);
        let inside = |entry: &&Entry<'s>| entry.member.key.node == spot.node() || entry.member.value.holds(spot.node());
        let entry = object.and_then(|object| self.definition.entries(object).iter().find(inside));
        Cursor { at, spot, object, entry }
    }

    fn spot(&self, at: u32) -> Spot<'s> {
        let mut node = self.tree().root();
        loop {
            let touches = |n: Node<'s>| n.span().start <= at && at <= n.span().end;
            if let Some(member) = node.members().find(|m| touches(m.key.node)) {
                return Spot::Key(member);
            }
            let mut parts = node.members().map(|m| m.value).chain(node.items());
            match parts.find(|n| touches(*n) && !is_empty(*n)) {
                Some(inner) if matches!(inner.kind(), Kind::Object | Kind::Array) && holds(inner, at) => node = inner,
                Some(inner) => return Spot::Value(inner),
                None => break,
            }
        }
        if let Some(missing) = self.missing_before(at) {
            return Spot::Value(missing);
        }
        let by_column = (self.tree().format() == Format::Yaml).then(|| self.object_of_column(at)).flatten();
        Spot::Between(by_column.unwrap_or(node))
    }

    /// The value that is missing behind the last name in front of an offset.
    fn missing_before(&self, at: u32) -> Option<Node<'s>> {
        let text = self.tree().source().text();
        let line = text.get(..at as usize)?;
        let begins = line.rfind('\n').map_or(0, |end| end + 1) as u32;
        let is_it = |n: &Node<'s>| n.is_key() && begins <= n.span().start && n.span().end <= at;
        let key = self.tree().nodes().filter(is_it).last()?;
        let member = key.parent()?.members().find(|m| m.key.node == key)?;
        let between = text.get(key.span().end as usize..at as usize)?;
        (is_empty(member.value) && between.contains(':') && between.chars().all(|c| c == ':' || c == ' ' || c == '\t'))
            .then_some(member.value)
    }

    /// Of YAML in blocks: the object whose names begin in the column that something is being written in.
    fn object_of_column(&self, at: u32) -> Option<Node<'s>> {
        let text = self.tree().source().text();
        let column = |at: u32| {
            let before = text.get(..at as usize)?;
            let line = before.get(before.rfind('\n').map_or(0, |end| end + 1)..)?;
            line.chars().all(|c| c == ' ' || c == '-').then_some(line.len())
        };
        let wanted = column(at)?;
        let is_it = |n: &Node<'s>| {
            n.kind() == Kind::Object
                && n.span().start <= at
                && n.members().next().is_some_and(|m| column(m.key.span().start) == Some(wanted))
        };
        self.tree().root().descendants().filter(is_it).last()
    }

    fn object_around(&self, spot: Spot<'s>) -> Option<&Object<'s>> {
        let node = spot.node();
        let objects = self.definition.objects();
        let before = objects.partition_point(|object| object.node.id() <= node.id()).checked_sub(1)?;
        let mut object = objects.get(before)?;
        while !object.node.holds(node) {
            object = self.definition.object(object.parent?);
        }
        Some(object)
    }

    /// The expression that stands in a string.
    pub fn expression(&self, node: Node<'s>) -> Option<&Expression<'s>> {
        self.expressions().iter().find(|it| it.node == node)
    }
}

impl<'s> Cursor<'_, 's> {
    /// The field that it stands in.
    pub fn field(&self) -> Option<Field> {
        self.entry.and_then(|entry| entry.field)
    }

    /// What is replaced where something is written in the place of a key or a value: of a string that is not closed, what
    /// stands in front of the cursor.
    pub fn replaced(&self, node: Node<'s>) -> Span {
        let (raw, span) = (node.raw(), node.span());
        let is_open = raw.starts_with('"') && (raw.len() < 2 || !raw.ends_with('"'));
        if is_open { Span::new(span.start, self.at) } else { span }
    }

    /// The place where something is put in: with the word that was begun.
    pub fn begun(&self, node: Node<'s>) -> Span {
        let before = node.tree().source().text().get(..self.at as usize).unwrap_or_default();
        let word = before.len() - before.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
        Span::new(self.at - word as u32, self.at)
    }

    /// How far into the value of a string it stands; none, where the string is not written as it is.
    pub fn within(&self, text: Str<'s>) -> Option<u32> {
        let whole = Span::new(0, text.text.len() as u32);
        let place = text.place(whole);
        (place.len() == whole.len() && place.start <= self.at && self.at <= place.end).then(|| self.at - place.start)
    }
}

fn is_empty(node: Node<'_>) -> bool {
    node.kind() == Kind::Missing || node.kind() == Kind::Null && node.raw().is_empty()
}

/// Is the offset between the brackets, and not at one of their outer sides?
fn holds(container: Node<'_>, at: u32) -> bool {
    let span = container.span();
    let is_flow = container.raw().starts_with(['{', '[']);
    !is_flow || span.start < at && at < span.end || span.end <= span.start + 1 || !container.raw().ends_with(['}', ']'])
}
