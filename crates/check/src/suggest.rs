//! Did you mean …?

/// The candidate that a mistyped name most likely stands for.
///
/// At most a third of its letters differ, and at most three, case aside; of several, the nearest, then the
/// first.
pub fn closest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    closest_within(name, (name.chars().count() / 3).min(3), candidates)
}

/// The same, with at most `limit` letters that differ.
pub(crate) fn closest_within<'c>(
    name: &str,
    limit: usize,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let wanted: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
    let distance = |candidate: &str| {
        let length = candidate.chars().count();
        if length.abs_diff(wanted.len()) > limit {
            return None;
        }
        let other: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
        let case = usize::from(candidate != name);
        edits(&wanted, &other, limit).map(|d| d * 2 + case)
    };
    // Nobody picks from thousands of names, and comparing them all for every typo would not be linear.
    let scored = candidates.into_iter().take(2000).filter_map(|c| distance(c).map(|d| (d, c)));
    scored.min_by_key(|(d, _)| *d).map(|(_, c)| c)
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

/// Names as people list them: `` `a`, `b` and `c` ``.
pub(crate) fn list<S: AsRef<str>>(names: &[S]) -> String {
    let quoted: Vec<String> = names.iter().map(|n| format!("`{}`", n.as_ref())).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
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
}
