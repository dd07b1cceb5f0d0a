//! Whatever the text: an answer, in bounded time, with places inside the text.

use asl_check_core::validate::Answer;
use asl_check_core::{Analysis, Options, Workflow};
use asl_hosts::{Content, Disk};
use asl_syntax::{Source, Tree, json, yaml};
use asl_tests::{data, diagnose, is_refused};
use proptest::prelude::*;
use std::path::Path;
use std::sync::OnceLock;

#[path = "changes.rs"]
mod changes;

use changes::{apply, change};

/// Definitions to start from: our own fixtures, and published ones where they are at hand.
fn seeds() -> &'static [String] {
    static SEEDS: OnceLock<Vec<String>> = OnceLock::new();
    SEEDS.get_or_init(|| {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
        let published = data("corpus/dev").map(|d| d.join("definitions"));
        let mut paths: Vec<_> = walk(&own).into_iter().chain(published.iter().flat_map(|p| walk(p))).collect();
        paths.sort();
        paths.iter().filter_map(|p| std::fs::read_to_string(p).ok()).filter(|t| t.len() < 40_000).collect()
    })
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.flat_map(|e| if e.path().is_dir() { walk(&e.path()) } else { vec![e.path()] }).collect()
}

/// Every place lies in the text, on characters.
fn holds(name: &str, text: &str) -> Result<(), TestCaseError> {
    let told = diagnose(Path::new(name), text, Workflow::Standard);
    let tree = if name.ends_with("json") { json::parse(Source::new(text)) } else { yaml::parse(Source::new(text)) };
    let answer = Answer::new(&Analysis::new(&tree, &Options::default()));
    // The two speak of one verdict; a host and a broken YAML text that is read as JSON are other trees.
    let is_definition =
        matches!(asl_hosts::read(Path::new(name), Source::new(text), &Disk::default()), Content::Definition(_));
    let same_tree = is_definition && tree.errors().is_empty() && !told.is_empty();
    prop_assert!(!same_tree || answer.fails == is_refused(&told), "{text}");
    for d in told {
        for span in std::iter::once(d.span).chain(d.related.iter().map(|r| r.span)) {
            prop_assert!(
                text.get(span.range()).is_some(),
                "{}: {span:?} is no place in {} bytes",
                d.rule.id,
                text.len()
            );
        }
        prop_assert!(!d.message.contains('\n'), "{}: {:?}", d.rule.id, d.message);
    }
    Ok(())
}

/// Keys and values of a tree as one text.
fn shape(tree: &Tree) -> Vec<String> {
    tree.nodes().map(|n| n.as_str().map_or_else(|| format!("{:?}", n.kind()), |s| format!("{:?}", s.text))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn broken_definitions_get_an_answer(seed in any::<prop::sample::Index>(), changes in prop::collection::vec(change(), 1..6)) {
        let text = apply(seed.get::<String>(seeds()), &changes);
        holds("a.asl.json", &text)?;
        holds("a.asl.yaml", &text)?;
    }

    #[test]
    fn any_text_gets_an_answer(text in "\\PC{0,200}") {
        holds("a.asl.json", &text)?;
        holds("a.asl.yaml", &text)?;
    }

    #[test]
    fn json_is_yaml(value in json_value()) {
        let text = value.to_string();
        let (a, b) = (json::parse(Source::new(text.clone())), yaml::parse(Source::new(text)));
        prop_assert!(a.errors().is_empty() && b.errors().is_empty(), "{:?} {:?}", a.errors(), b.errors());
        prop_assert_eq!(shape(&a), shape(&b));
    }

    #[test]
    fn json_reads_what_serde_json_writes(value in json_value()) {
        let text = serde_json::to_string_pretty(&value).unwrap_or_default();
        let tree = json::parse(Source::new(text.clone()));
        prop_assert!(tree.errors().is_empty());
        let strings: Vec<&str> = tree.nodes().filter_map(|n| n.as_str().map(|s| s.text)).collect();
        let mut theirs = Vec::new();
        collect(&value, &mut theirs);
        prop_assert_eq!(strings, theirs);
    }
}

fn json_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i32>().prop_map(serde_json::Value::from),
        "[ -~é\\n\\t]{0,12}".prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(serde_json::Value::from),
            prop::collection::btree_map("[a-zA-Z. é]{1,8}", inner, 0..5)
                .prop_map(|m| serde_json::Value::Object(m.into_iter().collect())),
        ]
    })
}

fn collect<'v>(value: &'v serde_json::Value, out: &mut Vec<&'v str>) {
    match value {
        serde_json::Value::String(s) => out.push(s),
        serde_json::Value::Array(items) => items.iter().for_each(|v| collect(v, out)),
        serde_json::Value::Object(members) => {
            for (k, v) in members {
                out.push(k);
                collect(v, out);
            }
        }
        _ => {}
    }
}
