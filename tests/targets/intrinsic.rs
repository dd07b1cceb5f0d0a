//! A text as a call of an intrinsic function: read, and evaluated if it is one.

use super::{Data, look_at_error, place, text};
use asl_expressions::intrinsic::evaluate;
use asl_syntax::intrinsic::{Call, looks_like_call, parse};
use std::hint::black_box;
use std::sync::LazyLock;

static DATA: LazyLock<Data> = LazyLock::new(Data::default);

pub(super) fn feed(bytes: &[u8]) {
    let text = text(bytes);
    black_box(looks_like_call(text));
    let parsed = parse(text);
    for error in &parsed.errors {
        look_at_error(error, text);
    }
    parsed.call.walk(&mut |call: &Call| {
        place(text, call.span);
        call.args.iter().for_each(|arg| place(text, arg.span));
    });
    if parsed.errors.is_empty()
        && let Err(error) = evaluate(&parsed.call, text, &DATA.scope(), &mut Data::world())
    {
        place(text, error.span);
    }
}
