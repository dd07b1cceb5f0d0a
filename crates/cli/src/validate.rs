//! `validate`: what AWS's `ValidateStateMachineDefinition` answers.

use crate::args::ValidateArgs;
use crate::definition::choose;
use crate::{input, output};
use asl_check_core::validate::Answer;
use asl_check_core::{Analysis, Options};
use serde::Serialize;
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
    output::code(try_run(args))
}

fn try_run(args: &ValidateArgs) -> Result<ExitCode, String> {
    let chosen = choose(&args.file, input::named(&args.file)?, None)?;
    let workflow = chosen.deployed_as(args.workflow.into());
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
    Ok(output::json(&response, ExitCode::from(u8::from(answer.fails))))
}
