//! A part of a tree as a tree of its own, with some of its values put in other words.

use super::{Builder, Decoded, Kind, Node, Tree};
use crate::{Span, Text};

/// What becomes of a value.
#[derive(Debug)]
pub enum Rewrite {
    /// It stays, and so does what is in it, unless that is rewritten.
    Keep,
    /// It is a string of this text, whose places are in the same source.
    Text(Text),
    /// What it is nobody knows here.
    Hide,
}

impl Tree {
    /// The tree of a value in this one. Places are those that they were; `rewrite` is asked of each value and each key.
    pub fn part(&self, root: Node<'_>, rewrite: &mut dyn FnMut(Node<'_>) -> Rewrite) -> Self {
        let mut part = Part {
            from: self,
            out: Builder::new(root.raw().len()),
            rewritten: self.rewritten_in(root.span()),
            rewrite,
        };
        part.value(root);
        let errors = self.errors.iter().filter(|e| root.span().contains(e.span)).cloned().collect();
        let mut tree = part.out.finish(self.source.clone(), self.format, errors);
        tree.rewritten = part.rewritten;
        if root.parent().is_some() {
            let start = root.key().map_or(root.span().start, |key| key.span().end.min(root.span().start));
            tree.part = Some(Span::new(start, root.span().end));
        } else {
            tree.part = self.part;
        }
        tree.rewritten.sort_unstable();
        tree
    }
}

struct Part<'a> {
    from: &'a Tree,
    out: Builder,
    rewritten: Vec<Span>,
    rewrite: &'a mut dyn FnMut(Node<'_>) -> Rewrite,
}

impl Part<'_> {
    fn value(&mut self, node: Node<'_>) {
        match (self.rewrite)(node) {
            Rewrite::Text(text) => {
                self.rewritten.push(node.span());
                self.out.string(node.span(), Some(text.into_parts()));
            }
            Rewrite::Hide => {
                self.out.leaf(Kind::Unknown, node.span());
            }
            Rewrite::Keep => match node.kind() {
                Kind::Object => {
                    self.out.open(Kind::Object, node.span().start);
                    for member in node.members() {
                        self.key(member.key.node);
                        self.value(member.value);
                    }
                    self.out.close(node.span().end);
                }
                Kind::Array => {
                    self.out.open(Kind::Array, node.span().start);
                    node.items().for_each(|item| self.value(item));
                    self.out.close(node.span().end);
                }
                Kind::String => self.string(node),
                kind => {
                    self.out.leaf(kind, node.span());
                }
            },
        }
    }

    fn key(&mut self, key: Node<'_>) {
        match (self.rewrite)(key) {
            Rewrite::Text(text) => {
                self.rewritten.push(key.span());
                self.out.key(key.span(), Some(text.into_parts()));
            }
            Rewrite::Keep | Rewrite::Hide => {
                let decoded = self.decoded(key);
                let id = self.out.key(key.span(), decoded);
                self.note(key, id);
            }
        }
    }

    fn string(&mut self, node: Node<'_>) {
        let decoded = self.decoded(node);
        let id = self.out.string(node.span(), decoded);
        self.note(node, id);
    }

    fn decoded(&self, node: Node<'_>) -> Option<(String, crate::Pieces)> {
        let Decoded { text, pieces } = self.from.decoded.get(node.data().decoded as usize)?;
        Some((text.to_string(), pieces.clone()))
    }

    /// What readers of YAML disagree on goes along.
    fn note(&mut self, node: Node<'_>, id: super::NodeId) {
        let at = self.from.ambiguous.binary_search_by_key(&node.id(), |(id, _)| *id);
        if let Some((_, what)) = at.ok().and_then(|at| self.from.ambiguous.get(at)) {
            self.out.mark_as_ambiguous(id, what);
        }
    }
}
