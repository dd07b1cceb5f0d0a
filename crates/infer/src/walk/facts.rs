//! What a walk has found out.

use crate::requires::Demand;
use crate::{Errors, Fault, Variables};
use asl_expressions::template::{Body, Computed};
use asl_semantics::StateId;
use asl_semantics::plan::{State, StepName};
use asl_syntax::Str;
use asl_syntax::intrinsic::Call;
use asl_syntax::jsonata::Expr;
use asl_syntax::jsonpath::Path;
use asl_types::Type;
use std::collections::HashMap;
use std::sync::Arc;

/// All of it.
#[derive(Debug, Default)]
pub struct Facts<'a, 't> {
    pub(super) states: HashMap<StateId, Arc<StateFacts>>,
    pub(super) problems: Vec<Problem<'a, 't>>,
    pub(super) output: Type,
    pub(super) errors: Errors,
}

/// What is known of a state that is reached.
#[derive(Clone, Debug)]
pub struct StateFacts {
    /// What it gets.
    pub input: Type,
    /// The variables when it is entered.
    pub variables: Arc<Variables>,
    /// What it gives where it succeeds; never, where it can't.
    pub output: Type,
    /// What it may fail with, whatever is caught.
    pub errors: Errors,
    /// Of each catcher, what it takes.
    pub caught: Vec<Errors>,
    /// Of each catcher, what it leads on with; never, where it takes nothing.
    pub caught_outputs: Vec<Type>,
    /// Of each rule of a Choice, whether it applies.
    pub rules: Vec<RuleFacts>,
    /// Is `Default` ever taken?
    pub may_default: bool,
    /// What a Task passes on; never, where it does not come to that.
    pub arguments: Type,
    /// The ways out of it.
    pub ways: Vec<Way>,
    /// What it demands of the input of the workflow, if it comes as far as it may.
    pub needs: Demand,
}

/// A way out of a state.
#[derive(Clone, Debug)]
pub struct Way {
    /// The index of the next state in its machine; none where the machine ends.
    pub next: Option<usize>,
    /// Is it by a catcher?
    pub is_caught: bool,
    /// What must be so of the input of the workflow, for this way to be gone.
    pub needs: Demand,
}

/// Whether a rule of a Choice applies, where it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleFacts {
    /// Is it ever asked?
    pub is_asked: bool,
    /// May it apply?
    pub may_match: bool,
    /// May it not?
    pub may_miss: bool,
}

/// A fault, and where.
#[derive(Clone, Debug)]
pub struct Problem<'a, 't> {
    /// No other problem of the walk has it; that of the same one in the same text is the same.
    pub id: usize,
    /// The state.
    pub state: &'a State<'t>,
    /// The field in AWS's words, or the key of a payload template.
    pub field: String,
    /// The string at fault.
    pub text: Str<'t>,
    /// What it says.
    pub expression: Expression<'a, 't>,
    /// What `$` means there.
    pub reads: Reads,
    /// The type of what `$` means there.
    pub input: Type,
    /// What goes wrong. Its span is in the text.
    pub fault: Fault,
}

/// What a string says.
#[derive(Clone, Copy, Debug)]
pub enum Expression<'a, 't> {
    /// A path.
    Path(&'a Path<'t>),
    /// A call of an intrinsic function.
    Call(&'a Call<'t>),
    /// JSONata, and where its text begins in the string.
    Jsonata(&'a Expr, u32),
    /// Nothing that is computed.
    None,
}

/// What `$` means in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reads {
    /// The input of the state.
    Input,
    /// That, after `InputPath`.
    EffectiveInput,
    /// What the work of the state came to.
    Result,
    /// What `ResultPath` made.
    AfterResultPath,
    /// `{Error, Cause}`
    ErrorOutput,
}

/// Looks on while a workflow is walked.
pub trait Observer<'a, 't> {
    /// The type of a step of a state.
    fn saw(&mut self, state: &'a State<'t>, step: StepName, of: &Type);

    /// Does it want to see anything at all?
    fn is_watching(&self) -> bool {
        true
    }

    /// Does it want to see this state?
    fn watches(&self, state: &State<'_>) -> bool {
        let _ = state;
        true
    }
}

/// Looks away.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer<'_, '_> for Silent {
    fn saw(&mut self, _: &State<'_>, _: StepName, _: &Type) {}

    fn is_watching(&self) -> bool {
        false
    }
}

impl<'a, 't> Facts<'a, 't> {
    /// Of a state; none where no run gets there.
    pub fn state(&self, id: StateId) -> Option<&StateFacts> {
        self.states.get(&id).map(|facts| &**facts)
    }

    /// Of all states that some run gets to.
    pub(crate) fn all(&self) -> impl Iterator<Item = &StateFacts> {
        self.states.values().map(|facts| &**facts)
    }

    /// What goes wrong, in the order of the states of each machine.
    pub fn problems(&self) -> &[Problem<'a, 't>] {
        &self.problems
    }

    /// The problem with this number.
    pub fn problem(&self, id: usize) -> Option<&Problem<'a, 't>> {
        self.problems.iter().find(|problem| problem.id == id)
    }

    /// The output of the workflow.
    pub fn output(&self) -> &Type {
        &self.output
    }

    /// What an execution may fail with.
    pub fn errors(&self) -> &Errors {
        &self.errors
    }
}

impl<'a, 't> Expression<'a, 't> {
    pub(super) fn of(computed: &'a Computed<'t>) -> Self {
        match &computed.body {
            Body::Path(path) => Self::Path(path),
            Body::Call(call) => Self::Call(call),
            Body::Jsonata(it) => Self::Jsonata(&it.expr, it.span.start),
        }
    }
}
