//! Every rule has a page, and what the page shows is true: its first example is found by the rule and by no other, its
//! repaired example is clean.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use asl_check_core::{Analysis, Options, RULES, Rule, Severity, Stage, Workflow, hosted};
use asl_hosts::{Files, Refusal};
use asl_syntax::{Source, Tree, json, yaml};
use std::path::{Path, PathBuf};

/// A fenced block: what stands behind the fence, and the text.
struct Block<'a> {
    info: &'a str,
    text: String,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut out: Vec<Block<'_>> = Vec::new();
    let mut open = false;
    for line in page.lines() {
        match (open, line.strip_prefix("```")) {
            (false, Some(info)) => out.push(Block { info, text: String::new() }),
            (true, None) => {
                let block = out.last_mut().expect("a block is open");
                block.text.push_str(line);
                block.text.push('\n');
                continue;
            }
            _ if line.starts_with("```") => {}
            _ => continue,
        }
        open = !open;
    }
    out
}

/// Beside a template there is nothing; what lies above is out of reach.
struct Alone;

impl Files for Alone {
    fn read(&self, _: &Path, path: &str) -> Result<(PathBuf, Source), Refusal> {
        Err(if path.starts_with("..") { Refusal::Outside } else { Refusal::Missing })
    }

    fn siblings(&self, _: &Path, _: &str) -> Vec<(PathBuf, Source)> {
        Vec::new()
    }
}

/// The word `template` behind the fence says that definitions stand in it.
fn in_template(block: &Block<'_>) -> Vec<(Severity, &'static str, String)> {
    let content = asl_hosts::read(Path::new("template.yaml"), Source::new(block.text.clone()), &Alone);
    let told = hosted::of_file(&content, &Options::default());
    told.iter().map(|d| (d.severity, d.rule.id, d.message.clone())).collect()
}

/// Blocks in JSON or YAML; the word `express` behind the fence makes the workflow one, and `strict` asks for strictness.
fn findings(block: &Block<'_>) -> Vec<(Severity, &'static str, String)> {
    if block.info.contains("template") {
        return in_template(block);
    }
    let tree: Tree = match block.info.split_whitespace().next() {
        Some("yaml") => yaml::parse(Source::new(block.text.clone())),
        _ => json::parse(Source::new(block.text.clone())),
    };
    let workflow = if block.info.contains("express") { Workflow::Express } else { Workflow::Standard };
    let analysis =
        Analysis::new(&tree, &Options { workflow, strict: block.info.contains("strict"), ..Options::default() });
    analysis.reported().map(|d| (d.severity, d.rule.id, d.message.clone())).collect()
}

/// Advice that short examples do not follow where it is not their point.
const ASIDE: &str = "throttling-not-retried";

fn check(rule: &Rule) -> Result<(), String> {
    let title = format!("# {}\n", rule.id);
    if !rule.page.starts_with(&title) {
        return Err(format!("does not begin with {title:?}"));
    }
    if rule.summary().is_empty() || !rule.summary().ends_with('.') {
        return Err("has no summary: one sentence right below the title".to_owned());
    }
    for heading in ["## Why", "## Example", "## Repaired"] {
        if !rule.page.contains(heading) {
            return Err(format!("lacks {heading:?}"));
        }
    }
    let examples: Vec<Block<'_>> =
        blocks(rule.page).into_iter().filter(|b| b.info.starts_with("json") || b.info.starts_with("yaml")).collect();
    let [failing, repaired] = examples.as_slice() else {
        return Err(format!("has {} examples, not two", examples.len()));
    };
    let findings = |block| {
        let mut found = findings(block);
        found.retain(|(_, id, _)| *id != ASIDE || *id == rule.id);
        found
    };
    let found = findings(failing);
    if found.is_empty() || found.iter().any(|(_, id, _)| *id != rule.id) {
        return Err(format!("the failing example gives {found:?}"));
    }
    let left = findings(repaired);
    if left.is_empty() { Ok(()) } else { Err(format!("the repaired example gives {left:?}")) }
}

#[test]
fn pages_are_true() {
    let wrong: Vec<String> = RULES.iter().filter_map(|r| check(r).err().map(|e| format!("{}.md: {e}", r.id))).collect();
    assert!(wrong.is_empty(), "{} of {} pages:\n{}", wrong.len(), RULES.len(), wrong.join("\n"));
}

#[test]
fn ids_are_kebab_case_and_unique() {
    let mut ids: Vec<&str> = RULES.iter().map(|r| r.id).collect();
    assert!(ids.iter().all(|id| id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all);
    assert!(RULES.iter().any(|r| r.stage == Stage::Deploy));
}
