//! One state by itself: its context is given, an attempt is not repeated, and where it leads is not gone to.

use super::frame::Vars;
use super::{Around, Engine, Options, Run};
use crate::answers::Answers;
use crate::context::{self, MapItem};
use crate::failure::Failure;
use crate::payload::Payload;
use asl_expressions::Value;
use asl_semantics::plan::Workflow;
use serde_json::Map;

/// What a test of one state sets, and what becomes of it.
#[derive(Debug, Default)]
pub(crate) struct Alone<'t> {
    /// The context object.
    pub(crate) context: Value,
    /// What is assigned before.
    pub(crate) variables: Map<String, Value>,
    /// How often each retrier was used before.
    pub(crate) retries: u64,
    /// Where the state leads.
    pub(crate) next: Option<&'t str>,
    /// The error that a retrier or catcher names.
    pub(crate) failure: Option<Failure>,
    /// That catcher.
    pub(crate) catcher: Option<usize>,
    /// That retrier.
    pub(crate) retrier: Option<usize>,
    /// Milliseconds before it tries again, if it does.
    pub(crate) backoff: Option<i64>,
}

impl Alone<'_> {
    /// The context object, within an iteration with its item.
    pub(super) fn context(&self, item: Option<&MapItem>) -> Value {
        let mut context = self.context.clone();
        if let (Some(fields), Some(item)) = (context.as_object_mut(), item) {
            fields.insert("Map".to_owned(), context::map(item));
        }
        context
    }
}

/// Walks the one state of a plan.
pub(crate) fn visit<'a, 't>(
    workflow: &'a Workflow<'t>,
    input: Value,
    options: &'a Options,
    alone: Alone<'t>,
    answers: &'a mut dyn Answers,
    around: Around<'a, 't>,
) -> Result<(Run<'t>, Alone<'t>), String> {
    let mut engine = Engine::new(workflow, Payload::from(input), options, answers);
    engine.around = around;
    let (variables, retries) = (alone.variables.clone(), alone.retries);
    engine.alone = Some(alone);
    engine.begin(Vars::of(variables));
    if let Some(frame) = engine.frames.first_mut() {
        frame.retries = vec![retries; frame.state().retry.len()];
    }
    engine.drive(0);
    engine.work()?;
    let alone = engine.alone.take().unwrap_or_default();
    Ok((engine.finish(), alone))
}

impl Engine<'_, '_, '_> {
    /// Is this where a test of one state ends? Then it is noted.
    pub(super) fn leads_outside(&mut self, f: usize, next: usize) -> bool {
        let outside = self.frames[f].machine.outside(next);
        if let Some(alone) = &mut self.alone {
            alone.next = outside;
        }
        outside.is_some()
    }

    /// Notes the retrier of an error. A test ends where an attempt would be repeated.
    pub(super) fn note_retrier(&mut self, at: usize, backoff: Option<i64>, failure: &Failure) -> bool {
        let Some(alone) = &mut self.alone else { return false };
        alone.failure = Some(failure.clone());
        alone.retrier = Some(at);
        alone.backoff = backoff;
        if backoff.is_some() {
            self.end_failed(failure.clone(), 0);
        }
        backoff.is_some()
    }

    /// Notes the catcher of an error.
    pub(super) fn note_catcher(&mut self, at: usize, failure: &Failure) {
        if let Some(alone) = &mut self.alone {
            alone.failure = Some(failure.clone());
            alone.catcher = Some(at);
        }
    }
}
