//! State machines of the Serverless Framework: `stepFunctions.stateMachines`, as its plugin has them.

use crate::cloudformation;
use crate::content::parse;
use crate::files::Files;
use crate::template::{Declared, Host, Machine, Template, What};
use asl_syntax::{Kind, Member, Node, Rewrite, Str, Tree};
use std::path::Path;

/// Reads a file of the framework.
pub(crate) fn read(path: &Path, tree: &Tree, files: &dyn Files) -> Template {
    let mut template = Template::new(Host::Serverless, tree.source().clone());
    let root = tree.root();
    if let Some(error) = tree.errors().first().filter(|_| root.get("stepFunctions").is_none()) {
        template.note(error.span, What::Broken(error.message.clone()));
    }
    let mut reader = Reader { path, folder: path.parent().unwrap_or(Path::new("")), files, template: &mut template };
    if let Some(machines) = root.get("stepFunctions").and_then(|it| it.get("stateMachines")) {
        reader.machines(machines);
    }
    // Templates of CloudFormation may stand below `resources`.
    if let Some(resources) = root.get("resources") {
        cloudformation::resources(path, resources, files, &mut template);
    }
    template
}

struct Reader<'a> {
    path: &'a Path,
    folder: &'a Path,
    files: &'a dyn Files,
    template: &'a mut Template,
}

impl Reader<'_> {
    fn machines(&mut self, node: Node<'_>) {
        node.members().for_each(|member| self.machine(member));
        // Several files may be put together.
        node.items().for_each(|item| self.machines(item));
    }

    fn machine(&mut self, member: Member<'_>) {
        let name = member.key.text;
        let definition = member.value.get("definition");
        let is_express = member.value.get("type").map_or(Some(false), |node| {
            Some(node.as_str().filter(|it| !it.has_placeholder())?.text.eq_ignore_ascii_case("EXPRESS"))
        });
        let definitions = definition.and_then(|node| self.definition(node, name)).into_iter().collect();
        self.template.machines.push(Machine { name: name.to_owned(), construct: None, is_express, definitions });
    }

    fn definition(&mut self, node: Node<'_>, name: &str) -> Option<Declared> {
        let pointer = node.pointer();
        match (node.kind(), written_path(node)) {
            (Kind::Object, _) => Some(Declared { pointer, file: None, tree: plain(node), unfilled: Vec::new() }),
            (_, Some(location)) => self.file(node, &location, name, pointer),
            (_, None) => {
                self.template.unread(node.span(), name, "comes from a variable");
                None
            }
        }
    }

    fn file(&mut self, node: Node<'_>, location: &str, name: &str, pointer: String) -> Option<Declared> {
        let read = self.files.read(self.folder, location);
        let (path, source) = self.template.take(read, self.path, (node.span(), location), name)?;
        let tree = plain(parse(&path, source.clone()).root());
        Some(Declared { pointer, file: Some((path, source)), tree, unfilled: Vec::new() })
    }
}

/// Functions of `CloudFormation` are filled in, and so are the framework's variables; which, is not known here.
fn plain(node: Node<'_>) -> Tree {
    node.tree().part(node, &mut |inner| if inner.is_unknown() { Rewrite::Hide } else { Rewrite::Keep })
}

/// The path in `${file(path)}`.
fn written_path(node: Node<'_>) -> Option<String> {
    let text = match node.as_str() {
        Some(Str { text, .. }) => text,
        None => node.raw(),
    };
    let inside = text.trim().strip_prefix("${file(")?.strip_suffix("}")?.trim_end();
    let path = inside.strip_suffix(')')?;
    (!path.contains("${") && !path.contains(')')).then(|| path.trim_matches(['\'', '"', ' ']).to_owned())
}
