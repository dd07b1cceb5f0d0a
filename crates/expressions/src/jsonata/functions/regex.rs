//! Functions that look for a pattern: a regular expression, or any function that answers like one.

use super::{Caller, arg};
use crate::jsonata::errors;
use crate::jsonata::evaluate::{BYTES_FOR_STEP, Evaluator};
use crate::jsonata::fault::{Fault, Outcome};
use crate::jsonata::pattern::{Match, Pattern};
use crate::jsonata::procedure::Procedure;
use crate::jsonata::value::{Fields, Text, Val};
use std::rc::Rc;

/// What a search has found.
pub(super) struct Found {
    /// Byte offsets.
    start: usize,
    end: usize,
    groups: Vec<Val>,
    /// The object that a replacing function gets.
    object: Option<Val>,
}

/// One match after the other.
pub(super) struct Search<'s> {
    text: &'s Rc<Text>,
    /// Who finds the next match; none when there is no more.
    next: Option<Rc<Procedure>>,
    /// Where a regular expression looks on; none before the first match.
    from: Option<usize>,
}

impl<'s> Search<'s> {
    pub(super) fn new(matcher: &Rc<Procedure>, text: &'s Rc<Text>) -> Self {
        Self { text, next: Some(Rc::clone(matcher)), from: None }
    }

    pub(super) fn next(&mut self, evaluator: &mut Evaluator<'_>) -> Outcome<Option<Found>> {
        let Some(matcher) = self.next.clone() else { return Ok(None) };
        if let Procedure::Matcher(pattern) = &*matcher {
            let spend = &mut |steps| evaluator.spend(steps);
            let found = match self.from {
                None => pattern.find(self.text, 0, spend)?,
                Some(end) => pattern.find_next(self.text, end, spend)?,
            };
            self.from = found.as_ref().map(|found| found.end);
            if found.is_none() {
                self.next = None;
            }
            return Ok(found.map(|Match { start, end, groups }| Found {
                start,
                end,
                groups: groups.into_iter().map(|group| group.map_or(Val::Undefined, Val::text)).collect(),
                object: None,
            }));
        }
        let args = if self.from.is_none() { vec![Val::Text(Rc::clone(self.text))] } else { Vec::new() };
        self.from = Some(0);
        let answer = evaluator.apply(&matcher, args, &Val::Undefined)?;
        self.answered(evaluator, answer)
    }

    /// Reads the answer of a function that stands in for a regular expression.
    fn answered(&mut self, evaluator: &mut Evaluator<'_>, answer: Val) -> Outcome<Option<Found>> {
        // The text is read up to each of the two offsets.
        evaluator.spend(2 * self.text.len() / BYTES_FOR_STEP)?;
        let Val::Object(object) = &answer else {
            self.next = None;
            return if answer.is_true() { Err(errors::matcher_result()) } else { Ok(None) };
        };
        let number = |name: &str| object.fields.get(name).and_then(Val::as_number);
        let groups = object.fields.get("groups").and_then(Val::as_array);
        let next = match object.fields.get("next") {
            Some(Val::Function(next)) => Some(Rc::clone(next)),
            _ => None,
        };
        if number("start").is_none() && number("end").is_none() && groups.is_none() && next.is_none() {
            return Err(errors::matcher_result());
        }
        let start = byte_offset(self.text, number("start").unwrap_or(0.0));
        let end = byte_offset(self.text, number("end").unwrap_or(0.0)).max(start);
        self.next = next;
        let groups = groups.map(|groups| groups.items.clone()).unwrap_or_default();
        Ok(Some(Found { start, end, groups, object: Some(answer) }))
    }
}

impl Found {
    fn matched<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// Offsets are counted in UTF-16 units outside.
fn utf16(text: &str, byte: usize) -> Val {
    Val::Number(text.get(..byte).unwrap_or_default().encode_utf16().count() as f64)
}

fn byte_offset(text: &str, units: f64) -> usize {
    let mut seen = 0.0;
    for (at, c) in text.char_indices() {
        if seen >= units {
            return at;
        }
        seen += c.len_utf16() as f64;
    }
    text.len()
}

fn object(fields: Vec<(&str, Val)>) -> Val {
    Val::object(fields.into_iter().map(|(name, value)| (Rc::from(name), value)).collect::<Fields>())
}

/// A regular expression called as a function.
pub(in crate::jsonata) fn first_match(evaluator: &mut Evaluator<'_>, pattern: &Rc<Pattern>, args: &[Val]) -> Outcome {
    let Val::Text(text) = arg(args, 0) else { return Ok(Val::Undefined) };
    let from = byte_offset(text, arg(args, 1).as_number().unwrap_or(0.0));
    let found = pattern.find(text, from, &mut |steps| evaluator.spend(steps))?;
    Ok(found.map_or(Val::Undefined, |found| match_object(pattern, text, found)))
}

pub(in crate::jsonata) fn next_match(
    evaluator: &mut Evaluator<'_>,
    pattern: &Rc<Pattern>,
    text: &Rc<Text>,
    from: usize,
) -> Outcome {
    let found = pattern.find_next(text, from, &mut |steps| evaluator.spend(steps))?;
    Ok(found.map_or(Val::Undefined, |found| match_object(pattern, text, found)))
}

fn match_object(pattern: &Rc<Pattern>, text: &Rc<Text>, found: Match) -> Val {
    let next = Procedure::Next { pattern: Rc::clone(pattern), text: Rc::clone(text), from: found.end };
    let groups = found.groups.into_iter().map(|group| group.map_or(Val::Undefined, Val::text)).collect();
    object(vec![
        ("match", Val::text(text.get(found.start..found.end).unwrap_or_default())),
        ("start", utf16(text, found.start)),
        ("end", utf16(text, found.end)),
        ("groups", Val::array(groups)),
        ("next", Val::Function(Rc::new(next))),
    ])
}

/// A limit on how many matches count; a negative one is an error with this code.
fn limit(value: &Val, code: &'static str, which: &str) -> Outcome<f64> {
    match value.as_number() {
        Some(limit) if limit < 0.0 => Err(Fault::new(code, format!("{which} must evaluate to a positive number"))),
        limit => Ok(limit.unwrap_or(f64::INFINITY)),
    }
}

/// `$match(text, pattern, limit)`
pub(super) fn matches(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let (Val::Text(text), Val::Function(matcher)) = (arg(args, 0), arg(args, 1)) else { return Ok(Val::Undefined) };
    let limit = limit(arg(args, 2), "D3040", "Third argument of match function")?;
    let mut results = Vec::new();
    let mut search = Search::new(matcher, text);
    while (results.len() as f64) < limit {
        let Some(found) = search.next(evaluator)? else { break };
        results.push(object(vec![
            ("match", Val::text(found.matched(text))),
            ("index", utf16(text, found.start)),
            ("groups", Val::array(found.groups)),
        ]));
    }
    Ok(Val::sequence(results))
}

/// `$split(text, separator, limit)`
pub(super) fn split(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Val::Text(text) = arg(args, 0) else { return Ok(Val::Undefined) };
    let limit = limit(arg(args, 2), "D3020", "Third argument of split function")?;
    evaluator.spend(text.len())?;
    let mut parts: Vec<Val> = Vec::new();
    match arg(args, 1) {
        Val::Text(separator) => {
            let all: &mut dyn Iterator<Item = &str> =
                if separator.is_empty() { &mut text.split_inclusive(|_| true) } else { &mut text.split(&***separator) };
            while (parts.len() as f64) < limit.floor()
                && let Some(part) = all.next()
            {
                evaluator.spend(1)?;
                parts.push(Val::text(part));
            }
        }
        Val::Function(matcher) => {
            let mut search = Search::new(matcher, text);
            let mut start = 0;
            while (parts.len() as f64) < limit {
                let Some(found) = search.next(evaluator)? else {
                    parts.push(Val::text(text.get(start..).unwrap_or_default()));
                    break;
                };
                parts.push(Val::text(text.get(start..found.start).unwrap_or_default()));
                start = found.end;
            }
        }
        _ => return Ok(Val::Undefined),
    }
    Ok(Val::array(parts))
}

/// `$replace(text, pattern, replacement, limit)`
pub(super) fn replace(evaluator: &mut Evaluator<'_>, args: &[Val], _: &Caller<'_>) -> Outcome {
    let Val::Text(text) = arg(args, 0) else { return Ok(Val::Undefined) };
    let limit = limit(arg(args, 3), "D3011", "Fourth argument of replace function")?;
    let replacement = arg(args, 2);
    let mut out = String::new();
    let mut position = 0;
    let mut count = 0.0;
    match arg(args, 1) {
        Val::Text(part) if part.is_empty() => {
            return Err(Fault::new("D3010", "Second argument of replace function cannot be an empty string"));
        }
        Val::Text(part) => {
            let with = replacement.as_text().unwrap_or_default();
            for (start, _) in text.match_indices(&***part) {
                if count >= limit {
                    break;
                }
                evaluator.reserve(out.len() + with.len())?;
                out.push_str(text.get(position..start).unwrap_or_default());
                out.push_str(with);
                position = start + part.len();
                count += 1.0;
            }
        }
        Val::Function(matcher) => {
            let mut search = Search::new(matcher, text);
            while count < limit {
                let Some(found) = search.next(evaluator)? else { break };
                out.push_str(text.get(position..found.start).unwrap_or_default());
                substitute(evaluator, &mut out, replacement, &found, matcher, text)?;
                evaluator.reserve(out.len())?;
                position = found.end;
                count += 1.0;
            }
        }
        _ => return Ok(Val::Undefined),
    }
    out.push_str(text.get(position..).unwrap_or_default());
    Ok(Val::text(out))
}

/// Appends what stands in for a match.
fn substitute(
    evaluator: &mut Evaluator<'_>,
    out: &mut String,
    replacement: &Val,
    found: &Found,
    matcher: &Rc<Procedure>,
    text: &Rc<Text>,
) -> Outcome<()> {
    match replacement {
        Val::Text(template) => {
            evaluator.reserve(out.len() + template.len() * (1 + found.end - found.start))?;
            expand(out, template, found, text);
            Ok(())
        }
        Val::Function(replacer) => {
            let object = match (&found.object, &**matcher) {
                (Some(object), _) => object.clone(),
                (None, Procedure::Matcher(pattern)) => {
                    let groups = found.groups.iter().map(|group| group.as_text().map(str::to_owned)).collect();
                    match_object(pattern, text, Match { start: found.start, end: found.end, groups })
                }
                _ => Val::Undefined,
            };
            let with = evaluator.apply(replacer, vec![object], &Val::Undefined)?;
            let Some(with) = with.as_text() else {
                return Err(Fault::new("D3012", "Attempted to replace a matched string with a non-string value"));
            };
            out.push_str(with);
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Fills in `$$`, `$0` and `$n`; of more digits than there are groups, the last belongs to the text.
fn expand(out: &mut String, template: &str, found: &Found, text: &str) {
    let most_digits = found.groups.len().max(1).to_string().len();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let digits = after.bytes().take(most_digits).take_while(u8::is_ascii_digit).count();
        if let Some(tail) = after.strip_prefix('$') {
            out.push('$');
            rest = tail;
        } else if let Some(tail) = after.strip_prefix('0') {
            out.push_str(found.matched(text));
            rest = tail;
        } else if digits == 0 {
            out.push('$');
            rest = after;
        } else {
            let number = |count: usize| after.get(..count).and_then(|digits| digits.parse::<usize>().ok()).unwrap_or(0);
            let too_many = digits > 1 && number(digits) > found.groups.len();
            let digits = if too_many { digits - 1 } else { digits };
            if let Some(Val::Text(group)) = found.groups.get(number(digits).wrapping_sub(1)) {
                out.push_str(group);
            }
            rest = after.get(digits..).unwrap_or_default();
        }
    }
    out.push_str(rest);
}
