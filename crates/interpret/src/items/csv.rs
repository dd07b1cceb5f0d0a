//! Text in columns, read by AWS's rules, which no library has: a backslash escapes a backslash, a quote and the delimiter,
//! and goes away before anything else; two quotes are one, also where the field has none around it; a short row is filled up,
//! a long one cut; a blank line is a row.

use asl_expressions::{Value, hash_map_order};
use serde_json::Map;

/// Where the names of the columns are.
#[derive(Clone, Debug)]
pub(super) enum Headers {
    FirstRow,
    Given(Vec<String>),
}

/// The rows of a text as objects, at most so many.
pub(super) fn rows(text: &str, delimiter: char, headers: &Headers, most: usize) -> Result<Vec<Value>, String> {
    let mut lines = Rows { chars: text.strip_prefix('\u{feff}').unwrap_or(text).chars().peekable(), delimiter };
    let headers = match headers {
        Headers::Given(names) => names.clone(),
        Headers::FirstRow => match lines.next() {
            Some(names) => names,
            None => return Ok(Vec::new()),
        },
    };
    let mut seen = std::collections::HashSet::new();
    if !headers.iter().all(|name| seen.insert(name)) {
        return Err("CSV headers cannot contain duplicates.".to_owned());
    }
    // AWS has a row in a Java map.
    let order = hash_map_order(headers.iter().map(String::as_str));
    let object = |mut row: Vec<String>| {
        row.resize(headers.len(), String::new());
        let field = |at: &usize| Some((headers.get(*at)?.clone(), Value::String(std::mem::take(row.get_mut(*at)?))));
        Value::Object(order.iter().filter_map(field).collect::<Map<_, _>>())
    };
    Ok(lines.take(most).map(object).collect())
}

/// The fields of each row.
struct Rows<'s> {
    chars: std::iter::Peekable<std::str::Chars<'s>>,
    delimiter: char,
}

impl Rows<'_> {
    /// What a backslash stands for with what follows it.
    fn escaped(&mut self) -> Option<char> {
        self.chars.next_if(|&next| next == '\\' || next == '"' || next == self.delimiter)
    }

    /// A field in quotes, after the first of them.
    fn quoted(&mut self, field: &mut String) {
        while let Some(c) = self.chars.next() {
            match c {
                '\\' => field.extend(self.escaped()),
                '"' if self.chars.next_if_eq(&'"').is_some() => field.push('"'),
                '"' => return,
                c => field.push(c),
            }
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        self.chars.peek()?;
        let mut row = Vec::new();
        let mut field = String::new();
        let mut begins = true;
        while let Some(c) = self.chars.next() {
            match c {
                '\\' => field.extend(self.escaped()),
                '"' if begins => self.quoted(&mut field),
                '"' => {
                    self.chars.next_if_eq(&'"');
                    field.push('"');
                }
                '\n' => break,
                '\r' if self.chars.peek() == Some(&'\n') => continue,
                c if c == self.delimiter => {
                    row.push(std::mem::take(&mut field));
                    begins = true;
                    continue;
                }
                c => field.push(c),
            }
            begins = false;
        }
        row.push(field);
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(text: &str, delimiter: char) -> Value {
        rows(text, delimiter, &Headers::FirstRow, usize::MAX).map_or_else(Value::from, Value::from)
    }

    #[test]
    fn as_recorded_on_aws() {
        let text = "Col1,Col2,Col3\nValue1,Value2,Value3\n,,,\ntrue,1,'HelloWorld'\nNull,None,\n   \n";
        let expected = json!([
            {"Col1": "Value1", "Col2": "Value2", "Col3": "Value3"},
            {"Col1": "", "Col2": "", "Col3": ""},
            {"Col1": "true", "Col2": "1", "Col3": "'HelloWorld'"},
            {"Col1": "Null", "Col2": "None", "Col3": ""},
            {"Col1": "   ", "Col2": "", "Col3": ""},
        ]);
        assert_eq!(read(text, ','), expected);
        assert_eq!(read("H1,\nValue4,Value5,Value6\n", ',').to_string(), r#"[{"":"Value5","H1":"Value4"}]"#);
        assert_eq!(read("a,b,a\n1,2,3", ','), json!("CSV headers cannot contain duplicates."));
    }

    #[test]
    fn quotes_backslashes_and_delimiters() {
        assert_eq!(read("a;b\r\n\"x;\n\"\"y\"\"\";1\r\n", ';'), json!([{"a": "x;\n\"y\"", "b": "1"}]));
        assert_eq!(read("a|b\n1\\|2|\\n\\\\\\\"", '|'), json!([{"a": "1|2", "b": "n\\\""}]));
        assert_eq!(read("a,b\n1,{\"\"k\"\":\"\"v\"\"}", ','), json!([{"a": "1", "b": "{\"k\":\"v\"}"}]));
        assert_eq!(read("a,b\n5\",\"x\"y\"\"", ','), json!([{"a": "5\"", "b": "xy\""}]));
        assert_eq!(read("a\tb\n\n1\t", '\t'), json!([{"a": "", "b": ""}, {"a": "1", "b": ""}]));
        assert_eq!(read("", ','), json!([]));
        assert_eq!(read("a,b", ','), json!([]));
    }

    #[test]
    fn names_that_are_given_and_a_limit() {
        let names = Headers::Given(vec!["x".to_owned()]);
        assert_eq!(rows("1,2\n3", ',', &names, 1), Ok(vec![json!({"x": "1"})]));
    }
}
