//! How the body of an HTTP task is sent, and what its headers say of it. Part of the rule `http-task`.

use super::prelude::*;
use crate::call::{Call, is_computed};

/// What `Content-Type` has to begin with where the body is a form.
const FORM: &str = "application/x-www-form-urlencoded";

pub(super) fn check<'t>(ctx: &Context<'_, 't>, call: &Call<'_, 't>, report: &mut Report<'t>) {
    let state = ctx.describe(call.task.object);
    let encoding = encoding(call);
    if let (Encoding::Json, Some(key)) = (encoding, array_format(call)) {
        let message = format!("`ArrayFormat` has no effect: the body is sent as JSON ({state})");
        let help = "it is for forms: add \"RequestBodyEncoding\": \"URL_ENCODED\"";
        report.add(Finding::new(key, message).help(help).possible());
    }
    match (encoding, content_type(call)) {
        (Encoding::Form(asked), ContentType::Absent) => {
            let message = format!("the body is sent as a form, and `Content-Type` says that it is JSON ({state})");
            let finding = Finding::new(asked, message).label("encoded as a form");
            report
                .add(finding.help(format!("unless the connection does, set \"Content-Type\": \"{FORM}\"")).possible());
        }
        (Encoding::Form(asked), ContentType::Other(given)) => {
            let message = format!("the body is sent as a form, and `Content-Type` says `{}` ({state})", given.text);
            let finding = Finding::new(given, message).related(asked, "encoded as a form");
            report.add(finding.help(format!("write `{FORM}`")).possible());
        }
        (Encoding::Json, ContentType::Form(given)) if is_object(call) => {
            let message = format!("`Content-Type` says that the body is a form, and it is sent as JSON ({state})");
            let help = "add \"Transform\": {\"RequestBodyEncoding\": \"URL_ENCODED\"}";
            report.add(Finding::new(given, message).help(help).possible());
        }
        _ => {}
    }
}

#[derive(Clone, Copy)]
enum Encoding<'t> {
    Json,
    Form(Str<'t>),
    Unknown,
}

fn encoding<'t>(call: &Call<'_, 't>) -> Encoding<'t> {
    if !call.may_have(call.given, "Transform") {
        return Encoding::Json;
    }
    let Some(transform) = call.given.get("Transform").filter(|it| it.kind() == Kind::Object) else {
        return Encoding::Unknown;
    };
    if !call.may_have(transform, "RequestBodyEncoding") {
        return Encoding::Json;
    }
    match transform.get("RequestBodyEncoding").and_then(Node::as_str) {
        Some(text) if text.text == "URL_ENCODED" => Encoding::Form(text),
        Some(text) if text.text == "NONE" => Encoding::Json,
        _ => Encoding::Unknown,
    }
}

fn array_format<'t>(call: &Call<'_, 't>) -> Option<Str<'t>> {
    let options = call.given.get("Transform")?.get("RequestEncodingOptions")?;
    options.members().map(|it| it.key).find(|key| call.split(key.text).0 == "ArrayFormat")
}

enum ContentType<'t> {
    Absent,
    Form(Str<'t>),
    Other(Str<'t>),
    Unknown,
}

fn content_type<'t>(call: &Call<'_, 't>) -> ContentType<'t> {
    if !call.may_have(call.given, "Headers") {
        return ContentType::Absent;
    }
    let Some(headers) = call.given.get("Headers").filter(|it| it.kind() == Kind::Object) else {
        return ContentType::Unknown;
    };
    let is_it = |key: Str<'_>| call.split(key.text).0.eq_ignore_ascii_case("content-type") || key.has_placeholder();
    let is_plain = |key: Str<'_>, text: Str<'_>| {
        !key.has_placeholder() && !call.split(key.text).1 && !is_computed(text.node, call.language)
    };
    match headers.members().find(|member| is_it(member.key)).map(|member| (member.key, member.value.as_str())) {
        None => ContentType::Absent,
        Some((key, Some(text))) if is_plain(key, text) => {
            if text.text.trim_start().to_ascii_lowercase().starts_with(FORM) {
                ContentType::Form(text)
            } else {
                ContentType::Other(text)
            }
        }
        Some(_) => ContentType::Unknown,
    }
}

fn is_object(call: &Call<'_, '_>) -> bool {
    call.given.get("RequestBody").is_some_and(|it| it.kind() == Kind::Object)
}
