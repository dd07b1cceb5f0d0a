//! The walk itself: a worklist of states until no type grows any more, and a last pass that tells what was found.

mod choice;
mod facts;
mod flow;
mod machine;
mod map;
mod outcome;
mod state;
mod steps;

pub use facts::{Expression, Facts, Observer, Problem, Reads, RuleFacts, Silent, StateFacts, Way};
pub use steps::Steps;

use crate::context::Around;
use crate::{Tasks, Variables};
use asl_semantics::plan::Workflow;
use asl_types::Type;
use machine::Memory;
pub(crate) use machine::order;
use std::rc::Rc;

/// What a workflow is walked with.
#[derive(Clone, Copy)]
pub struct Settings<'o> {
    /// The input of an execution.
    pub input: &'o Type,
    /// What is known of its tasks.
    pub tasks: &'o dyn Tasks,
}

impl std::fmt::Debug for Settings<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings").field("input", self.input).finish_non_exhaustive()
    }
}

/// What is carried along.
pub(crate) struct Walk<'w, 'a, 't> {
    settings: Settings<'w>,
    observer: &'w mut dyn Observer<'a, 't>,
    /// The types have come to rest, and what is found is told.
    is_telling: bool,
    facts: Facts<'a, 't>,
}

/// Walks a workflow.
pub fn infer<'a, 't>(
    workflow: &'a Workflow<'t>,
    settings: Settings<'_>,
    observer: &mut dyn Observer<'a, 't>,
) -> Facts<'a, 't> {
    let mut walk = Walk { settings, observer, is_telling: false, facts: Facts::default() };
    let mut memory = Memory::new(&workflow.machine);
    let around = Around { input: settings.input.clone(), item: Type::absent() };
    memory.enter(settings.input, &Rc::new(Variables::new()), &around);
    walk.run(&mut memory);
    walk.is_telling = true;
    walk.tell(&mut memory);
    walk.facts.output = memory.output;
    walk.facts.errors = memory.errors;
    walk.facts
}
