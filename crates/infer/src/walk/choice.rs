//! Whether a rule of a Choice applies, and what is known then.

use super::flow::At;
use crate::Variables;
use asl_semantics::plan::Test;
use asl_types::Type;
use std::rc::Rc;

/// What is known of the input and the variables; none, where it can't come to that.
pub(super) type Known = Option<(Type, Rc<Variables>)>;

impl<'a, 't> At<'_, '_, 'a, 't> {
    /// What is known where a rule applies, and where it does not.
    pub(super) fn decide(&mut self, test: &'a Test<'t>, input: &Type) -> (Known, Known) {
        let _ = test;
        let known = Some((input.clone(), Rc::clone(&self.entry.variables)));
        (known.clone(), known)
    }
}
