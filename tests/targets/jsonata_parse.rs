//! A text as `JSONata`: read, and, if it is an expression, printed and read again.

use super::{is_one_line, place, text, without_spans};
use asl_syntax::jsonata::{parse, print};

pub(super) fn feed(bytes: &[u8]) {
    let text = text(bytes);
    let parsed = parse(text);
    for error in &parsed.errors {
        place(text, error.span);
        is_one_line(&error.message);
    }
    parsed.expr.walk(|expr| place(text, expr.span));
    if !parsed.errors.is_empty() {
        return;
    }
    let printed = print(&parsed.expr);
    let again = parse(&printed);
    assert_eq!(again.errors, [], "printed as {printed}");
    assert_eq!(without_spans(&again.expr), without_spans(&parsed.expr), "printed as {printed}");
    assert_eq!(print(&again.expr), printed);
}
