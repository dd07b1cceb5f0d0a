//! The words of Jackson, the JSON reader of AWS: where it stops, and what it says then.
//!
//! Only `validate` and the `aws` part of a diagnostic speak like that; people get our own words.

/// What Jackson says of a text that is not JSON.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct JacksonFault {
    /// Its message, with the place at the end.
    pub(crate) message: String,
    /// The place as AWS repeats it.
    pub(crate) location: String,
}

/// A fault behind a byte of the text.
pub(crate) fn fault_at(text: &str, at: u32, what: &str) -> JacksonFault {
    fault(text, at as usize, what)
}

fn fault(text: &str, at: usize, what: &str) -> JacksonFault {
    let location = place(text, at);
    JacksonFault { message: format!("{what}\n at {location}"), location }
}

fn place(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count() + 1;
    let head: String = text.chars().take(500).collect();
    let rest = text.chars().count() - head.chars().count();
    let cut = if rest > 0 { format!("[truncated {rest} chars]") } else { String::new() };
    format!("[Source: (String)\"{head}\"{cut}; line: {line}, column: {column}]")
}

/// Reads the text as Jackson does, up to its first fault.
pub(crate) fn first_fault(text: &str) -> Option<JacksonFault> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0 };
    reader.blanks();
    reader.document().err()
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
}

type Read = Result<(), JacksonFault>;

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
                Some(_) => return self.unexpected(&format!("expected a valid value {VALUES}")),
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
                        "Illegal unquoted character ((CTRL-CHAR, code {c})): has to be escaped using backslash to be included in string value"
                    );
                    return Err(fault(self.text, self.at, &what));
                }
                Some(_) => self.at += 1,
                None => {
                    return Err(fault(
                        self.text,
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
            return Err(fault(self.text, self.at + 1, "Invalid numeric value: Leading zeroes not allowed"));
        }
        self.at += len;
        Ok(())
    }

    fn word(&mut self) -> Read {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let len = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).unwrap_or(rest.len());
        let token = rest.get(..len).unwrap_or_default();
        self.at += len;
        if matches!(token, "true" | "false" | "null") {
            return Ok(());
        }
        Err(fault(self.text, self.at, &format!("Unrecognized token '{token}': was expecting {VALUES}")))
    }

    fn unexpected(&self, wanted: &str) -> Read {
        let c = self.text.get(self.at..).and_then(|s| s.chars().next()).unwrap_or_default();
        Err(fault(
            self.text,
            self.at + c.len_utf8(),
            &format!("Unexpected character ('{c}' (code {})): {wanted}", c as u32),
        ))
    }

    fn end(&self, open: &[(u8, usize)]) -> Read {
        let Some((bracket, at)) = open.last() else {
            return Err(fault(self.text, self.bytes.len(), "No content to map due to end-of-input"));
        };
        let kind = if *bracket == b'{' { "Object" } else { "Array" };
        let start = place(self.text, *at);
        Err(fault(
            self.text,
            self.bytes.len(),
            &format!("Unexpected end-of-input: expected close marker for {kind} (start marker at {start})"),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_speaks_like_jackson() {
        let fault = first_fault("not a definition").unwrap();
        assert_eq!(fault.location, "[Source: (String)\"not a definition\"; line: 1, column: 4]");
        assert_eq!(
            fault.message,
            "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n \
             at [Source: (String)\"not a definition\"; line: 1, column: 4]"
        );
        let comma = first_fault("{\"a\": 1,}").unwrap();
        assert!(
            comma
                .message
                .starts_with("Unexpected character ('}' (code 125)): was expecting double-quote to start field name")
        );
        assert_eq!(first_fault("{\"a\": [1, {}, \"x\", true]}"), None);
        assert!(first_fault("{\"a\": ").unwrap().message.starts_with("Unexpected end-of-input"));
    }

    #[test]
    fn it_comes_to_an_end() {
        let deep = "[".repeat(200_000);
        assert!(first_fault(&deep).is_some());
    }
}
