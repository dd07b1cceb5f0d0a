//! `types`: what is known of the data of each state. So far, the variables that it reads.

use crate::args::{EvalFormat, TypesArgs};
use crate::{input, output};
use asl_hosts::Content;
use asl_semantics::{Definition, Expressions, variable_references};
use serde_json::json;
use std::io::{self, Write};
use std::process::ExitCode;

pub(crate) fn run(args: &TypesArgs) -> ExitCode {
    let source = match input::read(&args.file) {
        Ok(source) => source,
        Err(problem) => {
            output::problem(&problem);
            return ExitCode::from(2);
        }
    };
    let Content::Definition(tree) = asl_hosts::read(&args.file, source) else {
        output::problem(&format!("{}: this is no definition", args.file.display()));
        return ExitCode::from(2);
    };
    let definition = Definition::new(&tree);
    let references = variable_references(&definition, &Expressions::new(&definition));
    let mut out = io::stdout().lock();
    output::finish(match args.format {
        EvalFormat::Json => serde_json::to_writer_pretty(&mut out, &json!({"variable_references": references}))
            .map_err(io::Error::from)
            .and_then(|()| writeln!(out)),
        EvalFormat::Text => references.iter().try_for_each(|(state, names)| {
            let names: Vec<String> = names.iter().map(|name| format!("${name}")).collect();
            writeln!(out, "{state} reads {}", names.join(", "))
        }),
    })
}
