//! State machines in templates of `CloudFormation` and SAM, and in what CDK makes of a stack.

mod function;
mod text;

use crate::content::parse;
use crate::files::{Files, Refusal, is_same};
use crate::fill::Filling;
use crate::template::{Declared, Host, Machine, Template, Unfilled, What};
use asl_syntax::{Kind, Member, Node, Source, Span, Str, Text, Tree, json, placeholder};
use function::{Function, alternatives, included, plain};
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use text::{PSEUDO, Scope, Texts};

const IN_S3: &str = "lies in S3";
const IN_DEPLOYMENT: &str = "lies in a file that only the deployment knows";

const SUBSTITUTIONS: &str = "DefinitionSubstitutions";

/// Reads a template.
pub(crate) fn read(path: &Path, tree: &Tree, files: &dyn Files) -> Template {
    let mut template = Template::new(Host::CloudFormation, tree.source().clone());
    if let Some(error) = tree.errors().first().filter(|_| tree.root().get("Resources").is_none()) {
        template.note(error.span, What::Broken(error.message.clone()));
    }
    resources(path, tree.root(), files, &mut template);
    template
}

/// The state machines among the resources below a node.
pub(crate) fn resources(path: &Path, root: Node<'_>, files: &dyn Files, template: &mut Template) {
    let Some(all) = root.get("Resources") else { return };
    let scope = scope(root, all);
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut reader = Reader { path, folder, scope: &scope, files, template };
    let before = reader.template.notes.len();
    all.members().for_each(|member| reader.resource(member, 0));
    // A template may itself be a text in a file.
    for note in reader.template.notes.iter_mut().skip(before) {
        note.span = root.tree().source().resolve(note.span);
    }
}

fn scope<'t>(root: Node<'t>, resources: Node<'t>) -> Scope<'t> {
    let type_of = |member: Member<'t>| {
        (member.key.text, member.value.get("Type").and_then(Node::as_str).map_or("", |it| it.text))
    };
    let default = |member: Member<'t>| (member.key.text, member.value.get("Default").and_then(Node::as_str));
    let parameters = root.get("Parameters").into_iter().flat_map(Node::members);
    let has_loops = resources.members().any(|member| member.key.text.starts_with("Fn::"));
    Scope {
        resources: resources.members().map(type_of).collect(),
        parameters: parameters.map(default).collect(),
        has_macros: has_loops || root.get("Transform").is_some() || root.get("Fn::Transform").is_some(),
    }
}

struct Reader<'a, 't> {
    path: &'a Path,
    folder: &'a Path,
    scope: &'a Scope<'t>,
    files: &'a dyn Files,
    template: &'a mut Template,
}

/// Where a definition is written.
enum Form<'t> {
    /// As a value of the template.
    Value(Node<'t>),
    /// As a text in it.
    Text(Node<'t>),
    /// In a file, which is read or refused already.
    File(Str<'t>, Result<(PathBuf, Source), Refusal>),
}

impl<'t> Reader<'_, 't> {
    fn resource(&mut self, member: Member<'t>, depth: usize) {
        if member.key.text.starts_with("Fn::ForEach::") && depth < 8 {
            let inside = member.value.items().nth(2);
            inside.into_iter().flat_map(Node::members).for_each(|inner| self.resource(inner, depth + 1));
            return;
        }
        let Some(kind) = member.value.get("Type").and_then(Node::as_str) else { return };
        let properties = member.value.get("Properties");
        let nested = |name| properties.and_then(|it| it.get(name)).and_then(plain);
        match kind.text {
            "AWS::Serverless::StateMachine" => self.machine(member, "Type"),
            "AWS::StepFunctions::StateMachine" => self.machine(member, "StateMachineType"),
            "AWS::CloudFormation::Stack" => self.nested(nested("TemplateURL")),
            "AWS::Serverless::Application" => self.nested(nested("Location")),
            _ => {}
        }
    }

    /// Another template.
    fn nested(&mut self, location: Option<Str<'t>>) {
        let Some(location) = location.filter(|it| is_path(it.text)) else { return };
        match self.files.read(self.folder, location.text) {
            Ok((path, _)) if is_same(&path, self.path) => {
                let why = "this template names itself as a nested one".to_owned();
                self.template.note(location.span(), What::Refused { why, help: None });
            }
            Ok((path, _)) => self.template.nested.push(path),
            Err(refusal) => self.template.refuse(location.span(), location.text, "the nested template", &refusal),
        }
    }

    fn machine(&mut self, member: Member<'t>, type_field: &str) {
        let name = member.key.text;
        let Some(properties) = member.value.get("Properties") else { return self.declare(member, None, Vec::new()) };
        // Without a word it is a Standard workflow.
        let is_express = properties.get(type_field).map_or(Some(false), |it| self.is_express(it));
        let (filling, mut texts) = (self.filling(properties), Texts::new(self.scope));
        let mut definitions = Vec::new();
        let mut used = HashSet::new();
        let mut is_whole = true;
        for (form, pointer) in self.forms(properties, name, &mut is_whole) {
            let before = definitions.len();
            match form {
                Form::Value(node) => definitions.push(value(node, pointer, &filling, &mut texts, &mut used)),
                Form::Text(node) => match texts.text(node, 0).filter(|text| !is_wholly_hidden(text.as_str())) {
                    Some(text) => {
                        let outer = node.tree().source();
                        definitions.push(embedded((text, outer), pointer, &filling, &texts, &mut used));
                    }
                    None => self.template.unread(node.span(), name, "is computed when the stack is deployed"),
                },
                Form::File(location, read) => {
                    let taken = self.template.take(read, self.path, (location.span(), location.text), name);
                    definitions.extend(taken.map(|file| in_file(file, pointer, &filling, &mut used)));
                }
            }
            is_whole &= definitions.len() > before;
        }
        // A placeholder of `Sub` that nothing fills belongs to the definition in which it stands.
        if let Some(here) = definitions.iter_mut().find(|it| it.file.is_none()) {
            here.unfilled.extend(self.unresolved(texts.unresolved, properties.tree().source()));
        }
        if is_whole && !definitions.is_empty() {
            self.unused(properties, name, &used, &definitions);
        }
        self.declare(member, is_express, definitions);
    }

    fn declare(&mut self, member: Member<'t>, is_express: Option<bool>, definitions: Vec<Declared>) {
        let path = member.value.get("Metadata").and_then(|it| it.get("aws:cdk:path")).and_then(Node::as_str);
        self.template.machines.push(Machine {
            name: member.key.text.to_owned(),
            construct: path.map(|it| it.text.trim_end_matches("/Resource").to_owned()),
            is_express,
            definitions,
        });
    }

    fn is_express(&self, node: Node<'t>) -> Option<bool> {
        let text = plain(node).or_else(|| self.default_of(node))?;
        Some(text.text.eq_ignore_ascii_case("EXPRESS"))
    }

    /// The default of the parameter that a value refers to.
    fn default_of(&self, node: Node<'t>) -> Option<Str<'t>> {
        let call = Function::of(node).filter(|call| call.name == "Ref")?;
        *self.scope.parameters.get(call.argument.as_str()?.text)?
    }

    /// Where the definitions of a machine stand, with the pointers to them.
    fn forms(&mut self, properties: Node<'t>, name: &str, is_whole: &mut bool) -> Vec<(Form<'t>, String)> {
        let mut out = Vec::new();
        for field in ["Definition", "DefinitionString", "DefinitionUri", "DefinitionS3Location"] {
            let mut values = Vec::new();
            properties.get(field).into_iter().for_each(|node| alternatives(node, &mut values));
            for node in values {
                let pointer = node.pointer();
                let form = match (included(node), field) {
                    (Some(location), _) => self.location(location, name),
                    (None, "Definition") => Some(Form::Value(node)),
                    (None, "DefinitionString") => Some(match Function::of(node) {
                        Some(call) if call.name == "ToJsonString" => Form::Value(call.argument),
                        _ => Form::Text(node),
                    }),
                    (None, _) => self.stored(node, name),
                };
                *is_whole &= form.is_some();
                out.extend(form.map(|form| (form, pointer)));
            }
        }
        out
    }

    /// A definition that lies in a file, or in S3: an asset of CDK lies beside the template.
    fn stored(&mut self, node: Node<'t>, name: &str) -> Option<Form<'t>> {
        if let Some(location) = plain(node).or_else(|| self.default_of(node)) {
            return self.location(location, name);
        }
        let key = node.get("Key").and_then(plain).filter(|key| !key.has_placeholder());
        let asset = key.and_then(|key| Some((key, self.files.read(self.folder, &asset_of(key.text)).ok()?)));
        if asset.is_none() {
            let is_place = node.get("Bucket").is_some() || node.get("Key").is_some();
            self.template.unread(node.span(), name, if is_place { IN_S3 } else { IN_DEPLOYMENT });
        }
        asset.map(|(key, file)| Form::File(key, Ok(file)))
    }

    fn location(&mut self, location: Str<'t>, name: &str) -> Option<Form<'t>> {
        if is_path(location.text) && !location.has_placeholder() {
            let read = match self.files.read(self.folder, location.text) {
                Err(Refusal::Missing) => self.files.read(self.folder, &asset_of(location.text)),
                read => read,
            };
            return Some(Form::File(location, read));
        }
        let is_url = location.text.starts_with("s3:") || location.text.starts_with("https:");
        self.template.unread(location.span(), name, if is_url { IN_S3 } else { IN_DEPLOYMENT });
        None
    }

    /// What fills placeholders: what the machine's substitutions name.
    fn filling(&self, properties: Node<'t>) -> Filling {
        let given = properties.get(SUBSTITUTIONS);
        let is_open = given.is_some_and(|it| it.kind() != Kind::Object || Function::of(it).is_some())
            || given.into_iter().flat_map(Node::members).any(|member| member.key.text.starts_with("Fn::"))
            || properties.get("Fn::Transform").is_some();
        let value = |node: Node<'t>| {
            if Function::of(node).is_none() {
                let text = node.as_str().filter(|it| !it.has_placeholder() && is_plain(it.text));
                return text.map(|it| it.text.to_owned());
            }
            let text = Texts::new(self.scope).text(node, 0)?;
            // What is a function's, or an activity's, tells more than that it is something.
            (text.as_str().starts_with("arn:") && is_plain(text.as_str())).then(|| text.as_str().to_owned())
        };
        let of = |member: Member<'t>| (member.key.text.to_owned(), value(member.value));
        let names: BTreeMap<_, _> = given.into_iter().flat_map(Node::members).map(of).collect();
        Filling { names: (!is_open).then_some(names), by: SUBSTITUTIONS, filled: HashSet::new() }
    }

    fn unresolved(&self, found: Vec<(Span, String)>, source: &Source) -> impl Iterator<Item = Unfilled> {
        let names = self.scope.parameters.keys().chain(self.scope.resources.keys()).chain(&PSEUDO);
        let names = names.filter(|_| !found.is_empty());
        let known: Arc<[String]> = names.map(|it| (*it).to_owned()).collect();
        found.into_iter().map(move |(place, name)| Unfilled {
            span: source.resolve(place),
            pointer: String::new(),
            name,
            by: "Fn::Sub",
            known: Arc::clone(&known),
        })
    }

    fn unused(&mut self, properties: Node<'t>, machine: &str, used: &HashSet<String>, definitions: &[Declared]) {
        let unfilled: Vec<&str> = definitions.iter().flat_map(|it| &it.unfilled).map(|it| it.name.as_str()).collect();
        for member in properties.get(SUBSTITUTIONS).into_iter().flat_map(Node::members) {
            if used.contains(member.key.text) || member.key.text.starts_with("Fn::") {
                continue;
            }
            let meant = unfilled.iter().find(|it| it.eq_ignore_ascii_case(member.key.text)).map(|it| (*it).to_owned());
            let (name, machine) = (member.key.text.to_owned(), machine.to_owned());
            self.template.note(member.key.span(), What::Unused { name, machine, meant });
        }
    }
}

/// Is it one placeholder and nothing else?
fn is_wholly_hidden(text: &str) -> bool {
    let text = text.trim();
    placeholder::find(text, 0).is_some_and(|span| span.range() == (0..text.len()))
}

/// Can it stand in a string of JSON as it is?
fn is_plain(text: &str) -> bool {
    !text.contains(['"', '\\']) && !text.chars().any(char::is_control)
}

fn is_path(location: &str) -> bool {
    !location.is_empty() && !location.contains("://") && !location.starts_with("arn:")
}

/// The name under which CDK keeps an asset beside the template.
fn asset_of(key: &str) -> String {
    format!("asset.{}", key.rsplit('/').next().unwrap_or(key))
}

fn value<'t>(
    node: Node<'t>,
    pointer: String,
    filling: &Filling,
    texts: &mut Texts<'_, 't>,
    used: &mut HashSet<String>,
) -> Declared {
    let tree = node.tree();
    let mut functions = |inner: Node<'_>| texts.rewritten(tree.node(inner.id()));
    let filled = filling.fill(tree, node, &mut functions);
    used.extend(filled.used);
    Declared { pointer, file: None, tree: filled.tree, unfilled: filled.unfilled }
}

fn in_file(
    (path, source): (PathBuf, Source),
    pointer: String,
    filling: &Filling,
    used: &mut HashSet<String>,
) -> Declared {
    let tree = parse(&path, source.clone());
    let filled = filling.fill(&tree, tree.root(), &mut |_| None);
    used.extend(filled.used);
    Declared { pointer, file: Some((path, source)), tree: filled.tree, unfilled: filled.unfilled }
}

fn embedded(
    (text, outer): (Text, &Source),
    pointer: String,
    filling: &Filling,
    texts: &Texts<'_, '_>,
    used: &mut HashSet<String>,
) -> Declared {
    let tree = json::parse(text.into_source(outer));
    let filling =
        Filling { filled: texts.filled.iter().map(|place| outer.resolve(*place)).collect(), ..filling.clone() };
    let filled = filling.fill(&tree, tree.root(), &mut |_| None);
    used.extend(filled.used);
    Declared { pointer, file: None, tree: filled.tree, unfilled: filled.unfilled }
}
