//! The story, line by line.

use super::brief::{self, span};
use super::changes::{Change, between};
use super::page::{Page, Piece, Tone};
use super::story::{End, Scope, Step, Story, Visit};
use crate::output::plural;
use asl_expressions::Value;
use asl_interpret::{Event, EventKind, Failure, Note, NoteKind, Payload, Run, Schedule, Worker};
use asl_semantics::StateType;
use std::collections::HashSet;
use std::io;

/// So many iterations are told in any case.
const ITERATIONS: usize = 5;
/// So many rounds of a loop are told.
const ROUNDS: usize = 3;
/// A loop of more states is not seen as one.
const LOOP: usize = 12;
/// So many changes of a state's data are told.
const CHANGES: usize = 6;

pub(super) struct Teller<'p, 'o, 'r, 't> {
    pub(super) story: &'p Story<'r, 't>,
    pub(super) run: &'r Run<'t>,
    pub(super) page: &'p mut Page<'o>,
}

/// What is known of a state so far.
#[derive(Default)]
struct Known<'r> {
    /// When it last began something.
    since: i64,
    call: Option<&'r Schedule>,
    callback: bool,
    retries: u64,
    answer: Option<&'r Value>,
    failed: bool,
}

fn retries(n: u64) -> String {
    if n == 1 { "1 retry".to_owned() } else { format!("{n} retries") }
}

fn plain(text: impl Into<String>) -> Piece {
    (Tone::Plain, text.into())
}

fn quiet(text: impl Into<String>) -> Piece {
    (Tone::Quiet, text.into())
}

/// ` after 2s`; nothing where it took no time.
fn after(millis: i64) -> String {
    if millis > 0 { format!(" after {}", span(millis)) } else { String::new() }
}

impl<'r, 't> Teller<'_, '_, 'r, 't> {
    pub(super) fn execution(&mut self) -> io::Result<()> {
        if let Some(Event { kind: EventKind::ExecutionStarted { input, .. }, .. }) = self.run.events.first() {
            let shown = brief::value(input.value(), Page::room(0, 6));
            self.page.line(None, 0, &[quiet("input "), plain(shown)])?;
        }
        self.scope(0, 0)
    }

    /// Tells of a machine. Of a loop that goes round as before, the first rounds and the last are told.
    fn scope(&mut self, scope: usize, depth: usize) -> io::Result<()> {
        let story = self.story;
        let visits = story.scopes.get(scope).map(|scope| scope.visits.as_slice()).unwrap_or_default();
        let visits: Vec<&Visit<'r, 't>> = visits.iter().filter_map(|visit| story.visits.get(*visit)).collect();
        let routes: Vec<_> = visits.iter().map(|visit| visit.route()).collect();
        let mut at = 0;
        while let Some(visit) = visits.get(at) {
            let (length, rounds) = rounds(routes.get(at..).unwrap_or_default());
            if rounds <= ROUNDS + 1 {
                self.visit(visit, depth)?;
                at += 1;
                continue;
            }
            let (told, end) = (at + (ROUNDS - 1) * length, at + (rounds - 1) * length);
            visits.get(at..told).into_iter().flatten().try_for_each(|visit| self.visit(visit, depth))?;
            let names: Vec<&str> = visits.iter().skip(at).take(length).map(|visit| visit.name).collect();
            let more = format!("… {} more rounds of {}", rounds - ROUNDS, names.join(", "));
            let shown = brief::text(&more, Page::room(depth, 0));
            self.page.line(visits.get(told).map(|visit| visit.time), depth, &[quiet(shown)])?;
            visits.get(end..end + length).into_iter().flatten().try_for_each(|visit| self.visit(visit, depth))?;
            at = end + length;
        }
        Ok(())
    }

    fn visit(&mut self, visit: &Visit<'r, 't>, depth: usize) -> io::Result<()> {
        let about = format!("  {}{}", visit.state.name(), about(visit));
        self.page.line(Some(visit.time), depth, &[(Tone::Name, visit.name.to_owned()), quiet(about)])?;
        let mut known = Known { since: visit.time, ..Known::default() };
        for step in &visit.steps {
            match step {
                Step::Event(event) => self.event(visit, event, &mut known, depth + 1)?,
                Step::Note(note) => self.note(note, &mut known, depth + 1)?,
                Step::Group { time, scopes } => {
                    known.since = *time;
                    self.group(visit, scopes, depth + 1)?;
                }
            }
        }
        match visit.exit {
            Some((time, output, assigned)) => {
                let is_group = matches!(visit.state, StateType::Parallel | StateType::Map) && !known.failed;
                if is_group && time > known.since {
                    self.page.line(Some(time), depth + 1, &[quiet(format!("done{}", after(time - known.since)))])?;
                }
                self.changes(visit.input.value(), output.value(), known.answer, depth + 1)?;
                self.assigned(assigned.iter().flat_map(|assigned| assigned.iter()), depth + 1)
            }
            None if known.failed => Ok(()),
            None => self.page.line(None, depth + 1, &[quiet("did not come to an end")]),
        }
    }

    fn event(
        &mut self,
        visit: &Visit<'r, 't>,
        event: &'r Event<'t>,
        known: &mut Known<'r>,
        depth: usize,
    ) -> io::Result<()> {
        match &event.kind {
            EventKind::Scheduled { worker, schedule } => {
                known.since = event.time;
                let again = known.call.replace(schedule);
                known.callback = callback(worker);
                let call = match again {
                    Some(before) if before.input.value() == schedule.input.value() => return Ok(()),
                    Some(_) => "again ",
                    None => "call ",
                };
                let shown = brief::value(schedule.input.value(), Page::room(depth, call.len()));
                self.page.line(None, depth, &[quiet(call), plain(shown)])
            }
            EventKind::Submitted { output, .. } if known.callback => {
                let answered = output.value().as_object().is_none_or(|fields| !fields.is_empty());
                let shown = answered.then(|| brief::value(output.value(), Page::room(depth, 40)));
                let shown = shown.map(|shown| format!(", {shown}")).unwrap_or_default();
                self.page.line(None, depth, &[quiet(format!("waits for its token to come back{shown}"))])
            }
            EventKind::Succeeded { output, .. } => {
                known.answer = Some(output.value());
                let took = after(event.time - known.since);
                let sample = self.run.samples.contains(&visit.name);
                let tail = format!("{took}{}", if sample { "  a sample: there is no mock" } else { "" });
                let shown = brief::value(output.value(), Page::room(depth, 7 + tail.len()));
                let tail = if sample { (Tone::Warn, tail) } else { quiet(tail) };
                let time = (event.time > known.since).then_some(event.time);
                self.page.line(time, depth, &[quiet("answer "), plain(shown), tail])
            }
            EventKind::MapRunStarted { .. } => {
                self.page.line(None, depth, &[quiet("a Map Run, whose executions have histories of their own")])
            }
            EventKind::StateAborted { .. } if !known.failed => {
                known.failed = true;
                self.page.line(Some(event.time), depth, &[(Tone::Warn, "stopped, since another one failed".to_owned())])
            }
            // The notes tell more of a failure.
            _ => Ok(()),
        }
    }

    fn note(&mut self, note: &Note<'t>, known: &mut Known<'r>, depth: usize) -> io::Result<()> {
        let took = note.time - known.since;
        let tried = if known.retries > 0 { format!(" after {}", retries(known.retries)) } else { String::new() };
        let (tone, what, failure) = match &note.kind {
            NoteKind::Chosen { .. } => return Ok(()),
            NoteKind::Retry { failure, attempt, most, delay } => {
                known.retries += 1;
                (Tone::Warn, format!("retry {attempt} of {most} in {}", span(*delay)), failure)
            }
            NoteKind::Caught { failure, next } => {
                known.failed = true;
                (Tone::Warn, format!("caught{tried}, leads to {next}"), failure)
            }
            NoteKind::Failed { failure } => {
                known.failed = true;
                (Tone::Bad, format!("failed{tried}"), failure)
            }
        };
        let why = reason(failure, known.call, took);
        let what = format!("{what}: ");
        let shown = brief::text(&why, Page::room(depth, what.chars().count()));
        self.page.line(Some(note.time), depth, &[(tone, what), plain(shown)])
    }

    fn group(&mut self, visit: &Visit<'r, 't>, scopes: &[usize], depth: usize) -> io::Result<()> {
        let story = self.story;
        let mut told: HashSet<(End, Vec<Vec<&str>>)> = HashSet::new();
        let mut folded: Vec<&Scope> = Vec::new();
        for (at, index) in scopes.iter().enumerate() {
            let Some(scope) = story.scopes.get(*index) else { continue };
            if visit.state == StateType::Map {
                let known = !told.insert((scope.end, story.route(*index)));
                if known && at >= ITERATIONS {
                    folded.push(scope);
                    continue;
                }
            }
            self.fold(&mut folded, depth)?;
            let what = if visit.state == StateType::Map {
                format!("item {}", scope.index)
            } else {
                format!("branch {}", scope.index + 1)
            };
            self.page.line(None, depth, &[quiet(what)])?;
            self.scope(*index, depth + 1)?;
        }
        self.fold(&mut folded, depth)
    }

    /// Tells of iterations that went as others before them.
    fn fold(&mut self, folded: &mut Vec<&Scope>, depth: usize) -> io::Result<()> {
        let (Some(first), Some(last)) = (folded.first(), folded.last()) else { return Ok(()) };
        let (first, last) = (first.index, last.index);
        let told = if first == last {
            format!("item {first}: as one before")
        } else {
            format!("items {first} to {last}: as others before")
        };
        folded.clear();
        self.page.line(None, depth, &[quiet(told)])
    }

    /// What became of the data. What is gone is told in one line.
    fn changes(&mut self, before: &Value, after: &Value, answer: Option<&Value>, depth: usize) -> io::Result<()> {
        let (gone, changes): (Vec<_>, Vec<_>) =
            between(before, after).into_iter().partition(|change| matches!(change, Change::Removed(_)));
        for change in changes.iter().take(CHANGES) {
            let line = told(change, answer, depth);
            self.page.line(None, depth, &line)?;
        }
        let more = changes.len().saturating_sub(CHANGES);
        if more > 0 {
            self.page.line(None, depth, &[quiet(format!("… {}", plural(more, "more change")))])?;
        }
        if gone.is_empty() {
            return Ok(());
        }
        let paths: Vec<&str> = gone.iter().filter_map(Change::path).collect();
        let shown = brief::text(&paths.join(", "), Page::room(depth, 2));
        self.page.line(None, depth, &[(Tone::Bad, "- ".to_owned()), quiet(shown)])
    }

    fn assigned<'v>(&mut self, variables: impl Iterator<Item = &'v (String, Payload)>, depth: usize) -> io::Result<()> {
        for (name, value) in variables {
            let shown = brief::value(value.value(), Page::room(depth, name.len() + 4));
            self.page.line(None, depth, &[plain(format!("${name} = {shown}"))])?;
        }
        Ok(())
    }
}

/// The length of the loop that begins here, and how often it goes round.
fn rounds<R: PartialEq>(routes: &[R]) -> (usize, usize) {
    let found = (1..=LOOP.min(routes.len() / 2)).map(|length| {
        let first = routes.get(..length).unwrap_or_default();
        (length, routes.chunks_exact(length).take_while(|round| *round == first).count())
    });
    // The shortest that goes round often; a longer one would be the same twice.
    found.into_iter().find(|(_, rounds)| *rounds > ROUNDS + 1).unwrap_or((1, 1))
}

fn told(change: &Change<'_>, answer: Option<&Value>, depth: usize) -> Vec<Piece> {
    let shown = |value: &Value, used: usize| {
        if answer == Some(value) {
            return quiet("the answer");
        }
        plain(brief::value(value, Page::room(depth, used)))
    };
    match change {
        Change::Added(path, value) => vec![(Tone::Good, format!("+ {path}  ")), shown(value, path.len() + 4)],
        Change::Removed(path) => vec![(Tone::Bad, format!("- {path}"))],
        Change::Changed(path, old, new) => {
            let half = Page::room(depth, path.len() + 8) / 2;
            let old = brief::value(old, half);
            let used = path.len() + 8 + old.chars().count();
            vec![(Tone::Warn, format!("~ {path}  ")), quiet(old), quiet(" → "), shown(new, used)]
        }
        Change::Replaced(value) => vec![(Tone::Warn, "= ".to_owned()), shown(value, 2)],
    }
}

/// The rest of a state's first line.
fn about(visit: &Visit<'_, '_>) -> String {
    let first = visit.steps.iter().find_map(|step| match step {
        Step::Event(Event { kind: EventKind::Scheduled { worker, schedule }, .. }) => {
            Some(format!(" {}", called(worker, schedule)))
        }
        Step::Group { scopes, .. } => match visit.state {
            StateType::Map if scopes.is_empty() => None,
            StateType::Map => Some(format!(", {}", plural(scopes.len(), "item"))),
            _ => Some(format!(", {} branches", scopes.len())),
        },
        Step::Note(Note { kind: NoteKind::Chosen { rule: Some(rule), next }, .. }) => {
            Some(format!(", rule {} leads to {next}", rule + 1))
        }
        Step::Note(Note { kind: NoteKind::Chosen { rule: None, next }, .. }) => {
            Some(format!(", Default leads to {next}"))
        }
        _ => None,
    });
    match (first, visit.exit) {
        (Some(first), _) => first,
        (None, Some((time, _, _))) if visit.state == StateType::Wait => format!(" {}", span(time - visit.time)),
        _ => String::new(),
    }
}

/// Who is called, shortly.
fn called(worker: &Worker, schedule: &Schedule) -> String {
    match worker {
        Worker::Service(name) => format!("{}:{}", name.service, name.action),
        Worker::Function | Worker::Activity => {
            schedule.resource.splitn(6, ':').last().unwrap_or(&schedule.resource).to_owned()
        }
    }
}

fn callback(worker: &Worker) -> bool {
    matches!(worker, Worker::Service(name) if name.action.ends_with(".waitForTaskToken"))
}

/// The error and its cause, or what it was that took too long.
fn reason(failure: &Failure, call: Option<&Schedule>, took: i64) -> String {
    let error = failure.error.as_deref().unwrap_or("(no error name)");
    let place = failure.location.as_ref().map(|at| format!(" (at {at})")).unwrap_or_default();
    match failure.cause.as_deref().filter(|cause| !cause.is_empty()) {
        Some(cause) => format!("{error}: {}{place}", own(cause)),
        None if error == "States.Timeout" => format!("{error}{}{}", silence(call, took), after(took)),
        None => error.to_owned(),
    }
}

/// A cause without AWS's words about the state, under whose name it stands.
fn own(cause: &str) -> &str {
    let placed = cause.starts_with("An error occurred while executing the state ");
    cause.split_once("). ").filter(|_| placed).map_or(cause, |(_, own)| own)
}

/// Was it for want of a heartbeat?
fn silence(call: Option<&Schedule>, took: i64) -> String {
    let millis = |seconds: u64| i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000);
    let Some(call) = call else { return String::new() };
    let in_time = call.timeout.is_none_or(|seconds| took < millis(seconds));
    let heartbeat = call.heartbeat.filter(|_| in_time);
    heartbeat.map(|seconds| format!(", no heartbeat for {},", span(millis(seconds)))).unwrap_or_default()
}
