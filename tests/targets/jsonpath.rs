//! A text as `JSONPath`: read, printed, read again, evaluated.

use super::{Data, look_at_error, place, text, without_spans};
use asl_expressions::jsonpath::{evaluate, insert, reads};
use asl_syntax::jsonpath::{Path, parse};
use std::sync::LazyLock;

static DATA: LazyLock<Data> = LazyLock::new(Data::default);

pub(super) fn feed(bytes: &[u8]) {
    let text = text(bytes);
    let parsed = parse(text);
    for error in &parsed.errors {
        look_at_error(error, text);
    }
    let path = &parsed.path;
    place(text, path.span);
    path.walk(&mut |inner: &Path| inner.steps.iter().for_each(|step| place(text, step.span)));
    let variables = path.variables().into_iter().map(|(_, span)| span);
    for span in reads(path).iter().map(|access| access.span).chain(variables) {
        place(text, span);
    }
    if let Some(oddity) = path.oddity() {
        place(text, oddity.span);
    }
    if !parsed.errors.is_empty() {
        return;
    }
    let printed = path.to_string();
    let again = parse(&printed);
    // The parentheses that are printed behind a `!` may be one nesting too many.
    if !again.errors.iter().any(|error| error.message.starts_with("the path is nested more than")) {
        assert_eq!(again.errors, [], "printed as {printed}");
        assert_eq!(shape(&again.path), shape(path), "printed as {printed}");
        assert_eq!(again.path.to_string(), printed);
    }
    if let Err(absent) = evaluate(path, &DATA.scope()) {
        place(text, absent.span);
    }
    if let Err(absent) = insert(path, DATA.input.clone(), true.into()) {
        place(text, absent.span);
    }
}

/// A path without its places and without the way in which a name is written, of which printing chooses one.
fn shape(path: &Path<'_>) -> String {
    let mut out = without_spans(path);
    for style in ["style: Dot", "style: Bare"] {
        out = out.replace(style, "style: Bracket");
    }
    out.replace("Wildcard(Bare)", "Wildcard(Dot)")
}
