//! What arrays and objects hold.

use super::{Kind, Node, NodeId, Str, Tree};

/// A member of an object.
#[derive(Clone, Copy, Debug)]
pub struct Member<'t> {
    /// The name.
    pub key: Str<'t>,
    /// What it is given.
    pub value: Node<'t>,
}

impl Member<'_> {
    /// Is it a placeholder in the place of members? It stands as name and as value.
    pub fn stands_for_others(self) -> bool {
        self.value.kind() == Kind::Unknown && self.key.span() == self.value.span()
    }
}

/// The elements of an array.
pub struct Items<'t> {
    pub(super) tree: &'t Tree,
    pub(super) next: u32,
    pub(super) end: u32,
}

impl<'t> Iterator for Items<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        if self.next >= self.end {
            return None;
        }
        let node = Node { tree: self.tree, id: NodeId(self.next) };
        self.next = node.data().end.max(self.next + 1);
        Some(node)
    }
}

/// The members of an object.
pub struct Members<'t> {
    pub(super) tree: &'t Tree,
    pub(super) next: u32,
    pub(super) end: u32,
}

impl Members<'_> {
    /// Is there just one left?
    pub(super) fn is_one(&self) -> bool {
        let value = Node { tree: self.tree, id: NodeId(self.next.saturating_add(1)) };
        value.id.0 < self.end && value.data().end.max(value.id.0 + 1).saturating_add(1) >= self.end
    }
}

impl<'t> Iterator for Members<'t> {
    type Item = Member<'t>;

    fn next(&mut self) -> Option<Member<'t>> {
        if self.next.saturating_add(1) >= self.end {
            return None;
        }
        let key = Node { tree: self.tree, id: NodeId(self.next) };
        let value = Node { tree: self.tree, id: NodeId(self.next + 1) };
        self.next = value.data().end.max(self.next + 2);
        // A key is always a string: the builder takes nothing else.
        Some(Member { key: key.as_str().unwrap_or(Str { node: key, text: "" }), value })
    }
}
