//! Bytes as a request of `TestState`, answered as the command line does.

use super::{text, value, world::Data};
use asl_check_core::validate::Answer as Validated;
use asl_check_core::{Analysis, Options};
use asl_interpret::test_state::{Answer, Request, refuse_definition, run_within};
use asl_semantics::Definition;

pub(super) fn feed(bytes: &[u8]) {
    let Ok(request) = Request::read(&value(text(bytes))) else { return };
    let tree = request.tree();
    let checked = Validated::new(&Analysis::new(&tree, &Options::default()));
    let findings = checked.findings.iter().map(|(code, message, at)| (code.name(), message.as_str(), at.as_deref()));
    if let Some(refusal) = refuse_definition(&request, findings) {
        return assert!(!refusal.message.is_empty());
    }
    match run_within(&request, &Definition::new(&tree), Data::FEW) {
        Ok(Answer::Response(response)) => {
            assert!(response.get("status").is_some_and(serde_json::Value::is_string), "{response}");
        }
        Ok(Answer::Refused(refusal)) => assert!(!refusal.message.is_empty()),
        Err(problem) => assert!(!problem.is_empty()),
    }
}
