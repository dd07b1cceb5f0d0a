//! The faults that are planted.

mod expressions;
mod rules;
mod walk;

/// What stands in a file, and what stands there in its place; `PLANTED` asks whether it is this one.
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    pub(crate) file: &'static str,
    pub(crate) right: &'static str,
    pub(crate) wrong: &'static str,
}

/// All of them.
pub(crate) fn all() -> impl Iterator<Item = &'static Fault> {
    walk::FAULTS.iter().chain(rules::FAULTS).chain(expressions::FAULTS)
}
