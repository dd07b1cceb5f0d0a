//! Infix operators and the sign.

use super::fold;
use super::frame::FrameId;
use super::function::Functions;
use super::marks::{Mark, Marks};
use super::truth::Truth;
use super::val::Val;
use super::walk::{Walker, absence_of, certainty};
use crate::{Certainty, FaultKind};
use asl_expressions::jsonata::plan::{Kind, Node};
use asl_syntax::Span;
use asl_syntax::jsonata::BinaryOp;
use asl_types::{Absence, Array, Kinds, Type};

/// What is said where a result may be infinite, or not a number: it is null in JSON.
pub(super) const NO_NUMBER: &str = "the result may be no number";

impl Walker {
    pub(super) fn binary(
        &mut self,
        op: BinaryOp,
        lhs: &Node,
        rhs: &Node,
        node: &Node,
        input: &Val,
        frame: FrameId,
    ) -> Val {
        if op == BinaryOp::Apply {
            return self.application(lhs, rhs, input, frame);
        }
        let is_asked = matches!(op, BinaryOp::Default | BinaryOp::Coalesce) && self.is_bound(lhs, frame);
        let left = self.asking(is_asked, |this| this.eval(lhs, input, frame));
        match op {
            BinaryOp::And | BinaryOp::Or => return self.logical(op, &left, lhs, rhs, input, frame),
            BinaryOp::Default | BinaryOp::Coalesce => return self.fallback(op, left, lhs, rhs, input, frame),
            _ => {}
        }
        let right = self.eval(rhs, input, frame);
        match op {
            BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Remainder => {
                self.arithmetic(op, (&left, lhs.span), (&right, rhs.span), node.span)
            }
            BinaryOp::Equal | BinaryOp::NotEqual => equality(op, &left, &right).into(),
            BinaryOp::Less | BinaryOp::LessOrEqual | BinaryOp::Greater | BinaryOp::GreaterOrEqual => {
                self.comparison(op, (&left, lhs.span), (&right, rhs.span), node.span)
            }
            BinaryOp::In => within(&left, &right).into(),
            BinaryOp::Concat => concat(&left, &right).into(),
            BinaryOp::Range => self.range((&left, lhs.span), (&right, rhs.span), node.span),
            BinaryOp::And | BinaryOp::Or | BinaryOp::Default | BinaryOp::Coalesce | BinaryOp::Apply => Val::absent(),
        }
    }

    /// Is it a variable that some state assigns, or a part of one?
    fn is_bound(&mut self, node: &Node, frame: FrameId) -> bool {
        let head = match &node.kind {
            Kind::Path { steps, .. } => steps.first().map(|step| &step.kind),
            kind => Some(kind),
        };
        match head {
            Some(Kind::Variable(name)) => self.bound(name, frame).is_some(),
            _ => false,
        }
    }

    /// Does something where a variable may be unassigned.
    pub(super) fn asking<T>(&mut self, asked: bool, walk: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.asked, asked);
        let result = walk(self);
        self.asked = before;
        result
    }

    fn logical(&mut self, op: BinaryOp, left: &Val, lhs: &Node, rhs: &Node, input: &Val, frame: FrameId) -> Val {
        let left = Truth::of(left);
        // The value of the left side with which the right one is looked at.
        let goes_on = op == BinaryOp::And;
        let (stops, goes) = if goes_on { (left.no, left.yes) } else { (left.yes, left.no) };
        let mut truth = Truth { yes: stops && !goes_on, no: stops && goes_on };
        if goes {
            let right = self.maybe_unless(!stops, |this| {
                this.assuming(lhs, goes_on, input, frame, |this, input| this.eval(rhs, input, frame))
            });
            truth = truth.or(Truth::of(&right));
        }
        truth.ty().into()
    }

    fn fallback(&mut self, op: BinaryOp, left: Val, lhs: &Node, rhs: &Node, input: &Val, frame: FrameId) -> Val {
        let truth = Truth::of(&left);
        let (used, replaced) = match op {
            BinaryOp::Default => (truth.yes, truth.no),
            _ => (left.has_value(), left.may_be_absent()),
        };
        let mut result = if !used {
            Val::never()
        } else if op == BinaryOp::Default {
            truthy(&left)
        } else {
            left.present()
        };
        if replaced {
            let right = self.maybe_unless(!used, |this| {
                if op == BinaryOp::Default {
                    this.assuming(lhs, false, input, frame, |this, input| this.eval(rhs, input, frame))
                } else {
                    this.eval(rhs, input, frame)
                }
            });
            result = result.join(&right);
        }
        result
    }

    /// What is wrong with an operand that must be of some kinds, or missing. May it be right?
    fn check_operand(
        &mut self,
        (val, span): (&Val, Span),
        good: Kinds,
        operator: &'static str,
        wanted: &'static str,
    ) -> bool {
        let harm = !val.ty.kinds().is_within(good) || val.functions.is_some();
        let harmless = val.ty.kinds().meets(good) || val.may_be_absent() || val.ty.is_unknown();
        if let Some(certainty) = certainty(harm, val.ty.is_unknown(), harmless) {
            self.fault(certainty, span, FaultKind::Operand { operator, wanted, of: val.ty.clone().present() });
        }
        harmless || !harm
    }

    fn arithmetic(&mut self, op: BinaryOp, left: (&Val, Span), right: (&Val, Span), span: Span) -> Val {
        let operator = op.as_str();
        let fits = self.check_operand(left, Kinds::NUMBER, operator, "a number");
        let fits = self.check_operand(right, Kinds::NUMBER, operator, "a number") && fits;
        if !fits {
            return Val::never();
        }
        let number = |val: &Val| val.with_type(val.ty.only(Kinds::NUMBER));
        let (a, b) = (number(left.0), number(right.0));
        let mut result = Val::never();
        if a.ty.has_value() && b.ty.has_value() {
            let a = Val { functions: Functions::default(), ..a };
            let b = Val { functions: Functions::default(), ..b };
            let folded = fold::binary(op, &a, &b).filter(|folded| folded.error.is_none());
            let ty = folded.map_or_else(Type::number, |folded| folded.ty);
            self.check_divisor(op, &b, ty.is_unknown(), span);
            result = ty.into();
        }
        missing(result, &[left.0, right.0])
    }

    fn check_divisor(&mut self, op: BinaryOp, divisor: &Val, infinite: bool, span: Span) {
        let divides = matches!(op, BinaryOp::Divide | BinaryOp::Remainder);
        let numbers = &divisor.ty.sets().numbers;
        let certainty = match numbers.few() {
            _ if !divides && !infinite => return,
            Some(few) if infinite || few.iter().any(|number| number.value() == 0.0) => Certainty::Possible,
            Some(_) => return,
            None if infinite => Certainty::Possible,
            None => Certainty::Unproven,
        };
        self.no_number(certainty, span);
    }

    /// A result may be infinite, or not a number.
    pub(super) fn no_number(&mut self, certainty: Certainty, span: Span) {
        self.fault(certainty, span, FaultKind::Other(NO_NUMBER.to_owned()));
    }

    fn comparison(&mut self, op: BinaryOp, left: (&Val, Span), right: (&Val, Span), span: Span) -> Val {
        let operator = op.as_str();
        let good = Kinds::NUMBER | Kinds::STRING;
        let fits = self.check_operand(left, good, operator, "a number or a string");
        let fits = self.check_operand(right, good, operator, "a number or a string") && fits;
        if !fits {
            return Val::never();
        }
        let comparable = |val: &Val| val.ty.only(good);
        let (a, b) = (comparable(left.0), comparable(right.0));
        let mut result = Val::never();
        if a.has_value() && b.has_value() {
            let mut same = false;
            let mut ty = Type::never();
            for kind in [Kinds::NUMBER, Kinds::STRING] {
                let (a, b) = (Val::from(a.only(kind)), Val::from(b.only(kind)));
                if a.ty.has_value() && b.ty.has_value() {
                    same = true;
                    let folded = fold::binary(op, &a, &b).filter(|folded| folded.error.is_none());
                    ty = ty.join(&folded.map_or_else(Type::boolean, |folded| folded.ty));
                }
            }
            self.check_mixed(left.0, right.0, same, operator, span);
            result = ty.into();
        }
        missing(result, &[left.0, right.0])
    }

    /// A number and a string cannot be compared.
    fn check_mixed(&mut self, left: &Val, right: &Val, same: bool, operator: &'static str, span: Span) {
        let (a, b) = (left.ty.kinds(), right.ty.kinds());
        let crosses = |a: Kinds, b: Kinds| {
            a.meets(Kinds::NUMBER) && b.meets(Kinds::STRING) || a.meets(Kinds::STRING) && b.meets(Kinds::NUMBER)
        };
        let unknown = left.ty.is_unknown() || right.ty.is_unknown();
        let harmless = same || left.may_be_absent() || right.may_be_absent();
        if let Some(certainty) = certainty(crosses(a, b), unknown, harmless) {
            let wanted = if a.meets(Kinds::NUMBER) { "a number, as on the left" } else { "a string, as on the left" };
            let of = right.ty.clone().present();
            self.fault(certainty, span, FaultKind::Operand { operator, wanted, of });
        }
    }

    /// `a..b`
    fn range(&mut self, left: (&Val, Span), right: (&Val, Span), span: Span) -> Val {
        let fits = self.check_operand(left, Kinds::NUMBER, "..", "an integer");
        let fits = self.check_operand(right, Kinds::NUMBER, "..", "an integer") && fits;
        if !fits {
            return Val::never();
        }
        let integer = |val: &Val| val.ty.only(Kinds::NUMBER);
        let (a, b) = (integer(left.0), integer(right.0));
        let mut result = Val::never();
        if a.has_value() && b.has_value() {
            let end = |of: &Type| of.as_value().and_then(|it| it.as_f64());
            result = if let (Some(first), Some(last)) = (end(&a), end(&b)) {
                let certain = !left.0.may_be_absent() && !right.0.may_be_absent();
                self.maybe_unless(certain, |this| this.exact_range(first, last, span))
            } else {
                let wanted = "an integer";
                for (val, span) in [left, right] {
                    let of = val.ty.clone().present();
                    self.fault(Certainty::Unproven, span, FaultKind::Operand { operator: "..", wanted, of });
                }
                let numbers = Array::new(vec![Type::number()], Type::number());
                Val { marks: Marks::of(Mark::RAW), ..Type::array(numbers).into() }.or_absent(Absence::Unproven)
            };
        } else {
            self.check_integers(left, right);
        }
        missing(result, &[left.0, right.0])
    }

    fn check_integers(&mut self, left: (&Val, Span), right: (&Val, Span)) {
        for (val, span) in [left, right] {
            if val.ty.has_value() {
                let of = val.ty.clone().present();
                let kind = FaultKind::Operand { operator: "..", wanted: "an integer", of };
                self.fault(Certainty::Unproven, span, kind);
            }
        }
    }

    fn exact_range(&mut self, first: f64, last: f64, span: Span) -> Val {
        const LONGEST: f64 = 1e7;
        if first.fract() != 0.0 || last.fract() != 0.0 {
            let of = Type::number_of(if first.fract() == 0.0 { last } else { first });
            self.fault(Certainty::Certain, span, FaultKind::Operand { operator: "..", wanted: "an integer", of });
            return Val::never();
        }
        if first > last {
            return Val::absent();
        }
        let size = last - first + 1.0;
        if size > LONGEST {
            let kind = FaultKind::Other(format!("a range of {size} numbers is too long"));
            self.fault(Certainty::Certain, span, kind);
            return Val::never();
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is in range")]
        let count = size as usize;
        if count > 100_000 {
            // So many may be more than an expression may hold.
            self.fault(Certainty::Unproven, span, FaultKind::Other("the range may be too long".to_owned()));
        }
        let array = if count <= Array::MOST_ITEMS {
            Array::exact((0..u32::try_from(count).unwrap_or(0)).map(|at| Type::number_of(first + f64::from(at))))
        } else {
            Array::new(vec![Type::number(); 2], Type::number())
        };
        Val { marks: Marks::of(Mark::RAW), ..Type::array(array).into() }
    }

    pub(super) fn negate(&mut self, operand: &Node, input: &Val, frame: FrameId) -> Val {
        let val = self.eval(operand, input, frame);
        if !self.check_operand((&val, operand.span), Kinds::NUMBER, "-", "a number") {
            return Val::never();
        }
        let numbers = val.ty.only(Kinds::NUMBER);
        let ty = match numbers.sets().numbers.few() {
            Some(few) => few.iter().fold(Type::never(), |all, it| all.join(&Type::number_of(-it.value()))),
            None => Type::number(),
        };
        missing(ty.into(), &[&val])
    }

    /// `lhs ~> rhs`
    fn application(&mut self, lhs: &Node, rhs: &Node, input: &Val, frame: FrameId) -> Val {
        let left = self.eval(lhs, input, frame);
        if let Kind::Call(call) = &rhs.kind
            && rhs.predicates.is_empty()
            && rhs.group.is_none()
        {
            return self.call(call, Some((left, lhs.span)), rhs, input, frame, None);
        }
        let right = self.eval(rhs, input, frame);
        let harm = right.has_value() && right.ty.has_value() || right.may_be_absent();
        if let Some(certainty) = certainty(harm, false, right.functions.is_some()) {
            let of = right.ty.clone();
            let certainty = if right.ty.is_unknown() { certainty.min(Certainty::Possible) } else { certainty };
            self.fault(certainty, rhs.span, FaultKind::Operand { operator: "~>", wanted: "a function", of });
        }
        self.applied(left, lhs.span, &right.functions, rhs.span)
    }
}

/// Where an operand may be missing, so may the result.
fn missing(result: Val, operands: &[&Val]) -> Val {
    let why = operands.iter().filter(|val| val.may_be_absent()).find_map(|val| val.why.clone());
    result.or_absent(absence_of(operands)).because(why)
}

/// What is left of a value that is true.
pub(super) fn truthy(val: &Val) -> Val {
    let mut sets = val.ty.clone().into_sets();
    sets.absence = Absence::Never;
    sets.null = false;
    sets.booleans[0] = false;
    sets.numbers = sets.numbers.filter(|number| number.value() != 0.0);
    sets.strings = sets.strings.filter(|text| !text.is_empty());
    let functions = Functions::default();
    Val { ty: sets.into(), functions, why: None, ..val.clone() }
}

/// Which of two verdicts are possible.
pub(super) fn equal(left: &Val, right: &Val) -> Truth {
    let (a, b) = (left.ty.clone().present(), right.ty.clone().present());
    let odd = left.inner.odd || right.inner.odd;
    let functions = left.functions.is_some() && right.functions.is_some();
    if a.is_unknown() || b.is_unknown() || functions || odd {
        return Truth::BOTH;
    }
    if left.functions.is_none()
        && right.functions.is_none()
        && let (Some(a), Some(b)) = (a.as_value(), b.as_value())
    {
        let same = a == b || a.as_f64().is_some_and(|a| b.as_f64() == Some(a));
        let deep = a.is_array() || a.is_object();
        // Numbers within are compared by their value, and 1 is 1.0 there.
        if !deep || a == b {
            return Truth { yes: same, no: !same };
        }
    }
    Truth { yes: may_be_equal(&a, &b), no: true }
}

fn may_be_equal(a: &Type, b: &Type) -> bool {
    let (x, y) = (a.sets(), b.sets());
    let literals = x.null && y.null
        || x.booleans[0] && y.booleans[0]
        || x.booleans[1] && y.booleans[1]
        || x.arrays.is_some() && y.arrays.is_some()
        || x.objects.is_some() && y.objects.is_some();
    let numbers = match (x.numbers.few(), y.numbers.few()) {
        (Some(few), _) => few.iter().any(|it| y.numbers.contains(it)),
        (None, Some(few)) => !few.is_empty(),
        (None, None) => true,
    };
    let strings = match (x.strings.few(), y.strings.few()) {
        (Some(few), _) => few.iter().any(|it| y.strings.contains(it)),
        (None, Some(few)) => !few.is_empty(),
        (None, None) => true,
    };
    literals || numbers || strings
}

fn equality(op: BinaryOp, left: &Val, right: &Val) -> Type {
    let mut verdict = Type::never();
    if left.may_be_absent() || right.may_be_absent() {
        verdict = Type::boolean_of(false);
    }
    if left.has_value() && right.has_value() {
        let equal = equal(left, right);
        let truth = if op == BinaryOp::Equal { equal } else { equal.not() };
        verdict = verdict.join(&truth.ty());
    }
    verdict
}

/// `item in list`
fn within(item: &Val, list: &Val) -> Type {
    let simple = item.with_type(item.ty.without(Kinds::ARRAY | Kinds::OBJECT).present());
    if !simple.has_value() || !list.has_value() {
        return Type::boolean_of(false);
    }
    let (array, rest) = list.split_arrays();
    let mut truth = Truth { yes: false, no: item.may_be_absent() || list.may_be_absent() };
    truth.no |= item.ty.kinds().meets(Kinds::ARRAY | Kinds::OBJECT);
    if rest.has_value() {
        truth = truth.or(equal(&simple, &rest));
    }
    if let Some(array) = array {
        truth.yes |= equal(&simple, &list.inside(array.any())).yes && array.most() != Some(0);
        let certain = (0..array.least()).any(|at| !equal(&simple, &list.inside(array.item(at))).no);
        truth.no |= !certain;
    }
    truth.ty()
}

fn concat(left: &Val, right: &Val) -> Type {
    let text = |val: &Val| match val.ty.absence() {
        Absence::Never => val.clone(),
        _ => val.with_type(val.ty.clone().present().join(&Type::string_of(""))),
    };
    let folded = fold::binary(BinaryOp::Concat, &text(left), &text(right));
    folded.filter(|folded| folded.error.is_none()).map_or_else(Type::string, |folded| folded.ty)
}
