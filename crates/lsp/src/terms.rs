//! What is agreed on when a client says hello.

use crate::lines::Encoding;
use asl_check_core::Workflow;
use serde_json::Value;
use tower_lsp::ls_types::InitializeParams;

/// What holds for all documents of a session.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms {
    /// What columns count.
    pub encoding: Encoding,
    /// The kind of workflow where no config file tells it.
    pub workflow: Workflow,
    /// Does the client show other places that belong to a finding?
    pub related: bool,
    /// Does the client take edits of one version of a document?
    pub versioned_edits: bool,
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
        let terms = Self {
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
