//! The patterns of `StringMatches`.

/// A pattern in which `*` stands for any characters or none, `\*` for a `*` and `\\` for a backslash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wildcard {
    /// The text before the first `*`.
    start: String,
    /// The texts behind each `*`.
    pieces: Vec<String>,
}

impl Wildcard {
    /// None where a backslash escapes nothing: the specification has that fail the execution.
    pub fn new(pattern: &str) -> Option<Self> {
        let (mut start, mut pieces) = (String::new(), Vec::new());
        let mut characters = pattern.chars();
        while let Some(character) = characters.next() {
            let plain = match character {
                '*' => {
                    pieces.push(String::new());
                    continue;
                }
                '\\' => characters.next().filter(|escaped| matches!(escaped, '*' | '\\'))?,
                plain => plain,
            };
            pieces.last_mut().unwrap_or(&mut start).push(plain);
        }
        Some(Self { start, pieces })
    }

    /// Whether the whole text is of this pattern.
    ///
    /// Where the leftmost place of each piece leaves no room for the rest, no other place does, so one pass tells.
    pub fn matches(&self, text: &str) -> bool {
        let Some((end, between)) = self.pieces.split_last() else { return text == self.start };
        let room = text.strip_prefix(self.start.as_str()).and_then(|text| text.strip_suffix(end.as_str()));
        room.and_then(|room| between.iter().try_fold(room, |room, piece| Some(room.split_once(piece.as_str())?.1)))
            .is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        let cases = [
            ("foo*.log", "foo23.log", true),
            ("foo*.log", "foo.log", true),
            ("foo*.log", "foo23.logs", false),
            ("*.log", "zebra.log", true),
            ("foo*.*", "foobar.zebra", true),
            ("foo*.*", "foobar", false),
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("**", "a\nb", true),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("ab*bc*cd", "abbcd", false),
            ("ab*bc*cd", "abbccd", true),
            ("*ab*ab*", "aab", false),
            ("*ab*ab*", "abxab", true),
            ("ä*🙂", "ä🙂", true),
            ("ä*🙂", "ä", false),
            // Nothing else is special.
            ("a.c", "abc", false),
            ("[ab]?", "a", false),
            ("A*", "abc", false),
            (r"a\*c", "a*c", true),
            (r"a\*c", "abc", false),
            (r"a\\*", r"a\bc", true),
            (r"a\\*", "a*", false),
            (r"a\\\*", r"a\*", true),
            (r"a\\\*", r"a\b", false),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(Wildcard::new(pattern).map(|p| p.matches(text)), Some(expected), "{pattern} {text:?}");
        }
    }

    #[test]
    fn a_backslash_must_escape() {
        for pattern in ["\\", r"a\b", r"a\\\", r"*\"] {
            assert_eq!(Wildcard::new(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn many_stars_end_soon() {
        let pattern = Wildcard::new(&"*a".repeat(10_000)).expect("a pattern");
        assert!(pattern.matches(&"a".repeat(100_000)));
        assert!(!pattern.matches(&("a".repeat(100_000) + "b")));
        let pattern = Wildcard::new(&("*".repeat(10_000) + "aab*")).expect("a pattern");
        assert!(!pattern.matches(&"a".repeat(100_000)));
    }
}
