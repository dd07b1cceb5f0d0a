//! The sides of a comparison: what Jayway calls a value node.

use super::fault::{Fault, Kind};
use super::lenient;
use super::number;
use super::pattern::Pattern;
use super::plan::{Literal, Side};
use super::walk::Evaluation;
use crate::java;
use asl_syntax::jsonpath;
use serde_json::{Number, Value};
use std::borrow::Cow;
use std::cmp::Ordering;

/// A side, held while it is compared.
#[derive(Debug)]
pub(super) enum Held<'n> {
    Undefined,
    Data(Cow<'n, Value>),
    Literal(&'n Literal<'n>),
}

impl<'a> Side<'a> {
    pub(super) fn hold<'n>(&'n self, evaluation: &Evaluation<'a>, current: &'n Value) -> Result<Held<'n>, Fault> {
        match self {
            Self::Literal(literal) => Ok(Held::Literal(literal)),
            Self::Current(plan) => Ok(found(evaluation.value(plan, current))?.map_or(Held::Undefined, Held::Data)),
            Self::Outer(plan, once) => {
                let value = if let Some(value) = once.get() {
                    value
                } else {
                    let root = evaluation.root(plan);
                    let value = root.map(|root| found(evaluation.value(plan, root))).transpose()?.flatten();
                    once.get_or_init(|| value)
                };
                Ok(value.as_ref().map_or(Held::Undefined, |value| Held::Data(Cow::Borrowed(value))))
            }
        }
    }
}

/// A node that is not there is no fault to a comparison.
fn found(value: Result<Cow<'_, Value>, Fault>) -> Result<Option<Cow<'_, Value>>, Fault> {
    match value {
        Ok(value) => Ok(Some(value)),
        Err(fault) if fault.kind == Kind::NotFound => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// What is compared.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node<'n> {
    /// No such node: equal to nothing, not even to itself.
    Undefined,
    Null,
    Bool(bool),
    Number(Numeric<'n>),
    Text(&'n str),
    /// An array or object from the data.
    Data(&'n Value),
    /// An array or object written in the filter; on the left it is a mere text to Jayway and equals nothing.
    Written(&'n Value),
    Pattern(&'n Pattern),
    /// A string in a list that Jayway takes for JSON.
    JsonText(&'n str),
    /// A string in a list that Jayway takes for a path.
    PathText,
}

/// A number, with what its text is to Java.
#[derive(Clone, Copy, Debug)]
pub(super) enum Numeric<'n> {
    Data(&'n Number),
    Literal { value: f64, text: &'n str },
}

impl Numeric<'_> {
    fn value(self) -> f64 {
        match self {
            Self::Data(number) => number.as_f64().unwrap_or(f64::NAN),
            Self::Literal { value, .. } => value,
        }
    }

    /// Without its fraction.
    pub(super) fn whole(self) -> i64 {
        self.value() as i64
    }

    fn integer(self) -> Option<i128> {
        match self {
            Self::Data(number) => number.as_i128(),
            Self::Literal { text, .. } => text.parse().ok(),
        }
    }

    pub(super) fn text(self) -> String {
        match self {
            Self::Data(number) if number.is_f64() => number::big_decimal(&java::number_text(number)),
            Self::Data(number) => number.to_string(),
            Self::Literal { text, .. } => number::big_decimal(text),
        }
    }

    fn order(self, other: Self) -> Option<Ordering> {
        let (left, right) = (self.value(), other.value());
        // Doubles tell all but large integers apart.
        let order = left.partial_cmp(&right);
        if order == Some(Ordering::Equal)
            && let (Some(left), Some(right)) = (self.integer(), other.integer())
        {
            return Some(left.cmp(&right));
        }
        order
    }
}

impl Held<'_> {
    pub(super) fn node(&self) -> Node<'_> {
        match self {
            Self::Undefined => Node::Undefined,
            Self::Data(value) => Node::of(value),
            Self::Literal(literal) => match literal {
                Literal::Text(text) => Node::Text(text),
                Literal::Number { value, text } => Node::Number(Numeric::Literal { value: *value, text }),
                Literal::Bool(value) => Node::Bool(*value),
                Literal::Null => Node::Null,
                Literal::Json(value) => Node::Written(value),
                Literal::Pattern(pattern) => Node::Pattern(pattern),
            },
        }
    }
}

impl<'n> Node<'n> {
    fn of(value: &'n Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => Self::Number(Numeric::Data(number)),
            Value::String(text) => Self::Text(text),
            Value::Array(_) | Value::Object(_) => Self::Data(value),
        }
    }

    /// As an element of a list; arrays and objects can be none.
    pub(super) fn item(value: &'n Value) -> Self {
        match value {
            Value::String(text) if looks_like_path(text) => Self::PathText,
            Value::String(text) if looks_like_json(text) => Self::JsonText(text),
            value => Self::of(value),
        }
    }

    /// The array or object that this is.
    pub(super) fn json(self) -> Option<&'n Value> {
        match self {
            Self::Data(value) | Self::Written(value) => Some(value),
            _ => None,
        }
    }

    /// `==`: a number and a string are equal as the left one's kind.
    pub(super) fn equals(self, other: Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(left), Self::Bool(right)) => left == right,
            (Self::Number(left), Self::Number(right)) => left.order(right) == Some(Ordering::Equal),
            (Self::Number(left), Self::Text(right)) => {
                number::parse(right).and_then(|right| left.value().partial_cmp(&right)) == Some(Ordering::Equal)
            }
            (Self::Text(left), Self::Text(right)) | (Self::JsonText(left), Self::JsonText(right)) => left == right,
            (Self::Text(left), Self::Number(right)) => left == right.text(),
            (Self::Data(left), Self::Data(right) | Self::Written(right)) => left == right,
            _ => false,
        }
    }

    /// `===`: of one kind and equal.
    pub(super) fn same(self, other: Self) -> bool {
        !matches!((self, other), (Self::Number(_), Self::Text(_)) | (Self::Text(_), Self::Number(_)))
            && self.equals(other)
    }

    /// Numbers by value and strings as Java orders them; a number beside a string is its text.
    pub(super) fn order(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Number(left), Self::Number(right)) => left.order(right),
            (Self::Text(left), Self::Text(right)) => Some(java_order(left, right)),
            (Self::Text(left), Self::Number(right)) => Some(java_order(left, &right.text())),
            (Self::Number(left), Self::Text(right)) => Some(java_order(&left.text(), right)),
            _ => None,
        }
    }

    /// What a pattern is held against.
    pub(super) fn input(self) -> Cow<'n, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.text()),
            Self::Bool(true) => Cow::Borrowed("true"),
            Self::Bool(false) => Cow::Borrowed("false"),
            _ => Cow::Borrowed(""),
        }
    }
}

fn java_order(left: &str, right: &str) -> Ordering {
    left.encode_utf16().cmp(right.encode_utf16())
}

fn looks_like_json(text: &str) -> bool {
    let text = text.trim();
    let wrapped = |open, close| text.starts_with(open) && text.ends_with(close);
    text.len() > 1 && (wrapped('[', ']') || wrapped('{', '}')) && lenient::parse(text).is_some()
}

fn looks_like_path(text: &str) -> bool {
    let text = text.trim();
    match text.strip_prefix(['$', '@']) {
        None => false,
        Some("") => true,
        Some(rest) => rest.starts_with(['.', '[']) && jsonpath::parse(&format!("${rest}")).errors.is_empty(),
    }
}
