//! What a run shows of itself while it goes on: the value at each step of each state.

use crate::answers::Step;
use crate::payload::Payload;
pub use asl_semantics::plan::StepName;

/// Looks on while a workflow runs.
pub trait Observer {
    /// A step of a state has come to a value. `place` is what is around the state, the outermost first.
    fn saw(&mut self, place: &[Step], state: &str, step: StepName, value: &Payload);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Samples;
    use crate::{Around, Options, run_with};
    use asl_semantics::Definition;
    use asl_semantics::plan::Workflow;
    use asl_syntax::{Source, json};
    use serde_json::json;

    #[derive(Default)]
    struct Seen(Vec<String>);

    impl Observer for Seen {
        fn saw(&mut self, place: &[Step], state: &str, step: StepName, value: &Payload) {
            let around: Vec<String> = place.iter().map(|step| format!("{}{:?}", step.state, step.index)).collect();
            self.0.push(format!("{}/{state} {} {}", around.join("/"), step.name(), value.value()));
        }
    }

    #[test]
    fn all_steps_of_all_states_are_seen() {
        let inner = json!({"Type": "Pass", "Parameters": {"n.$": "$"}, "End": true});
        let outer = json!({"Type": "Map", "ItemProcessor": {"StartAt": "In", "States": {"In": inner}}, "End": true});
        let tree = json::parse(Source::new(json!({"StartAt": "Out", "States": {"Out": outer}}).to_string()));
        let definition = Definition::new(&tree);
        let workflow = Workflow::new(&definition).expect("a plan");
        let mut seen = Seen::default();
        let around = Around { observer: Some(&mut seen), ..Around::default() };
        let run = run_with(&workflow, json!([5]), &Options::default(), &mut Samples, around);
        assert!(run.is_ok_and(|run| run.output.is_some()));
        let expected = [
            "/Out input [5]",
            "/Out afterInputPath [5]",
            "/Out afterItemsPath [5]",
            "/Out maxConcurrency 0",
            "OutSome(0)/In input 5",
            "OutSome(0)/In afterInputPath 5",
            "OutSome(0)/In afterParameters {\"n\":5}",
            "OutSome(0)/In afterResultSelector {\"n\":5}",
            "OutSome(0)/In afterResultPath {\"n\":5}",
            "OutSome(0)/In output {\"n\":5}",
            "/Out result [{\"n\":5}]",
            "/Out afterResultSelector [{\"n\":5}]",
            "/Out afterResultPath [{\"n\":5}]",
            "/Out output [{\"n\":5}]",
        ];
        assert_eq!(seen.0, expected);
    }
}
