//! The one way in: a tree goes through all rules and comes out as diagnostics.

use crate::checks::RULES;
use crate::context::Task;
use crate::diagnostic::{Diagnostic, Finding, Fix, Place, Related};
use crate::{Category, Context, Rule};
use asl_semantics::{Definition, Expressions, Graph};
use asl_syntax::{Span, Tree};

/// What decides about a definition and does not stand in it.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The kind of workflow that it is deployed as.
    pub workflow: Workflow,
}

/// The two kinds of workflows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Workflow {
    /// Durable, up to a year.
    #[default]
    Standard,
    /// Short, up to five minutes.
    Express,
}

/// Takes the findings of one rule after the other.
pub struct Report<'t> {
    rule: &'static Rule,
    findings: Vec<(&'static Rule, Finding<'t>)>,
}

impl<'t> Report<'t> {
    /// Takes a finding of the rule at hand.
    pub fn add(&mut self, finding: Finding<'t>) {
        self.findings.push((self.rule, finding));
    }
}

/// What was found out about one definition.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// Everything, in the order of the text, findings that follow from others included.
    pub diagnostics: Vec<Diagnostic>,
}

impl Analysis {
    /// Runs all rules.
    pub fn new(tree: &Tree, options: &Options) -> Self {
        let source = tree.source();
        let definition = Definition::new(tree);
        let graph = Graph::new(&definition);
        let expressions = Expressions::new(&definition);
        let tasks = Task::all(&definition);
        let context = Context { definition: &definition, graph: &graph, expressions: &expressions, options, tasks };
        let mut diagnostics = Vec::new();
        for rule in RULES {
            let mut report = Report { rule, findings: Vec::new() };
            (rule.check)(&context, &mut report);
            diagnostics.extend(report.findings.into_iter().map(|(rule, finding)| resolve(tree, rule, finding)));
        }
        let broken: Vec<Span> = tree.errors().iter().map(|e| source.resolve(e.span)).collect();
        for d in diagnostics.iter_mut().filter(|d: &&mut Diagnostic| d.rule.category != Category::Syntax) {
            // What could not be read as written is not judged on top of that.
            d.follows |= broken.iter().any(|b| d.span.start <= b.start && b.start <= d.span.end);
        }
        diagnostics.sort_by_key(|d: &Diagnostic| (d.span.start, d.span.end));
        Self { diagnostics }
    }

    /// What a person is told: one report for each fault.
    pub fn reported(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(|d| !d.follows)
    }
}

fn resolve(tree: &Tree, rule: &'static Rule, finding: Finding<'_>) -> Diagnostic {
    let source = tree.source();
    let severity = rule.severity;
    let one_line = |text: String| if text.contains(char::is_control) { visible(&text) } else { text };
    let related = |(place, message): (Place<'_>, String)| Related {
        span: source.resolve(place.span),
        pointer: place.node.pointer(),
        message: one_line(message),
    };
    let fix = |(title, edits): (String, Vec<_>)| Fix {
        title,
        edits: edits.into_iter().map(|(span, text)| (source.resolve(span), text)).collect(),
        safe: false,
    };
    Diagnostic {
        rule,
        severity,
        message: one_line(finding.message),
        label: one_line(finding.label),
        span: source.resolve(finding.place.span),
        pointer: finding.place.node.pointer(),
        related: finding.related.into_iter().map(related).collect(),
        help: finding.help.map(one_line),
        aws: finding.aws,
        fix: finding.fix.map(fix),
        follows: finding.follows,
    }
}

/// Names may hold line breaks and the like; a message is one line.
fn visible(text: &str) -> String {
    text.chars().flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![c] }).collect()
}
