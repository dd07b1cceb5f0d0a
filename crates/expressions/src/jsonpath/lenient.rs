//! JSON as a literal in a filter: quotes may be single, and words may do without.

use serde_json::{Map, Number, Value};

/// The value of a literal, or nothing where it makes no sense.
pub(super) fn parse(text: &str) -> Option<Value> {
    let mut reader = Reader { rest: text, depth: 0 };
    let value = reader.value()?;
    reader.skip_blanks();
    reader.rest.is_empty().then_some(value)
}

struct Reader<'t> {
    rest: &'t str,
    depth: u32,
}

impl<'t> Reader<'t> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn eat(&mut self, c: char) -> bool {
        self.skip_blanks();
        let after = self.rest.strip_prefix(c);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn value(&mut self) -> Option<Value> {
        // As deep as serde_json goes.
        self.depth += 1;
        let value = if self.depth > 127 {
            None
        } else if self.eat('[') {
            self.array()
        } else if self.eat('{') {
            self.object()
        } else {
            self.scalar()
        };
        self.depth -= 1;
        value
    }

    fn array(&mut self) -> Option<Value> {
        let mut items = Vec::new();
        while !self.eat(']') {
            if !self.eat(',') {
                items.push(self.value()?);
            }
        }
        Some(Value::Array(items))
    }

    fn object(&mut self) -> Option<Value> {
        let mut fields = Map::new();
        while !self.eat('}') {
            if self.eat(',') {
                continue;
            }
            self.skip_blanks();
            let name = if self.is_at_quote() { self.quoted()? } else { self.word()?.to_owned() };
            if !self.eat(':') {
                return None;
            }
            let value = self.value()?;
            fields.insert(name, value);
        }
        Some(Value::Object(fields))
    }

    fn scalar(&mut self) -> Option<Value> {
        if self.is_at_quote() {
            return self.quoted().map(Value::String);
        }
        Some(match self.word()? {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            word => word.parse::<Number>().map_or_else(|_| Value::String(word.to_owned()), Value::Number),
        })
    }

    /// Up to what ends a value.
    fn word(&mut self) -> Option<&'t str> {
        let end = self.rest.find([',', ':', ']', '}', '[', '{']).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        let word = word.trim();
        (!word.is_empty()).then_some(word)
    }

    fn is_at_quote(&self) -> bool {
        self.rest.starts_with(['\'', '"'])
    }

    /// What stands between the quote at hand and its like.
    fn quoted(&mut self) -> Option<String> {
        let mut out = String::new();
        let mut chars = self.rest.chars();
        let quote = chars.next()?;
        loop {
            match chars.next()? {
                c if c == quote => {
                    self.rest = chars.as_str();
                    return Some(out);
                }
                '\\' => match chars.next()? {
                    'n' => out.push('\n'),
                    't' => out.push('\t'),
                    'r' => out.push('\r'),
                    'b' => out.push('\u{8}'),
                    'f' => out.push('\u{c}'),
                    'u' => {
                        let code = chars.as_str().get(..4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
                        out.push(code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER));
                        chars = chars.as_str().get(4..).unwrap_or("").chars();
                    }
                    other => out.push(other),
                },
                c => out.push(c),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn quotes_are_a_matter_of_taste() {
        assert_eq!(
            parse(r#"['a', "b\n", c d, 1, 1.5, true, null,]"#),
            Some(json!(["a", "b\n", "c d", 1, 1.5, true, null]))
        );
        assert_eq!(parse(r"{'a': [1], b: {}}"), Some(json!({"a": [1], "b": {}})));
        assert_eq!(parse(r"['\u0041\'']"), Some(json!(["A'"])));
        for text in ["[", "['a", "{a}", "[1]]", "", "[[:]]"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(parse(&"[".repeat(100_000)), None);
    }
}
