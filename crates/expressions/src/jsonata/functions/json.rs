//! Functions on any value.

use super::{Caller, arg};
use crate::jsonata::errors;
use crate::jsonata::evaluate::Evaluator;
use crate::jsonata::fault::{Fault, Outcome, shown};
use crate::jsonata::value::{Fields, Marks, Val};
use crate::jsonata::{Dialect, lower, number};
use std::borrow::Cow;
use std::rc::Rc;

/// `$string(value, indented)`
pub(super) fn string(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let value = arg(args, 0);
    if value.is_undefined() {
        return Ok(Val::Undefined);
    }
    Ok(Val::text(text_with(evaluator, value, arg(args, 1).is_true())?))
}

/// A value as text, as `&` joins it: nothing is an empty text.
pub(in crate::jsonata) fn text_of<'v>(evaluator: &mut Evaluator<'_>, value: &'v Val) -> Outcome<Cow<'v, str>> {
    match value {
        Val::Undefined => Ok(Cow::Borrowed("")),
        Val::Text(text) => Ok(Cow::Borrowed(text)),
        other => text_with(evaluator, other, false).map(Cow::Owned),
    }
}

fn text_with(evaluator: &mut Evaluator<'_>, value: &Val, indented: bool) -> Outcome<String> {
    match value {
        Val::Text(text) => Ok(text.to_string()),
        Val::Number(number) if !number.is_finite() => Err(errors::infinite_text()),
        Val::Function(_) => Ok(String::new()),
        // The array around an input that is an array does not show.
        Val::Array(array) if array.marks.outer => {
            text_with(evaluator, array.items.first().unwrap_or(&Val::Undefined), indented)
        }
        value => {
            let mut out = String::new();
            Writer { evaluator, indented }.write(&mut out, value, 0)?;
            Ok(out)
        }
    }
}

/// `JSON.stringify`, with numbers of at most 15 digits and functions as empty texts.
struct Writer<'e, 'w> {
    evaluator: &'e mut Evaluator<'w>,
    indented: bool,
}

impl Writer<'_, '_> {
    fn write(&mut self, out: &mut String, value: &Val, level: usize) -> Outcome<()> {
        self.evaluator.spend(1)?;
        match value {
            Val::Undefined | Val::Null => out.push_str("null"),
            Val::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Val::Number(number) if !number.is_finite() => return Err(errors::out_of_range(*number)),
            Val::Number(number) => out.push_str(&number::text(rounded(*number, self.evaluator.dialect))),
            Val::Text(text) => self.quote(out, text)?,
            Val::Function(_) => out.push_str("\"\""),
            Val::Array(array) => self.list(out, '[', ']', array.items.iter().map(|item| (None, item)), level)?,
            Val::Object(object) => {
                let fields = object.fields.iter().filter(|(_, value)| !value.is_undefined());
                self.list(out, '{', '}', fields.map(|(key, value)| (Some(&**key), value)), level)?;
            }
            Val::Tuples(tuples) => {
                self.list(out, '[', ']', tuples.iter().map(|tuple| (None, &tuple.focus)), level)?;
            }
        }
        Ok(())
    }

    fn list<'v>(
        &mut self,
        out: &mut String,
        open: char,
        close: char,
        items: impl Iterator<Item = (Option<&'v str>, &'v Val)>,
        level: usize,
    ) -> Outcome<()> {
        out.push(open);
        let mut any = false;
        for (key, value) in items {
            if any {
                out.push(',');
            }
            any = true;
            self.line(out, level + 1)?;
            if let Some(key) = key {
                self.quote(out, key)?;
                out.push_str(if self.indented { ": " } else { ":" });
            }
            self.write(out, value, level + 1)?;
        }
        if any {
            self.line(out, level)?;
        }
        out.push(close);
        Ok(())
    }

    fn line(&mut self, out: &mut String, level: usize) -> Outcome<()> {
        if self.indented {
            self.evaluator.room(out.len() + 2 * level)?;
            self.evaluator.spend(level / 8)?;
            out.push('\n');
            out.extend(std::iter::repeat_n("  ", level));
        }
        Ok(())
    }

    fn quote(&mut self, out: &mut String, text: &str) -> Outcome<()> {
        self.evaluator.room(out.len() + text.len())?;
        self.evaluator.spend(text.len() / 64)?;
        asl_syntax::jsonata::quote(text, out);
        Ok(())
    }
}

/// The number that is written: the version that AWS runs cuts integers to 15 digits as well.
fn rounded(value: f64, dialect: Dialect) -> f64 {
    if dialect == Dialect::Reference && value.fract() == 0.0 { value } else { number::to_fifteen_digits(value) }
}

/// `$clone(value)`: what is left of a value when it is written and read again.
pub(super) fn clone(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    copy(evaluator, arg(args, 0))
}

/// A copy in which every object lies at a place of its own.
pub(in crate::jsonata) fn copy(evaluator: &mut Evaluator<'_>, value: &Val) -> Outcome {
    evaluator.spend(1)?;
    Ok(match value {
        Val::Array(array) => {
            let items = array.items.iter().map(|item| copy(evaluator, item)).collect::<Outcome<Vec<Val>>>()?;
            Val::array(items)
        }
        Val::Object(object) => {
            let mut fields = Fields::default();
            for (key, value) in &object.fields {
                fields.insert(Rc::clone(key), copy(evaluator, value)?);
            }
            Val::object(fields)
        }
        Val::Number(number) if number.is_finite() => Val::Number(rounded(*number, evaluator.dialect)),
        Val::Number(_) => Val::Null,
        Val::Function(_) => Val::text(""),
        other => other.clone(),
    })
}

/// `$boolean(value)`
pub(super) fn boolean(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    Ok(arg(args, 0).truth().map_or(Val::Undefined, Val::Bool))
}

/// `$not(value)`
pub(super) fn not(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    Ok(arg(args, 0).truth().map_or(Val::Undefined, |truth| Val::Bool(!truth)))
}

/// `$exists(value)`
pub(super) fn exists(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    Ok(Val::Bool(!arg(args, 0).is_undefined()))
}

/// `$type(value)`
pub(super) fn type_of(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    Ok(match arg(args, 0) {
        Val::Undefined => Val::Undefined,
        Val::Null => Val::text("null"),
        Val::Bool(_) => Val::text("boolean"),
        Val::Number(_) => Val::text("number"),
        Val::Text(_) => Val::text("string"),
        Val::Array(_) | Val::Tuples(_) => Val::text("array"),
        Val::Object(_) => Val::text("object"),
        Val::Function(_) => Val::text("function"),
    })
}

/// `$error(message)`
pub(super) fn error(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    Err(Fault::new("D3137", arg(args, 0).as_text().unwrap_or("$error() function evaluated")))
}

/// `$assert(condition, message)`
pub(super) fn assert(_: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    if arg(args, 0).is_true() {
        return Ok(Val::Undefined);
    }
    Err(Fault::new("D3141", arg(args, 1).as_text().unwrap_or("$assert() statement failed")))
}

/// `$eval(expression, context)`
pub(super) fn eval(evaluator: &mut Evaluator<'_>, args: &[Val], caller: &Caller<'_>) -> Outcome {
    let Some(text) = arg(args, 0).as_text() else { return Ok(Val::Undefined) };
    let input = match arg(args, 1) {
        Val::Undefined => caller.input.clone(),
        array @ Val::Array(inner) if !inner.marks.sequence => {
            Val::marked(vec![array.clone()], Marks { outer: true, ..Marks::SEQUENCE })
        }
        other => other.clone(),
    };
    let parsed = asl_syntax::jsonata::parse(text);
    let unreadable = |why: &str| {
        let message = "Syntax error in expression passed to function eval";
        Fault::new("D3120", format!("{message}: {}", shown(&Val::text(why))))
    };
    if let Some(error) = parsed.errors.first() {
        return Err(unreadable(&error.message));
    }
    let (plan, _) = lower::lower(&parsed.expr).map_err(|error| unreadable(&error.message))?;
    evaluator.eval(&plan, &input, caller.frame).map_err(|fault| {
        let message = "Dynamic error evaluating the expression passed to function eval";
        Fault::new("D3121", format!("{message}: {}", shown(&Val::text(fault.message()))))
    })
}
