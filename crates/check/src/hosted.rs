//! What is told of files that declare state machines: of their definitions, wherever these stand, and of the files.

use crate::checks::of_hosts::{DEFINITION_NOT_READ, REFUSED_REFERENCE, UNFILLED_PLACEHOLDER, UNUSED_SUBSTITUTION};
use crate::suggest::Suggest;
use crate::{Analysis, Diagnostic, Memo, Options, Severity, Workflow, visible};
use asl_hosts::{Content, Declared, Machine, Note, Template, Unfilled, What};
use std::sync::Mutex;

/// What is told of a file, in the order of its text: of the definition that it is, or of those that stand in it and of
/// what it says about others.
pub fn of_file(content: &Content, options: &Options) -> Vec<Diagnostic> {
    tell_of_file(content, options, None, |found| found)
}

/// The same, told as soon as it is found: see [`Analysis::tell`]. What is known of a file as it was before is of use where it
/// is a definition by itself.
pub fn tell_of_file<T>(
    content: &Content,
    options: &Options,
    memo: Option<&Mutex<Memo>>,
    told: impl FnOnce(Vec<Diagnostic>) -> T,
) -> T {
    match content {
        Content::Definition(tree) => Analysis::tell(tree, options, memo, |it| told(it.into_reported())),
        Content::Template(template) => told(of_template(template, options)),
    }
}

fn of_template(template: &Template, options: &Options) -> Vec<Diagnostic> {
    let mut out: Vec<Diagnostic> = template.notes.iter().map(note).collect();
    for (machine, declared) in definitions(template).filter(|(_, declared)| declared.file.is_none()) {
        out.extend(of_definition(machine, declared, options));
    }
    out.sort_by_key(|d| (d.span.start, d.span.end));
    out
}

/// All definitions that a template declares.
pub fn definitions(template: &Template) -> impl Iterator<Item = (&Machine, &Declared)> {
    template.machines.iter().flat_map(|machine| machine.definitions.iter().map(move |it| (machine, it)))
}

/// What is told of one definition, with places in the file that it stands in.
pub fn of_definition(machine: &Machine, declared: &Declared, options: &Options) -> Vec<Diagnostic> {
    let workflow = match machine.is_express {
        Some(true) => Workflow::Express,
        Some(false) => Workflow::Standard,
        None => options.workflow,
    };
    let mut out = Analysis::new(&declared.tree, &Options { workflow, ..options.clone() }).into_reported();
    let suggest = Suggest::default();
    out.extend(declared.unfilled.iter().map(|it| unfilled(machine, it, &suggest)));
    out.sort_by_key(|d| (d.span.start, d.span.end));
    for diagnostic in &mut out {
        diagnostic.machine = Some(visible(title(machine)));
    }
    if declared.file.is_none() {
        let whole = |pointer: &mut String| pointer.insert_str(0, &format!("{}#", declared.pointer));
        for diagnostic in &mut out {
            whole(&mut diagnostic.pointer);
            diagnostic.related.iter_mut().for_each(|related| whole(&mut related.pointer));
        }
    }
    out
}

/// What a state machine is called in a message.
fn title(machine: &Machine) -> &str {
    machine.construct.as_deref().unwrap_or(&machine.name)
}

fn unfilled(machine: &Machine, it: &Unfilled, suggest: &Suggest) -> Diagnostic {
    let message = match it.by {
        "Fn::Sub" if it.name.starts_with("AWS::") => format!("CloudFormation has no pseudo parameter `{}`", it.name),
        "Fn::Sub" => format!("`{}` is no parameter and no resource of this template", it.name),
        "file" => format!("`${{{}}}` stays as it is: `file` fills no placeholders", it.name),
        by => format!("nothing fills `${{{}}}`: {by} of `{}` has no `{}`", it.name, title(machine), it.name),
    };
    let known = it.known.iter().map(String::as_str);
    let meant = it.known.iter().find(|known| known.eq_ignore_ascii_case(&it.name)).map(String::as_str);
    let help = match meant.or_else(|| suggest.closest_within(&it.name, 2, known)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if it.by == "file" => "`templatefile` fills them".to_owned(),
        None if it.by == "Fn::Sub" => "CloudFormation refuses the template".to_owned(),
        None => "AWS gets the placeholder itself as the value".to_owned(),
    };
    Diagnostic {
        pointer: it.pointer.clone(),
        ..Diagnostic::found_elsewhere(&UNFILLED_PLACEHOLDER, it.span, &message, Some(help))
    }
}

fn note(note: &Note) -> Diagnostic {
    match &note.what {
        What::Broken(why) => {
            let message = format!("this file can't be read, so no state machine in it is looked at: {why}");
            Diagnostic::found_elsewhere(&DEFINITION_NOT_READ, note.span, &message, None)
        }
        What::Unread(why) => Diagnostic::found_elsewhere(&DEFINITION_NOT_READ, note.span, why, None),
        What::Refused { why, help } => {
            Diagnostic::found_elsewhere(&REFUSED_REFERENCE, note.span, why, help.map(str::to_owned))
        }
        What::Unused { name, machine, meant } => {
            let message = format!("the definition of `{machine}` has no `${{{name}}}`");
            let help = meant.as_ref().map(|meant| format!("it has `${{{meant}}}`, which nothing fills"));
            // With the other half of a slip at hand it is one for certain.
            let severity = if meant.is_some() { Severity::Error } else { UNUSED_SUBSTITUTION.severity };
            Diagnostic { severity, ..Diagnostic::found_elsewhere(&UNUSED_SUBSTITUTION, note.span, &message, help) }
        }
    }
}
