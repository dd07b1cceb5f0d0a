//! The one way in: a tree goes through all rules and comes out as diagnostics.

use crate::arguments::Arguments;
use crate::call::Call;
use crate::checks::{RULES, UNUSED_SUPPRESSION};
use crate::context::{self, Task};
use crate::diagnostic::{Diagnostic, Finding, Mend, Place, Related};
use crate::doubt::Doubt;
use crate::fix::{Edit, Fix};
use crate::suggest::Suggest;
use crate::suppress::{self, Suppressions};
use crate::{Category, Context, Rule, Stage};
use asl_catalogue::Date;
use asl_infer::requires::conflicts;
use asl_infer::{Facts, Observer, Services, infer, infer_again};
use asl_semantics::plan::Workflow as Plan;
use asl_semantics::{Definition, Expressions, Graph};
use asl_syntax::{Format, Tree};
use asl_types::{Type, Unknown};
use std::sync::Mutex;

/// What decides about a definition and does not stand in it.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The kind of workflow that it is deployed as.
    pub workflow: Workflow,
    /// What executions are started with, where somebody tells.
    pub input: Option<Type>,
    /// Is it also told what may fail only because nobody says what the data is?
    pub strict: bool,
    /// The day that decides which models have ended; that of the catalogue, where nobody tells.
    pub now: Option<Date>,
}

impl Options {
    /// Walks a workflow with all that is known of it from outside.
    pub fn infer<'a, 't>(&self, plan: &'a Plan<'t>, observer: &mut dyn Observer<'a, 't>) -> Facts<'a, 't> {
        self.infer_again(plan, observer, None)
    }

    /// The same, with what is known from the time before.
    fn infer_again<'a, 't>(
        &self,
        plan: &'a Plan<'t>,
        observer: &mut dyn Observer<'a, 't>,
        memo: Option<&Mutex<Memo>>,
    ) -> Facts<'a, 't> {
        let input = &self.input.clone().unwrap_or_else(|| Type::unknown_from(Unknown::input()));
        // Whoever comes second does without.
        match memo.and_then(|memo| memo.try_lock().ok()) {
            Some(mut memo) => {
                let Memo { walk, tasks } = &mut *memo;
                infer_again(plan, asl_infer::Settings { input, tasks }, observer, walk)
            }
            None => infer(plan, asl_infer::Settings { input, tasks: &Services::default() }, observer),
        }
    }
}

/// What is known of a text that is being written, from one version to the next.
#[derive(Debug, Default)]
pub struct Memo {
    /// What became of its states.
    walk: asl_infer::Memo,
    /// What its tasks give.
    tasks: Services,
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

/// Takes the findings of a rule.
#[derive(Default)]
pub struct Report<'t> {
    findings: Vec<Finding<'t>>,
}

impl<'t> Report<'t> {
    /// Takes a finding.
    pub fn add(&mut self, finding: Finding<'t>) {
        self.findings.push(finding);
    }

    /// Takes some.
    pub fn add_all(&mut self, findings: impl IntoIterator<Item = Finding<'t>>) {
        self.findings.extend(findings);
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
        Self::tell(tree, options, None, |it| it)
    }

    /// Runs all rules, and tells what they found before it gives back the memory that they took: for one who waits, that is
    /// a tenth of the time. What is known of the text as it was before may be given.
    pub fn tell<T>(tree: &Tree, options: &Options, memo: Option<&Mutex<Memo>>, told: impl FnOnce(Self) -> T) -> T {
        let definition = Definition::new(tree);
        let graph = Graph::new(&definition);
        let expressions = Expressions::new(&definition);
        let tasks = Task::all(&definition);
        let calls = Call::all(&definition, &tasks);
        let suggest = Suggest::default();
        let mistyped = context::mistyped(&definition, &suggest);
        let mut context = Context {
            mistyped,
            suggest,
            definition: &definition,
            graph: &graph,
            expressions: &expressions,
            options,
            tasks,
            calls,
            arguments: Arguments::default(),
            facts: None,
            conflicts: Vec::new(),
        };
        let mut found = Found::new(&definition);
        found.run(&context, |stage| stage == Stage::Deploy);
        // What data flows through a definition that AWS refuses, nobody knows.
        let is_accepted = found.diagnostics.is_empty();
        let plan = if is_accepted { Plan::of_texts(&definition, &expressions).ok() } else { None };
        let mut arguments = Arguments::of(&context.calls);
        let facts = plan.as_ref().map(|plan| options.infer_again(plan, &mut arguments, memo));
        arguments.name_models(&context.calls);
        context.arguments = arguments;
        if let (Some(plan), Some(facts), None) = (&plan, &facts, &options.input) {
            context.conflicts = conflicts(plan, facts);
        }
        context.facts = facts.as_ref();
        found.run(&context, |stage| stage != Stage::Deploy);
        let out = told(Self { diagnostics: found.diagnostics() });
        if let Some(mut memo) = memo.and_then(|memo| memo.try_lock().ok()) {
            memo.walk.tidy();
        }
        out
    }

    /// What a person is told: one report for each fault.
    pub fn reported(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(|d| d.is_reported())
    }

    /// The same, to be kept.
    pub fn into_reported(mut self) -> Vec<Diagnostic> {
        self.diagnostics.retain(Diagnostic::is_reported);
        self.diagnostics
    }
}

/// What the rules found, and what decides whether a person is told.
struct Found<'t> {
    tree: &'t Tree,
    doubt: Doubt,
    suppressions: Suppressions<'t>,
    diagnostics: Vec<Diagnostic>,
}

impl<'t> Found<'t> {
    /// Nothing yet.
    fn new(definition: &Definition<'t>) -> Self {
        let tree = definition.tree;
        let suppressions = suppress::collect(definition);
        Self { tree, doubt: Doubt::new(tree), suppressions, diagnostics: Vec::new() }
    }

    /// Runs the rules of some stages.
    fn run(&mut self, context: &Context<'_, 't>, stage: fn(Stage) -> bool) {
        for rule in RULES.iter().filter(|rule| stage(rule.stage)) {
            let mut report = Report::default();
            (rule.check)(context, &mut report);
            for mut finding in report.findings {
                finding.follows |= self.doubt.covers(rule, &finding);
                let suppressed = self.suppressions.cover(rule.id, &finding);
                self.diagnostics.push(Diagnostic { suppressed, ..resolve(self.tree, rule, finding) });
            }
        }
    }

    /// All of it, once all rules have run.
    fn diagnostics(self) -> Vec<Diagnostic> {
        let Self { tree, suppressions, mut diagnostics, .. } = self;
        let unused = suppress::unused(suppressions);
        diagnostics.extend(unused.map(|finding| resolve(tree, &UNUSED_SUPPRESSION, finding)));
        // Of a file that is not wholly text, that is all there is to say.
        if tree.source().fault().is_some() {
            diagnostics.retain(|d| d.rule.category == Category::Syntax);
        }
        diagnostics.sort_by_key(|d: &Diagnostic| (d.span.start, d.span.end));
        tell_what_nothing_explains(&mut diagnostics);
        diagnostics
    }
}

fn resolve(tree: &Tree, rule: &'static Rule, finding: Finding<'_>) -> Diagnostic {
    let source = tree.source();
    let severity = finding.severity.unwrap_or(rule.severity);
    // Most texts are, and need no copy.
    let one_line = |text: String| if text.contains(is_unseen) { visible(&text) } else { text };
    let related = |(place, message): (Place<'_>, String)| Related {
        span: source.resolve(place.span),
        pointer: place.node.pointer(),
        message: one_line(message),
    };
    let fix = |mend: Mend| {
        // Edits are written for JSON and YAML, and where the text stands as it is.
        let resolved = |edit: &Edit| {
            let can_be = tree.format() != Format::Hcl && !tree.is_rewritten(edit.span);
            let (span, text) = can_be.then(|| source.edit(edit.span, &edit.text)).flatten()?;
            Some(Edit { span, text })
        };
        let edits = mend.edits.iter().map(resolved).collect::<Option<Vec<_>>>()?;
        Some(Fix { title: one_line(mend.title), edits, safe: mend.safe })
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
        fix: finding.fix.and_then(fix),
        machine: None,
        follows: finding.follows,
        suppressed: false,
    }
}

/// A text on one line that reads in one direction: names may hold line breaks and the like.
pub fn visible(text: &str) -> String {
    text.chars().flat_map(|c| if is_unseen(c) { c.escape_default().collect() } else { vec![c] }).collect()
}

/// Control characters, and those that turn the direction of a text.
pub fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What AWS refuses is told: if all that it refuses follows from something that is no refusal, the first of it speaks.
fn tell_what_nothing_explains(diagnostics: &mut [Diagnostic]) {
    let is_refusal = |d: &&mut Diagnostic| d.rule.stage == Stage::Deploy;
    if diagnostics.iter_mut().filter(is_refusal).all(|d| d.follows) {
        let first = diagnostics.iter_mut().find(is_refusal);
        if let Some(first) = first {
            first.follows = false;
        }
    }
}
