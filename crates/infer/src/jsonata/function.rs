//! What can be called.

use super::frame::FrameId;
use super::val::Val;
use asl_expressions::jsonata::plan;
use std::rc::Rc;

/// The functions that a value may be.
#[derive(Clone, Debug, Default)]
pub(super) struct Functions {
    /// Those that are known.
    known: Vec<Rc<Function>>,
    /// And others of which nothing is known.
    any: bool,
}

/// A function.
#[derive(Debug)]
pub(super) enum Function {
    /// By its name.
    Builtin(Rc<str>),
    Lambda {
        plan: Rc<plan::Lambda>,
        frame: FrameId,
        input: Val,
    },
    /// With some of its arguments.
    Partial {
        target: Functions,
        args: Vec<Option<Val>>,
    },
    /// The second after the first.
    Composed {
        first: Functions,
        second: Functions,
    },
    Transform {
        plan: Rc<plan::Transform>,
        frame: FrameId,
    },
    /// A regular expression.
    Matcher(Rc<plan::Pattern>),
}

impl Functions {
    /// So many are told apart.
    const MOST: usize = 6;

    pub(super) fn any() -> Self {
        Self { known: Vec::new(), any: true }
    }

    pub(super) fn of(function: Function) -> Self {
        Self { known: vec![Rc::new(function)], any: false }
    }

    pub(super) fn of_shared(function: &Rc<Function>) -> Self {
        Self { known: vec![Rc::clone(function)], any: false }
    }

    /// Is there one?
    pub(super) fn is_some(&self) -> bool {
        self.any || !self.known.is_empty()
    }

    pub(super) fn is_none(&self) -> bool {
        !self.is_some()
    }

    /// May there be others than those that are known?
    pub(super) fn are_open(&self) -> bool {
        self.any
    }

    pub(super) fn known(&self) -> &[Rc<Function>] {
        &self.known
    }

    pub(super) fn join(&self, other: &Self) -> Self {
        let mut all = self.clone();
        all.any |= other.any;
        for function in &other.known {
            if !all.known.iter().any(|known| same(known, function)) {
                all.known.push(function.clone());
            }
        }
        if all.known.len() > Self::MOST { Self::any() } else { all }
    }
}

fn same(a: &Rc<Function>, b: &Rc<Function>) -> bool {
    match (&**a, &**b) {
        (Function::Builtin(a), Function::Builtin(b)) => a == b,
        (Function::Matcher(a), Function::Matcher(b)) => Rc::ptr_eq(a, b),
        _ => Rc::ptr_eq(a, b),
    }
}

impl Function {
    /// How many arguments it looks at; none where it cannot be told.
    pub(super) fn arity(&self) -> Option<usize> {
        Some(match self {
            Self::Builtin(name) => asl_expressions::jsonata::signature_of(name)?.1,
            Self::Lambda { plan, .. } => plan.params.len(),
            Self::Partial { args, .. } => args.iter().filter(|arg| arg.is_none()).count(),
            Self::Composed { .. } | Self::Transform { .. } => 1,
            Self::Matcher(_) => 2,
        })
    }
}
