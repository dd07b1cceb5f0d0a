//! Which errors there may be, and which of them a list of names takes.

use asl_semantics::plan::errors::{ALL, TASK_FAILED, is_named};
pub(crate) use asl_semantics::plan::errors::{
    DATA_LIMIT, ITEM_READER_FAILED, QUERY, RESULT_WRITER_FAILED, RUNTIME, THRESHOLD_EXCEEDED, TIMEOUT,
};
use asl_types::{Literals, Sets, Type};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A set of errors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Errors {
    names: BTreeSet<Arc<str>>,
    others: bool,
    /// Some may have no cause, whatever their names: somebody else gave them.
    given: bool,
}

impl Errors {
    /// Just this one.
    pub fn of(name: &str) -> Self {
        Self { names: BTreeSet::from([name.into()]), ..Self::default() }
    }

    /// Whatever a task may fail with of which nothing is known.
    pub fn unknown() -> Self {
        thread_local!(static UNKNOWN: Errors = Errors {
            names: [TIMEOUT, DATA_LIMIT].into_iter().map(Arc::from).collect(),
            others: true,
            given: true,
        });
        UNKNOWN.with(Self::clone)
    }

    /// Adds one.
    pub fn add(&mut self, name: &str) {
        if !self.names.contains(name) {
            self.names.insert(name.into());
        }
    }

    /// Adds those of another set.
    pub fn add_all(&mut self, others: &Self) {
        self.names.extend(others.names.iter().cloned());
        self.others |= others.others;
        self.given |= others.given;
    }

    /// The same, given by somebody who need not tell a cause.
    pub(crate) fn given(self) -> Self {
        Self { given: true, ..self }
    }

    /// Is there none?
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && !self.others
    }

    /// The names that are known.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|name| &**name)
    }

    /// May there be others, whose names are not known?
    pub fn has_others(&self) -> bool {
        self.others
    }

    /// May there be this one?
    pub fn contains(&self, name: &str) -> bool {
        self.names.contains(name) || self.others && name != RUNTIME && name != QUERY
    }

    /// Takes out what an `ErrorEquals` of these names takes.
    pub fn take(&mut self, list: &[&str]) -> Self {
        let (taken, left): (BTreeSet<_>, BTreeSet<_>) =
            std::mem::take(&mut self.names).into_iter().partition(|name| is_named(name, list));
        self.names = left;
        let mut taken = Self { names: taken, others: false, given: self.given };
        if !self.others {
            return taken;
        }
        for name in list {
            match *name {
                ALL | TASK_FAILED => {
                    taken.others = true;
                    self.others = false;
                }
                RUNTIME => {}
                name => taken.add(name),
            }
        }
        taken
    }

    /// What a catcher gets: `{Error, Cause}`.
    pub fn output(&self) -> Type {
        let names = Literals::from_all(self.names.iter().cloned());
        // A task can be failed without a name or a cause, and then there are nulls.
        let strings = if self.others { Literals::All } else { names };
        let error = Sets { null: self.others || self.names.contains(""), strings, ..Sets::default() };
        let is_own = |name: &str| [QUERY, TIMEOUT, DATA_LIMIT].contains(&name);
        let of_itself = !self.given && !self.others && self.names().all(is_own);
        let cause = Sets { strings: Literals::All, null: !of_itself, ..Sets::default() };
        Type::object_of([("Error", error.into()), ("Cause", cause.into())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_list_takes() {
        let mut errors = Errors::unknown();
        errors.add(RUNTIME);
        let taken = errors.take(&["Lambda.Unknown", RUNTIME]);
        assert!(taken.contains("Lambda.Unknown") && !taken.contains(RUNTIME) && !taken.has_others());
        let taken = errors.take(&[TASK_FAILED]);
        assert!(taken.contains("X") && taken.contains(DATA_LIMIT) && taken.names().all(|name| name != TIMEOUT));
        assert!(errors.contains(TIMEOUT) && !errors.has_others());
        let taken = errors.take(&[ALL]);
        assert!(taken.contains(TIMEOUT) && !taken.contains(RUNTIME));
        assert!(errors.names().eq([RUNTIME]));
    }
}
