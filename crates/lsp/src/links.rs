//! What a document leads to: files that a template names, and pages about what a Task calls.

use crate::scene::Scene;
use crate::snapshot::{Snapshot, path};
use asl_catalogue::Resource;
use asl_check_core::hosted;
use asl_hosts::Content;
use asl_semantics::Field;
use asl_syntax::{Format, Node, Source, Span, Tree, json, placeholder, yaml};
use std::str::FromStr;
use tower_lsp::ls_types::{DocumentLink, Uri};

const GUIDE: &str = "https://docs.aws.amazon.com/step-functions/latest/dg";

/// Pages of the guide on optimised integrations, by service.
const PAGES: [(&str, &str); 21] = [
    ("apigateway", "connect-api-gateway"),
    ("athena", "connect-athena"),
    ("batch", "connect-batch"),
    ("bedrock", "connect-bedrock"),
    ("codebuild", "connect-codebuild"),
    ("dynamodb", "connect-ddb"),
    ("ecs", "connect-ecs"),
    ("eks", "connect-eks"),
    ("elasticmapreduce", "connect-emr"),
    ("emr-containers", "connect-emr-eks"),
    ("emr-serverless", "connect-emr-serverless"),
    ("events", "connect-eventbridge"),
    ("glue", "connect-glue"),
    ("databrew", "connect-databrew"),
    ("http", "call-https-apis"),
    ("lambda", "connect-lambda"),
    ("mediaconvert", "connect-mediaconvert"),
    ("sagemaker", "connect-sagemaker"),
    ("sns", "connect-sns"),
    ("sqs", "connect-sqs"),
    ("states", "connect-stepfunctions"),
];

/// All links of a document.
pub fn links(snapshot: &Snapshot) -> Vec<DocumentLink> {
    let mut out: Vec<DocumentLink> = files(snapshot).into_iter().map(|(_, link)| link).collect();
    out.extend(snapshot.scenes().flat_map(|scene| pages(&scene)));
    out
}

/// The link to a file at a byte of the document.
pub fn at(snapshot: &Snapshot, offset: u32) -> Option<DocumentLink> {
    let mut files = files(snapshot).into_iter();
    files.find(|(span, _)| span.start <= offset && offset <= span.end).map(|(_, link)| link)
}

/// Definitions that a template takes from files.
fn files(snapshot: &Snapshot) -> Vec<(Span, DocumentLink)> {
    let Content::Template(template) = &snapshot.content else { return Vec::new() };
    let outside: Vec<_> = hosted::definitions(template).filter(|(_, it)| it.file.is_some()).collect();
    if outside.is_empty() || path(&snapshot.uri).extension().is_some_and(|it| it == "tf") {
        return Vec::new();
    }
    let tree = parse(snapshot);
    let link = |(_, declared): (_, &asl_hosts::Declared)| {
        let (file, _) = declared.file.as_ref()?;
        let node = find(tree.root(), &declared.pointer)?;
        let named = node.descendants().filter_map(Node::as_str).find(|text| text.text.contains('.'));
        let span = named.map_or(node.span(), |text| text.place(Span::new(0, text.text.len() as u32)));
        let tooltip = Some("The definition".to_owned());
        let link = DocumentLink { range: snapshot.range(span), target: Uri::from_file_path(file), tooltip, data: None };
        Some((span, link))
    };
    outside.into_iter().filter_map(link).collect()
}

fn parse(snapshot: &Snapshot) -> Tree {
    let source = Source::new(snapshot.text().to_owned());
    let is_json = snapshot.text().trim_start().starts_with('{');
    if is_json { json::parse(source) } else { yaml::parse(source) }
}

/// The node of a JSON Pointer, or the last one on the way that there is.
fn find<'t>(root: Node<'t>, pointer: &str) -> Option<Node<'t>> {
    asl_syntax::names_of_pointer(pointer).try_fold(root, |node, step| match step.parse::<usize>() {
        Ok(index) => node.items().nth(index).or_else(|| node.get(&step)),
        Err(_) => node.get(&step),
    })
}

/// Pages of AWS about what is called.
fn pages(scene: &Scene<'_>) -> Vec<DocumentLink> {
    if scene.tree().format() == Format::Hcl {
        return Vec::new();
    }
    let objects = scene.definition.objects().iter();
    let resources = objects.filter_map(|object| scene.definition.get(object, Field::Resource)).filter_map(Node::as_str);
    resources
        .filter_map(|text| {
            let target = page(&Resource::parse(text.text, placeholder::is_hidden).ok()?)?;
            let range = scene.range(text.place(Span::new(0, text.text.len() as u32)));
            let tooltip = Some("About this integration".to_owned());
            Some(DocumentLink { range, target: Uri::from_str(&target).ok(), tooltip, data: None })
        })
        .collect()
}

fn page(resource: &Resource<'_>) -> Option<String> {
    let name = match resource {
        Resource::Optimized { service, .. } => PAGES.iter().find(|(name, _)| name == service)?.1,
        Resource::Sdk { .. } => "supported-services-awssdk",
        Resource::Function { .. } => "connect-lambda",
        Resource::Activity => "concepts-activities",
        Resource::Unknown => return None,
    };
    Some(format!("{GUIDE}/{name}.html"))
}
