//! The lexer's part on what is quoted, and on numbers.

use super::lexer::{Lexer, Tok};
use crate::Span;

impl Lexer<'_> {
    pub(super) fn quoted_name(&mut self, start: usize) -> Tok {
        let rest = self.bytes.get(start + 1..).unwrap_or_default();
        if let Some(len) = rest.iter().position(|&byte| byte == b'`') {
            self.pos = start + len + 2;
        } else {
            self.pos = self.bytes.len();
            self.unterminated("S0105", start, "name", "a backquote");
        }
        Tok::Name { quoted: true }
    }

    /// Reports that what begins at `start` runs up to the end.
    fn unterminated(&mut self, code: &'static str, start: usize, what: &str, closer: &str) {
        if std::mem::replace(&mut self.tainted, true) {
            return;
        }
        let text = self.text.get(start..).unwrap_or("");
        let head: String = text.chars().take_while(|c| !c.is_control()).take(20).collect();
        let quote = if head.contains('`') { "\"" } else { "`" };
        let message = format!("the {what} that begins with {quote}{}{quote} is not closed", head.trim_end());
        self.report(code, Span::at(self.pos as u32), message, Some(format!("close it with {closer}")));
    }

    fn digits(&mut self) {
        while self.peek(0).is_ascii_digit() {
            self.pos += 1;
        }
    }

    pub(super) fn number(&mut self, start: usize) -> Tok {
        if self.peek(0) == b'0' {
            self.pos += 1;
        } else {
            self.digits();
        }
        if self.peek(0) == b'.' && self.peek(1).is_ascii_digit() {
            self.pos += 1;
            self.digits();
        }
        if matches!(self.peek(0), b'e' | b'E') {
            let sign = usize::from(matches!(self.peek(1), b'+' | b'-'));
            if self.peek(1 + sign).is_ascii_digit() {
                self.pos += 1 + sign;
                self.digits();
            }
        }
        let span = self.span(start);
        let text = self.slice(span);
        let value = text.parse::<f64>().unwrap_or(f64::INFINITY);
        if value.is_finite() {
            return Tok::Number(value);
        }
        let shown: String = text.chars().take(30).collect();
        let help = Some("the greatest number is about `1.79e308`".to_owned());
        self.report("S0102", span, format!("the number `{shown}` is out of range"), help);
        Tok::Number(f64::MAX)
    }

    pub(super) fn string(&mut self, start: usize, quote: u8) -> Tok {
        self.pos += 1;
        let mut value = String::new();
        let mut from = self.pos;
        loop {
            match self.bytes.get(self.pos) {
                Some(&byte) if byte != quote && byte != b'\\' => self.pos += 1,
                other => {
                    value.push_str(self.slice(self.span(from)));
                    match other {
                        Some(b'\\') => self.escape(quote, &mut value),
                        Some(_) => {
                            self.pos += 1;
                            return Tok::String(value);
                        }
                        None => {
                            let closer = if quote == b'"' { "`\"`" } else { "`'`" };
                            self.unterminated("S0101", start, "string", closer);
                            return Tok::String(value);
                        }
                    }
                    from = self.pos;
                }
            }
        }
    }

    /// The escape at the current backslash.
    fn escape(&mut self, quote: u8, value: &mut String) {
        let start = self.pos;
        let Some(escaped) = self.text.get(start + 1..).and_then(|rest| rest.chars().next()) else {
            self.pos += 1;
            self.tainted = true;
            let help = Some("for a backslash write `\\\\`".to_owned());
            self.report("S0103", self.span(start), "the `\\` at the end escapes nothing".to_owned(), help);
            return;
        };
        self.pos += 1 + escaped.len_utf8();
        value.push(match escaped {
            '"' | '\\' | '/' => escaped,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.unicode(start, value),
            _ => {
                let help = if escaped == '\'' && quote == b'\'' {
                    "`'` cannot be escaped: put the text in double quotes"
                } else if escaped == '\'' {
                    "write `'` without the backslash"
                } else {
                    "for a backslash write `\\\\`"
                };
                let shown: String = escaped.escape_debug().collect();
                let message = format!("there is no escape `\\{shown}`");
                self.report("S0103", self.span(start), message, Some(help.to_owned()));
                escaped
            }
        });
    }

    /// `\uXXXX`, of which `\u` is read.
    fn unicode(&mut self, start: usize, value: &mut String) {
        let unit = match self.unit() {
            Ok(unit) => unit,
            Err(count) => {
                self.pos += count;
                // Fewer than four are left: the reference takes them, and misses the closing quote.
                if count == 0 || self.pos < self.bytes.len() {
                    let help = Some("write four hexadecimal digits, as in `\\u00e9`".to_owned());
                    let message = format!("`\\u` needs four hexadecimal digits, found {count}");
                    self.report("S0104", self.span(start), message, help);
                }
                char::REPLACEMENT_CHARACTER.into()
            }
        };
        let mut code = unit;
        if (0xd800..0xdc00).contains(&unit) && self.peek(0) == b'\\' && self.peek(1) == b'u' {
            let before = self.pos;
            self.pos += 2;
            match self.unit() {
                Ok(low) if (0xdc00..0xe000).contains(&low) => code = 0x1_0000 + ((unit & 0x3ff) << 10) + (low & 0x3ff),
                _ => self.pos = before,
            }
        }
        // A half of a pair by itself is no character of a Rust string.
        value.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
    }

    /// Four hexadecimal digits, or how many there are.
    fn unit(&mut self) -> Result<u32, usize> {
        let mut value = 0;
        for at in 0..4 {
            let Some(digit) = char::from(self.peek(at)).to_digit(16) else { return Err(at) };
            value = value * 16 + digit;
        }
        self.pos += 4;
        Ok(value)
    }

    pub(super) fn regex(&mut self, start: usize) -> Tok {
        self.pos += 1;
        let from = self.pos;
        let mut depth = 0_i64;
        let mut backslashes = 0_usize;
        while let Some(&byte) = self.bytes.get(self.pos) {
            match byte {
                b'/' if depth == 0 && backslashes & 1 == 0 => return self.regex_end(start, from),
                b'(' | b'[' | b'{' if backslashes == 0 => depth += 1,
                b')' | b']' | b'}' if backslashes == 0 => depth -= 1,
                _ => {}
            }
            backslashes = if byte == b'\\' { backslashes + 1 } else { 0 };
            self.pos += 1;
        }
        let closer = if depth == 0 { "`/`" } else { "`/`, after as many closing as opening brackets" };
        self.unterminated("S0302", start, "regular expression", closer);
        let before = start.checked_sub(1).and_then(|at| self.bytes.get(at));
        if before == Some(&b'/')
            && let Some(error) = self.errors.last_mut()
        {
            error.help = Some("a comment is written `/* ... */`".to_owned());
        }
        Tok::Regex { pattern: self.span(from), flags: self.span(self.pos) }
    }

    fn regex_end(&mut self, start: usize, from: usize) -> Tok {
        let pattern = self.span(from);
        self.pos += 1;
        let flags_from = self.pos;
        while matches!(self.peek(0), b'i' | b'm') {
            self.pos += 1;
        }
        let flags = self.span(flags_from);
        if pattern.is_empty() {
            self.tainted = true;
            let help = Some("a comment is written `/* ... */`".to_owned());
            let span = Span::new(start as u32, flags.start);
            self.report("S0301", span, "the regular expression is empty".to_owned(), help);
        } else if !matches!(self.slice(flags), "" | "i" | "m" | "im" | "mi") {
            let help = Some("the flags are `i` and `m`, each once".to_owned());
            self.report("S0201", flags, "a flag of the regular expression is repeated".to_owned(), help);
        }
        Tok::Regex { pattern, flags }
    }
}
