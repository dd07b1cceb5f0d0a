//! The words of Jackson, the JSON reader of AWS: where it stops, and what it says then.

/// Why a text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What Jackson says, without places.
    pub what: String,
    /// Where it stops.
    pub at: u32,
    /// Where it stops in the words of its versions before 2.16: behind a character that they did not expect.
    pub behind: u32,
    /// The bracket that is not closed, where that is the fault.
    pub open: Option<u32>,
}

impl Fault {
    /// What Jackson says, with the place of the open bracket in it.
    #[must_use]
    pub fn message(&self, place: impl Fn(u32) -> String) -> String {
        match self.open {
            Some(open) => format!("{} (start marker at {})", self.what, place(open)),
            None => self.what.clone(),
        }
    }
}

/// The line and the column of a byte, as Jackson counts them: from 1, in UTF-16.
#[must_use]
pub fn position(text: &str, at: u32) -> (usize, usize) {
    let before = text.get(..at as usize).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count() + 1;
    (line, column)
}

/// Reads the text as Jackson does, up to its first fault. What follows the first value is not read.
#[must_use]
pub fn first_fault(text: &str) -> Option<Fault> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0 };
    reader.blanks();
    reader.document().err()
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
}

type Read = Result<(), Fault>;

const VALUES: &str = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

impl Reader<'_> {
    fn blanks(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
        }
    }

    /// The document, without recursion: `open` holds the brackets that are not closed yet.
    fn document(&mut self) -> Read {
        let mut open: Vec<(u8, usize)> = Vec::new();
        loop {
            self.blanks();
            match self.bytes.get(self.at) {
                Some(b @ (b'{' | b'[')) => {
                    open.push((*b, self.at));
                    self.at += 1;
                    self.blanks();
                    match (b, self.bytes.get(self.at)) {
                        (b'{', Some(b'}')) | (b'[', Some(b']')) => {
                            self.at += 1;
                            open.pop();
                        }
                        (b'{', _) => {
                            self.name(&open)?;
                            continue;
                        }
                        _ => continue,
                    }
                }
                Some(b'"') => self.string()?,
                Some(b'-' | b'0'..=b'9') => self.number()?,
                Some(b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'$' | 0x80..) => self.word()?,
                None => return self.end(&open),
                Some(_) => return self.no_value(),
            }
            // Behind a value: closers, then a comma or the end.
            loop {
                self.blanks();
                match (open.last(), self.bytes.get(self.at)) {
                    (None, _) => return Ok(()),
                    (Some((b'{', _)), Some(b'}')) | (Some((b'[', _)), Some(b']')) => {
                        self.at += 1;
                        open.pop();
                    }
                    (Some((b'{', _)), Some(b',')) => {
                        self.at += 1;
                        self.blanks();
                        self.name(&open)?;
                        break;
                    }
                    (Some(_), Some(b',')) => {
                        self.at += 1;
                        break;
                    }
                    (Some(_), None) => return self.end(&open),
                    (Some((b'{', _)), Some(_)) => {
                        return self.unexpected("was expecting comma to separate Object entries");
                    }
                    (Some(_), Some(_)) => return self.unexpected("was expecting comma to separate Array entries"),
                }
            }
        }
    }

    fn name(&mut self, open: &[(u8, usize)]) -> Read {
        match self.bytes.get(self.at) {
            Some(b'"') => self.string()?,
            None => return self.end(open),
            Some(_) => return self.unexpected("was expecting double-quote to start field name"),
        }
        self.blanks();
        match self.bytes.get(self.at) {
            Some(b':') => {
                self.at += 1;
                Ok(())
            }
            None => self.end(open),
            Some(_) => self.unexpected("was expecting a colon to separate field name and value"),
        }
    }

    fn string(&mut self) -> Read {
        self.at += 1;
        loop {
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.at += 2,
                Some(c @ 0..=0x1f) => {
                    let what = format!(
                        "Illegal unquoted character ({}): has to be escaped using backslash to be included in string value",
                        character(char::from(*c))
                    );
                    return Err(fault(self.at, &what));
                }
                Some(_) => self.at += 1,
                None => {
                    return Err(fault(
                        self.bytes.len(),
                        "Unexpected end-of-input: was expecting closing quote for a string value",
                    ));
                }
            }
        }
    }

    fn number(&mut self) -> Read {
        let len = self
            .bytes
            .get(self.at..)
            .unwrap_or_default()
            .iter()
            .take_while(|b| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'))
            .count();
        let token = self.text.get(self.at..self.at + len).unwrap_or_default();
        if token.trim_start_matches('-').starts_with('0')
            && token.trim_start_matches('-').as_bytes().get(1).copied().is_some_and(|b| b.is_ascii_digit())
        {
            return Err(fault(self.at + 1, "Invalid numeric value: Leading zeroes not allowed"));
        }
        self.at += len;
        Ok(())
    }

    fn word(&mut self) -> Read {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let len = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).unwrap_or(rest.len());
        let token = rest.get(..len).unwrap_or_default();
        if token.is_empty() {
            return self.no_value();
        }
        self.at += len;
        if matches!(token, "true" | "false" | "null") {
            return Ok(());
        }
        Err(fault(self.at, &format!("Unrecognized token '{token}': was expecting {VALUES}")))
    }

    fn no_value(&self) -> Read {
        self.unexpected(&format!("expected a valid value {VALUES}"))
    }

    fn unexpected(&self, wanted: &str) -> Read {
        let c = self.text.get(self.at..).and_then(|s| s.chars().next()).unwrap_or_default();
        let shown = character(c);
        let what = if c < ' ' {
            format!("Illegal character ({shown}): only regular white space (\\r, \\n, \\t) is allowed between tokens")
        } else {
            format!("Unexpected character ({shown}): {wanted}")
        };
        Err(Fault { behind: (self.at + c.len_utf8()) as u32, ..fault(self.at, &what) })
    }

    fn end(&self, open: &[(u8, usize)]) -> Read {
        let Some((bracket, at)) = open.last() else {
            return Err(fault(self.bytes.len(), "No content to map due to end-of-input"));
        };
        let kind = if *bracket == b'{' { "Object" } else { "Array" };
        let fault = fault(self.bytes.len(), &format!("Unexpected end-of-input: expected close marker for {kind}"));
        Err(Fault { open: Some(*at as u32), ..fault })
    }
}

/// A character as `_getCharDesc` of Jackson's `ParserMinimalBase` shows it: of those beyond Latin-1 the code in hexadecimal
/// as well.
fn character(c: char) -> String {
    let code = u32::from(c);
    if c.is_control() {
        format!("(CTRL-CHAR, code {code})")
    } else if code > 255 {
        format!("'{c}' (code {code} / 0x{code:x})")
    } else {
        format!("'{c}' (code {code})")
    }
}

fn fault(at: usize, what: &str) -> Fault {
    Fault { what: what.to_owned(), at: at as u32, behind: at as u32, open: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_speaks_like_jackson() {
        let values = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
        let end = "Unexpected end-of-input";
        let cases = [
            ("not a definition", format!("Unrecognized token 'not': was expecting {values}"), 3, 3, None),
            (
                "{\"a\": 1,}",
                "Unexpected character ('}' (code 125)): was expecting double-quote to start field name".to_owned(),
                8,
                9,
                None,
            ),
            (" [1, {\"ö\": ", format!("{end}: expected close marker for Object"), 12, 12, Some(5)),
            ("[\"x", format!("{end}: was expecting closing quote for a string value"), 3, 3, None),
            (
                "{“a”: 1}",
                "Unexpected character ('“' (code 8220 / 0x201c)): was expecting double-quote to start field name".to_owned(),
                1,
                4,
                None,
            ),
            ("[“a”]", format!("Unexpected character ('“' (code 8220 / 0x201c)): expected a valid value {values}"), 1, 4, None),
            (
                "[\u{b}1]",
                "Illegal character ((CTRL-CHAR, code 11)): only regular white space (\\r, \\n, \\t) is allowed between tokens"
                    .to_owned(),
                1,
                2,
                None,
            ),
            ("", "No content to map due to end-of-input".to_owned(), 0, 0, None),
        ];
        for (text, what, at, behind, open) in cases {
            assert_eq!(first_fault(text), Some(Fault { what, at, behind, open }), "{text}");
        }
        assert_eq!(first_fault("{\"a\": [1, {}, \"x\", true]} x"), None);
    }

    #[test]
    fn columns_are_counted_in_utf_16() {
        assert_eq!(position("{\n\"😀\": x", 9), (2, 6));
        assert_eq!(position("", 0), (1, 1));
    }

    #[test]
    fn it_comes_to_an_end() {
        let deep = "[".repeat(200_000);
        assert!(first_fault(&deep).is_some());
    }
}
