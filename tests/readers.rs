//! The readers that a fuzzer knows, a little with every test: texts of ours, changed in some places, fed to their targets.

#[path = "changes.rs"]
mod changes;

use asl_tests::targets::{self, SEPARATOR};
use changes::{apply, change};
use proptest::prelude::*;

const DEFINITION: &str = include_str!("../fixtures/redrive/publish.asl.json");
const HISTORY: &str = include_str!("../fixtures/redrive/failed.history.json");
const MOCKS: &str = include_str!("../fixtures/redrive/failing.mocks.json");
const CASES: &str = include_str!("../fixtures/talk/MockConfigFile.json");
const CONFIG: &str = include_str!("../fixtures/team/asl-check.toml");
const SCHEMA: &str = include_str!("../fixtures/types/refund.schema.json");
const REQUEST: &str = include_str!("../fixtures/test-state/charge.json");
const TEMPLATE: &str = include_str!("../fixtures/hosts/faulty/template.yaml");

/// Edits, one of them the wrong way round and one beyond the end.
const EDITS: &str = r#"[{"range": {"start": {"line": 3, "character": 9}, "end": {"line": 1, "character": 2}}, "text": "é\r"},
    {"range": {"start": {"line": 2, "character": 1}, "end": {"line": 99, "character": 99}}, "text": "}"}]"#;

/// The texts of an input.
fn joined(parts: &[&str]) -> String {
    parts.join(&SEPARATOR.to_string())
}

/// Feeds a text that has suffered some changes. A panic is told with it.
fn feed(target: &str, text: &str, changes: &[changes::Change]) {
    targets::feed(target, apply(text, changes).as_bytes());
}

/// A few changes, or none.
fn few() -> impl Strategy<Value = Vec<changes::Change>> {
    prop::collection::vec(change(), 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mock_files(changes in few()) {
        feed("mocks", MOCKS, &changes);
        feed("mocks", CASES, &changes);
        feed("mocks", HISTORY, &changes);
    }

    #[test]
    fn runs(changes in few()) {
        feed("run", &joined(&[DEFINITION, "{}", MOCKS]), &changes);
        feed("run", &joined(&[DEFINITION, "{}", HISTORY]), &changes);
    }

    #[test]
    fn histories(changes in few()) {
        feed("history", &joined(&[DEFINITION, HISTORY]), &changes);
    }

    #[test]
    fn config_files(changes in few()) {
        feed("config", CONFIG, &changes);
    }

    #[test]
    fn schemas(changes in few()) {
        feed("schema", SCHEMA, &changes);
    }

    #[test]
    fn requests(changes in few()) {
        feed("test_state", REQUEST, &changes);
    }

    #[test]
    fn documents_and_edits(changes in few(), odd in any::<bool>()) {
        let edits = if odd { format!("{EDITS} ") } else { EDITS.to_owned() };
        feed("lsp", &joined(&[DEFINITION, &edits]), &changes);
        feed("lsp", &joined(&[TEMPLATE, &edits]), &changes);
    }
}
