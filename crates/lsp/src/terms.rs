//! What is agreed on when a client says hello.

use crate::lines::Encoding;
use asl_check_core::Workflow;
use serde_json::Value;
use tower_lsp::ls_types::InitializeParams;

/// What holds for all documents of a session.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "clients can do this and can't do that")]
pub struct Terms {
    /// What columns count.
    pub encoding: Encoding,
    /// The kind of workflow where no config file tells it.
    pub workflow: Workflow,
    /// Does the client show other places that belong to a finding?
    pub related: bool,
    /// Does the client take edits of one version of a document?
    pub versioned_edits: bool,
    /// Does the client take snippets?
    pub snippets: bool,
    /// Does the client ask for diagnostics, so that none are sent?
    pub pull: bool,
    /// May the client be told to ask for diagnostics again?
    pub refreshes_diagnostics: bool,
    /// May the client be told to ask for inlay hints again?
    pub refreshes_hints: bool,
    /// The client's process, which may end without a word.
    pub process: Option<u32>,
    /// Are types shown after each state?
    pub hints: bool,
    /// Are there actions above states?
    pub lenses: bool,
}

impl Terms {
    /// Reads what the client says, and gives what of its options was not understood in words.
    pub fn new(params: &InitializeParams) -> (Self, Option<String>) {
        let (workflow, problem) = workflow(params.initialization_options.as_ref());
        let general = params.capabilities.general.as_ref();
        let offered = general.and_then(|g| g.position_encodings.as_deref());
        let document = params.capabilities.text_document.as_ref();
        let related = document.and_then(|d| d.publish_diagnostics.as_ref()).and_then(|p| p.related_information);
        let edits = params.capabilities.workspace.as_ref().and_then(|w| w.workspace_edit.as_ref());
        let completion = document.and_then(|d| d.completion.as_ref()).and_then(|c| c.completion_item.as_ref());
        let options = params.initialization_options.as_ref();
        let told = |name: &str| options.and_then(|o| o.get(name)).and_then(Value::as_str).map(str::to_owned);
        let asks = document.and_then(|d| d.diagnostic.as_ref());
        let published = document.and_then(|d| d.publish_diagnostics.as_ref());
        let is_on = |name: &str| options.and_then(|o| o.get(name)).and_then(Value::as_bool).unwrap_or(true);
        let workspace = params.capabilities.workspace.as_ref();
        let diagnostics = workspace.and_then(|w| w.diagnostics.as_ref()).and_then(|d| d.refresh_support);
        let inlay_hints = workspace.and_then(|w| w.inlay_hint.as_ref()).and_then(|h| h.refresh_support);
        let pull = asks.is_some() && (published.is_none() || told("diagnostics").as_deref() == Some("pull"));
        let terms = Self {
            process: params.process_id,
            snippets: completion.and_then(|item| item.snippet_support).unwrap_or(false),
            pull,
            refreshes_diagnostics: pull && diagnostics.unwrap_or(false),
            refreshes_hints: inlay_hints.unwrap_or(false),
            hints: is_on("inlayHints"),
            lenses: is_on("codeLenses"),
            encoding: Encoding::negotiate(offered),
            workflow,
            related: related.unwrap_or(false),
            versioned_edits: edits.and_then(|e| e.document_changes).unwrap_or(false),
        };
        (terms, problem)
    }
}

/// `{"type": "standard" | "express"}`; nothing at all is fine.
fn workflow(options: Option<&Value>) -> (Workflow, Option<String>) {
    match options.and_then(|o| o.get("type")) {
        None | Some(Value::Null) => (Workflow::Standard, None),
        Some(Value::String(name)) if name == "standard" => (Workflow::Standard, None),
        Some(Value::String(name)) if name == "express" => (Workflow::Express, None),
        Some(other) => {
            let problem =
                format!("the type of workflow is \"standard\" or \"express\", not {other}; taking \"standard\"");
            (Workflow::Standard, Some(problem))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_type_is_read_and_anything_else_is_told() {
        let of = |options: Value| workflow(Some(&options));
        assert_eq!(workflow(None), (Workflow::Standard, None));
        assert_eq!(of(json!({"type": "express", "other": 1})), (Workflow::Express, None));
        assert_eq!(of(json!([])), (Workflow::Standard, None));
        let (workflow, problem) = of(json!({"type": "exprss"}));
        assert_eq!(workflow, Workflow::Standard);
        assert!(problem.is_some_and(|p| p.contains("\"exprss\"")));
    }
}
