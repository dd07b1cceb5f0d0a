//! Did you mean …?

use std::cell::Cell;

/// Longer names are not guessed at: nobody mistypes those, and comparing them is not cheap.
const LONGEST: usize = 80;

/// Finds what mistyped names stand for, as long as that costs little: a text full of faults is not a text full of typos.
#[derive(Debug)]
pub(crate) struct Suggest {
    /// How many candidates may still be compared.
    left: Cell<usize>,
}

impl Default for Suggest {
    fn default() -> Self {
        Self { left: Cell::new(50_000) }
    }
}

impl Suggest {
    /// See [`closest`].
    pub(crate) fn closest<'c>(&self, name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
        self.unique(name, candidates).map(|(c, _)| c)
    }

    /// The same, and whether no other candidate is near enough to be meant.
    pub(crate) fn unique<'c>(
        &self,
        name: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Option<(&'c str, bool)> {
        self.nearest(name, usual_limit(name), candidates)
    }

    /// See [`closest_within`].
    pub(crate) fn closest_within<'c>(
        &self,
        name: &str,
        limit: usize,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Option<&'c str> {
        self.nearest(name, limit, candidates).map(|(c, _)| c)
    }

    fn nearest<'c>(
        &self,
        name: &str,
        limit: usize,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Option<(&'c str, bool)> {
        let spend = |_: &&str| {
            let left = self.left.get();
            self.left.set(left.saturating_sub(1));
            left > 0
        };
        nearest(name, limit, candidates.into_iter().take_while(spend))
    }
}

/// The candidate that a mistyped name most likely stands for.
///
/// At most a third of its letters differ, and at most three, case aside; of several, the nearest, then the first.
pub fn closest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    nearest(name, usual_limit(name), candidates.into_iter()).map(|(c, _)| c)
}

/// The same, with at most `limit` letters that differ.
pub(crate) fn closest_within<'c>(
    name: &str,
    limit: usize,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    nearest(name, limit, candidates.into_iter()).map(|(c, _)| c)
}

fn usual_limit(name: &str) -> usize {
    (name.chars().count() / 3).min(3)
}

/// The nearest candidate within the limit, and whether it is the only one.
fn nearest<'c>(name: &str, limit: usize, candidates: impl Iterator<Item = &'c str>) -> Option<(&'c str, bool)> {
    if name.len() > LONGEST {
        return None;
    }
    let wanted: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
    let mut best: Option<(usize, &str)> = None;
    let mut near = 0;
    for candidate in candidates {
        let longest = (wanted.len() + limit) * 4;
        if candidate.len() > longest || candidate.chars().count().abs_diff(wanted.len()) > limit {
            continue;
        }
        let other: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
        let Some(edits) = edits(&wanted, &other, limit) else { continue };
        near += 1;
        let distance = edits * 2 + usize::from(candidate != name);
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| (candidate, near == 1))
}

/// Edit distance with swaps of neighbours (optimal string alignment), if it is within the limit.
fn edits(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut cost = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        if row.iter().all(|c| *c > limit) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|d| *d <= limit)
}

/// Is one of two names the other with a word in front or behind, as in `CrawlerName` and `Name`?
pub(crate) fn is_longer_or_shorter(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    let starts_word = |rest: &str| rest.starts_with(|c: char| c.is_ascii_uppercase());
    let is_part = (starts_word(short) && long.ends_with(short)) || long.strip_prefix(short).is_some_and(starts_word);
    short.len() > 1 && is_part
}

/// Names of versions differ in digits; who mistypes letters keeps those.
pub(crate) fn has_same_digits(a: &str, b: &str) -> bool {
    a.bytes().filter(u8::is_ascii_digit).eq(b.bytes().filter(u8::is_ascii_digit))
}

/// Names as people list them: `` `a`, `b` and `c` ``.
pub(crate) fn list<S: AsRef<str>>(names: &[S]) -> String {
    let quoted: Vec<String> = names.iter().map(|n| format!("`{}`", n.as_ref())).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// Names as AWS lists them, which keeps them in a `HashMap`: `[States, StartAt]`.
pub(crate) fn theirs(names: &[&str]) -> String {
    let order = asl_expressions::hash_map_order(names.iter().copied());
    let names: Vec<&str> = order.into_iter().filter_map(|at| names.get(at).copied()).collect();
    format!("[{}]", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_found() {
        let names = ["Next", "End", "Parameters", "StringEquals", "StringEqualsPath"];
        assert_eq!(closest("Nxet", names), Some("Next"));
        assert_eq!(closest("next", names), Some("Next"));
        assert_eq!(closest("StringEqual", names), Some("StringEquals"));
        assert_eq!(closest("Parametrs", names), Some("Parameters"));
        assert_eq!(closest("Foo", names), None);
        assert_eq!(closest("X", ["A"]), None);
        assert_eq!(closest("enD", ["End"]), Some("End"));
    }

    #[test]
    fn lists_read_well() {
        assert_eq!(list(&["a"]), "`a`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
    }
    #[test]
    fn lists_of_aws_have_its_order() {
        for recorded in [
            vec!["Next", "End"],
            vec!["States", "StartAt"],
            vec!["SecondsPath", "Seconds", "TimestampPath", "Timestamp"],
        ] {
            let backwards: Vec<&str> = recorded.iter().rev().copied().collect();
            assert_eq!(theirs(&backwards), format!("[{}]", recorded.join(", ")));
        }
        let operators: Vec<&str> = asl_semantics::shape::operators().map(asl_semantics::Field::name).collect();
        let listed = theirs(&operators);
        assert!(listed.starts_with("[StringEquals, IsBoolean, StringLessThan, "), "{listed}");
    }
}
