//! `validate`: what AWS's `ValidateStateMachineDefinition` answers.

use crate::args::ValidateArgs;
use crate::definition::choose;
use crate::{input, output};
use asl_check_core::validate::Answer;
use asl_check_core::{Analysis, Options};
use serde::Serialize;
use std::io::{self, Write};
use std::process::ExitCode;

#[derive(Serialize)]
struct Response<'a> {
    result: &'static str,
    diagnostics: Vec<Finding<'a>>,
    truncated: bool,
}

#[derive(Serialize)]
struct Finding<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<&'a str>,
}

pub(crate) fn run(args: &ValidateArgs) -> ExitCode {
    let is_stdin = args.file.as_os_str() == "-";
    let source = match if is_stdin { input::read_stdin() } else { input::read(&args.file) } {
        Ok(source) => source,
        Err(problem) => {
            output::problem(&problem);
            return ExitCode::from(2);
        }
    };
    let chosen = match choose(&args.file, source, None) {
        Ok(chosen) => chosen,
        Err(problem) => {
            output::problem(&problem);
            return ExitCode::from(2);
        }
    };
    let workflow = chosen.workflow.unwrap_or(args.workflow.into());
    let answer = Answer::new(&Analysis::new(&chosen.tree, &Options { workflow, ..Options::default() }));
    let diagnostics = answer.findings.iter().map(|(code, message, location)| Finding {
        severity: "ERROR",
        code: code.name(),
        message,
        location: location.as_deref(),
    });
    let response = Response {
        result: if answer.fails { "FAIL" } else { "OK" },
        diagnostics: diagnostics.collect(),
        truncated: answer.truncated,
    };
    let mut out = io::stdout().lock();
    match serde_json::to_writer_pretty(&mut out, &response).map_err(io::Error::from).and_then(|()| writeln!(out)) {
        Ok(()) if answer.fails => ExitCode::from(1),
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => output::write_failed(&error),
    }
}
