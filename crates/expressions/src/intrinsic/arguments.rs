//! The values that a call passes, and why a function refuses them.

use serde_json::{Map, Number, Value};
use std::borrow::Cow;

use crate::java;

/// The most characters in a text that a function encodes, decodes or hashes. They are counted as Java counts them.
const MOST_CHARACTERS: usize = 10_000;

/// The value of an argument.
#[derive(Debug)]
pub(super) struct Argument<'v> {
    pub(super) value: Cow<'v, Value>,
    /// It comes from `States.StringToJson`, which gives a node of Jackson and no plain Java object. That shows where the
    /// value becomes text: a node writes itself as JSON.
    pub(super) node: bool,
}

impl Argument<'_> {
    /// `String.valueOf`.
    pub(super) fn java_text(&self) -> Cow<'_, str> {
        match &*self.value {
            value if self.node => Cow::Owned(java::json_text(value)),
            Value::String(text) => Cow::Borrowed(text),
            value => Cow::Owned(java::text(value)),
        }
    }
}

/// Why a function gives no value.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The argument at fault, where it is one.
    pub(super) argument: Option<usize>,
    /// What AWS says instead of `Invalid arguments in <name>`.
    pub(super) reason: Option<String>,
}

impl Fault {
    /// The argument is of a wrong kind or out of range.
    pub(super) const fn at(argument: usize) -> Self {
        Self { argument: Some(argument), reason: None }
    }

    /// The arguments do not go together.
    pub(super) const fn call() -> Self {
        Self { argument: None, reason: None }
    }

    /// As before, in other words.
    pub(super) fn saying(self, reason: impl Into<String>) -> Self {
        Self { reason: Some(reason.into()), ..self }
    }
}

/// The values that a call passes. They are of the kinds that the signature of the function accepts.
#[derive(Debug)]
pub(super) struct Arguments<'a, 'v>(pub(super) &'a [Argument<'v>]);

impl<'v> Arguments<'_, 'v> {
    pub(super) fn get(&self, at: usize) -> Result<&Argument<'v>, Fault> {
        self.0.get(at).ok_or(Fault::call())
    }

    pub(super) fn value(&self, at: usize) -> Result<&Value, Fault> {
        self.get(at).map(|argument| &*argument.value)
    }

    pub(super) fn array(&self, at: usize) -> Result<&[Value], Fault> {
        self.value(at)?.as_array().map(Vec::as_slice).ok_or(Fault::at(at))
    }

    pub(super) fn object(&self, at: usize) -> Result<&Map<String, Value>, Fault> {
        self.value(at)?.as_object().ok_or(Fault::at(at))
    }

    pub(super) fn text(&self, at: usize) -> Result<&str, Fault> {
        self.value(at)?.as_str().ok_or(Fault::at(at))
    }

    pub(super) fn number(&self, at: usize) -> Result<&Number, Fault> {
        self.value(at)?.as_number().ok_or(Fault::at(at))
    }

    /// A number without its fraction.
    pub(super) fn int(&self, at: usize) -> Result<i32, Fault> {
        self.number(at).map(java::int_value)
    }

    /// A text that is no longer than AWS allows where it encodes, decodes and hashes.
    pub(super) fn short_text(&self, at: usize) -> Result<&str, Fault> {
        self.text(at).and_then(|text| short(text, at).map(|()| text))
    }
}

/// Is the text no longer than AWS allows where it encodes, decodes and hashes?
pub(super) fn short(text: &str, at: usize) -> Result<(), Fault> {
    let fits = text.len() <= MOST_CHARACTERS || text.encode_utf16().nth(MOST_CHARACTERS).is_none();
    if fits { Ok(()) } else { Err(Fault::at(at)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_long_as_java_says() {
        let long = |character: &str, count: usize| short(&character.repeat(count), 0);
        assert_eq!(long("a", 10_000), Ok(()));
        assert_eq!(long("a", 10_001), Err(Fault::at(0)));
        assert_eq!(long("ö", 10_000), Ok(()));
        assert_eq!(long("😀", 5_000), Ok(()));
        assert_eq!(long("😀", 5_001), Err(Fault::at(0)));
    }
}
