//! Regular expressions of JavaScript, on an engine whose work is bounded.

use super::errors;
use super::fault::{Fault, Outcome};
use crate::Error;
use crate::regex::{Flags, compile};
use asl_syntax::Span;
use fancy_regex::Regex;
use std::fmt::Write;
use std::iter::Peekable;
use std::str::Chars;

/// Steps back that a search may take at first, which nearly all get by with.
const FEW_BACKTRACKS: usize = 1_000;
/// Steps back that a search may take before it is given up.
const MANY_BACKTRACKS: usize = 50_000;

/// A regular expression, within two limits: a search that the smaller one ends is begun anew.
#[derive(Debug)]
pub struct Pattern {
    quick: Regex,
    patient: Regex,
}

/// One match.
#[derive(Clone, Debug)]
pub(super) struct Match {
    /// Byte offsets.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The text of each group; none where the group took no part.
    pub(super) groups: Vec<Option<String>>,
}

impl Pattern {
    /// Reads `/pattern/flags`. Fails where the pattern is none.
    pub(super) fn new(pattern: &str, flags: &str, span: Span) -> Result<Self, Error> {
        let translated = Translation { chars: pattern.chars().peekable(), out: String::new() }.run();
        let with = |backtracks| {
            let flags = Flags { case_insensitive: flags.contains('i'), multi_line: flags.contains('m'), backtracks };
            compile(&translated, flags)
                .map_err(|why| errors::bad_pattern(pattern, why.lines().last().unwrap_or_default(), span))
        };
        Ok(Self { quick: with(FEW_BACKTRACKS)?, patient: with(MANY_BACKTRACKS)? })
    }

    /// The first match from an offset on. `spend` is told how much work it is.
    pub(super) fn find(
        &self,
        text: &str,
        from: usize,
        spend: &mut dyn FnMut(usize) -> Outcome<()>,
    ) -> Outcome<Option<Match>> {
        if from > text.len() {
            return Ok(None);
        }
        spend(1 + text.len() / 256)?;
        let captures = if let Ok(captures) = self.quick.captures_from_pos(text, from) {
            captures
        } else {
            spend(MANY_BACKTRACKS)?;
            self.patient.captures_from_pos(text, from).map_err(|_| errors::too_long())?
        };
        let Some(captures) = captures else { return Ok(None) };
        let Some(whole) = captures.get(0) else { return Ok(None) };
        let groups = (1..captures.len()).map(|n| captures.get(n).map(|group| group.as_str().to_owned())).collect();
        Ok(Some(Match { start: whole.start(), end: whole.end(), groups }))
    }

    /// The match after one that ended at an offset. One without length would never end.
    pub(super) fn find_next(
        &self,
        text: &str,
        end: usize,
        spend: &mut dyn FnMut(usize) -> Outcome<()>,
    ) -> Result<Option<Match>, Fault> {
        if end >= text.len() {
            return Ok(None);
        }
        match self.find(text, end, spend)? {
            Some(found) if found.start == found.end => Err(errors::empty_match()),
            found => Ok(found),
        }
    }
}

/// From JavaScript's syntax to that of the engine, where they differ.
struct Translation<'p> {
    chars: Peekable<Chars<'p>>,
    out: String,
}

impl Translation<'_> {
    fn run(mut self) -> String {
        while let Some(c) = self.chars.next() {
            match c {
                '\\' => self.escape(false),
                '[' => self.class(),
                '.' => self.out.push_str(r"[^\n\r\x{2028}\x{2029}]"),
                '{' if !self.is_count() => self.out.push_str(r"\{"),
                '}' => self.out.push('}'),
                other => self.out.push(other),
            }
        }
        self.out
    }

    /// Does `{2}`, `{2,}` or `{2,3}` stand here? Any other brace is a plain character.
    fn is_count(&self) -> bool {
        let mut ahead = self.chars.clone();
        let least = std::iter::from_fn(|| ahead.next_if(char::is_ascii_digit)).count();
        if ahead.next_if_eq(&',').is_some() {
            while ahead.next_if(char::is_ascii_digit).is_some() {}
        }
        least > 0 && ahead.next() == Some('}')
    }

    fn class(&mut self) {
        let negated = self.chars.next_if_eq(&'^').is_some();
        if self.chars.next_if_eq(&']').is_some() {
            self.out.push_str(if negated { r"[\s\S]" } else { r"[^\s\S]" });
            return;
        }
        self.out.push_str(if negated { "[^" } else { "[" });
        while let Some(c) = self.chars.next() {
            match c {
                ']' => break,
                '\\' => self.escape(true),
                '[' | '&' | '~' => {
                    self.out.push('\\');
                    self.out.push(c);
                }
                other => self.out.push(other),
            }
        }
        self.out.push(']');
    }

    fn escape(&mut self, in_class: bool) {
        let Some(c) = self.chars.next() else {
            self.out.push_str(r"\\");
            return;
        };
        match c {
            'd' => self.out.push_str(if in_class { "0-9" } else { "[0-9]" }),
            'w' => self.out.push_str(if in_class { "A-Za-z0-9_" } else { "[A-Za-z0-9_]" }),
            'D' => self.out.push_str("[^0-9]"),
            'W' => self.out.push_str("[^A-Za-z0-9_]"),
            'b' if in_class => self.out.push_str(r"\x08"),
            'u' => self.code(4, 'u'),
            'x' => self.code(2, 'x'),
            '0' => self.out.push_str(r"\x00"),
            'c' => match self.chars.next() {
                Some(letter) if letter.is_ascii_alphabetic() => {
                    let _ = write!(self.out, r"\x{:02x}", letter as u32 % 32);
                }
                other => {
                    self.out.push_str(r"\\c");
                    self.out.extend(other);
                }
            },
            's' | 'S' | 'b' | 'B' | 'n' | 'r' | 't' | 'f' | 'v' | 'k' | '1'..='9' => {
                self.out.push('\\');
                self.out.push(c);
            }
            // A letter that means nothing stands for itself.
            other if other.is_alphanumeric() || matches!(other, '<' | '>') || !other.is_ascii() => self.out.push(other),
            other => {
                self.out.push('\\');
                self.out.push(other);
            }
        }
    }

    /// `\u00e9`, `\xe9`
    fn code(&mut self, length: usize, letter: char) {
        let digits: String = self.chars.clone().take(length).collect();
        if digits.len() == length && digits.chars().all(|c| c.is_ascii_hexdigit()) {
            self.chars.nth(length - 1);
            let _ = write!(self.out, r"\x{{{digits}}}");
        } else {
            self.out.push(letter);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(pattern: &str, flags: &str, text: &str) -> Option<String> {
        let pattern = Pattern::new(pattern, flags, Span::default()).unwrap();
        pattern.find(text, 0, &mut |_| Ok(())).unwrap().map(|found| text[found.start..found.end].to_owned())
    }

    #[test]
    fn patterns_mean_what_they_mean_in_javascript() {
        for (pattern, flags, text, expected) in [
            (r"a{,2}", "", "a{,2}", Some("a{,2}")),
            (r"a{2}", "", "aaa", Some("aa")),
            (r"a{2,}", "", "aaa", Some("aaa")),
            (r"a{1,2}", "", "aaa", Some("aa")),
            (r"a{1,2,3}|b{1", "", "b{1", Some("b{1")),
            (r"[[a]+", "", "x[a[", Some("[a[")),
            (r"[^]+", "", "a\nb", Some("a\nb")),
            (r"\d+", "", "٣4", Some("4")),
            (r"a\/b", "", "a/b", Some("a/b")),
            (r"\u0061", "", "a", Some("a")),
            (r"(a)\1", "", "aba a aa", Some("aa")),
            (r"a(?=b)", "", "acab", Some("a")),
            (r"^b$", "m", "a\nb", Some("b")),
            (r"B", "i", "ab", Some("b")),
            (r"a.b", "", "a\nb a\u{2028}b", None),
            (r"[]", "", "a", None),
        ] {
            assert_eq!(first(pattern, flags, text).as_deref(), expected, "{pattern}");
        }
    }

    #[test]
    fn many_braces_are_read_once() {
        let braces = "{".repeat(200_000);
        let translated = Translation { chars: braces.chars().peekable(), out: String::new() }.run();
        assert_eq!(translated.len(), 2 * braces.len());
    }

    #[test]
    fn what_javascript_does_not_know_is_refused() {
        for pattern in [r"(?<a>(a+)+(b)(?P>a) ||c(?P>a) ||d(?P>a))", r"(?(1))$u"] {
            assert!(Pattern::new(pattern, "", Span::default()).is_err(), "{pattern}");
        }
    }

    #[test]
    fn a_search_that_would_not_end_is_given_up() {
        let pattern = Pattern::new(r"^(a|a)*\1$", "", Span::default()).unwrap();
        assert!(pattern.find(&("a".repeat(60) + "b"), 0, &mut |_| Ok(())).is_err());
    }
}
