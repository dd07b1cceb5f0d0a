//! A module: the files of a folder, and what their names stand for.

use crate::files::Files;
use asl_syntax::{Source, Span};
use hcl_edit::expr::{Expression, Traversal, TraversalOperator};
use hcl_edit::structure::{Block, Body};
use std::cell::OnceCell;
use std::path::{Path, PathBuf};

/// Definitions by way of each other are followed so far.
pub(super) const DEEPEST: usize = 16;

/// A file of a module and what it holds.
struct File {
    path: PathBuf,
    source: Source,
    body: Body,
}

/// The module that a file belongs to.
pub(super) struct Module<'a> {
    pub(super) path: &'a Path,
    source: Source,
    body: &'a Body,
    pub(super) files: &'a dyn Files,
    /// Read when a name asks for it.
    others: OnceCell<Vec<File>>,
}

/// An expression, and the file that it stands in.
#[derive(Clone, Copy)]
pub(super) struct Placed<'m> {
    pub(super) expression: &'m Expression,
    pub(super) source: &'m Source,
    /// Of another file than that which is read.
    pub(super) file: Option<&'m Path>,
}

impl<'m> Placed<'m> {
    /// Another expression of the same file.
    pub(super) fn with(self, expression: &'m Expression) -> Self {
        Self { expression, ..self }
    }

    pub(super) fn span(self) -> Span {
        span_of(self.expression)
    }
}

/// What a reference names.
pub(super) enum Reference<'e> {
    Local(&'e str),
    Variable(&'e str),
    /// `data.TYPE.NAME.ATTRIBUTE`
    Data(&'e str, &'e str, &'e str),
    /// `path.module`, `path.root`
    Here,
}

pub(super) fn span_of(node: &impl hcl_edit::Span) -> Span {
    node.span().map_or(Span::default(), |range| Span::new(range.start as u32, range.end as u32))
}

/// Reads a reference.
pub(super) fn reference(traversal: &Traversal) -> Option<Reference<'_>> {
    let root = traversal.expr.as_variable()?.as_str();
    let name = |at: usize| match &**traversal.operators.get(at)? {
        TraversalOperator::GetAttr(name) => Some(name.as_str()),
        _ => None,
    };
    match (root, traversal.operators.len()) {
        ("local", 1) => Some(Reference::Local(name(0)?)),
        ("var", 1) => Some(Reference::Variable(name(0)?)),
        ("data", 3) => Some(Reference::Data(name(0)?, name(1)?, name(2)?)),
        ("path", 1) if matches!(name(0)?, "module" | "root") => Some(Reference::Here),
        _ => None,
    }
}

impl<'a> Module<'a> {
    pub(super) fn new(path: &'a Path, source: Source, body: &'a Body, files: &'a dyn Files) -> Self {
        Self { path, source, body, files, others: OnceCell::new() }
    }

    /// Where relative paths begin.
    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// An expression of the file that is read.
    pub(super) fn own<'m>(&'m self, expression: &'m Expression) -> Placed<'m> {
        Placed { expression, source: &self.source, file: None }
    }

    fn others(&self) -> &[File] {
        self.others.get_or_init(|| {
            let one = |(path, source): (PathBuf, Source)| {
                let body = hcl_edit::parser::parse_body(source.text()).ok()?;
                Some(File { path, source, body })
            };
            self.files.siblings(self.path, "tf").into_iter().filter_map(one).collect()
        })
    }

    /// The first thing that is found in a file of the module, this one first.
    fn first<'m>(&'m self, find: impl Fn(&'m Body) -> Option<&'m Expression>) -> Option<Placed<'m>> {
        if let Some(expression) = find(self.body) {
            return Some(self.own(expression));
        }
        let other = |file: &'m File| {
            Some(Placed { expression: find(&file.body)?, source: &file.source, file: Some(&file.path) })
        };
        self.others().iter().find_map(other)
    }

    /// What a reference stands for, where the module tells.
    pub(super) fn resolve<'m>(&'m self, reference: &Reference<'_>) -> Option<Placed<'m>> {
        match *reference {
            Reference::Local(name) => {
                self.first(|body| body.get_blocks("locals").find_map(|block| attribute(block, name)))
            }
            Reference::Variable(name) => self.first(|body| attribute(labelled(body, "variable", &[name])?, "default")),
            Reference::Data(kind, name, _) => {
                let field = match kind {
                    "template_file" => "template",
                    "local_file" => "filename",
                    _ => return None,
                };
                self.first(|body| attribute(labelled(body, "data", &[kind, name])?, field))
            }
            Reference::Here => None,
        }
    }

    /// What a data source of type `template_file` fills its template with.
    pub(super) fn variables_of<'m>(&'m self, name: &str) -> Option<Placed<'m>> {
        self.first(|body| attribute(labelled(body, "data", &["template_file", name])?, "vars"))
    }

    /// The text that an expression is, if all of it stands in the module.
    pub(super) fn text(&self, at: Placed<'_>, depth: usize) -> Option<String> {
        if depth > DEEPEST {
            return None;
        }
        match at.expression {
            Expression::String(text) => Some(text.value().clone()),
            Expression::Parenthesis(inner) => self.text(at.with(inner.inner()), depth + 1),
            Expression::StringTemplate(template) => {
                let mut out = String::new();
                for element in template {
                    match element {
                        hcl_edit::template::Element::Literal(text) => out.push_str(text.value()),
                        hcl_edit::template::Element::Interpolation(inner) => {
                            out.push_str(&self.text(at.with(&inner.expr), depth + 1)?);
                        }
                        hcl_edit::template::Element::Directive(_) => return None,
                    }
                }
                Some(out)
            }
            Expression::Traversal(traversal) => match reference(traversal)? {
                Reference::Here => Some(".".to_owned()),
                Reference::Data(..) => None,
                reference => self.text(self.resolve(&reference)?, depth + 1),
            },
            _ => None,
        }
    }
}

fn attribute<'b>(block: &'b Block, name: &str) -> Option<&'b Expression> {
    block.body.get_attribute(name).map(|it| &it.value)
}

fn labelled<'b>(body: &'b Body, kind: &'b str, labels: &[&str]) -> Option<&'b Block> {
    body.get_blocks(kind).find(|block| block.has_exact_labels(labels))
}
