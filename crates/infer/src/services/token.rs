//! Whether a task hands on the token that it can be ended with.

use asl_expressions::Template;
use asl_expressions::template::Body;
use asl_syntax::placeholder;

/// May what is computed hold the token of the task? It stands in the context object alone, and no state before has seen it.
pub fn may_carry_token(template: &Template<'_>) -> bool {
    match template {
        Template::Literal(..) => false,
        Template::Computed(computed) => {
            let text = computed.text.text;
            let root = if matches!(computed.body, Body::Jsonata(_)) { "$states" } else { "$$" };
            placeholder::is_hidden(text) || may_read_token(text, root)
        }
        Template::Array(items) => items.iter().any(may_carry_token),
        Template::Object { plain, computed } => {
            plain.iter().chain(computed).any(|(_, template)| may_carry_token(template))
        }
    }
}

/// Other members of the context object, and of `$states`.
const OTHERS: [&str; 5] = ["Execution", "StateMachine", "State", "Map", "input"];

/// May an expression read the token, where `$$` in JSONPath or `$states` in JSONata leads to it? It does not where each
/// mention is followed by another member of the context object.
pub fn may_read_token(text: &str, root: &str) -> bool {
    text.match_indices(root).any(|(at, _)| {
        let rest = text.get(at + root.len()..).unwrap_or_default();
        let rest = rest.strip_prefix(".context").unwrap_or(rest);
        let Some(rest) = rest.strip_prefix('.') else { return true };
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        !OTHERS.contains(&rest.get(..end).unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_of_the_token() {
        for text in ["$$.Task.Token", "$$", "$$.Task", "$$..Token", "$$['Task']", "States.Format('{}', $$.Task.Token)"]
        {
            assert!(may_read_token(text, "$$"), "{text}");
        }
        for text in ["$$.Execution.Id", "$.Task.Token", "States.Format('{}{}', $$.State.Name, $$.Map.Item.Index)"] {
            assert!(!may_read_token(text, "$$"), "{text}");
        }
        for text in ["$states.context.Task.Token", "$states.context", "$states", "$states.*"] {
            assert!(may_read_token(text, "$states"), "{text}");
        }
        for text in ["$states.input.a", "$states.context.Execution.Id & $states.input"] {
            assert!(!may_read_token(text, "$states"), "{text}");
        }
    }
}
