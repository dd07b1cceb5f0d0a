//! The walk itself: a worklist of states until no type grows any more, and a last pass for who wants to see each step.

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
    /// The types have come to rest, and are shown.
    is_telling: bool,
    /// So many problems were met.
    problems: usize,
}

/// Walks a workflow.
pub fn infer<'a, 't>(
    workflow: &'a Workflow<'t>,
    settings: Settings<'_>,
    observer: &mut dyn Observer<'a, 't>,
) -> Facts<'a, 't> {
    let mut walk = Walk { settings, observer, is_telling: false, problems: 0 };
    let mut memory = Memory::new(&workflow.machine);
    let around = Around::new(settings.input.clone(), Type::absent());
    memory.enter(settings.input, &Rc::new(Variables::new()), &around);
    walk.run(&mut memory);
    if walk.observer.is_watching() {
        walk.is_telling = true;
        walk.show(&mut memory);
    }
    let mut facts = Facts { output: memory.output.clone(), errors: memory.errors.clone(), ..Facts::default() };
    memory.tell(&mut facts);
    facts
}
