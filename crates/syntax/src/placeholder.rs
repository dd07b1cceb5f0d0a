//! `${Name}`: what a template fills in before AWS sees the text.
//!
//! More than half of the published definitions have such placeholders (SAM's `DefinitionSubstitutions`, Terraform's
//! `templatefile`, the Serverless Framework's variables). Their content is not known here, so nothing is said of it.

use crate::Span;

/// The first placeholder at or after `from`, with its `${` and `}`.
pub fn find(text: &str, from: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|b| *b == b'$')?;
        if bytes.get(at + 1) == Some(&b'{')
            && let Some(end) = end_of(bytes, at + 2)
        {
            return Some(Span::new(at as u32, end as u32));
        }
        at += 1;
    }
}

/// Does a placeholder stand in the text, so that it is not known?
pub fn is_hidden(text: &str) -> bool {
    text.as_bytes().contains(&b'$') && find(text, 0).is_some()
}

/// One past the `}` that closes a placeholder whose content begins at `from`.
///
/// Braces and quotes inside must balance: Terraform and the Serverless Framework nest them. Length and depth are bounded,
/// so that a text full of `${` is read in linear time.
pub(crate) fn end_of(bytes: &[u8], from: usize) -> Option<usize> {
    const LONGEST: usize = 1024;
    const DEEPEST: u32 = 16;
    let mut depth = 1_u32;
    let mut quoted = false;
    for (i, b) in bytes.iter().enumerate().skip(from).take(LONGEST) {
        match b {
            b'"' => quoted = !quoted,
            b'\n' if quoted => return None,
            b'{' if !quoted && depth < DEEPEST => depth += 1,
            b'{' if !quoted => return None,
            b'}' if !quoted => {
                depth -= 1;
                if depth == 0 {
                    return (i > from).then_some(i + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// A stretch of a text: either known, or a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'t> {
    /// Known text.
    Known(&'t str),
    /// A placeholder, with its `${` and `}`.
    Unknown(&'t str),
}

/// The text cut at its placeholders.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(span) = find(text, at) {
        if let Some(known) = text.get(at..span.start as usize).filter(|s| !s.is_empty()) {
            parts.push(Part::Known(known));
        }
        parts.extend(text.get(span.range()).map(Part::Unknown));
        at = span.end as usize;
    }
    parts.extend(text.get(at..).filter(|s| !s.is_empty()).map(Part::Known));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_at_placeholders() {
        use Part::{Known, Unknown};
        assert_eq!(parts("arn:${AWS::Partition}:x"), [Known("arn:"), Unknown("${AWS::Partition}"), Known(":x")]);
        assert_eq!(parts("${self:custom.${stage}.arn}"), [Unknown("${self:custom.${stage}.arn}")]);
        assert_eq!(parts("${file(\"a}b\")}!"), [Unknown("${file(\"a}b\")}"), Known("!")]);
    }

    #[test]
    fn what_is_not_closed_is_text() {
        assert_eq!(find("${lambdaArn", 0), None);
        assert_eq!(find("$ {x} {y}", 0), None);
        assert_eq!(find("${}", 0), None);
        assert_eq!(find("${a ${b}", 0), Some(Span::new(4, 8)));
    }
}
