//! What can be called.

use super::frame::Frame;
use super::functions::Builtin;
use super::pattern::Pattern;
use super::plan;
use super::value::{Text, Val};
use std::rc::Rc;

/// A function.
#[derive(Debug)]
pub(super) enum Procedure {
    Builtin(&'static Builtin),
    Lambda {
        plan: Rc<plan::Lambda>,
        frame: Rc<Frame>,
        input: Val,
    },
    /// A function with some of its arguments; those that are still to come are absent.
    Partial {
        target: Rc<Procedure>,
        args: Vec<Option<Val>>,
        depth: u32,
    },
    /// The second after the first.
    Composed {
        first: Rc<Procedure>,
        second: Rc<Procedure>,
        depth: u32,
    },
    Transform {
        plan: Rc<plan::Transform>,
        frame: Rc<Frame>,
    },
    /// A regular expression.
    Matcher(Rc<Pattern>),
    /// The `next` of a match: looks on from an offset.
    Next {
        pattern: Rc<Pattern>,
        text: Rc<Text>,
        from: usize,
    },
}

impl Procedure {
    pub(super) fn partial(target: Rc<Self>, args: Vec<Option<Val>>) -> Self {
        let inside = args.iter().flatten().map(Val::depth).max().unwrap_or(0);
        Self::Partial { depth: 1 + inside.max(target.depth()), target, args }
    }

    pub(super) fn composed(first: Rc<Self>, second: Rc<Self>) -> Self {
        Self::Composed { depth: 1 + first.depth().max(second.depth()), first, second }
    }

    /// How deep functions are nested in it.
    pub(super) fn depth(&self) -> u32 {
        match self {
            Self::Partial { depth, .. } | Self::Composed { depth, .. } => *depth,
            _ => 0,
        }
    }

    /// How many arguments it looks at, which decides what a higher-order function passes.
    pub(super) fn arity(&self) -> usize {
        match self {
            Self::Builtin(builtin) => builtin.arity,
            Self::Lambda { plan, .. } => plan.params.len(),
            Self::Partial { args, .. } => args.iter().filter(|arg| arg.is_none()).count(),
            Self::Composed { .. } | Self::Transform { .. } => 1,
            Self::Matcher(_) => 2,
            Self::Next { .. } => 0,
        }
    }
}
