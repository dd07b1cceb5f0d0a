//! A definition and a history of it: replayed, redriven, and told by state.

use super::{MOST_TRANSITIONS, is_in_order, texts, value, world::Data};
use asl_interpret::answers::{Answers, Recorded, Samples};
use asl_interpret::past::Past;
use asl_interpret::{Around, Options, redrive_with, run_with};
use asl_semantics::Definition;
use asl_semantics::plan::Workflow;
use asl_syntax::{Source, json};

pub(super) fn feed(bytes: &[u8]) {
    let [definition, history] = texts(bytes);
    let history = value(history);
    let tree = json::parse(Source::new(definition));
    let definition = Definition::new(&tree);
    if let Some(past) = Past::read(&history) {
        for state in definition.states() {
            let name = state.name.text;
            assert!(past.of(name).is_none_or(|(_, visits)| visits > 0), "{name} was never entered, and has a status");
            std::hint::black_box(past.went(name, name, true));
        }
    }
    let (Ok(workflow), Some(history)) = (Workflow::new(&definition), history.as_object()) else { return };
    let options = Options { limits: Data::FEW, ..Options::default() };
    let mut go_on = |transitions, _| transitions < MOST_TRANSITIONS;
    if let Ok(mut recorded) = Recorded::new(history) {
        std::hint::black_box(recorded.started());
        let around = Around { progress: Some(&mut go_on), ..Around::default() };
        if let Ok(run) = run_with(&workflow, value("{}"), &options, &mut recorded, around) {
            is_in_order(&run);
        }
    }
    let around = Around { progress: Some(&mut go_on), ..Around::default() };
    if let Ok(run) = redrive_with(&workflow, history, &options, &mut Samples, around) {
        is_in_order(&run);
    }
}
