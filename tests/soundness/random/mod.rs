//! Random machines on random data, run by the interpreter.

mod chance;
mod choice;
mod data;
mod draft;
mod jsonata;
mod known;
mod paths;
mod states;
mod template;

use crate::hold;
use crate::told::Told;
use asl_expressions::Value;
use asl_interpret::answers::{Answer, Answers, Outcome, Question};
use asl_interpret::{Options, Status};
use asl_semantics::Definition;
use asl_semantics::plan::Workflow;
use asl_syntax::{Source, json};
use asl_types::Type;
use chance::Chance;
use draft::Draft;
use std::collections::BTreeMap;
use std::time::Instant;

/// How many machines every test run tries.
const FEW: u64 = 2000;
/// So many complaints are enough.
const MOST: usize = 20;
/// How often each is run.
const RUNS: usize = 3;

#[derive(Default)]
struct Tally {
    machines: u64,
    runs: usize,
    values: usize,
    unplanned: usize,
    ends: BTreeMap<String, usize>,
    complaints: Vec<String>,
}

#[test]
fn random_machines_hold() {
    hold(0, FEW, MOST);
}

/// `ASL_SOUNDNESS_MACHINES` says how many, `ASL_SOUNDNESS_FROM` the first seed, `ASL_SOUNDNESS_COMPLAINTS` how many are enough.
#[test]
#[ignore = "takes as long as it is told to"]
fn many_random_machines_hold() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let most = number("ASL_SOUNDNESS_COMPLAINTS").and_then(|most| usize::try_from(most).ok()).unwrap_or(MOST);
    hold(number("ASL_SOUNDNESS_FROM").unwrap_or(0), number("ASL_SOUNDNESS_MACHINES").unwrap_or(100_000), most);
}

fn hold(from: u64, count: u64, most: usize) {
    let begun = Instant::now();
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let tally = std::thread::scope(|scope| {
        let share = |at| {
            move || {
                let mut tally = Tally::default();
                for seed in (from..from + count).skip(at).step_by(threads) {
                    tally.machine(seed);
                    if tally.complaints.len() >= most {
                        break;
                    }
                }
                tally
            }
        };
        let running: Vec<_> = (0..threads).map(|at| scope.spawn(share(at))).collect();
        let all = running.into_iter().map(|thread| thread.join().expect("no machine panics"));
        all.fold(Tally::default(), Tally::and)
    });
    println!(
        "{} machines, {} runs with {} values in {:.1} s; {} could not be planned; {:?}",
        tally.machines,
        tally.runs,
        tally.values,
        begun.elapsed().as_secs_f64(),
        tally.unplanned,
        tally.ends
    );
    assert!(tally.complaints.is_empty(), "{}:\n{}", tally.complaints.len(), tally.complaints.join("\n"));
    assert!(tally.unplanned * 20 < tally.runs.max(20), "many machines are none");
}

impl Tally {
    fn and(mut self, other: Self) -> Self {
        self.machines += other.machines;
        self.runs += other.runs;
        self.values += other.values;
        self.unplanned += other.unplanned;
        for (end, count) in other.ends {
            *self.ends.entry(end).or_default() += count;
        }
        self.complaints.extend(other.complaints);
        self
    }

    fn machine(&mut self, seed: u64) {
        self.machines += 1;
        let (definition, Draft { mut chance, execution, tasks, .. }) = Draft::definition(seed);
        let tree = json::parse(Source::new(definition.to_string()));
        let model = Definition::new(&tree);
        let Ok(workflow) = Workflow::new(&model) else {
            self.unplanned += 1;
            return;
        };
        let mut inputs = vec![execution];
        for _ in 1..RUNS {
            inputs.push(data::varied(&mut chance, &inputs[0]));
        }
        let told = told(&mut chance, &tasks);
        let joined = inputs.iter().fold(Type::never(), |all, input| all.join(&Type::of(input)));
        let types = match chance.below(4) {
            0 => vec![joined],
            1 => vec![data::widened(&mut chance, &joined)],
            2 => vec![joined, Type::unknown()],
            _ => vec![data::widened(&mut chance, &joined), Type::unknown()],
        };
        let inferred: Vec<_> = types.iter().map(|of| hold::inferred(&workflow, of, &told)).collect();
        for (at, input) in inputs.iter().enumerate() {
            let mut answers = Pool { tasks: &tasks, chance: Chance::new(seed.wrapping_mul(31) + at as u64) };
            let options = Options { seed, ..Options::default() };
            let Ok(shown) = hold::run(&workflow, input, &options, &mut answers) else { continue };
            self.runs += 1;
            self.values += shown.seen.len();
            *self.ends.entry(end(&shown.run)).or_default() += 1;
            for (inferred, of) in inferred.iter().zip(&types) {
                // One tells enough of a machine.
                if let Some(complaint) = hold::complaints(inferred, &shown).into_iter().next() {
                    let said = format!("seed {seed}: {complaint}\n    {input} of {of}\n    {definition}");
                    self.complaints.push(said);
                    return;
                }
            }
        }
    }
}

fn end(run: &asl_interpret::Run<'_>) -> String {
    match (run.status, run.error.as_deref()) {
        (Status::Failed, Some(error)) if error.starts_with("States.") => error.to_owned(),
        (status, _) => status.text().to_owned(),
    }
}

/// The types of what tasks answer, wider than that.
fn told(chance: &mut Chance, tasks: &BTreeMap<String, Vec<Outcome>>) -> Told {
    let mut told = Told::default();
    for (state, outcomes) in tasks {
        for outcome in outcomes {
            told.add(state, outcome);
        }
    }
    told.map(|of| data::widened(chance, of));
    told
}

/// Answers of each task, in any order.
struct Pool<'p> {
    tasks: &'p BTreeMap<String, Vec<Outcome>>,
    chance: Chance,
}

impl Answers for Pool<'_> {
    fn answer(&mut self, question: &Question<'_>) -> Result<Answer, String> {
        let outcomes = self.tasks.get(question.state()).ok_or("a task that nobody made")?;
        let outcome = self.chance.one(outcomes).clone();
        let submitted = Some(Value::Object(serde_json::Map::new()));
        let delay = if self.chance.in_hundred(5) { 10_000 } else { 0 };
        Ok(Answer { delay, heartbeats: Vec::new(), outcome, submitted, worker: None })
    }
}
