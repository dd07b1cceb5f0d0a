//! State machines in Terraform: resources `aws_sfn_state_machine`, as far as their definitions stand in the module.

mod definition;
mod module;
pub(crate) mod plan;
mod text;
mod value;

use crate::cloudformation;
use crate::files::Files;
use crate::template::{Host, Machine, Template, What};
use asl_syntax::{Source, Span};
use definition::Reader;
use hcl_edit::structure::{Block, Body};
use module::{Module, span_of};
use std::path::Path;

/// Reads a file of a module.
pub(crate) fn read(path: &Path, source: Source, files: &dyn Files) -> Template {
    let mut template = Template::new(Host::Terraform, source);
    let body = match hcl_edit::parser::parse_body(template.source.text()) {
        Ok(body) => body,
        Err(error) => {
            // Where the text ends too soon, the last byte is told, which may be one within a character.
            let text = template.source.text();
            let at = (0..=error.location().offset().min(text.len())).rev().find(|at| text.is_char_boundary(*at));
            let at = at.unwrap_or_default() as u32;
            template.note(Span::at(at), What::Broken(error.message().to_owned()));
            return template;
        }
    };
    let module = Module::new(path, template.source.clone(), &body, files);
    for block in resources(&body, "aws_sfn_state_machine") {
        let name = block.labels.get(1).map_or("", |label| label.as_str());
        let attribute = |name| block.body.get_attribute(name).map(|it| &it.value);
        let is_express = attribute("type").map_or(Some(false), |it| Some(it.as_str()?.eq_ignore_ascii_case("EXPRESS")));
        let mut definitions = Vec::new();
        if let Some(expression) = attribute("definition") {
            let pointer = format!("/resource/aws_sfn_state_machine/{name}/definition");
            let mut reader =
                Reader { module: &module, template: &mut template, name, pointer, found: &mut definitions };
            reader.read(module.own(expression), 0);
        } else {
            template.unread(span_of(block), name, "is missing");
        }
        template.machines.push(Machine { name: name.to_owned(), construct: None, is_express, definitions });
    }
    stacks(path, &module, &body, &mut template);
    template
}

/// Templates of `CloudFormation` that stand in the module, or are named by it.
fn stacks(path: &Path, module: &Module<'_>, body: &Body, template: &mut Template) {
    let bodies = resources(body, "aws_cloudformation_stack").filter_map(|it| it.body.get_attribute("template_body"));
    for attribute in bodies {
        let at = module.own(&attribute.value);
        if let Some(text) = text::written(at) {
            let tree = crate::content::parse(Path::new(""), text.into_source(at.source));
            cloudformation::resources(path, tree.root(), module.files, template);
        }
    }
}

fn resources<'b>(body: &'b Body, kind: &'b str) -> impl Iterator<Item = &'b Block> {
    body.get_blocks("resource").filter(move |block| block.labels.first().is_some_and(|label| label.as_str() == kind))
}
