//! Quick fixes.

use crate::NAME;
use crate::diagnostics::Repair;
use std::collections::HashMap;
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, Diagnostic, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

/// The repairs of the findings at a place. `version` is the one that the document has now: a finding of another version has
/// lost its place, and a new one is on its way.
pub fn quick_fixes(params: &CodeActionParams, version: i32, versioned: bool) -> Vec<CodeActionOrCommand> {
    if !is_wanted(&CodeActionKind::QUICKFIX, params.context.only.as_deref()) {
        return Vec::new();
    }
    let ours = params.context.diagnostics.iter().filter(|d| d.source.as_deref() == Some(NAME));
    let repairs = ours.filter_map(|d| repair(d).filter(|r| r.version == version).map(|r| (d, r)));
    repairs.map(|(d, r)| action(&params.text_document.uri, d, r, versioned)).collect()
}

/// Is an action of a kind among those that are asked for? Kinds are trees: who asks for one means all that lie below.
pub(crate) fn is_wanted(kind: &CodeActionKind, only: Option<&[CodeActionKind]>) -> bool {
    let holds = |it: &CodeActionKind| {
        let (it, kind) = (it.as_str(), kind.as_str());
        it.is_empty() || kind.strip_prefix(it).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    only.is_none_or(|kinds| kinds.iter().any(holds))
}

/// What the client gives back may be anything.
fn repair(diagnostic: &Diagnostic) -> Option<Repair> {
    diagnostic.data.as_ref().and_then(|data| serde::Deserialize::deserialize(data).ok())
}

fn action(uri: &Uri, diagnostic: &Diagnostic, repair: Repair, versioned: bool) -> CodeActionOrCommand {
    CodeActionOrCommand::CodeAction(CodeAction {
        title: repair.title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![diagnostic.clone()]),
        edit: Some(workspace_edit(uri, repair.version, repair.edits, versioned)),
        is_preferred: repair.safe.then_some(true),
        ..CodeAction::default()
    })
}

/// Edits of a document, as the client takes them: with the version that they are for, if it takes one.
pub(crate) fn workspace_edit(uri: &Uri, version: i32, edits: Vec<TextEdit>, versioned: bool) -> WorkspaceEdit {
    if !versioned {
        return WorkspaceEdit { changes: Some(HashMap::from([(uri.clone(), edits)])), ..WorkspaceEdit::default() };
    }
    let edit = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier::new(uri.clone(), version),
        edits: edits.into_iter().map(OneOf::Left).collect(),
    };
    WorkspaceEdit { document_changes: Some(DocumentChanges::Edits(vec![edit])), ..WorkspaceEdit::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn range() -> Value {
        json!({"start": {"line": 1, "character": 2}, "end": {"line": 1, "character": 4}})
    }

    fn ask(source: &str, safe: bool, only: &Value) -> Value {
        let data =
            json!({"version": 3, "title": "mend it", "safe": safe, "edits": [{"range": range(), "newText": "x"}]});
        let mended = json!({"range": range(), "message": "m", "source": source, "data": data});
        let foreign = json!({"range": range(), "message": "m", "source": source, "data": [1]});
        let context = json!({"diagnostics": [foreign, mended], "only": only});
        let params = json!({"textDocument": {"uri": "file:///a"}, "range": range(), "context": context});
        let params: CodeActionParams = serde_json::from_value(params).unwrap();
        json!([quick_fixes(&params, 3, true), quick_fixes(&params, 3, false), quick_fixes(&params, 4, true)])
    }

    #[test]
    fn a_repair_is_an_edit_of_the_version_that_it_was_made_for() {
        let actions = ask("asl-check", true, &Value::Null);
        let edits = json!([{"range": range(), "newText": "x"}]);
        assert_eq!(actions[0][0]["title"], "mend it");
        assert_eq!(actions[0][0]["kind"], "quickfix");
        assert_eq!(actions[0][0]["isPreferred"], true);
        assert_eq!(
            actions[0][0]["edit"]["documentChanges"][0]["textDocument"],
            json!({"uri": "file:///a", "version": 3})
        );
        assert_eq!(actions[0][0]["edit"]["documentChanges"][0]["edits"], edits);
        assert_eq!(actions[1][0]["edit"], json!({"changes": {"file:///a": edits}}));
        assert_eq!(actions[2], json!([]), "the document has moved on");
    }

    #[test]
    fn only_what_is_ours_and_asked_for() {
        assert_eq!(ask("another", false, &Value::Null), json!([[], [], []]));
        assert_eq!(ask("asl-check", false, &json!(["refactor"]))[0], json!([]));
        assert_eq!(ask("asl-check", false, &json!(["quickfix"]))[0][0]["isPreferred"], Value::Null);
        assert_eq!(ask("asl-check", false, &json!([""]))[0][0]["title"], "mend it");
    }
}
