//! A type on as many lines as it needs.

/// No line is longer, unless there is no place to break it.
const WIDTH: usize = 100;

/// The lines of the text of a type that begins in a column. All but the first are indented to it.
pub(super) fn lines(text: &str, column: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    write(text, "", "", column, &mut out);
    out
}

/// Writes a part of a text between what stands before and after it.
fn write(text: &str, before: &str, after: &str, column: usize, out: &mut Vec<String>) {
    let length = before.chars().count() + text.chars().count() + after.chars().count();
    let alternatives = parts(text, '|');
    if column + length <= WIDTH {
        put(&format!("{before}{text}{after}"), out);
    } else if alternatives.len() > 1 {
        for (at, part) in alternatives.iter().enumerate() {
            let is_last = at + 1 == alternatives.len();
            let (before, after) = (if at == 0 { before } else { "| " }, if is_last { after } else { "" });
            if at > 0 {
                begin(column, out);
            }
            write(part, before, after, column, out);
        }
    } else if let Some((name, of)) = field(text) {
        write(of, &format!("{before}{name}: "), after, column, out);
    } else if let Some((dots, open, inner, close)) = bracketed(text) {
        put(&format!("{before}{dots}{open}"), out);
        let inner = parts(inner, ',');
        for (at, part) in inner.iter().enumerate() {
            begin(column + 2, out);
            write(part, "", if at + 1 < inner.len() { "," } else { "" }, column + 2, out);
        }
        begin(column, out);
        put(&format!("{close}{after}"), out);
    } else {
        put(&format!("{before}{text}{after}"), out);
    }
}

fn put(text: &str, out: &mut [String]) {
    if let Some(line) = out.last_mut() {
        line.push_str(text);
    }
}

fn begin(column: usize, out: &mut Vec<String>) {
    out.push(" ".repeat(column));
}

/// The parts between separators that stand in no bracket and no string.
fn parts(text: &str, separator: char) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    outside(text, |at, c| {
        if c == separator {
            out.push(text.get(start..at).unwrap_or_default().trim());
            start = at + 1;
        }
        true
    });
    out.push(text.get(start..).unwrap_or_default().trim());
    out
}

/// The name of a field, with its mark, and its type.
fn field(text: &str) -> Option<(&str, &str)> {
    let mut place = None;
    outside(text, |at, c| {
        place = (c == ':').then_some(at);
        place.is_none()
    });
    let (name, of) = text.split_at_checked(place?)?;
    Some((name, of.get(1..)?.trim_start()))
}

/// What stands in the brackets that are the whole text but for dots before them, or a mark behind.
fn bracketed(text: &str) -> Option<(&str, &str, &str, &str)> {
    let open = text.find(['{', '[', '('])?;
    let close = text.rfind(['}', ']', ')'])?;
    let (dots, rest) = text.split_at_checked(open)?;
    let inner = text.get(open + 1..close)?;
    let is_plain = dots.chars().all(|c| matches!(c, '.' | '?')) && !inner.is_empty();
    is_plain.then_some((dots, rest.get(..1)?, inner, text.get(close..)?))
}

/// Goes over the characters of a text that stand in no bracket and no string, until one is enough.
fn outside(text: &str, mut look: impl FnMut(usize, char) -> bool) {
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    for (at, c) in text.char_indices() {
        if in_string {
            in_string = c != '"' || is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            continue;
        }
        match c {
            '"' => in_string = true,
            '{' | '[' | '(' => depth += 1,
            '}' | ']' | ')' => depth = depth.saturating_sub(1),
            c if depth == 0 && !look(at, c) => return,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use asl_types::Type;

    /// Broken or not, it is the same type.
    fn read(text: &str) -> Type {
        text.parse().expect("a type")
    }

    #[test]
    fn short_types_stay_on_a_line() {
        assert_eq!(lines("{a: number, ...}", 4), ["{a: number, ...}"]);
    }

    #[test]
    fn long_types_are_broken_where_they_nest() {
        let long = format!("{{\"a, b\": \"{}\"}}", "x".repeat(60));
        let text = format!("{{first: {long}, second?: [{long}, ...{long}], third: [({long} | null)??] | string, ...}}");
        let broken = lines(&text, 8);
        assert_eq!(broken.first().map(String::as_str), Some("{"));
        assert_eq!(broken.get(1), Some(&format!("          first: {long},")));
        assert_eq!(broken.get(2).map(String::as_str), Some("          second?: ["));
        assert!(broken.iter().all(|line| line.chars().count() <= WIDTH), "{broken:#?}");
        assert_eq!(read(&broken.join("\n")), read(&text));
    }
}
