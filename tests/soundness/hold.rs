//! Runs to be held against what was inferred.

use asl_expressions::Value;
use asl_hold::{Inferred, Shown, Watch};
use asl_infer::{Settings, Tasks};
use asl_interpret::answers::Answers;
use asl_interpret::{Around, Options};
use asl_semantics::plan::Workflow;
use asl_types::Type;

/// Runs a workflow. An error is one of the answers.
pub(crate) fn run<'t>(
    workflow: &Workflow<'t>,
    input: &Value,
    options: &Options,
    answers: &mut dyn Answers,
) -> Result<Shown<'t>, String> {
    let mut watch = Watch::default();
    let around = Around { observer: Some(&mut watch), ..Around::default() };
    let run = asl_interpret::run_with(workflow, input.clone(), options, answers, around)?;
    Ok(watch.done(run))
}

/// What is inferred of a workflow.
pub(crate) fn inferred<'a, 't>(workflow: &'a Workflow<'t>, input: &Type, tasks: &dyn Tasks) -> Inferred<'a, 't> {
    Inferred::new(workflow, |workflow, steps| asl_infer::infer(workflow, Settings { input, tasks }, steps))
}

/// What does not hold, in words.
pub(crate) fn complaints<'t>(inferred: &Inferred<'_, 't>, shown: &Shown<'t>) -> Vec<String> {
    inferred.violations(shown).into_iter().map(|violation| violation.message).collect()
}
