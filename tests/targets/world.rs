//! A small world that expressions are evaluated in.

use asl_expressions::{Limits, Scope, Seeded};
use serde_json::{Map, Value, json};

/// The data that every expression is evaluated over: something of every kind under names of one letter or two, which a
/// fuzzer finds soon.
pub(super) struct Data {
    /// `$`, and `$states.input`.
    pub(super) input: Value,
    /// `$$`, and `$states.context`.
    pub(super) context: Value,
    /// `$v` and `$w`.
    pub(super) variables: Map<String, Value>,
}

impl Default for Data {
    fn default() -> Self {
        let input = json!({
            "a": {"b": {"c": [1, 2, 3]}, "n": null, "s": "text"},
            "b": [{"a": 1, "t": "x"}, {"a": 2, "t": "y", "c": [true, false]}, {"a": -1.5}, [], {}, "s"],
            "d": "2026-01-31T23:59:59.123Z",
            "e": [],
            "f": 1e300,
            "i": 9_223_372_036_854_775_807_i64,
            "n": [3, 1, 2, 1, 0.5, -7],
            "o": {"é": "ä\u{1f600}", "it's": 1, "a b": [[1, [2]], [3]]},
            "s": "a,b;c aXb",
            "x": "eyJhIjogMX0=",
            "y": null,
            "z": false
        });
        let context = json!({
            "Execution": {"Id": "arn", "Input": {"a": 1}, "Name": "run", "StartTime": "2026-01-01T00:00:00Z"},
            "State": {"Name": "A", "EnteredTime": "2026-01-01T00:00:01Z"},
            "Task": {"Token": "t"}
        });
        let variables = Map::from_iter([("v".to_owned(), json!([1, 2])), ("w".to_owned(), json!({"a": "x"}))]);
        Self { input, context, variables }
    }
}

impl Data {
    /// What an expression of `JSONata` may use: little, so that one that runs into the limits does so soon.
    pub(super) const LIMITS: Limits = Limits { steps: 200_000, depth: 2_000, bytes: 16 << 20 };

    /// What each expression of a run may use, of which there are many.
    pub(super) const FEW: Limits = Limits { steps: 5_000, depth: 200, bytes: 1 << 20 };

    /// The roots of paths.
    pub(super) fn scope(&self) -> Scope<'_> {
        Scope { input: &self.input, context: &self.context, variables: &self.variables }
    }

    /// The variables of `JSONata`, `$states` among them.
    pub(super) fn bindings(&self) -> Vec<(&str, asl_expressions::Data)> {
        let states = json!({"input": self.input, "context": self.context, "result": self.input["a"]});
        let all = self.variables.iter().map(|(name, value)| (name.as_str(), asl_expressions::Data::from(value)));
        all.chain([("states", asl_expressions::Data::from(&states))]).collect()
    }

    /// A clock that stands still and random numbers that are always the same.
    pub(super) fn world() -> Seeded {
        Seeded::new(1_767_225_600_000, 1)
    }
}
