//! What a text suffers before a reader gets it.

use proptest::prelude::*;

/// One change to a text: cut, doubled, or something put in.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Cut(usize, usize),
    Double(usize, usize),
    Insert(usize, &'static str),
}

/// Any change.
pub(crate) fn change() -> impl Strategy<Value = Change> {
    let pieces = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        "\"",
        ",",
        ":",
        "\\",
        "\n",
        "\u{0}",
        "${",
        "}",
        "{%",
        "%}",
        "$",
        "\u{e9}",
        "  ",
        "- ",
        "#",
        "&a",
        "*a",
        "null",
        "1e999",
        "\u{1e}",
        "-1",
        "18446744073709551615",
        "\r",
    ]);
    prop_oneof![
        (any::<usize>(), 1_usize..60).prop_map(|(at, n)| Change::Cut(at, n)),
        (any::<usize>(), 1_usize..60).prop_map(|(at, n)| Change::Double(at, n)),
        (any::<usize>(), pieces).prop_map(|(at, piece)| Change::Insert(at, piece)),
    ]
}

/// A text after some changes.
pub(crate) fn apply(text: &str, changes: &[Change]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for change in changes {
        let len = chars.len().max(1);
        match change {
            Change::Cut(at, n) => {
                let at = at % len;
                chars.drain(at.min(chars.len())..(at + n).min(chars.len()));
            }
            Change::Double(at, n) => {
                let at = (at % len).min(chars.len());
                let piece: Vec<char> = chars.iter().skip(at).take(*n).copied().collect();
                chars.splice(at..at, piece);
            }
            Change::Insert(at, piece) => {
                let at = (at % len).min(chars.len());
                chars.splice(at..at, piece.chars());
            }
        }
    }
    chars.into_iter().collect()
}
