//! Comparisons of a filter. What a literal makes of a scalar is asked of the evaluator over values itself.

use super::filter::Verdict;
use super::place;
use super::plan::{Plan, is_plain};
use super::trouble::{Class, Troubles};
use super::walk::Walk;
use crate::{Certainty, FaultKind};
use asl_expressions::Scope;
use asl_syntax::Span;
use asl_syntax::jsonpath::{
    Expr, ExprKind, Literal, Name, Operand, Operator, Path, Root, Step, StepKind, Style, Value,
};
use asl_types::{Absence, Kinds, Type, Unknown};
use serde_json::{Map, json};

impl Walk<'_> {
    #[expect(clippy::too_many_arguments, reason = "they are the parts of one comparison")]
    pub(super) fn compare(
        &self,
        left: &Operand,
        operator: Operator,
        right: &Operand,
        span: Span,
        node: &Type,
        most: Certainty,
        troubles: &mut Troubles,
    ) -> Verdict {
        let (path, literal, is_left) = match (&left.value, &right.value) {
            (Value::Path(left), Value::Path(right)) => {
                return self.two_paths(left, operator, right, span, node, most, troubles);
            }
            (Value::Path(path), Value::Literal(_)) => (path, right, true),
            (Value::Literal(_), Value::Path(path)) => (path, left, false),
            (Value::Literal(_), Value::Literal(_)) => {
                let question = Question { operator, literal: right, is_left: true };
                let mut split = Split::default();
                split.add_outcome(question.ask(left.value.clone(), &json!({})), &Type::boolean());
                return verdict(node, node, split, span, most, troubles);
            }
        };
        let question = Question { operator, literal, is_left };
        if path.root == Root::Current && is_plain(&path.steps) {
            let split = question.split(&place::at(path, node));
            let narrowed = |half: fn(Split) -> Type, is_possible: bool| {
                let mut change = |of: &Type| half(question.split(of));
                if is_possible { place::replace(path, node, &mut change) } else { Type::never() }
            };
            let yes = narrowed(|split| split.yes, !split.yes.is_never());
            let no = narrowed(|split| split.no, !split.no.is_never());
            return verdict(&yes, &no, split, span, most, troubles);
        }
        let (of, error) = self.side(path, node, most, troubles);
        let mut split = question.split(&of);
        split.error |= error;
        verdict(node, node, split, span, most, troubles)
    }

    /// What a path comes to, absent where it may be undefined; and whether it may make the whole condition false.
    fn side(&self, path: &Path, node: &Type, most: Certainty, troubles: &mut Troubles) -> (Type, bool) {
        let start = if path.root == Root::Current { node.clone() } else { self.root(path.root) };
        let mut inner = Troubles::default();
        let of = self.value(&Plan::new(path), &start.clone().present(), Certainty::Certain, &mut inner);
        let absence = inner.certainty(Class::NotFound).map_or(Absence::Never, Certainty::to_absence);
        let error = inner.certainty(Class::Invalid).is_some();
        troubles.add_failures(inner, most);
        (of.with_absence(absence.max(start.absence())), error)
    }

    #[expect(clippy::too_many_arguments, reason = "they are the parts of one comparison")]
    fn two_paths(
        &self,
        left: &Path,
        operator: Operator,
        right: &Path,
        span: Span,
        node: &Type,
        most: Certainty,
        troubles: &mut Troubles,
    ) -> Verdict {
        let (left, left_error) = self.side(left, node, most, troubles);
        let (right, right_error) = self.side(right, node, most, troubles);
        let mut split = Split::default();
        let is_possible = !left.is_never() && !right.is_never();
        if is_possible {
            let is_defined = left.has_value() && right.has_value();
            let general = General::of(operator, is_defined);
            split.add(general, &Type::boolean(), &Type::boolean());
        }
        split.error |= left_error || right_error;
        verdict(node, node, split, span, most, troubles)
    }
}

fn verdict(yes: &Type, no: &Type, split: Split, span: Span, most: Certainty, troubles: &mut Troubles) -> Verdict {
    let if_any = |of: &Type, half: &Type| if half.is_never() { Type::never() } else { of.clone() };
    let verdict = Verdict { yes: if_any(yes, &split.yes), no: if_any(no, &split.no), error: split.error };
    if let Some((certainty, message)) = split.failed {
        let is_certain = split.yes.is_never() && split.no.is_never() && !split.error;
        let certainty = if is_certain { Certainty::Certain } else { certainty };
        troubles.add(Class::Failed, certainty.min(most), span, FaultKind::Other(message));
    }
    verdict
}

/// The values for which a comparison holds, and those for which it does not.
#[derive(Clone, Debug, Default)]
struct Split {
    yes: Type,
    no: Type,
    error: bool,
    failed: Option<(Certainty, String)>,
}

/// What may come out where the value is not known.
#[derive(Clone, Copy, Debug)]
struct General {
    yes: bool,
    no: bool,
    /// It may also be an error, or end the evaluation.
    other: bool,
}

impl General {
    const fn new(yes: bool, no: bool) -> Self {
        Self { yes, no, other: false }
    }

    /// An operator between values that are equal, or in order, only if `can` says so.
    fn of(operator: Operator, can: bool) -> Self {
        match operator {
            Operator::Equal | Operator::SameEqual => Self::new(can, true),
            Operator::NotEqual | Operator::NotSameEqual => Self::new(true, can),
            Operator::Less | Operator::LessEqual | Operator::Greater | Operator::GreaterEqual => Self::new(can, true),
            _ => Self { yes: true, no: true, other: true },
        }
    }
}

/// What the evaluator says of one value.
enum Outcome {
    Yes,
    No,
    Error,
    Failed(String),
}

impl Split {
    fn add(&mut self, general: General, if_yes: &Type, if_no: &Type) {
        if general.yes {
            self.yes = self.yes.join(if_yes);
        }
        if general.no {
            self.no = self.no.join(if_no);
        }
        if general.other {
            self.error = true;
            self.fail(Certainty::Unproven, "Could not determine value type".to_owned());
        }
    }

    fn add_outcome(&mut self, outcome: Outcome, of: &Type) {
        match outcome {
            Outcome::Yes => self.yes = self.yes.join(of),
            Outcome::No => self.no = self.no.join(of),
            Outcome::Error => self.error = true,
            Outcome::Failed(message) => self.fail(Certainty::Possible, message),
        }
    }

    fn fail(&mut self, certainty: Certainty, message: String) {
        if self.failed.as_ref().is_none_or(|(before, _)| *before < certainty) {
            self.failed = Some((certainty, message));
        }
    }
}

/// A literal and the operator between it and a value.
#[derive(Clone, Copy)]
struct Question<'q> {
    operator: Operator,
    literal: &'q Operand<'q>,
    /// The value is on the left.
    is_left: bool,
}

impl<'q> Question<'q> {
    /// Parts what a value may be by what comes out. An absent one is undefined.
    fn split(&self, of: &Type) -> Split {
        let mut split = Split::default();
        let sets = of.sets();
        if sets.absence != Absence::Never {
            split.add_outcome(self.outcome(None), &Type::absent().with_absence(sets.absence));
        }
        if sets.null {
            split.add_outcome(self.outcome(Some(json!(null))), &Type::null());
        }
        for value in [false, true].into_iter().filter(|value| sets.booleans[usize::from(*value)]) {
            split.add_outcome(self.outcome(Some(json!(value))), &Type::boolean_of(value));
        }
        for number in sets.numbers.few().unwrap_or_default() {
            let of = Type::number_of(number.value());
            // 1 and 1.0 are one number to us, and two texts to Jayway.
            split.add_outcome(self.outcome(Some(number.to_json())), &of);
            if number.value().fract() == 0.0 {
                split.add_outcome(self.outcome(Some(json!(number.value()))), &of);
            }
        }
        for text in sets.strings.few().unwrap_or_default() {
            split.add_outcome(self.outcome(Some(json!(**text))), &Type::string_of(text));
        }
        for (kind, is_many) in [
            (Kinds::NUMBER, sets.numbers.few().is_none()),
            (Kinds::STRING, sets.strings.few().is_none()),
            (Kinds::ARRAY, sets.arrays.is_some()),
            (Kinds::OBJECT, sets.objects.is_some()),
        ] {
            if is_many {
                let part = of.told().only(kind);
                let general = General::of(self.operator, self.may_be_equal(kind));
                split.add(general, &self.exactly(kind).unwrap_or_else(|| part.clone()), &part);
            }
        }
        if of.is_unknown() {
            self.split_unknown(&sets.unknown, &mut split);
        }
        split
    }

    /// What is unknown stays so, unless it must be of one kind.
    fn split_unknown(&self, unknown: &Unknown, split: &mut Split) {
        let unknown = Type::unknown_from(unknown.clone());
        let parts = self.split(&unknown.only(Kinds::ALL));
        let narrowed = |part: &Type| match part.kinds() {
            kinds if kinds.is_one() => part.clone(),
            Kinds::NONE => Type::never(),
            _ => unknown.clone(),
        };
        split.yes = split.yes.join(&narrowed(&parts.yes));
        split.no = split.no.join(&narrowed(&parts.no));
        split.error |= parts.error;
        if let Some((_, message)) = parts.failed {
            split.fail(Certainty::Unproven, message);
        }
    }

    /// May a value of a kind be equal to the literal, or before or after it?
    fn may_be_equal(&self, kind: Kinds) -> bool {
        let Value::Literal(literal) = &self.literal.value else { return true };
        let is_order = !matches!(
            self.operator,
            Operator::Equal | Operator::NotEqual | Operator::SameEqual | Operator::NotSameEqual
        );
        let is_loose = !matches!(self.operator, Operator::SameEqual | Operator::NotSameEqual);
        let is_numeric = |text: &str| is_order || text.parse::<f64>().is_ok();
        match literal {
            Literal::String(text) => kind == Kinds::STRING || (kind == Kinds::NUMBER && is_loose && is_numeric(text)),
            Literal::Word(text) => kind == Kinds::STRING || (kind == Kinds::NUMBER && is_loose && is_numeric(text)),
            Literal::Number(_) => kind == Kinds::NUMBER || (kind == Kinds::STRING && is_loose),
            Literal::Json(_) => !is_order && Kinds::is_within(kind, Kinds::ARRAY | Kinds::OBJECT),
            Literal::Bool(_) | Literal::Null | Literal::Regex { .. } => false,
        }
    }

    /// The only value of a kind for which the comparison can hold.
    fn exactly(&self, kind: Kinds) -> Option<Type> {
        const EXACT: f64 = 9_007_199_254_740_991.0;
        if !matches!(self.operator, Operator::Equal | Operator::SameEqual) {
            return None;
        }
        match &self.literal.value {
            Value::Literal(Literal::String(text)) if kind == Kinds::STRING => Some(Type::string_of(text)),
            Value::Literal(Literal::Word(text)) if kind == Kinds::STRING => Some(Type::string_of(text)),
            Value::Literal(Literal::Number(text)) if kind == Kinds::NUMBER => {
                text.parse().ok().filter(|value: &f64| value.abs() < EXACT).map(Type::number_of)
            }
            _ => None,
        }
    }

    /// What comes out for one value, or for none.
    fn outcome(&self, value: Option<serde_json::Value>) -> Outcome {
        let span = self.literal.span;
        let name = Name { text: "x".into(), span };
        let step = Step { kind: StepKind::Name { name, style: Style::Dot }, span };
        let path = Path { root: Root::Current, steps: vec![step], span };
        let node = value.map_or_else(|| json!({}), |value| json!({ "x": value }));
        self.ask(Value::Path(path), &node)
    }

    /// Asks the evaluator, with a side in the place of the value.
    fn ask(&self, side: Value<'q>, node: &serde_json::Value) -> Outcome {
        let span = self.literal.span;
        let side = Operand { value: side, span };
        let literal = self.literal.clone();
        let (left, right) = if self.is_left { (side, literal) } else { (literal, side) };
        let kind = ExprKind::Compare { left, operator: self.operator, operator_span: span, right };
        let holds = Expr { kind, span };
        match passes(holds.clone(), node) {
            Err(message) => Outcome::Failed(message),
            Ok(true) => Outcome::Yes,
            Ok(false) => match passes(Expr { kind: ExprKind::Not(Box::new(holds)), span }, node) {
                Ok(true) => Outcome::No,
                _ => Outcome::Error,
            },
        }
    }
}

/// Does a node pass a filter?
fn passes(condition: Expr, node: &serde_json::Value) -> Result<bool, String> {
    let span = condition.span;
    let step = Step { kind: StepKind::Filter(Box::new(condition)), span };
    let path = Path { root: Root::Input, steps: vec![step], span };
    let scope = Scope { input: node, context: &serde_json::Value::Null, variables: &Map::new() };
    let found = asl_expressions::jsonpath::evaluate(&path, &scope).map_err(|absent| absent.message)?;
    Ok(found.as_array().is_some_and(|found| !found.is_empty()))
}
