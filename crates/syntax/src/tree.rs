//! One tree for JSON and YAML: values, spans, and what is missing or unknown.
//!
//! Nodes lie in one vector in document order; a node's descendants follow it directly. A string that stands in the
//! source as it is needs no memory of its own.

mod builder;
mod members;
mod rewrite;
mod string;

pub use builder::Builder;
pub use members::{Items, Member, Members};
pub use rewrite::Rewrite;
pub use string::Str;

use crate::{Pieces, Source, Span, SyntaxError};

/// A node's number in its tree: its place in document order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(u32);

impl NodeId {
    /// As an index into all nodes of the tree.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number; its text is [`Node::raw`].
    Number,
    /// A string; its text is [`Node::as_str`].
    String,
    /// A list of values.
    Array,
    /// Members: keys with values.
    Object,
    /// Nothing stands where a value must stand. Reported by the parser already: whoever meets it stays silent.
    Missing,
    /// A value that is not known here: a placeholder such as `${Name}`, or a tag such as `!Ref`.
    Unknown,
}

#[derive(Clone, Copy, Debug)]
struct Raw {
    kind: Kind,
    /// A string that differs from its source text: index into `decoded`. Of other nodes: [`NONE`].
    decoded: u32,
    span: Span,
    parent: u32,
    /// First node after this one's descendants.
    end: u32,
    /// How many values stand before it in its container.
    index: u32,
}

const NONE: u32 = u32::MAX;

#[derive(Debug)]
struct Decoded {
    text: Box<str>,
    pieces: Pieces,
}

/// The language that a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON, RFC 8259.
    Json,
    /// YAML.
    Yaml,
    /// The language of Terraform.
    Hcl,
}

/// A parsed text. There is always a root.
#[derive(Debug)]
pub struct Tree {
    source: Source,
    format: Format,
    nodes: Vec<Raw>,
    decoded: Vec<Decoded>,
    tags: Vec<(NodeId, Box<str>)>,
    ambiguous: Vec<(NodeId, &'static str)>,
    /// Values that were put in other words, in document order.
    rewritten: Vec<Span>,
    /// Of a part of another tree: where it stands.
    part: Option<Span>,
    errors: Vec<SyntaxError>,
}

impl Tree {
    /// The outermost value.
    pub fn root(&self) -> Node<'_> {
        Node { tree: self, id: NodeId(0) }
    }

    /// The text that was parsed.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The stretch of the source that is read here: all of it, or what stands behind the name of a part of another tree.
    pub fn extent(&self) -> Span {
        self.part.unwrap_or_else(|| Span::new(0, self.source.text().len() as u32))
    }

    /// The text in that stretch.
    pub fn text(&self) -> &str {
        self.source.text().get(self.extent().range()).unwrap_or_default()
    }

    /// The language that the text was read as.
    pub fn format(&self) -> Format {
        self.format
    }

    /// What the parser could not read as written, in document order.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// Unquoted YAML scalars, keys too, that readers of YAML 1.1 and of YAML 1.2 take for different things, in document
    /// order, each with what the other kind of reader makes of it: `a boolean in YAML 1.1`. Quoting settles it.
    pub fn ambiguous(&self) -> &[(NodeId, &'static str)] {
        &self.ambiguous
    }

    /// Number of nodes, keys included.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Never: there is always a root.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The node of this number, or the root where there is none.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        if (id.0 as usize) < self.nodes.len() { Node { tree: self, id } } else { self.root() }
    }

    /// Is it one of the scalars that readers disagree on?
    pub fn is_ambiguous(&self, node: Node<'_>) -> bool {
        self.ambiguous.binary_search_by_key(&node.id(), |(id, _)| *id).is_ok()
    }

    /// Is something in this span not what stands in the source, so that it can't be edited there?
    pub fn is_rewritten(&self, span: Span) -> bool {
        let first = self.rewritten.partition_point(|it| it.end <= span.start);
        self.rewritten.get(first).is_some_and(|it| it.start < span.end.max(span.start + 1))
    }

    /// The values in a span that were put in other words.
    fn rewritten_in(&self, span: Span) -> Vec<Span> {
        let first = self.rewritten.partition_point(|it| it.end <= span.start);
        self.rewritten.iter().skip(first).take_while(|it| it.start < span.end).copied().collect()
    }

    /// All nodes in document order, keys included.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.nodes.len() as u32).map(|id| Node { tree: self, id: NodeId(id) })
    }
}

/// A node within its tree.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    id: NodeId,
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Node({}, {:?}, {:?})", self.id.0, self.kind(), self.raw())
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.id == other.id
    }
}

impl<'t> Node<'t> {
    fn data(self) -> &'t Raw {
        const GONE: &Raw = &Raw {
            kind: Kind::Missing,
            decoded: NONE,
            span: Span { start: 0, end: 0 },
            parent: NONE,
            end: 0,
            index: 0,
        };
        self.tree.nodes.get(self.id.0 as usize).unwrap_or(GONE)
    }

    /// Its number.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// The tree that it stands in.
    pub fn tree(self) -> &'t Tree {
        self.tree
    }

    /// What it is.
    pub fn kind(self) -> Kind {
        self.data().kind
    }

    /// Its place in the source text: of a string with the quotes, of a container with the brackets.
    pub fn span(self) -> Span {
        self.data().span
    }

    /// Its text as it stands in the source.
    pub fn raw(self) -> &'t str {
        self.tree.source.text().get(self.span().range()).unwrap_or_default()
    }

    /// Is nothing known of it: missing, a placeholder, or a function of CloudFormation (`{"Ref": …}`, `{"Fn::Sub": …}`),
    /// which puts a value there before AWS sees the definition?
    pub fn is_unknown(self) -> bool {
        match self.kind() {
            Kind::Missing | Kind::Unknown => true,
            Kind::Object => {
                let mut members = self.members();
                members.is_one()
                    && members.next().is_some_and(|m| m.key.text == "Ref" || m.key.text.starts_with("Fn::"))
            }
            _ => false,
        }
    }

    /// May it have members that are not known here: is nothing known of it, or is a placeholder in a name?
    pub fn is_open(self) -> bool {
        self.is_unknown() || self.members().any(|member| member.key.has_placeholder())
    }

    /// The string, if it is one.
    pub fn as_str(self) -> Option<Str<'t>> {
        let data = self.data();
        if data.kind != Kind::String {
            return None;
        }
        let text = if let Some(decoded) = self.tree.decoded.get(data.decoded as usize) {
            &*decoded.text
        } else {
            let (source, Span { start, end }) = (self.tree.source.text(), data.span);
            let first = source.as_bytes().get(start as usize);
            let quote = u32::from(data.span.len() >= 2 && matches!(first, Some(b'"' | b'\'')));
            source.get((start + quote) as usize..(end - quote) as usize).unwrap_or_default()
        };
        Some(Str { node: self, text })
    }

    /// The truth value, if it is one.
    pub fn as_bool(self) -> Option<bool> {
        if let Kind::Bool(value) = self.kind() { Some(value) } else { None }
    }

    /// The number, if it is one, as the nearest double.
    pub fn as_f64(self) -> Option<f64> {
        if self.kind() == Kind::Number { number(self.raw()) } else { None }
    }

    /// The object or array around it.
    pub fn parent(self) -> Option<Node<'t>> {
        let parent = self.data().parent;
        (parent != NONE).then_some(Node { tree: self.tree, id: NodeId(parent) })
    }

    /// The key in front of it, if it is a member's value.
    pub fn key(self) -> Option<Str<'t>> {
        let parent = self.parent()?;
        if parent.kind() != Kind::Object || self.id.0 == 0 {
            return None;
        }
        Node { tree: self.tree, id: NodeId(self.id.0 - 1) }.as_str()
    }

    /// The tag of a YAML node, with its `!`: `!Sub`.
    pub fn tag(self) -> Option<&'t str> {
        let at = self.tree.tags.binary_search_by_key(&self.id, |(id, _)| *id).ok()?;
        self.tree.tags.get(at).map(|(_, tag)| &**tag)
    }

    /// What stands behind the tag of a node that is unknown because of it (`!GetAtt [A, Arn]`): one node, the only one below
    /// it. For tools that know the tag; to all others the node has no parts.
    pub fn content(self) -> Option<Node<'t>> {
        let inside = self.kind() == Kind::Unknown && self.data().end > self.id.0 + 1 && !self.is_key();
        inside.then_some(Node { tree: self.tree, id: NodeId(self.id.0 + 1) })
    }

    /// The elements of an array; of anything else, none.
    pub fn items(self) -> Items<'t> {
        let inside = self.kind() == Kind::Array;
        Items { tree: self.tree, next: self.id.0 + 1, end: if inside { self.data().end } else { 0 } }
    }

    /// The members of an object, in order, duplicates included; of anything else, none.
    pub fn members(self) -> Members<'t> {
        let inside = self.kind() == Kind::Object;
        Members { tree: self.tree, next: self.id.0 + 1, end: if inside { self.data().end } else { 0 } }
    }

    /// The value of the member of this name; of duplicates the last, as most readers have it.
    pub fn get(self, key: &str) -> Option<Node<'t>> {
        self.members().filter(|m| m.key.text == key).last().map(|m| m.value)
    }

    /// The values below it (not keys), itself included, in document order.
    pub fn descendants(self) -> impl Iterator<Item = Node<'t>> {
        let tree = self.tree;
        (self.id.0..self.data().end.max(self.id.0 + 1))
            .map(move |id| Node { tree, id: NodeId(id) })
            .filter(|n| !n.is_key())
    }

    /// How many nodes further on in the document another one stands that is this one or below it.
    pub fn distance(self, below: Node<'_>) -> Option<u32> {
        self.holds(below).then(|| below.id.0 - self.id.0)
    }

    /// The node that stands so many further on in the document, if it is this one or below it.
    pub fn further(self, distance: u32) -> Option<Node<'t>> {
        let node = Node { tree: self.tree, id: NodeId(self.id.0.checked_add(distance)?) };
        self.holds(node).then_some(node)
    }

    /// Is it a member's key?
    pub fn is_key(self) -> bool {
        self.data().end == NONE
    }

    /// Is the other node this one, or below it?
    pub fn holds(self, other: Node<'_>) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.id <= other.id && other.id.0 < self.data().end.max(self.id.0 + 1)
    }

    /// The innermost value that holds this byte of the source; itself, if none of its parts does.
    pub fn deepest_at(self, offset: u32) -> Node<'t> {
        let mut node = self;
        loop {
            let inside = |n: &Node<'t>| n.span().start <= offset && offset < n.span().end.max(n.span().start + 1);
            let item = node.items().find(inside);
            let member = node.members().find(|m| inside(&m.key.node) || inside(&m.value)).map(|m| m.value);
            match item.or(member) {
                Some(inner) => node = inner,
                None => return node,
            }
        }
    }

    /// Steps from the root to here.
    fn path(self) -> Vec<Step<'t>> {
        let mut steps = Vec::new();
        let mut node = self;
        while let Some(parent) = node.parent() {
            let at = if node.is_key() { NodeId(node.id.0 + 1) } else { node.id };
            if parent.kind() == Kind::Array {
                steps.push(Step::Index(node.data().index));
            } else if let Some(key) = (Node { tree: self.tree, id: at }).key() {
                steps.push(Step::Key(key.text));
            }
            node = parent;
        }
        steps.reverse();
        steps
    }

    /// The JSON Pointer (RFC 6901) to it; of a key, that of its value.
    pub fn pointer(self) -> String {
        let mut out = String::new();
        for step in self.path() {
            out.push('/');
            match step {
                Step::Key(key) => out.push_str(&key.replace('~', "~0").replace('/', "~1")),
                Step::Index(index) => out.push_str(&index.to_string()),
            }
        }
        out
    }

    /// The place as AWS writes it in its diagnostics: `/States/P/Branches[1]/States/X`, the root as `/`.
    pub fn aws_location(self) -> String {
        let mut out = String::new();
        for step in self.path() {
            match step {
                Step::Key(key) => {
                    out.push('/');
                    out.push_str(key);
                }
                Step::Index(index) => {
                    out.push('[');
                    out.push_str(&index.to_string());
                    out.push(']');
                }
            }
        }
        if out.is_empty() { "/".to_owned() } else { out }
    }
}

/// The text of a string that stands verbatim in the source: between its quotes, or bare. See [`Node::as_str`].
pub(crate) fn unquoted(raw: &str) -> &str {
    let is_quoted = raw.len() >= 2 && raw.starts_with(['"', '\'']);
    if is_quoted { raw.get(1..raw.len() - 1).unwrap_or_default() } else { raw }
}

/// The value of a number of JSON or YAML; the latter has hexadecimal ones, infinities, and none at all.
fn number(raw: &str) -> Option<f64> {
    match raw {
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Some(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Some(f64::NEG_INFINITY),
        ".nan" | ".NaN" | ".NAN" => Some(f64::NAN),
        _ => match raw.strip_prefix("0x") {
            Some(hex) => u64::from_str_radix(hex, 16).ok().map(nearest),
            None => raw.parse().ok(),
        },
    }
}

/// The nearest double.
#[expect(clippy::cast_precision_loss, reason = "so do all readers")]
fn nearest(n: u64) -> f64 {
    n as f64
}

/// The names and indexes in a JSON Pointer (RFC 6901), from the outermost.
pub fn names_of_pointer(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer.split('/').skip(1).map(|name| name.replace("~1", "/").replace("~0", "~"))
}

enum Step<'t> {
    Key(&'t str),
    Index(u32),
}
