//! What a file is.

use asl_semantics::Field;
use asl_syntax::{Format, Kind, Source, Tree, json, yaml};
use std::path::Path;

/// What stands in a file.
#[derive(Debug)]
pub enum Content {
    /// A definition, or what should be one.
    Definition(Tree),
    /// A file of another kind that may hold definitions; they are not looked for yet.
    Host(Host),
}

/// The kinds of files that hold definitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// `CloudFormation` or SAM, also as CDK writes it.
    CloudFormation,
    /// The Serverless Framework.
    Serverless,
    /// Terraform.
    Terraform,
}

impl Host {
    /// What a person calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CloudFormation => "a CloudFormation template",
            Self::Serverless => "a Serverless Framework file",
            Self::Terraform => "Terraform",
        }
    }
}

/// Reads a text as what it is.
pub fn read(name: &Path, source: Source) -> Content {
    let extension = name.extension().and_then(|e| e.to_str()).unwrap_or_default();
    if matches!(extension, "tf" | "hcl") {
        return Content::Host(Host::Terraform);
    }
    let format = match extension {
        "json" | "json5" => Format::Json,
        "yaml" | "yml" => Format::Yaml,
        _ => sniff(source.text()),
    };
    let tree = match format {
        Format::Json => json::parse(source),
        Format::Yaml => read_yaml(source),
    };
    match host(&tree) {
        Some(host) => Content::Host(host),
        None => Content::Definition(tree),
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

fn host(tree: &Tree) -> Option<Host> {
    let root = tree.root();
    let has = |key: &str| root.get(key).is_some();
    if has(Field::States.name()) || has(Field::StartAt.name()) {
        return None;
    }
    let resources = root.get("Resources").is_some_and(|r| matches!(r.kind(), Kind::Object | Kind::Null));
    if has("AWSTemplateFormatVersion") || resources {
        Some(Host::CloudFormation)
    } else if has("service") && has("provider") || has("stepFunctions") {
        Some(Host::Serverless)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host_of(name: &str, text: &str) -> Option<Host> {
        match read(Path::new(name), Source::new(text)) {
            Content::Host(host) => Some(host),
            Content::Definition(_) => None,
        }
    }

    #[test]
    fn content_tells_what_a_file_is() {
        assert_eq!(host_of("a.json", "{\"StartAt\": \"A\", \"States\": {}, \"Resources\": {}}"), None);
        assert_eq!(host_of("template.yaml", "Resources:\n  A: {Type: x}\n"), Some(Host::CloudFormation));
        assert_eq!(host_of("serverless.yml", "service: a\nprovider: {name: aws}\n"), Some(Host::Serverless));
        assert_eq!(host_of("main.tf", "resource {}"), Some(Host::Terraform));
        assert_eq!(host_of("x", "{}"), None);
    }
}
