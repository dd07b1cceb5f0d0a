//! Edits that mend faults: how they are written, and how they are applied.

use crate::{Diagnostic, Rule, Stage};
use asl_syntax::{Format, Span, Str, quoted};
use std::collections::{HashMap, HashSet};

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

/// A text is checked at most so often while it is mended.
const MAX_CHECKS: usize = 300;

/// Applies the safe fixes until nothing changes.
///
/// `check` gives what is told of a text. Whatever a fix promises, it is kept only if fewer findings are left and none of
/// them is new; formatting and comments stay, since only the edits' own places are touched.
pub fn apply(text: &str, check: impl Fn(&str) -> Vec<Diagnostic>) -> Fixed {
    let mut fixed = Fixed { text: text.to_owned(), applied: Vec::new() };
    let mut before = check(text);
    let mut rejected: HashSet<(&str, String)> = HashSet::new();
    // All fixes at once; if that makes anything new, the first half of them, down to the one that is to blame.
    let mut most = usize::MAX;
    for _ in 0..MAX_CHECKS {
        let is_wanted = |d: &&Diagnostic| !rejected.contains(&(d.rule.id, d.message.clone()));
        let mended: Vec<&Diagnostic> =
            before.iter().filter(|d| d.fix.as_ref().is_some_and(|f| f.safe)).filter(is_wanted).collect();
        let mut batch = without_overlaps(&mended);
        batch.truncate(most);
        let edits = batch.iter().filter_map(|d| d.fix.as_ref()).flat_map(|f| &f.edits).collect();
        let (false, Some(text)) = (batch.is_empty(), edited(&fixed.text, edits)) else { break };
        let after = check(&text);
        if mends(&before, &after) {
            let said = |d: &&Diagnostic| d.fix.as_ref().map(|f| (d.rule, f.title.clone()));
            fixed.applied.extend(batch.iter().filter_map(said));
            fixed.text = text;
            before = after;
            most = usize::MAX;
        } else if let [one] = batch[..] {
            rejected.insert((one.rule.id, one.message.clone()));
            most = usize::MAX;
        } else {
            most = batch.len() / 2;
        }
    }
    fixed
}

/// Those whose edits do not touch each other's.
fn without_overlaps<'d>(mended: &[&'d Diagnostic]) -> Vec<&'d Diagnostic> {
    let mut taken = 0;
    let mut out = Vec::new();
    for d in mended {
        let spans = d.fix.iter().flat_map(|f| &f.edits).map(|e| e.span);
        let all = spans.reduce(Span::to).unwrap_or_default();
        // In the order of the text: what begins behind the last one does not touch any.
        if out.is_empty() || all.start > taken {
            taken = taken.max(all.end);
            out.push(*d);
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

/// Are there fewer findings, and none that was not there before? What data does in a definition that AWS refuses nobody asks,
/// so that what comes to light of it once it is mended is not new.
pub fn mends(before: &[Diagnostic], after: &[Diagnostic]) -> bool {
    let mut left: HashMap<(&str, &str), usize> = HashMap::new();
    for d in before {
        *left.entry((d.rule.id, &d.message)).or_default() += 1;
    }
    let was_refused = before.iter().any(|d| d.rule.stage == Stage::Deploy);
    let mut come_to_light = 0;
    for d in after {
        match left.get_mut(&(d.rule.id, d.message.as_str())) {
            Some(count) if *count > 0 => *count -= 1,
            _ if was_refused && d.rule.stage != Stage::Deploy => come_to_light += 1,
            _ => return false,
        }
    }
    after.len() - come_to_light < before.len()
}
