//! Values, times and texts, short enough for a line.

use asl_expressions::Value;

/// Names of fields are not cut below this.
const NAME: usize = 24;

/// The JSON text of a value, in at most so many characters: long strings are cut, and what lies deep or comes late is left
/// out, so that as much as possible remains.
pub(super) fn value(value: &Value, most: usize) -> String {
    const ALL: usize = usize::MAX;
    let whole = Cut { strings: ALL, depth: ALL, elements: ALL };
    if let Some(text) = whole.text(value, most) {
        return text;
    }
    let mut best = String::new();
    for depth in [ALL, 5, 4, 3, 2, 1] {
        for elements in [ALL, 8, 5, 3] {
            for strings in [120, 80, 60, 40, 30, 20, 12] {
                let Some(text) = Cut { strings, depth, elements }.text(value, most) else { continue };
                if text.chars().count() > best.chars().count() {
                    best = text;
                }
                break;
            }
        }
    }
    if best.is_empty() { cut(&value.to_string(), most) } else { best }
}

/// A text of one line, cut.
pub(super) fn text(text: &str, most: usize) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > most * 4 {
            break;
        }
    }
    cut(&line, most)
}

fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
    }
}

/// What is left out: the rest of strings that are longer, what lies deeper, and elements beyond.
#[derive(Clone, Copy)]
struct Cut {
    strings: usize,
    depth: usize,
    elements: usize,
}

impl Cut {
    /// None where it is too long all the same.
    fn text(self, value: &Value, most: usize) -> Option<String> {
        let mut out = Line { text: String::new(), room: most };
        self.value(value, &mut out)?;
        Some(out.text)
    }

    fn value(self, value: &Value, out: &mut Line) -> Option<()> {
        match value {
            Value::Array(items) => self.list(('[', ']'), items.iter().map(|item| (None, item)), out),
            Value::Object(fields) => self.list(('{', '}'), fields.iter().map(|(name, field)| (Some(name), field)), out),
            Value::String(text) => out.string(text, self.strings),
            other => out.push(&other.to_string()),
        }
    }

    fn list<'v>(
        self,
        (open, close): (char, char),
        elements: impl Iterator<Item = (Option<&'v String>, &'v Value)>,
        out: &mut Line,
    ) -> Option<()> {
        out.push(open.encode_utf8(&mut [0; 4]))?;
        for (at, (name, element)) in elements.enumerate() {
            if self.depth == 0 || at >= self.elements {
                out.push(if at == 0 { "…" } else { ", …" })?;
                break;
            }
            if at > 0 {
                out.push(", ")?;
            }
            if let Some(name) = name {
                out.string(name, self.strings.max(NAME))?;
                out.push(": ")?;
            }
            Self { depth: self.depth - 1, ..self }.value(element, out)?;
        }
        out.push(close.encode_utf8(&mut [0; 4]))
    }
}

/// A line that gets no longer than it may.
struct Line {
    text: String,
    room: usize,
}

impl Line {
    fn push(&mut self, text: &str) -> Option<()> {
        self.room = self.room.checked_sub(text.chars().count())?;
        self.text.push_str(text);
        Some(())
    }

    fn string(&mut self, text: &str, most: usize) -> Option<()> {
        // What is far too long need not be written out to be found so.
        self.push(&Value::from(cut(text, most.min(self.room.saturating_add(1)))).to_string())
    }
}

/// A duration in milliseconds: `250ms`, `2.5s`, `1m30s`, `3d4h`.
pub(super) fn span(millis: i64) -> String {
    match millis {
        ..=0 => "0s".to_owned(),
        1..1000 => format!("{millis}ms"),
        1000..60_000 if millis % 1000 < 100 => format!("{}s", millis / 1000),
        1000..60_000 => format!("{}.{}s", millis / 1000, millis % 1000 / 100),
        // Seconds do not matter where there are days.
        86_400_000.. => units(millis - millis % 60_000),
        _ => units(millis),
    }
}

/// A moment after the start: `+0.0s`, `+1m30s`.
pub(in crate::run) fn moment(millis: i64) -> String {
    match millis {
        ..60_000 => format!("+{}.{}s", millis / 1000, millis % 1000 / 100),
        _ => format!("+{}", units(millis)),
    }
}

/// Days to seconds, as far as there are any.
fn units(millis: i64) -> String {
    let seconds = millis / 1000;
    let units = [(seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")];
    units.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn durations() {
        let spans: Vec<String> =
            [0, 50, 2000, 2550, 90_000, 3_600_000, 3_661_000, 273_600_000].into_iter().map(span).collect();
        assert_eq!(spans, ["0s", "50ms", "2s", "2.5s", "1m30s", "1h", "1h1m1s", "3d4h"]);
        let moments = [0, 59_950, 90_000, 86_403_000].map(moment);
        assert_eq!(moments, ["+0.0s", "+59.9s", "+1m30s", "+1d3s"]);
    }

    #[test]
    fn values_fit() {
        let small = json!({"a": [1, null], "b": {}});
        assert_eq!(value(&small, 40), r#"{"a": [1, null], "b": {}}"#);
        let large = json!({"text": "word ".repeat(5000), "list": (0..999).collect::<Vec<_>>(), "deep": [[[[[1]]]]]});
        for most in [1, 5, 20, 40, 60, 100] {
            let shown = value(&large, most);
            assert!(shown.chars().count() <= most, "{most}: {shown}");
        }
        assert_eq!(value(&large, 72), r#"{"text": "word word w…", "list": [0, 1, 2, …], "deep": [[[…]]], …}"#);
        assert_eq!(text("  a\n\tb  c ", 10), "a b c");
    }
}
