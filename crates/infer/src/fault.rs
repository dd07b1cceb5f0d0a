//! What can go wrong where an expression is evaluated.

use asl_syntax::Span;
use asl_types::{Absence, Kinds, Type};

/// How sure it is that something goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// It may, but only because nobody told us what the data is.
    Unproven,
    /// It may, on data that is known.
    Possible,
    /// It does, whenever the expression is evaluated.
    Certain,
}

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What.
    pub kind: FaultKind,
    /// How surely.
    pub certainty: Certainty,
    /// The part of the expression, in its text.
    pub span: Span,
    /// Is that part come to whenever the expression is evaluated?
    pub is_always: bool,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A path asks for a field that an object does not have.
    NoField {
        /// The name.
        name: String,
        /// The value that it is asked of.
        of: Type,
    },
    /// A path asks for an item beyond the end.
    NoItem {
        /// From the end where negative.
        index: i64,
        /// The value that it is asked of.
        of: Type,
    },
    /// A value of another kind is needed: a path goes on into it, or a field takes only some.
    WrongKind {
        /// What would do.
        wanted: Kinds,
        /// What is there.
        of: Type,
    },
    /// A value is of the right kind, and none that the field takes.
    Unfit {
        /// What would do, in words.
        wanted: String,
        /// What is there.
        of: Type,
    },
    /// A path has no match where it needs one.
    NoMatch,
    /// A function is not there.
    UnknownFunction {
        /// With its `$` or `States.`.
        name: String,
    },
    /// A variable was never assigned, or may not be yet.
    UnknownVariable {
        /// Without `$`.
        name: String,
    },
    /// A function is called with too few or too many arguments.
    Arity {
        /// With its `$` or `States.`.
        function: String,
        /// How many there are.
        given: usize,
        /// How many there must be at least.
        least: usize,
        /// How many there may be.
        most: Option<usize>,
    },
    /// An argument has the wrong type.
    Argument {
        /// With its `$` or `States.`.
        function: String,
        /// From 1.
        index: usize,
        /// What would do, in words: "a number".
        wanted: String,
        /// What is there.
        of: Type,
    },
    /// A side of an operator has the wrong type.
    Operand {
        /// As written.
        operator: &'static str,
        /// What would do, in words.
        wanted: &'static str,
        /// What is there.
        of: Type,
    },
    /// The expression gives nothing.
    Nothing,
    /// The expression gives a function, which is no value.
    Function,
    /// What else goes wrong, in words.
    Other(String),
}

impl FaultKind {
    /// Is it that something is not there? A path fails of that; JSONata goes on with nothing.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::NoField { .. } | Self::NoItem { .. } | Self::UnknownVariable { .. })
    }
}

/// Takes the faults that are met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Takes one.
    pub fn add(&mut self, certainty: Certainty, span: Span, kind: FaultKind) {
        self.0.push(Fault { kind, certainty, span, is_always: true });
    }

    /// Takes one that is made.
    pub(crate) fn take(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.0.iter()
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The surest.
    pub fn certainty(&self) -> Option<Certainty> {
        self.0.iter().map(|fault| fault.certainty).max()
    }

    /// Moves the places of all of them on.
    pub(crate) fn shift(&mut self, by: u32) {
        for fault in &mut self.0 {
            fault.span = fault.span.shifted(by);
        }
    }

    /// Takes those of another, none of them surer than this: what is evaluated only sometimes is not certain to fail.
    pub fn add_all(&mut self, others: Self, most: Certainty) {
        let limited = |fault: Fault| Fault {
            certainty: fault.certainty.min(most),
            is_always: fault.is_always && most == Certainty::Certain,
            ..fault
        };
        self.0.extend(others.0.into_iter().map(limited));
    }
}

impl IntoIterator for Faults {
    type Item = Fault;
    type IntoIter = std::vec::IntoIter<Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Certainty {
    /// How sure it is that what may be absent, and is needed, is.
    pub fn of_absence(of: &Type) -> Option<Self> {
        match of.absence() {
            Absence::Never => None,
            _ if !of.has_value() => Some(Self::Certain),
            Absence::Known => Some(Self::Possible),
            Absence::Unproven => Some(Self::Unproven),
        }
    }

    /// The absence of what is gone where it is this sure that something goes wrong.
    pub(crate) fn to_absence(self) -> Absence {
        if self == Self::Unproven { Absence::Unproven } else { Absence::Known }
    }

    /// How sure it is that a value is of none of the kinds that are needed. Absence is not looked at.
    pub fn of_kind(of: &Type, wanted: Kinds) -> Option<Self> {
        let kinds = of.kinds();
        if kinds.is_within(wanted) {
            return of.is_unknown().then_some(Self::Unproven);
        }
        let may_fit = of.is_unknown() || kinds.meets(wanted);
        Some(if may_fit { Self::Possible } else { Self::Certain })
    }
}
