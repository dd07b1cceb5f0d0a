//! Lines of a text, their indentation, and what looks like a member.

/// Where the line with this offset begins.
pub(super) fn start(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at.min(text.len())).unwrap_or_default();
    before.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1)
}

/// Where the line with this offset ends, without its line break.
pub(super) fn end(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let len = rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
    let cr = usize::from(rest.get(..len).is_some_and(|line| line.ends_with(b"\r")));
    at + len - cr
}

/// The line with this offset, and where it begins.
pub(super) fn line(text: &str, at: usize) -> (usize, &str) {
    let start = start(text, at);
    (start, text.get(start..end(text, start)).unwrap_or_default())
}

/// Where the next line begins; nothing at the end of the text.
pub(super) fn next(text: &str, at: usize) -> Option<usize> {
    let rest = text.as_bytes().get(at..)?;
    rest.iter().position(|b| *b == b'\n').map(|i| at + i + 1).filter(|next| *next < text.len())
}

/// The lines before the one with this offset, backwards, without those that are empty or comments.
pub(super) fn before(text: &str, at: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut at = start(text, at);
    std::iter::from_fn(move || {
        while at > 0 {
            at = start(text, at - 1);
            let (begin, line) = line(text, at);
            if !is_blank(line) {
                return Some((begin, line));
            }
        }
        None
    })
}

/// Is nothing in it but a comment?
pub(super) fn is_blank(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

/// Number of spaces at its start.
pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The line without its comment and the blanks at its end; as long as a quote does not hide the `#`.
pub(super) fn without_comment(line: &str) -> &str {
    let (mut double, mut single, mut blank) = (false, false, false);
    let mut cut = line.len();
    for (i, b) in line.bytes().enumerate() {
        match b {
            b'"' => double = !double,
            b'\'' => single = !single,
            b'#' if blank && !double && !single => {
                cut = i;
                break;
            }
            _ => {}
        }
        blank = matches!(b, b' ' | b'\t');
    }
    line.get(..cut).unwrap_or_default().trim_end()
}

/// The offset of the first `:` that ends a key: a blank or the end follows, and no bracket opened before it.
pub(super) fn colon(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut quote = None;
    let mut begun = false;
    for (i, b) in bytes.iter().enumerate() {
        if quote.is_some() {
            quote = quote.filter(|open| open != b);
            continue;
        }
        match b {
            // A quote within a word is no quote.
            b'"' | b'\'' if !begun => quote = Some(*b),
            b':' if matches!(bytes.get(i + 1), None | Some(b' ' | b'\t' | b'\r')) => return Some(i),
            b'{' | b'[' | b'#' => return None,
            _ => {}
        }
        begun |= !matches!(b, b'-' | b' ');
    }
    None
}
