//! Findings in the protocol's words.

use crate::NAME;
use crate::lines::Ruler;
use crate::snapshot::Snapshot;
use asl_check_core::{Diagnostic as Found, Edit, Fix, Severity, hosted};
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use tower_lsp::ls_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, TextEdit,
    Uri,
};

/// How many findings are published of one document: more than anybody reads, and editors show no more either.
pub const MOST: usize = 1000;

/// What takes more edits than these is no quick fix: nobody reads them, and they would be sent with each keystroke. `--fix`
/// is there for them.
const MOST_EDITS: usize = 64;

/// The edits that mend a fault. They travel with the diagnostic, and the client gives them back when it asks for actions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Repair {
    /// The version of the document that the edits are of.
    pub version: i32,
    /// What they do.
    pub title: String,
    /// May they be applied without a person reading them?
    pub safe: bool,
    /// The edits.
    pub edits: Vec<TextEdit>,
}

/// Checks a document and gives what a person is told of it in its project.
pub fn diagnose(snapshot: &Snapshot) -> Vec<Diagnostic> {
    tell(snapshot, |found| found)
}

/// The same, told as soon as it is found: what the check took is given back afterwards.
pub fn tell<T>(snapshot: &Snapshot, told: impl FnOnce(Vec<Diagnostic>) -> T) -> T {
    let Snapshot { uri, version, settings, .. } = snapshot;
    if snapshot.is_foreign() {
        return told(Vec::new());
    }
    hosted::tell_of_file(&snapshot.content, &snapshot.options(), Some(&snapshot.memo), |found| {
        let view = View { uri, version: *version, ruler: snapshot.ruler(), related: snapshot.terms.related };
        let weighed = found.iter().filter_map(|f| settings.severity(f.rule, f.severity).map(|weight| (f, weight)));
        told(weighed.take(MOST).map(|(found, weight)| view.diagnostic(found, weight)).collect())
    })
}

/// What findings are seen through.
struct View<'a> {
    uri: &'a Uri,
    version: i32,
    ruler: Ruler<'a>,
    related: bool,
}

impl View<'_> {
    fn diagnostic(&self, found: &Found, weight: Severity) -> Diagnostic {
        Diagnostic {
            range: self.ruler.range(found.span),
            severity: Some(severity(weight)),
            code: Some(NumberOrString::String(found.rule.id.to_owned())),
            code_description: page(&found.rule.url()),
            source: Some(NAME.to_owned()),
            message: message(found),
            related_information: self.related(found),
            tags: None,
            data: quick_fix(found).and_then(|fix| serde_json::to_value(self.repair(fix)).ok()),
        }
    }

    fn related(&self, found: &Found) -> Option<Vec<DiagnosticRelatedInformation>> {
        if !self.related || found.related.is_empty() {
            return None;
        }
        let places = found.related.iter().map(|r| DiagnosticRelatedInformation {
            location: Location::new(self.uri.clone(), self.ruler.range(r.span)),
            message: r.message.clone(),
        });
        Some(places.collect())
    }

    fn repair(&self, fix: &Fix) -> Repair {
        let edit = |edit: &Edit| TextEdit::new(self.ruler.range(edit.span), edit.text.clone());
        Repair {
            version: self.version,
            title: fix.title.clone(),
            safe: fix.safe,
            edits: fix.edits.iter().map(edit).collect(),
        }
    }
}

fn quick_fix(found: &Found) -> Option<&Fix> {
    found.fix.as_ref().filter(|fix| fix.edits.len() <= MOST_EDITS)
}

const fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Note => DiagnosticSeverity::INFORMATION,
    }
}

fn message(found: &Found) -> String {
    match &found.help {
        Some(help) => format!("{}\nhelp: {help}", found.message),
        None => found.message.clone(),
    }
}

/// An editor opens what it is given, so a page that is not on the web is no page.
fn page(url: &str) -> Option<CodeDescription> {
    let on_the_web = url.starts_with("https://") || url.starts_with("http://");
    let href = Uri::from_str(url).ok().filter(|_| on_the_web)?;
    Some(CodeDescription { href })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::lines::Encoding;
    use crate::terms::Terms;
    use asl_check_core::Settings;
    use tower_lsp::ls_types::{Position, Range};

    const LOOP: &str = "{\r\n \"StartAt\": \"\u{1f600}A\", \"States\": {\r\n  \"\u{1f600}A\": {\"Type\": \"Pass\", \"Next\": \"\u{1f600}B\"}}}";

    fn of(name: &str, text: &str, terms: Terms) -> Vec<Diagnostic> {
        let document = Document::new(text.to_owned(), 7);
        diagnose(&Snapshot::with_settings(&Uri::from_str(name).unwrap(), document, terms, Settings::default()))
    }

    #[test]
    fn a_finding_has_its_rule_its_place_and_its_repair() {
        for (encoding, from, to) in [(Encoding::Utf16, 34, 39), (Encoding::Utf8, 36, 43)] {
            let terms = Terms { encoding, ..Terms::default() };
            let found = of("file:///a.asl.json", LOOP, terms);
            let dangling =
                found.iter().find(|d| d.code == Some(NumberOrString::String("dangling-transition".to_owned())));
            let dangling = dangling.expect("a dangling transition");
            let range = Range::new(Position::new(2, from), Position::new(2, to));
            assert_eq!(dangling.range, range, "{dangling:?}");
            assert_eq!(dangling.severity, Some(DiagnosticSeverity::ERROR));
            assert_eq!(dangling.source.as_deref(), Some("asl-check"));
        }
    }

    #[test]
    fn what_is_no_definition_has_no_findings() {
        let terms = Terms::default();
        assert_eq!(of("file:///template.yaml", "Resources:\n  A: {Type: x}\n", terms), []);
        assert_eq!(of("file:///main.tf", "locals {}", terms), []);
        assert_eq!(of("file:///package.json", "{\"name\": \"x\"}", terms), []);
        assert_eq!(of("file:///list.yaml", "- a\n- b\n", terms), []);
        // What says that it is a definition, or begins like one, is one.
        assert!(!of("file:///a.asl.json", "{\"name\": \"x\"}", terms).is_empty());
        assert!(!of("file:///a.json", "{\"StartAt\": \"x\"}", terms).is_empty());
    }

    #[test]
    fn names_of_any_kind_are_taken() {
        for name in ["untitled:Untitled-1", "file:///a%FF%00.asl.json", "git:/a.asl.json?%7B%7D", "x:"] {
            assert!(!of(name, LOOP, Terms::default()).is_empty(), "{name}");
        }
    }

    #[test]
    fn only_pages_on_the_web_are_linked() {
        assert!(page("https://example.org/rules/a.md").is_some());
        assert!(page("crates/check/src/checks/a.md").is_none());
        assert!(page("https://not a url").is_none());
    }

    #[test]
    fn there_is_an_end_to_findings() {
        let states: Vec<String> =
            (0..3000).map(|i| format!("\"S{i}\": {{\"Type\": \"Pass\", \"X\": 1, \"End\": true}}")).collect();
        let text = format!("{{\"StartAt\": \"S0\", \"States\": {{{}}}}}", states.join(","));
        assert_eq!(of("file:///a.asl.json", &text, Terms::default()).len(), MOST);
    }
}
