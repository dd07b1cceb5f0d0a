//! How much is known where nobody tells what an execution gets: the share of places whose type is
//! wholly unknown, over published definitions, and what it comes from. The ceiling may only fall.
#![allow(clippy::print_stdout, reason = "a test says what it found")]

use asl_check_core::{Stage, Workflow as WorkflowType};
use asl_expressions::Template;
use asl_expressions::template::Body;
use asl_hosts::Content;
use asl_infer::{Answer, Observer, Services, Settings, Tasks};
use asl_semantics::Definition;
use asl_semantics::plan::{State, StepName, Task, Workflow};
use asl_syntax::Source;
use asl_syntax::jsonata::{Expr, ExprKind};
use asl_tests::{data, diagnose, each_definition};
use asl_types::{Step, Type, Unknown};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// In hundredths of a percent. A path of JSONata into the input counts: that it may make an array of what is unknown tells nothing,
/// and its place in the input is kept instead.
const CEILING: usize = 2_289;

/// The origin that marks what comes of a task.
const TASK: &str = "(task)";

/// What services answer. Where nothing is known of that, it is known that it came from a task.
#[derive(Default)]
struct Marked(Services);

impl Tasks for Marked {
    fn answer(&self, state: &State<'_>, task: &Task<'_>, arguments: &Type) -> Answer {
        let answer = self.0.answer(state, task, arguments);
        if answer.result.is_wholly_unknown() {
            let result = Type::unknown_from(Unknown::input()).field(TASK).present();
            return Answer { result, ..answer };
        }
        answer
    }
}

#[derive(Default)]
struct Tally {
    definitions: usize,
    places: usize,
    unknown: usize,
    /// By step, how many places there are, and how many are unknown.
    steps: BTreeMap<&'static str, [usize; 2]>,
    causes: BTreeMap<String, usize>,
}

/// The places of one definition: what each state showed last.
struct Watch<'w, 't> {
    tally: &'w mut Tally,
    seen: HashMap<(*const State<'t>, StepName), Type>,
    /// In the order of the walk: a state's steps follow each other.
    before: Option<(*const State<'t>, Type)>,
}

impl<'a, 't> Observer<'a, 't> for Watch<'_, 't> {
    fn saw(&mut self, state: &'a State<'t>, step: StepName, of: &Type) {
        let key = std::ptr::from_ref(state);
        let before = self.before.take().filter(|(other, _)| *other == key).map(|(_, of)| of);
        if of.is_wholly_unknown() {
            let is_passed_on = before.as_ref().is_some_and(Type::is_wholly_unknown) || step == StepName::Input;
            *self.tally.causes.entry(cause(state, step, of, is_passed_on)).or_default() += 1;
        }
        self.before = Some((key, of.clone()));
        // A step that is shown on several ways is one place.
        let place = self.seen.entry((key, step)).or_default();
        *place = place.join(of);
    }
}

/// Where a type comes from that is wholly unknown.
fn cause(state: &State<'_>, step: StepName, of: &Type, is_passed_on: bool) -> String {
    if let Unknown::Input(origin) = &of.sets().unknown {
        let is_task = origin.steps().first() == Some(&Step::Field(TASK));
        return (if is_task { "the result of a task" } else { "the input of the execution" }).to_owned();
    }
    let template = match step {
        StepName::AfterArguments => state.arguments.as_ref(),
        StepName::Output => state.output.as_ref(),
        _ => None,
    };
    match template {
        Some(Template::Computed(computed)) => match &computed.body {
            Body::Jsonata(it) => format!("an expression: {}", node(&it.expr)),
            Body::Path(_) | Body::Call(_) => "a path or a call".to_owned(),
        },
        _ if is_passed_on => "several of these, or an item of one".to_owned(),
        _ => format!("{} of {:?}", step.name(), state.kind.state_type()),
    }
}

/// The node that decides the type of an expression.
fn node(expr: &Expr) -> String {
    match &expr.kind {
        ExprKind::Block(parts) => parts.last().map_or_else(|| "an empty block".to_owned(), node),
        ExprKind::Call(call) => match &call.callee.kind {
            ExprKind::Variable(name) => format!("${name}()"),
            _ => "a call".to_owned(),
        },
        other => {
            let shown = format!("{other:?}");
            shown.split(['(', ' ', '{']).next().unwrap_or_default().to_owned()
        }
    }
}

impl Tally {
    fn definition(&mut self, name: &str, text: &str, of: WorkflowType) {
        let Content::Definition(tree) = asl_hosts::read(Path::new(name), Source::new(text), &asl_hosts::NoFiles) else {
            return;
        };
        if diagnose(Path::new(name), text, of).iter().any(|d| d.rule.stage == Stage::Deploy) {
            return;
        }
        let definition = Definition::new(&tree);
        let Ok(plan) = Workflow::new(&definition) else { return };
        self.definitions += 1;
        let mut watch = Watch { tally: self, seen: HashMap::new(), before: None };
        let settings = Settings { input: &Type::unknown_from(Unknown::input()), tasks: &Marked::default() };
        asl_infer::infer(&plan, settings, &mut watch);
        let seen = watch.seen;
        for ((_, step), of) in seen {
            let [all, unknown] = self.steps.entry(step.name()).or_default();
            *all += 1;
            *unknown += usize::from(of.is_wholly_unknown());
            self.places += 1;
            self.unknown += usize::from(of.is_wholly_unknown());
        }
    }

    fn print(&self) {
        println!(
            "{} of {} places in {} definitions are wholly unknown: {}",
            self.unknown,
            self.places,
            self.definitions,
            percent(self.unknown, self.places)
        );
        for (step, [all, unknown]) in &self.steps {
            println!("  {step:28} {unknown:>6} of {all:>6}  {:>7}", percent(*unknown, *all));
        }
        let mut causes: Vec<_> = self.causes.iter().collect();
        causes.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let all: usize = self.causes.values().sum();
        println!("what is unknown comes from");
        for (cause, count) in causes.into_iter().take(20) {
            println!("  {cause:48} {count:>6}  {:>7}", percent(*count, all));
        }
    }
}

fn percent(part: usize, whole: usize) -> String {
    let hundredths = hundredths(part, whole);
    format!("{}.{:02} %", hundredths / 100, hundredths % 100)
}

fn hundredths(part: usize, whole: usize) -> usize {
    (part * 10_000).div_ceil(whole.max(1))
}

#[test]
fn no_more_is_unknown_than_was() {
    let Some(folder) = data("corpus/dev") else { return };
    let mut tally = Tally::default();
    each_definition(&folder, |path, text, of| tally.definition(path, text, of));
    tally.print();
    assert!(tally.definitions > 400, "there were few definitions");
    let share = hundredths(tally.unknown, tally.places);
    assert!(share <= CEILING, "more than {}.{:02} % of the places are unknown", CEILING / 100, CEILING % 100);
}
