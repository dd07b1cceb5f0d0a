//! The call that is being written, and which of its arguments.

use crate::functions;
use crate::snapshot::Snapshot;
use tower_lsp::ls_types::{
    Documentation, ParameterInformation, ParameterLabel, Position, SignatureHelp, SignatureInformation,
};

/// The function of the innermost call around a position.
pub fn help(snapshot: &Snapshot, position: Position) -> Option<SignatureHelp> {
    let (scene, at) = snapshot.scene_at(snapshot.offset(position))?;
    let cursor = scene.cursor(at);
    let language = scene.language(cursor.object?);
    let text = cursor.spot.text()?;
    let at = cursor.within(text)?;
    let (name, active) = open_call(text.text.get(..at as usize)?)?;
    let function = functions::find(name, language)?;
    let label = function.usage();
    let parameters: Vec<ParameterInformation> = function
        .parameters()
        .map(|it| ParameterInformation { label: ParameterLabel::Simple(it.to_owned()), documentation: None })
        .collect();
    let last = parameters.len().saturating_sub(1) as u32;
    let signature = SignatureInformation {
        label,
        documentation: Some(Documentation::String(function.meaning.to_owned())),
        parameters: Some(parameters),
        active_parameter: Some(active.min(last)),
    };
    Some(SignatureHelp {
        signatures: vec![signature],
        active_signature: Some(0),
        active_parameter: Some(active.min(last)),
    })
}

/// The name in front of the last parenthesis that is still open, and how many commas follow it.
fn open_call(before: &str) -> Option<(&str, u32)> {
    // Where each bracket stands that is still open, and how many commas were met in it.
    let mut open: Vec<(usize, u32)> = Vec::new();
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in before.char_indices() {
        match (quote, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(q), c) => quote = (q != c).then_some(q),
            (None, '\'' | '"' | '`') => quote = Some(c),
            (None, '(' | '[' | '{') => open.push((at, 0)),
            (None, ')' | ']' | '}') => {
                open.pop();
            }
            (None, ',') => {
                if let Some((_, commas)) = open.last_mut() {
                    *commas += 1;
                }
            }
            _ => {}
        }
    }
    open.iter().rev().find_map(|(at, commas)| {
        let head = before.get(..*at)?;
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.');
        let name = head.get(head.trim_end_matches(is_name).len()..)?;
        (before.as_bytes().get(*at) == Some(&b'(') && !name.is_empty()).then_some((name, *commas))
    })
}

#[cfg(test)]
mod tests {
    use super::open_call;

    #[test]
    fn the_innermost_open_call() {
        assert_eq!(open_call("{% $substring($f(a, b), "), Some(("$substring", 1)));
        assert_eq!(open_call("States.Format('a(, {}', $.x, "), Some(("States.Format", 2)));
        assert_eq!(open_call("{% $map($x, function($i){ $i"), Some(("$map", 1)));
        assert_eq!(open_call("{% $now() "), None);
    }
}
