//! What a file is.

use crate::files::Files;
use crate::template::Template;
use crate::{cloudformation, serverless, terraform};
use asl_semantics::Field;
use asl_syntax::{Format, Kind, Node, Source, Tree, json, yaml};
use std::path::Path;

/// What stands in a file.
#[derive(Debug)]
pub enum Content {
    /// A definition, or what should be one.
    Definition(Tree),
    /// A file of another kind that holds definitions, or may.
    Template(Template),
}

/// Words of which one stands in each file that declares a state machine.
const TELLING: [&str; 4] = ["StateMachine", "stateMachines", "stepFunctions", "aws_sfn_state_machine"];

/// May these bytes declare a state machine? To be asked before a file is parsed of which nothing is known.
pub fn may_be_host(text: &str) -> bool {
    TELLING.iter().any(|word| text.contains(word))
}

/// Reads a text as what it is. Files that it names are asked for.
pub fn read(name: &Path, source: Source, files: &dyn Files) -> Content {
    if extension(name) == "tf" {
        return Content::Template(terraform::read(name, source, files));
    }
    let tree = parse(name, source);
    let root = tree.root();
    let has = |key: &str| root.get(key).is_some();
    if has(Field::States.name()) || has(Field::StartAt.name()) {
        return Content::Definition(tree);
    }
    let has_resources = root.get("Resources").is_some_and(|it| matches!(it.kind(), Kind::Object | Kind::Null));
    if has("AWSTemplateFormatVersion") || has_resources {
        Content::Template(cloudformation::read(name, &tree, files))
    } else if has("service") && has("provider") || root.get("stepFunctions").is_some_and(is_serverless) {
        Content::Template(serverless::read(name, &tree, files))
    } else if has("planned_values") && has("format_version") {
        Content::Template(terraform::plan::read(&tree))
    } else {
        Content::Definition(tree)
    }
}

fn is_serverless(node: Node<'_>) -> bool {
    node.get("stateMachines").is_some() || node.as_str().is_some()
}

fn extension(name: &Path) -> &str {
    name.extension().and_then(|e| e.to_str()).unwrap_or_default()
}

/// Reads a text in the language that its name or its beginning tells.
pub(crate) fn parse(name: &Path, source: Source) -> Tree {
    let format = match extension(name) {
        "json" | "json5" => Format::Json,
        "yaml" | "yml" => Format::Yaml,
        _ => sniff(source.text()),
    };
    match format {
        Format::Yaml => read_yaml(source),
        _ => json::parse(source),
    }
}

/// YAML; but what is written as JSON and broken is read as JSON, which mends it better.
fn read_yaml(source: Source) -> Tree {
    let tree = yaml::parse(source);
    if tree.errors().is_empty() || sniff(tree.source().text()) == Format::Yaml {
        return tree;
    }
    json::parse(tree.source().clone())
}

/// A text without a telling name: JSON begins with a bracket or a quote.
fn sniff(text: &str) -> Format {
    let first = text.trim_start_matches('\u{feff}').trim_start().chars().next();
    if matches!(first, Some('{' | '[' | '"') | None) { Format::Json } else { Format::Yaml }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Host, NoFiles};

    fn host_of(name: &str, text: &str) -> Option<Host> {
        match read(Path::new(name), Source::new(text), &NoFiles) {
            Content::Template(template) => Some(template.host),
            Content::Definition(_) => None,
        }
    }

    #[test]
    fn content_tells_what_a_file_is() {
        assert_eq!(host_of("a.json", "{\"StartAt\": \"A\", \"States\": {}, \"Resources\": {}}"), None);
        assert_eq!(host_of("template.yaml", "Resources:\n  A: {Type: x}\n"), Some(Host::CloudFormation));
        assert_eq!(host_of("serverless.yml", "service: a\nprovider: {name: aws}\n"), Some(Host::Serverless));
        assert_eq!(host_of("main.tf", "resource {}"), Some(Host::Terraform));
        assert_eq!(
            host_of("plan.json", "{\"format_version\": \"1.2\", \"planned_values\": {}}"),
            Some(Host::Terraform)
        );
        assert_eq!(host_of("x", "{}"), None);
    }
}
