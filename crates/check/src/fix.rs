//! Edits that mend faults: how they are written, and how they are applied.

use crate::{Diagnostic, Rule};
use asl_syntax::{Format, Span, Str};
use std::collections::HashMap;

/// A place and the text that belongs there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty: something is put in.
    pub span: Span,
    /// What stands there instead.
    pub text: String,
}

impl Edit {
    /// Puts a text in the place of another.
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// Gives a string another value; its quotes stay as they are, as far as the value allows.
    pub fn value(old: Str<'_>, new: &str) -> Self {
        Self::new(old.span(), written(old, new))
    }
}

/// A value as it would be written where a string stands.
fn written(old: Str<'_>, new: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '/');
    let stays_text = new.starts_with(char::is_alphabetic) && !new.ends_with(' ') && new.chars().all(is_plain);
    match (old.node.tree().format(), old.node.raw().chars().next()) {
        (Format::Yaml, Some('\'')) => format!("'{}'", new.replace('\'', "''")),
        (Format::Yaml, Some(c)) if c != '"' && stays_text => new.to_owned(),
        _ => quoted(new),
    }
}

/// A string of JSON.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.extend(format!("\\u{:04x}", c as u32).chars()),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// An edit that mends a fault, with its place in the file.
#[derive(Clone, Debug)]
pub struct Fix {
    /// What it does.
    pub title: String,
    /// Its edits, in no order, none in another.
    pub edits: Vec<Edit>,
    /// May it be applied without a person reading it?
    pub safe: bool,
}

/// A text after all safe fixes.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// What was mended, in the order in which it was.
    pub applied: Vec<(&'static Rule, String)>,
}

/// Fixes are tried again as long as they lead somewhere, and at most so often.
const MAX_ROUNDS: usize = 20;

/// Applies the safe fixes until nothing changes.
///
/// `check` gives what is told of a text. Whatever a fix promises, it is kept only if fewer findings are left and none of
/// them is new; formatting and comments stay, since only the edits' own places are touched.
pub fn apply(text: &str, check: impl Fn(&str) -> Vec<Diagnostic>) -> Fixed {
    let mut fixed = Fixed { text: text.to_owned(), applied: Vec::new() };
    let mut before = check(text);
    for _ in 0..MAX_ROUNDS {
        let offers: Vec<(&'static Rule, &Fix)> =
            before.iter().filter_map(|d| d.fix.as_ref().filter(|f| f.safe).map(|f| (d.rule, f))).collect();
        // All of them at once; if that makes anything new, the first one alone that does not.
        let all = without_overlaps(&offers);
        let tries = std::iter::once(all).chain(offers.iter().map(|f| vec![*f])).filter(|f| !f.is_empty());
        let step = tries.into_iter().find_map(|fixes| {
            let edits: Vec<&Edit> = fixes.iter().flat_map(|(_, f)| &f.edits).collect();
            let text = edited(&fixed.text, edits)?;
            let after = check(&text);
            let said: Vec<(&'static Rule, String)> = fixes.iter().map(|(r, f)| (*r, f.title.clone())).collect();
            mends(&before, &after).then_some((text, after, said))
        });
        let Some((text, after, said)) = step else { break };
        fixed.text = text;
        fixed.applied.extend(said);
        before = after;
    }
    fixed
}

fn without_overlaps<'f>(fixes: &[(&'static Rule, &'f Fix)]) -> Vec<(&'static Rule, &'f Fix)> {
    let mut taken: Vec<Span> = Vec::new();
    let mut out = Vec::new();
    for (rule, fix) in fixes {
        let overlaps = |s: &Span| taken.iter().any(|t| s.start <= t.end && t.start <= s.end);
        if !fix.edits.iter().any(|e| overlaps(&e.span)) {
            taken.extend(fix.edits.iter().map(|e| e.span));
            out.push((*rule, *fix));
        }
    }
    out
}

/// The text with the edits applied, if all of them lie in it.
pub fn edited(text: &str, mut edits: Vec<&Edit>) -> Option<String> {
    edits.sort_by_key(|e| e.span.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.span.start as usize)?);
        out.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// Are there fewer findings, and none that was not there before?
pub fn mends(before: &[Diagnostic], after: &[Diagnostic]) -> bool {
    let mut left: HashMap<(&str, &str), usize> = HashMap::new();
    for d in before {
        *left.entry((d.rule.id, &d.message)).or_default() += 1;
    }
    for d in after {
        match left.get_mut(&(d.rule.id, d.message.as_str())) {
            Some(count) if *count > 0 => *count -= 1,
            _ => return false,
        }
    }
    after.len() < before.len()
}
