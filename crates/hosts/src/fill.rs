//! What fills the placeholders of a definition before AWS sees it.

use crate::template::Unfilled;
use asl_syntax::{Kind, Member, Node, Rewrite, Span, Str, Text, Tree, placeholder};
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// What is put in the place of placeholders.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filling {
    /// Of a name, the text that is put there, if it is known; none at all, where nobody knows which names there are.
    pub(crate) names: Option<BTreeMap<String, Option<String>>>,
    /// What fills them: `DefinitionSubstitutions`.
    pub(crate) by: &'static str,
    /// Places in the file that something else fills, or that are meant as they are.
    pub(crate) filled: HashSet<Span>,
}

/// A definition after that.
pub(crate) struct Filled {
    pub(crate) tree: Tree,
    pub(crate) unfilled: Vec<Unfilled>,
    /// Names that stand in it.
    pub(crate) used: HashSet<String>,
}

impl Filling {
    /// Fills a definition, the tree of a value; `functions` says what becomes of values that are calls.
    pub(crate) fn fill(
        &self,
        tree: &Tree,
        root: Node<'_>,
        functions: &mut dyn FnMut(Node<'_>) -> Option<Rewrite>,
    ) -> Filled {
        let mut found = Found {
            filling: self,
            root: root.pointer().len(),
            known: OnceCell::new(),
            unfilled: Vec::new(),
            used: HashSet::new(),
        };
        let tree = tree.part(root, &mut |node| {
            if let Some(rewrite) = functions(node) {
                return rewrite;
            }
            match (node.as_str(), node.kind()) {
                // It is looked at as a value, and what fills it is no name.
                (Some(_), _) if stands_for_members(node) => Rewrite::Keep,
                (Some(text), _) => found.text(text),
                (None, Kind::Unknown) => {
                    found.look(node, node.raw(), |at| at.shifted(node.span().start));
                    Rewrite::Keep
                }
                _ => Rewrite::Keep,
            }
        });
        Filled { tree, unfilled: found.unfilled, used: found.used }
    }
}

/// What was met on the way through a definition.
struct Found<'f> {
    filling: &'f Filling,
    /// How long the pointer to the definition is.
    root: usize,
    /// The names of the filling, once one is missed.
    known: OnceCell<Arc<[String]>>,
    unfilled: Vec<Unfilled>,
    used: HashSet<String>,
}

impl<'f> Found<'f> {
    fn text(&mut self, text: Str<'_>) -> Rewrite {
        if !text.text.contains("${") {
            return Rewrite::Keep;
        }
        let known = self.look(text.node, text.text, |at| text.place(at));
        if known.is_empty() {
            return Rewrite::Keep;
        }
        let (whole, mut out, mut at) = (text.to_text(), Text::default(), 0);
        for (span, value) in known {
            out.push(&whole.part(Span::new(at, span.start)));
            out.push_for(value, text.place(span));
            at = span.end;
        }
        out.push(&whole.part(Span::new(at, text.text.len() as u32)));
        Rewrite::Text(out)
    }

    /// Looks at the placeholders of a text; gives those whose value is known.
    fn look(&mut self, node: Node<'_>, text: &str, place: impl Fn(Span) -> Span) -> Vec<(Span, &'f str)> {
        let filling = self.filling;
        let Some(names) = &filling.names else { return Vec::new() };
        let (mut known, mut from) = (Vec::new(), 0);
        while let Some(span) = placeholder::find(text, from) {
            from = span.end as usize;
            let name = text.get(span.start as usize + 2..from - 1).unwrap_or_default().trim();
            let at = node.tree().source().resolve(place(span));
            let is_filled = filling.filled.contains(&at);
            match names.get(name) {
                Some(value) => {
                    self.used.insert(name.to_owned());
                    known.extend(value.as_deref().filter(|_| !is_filled).map(|value| (span, value)));
                }
                None if !is_filled && is_name(name) && may_be_meant(text) => {
                    let pointer = node.pointer().split_off(self.root);
                    let known = Arc::clone(self.known.get_or_init(|| names.keys().cloned().collect()));
                    let name = name.to_owned();
                    self.unfilled.push(Unfilled { span: at, pointer, name, by: filling.by, known });
                }
                None => {}
            }
        }
        known
    }
}

/// Is it the key of a placeholder that stands for members?
fn stands_for_members(key: Node<'_>) -> bool {
    let is_it = |member: Member<'_>| member.key.node == key && member.stands_for_others();
    key.is_key() && key.raw().starts_with("${") && key.parent().is_some_and(|object| object.members().any(is_it))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Scripts and messages may hold a `${…}` that is none of ours; names, ARNs and expressions don't.
fn may_be_meant(text: &str) -> bool {
    !text.contains(char::is_whitespace) || text.trim_start().starts_with("{%")
}
