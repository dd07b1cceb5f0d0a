//! `test-state`: one state by itself, as AWS's `TestState` answers.

use crate::args::TestStateArgs;
use crate::{input, output};
use asl_check_core::validate::Answer as Validated;
use asl_check_core::{Analysis, Options};
use asl_expressions::Value;
use asl_interpret::test_state::{self, Answer, Refusal, Request, refuse_definition};
use asl_semantics::Definition;
use serde_json::json;
use std::io::{self, Write};
use std::process::ExitCode;

pub(crate) fn run(args: &TestStateArgs) -> ExitCode {
    match answer(args) {
        Ok(Answer::Response(response)) => print(&response, ExitCode::SUCCESS),
        Ok(Answer::Refused(Refusal { error, message })) => {
            print(&json!({"error": error, "message": message}), ExitCode::from(1))
        }
        Err(problem) => {
            output::problem(&problem);
            ExitCode::from(2)
        }
    }
}

fn answer(args: &TestStateArgs) -> Result<Answer, String> {
    let failed = |what: String| format!("{}: {what}", args.request.display());
    let is_stdin = args.request.as_os_str() == "-";
    let source = if is_stdin { input::read_stdin()? } else { input::read(&args.request)? };
    if source.fault().is_some() {
        return Err(failed("this is not UTF-8, or too large".to_owned()));
    }
    let request: Value =
        serde_json::from_str(source.text()).map_err(|error| failed(format!("this is no JSON: {error}")))?;
    let request = Request::read(&request).map_err(failed)?;
    let tree = request.tree();
    let checked = Validated::new(&Analysis::new(&tree, &Options::default()));
    let findings = checked.findings.iter().map(|(code, message, at)| (code.name(), message.as_str(), at.as_deref()));
    if let Some(refusal) = refuse_definition(&request, findings) {
        return Ok(Answer::Refused(refusal));
    }
    test_state::run(&request, &Definition::new(&tree)).map_err(failed)
}

fn print(answer: &Value, code: ExitCode) -> ExitCode {
    let mut out = io::stdout().lock();
    let written = serde_json::to_writer_pretty(&mut out, answer).map_err(io::Error::from);
    match written.and_then(|()| writeln!(out)) {
        Ok(()) => code,
        Err(error) => output::write_failed(&error),
    }
}
