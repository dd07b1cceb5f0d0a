//! `test-state`: one state by itself, as AWS's `TestState` answers.

use crate::args::TestStateArgs;
use crate::{input, output};
use asl_check_core::validate::Answer as Validated;
use asl_check_core::{Analysis, Options};
use asl_interpret::test_state::{self, Answer, Refusal, Request, refuse_definition};
use asl_semantics::Definition;
use serde_json::json;
use std::process::ExitCode;

pub(crate) fn run(args: &TestStateArgs) -> ExitCode {
    output::code(answer(args).map(|answer| match answer {
        Answer::Response(response) => output::json(&response, ExitCode::SUCCESS),
        Answer::Refused(Refusal { error, message }) => {
            output::json(&json!({"error": error, "message": message}), ExitCode::from(1))
        }
    }))
}

fn answer(args: &TestStateArgs) -> Result<Answer, String> {
    let failed = |what: String| format!("{}: {what}", args.request.display());
    let source = input::named(&args.request)?;
    if source.fault().is_some() {
        return Err(failed("this is not UTF-8, or too large".to_owned()));
    }
    let request = input::json(source.text()).map_err(failed)?;
    let request = Request::read(&request).map_err(failed)?;
    let tree = request.tree();
    let checked = Validated::new(&Analysis::new(&tree, &Options::default()));
    let findings = checked.findings.iter().map(|(code, message, at)| (code.name(), message.as_str(), at.as_deref()));
    if let Some(refusal) = refuse_definition(&request, findings) {
        return Ok(Answer::Refused(refusal));
    }
    test_state::run(&request, &Definition::new(&tree)).map_err(failed)
}
