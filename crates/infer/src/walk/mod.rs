//! The walk itself: a worklist of states until no type grows any more, and a last pass for who wants to see each step.

mod choice;
mod facts;
mod fit;
mod flow;
mod machine;
mod map;
mod memo;
mod outcome;
mod said;
mod state;
mod steps;

pub use facts::{Expression, Facts, Observer, Problem, Reads, RuleFacts, Silent, StateFacts, Way};
pub use memo::Memo;
pub use steps::Steps;

use crate::context::Around;
use crate::{Tasks, Variables};
use asl_semantics::plan::Workflow;
use asl_types::Type;
use machine::Memory;
pub(crate) use machine::order;
use std::sync::Arc;

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
    /// The number of the next problem.
    problems: usize,
    /// What is known from a walk before.
    memo: Option<&'w mut Memo>,
}

/// Walks a workflow.
pub fn infer<'a, 't>(
    workflow: &'a Workflow<'t>,
    settings: Settings<'_>,
    observer: &mut dyn Observer<'a, 't>,
) -> Facts<'a, 't> {
    walk(workflow, settings, observer, None)
}

/// The same of a text that was changed a little: what became of the states that are as they were, and get what they got, is
/// known. What is known must be of the same tasks.
pub fn infer_again<'a, 't>(
    workflow: &'a Workflow<'t>,
    settings: Settings<'_>,
    observer: &mut dyn Observer<'a, 't>,
    memo: &mut Memo,
) -> Facts<'a, 't> {
    let tree = workflow.machine.states.first().map(|state| state.node.tree());
    let Some(tree) = tree.filter(|tree| memo::is_written_out(tree)) else {
        return walk(workflow, settings, observer, None);
    };
    memo.begin(tree.source());
    let facts = walk(workflow, settings, observer, Some(memo));
    memo.end();
    facts
}

fn walk<'a, 't>(
    workflow: &'a Workflow<'t>,
    settings: Settings<'_>,
    observer: &mut dyn Observer<'a, 't>,
    memo: Option<&mut Memo>,
) -> Facts<'a, 't> {
    let mut walk = Walk { settings, observer, is_telling: false, problems: 0, memo };
    let mut memory = Memory::new(&workflow.machine);
    let around = Around::new(settings.input.clone(), Type::absent());
    memory.enter(settings.input, &Arc::new(Variables::new()), &around);
    walk.run(&mut memory);
    if walk.observer.is_watching() {
        walk.is_telling = true;
        walk.show(&mut memory);
    }
    let mut facts = Facts { output: memory.output.clone(), errors: memory.errors.clone(), ..Facts::default() };
    memory.tell(&mut facts);
    facts
}
