//! What the book has from the code is what the code says, and no link of the papers leads nowhere. `cargo xtask docs`
//! writes the pages, by way of this test.
#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its data is broken")]

use asl_check_core::{Category, RULES, RUN_RULES, Rule, Severity, Stage};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// By category, then stage, then id: the order of `--list-rules`.
fn rules() -> Vec<&'static Rule> {
    let mut rules: Vec<&Rule> = RULES.iter().copied().chain(RUN_RULES).collect();
    rules.sort_by_key(|r| (r.category, r.stage, r.id));
    rules
}

fn of(category: Category) -> impl Iterator<Item = &'static Rule> {
    rules().into_iter().filter(move |r| r.category == category)
}

/// A page of a rule: that beside its code, with a line on what it is.
fn page(rule: &Rule) -> String {
    let (title, rest) = rule.page.split_once('\n').expect("a title");
    let Rule { category, stage, severity, .. } = rule;
    format!("{title}\n\n[{category}](../rules.md#{category}) · {stage} · {severity}\n{rest}")
}

fn index() -> String {
    let mut text = format!("{} rules.\n", rules().len());
    for category in Category::ALL {
        let _ = write!(text, "\n### {category}\n\n| rule | stage | severity | |\n| --- | --- | --- | --- |\n");
        for rule in of(*category) {
            let (Rule { id, stage, severity, .. }, summary) = (rule, rule.summary().replace('|', "\\|"));
            let _ = writeln!(text, "| [{id}](rules/{id}.md) | {stage} | {severity} | {summary} |");
        }
    }
    text
}

/// The contents, written by hand but for the rules. Comments would tear the list apart, so there are no marks in it: what
/// is indented below the rules is made.
fn contents() -> String {
    let (mut text, mut is_made) = (String::new(), false);
    for line in read("docs/src/SUMMARY.md").lines() {
        is_made &= line.starts_with(' ');
        if !is_made {
            let _ = writeln!(text, "{line}");
        }
        if line.contains("](rules.md)") {
            is_made = true;
            for category in Category::ALL {
                // A chapter without a page: mdBook shows it as a heading.
                let _ = writeln!(text, "  - [{category}]()");
                text.extend(of(*category).map(|rule| format!("    - [{id}](rules/{id}.md)\n", id = rule.id)));
            }
        }
    }
    text
}

/// What may stand for a key, and what is said of it, as the schema has it.
fn keys(object: &Value) -> String {
    let mut text = String::from("| key | value | |\n| --- | --- | --- |\n");
    for (key, schema) in object["properties"].as_object().expect("properties") {
        let description = schema["description"].as_str().unwrap_or_else(|| panic!("`{key}` is not described"));
        let _ = writeln!(text, "| `{key}` | {} | {description} |", value(schema));
    }
    text
}

fn value(schema: &Value) -> String {
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
        return values.join(", ");
    }
    match schema["type"].as_str().expect("a type") {
        "array" if schema["items"]["type"] == "object" => "tables, see below".to_owned(),
        "array" => format!("[{}, …]", value(&schema["items"])),
        "object" => format!("a table of {}", value(&schema["additionalProperties"])),
        "boolean" => "`true` or `false`".to_owned(),
        "string" => "text".to_owned(),
        other => panic!("a page says nothing of {other}"),
    }
}

fn configuration() -> String {
    let schema: Value = serde_json::from_str(&read("schemas/config.schema.json")).expect("a schema");
    let files = keys(&schema["properties"]["files"]["items"]);
    format!("{}\nIn each `[[files]]`, `paths` must be there:\n\n{files}", keys(&schema))
}

/// What the program prints, started at the root.
fn printed(args: &[&str]) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_asl-check")).args(args).current_dir(root()).output();
    String::from_utf8(run.expect("the program").stdout).expect("text")
}

/// A picture, in the colours of a run.
fn picture() -> String {
    let [definition, history] = ["fixtures/redrive/publish.asl.json", "fixtures/redrive/failed.history.json"];
    printed(&["graph", definition, "--history", history])
}

/// A page that is written by hand but for what stands between two marks.
fn marked(path: &str, made: &str) -> String {
    let text = read(path);
    let (open, close) = ("<!-- made by cargo xtask docs -->\n", "<!-- end -->\n");
    let (before, rest) = text.split_once(open).unwrap_or_else(|| panic!("{path} has no {open}"));
    let (_, after) = rest.split_once(close).unwrap_or_else(|| panic!("{path} has no {close}"));
    format!("{before}{open}\n{made}\n{close}{after}")
}

fn made() -> BTreeMap<String, String> {
    let mut pages: BTreeMap<String, String> = BTreeMap::new();
    for rule in rules() {
        pages.insert(format!("docs/src/rules/{}.md", rule.id), page(rule));
    }
    for editor in ["neovim", "helix", "zed", "jetbrains"] {
        pages.insert(format!("docs/src/editors/{editor}.md"), read(&format!("editors/{editor}.md")));
    }
    pages.insert("docs/src/SUMMARY.md".to_owned(), contents());
    pages.insert("docs/src/images/publish.svg".to_owned(), picture());
    for (path, text) in [
        ("docs/src/rules.md", index()),
        ("docs/src/configuration.md", configuration()),
        ("docs/src/cli.md", printed(&["man", "--markdown"])),
    ] {
        pages.insert(path.to_owned(), marked(path, &text));
    }
    pages
}

#[test]
fn what_the_book_has_from_the_code_is_what_the_code_says() {
    let made = made();
    if std::env::var_os("ASL_DOCS").is_some_and(|wish| wish == "write") {
        for folder in ["rules", "editors", "images"] {
            // What a rule left behind that is gone.
            let _ = fs::remove_dir_all(root().join("docs/src").join(folder));
            fs::create_dir_all(root().join("docs/src").join(folder)).expect("a folder");
        }
        for (path, text) in &made {
            fs::write(root().join(path), text).expect("a page");
        }
    }
    let stale = made.iter().filter(|(path, text)| fs::read_to_string(root().join(path)).ok().as_ref() != Some(*text));
    let stale: Vec<&String> = stale.map(|(path, _)| path).collect();
    assert!(stale.is_empty(), "run `cargo xtask docs` and commit what it writes: {stale:?}");
    let kept = fs::read_dir(root().join("docs/src/rules")).expect("pages").count();
    assert_eq!(kept, rules().len(), "docs/src/rules has pages of rules that are gone: `cargo xtask docs`");
}

#[test]
fn pages_lie_beside_the_code_of_their_rules() {
    for rule in rules() {
        assert_eq!(read(&rule.url()), rule.page, "{}", rule.id);
    }
}

#[test]
fn every_stage_and_severity_is_explained() {
    let text = read("docs/src/rules.md");
    // The list below that names them all and explains none.
    let by_hand = text.split("<!-- made").next().unwrap_or_default();
    for name in Stage::ALL.iter().map(|s| s.name()).chain(Severity::ALL.iter().map(|s| s.name())) {
        assert!(by_hand.contains(name), "docs/src/rules.md says nothing of {name}");
    }
}

/// The book shows these whole; what they call by its path here lies elsewhere there.
const SHOWN: [&str; 3] = ["CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md"];

/// All pages that somebody may read here; links of the book stay in it.
fn papers() -> Vec<PathBuf> {
    let mut papers = Vec::new();
    for (folder, depth) in [("", 1), ("editors", 2), ("docs/src", 3), ("crates/check/src/checks", 1)] {
        collect(&root().join(folder), depth, &mut papers);
    }
    papers
}

fn collect(folder: &Path, depth: usize, papers: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() && depth > 1 && !path.ends_with("node_modules") {
            collect(&path, depth - 1, papers);
        } else if path.extension().is_some_and(|e| e == "md") {
            papers.push(path);
        }
    }
}

/// The lines that are prose: no link stands in code.
fn prose(text: &str) -> String {
    let mut is_code = false;
    let mut out = String::new();
    for line in text.lines() {
        is_code ^= line.trim_start().starts_with("```");
        // What stands between single backticks is code as well.
        let parts = line.split('`').step_by(2);
        if !is_code {
            out.extend(parts.chain(["\n"]));
        }
    }
    out
}

/// As forges and mdBook name headings.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let slug = |line: &str| {
        let title = line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        title.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
    };
    headings.map(slug).collect()
}

#[test]
fn links_lead_somewhere() {
    let book = root().join("docs/src").canonicalize().expect("the book");
    let (mut wrong, mut followed) = (Vec::new(), 0);
    for paper in papers() {
        let text = fs::read_to_string(&paper).expect("a paper");
        let paper = paper.canonicalize().expect("a paper");
        for target in prose(&text).split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target)
        {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let there = if file.is_empty() { paper.clone() } else { paper.with_file_name(file) };
            let is_shown =
                SHOWN.iter().any(|shown| root().join(shown).canonicalize().is_ok_and(|shown| shown == paper));
            let leaves = paper.starts_with(&book) && there.canonicalize().is_ok_and(|there| !there.starts_with(&book));
            let is_there = there.exists();
            let names = || anchors(&fs::read_to_string(&there).unwrap_or_default());
            if !is_there || is_shown || leaves || (!anchor.is_empty() && !names().iter().any(|name| name == anchor)) {
                wrong.push(format!("{}: {target}", paper.display()));
            }
            followed += 1;
        }
    }
    assert!(wrong.is_empty(), "links that lead nowhere, or out of the book:\n{}", wrong.join("\n"));
    assert!(followed > 100, "only {followed} links were found");
}

/// mdBook only warns of these.
#[test]
fn what_the_book_shows_whole_is_there() {
    for paper in SHOWN {
        let page = paper.to_lowercase();
        assert_eq!(read(&format!("docs/src/{page}")), format!("{{{{#include ../../{paper}}}}}\n"));
        assert!(!read(paper).is_empty());
    }
}

#[test]
fn every_page_of_the_book_is_in_its_contents() {
    let contents = read("docs/src/SUMMARY.md");
    let mut pages = Vec::new();
    collect(&root().join("docs/src"), 3, &mut pages);
    for page in pages.iter().filter(|page| !page.ends_with("SUMMARY.md")) {
        let path = page.strip_prefix(root().join("docs/src")).expect("a page").to_string_lossy().into_owned();
        assert!(contents.contains(&format!("]({path})")), "{path} is not in SUMMARY.md");
    }
}
