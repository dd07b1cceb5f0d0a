use super::prelude::*;
use crate::jackson;
use asl_syntax::{Fault, Format, MAX_TEXT};

pub(super) static RULE: Rule = Rule {
    id: "syntax-error",
    category: Category::Syntax,
    stage: Stage::Deploy,
    severity: Severity::Error,
    page: include_str!("syntax-error.md"),
    check,
};

/// AWS takes definitions of at most this many characters. Source: `definition` of `CreateStateMachine`, in its API reference.
const MAX_CHARACTERS: usize = 1_048_576;

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    let tree = ctx.tree();
    let root = tree.root();
    let (text, start) = (tree.text(), tree.extent().start);
    match tree.source().fault() {
        Some(Fault::NotUtf8(at)) => {
            let kind = if text.contains('\0') { "this is a binary file" } else { "this byte is not UTF-8 text" };
            let finding = Finding::new(Place::span(root, Span::at(at)), format!("not a text: {kind}"));
            report.add(finding.help("definitions are UTF-8 text"));
            return;
        }
        Some(Fault::TooLarge(bytes)) => {
            let limit = MAX_TEXT / (1024 * 1024);
            let message = format!("{bytes} bytes are no definition: at most {limit} MiB are read");
            report.add(Finding::new(root, message).help("AWS takes definitions of up to 1,048,576 characters"));
            return;
        }
        None => {}
    }
    // AWS stops at its first error, and so do we when we speak in its words.
    let mut theirs = tree.errors().first().filter(|_| tree.format() == Format::Json).map(|first| {
        jackson::first_fault(text)
            .unwrap_or_else(|| jackson::fault_at(text, first.span.end.saturating_sub(start), &first.message))
    });
    for error in tree.errors() {
        let node = root.deepest_at(error.span.start);
        let mut finding =
            Finding::new(Place::span(node, error.span), error.message.clone()).maybe_help(error.help.clone());
        if let Some((span, text)) = &error.fix {
            let title = if text.is_empty() { "remove it".to_owned() } else { format!("write `{text}`") };
            finding = finding.safe_fix(title, Edit::new(*span, text.as_str()));
        }
        if let Some((span, why)) = error.related {
            finding = finding.related(Place::span(node, span), why);
        }
        if let Some(fault) = theirs.take() {
            finding = finding.aws_at(AwsCode::InvalidJsonDescription, fault.message, Some(fault.location));
        }
        report.add(finding);
    }
    let characters = if text.len() > MAX_CHARACTERS { text.chars().count() } else { 0 };
    if tree.errors().is_empty() && characters > MAX_CHARACTERS {
        let message = format!("the definition has {characters} characters, AWS takes at most {MAX_CHARACTERS}");
        report
            .add(Finding::new(root, message).help("move a part of it into a state machine of its own, and start that"));
    }
}
