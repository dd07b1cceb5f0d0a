//! State machines in Terraform: resources `aws_sfn_state_machine`, as far as their definitions stand in the module.

mod definition;
mod module;
pub(crate) mod plan;
mod text;
mod value;

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
            let at = u32::try_from(error.location().offset()).unwrap_or(0);
            template.note(Span::at(at), What::Broken(error.message().to_owned()));
            return template;
        }
    };
    let module = Module::new(path, template.source.clone(), &body, files);
    for block in machines(&body) {
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
    template
}

fn machines(body: &Body) -> impl Iterator<Item = &Block> {
    body.get_blocks("resource")
        .filter(|block| block.labels.first().is_some_and(|label| label.as_str() == "aws_sfn_state_machine"))
}
