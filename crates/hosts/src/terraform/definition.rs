//! What the `definition` of a state machine leads to.

use super::module::{DEEPEST, Module, Placed, Reference, reference};
use super::{text, value};
use crate::content::parse;
use crate::fill::Filling;
use crate::template::{Declared, Template, What};
use asl_syntax::{Span, Tree, json};
use hcl_edit::expr::{Expression, FuncCall, ObjectKey};
use std::collections::{BTreeMap, HashSet};

/// Follows one definition.
pub(super) struct Reader<'r, 'm> {
    pub(super) module: &'m Module<'m>,
    pub(super) template: &'r mut Template,
    /// Of the state machine.
    pub(super) name: &'r str,
    pub(super) pointer: String,
    pub(super) found: &'r mut Vec<Declared>,
}

impl<'m> Reader<'_, 'm> {
    /// Follows an expression whose text is the definition.
    pub(super) fn read(&mut self, at: Placed<'m>, depth: usize) {
        if depth > DEEPEST {
            let why = format!("the definition of `{}` is defined by itself", self.name);
            self.template.note(place(at), What::Refused { why, help: None });
            return;
        }
        match at.expression {
            Expression::Parenthesis(inner) => self.read(at.with(inner.inner()), depth + 1),
            Expression::Conditional(choice) => {
                self.read(at.with(&choice.true_expr), depth + 1);
                self.read(at.with(&choice.false_expr), depth + 1);
            }
            Expression::String(_) | Expression::HeredocTemplate(_) => self.written(at),
            Expression::StringTemplate(template) => {
                match template.as_single_element().and_then(|it| it.as_interpolation()) {
                    Some(inner) => self.read(at.with(&inner.expr), depth + 1),
                    None => self.written(at),
                }
            }
            Expression::FuncCall(call) => self.call(at, call, depth),
            Expression::Traversal(traversal) => self.reference(at, reference(traversal), depth),
            _ => self.unread(at, "is computed"),
        }
    }

    fn unread(&mut self, at: Placed<'_>, why: &str) {
        let place = place(at);
        self.template.unread(place, self.name, why);
    }

    fn reference(&mut self, at: Placed<'m>, reference: Option<Reference<'m>>, depth: usize) {
        match reference {
            Some(data @ Reference::Data("template_file", name, "rendered")) => match self.module.resolve(&data) {
                Some(template) => self.template_of(template, self.module.variables_of(name), depth + 1),
                None => self.unread(at, "comes from a data source that is not in this module"),
            },
            Some(data @ Reference::Data("local_file", _, "content")) => match self.module.resolve(&data) {
                Some(path) => self.file(at, path, &untouched()),
                None => self.unread(at, "comes from a data source that is not in this module"),
            },
            Some(reference @ (Reference::Local(_) | Reference::Variable(_))) => match self.module.resolve(&reference) {
                Some(value) => self.read(value, depth + 1),
                None => self.unread(at, "comes from outside of this module"),
            },
            _ => self.unread(at, "comes from another resource"),
        }
    }

    /// The template of a data source: a text, or a file; filled with its variables.
    fn template_of(&mut self, at: Placed<'m>, variables: Option<Placed<'m>>, depth: usize) {
        match at.expression {
            Expression::FuncCall(call) if is_named(call, "file") => match call.args.get(0) {
                Some(path) => {
                    let filling = filling(variables, "the `vars` of template_file");
                    self.file(at, at.with(path), &filling);
                }
                None => self.unread(at, "is computed"),
            },
            _ => self.read(at, depth),
        }
    }

    fn call(&mut self, at: Placed<'m>, call: &'m FuncCall, depth: usize) {
        let argument = |index| call.args.get(index).map(|it| at.with(it));
        match (call.name.name.as_str(), argument(0)) {
            ("jsonencode" | "yamlencode", Some(of)) => self.encoded(of, depth + 1),
            ("file", Some(path)) => self.file(at, path, &untouched()),
            ("templatefile", Some(path)) => {
                let filling = filling(argument(1), "templatefile");
                self.file(at, path, &filling);
            }
            ("trimspace" | "chomp" | "tostring" | "nonsensitive" | "sensitive", Some(of)) => self.read(of, depth + 1),
            _ => self.unread(at, "is computed"),
        }
    }

    /// An expression whose value is the definition.
    fn encoded(&mut self, at: Placed<'m>, depth: usize) {
        if depth > DEEPEST {
            return self.read(at, depth);
        }
        match at.expression {
            Expression::Parenthesis(inner) => self.encoded(at.with(inner.inner()), depth + 1),
            Expression::Object(_) => {
                let tree = value::tree(at);
                self.declare(at, &tree, &Filling::default());
            }
            Expression::FuncCall(call) if is_named(call, "jsondecode") || is_named(call, "yamldecode") => {
                match call.args.get(0) {
                    Some(of) => self.read(at.with(of), depth + 1),
                    None => self.unread(at, "is computed"),
                }
            }
            Expression::Traversal(traversal) => match reference(traversal) {
                Some(reference @ (Reference::Local(_) | Reference::Variable(_))) => {
                    match self.module.resolve(&reference) {
                        Some(value) => self.encoded(value, depth + 1),
                        None => self.unread(at, "comes from outside of this module"),
                    }
                }
                _ => self.unread(at, "comes from another resource"),
            },
            _ => self.unread(at, "is computed"),
        }
    }

    fn written(&mut self, at: Placed<'m>) {
        match text::written(at) {
            Some(text) => {
                let tree = json::parse(text.into_source(at.source));
                self.declare(at, &tree, &Filling::default());
            }
            None => self.unread(at, "is made by a template with conditions or loops"),
        }
    }

    fn declare(&mut self, at: Placed<'_>, tree: &Tree, filling: &Filling) {
        let filled = filling.fill(tree, tree.root(), &mut |_| None);
        self.found.push(Declared {
            pointer: self.pointer.clone(),
            file: at.file.map(|path| (path.to_owned(), at.source.clone())),
            tree: filled.tree,
            unfilled: filled.unfilled,
        });
    }

    fn file(&mut self, at: Placed<'_>, path: Placed<'_>, filling: &Filling) {
        let Some(location) = self.module.text(path, 0) else {
            return self.unread(at, "lies in a file whose path is computed");
        };
        let read = self.module.files.read(self.module.folder(), &location);
        let taken = self.template.take(read, self.module.path, (place(at), &location), self.name);
        let Some((path, source)) = taken else { return };
        let text = if filling.by == FILE { Some(source.clone()) } else { text::template(&source) };
        let Some(text) = text else { return self.unread(at, "is made by a template with conditions or loops") };
        let tree = parse(&path, text);
        let filled = filling.fill(&tree, tree.root(), &mut |_| None);
        self.found.push(Declared {
            pointer: self.pointer.clone(),
            file: Some((path, source)),
            tree: filled.tree,
            unfilled: filled.unfilled,
        });
    }
}

/// What fills a template: the keys of an object, where it stands there.
fn filling(variables: Option<Placed<'_>>, by: &'static str) -> Filling {
    let Some(variables) = variables else { return Filling { by, ..Filling::default() } };
    let Expression::Object(object) = variables.expression else { return Filling { by, ..Filling::default() } };
    let mut names = BTreeMap::new();
    for (key, value) in object {
        let name = match key {
            ObjectKey::Ident(name) => name.as_str().to_owned(),
            ObjectKey::Expression(Expression::String(name)) => name.value().clone(),
            ObjectKey::Expression(Expression::Variable(name)) => name.as_str().to_owned(),
            // One that is computed may be any.
            ObjectKey::Expression(_) => return Filling { by, ..Filling::default() },
        };
        names.insert(name, value.expr().as_str().filter(|it| !it.contains(['"', '\\', '\n'])).map(str::to_owned));
    }
    Filling { names: Some(names), by, filled: HashSet::new() }
}

/// Where a note goes: a place in another file is none here.
fn place(at: Placed<'_>) -> Span {
    if at.file.is_none() { at.span() } else { Span::at(0) }
}

const FILE: &str = "file";

/// `file` gives a text as it is.
fn untouched() -> Filling {
    Filling { names: Some(BTreeMap::new()), by: FILE, filled: HashSet::new() }
}

fn is_named(call: &FuncCall, name: &str) -> bool {
    !call.name.is_namespaced() && call.name.name.as_str() == name
}
