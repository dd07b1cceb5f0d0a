//! Which values a field takes among those of the kinds that it takes.

use super::facts::{Expression, Reads};
use super::flow::At;
use crate::{Certainty, Fault, FaultKind, errors};
use asl_expressions::Template;
use asl_expressions::choice::timestamp;
use asl_semantics::plan::{Number, PathText};
use asl_syntax::Span;
use asl_types::{Kinds, Literals, Type};

/// The most seconds that are written in a field, or computed for it.
const MOST_SECONDS: f64 = 99_999_999.0;
/// The most that a path may lead a Wait to.
const LONGEST_WAIT: f64 = i32::MAX as f64;

/// What a field takes.
#[derive(Clone, Copy)]
enum Taken {
    Number {
        is_whole: bool,
        least: f64,
        most: f64,
        texts: Texts,
    },
    /// The text of a moment.
    Moment,
}

/// Which texts will do for a number.
#[derive(Clone, Copy)]
enum Texts {
    None,
    /// Digits alone.
    Digits,
    /// Whatever reads as a number that will do.
    Number,
}

impl<'a, 't> At<'_, '_, 'a, 't> {
    /// Of a number that is computed, what its field takes; never, where that is nothing for certain.
    pub(super) fn fit_number(&mut self, number: &'a Number<'t>, of: Type, field: &str) -> Type {
        match number {
            Number::Path(path) => self.fit_path(path, of, field),
            Number::Template(template @ Template::Computed(_)) => {
                if !is_in_range(&of, field) {
                    self.may_be_unfit();
                }
                self.fit(template, of, field)
            }
            // What stands in the definition was looked at when it was created.
            Number::Absent | Number::Template(_) => of,
        }
    }

    /// The same of what a path leads to, by the field without its `Path`.
    pub(super) fn fit_path(&mut self, path: &'a PathText<'t>, of: Type, field: &str) -> Type {
        self.may_be_unfit();
        let Some(taken) = Taken::by(field, true).filter(|taken| taken.is_none_of(&of)) else { return of };
        let (input, fault) = (self.entry.input.clone(), taken.missed(of, path.text));
        self.path_fault(path, &input, Reads::EffectiveInput, &format!("{field}Path"), fault);
        Type::never()
    }

    /// The same of what an expression gives.
    pub(super) fn fit(&mut self, template: &'a Template<'t>, of: Type, field: &str) -> Type {
        let Template::Computed(computed) = template else { return of };
        let Some(taken) = Taken::by(field, false).filter(|taken| taken.is_none_of(&of)) else { return of };
        let (input, expression) = (self.entry.input.clone(), Expression::of(computed));
        let fault = taken.missed(of, computed.text.text);
        self.fault(computed.text.node, field.to_owned(), expression, Reads::EffectiveInput, &input, fault);
        Type::never()
    }

    /// What is computed may be what the field does not take.
    pub(super) fn may_be_unfit(&mut self) {
        self.outcome.errors.add(if self.is_jsonata() { errors::QUERY } else { errors::RUNTIME });
    }
}

impl Taken {
    /// What a field takes of what is computed, or of what a path leads to.
    fn by(field: &str, is_path: bool) -> Option<Self> {
        let all = f64::INFINITY;
        let (is_whole, least, most) = match (field, is_path) {
            ("Timestamp", _) => return Some(Self::Moment),
            ("Seconds", true) => (true, 0.0, LONGEST_WAIT),
            ("TimeoutSeconds" | "HeartbeatSeconds", true) => (true, 1.0, MOST_SECONDS),
            ("Seconds" | "TimeoutSeconds" | "HeartbeatSeconds", false) => (true, 0.0, MOST_SECONDS),
            ("MaxConcurrency" | "MaxItemsPerBatch" | "MaxInputBytesPerBatch", _) => (true, -all, all),
            ("ToleratedFailureCount", _) | ("MaxItems", true) => (true, 0.0, all),
            ("MaxItems", false) => (true, 1.0, all),
            ("ToleratedFailurePercentage", _) => (false, 0.0, 100.0),
            _ => return None,
        };
        let texts = match (field, is_path) {
            (_, false) => Texts::None,
            ("Seconds", true) => Texts::Digits,
            // Of the seconds of a task it was not seen.
            (_, true) => Texts::Number,
        };
        Some(Self::Number { is_whole, least, most, texts })
    }

    fn words(self) -> String {
        let Self::Number { is_whole, least, most, .. } = self else {
            return "a moment such as \"2027-01-01T09:00:00Z\"".to_owned();
        };
        let what = if is_whole { "a whole number" } else { "a number" };
        match (least.is_finite(), most.is_finite()) {
            (true, true) => format!("{what} from {least} to {most}"),
            (true, false) => format!("{what} that is at least {least}"),
            _ => what.to_owned(),
        }
    }

    fn has_number(self, number: f64) -> bool {
        match self {
            Self::Number { is_whole, least, most, .. } => {
                (!is_whole || number.fract() == 0.0) && (least..=most).contains(&number)
            }
            Self::Moment => false,
        }
    }

    fn has_text(self, text: &str) -> bool {
        match self {
            Self::Moment => timestamp(text).is_some(),
            Self::Number { texts: Texts::None, .. } => false,
            Self::Number { texts: Texts::Digits, .. } => {
                text.parse::<i64>().is_ok() && text.parse().is_ok_and(|number| self.has_number(number))
            }
            Self::Number { texts: Texts::Number, .. } => {
                text.trim().parse().is_ok_and(|number| self.has_number(number))
            }
        }
    }

    /// Is every value known, and none of them taken?
    fn is_none_of(self, of: &Type) -> bool {
        let sets = of.sets();
        let (Literals::Some(numbers), Literals::Some(texts)) = (&sets.numbers, &sets.strings) else { return false };
        of.has_value()
            && !of.is_unknown()
            && of.kinds().is_within(Kinds::NUMBER | Kinds::STRING)
            && !numbers.iter().any(|number| self.has_number(number.value()))
            && !texts.iter().any(|text| self.has_text(text))
    }

    /// The fault of a value that is none of them.
    fn missed(self, of: Type, text: &str) -> Fault {
        let kind = FaultKind::Unfit { wanted: self.words(), of };
        Fault { kind, certainty: Certainty::Certain, span: Span::new(0, text.len() as u32), is_always: true }
    }
}

/// Is it one number that the field takes? Some take more than this.
fn is_in_range(of: &Type, field: &str) -> bool {
    let most = match field {
        "ToleratedFailurePercentage" => 100.0,
        "MaxInputBytesPerBatch" => 262_144.0,
        _ => MOST_SECONDS,
    };
    let number = of.as_value().and_then(|value| value.as_f64());
    number.is_some_and(|number| number.fract() == 0.0 && (1.0..=most).contains(&number))
}
