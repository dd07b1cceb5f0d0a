//! How a text is written inside a file.

/// What a text looks like where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quoting {
    /// As it is.
    #[default]
    Verbatim,
    /// With the escapes of JSON, or of a YAML string in double quotes.
    Escaped,
    /// In single quotes, in one line: a quote is written twice.
    Single,
    /// Each line behind so many spaces.
    Indented(u32),
    /// In some other way: nothing is written there.
    Unknown,
}

impl Quoting {
    /// A text as it is written there, if it can be.
    pub fn write(self, text: &str) -> Option<String> {
        match self {
            Self::Verbatim => Some(text.to_owned()),
            Self::Escaped => Some(escaped(text)),
            Self::Single => (!text.contains('\n')).then(|| text.replace('\'', "''")),
            Self::Indented(columns) => Some(text.replace('\n', &format!("\n{}", " ".repeat(columns as usize)))),
            Self::Unknown => None,
        }
    }

    /// Bytes that stand before each line and are not of the text.
    pub(super) fn indentation(self) -> u32 {
        if let Self::Indented(columns) = self { columns } else { 0 }
    }

    /// How parts are written that are written in these two ways.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Unknown }
    }
}

/// A string of JSON.
pub fn quoted(text: &str) -> String {
    ["\"", &escaped(text), "\""].concat()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.extend(format!("\\u{:04x}", c as u32).chars()),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_written_as_their_place_has_it() {
        assert_eq!(Quoting::Escaped.write("\"a\\\n\u{1}\"").as_deref(), Some("\\\"a\\\\\\n\\u0001\\\""));
        assert_eq!(Quoting::Single.write("it's").as_deref(), Some("it''s"));
        assert_eq!(Quoting::Single.write("a\nb"), None);
        assert_eq!(Quoting::Indented(2).write("a\nb").as_deref(), Some("a\n  b"));
        assert_eq!(Quoting::Escaped.and(Quoting::Single).write("a"), None);
    }
}
