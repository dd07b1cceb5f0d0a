//! The strings in a file of Rust: what the tests of a language are written in.

/// The values of all string literals; what only looks like one does no harm among seeds.
pub(crate) fn literals(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('"') {
        let before = rest.get(..at).unwrap_or_default();
        let inside = rest.get(at + 1..).unwrap_or_default();
        let hashes: String = before.chars().rev().take_while(|c| *c == '#').collect();
        let is_raw = before.strip_suffix(hashes.as_str()).is_some_and(|b| b.ends_with('r'));
        let (value, after) = if is_raw { raw(inside, &hashes) } else { escaped(inside) };
        found.push(value);
        rest = after;
    }
    found
}

fn raw<'t>(inside: &'t str, hashes: &str) -> (String, &'t str) {
    let (value, after) = inside.split_once(&format!("\"{hashes}")).unwrap_or((inside, ""));
    (value.to_owned(), after)
}

fn escaped(inside: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => match chars.next() {
                Some('n') => value.push('\n'),
                Some('t') => value.push('\t'),
                Some('r') => value.push('\r'),
                Some('0') => value.push('\0'),
                // The line goes on in the next one, behind its indentation.
                Some('\n') => chars = chars.as_str().trim_start().chars(),
                Some('u') => {
                    let code: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                    value.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
                }
                other => value.extend(other),
            },
            c => value.push(c),
        }
    }
    (value, chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::literals;

    #[test]
    fn strings_of_all_kinds() {
        let text = r##"f("a\n\"b\"", r"c\d", r#"e"f"#, "\u{e9}", "g \
            h")"##;
        assert_eq!(literals(text), ["a\n\"b\"", "c\\d", "e\"f", "é", "g h"]);
    }
}
