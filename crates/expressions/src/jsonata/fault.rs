//! Errors on their way out: the callee's name is filled in by the call that they pass.

use super::value::Val;
use crate::Error;
use asl_syntax::Span;
use std::borrow::Cow;
use std::rc::Rc;

/// What the reference says where it names a function without a name.
const NAMELESS: &str = "undefined";

/// A failed evaluation.
#[derive(Clone, Debug)]
pub(super) struct Fault(Box<Content>);

#[derive(Clone, Debug)]
struct Content {
    code: Cow<'static, str>,
    /// The message up to the name of the function that failed, if it has one.
    head: String,
    /// What follows that name.
    tail: Option<String>,
    callee: Option<Rc<str>>,
    span: Option<Span>,
}

pub(super) type Outcome<T = Val> = Result<T, Fault>;

impl Fault {
    pub(super) fn new(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self(Box::new(Content { code: code.into(), head: message.into(), tail: None, callee: None, span: None }))
    }

    /// An error whose message names the function that failed.
    pub(super) fn of_callee(code: &'static str, head: impl Into<String>, tail: impl Into<String>) -> Self {
        let mut fault = Self::new(code, head);
        fault.0.tail = Some(tail.into());
        fault
    }

    /// The error at a place, unless it has one.
    pub(super) fn at(mut self, span: Span) -> Self {
        self.0.span.get_or_insert(span);
        self
    }

    /// The error of a limit at the expression that met it; other errors know their place, or get that of a call.
    pub(super) fn located(self, span: Span) -> Self {
        if self.0.code == "U1001" { self.at(span) } else { self }
    }

    /// The error of a function, unless it has one.
    pub(super) fn within(mut self, callee: Option<&Rc<str>>) -> Self {
        if self.0.callee.is_none() {
            self.0.callee = callee.cloned();
        }
        self
    }

    pub(super) fn message(&self) -> String {
        let Content { head, tail, callee, .. } = &*self.0;
        match (tail, callee) {
            (None, _) => head.clone(),
            (Some(tail), Some(callee)) => format!("{head}\"{callee}\"{tail}"),
            (Some(tail), None) => format!("{head}{NAMELESS}{tail}"),
        }
    }

    pub(super) fn into_error(self, whole: Span) -> Error {
        let message = self.message();
        Error { code: self.0.code, message, span: self.0.span.unwrap_or(whole) }
    }
}

impl From<super::picture::Fault> for Fault {
    fn from(fault: super::picture::Fault) -> Self {
        Self::new(fault.code, fault.message)
    }
}

/// A value as it stands in a message; one that would fill pages is not shown.
pub(super) fn shown(value: &Val) -> String {
    let mut left = 10_000;
    match value.to_json(&mut left) {
        Ok(Some(json)) => json.to_string(),
        Ok(None) => NAMELESS.to_owned(),
        Err(_) => "…".to_owned(),
    }
}
