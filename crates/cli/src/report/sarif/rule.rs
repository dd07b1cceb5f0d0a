//! A rule as SARIF describes it, all of it taken from the rule's page.

use super::model::{Configuration, Descriptor, Help, Level, RuleProperties, Text};
use asl_check_core::{Rule, Severity};

pub(super) fn descriptor(rule: &'static Rule) -> Descriptor {
    Descriptor {
        id: rule.id,
        name: pascal_case(rule.id),
        short_description: Text::new(rule.summary()),
        full_description: Text { text: reason(rule.page).unwrap_or_else(|| rule.summary().to_owned()) },
        help: Help { text: rule.page, markdown: without_local_links(rule.page) },
        default_configuration: Configuration { level: Level::from(rule.severity) },
        properties: RuleProperties {
            tags: [rule.category.name(), rule.stage.name()],
            // Rules are certain, or silent; GitHub puts such findings first.
            precision: "very-high",
            severity: match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "recommendation",
            },
        },
    }
}

/// The name for people that SARIF wants beside the id.
fn pascal_case(id: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    };
    id.split('-').map(word).collect()
}

/// The first paragraph of the page's chapter on why.
fn reason(page: &str) -> Option<String> {
    let (_, chapter) = page.split_once("\n## Why\n")?;
    let lines = chapter.lines().map(str::trim).skip_while(|l| l.is_empty());
    let paragraph: Vec<&str> = lines.take_while(|l| !l.is_empty() && !l.starts_with('#')).collect();
    (!paragraph.is_empty()).then(|| paragraph.join(" "))
}

/// Pages link to their neighbours, which are not there where the report is shown: those links become plain names.
fn without_local_links(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("](") {
        match (before.rsplit_once('['), after.split_once(')')) {
            (Some((lead, name)), Some((target, tail))) if !target.contains("://") && target.contains(".md") => {
                out.extend([lead, "`", name.trim_matches('`'), "`"]);
                rest = tail;
            }
            _ => {
                out.extend([before, "]("]);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use asl_check_core::RULES;

    #[test]
    fn links_to_other_pages_become_names() {
        let page = "see [AWS](https://a.example/b.md), [`x-y`](x-y.md) and [z](z.md); `$f[0](1)`";
        assert_eq!(without_local_links(page), "see [AWS](https://a.example/b.md), `x-y` and `z`; `$f[0](1)`");
    }

    #[test]
    fn every_rule_says_why() {
        for rule in RULES {
            let reason = reason(rule.page);
            // GitHub cuts descriptions after 1024 characters.
            assert!(reason.as_ref().is_some_and(|r| r.len() < 1024), "{}: {reason:?}", rule.id);
        }
        assert_eq!(pascal_case("not-a-reference-path"), "NotAReferencePath");
    }
}
