//! Examples of calls, as the tests of the functions write them.

use asl_syntax::intrinsic::parse;
use serde_json::{Map, Value, json};

use super::evaluate;
use crate::{Error, Scope, Seeded};

/// Evaluates a call in a scope where `$$.Execution.Input` and `$input` are the input as well.
pub(super) fn outcome(call: &str, input: &str) -> Result<Value, Error> {
    let input: Value = serde_json::from_str(input).unwrap();
    let context = json!({"Execution": {"Input": input, "Name": "run"}});
    let variables = Map::from_iter([("input".to_owned(), input.clone())]);
    let scope = Scope { input: &input, context: &context, variables: &variables };
    let parsed = parse(call);
    assert_eq!(parsed.errors, [], "{call}");
    evaluate(&parsed.call, call, &scope, &mut Seeded::new(0, 1))
}

/// Checks calls of each an input and the value expected, both in JSON. The text is compared, so the order of members
/// counts, and `1` is not `1.0`.
pub(super) fn gives(cases: &[(&str, &str, &str)]) {
    for (call, input, expected) in cases {
        let expected: Value = serde_json::from_str(expected).unwrap();
        let value = outcome(call, input).unwrap_or_else(|error| panic!("{call} of {input}: {error}"));
        assert_eq!(value.to_string(), expected.to_string(), "{call} of {input}");
    }
}

/// Checks calls that have no value: of each an input, what AWS says after the text of the call, and the text at fault.
pub(super) fn says(cases: &[(&str, &str, &str, &str)]) {
    for (call, input, reason, at) in cases {
        let error = outcome(call, input).expect_err(call);
        let expected = format!("There was an error while evaluating the intrinsic function: {call}. {reason}");
        assert_eq!((error.code.as_ref(), error.message), ("States.Runtime", expected));
        assert_eq!(call.get(error.span.range()), Some(*at), "{call}");
    }
}

/// Checks calls that AWS answers with `Invalid arguments in` and the name of the function that they begin with: of each
/// an input and the text at fault.
pub(super) fn fails(cases: &[(&str, &str, &str)]) {
    for (call, input, at) in cases {
        let name = call.split('(').next().unwrap();
        says(&[(call, input, &format!("Invalid arguments in {name}"), at)]);
    }
}
