//! The functions of `CloudFormation`, in both of their spellings.

use asl_syntax::{Kind, Node, Str};

/// A call: `{"Fn::Sub": …}`, or `!Sub …`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Function<'t> {
    /// Without `Fn::`: `Sub`, `Ref`.
    pub(super) name: &'t str,
    /// What it is given.
    pub(super) argument: Node<'t>,
}

impl<'t> Function<'t> {
    /// The call that a value is, if it is one.
    pub(super) fn of(node: Node<'t>) -> Option<Self> {
        if let Some(tag) = node.tag() {
            // A scalar is its own content.
            return Some(Self { name: tag.strip_prefix('!')?, argument: node.content().unwrap_or(node) });
        }
        if node.kind() != Kind::Object {
            return None;
        }
        let mut members = node.members();
        let only = members.next().filter(|_| members.next().is_none())?;
        let name = match only.key.text {
            "Ref" => "Ref",
            text => text.strip_prefix("Fn::")?,
        };
        Some(Self { name, argument: only.value })
    }

    /// Of a list of arguments, the one at a place.
    pub(super) fn nth(self, at: usize) -> Option<Node<'t>> {
        self.argument.items().nth(at)
    }

    /// What `GetAtt` asks for: a resource, and what of it.
    pub(super) fn attribute(self) -> Option<(&'t str, &'t str)> {
        match self.argument.as_str() {
            Some(text) => text.text.split_once('.'),
            None => Some((self.nth(0)?.as_str()?.text, self.nth(1)?.as_str()?.text)),
        }
    }
}

/// The values that one may have: those of both sides of an `If`, and else itself.
pub(super) fn alternatives<'t>(node: Node<'t>, out: &mut Vec<Node<'t>>) {
    match Function::of(node) {
        Some(call) if call.name == "If" => {
            [1, 2].into_iter().filter_map(|at| call.nth(at)).for_each(|side| alternatives(side, out));
        }
        Some(call) if call.name == "Ref" && text_is(call.argument, "AWS::NoValue") => {}
        _ => out.push(node),
    }
}

/// The file that `Fn::Transform` with `AWS::Include` puts in the place of a value.
pub(super) fn included(node: Node<'_>) -> Option<Str<'_>> {
    let call = Function::of(node).filter(|call| call.name == "Transform")?;
    text_is(call.argument.get("Name")?, "AWS::Include").then_some(())?;
    call.argument.get("Parameters")?.get("Location")?.as_str()
}

/// The string that a value is, if it is not what a function is given.
pub(super) fn plain(node: Node<'_>) -> Option<Str<'_>> {
    node.as_str().filter(|_| Function::of(node).is_none())
}

fn text_is(node: Node<'_>, text: &str) -> bool {
    node.as_str().is_some_and(|it| it.text == text)
}
