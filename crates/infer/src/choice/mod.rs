//! What a Choice rule tells of its input: the types after it matched, and after it did not.
//!
//! A later part of an `And` or `Or` is asked of what the earlier ones left, so that `IsPresent` guards what follows it.

mod split;

use crate::{Certainty, Fault, FaultKind, Faults, Scope, Variables, jsonpath};
use asl_expressions::choice::{Class, Operator, Relation, Test as Asked};
use asl_semantics::plan::{Operand, PathText, Test};
use asl_syntax::jsonpath::{Path, Root, StepKind};
use asl_types::{Absence, Type};
use split::{Split, kinds_of, split};
use std::borrow::Cow;

/// What may be once an answer is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrowed {
    /// The input that the rule was asked of.
    pub input: Type,
    /// The variables of which more is known now.
    pub variables: Variables,
}

impl Narrowed {
    /// Nothing is known yet.
    pub fn new(input: Type) -> Self {
        Self { input, variables: Variables::new() }
    }

    /// All variables, as they are now.
    pub fn among<'v>(&self, all: &'v Variables) -> Cow<'v, Variables> {
        if self.variables.is_empty() {
            return Cow::Borrowed(all);
        }
        let mut merged = all.clone();
        merged.extend(self.variables.iter().map(|(name, of)| (name.clone(), of.clone())));
        Cow::Owned(merged)
    }

    /// What may be where one or the other may be: only what both know is known.
    #[must_use]
    pub fn join(&self, other: &Self) -> Self {
        let common =
            |(name, of): (&_, &Type)| other.variables.get(name).map(|more| (Clone::clone(name), of.join(more)));
        Self { input: self.input.join(&other.input), variables: self.variables.iter().filter_map(common).collect() }
    }

    /// The type that a path of names and indexes starts from, where it can be narrowed.
    fn root(&self, root: Root<'_>, scope: &Scope<'_>) -> Option<Type> {
        match root {
            Root::Input => Some(self.input.clone()),
            Root::Variable { name, .. } => self.variables.get(name).or_else(|| scope.variables.get(name)).cloned(),
            Root::Context | Root::Current => None,
        }
    }

    /// With what a path leads to changed; nothing, where nothing is left.
    fn with(&self, path: &Path<'_>, scope: &Scope<'_>, mut change: impl FnMut(&Type) -> Type) -> Option<Self> {
        let is_plain = path.steps.iter().all(|it| matches!(it.kind, StepKind::Name { .. } | StepKind::Index(_)));
        let Some(root) = self.root(path.root, scope).filter(|_| is_plain) else { return Some(self.clone()) };
        let changed = jsonpath::replace(path, &root, &mut change);
        if changed.is_never() {
            return None;
        }
        let mut out = self.clone();
        match path.root {
            Root::Variable { name, .. } => {
                out.variables.insert(name.into(), changed);
            }
            _ => out.input = changed,
        }
        Some(out)
    }
}

/// What comes of a test. Where neither is possible, it fails.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// It matches; nothing, where it never does.
    pub matched: Option<Narrowed>,
    /// It does not match; nothing, where it always does.
    pub not_matched: Option<Narrowed>,
}

impl Decision {
    /// Either is possible, and nothing is learned.
    pub fn open(narrowed: Narrowed) -> Self {
        Self { matched: Some(narrowed.clone()), not_matched: Some(narrowed) }
    }

    fn swap(self) -> Self {
        Self { matched: self.not_matched, not_matched: self.matched }
    }
}

/// A fault, and the path at fault. The places of the fault are within its text.
#[derive(Clone, Debug)]
pub struct Noted<'a, 't> {
    /// What is compared, or the path of what it is compared with.
    pub path: &'a PathText<'t>,
    /// `Variable`, or the name of the operator.
    pub field: &'static str,
    /// What is wrong.
    pub fault: Fault,
}

/// What is noticed while rules are decided.
#[derive(Clone, Debug, Default)]
pub struct Notes<'a, 't> {
    /// What goes wrong.
    pub faults: Vec<Noted<'a, 't>>,
    /// What goes well, and is never true: a value is compared as what it is not. Each is a [`FaultKind::Operand`].
    pub mismatches: Vec<Noted<'a, 't>>,
}

impl<'a, 't> Notes<'a, 't> {
    fn add(&mut self, path: &'a PathText<'t>, field: &'static str, faults: &Faults, most: Certainty) {
        let noted = |fault: &Fault| {
            let is_always = fault.is_always && most == Certainty::Certain;
            let fault = Fault { certainty: fault.certainty.min(most), is_always, ..fault.clone() };
            Noted { path, field, fault }
        };
        self.faults.extend(faults.iter().map(noted));
    }
}

/// Decides a test of a rule of JSONPath. A condition of JSONata is decided by [`crate::jsonata`], and is open here.
pub fn decide<'a, 't>(test: &'a Test<'t>, scope: &Scope<'_>, notes: &mut Notes<'a, 't>) -> Decision {
    let start = Narrowed::new(scope.input.clone());
    Decider { scope, notes }.decide(test, &start, Certainty::Certain)
}

struct Decider<'d, 'a, 't> {
    scope: &'d Scope<'d>,
    notes: &'d mut Notes<'a, 't>,
}

impl<'a, 't> Decider<'_, 'a, 't> {
    /// `most` is how sure it can be at most that something goes wrong.
    fn decide(&mut self, test: &'a Test<'t>, before: &Narrowed, most: Certainty) -> Decision {
        match test {
            Test::Or(tests) => self.any(tests, false, before, most),
            // All match where there is none that does not.
            Test::And(tests) => self.any(tests, true, before, most).swap(),
            Test::Not(test) => self.decide(test, before, most).swap(),
            Test::Compare { variable, operator, operand } => self.compare(variable, *operator, operand, before, most),
            Test::Condition(_) => Decision::open(before.clone()),
        }
    }

    /// One test after the other, until one matches, or does not.
    fn any(&mut self, tests: &'a [Test<'t>], negated: bool, before: &Narrowed, most: Certainty) -> Decision {
        let mut all = Decision { matched: None, not_matched: Some(before.clone()) };
        let mut most = most;
        for test in tests {
            let Some(so_far) = &all.not_matched else { break };
            let decision = self.decide(test, so_far, most);
            let decision = if negated { decision.swap() } else { decision };
            if decision.matched.is_some() {
                most = most.min(Certainty::Possible);
            }
            all.matched = either(all.matched, decision.matched);
            all.not_matched = decision.not_matched;
        }
        all
    }

    fn compare(
        &mut self,
        variable: &'a PathText<'t>,
        operator: Operator,
        operand: &'a Operand<'t>,
        before: &Narrowed,
        most: Certainty,
    ) -> Decision {
        let (of, mut faults) = self.resolve(variable, before);
        // What is not there is an answer to this question alone.
        if operator.test == Asked::Is(Class::Present) {
            faults = Faults::default();
        }
        self.notes.add(variable, "Variable", &faults, most);
        if faults.certainty() == Some(Certainty::Certain) {
            return Decision::default();
        }
        let most = if faults.is_empty() { most } else { most.min(Certainty::Possible) };
        let given = match operand {
            Operand::Literal(given) => crate::literal(given.node),
            Operand::Path(path) => {
                let (given, faults) = self.resolve(path, before);
                self.notes.add(path, operator.name(), &faults, most);
                if !given.has_value() {
                    return Decision::default();
                }
                self.mismatch(path, operator.name(), operator, &given);
                given.present()
            }
        };
        self.mismatch(variable, "Variable", operator, &of);
        let split = split(operator, &of, &given);
        let narrowed = |half: fn(Split) -> Type, is_possible: bool| {
            if !is_possible {
                return None;
            }
            let part = |place: &Type| if *place == of { split.clone() } else { self::split(operator, place, &given) };
            before.with(&variable.path, self.scope, |place| half(part(place)))
        };
        let mut matched = narrowed(|split| split.yes, !split.yes.is_never());
        if let (Asked::Compare(_, Relation::Equals), Operand::Path(path)) = (operator.test, operand) {
            // What equals the variable is one of its values.
            matched = matched
                .and_then(|it| it.with(&path.path, self.scope, |given| self::split(operator, given, &split.yes).yes));
        }
        Decision { matched, not_matched: narrowed(|split| split.no, !split.no.is_never()) }
    }

    /// What a path leads to, absent where it may lead nowhere.
    fn resolve(&self, path: &PathText<'t>, before: &Narrowed) -> (Type, Faults) {
        let variables = before.among(self.scope.variables);
        let scope = Scope { input: &before.input, variables: &variables, ..*self.scope };
        let mut faults = Faults::default();
        let of = jsonpath::evaluate(&path.path, &scope, &mut faults);
        let absence = faults.certainty().map_or(Absence::Never, Certainty::to_absence);
        (of.with_absence(absence), faults)
    }

    /// A value that is not what it is compared as.
    fn mismatch(&mut self, path: &'a PathText<'t>, field: &'static str, operator: Operator, of: &Type) {
        let Some((kinds, wanted)) = kinds_of(operator) else { return };
        if let Some(certainty) = Certainty::of_kind(of, kinds).filter(|it| *it > Certainty::Unproven) {
            let kind = FaultKind::Operand { operator: operator.name(), wanted, of: of.clone().present() };
            let fault = Fault { kind, certainty, span: path.path.span, is_always: false };
            self.notes.mismatches.push(Noted { path, field, fault });
        }
    }
}

fn either(one: Option<Narrowed>, other: Option<Narrowed>) -> Option<Narrowed> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.join(&other)),
        (one, other) => one.or(other),
    }
}
