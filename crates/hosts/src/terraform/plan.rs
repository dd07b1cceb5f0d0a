//! Plans, as `terraform show -json` writes them: texts of definitions as AWS will get them.

use crate::template::{Declared, Host, Machine, Template};
use asl_syntax::{Node, Tree, json};

/// Modules within modules are followed so far.
const DEEPEST: usize = 32;

/// Reads a plan.
pub(crate) fn read(tree: &Tree) -> Template {
    let mut template = Template::new(Host::Terraform, tree.source().clone());
    if let Some(root) = tree.root().get("planned_values").and_then(|it| it.get("root_module")) {
        module(root, &mut template, 0);
    }
    template
}

fn module(node: Node<'_>, template: &mut Template, depth: usize) {
    let list = |name| node.get(name).into_iter().flat_map(Node::items);
    for resource in list("resources") {
        let text = |name| resource.get(name).and_then(Node::as_str);
        if text("type").is_some_and(|it| it.text == "aws_sfn_state_machine") {
            machine(resource, text("address").or(text("name")).map_or("", |it| it.text), template);
        }
    }
    if depth < DEEPEST {
        list("child_modules").for_each(|child| module(child, template, depth + 1));
    }
}

fn machine(resource: Node<'_>, name: &str, template: &mut Template) {
    let value = |name| resource.get("values").and_then(|it| it.get(name));
    let mut definitions = Vec::new();
    match value("definition").and_then(|node| Some((node, node.as_str()?))) {
        Some((node, text)) => definitions.push(Declared {
            pointer: node.pointer(),
            file: None,
            tree: json::parse(text.to_text().into_source(node.tree().source())),
            unfilled: Vec::new(),
        }),
        None => template.unread(resource.span(), name, "is known only after apply"),
    }
    let is_express = value("type").and_then(Node::as_str).map(|it| it.text.eq_ignore_ascii_case("EXPRESS"));
    template.machines.push(Machine { name: name.to_owned(), construct: None, is_express, definitions });
}
