//! A definition, an input and mocks: run as a standard and as an express workflow.

use super::{MOST_TRANSITIONS, is_in_order, texts, value, world::Data};
use asl_expressions::Value;
use asl_interpret::answers::{Answers, Mocks, Recorded, Samples};
use asl_interpret::past::Past;
use asl_interpret::{Around, Options, Status, run_with, summary, to_json};
use asl_semantics::Definition;
use asl_semantics::plan::Workflow;
use asl_syntax::{Source, json};

pub(super) fn feed(bytes: &[u8]) {
    let [definition, input, mocks] = texts(bytes);
    let tree = json::parse(Source::new(definition));
    let Ok(workflow) = Workflow::new(&Definition::new(&tree)) else { return };
    for express in [false, true] {
        let options = Options { express, limits: Data::FEW, ..Options::default() };
        let mocks = Mocks::read(&value(mocks), None, None);
        let mut answers = mocks.map_or_else(|_| Box::new(Samples) as Box<dyn Answers>, Box::from);
        let mut go_on = |transitions, _| transitions < MOST_TRANSITIONS;
        let around = Around { progress: Some(&mut go_on), ..Around::default() };
        let Ok(run) = run_with(&workflow, value(input), &options, &mut *answers, around) else { continue };
        is_in_order(&run);
        assert_eq!(run.status == Status::Succeeded, run.output.is_some());
        assert!(!summary(&run).is_empty());
        // A history that is written can be read.
        let history = to_json(&run);
        assert!(Past::read(&history).is_some());
        let read = history.as_object().map(Recorded::new);
        assert!(matches!(read, Some(Ok(_))), "{read:?}: {}", Value::to_string(&history));
    }
}
