//! Regular expressions of Java.

use crate::regex::{Flags, compile};
use fancy_regex::Regex;

/// Steps of the backtracking matcher, which only look-around and back references need.
const BACKTRACKS: usize = 10_000;

/// A pattern that matches a text as a whole.
#[derive(Debug)]
pub(super) struct Pattern(Regex);

impl Pattern {
    /// The error says what is wrong.
    pub(super) fn new(pattern: &str, flags: &str) -> Result<Self, String> {
        let flag = |f: char| flags.contains(f);
        let body = translate(pattern, flag('s'), flag('d'), flag('U'));
        // A comment of `x` ends with its line.
        let text = if flag('x') { format!("\\A(?x:{body}\n)\\z") } else { format!(r"\A(?:{body})\z") };
        let flags = Flags { case_insensitive: flag('i'), multi_line: flag('m'), backtracks: BACKTRACKS };
        compile(&text, flags).map(Self)
    }

    /// Nothing when the matcher gives up.
    pub(super) fn matches(&self, text: &str) -> Option<bool> {
        self.0.is_match(text).ok()
    }
}

/// What Java writes alike and means differently: `\d`, `\w` and `\s` are ASCII, a dot stops at every line end, `\Q...\E`
/// quotes and `\uXXXX` is a character.
fn translate(pattern: &str, dot_all: bool, unix_lines: bool, unicode: bool) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut classes = 0_u32;
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or("");
        match c {
            '\\' => rest = escape(rest, classes > 0, unicode, &mut out),
            '.' if classes == 0 && !dot_all => {
                out.push_str(if unix_lines { r"[^\n]" } else { r"[^\n\r\x{85}\x{2028}\x{2029}]" });
            }
            '.' if classes == 0 => out.push_str(r"[\s\S]"),
            '[' => {
                classes += 1;
                out.push(c);
            }
            ']' => {
                classes = classes.saturating_sub(1);
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

/// What follows a backslash; gives the rest.
fn escape<'t>(rest: &'t str, in_class: bool, unicode: bool, out: &mut String) -> &'t str {
    let Some(c) = rest.chars().next() else {
        out.push('\\');
        return rest;
    };
    let after = rest.get(c.len_utf8()..).unwrap_or("");
    let ascii = match c {
        'd' | 'D' => "0-9",
        'w' | 'W' => "a-zA-Z_0-9",
        's' | 'S' => r" \t\n\x0B\x0C\r",
        'h' | 'H' => r" \t\x{A0}\x{1680}\x{180e}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}",
        _ => "",
    };
    match c {
        'Q' => {
            let (quoted, after) = after.split_once("\\E").unwrap_or((after, ""));
            out.push_str(&fancy_regex::escape(quoted));
            return after;
        }
        'u' => match after.get(..4).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit())) {
            Some(hex) => {
                out.push_str(r"\x{");
                out.push_str(hex);
                out.push('}');
                return after.get(4..).unwrap_or("");
            }
            None => out.push_str(r"\u"),
        },
        // Java lets any punctuation be escaped.
        '/' | '\'' | '"' | '@' | '%' | '!' | ',' | ':' | ';' | '=' | '`' => out.push(c),
        _ if ascii.is_empty() || (unicode && !matches!(c, 'h' | 'H')) => {
            out.push('\\');
            out.push(c);
        }
        _ if in_class && c.is_ascii_lowercase() => out.push_str(ascii),
        _ => {
            out.push_str(if c.is_ascii_uppercase() { "[^" } else { "[" });
            out.push_str(ascii);
            out.push(']');
        }
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, flags: &str, text: &str) -> Option<bool> {
        Pattern::new(pattern, flags).ok().and_then(|p| p.matches(text))
    }

    #[test]
    fn a_pattern_matches_as_in_java() {
        for (pattern, flags, text, expected) in [
            ("a.c", "", "abc", true),
            ("b", "", "abc", false),
            ("A.C", "i", "abc", true),
            ("a.c", "", "a\nc", false),
            ("a.c", "", "a\u{2028}c", false),
            ("a.c", "s", "a\nc", true),
            (r"\d+", "", "12", true),
            (r"\d+", "", "٣", false),
            (r"[\w-]+", "", "a-b", true),
            (r"\W", "", "é", true),
            (r"[^\s]", "", "a", true),
            (r"a\/b", "", "a/b", true),
            (r"\Qa.b\E+", "", "a.bb", true),
            (r"\u0041", "", "A", true),
            (r"(a)\1", "", "aa", true),
            (r"(?!b)\w+", "", "abc", true),
            ("a b # c", "x", "ab", true),
            ("a|b", "", "b", true),
        ] {
            assert_eq!(matches(pattern, flags, text), Some(expected), "{pattern} {flags} {text}");
        }
        for bad in ["(a", "(?(1))$u", "(?(1)a)", "(a)(?(1)b|c)", r"a\Kb", "(?~a)", "a(*F)", r"(?<n>a)\g<n>"] {
            assert!(Pattern::new(bad, "").is_err(), "{bad}");
        }
    }

    #[test]
    fn a_pattern_gives_up() {
        assert_eq!(matches(r"(x+x+)+(?=y)\1", "", &"x".repeat(64)), None);
        assert!(Pattern::new(r"(a+)+(b)\g0 ||c\g0 ||d", "").is_err());
        assert!(Pattern::new("(?<n>a+)#b\n( ?P>n)", "x").is_err());
    }
}
