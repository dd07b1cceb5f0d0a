//! What is read where it is not: how to get at it instead.

use asl_catalogue::Resource;
use asl_infer::{Expression as Said, Problem};
use asl_semantics::plan;
use asl_types::{Kinds, Type};

/// The cause of an error is a text, also where somebody wrote an object into it.
fn in_cause(problem: &Problem<'_, '_>, name: &str, of: &Type) -> Option<String> {
    let is_text = of.kinds().is_within(Kinds::STRING | Kinds::NULL) && of.sets().strings.few().is_none();
    let before = problem.text.text.get(..problem.fault.span.start as usize)?;
    let before = before.trim_end_matches(['.', '[', '\'', '"', '`']);
    if !is_text || !before.ends_with("Cause") {
        return None;
    }
    let is_part = |it: char| it.is_alphanumeric() || "_.$'\"[]".contains(it);
    let start = before.char_indices().rev().take_while(|(_, it)| is_part(*it)).last().map_or(0, |(at, _)| at);
    let cause = before.get(start..)?;
    Some(match problem.expression {
        Said::Jsonata(..) => format!("a cause is a text: if that is JSON, read it with $parse({cause}).{name}"),
        _ => format!(
            "a cause is a text: if that is JSON, a Pass state before makes an object of it with \
             States.StringToJson({cause})"
        ),
    })
}

/// How to get at what is not where it is looked for.
pub(super) fn help(problem: &Problem<'_, '_>, name: Option<&str>, of: &Type) -> Option<String> {
    let named = |name| of_token(problem, name).or_else(|| of_attributes(problem, name));
    in_cause(problem, name.unwrap_or_default(), of).or_else(|| name.and_then(named))
}

/// Only a task that waits for its token has one.
fn of_token(problem: &Problem<'_, '_>, name: &str) -> Option<String> {
    let is_context = match problem.expression {
        Said::Path(_) | Said::Call(_) => problem.text.text.contains("$$.Task"),
        Said::Jsonata(..) => problem.text.text.contains("$states.context.Task"),
        Said::None => false,
    };
    if !is_context || name != "Task" {
        return None;
    }
    let plan::Kind::Task(task) = &problem.state.kind else {
        return Some("only a Task has a token, and only where its `Resource` ends in `.waitForTaskToken`".to_owned());
    };
    let resource = Resource::parse(task.resource, |_| false).ok()?;
    Some(match resource {
        Resource::Function { .. } => {
            "a function is called with a token by \"Resource\": \"arn:aws:states:::lambda:invoke.waitForTaskToken\""
                .to_owned()
        }
        _ => "add `.waitForTaskToken` to the `Resource`: without it the task has no token".to_owned(),
    })
}

/// `DynamoDB` gives the attributes of what it wrote to those who ask for them.
fn of_attributes(problem: &Problem<'_, '_>, name: &str) -> Option<String> {
    let plan::Kind::Task(task) = &problem.state.kind else { return None };
    let (Resource::Optimized { service: "dynamodb", action, .. } | Resource::Sdk { service: "dynamodb", action, .. }) =
        Resource::parse(task.resource, |_| false).ok()?
    else {
        return None;
    };
    let asked = if action == "updateItem" { "ALL_NEW" } else { "ALL_OLD" };
    (name == "Attributes").then(|| format!("ask for them in its parameters: \"ReturnValues\": \"{asked}\""))
}
