//! The JSON Schema of the config file says what the reader takes.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use serde_json::Value;
use std::path::Path;

fn schema() -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/config.schema.json");
    let text = std::fs::read_to_string(path).expect("the schema");
    jsonschema::validator_for(&serde_json::from_str(&text).expect("JSON")).expect("a schema")
}

fn config(text: &str) -> Value {
    toml::from_str(text).expect("TOML")
}

#[test]
fn what_the_reader_takes_the_schema_takes_and_the_other_way_round() {
    let fixture = include_str!("../../../fixtures/team/asl-check.toml");
    let cases = [
        (fixture, true),
        ("select = [\"deploy\"]\nignore = [\"wrong-type\"]\ntype = \"express\"\nfail-on = \"note\"", true),
        (
            "[severity]\nwrong-type = \"off\"\n[[files]]\npaths = [\"a/**\"]\nignore = [\"graph\"]\ntype = \"standard\"",
            true,
        ),
        ("strict = true\n[[files]]\npaths = [\"a/**\"]\nstrict = false", true),
        ("strict = \"yes\"", false),
        ("selct = []", false),
        ("type = \"fast\"", false),
        ("[severity]\nwrong-type = \"fatal\"", false),
        ("[[files]]\ntype = \"express\"", false),
        ("[[files]]\npaths = []\nfail-on = \"error\"", false),
    ];
    for (text, fits) in cases {
        let read = asl_check_core::Config::parse(Path::new("."), text);
        assert_eq!(read.is_ok(), fits, "{text}: {read:?}");
        assert_eq!(schema().is_valid(&config(text)), fits, "{text}");
    }
}

#[test]
fn config_files_that_pages_show_are_such() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for page in ["README.md", "docs/src/team.md", "docs/src/types.md"] {
        let text = std::fs::read_to_string(root.join(page)).expect("a page");
        let shown: Vec<&str> = text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        assert!(!shown.is_empty(), "{page} shows none");
        for toml in shown {
            assert!(schema().is_valid(&config(toml)), "{page}: {toml}");
        }
    }
}
