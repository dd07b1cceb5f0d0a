//! Whether a rule of a Choice applies, and what is known then.

use super::facts::{Expression, Reads};
use super::flow::{At, Extra};
use crate::choice::{Decision, Narrowed, Noted, Notes, decide};
use crate::requires::Read;
use crate::{Fault, FaultKind, Faults, Scope, Variables, jsonata};
use asl_expressions::Template;
use asl_expressions::template::{Body, Computed};
use asl_semantics::plan::Test;
use asl_syntax::{Span, placeholder};
use asl_types::Type;
use std::sync::Arc;

/// What is known of the input and the variables; none, where it can't come to that.
pub(super) type Known = Option<(Type, Arc<Variables>)>;

impl<'a, 't> At<'_, '_, 'a, 't> {
    /// What is known where a rule applies, and where it does not.
    pub(super) fn decide(&mut self, test: &'a Test<'t>, input: &Type) -> (Known, Known) {
        if let Test::Condition(condition) = test {
            return self.decide_condition(condition, input);
        }
        let variables = Arc::clone(&self.entry.variables);
        let scope = Scope { input, context: self.context(), variables: &variables };
        let mut notes = Notes::default();
        let decision = decide(test, &scope, &mut notes);
        for Noted { path, field, fault } in notes.faults {
            self.path_fault(path, input, Reads::EffectiveInput, field, fault);
        }
        for Noted { path, field, fault } in notes.mismatches {
            self.note(path.node.as_str(), field, Expression::Path(&path.path), Reads::EffectiveInput, input, fault);
        }
        let known = |narrowed: Narrowed| {
            let changed = !narrowed.variables.is_empty();
            let all = if changed { Arc::new(narrowed.among(&variables).into_owned()) } else { Arc::clone(&variables) };
            (narrowed.input, all)
        };
        let Decision { matched, not_matched } = decision;
        (matched.map(known), not_matched.map(known))
    }

    fn decide_condition(&mut self, condition: &'a Template<'t>, input: &Type) -> (Known, Known) {
        let open = (input.clone(), Arc::clone(&self.entry.variables));
        let computed = match condition {
            Template::Computed(computed) if !placeholder::is_hidden(computed.text.text) => computed,
            Template::Literal(node) => {
                return match node.as_bool() {
                    Some(true) => (Some(open), None),
                    Some(false) => (None, Some(open)),
                    None => (Some(open.clone()), Some(open)),
                };
            }
            _ => return (Some(open.clone()), Some(open)),
        };
        let Body::Jsonata(body) = &computed.body else { return (Some(open.clone()), Some(open)) };
        let variables = self.jsonata_variables(&Extra::None);
        let mut faults = Faults::default();
        let verdict = jsonata::condition(&body.program, &variables, &mut faults);
        // It is the value that is no boolean, not a step on the way to it.
        let whole =
            |fault: &Fault| fault.span == body.program.span() && matches!(fault.kind, FaultKind::WrongKind { .. });
        let is_whole: Vec<bool> = faults.iter().map(whole).collect();
        self.condition_faults(computed, body.span, faults, &is_whole, &Read::new(&body.expr, &variables), input);
        let known = |narrowed: Variables, is_possible: bool| is_possible.then(|| known_of(narrowed, input));
        (known(verdict.narrowed_true, verdict.can_be_true), known(verdict.narrowed_false, verdict.can_be_false))
    }

    fn condition_faults(
        &mut self,
        computed: &'a Computed<'t>,
        within: Span,
        mut faults: Faults,
        is_whole: &[bool],
        read: &Read<'_>,
        input: &Type,
    ) {
        faults.shift(within.start);
        for (fault, is_whole) in faults.iter().zip(is_whole) {
            self.need_of(read, fault, within.start);
            let mut fault = fault.clone();
            if *is_whole {
                fault.span = Span::new(0, computed.text.text.len() as u32);
            }
            let (node, field) = (computed.text.node, "Condition".to_owned());
            self.fault(node, field, Expression::of(computed), Reads::Input, input, fault);
        }
    }
}

/// The input and the variables of a workflow, from those of an expression.
fn known_of(mut narrowed: Variables, otherwise: &Type) -> (Type, Arc<Variables>) {
    let states = narrowed.remove("states");
    let input = states.map_or_else(|| otherwise.clone(), |states| states.field("input").present());
    (input, Arc::new(narrowed))
}
