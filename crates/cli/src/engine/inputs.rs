//! What there is to check: files, the templates among them, and the definitions that these name.

use super::in_parallel;
use crate::input::{self, Input};
use asl_check_core::hosted;
use asl_hosts::{Candidate, Content, Declared, Disk, Machine, Template, is_named_definition, may_be_host};
use asl_syntax::Source;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// A definition as a template has it.
type Naming<'a> = (&'a Machine, &'a Declared);

/// A file that was read.
pub(super) struct Opened {
    pub(super) path: PathBuf,
    pub(super) text: Source,
    pub(super) content: Content,
}

/// What became of an input.
pub(super) enum State {
    /// Its name tells what it is: it is read when its turn comes.
    Unread(PathBuf),
    Read(Box<Opened>),
    Problem(String),
}

/// Something to check.
pub(super) enum Job<'a> {
    /// Can't be.
    Problem(&'a str),
    /// A definition, as its name tells.
    Unread(&'a Path),
    /// A template, or something else that a person named.
    Read(&'a Opened),
    /// A definition that templates name.
    Named(&'a Path, Vec<Naming<'a>>),
}

/// Reads what may be a template, and the templates that those name.
pub(super) fn open(inputs: &[Input], disk: &Disk) -> Vec<State> {
    let mut opened: Vec<State> = in_parallel(inputs, |input| open_one(input, disk)).into_iter().flatten().collect();
    let mut seen: HashSet<PathBuf> = opened.iter().filter_map(|state| Some(whole(path_of(state)?))).collect();
    let mut at = 0;
    while at < opened.len() {
        let nested = opened.get(at).and_then(template_of).map(|it| it.nested.clone()).unwrap_or_default();
        let new = nested.into_iter().filter(|path| seen.insert(whole(path)));
        let more: Vec<Input> = new.map(|path| Input::File(Candidate { path, is_guess: false })).collect();
        opened.extend(more.iter().filter_map(|input| open_one(input, disk)));
        at += 1;
    }
    opened
}

fn path_of(state: &State) -> Option<&Path> {
    match state {
        State::Unread(path) => Some(path),
        State::Read(opened) => Some(&opened.path),
        State::Problem(_) => None,
    }
}

fn template_of(state: &State) -> Option<&Template> {
    match state {
        State::Read(opened) => match &opened.content {
            Content::Template(template) => Some(template),
            Content::Definition(_) => None,
        },
        State::Unread(_) | State::Problem(_) => None,
    }
}

fn open_one(input: &Input, disk: &Disk) -> Option<State> {
    let (path, text, is_guess) = match input {
        Input::Text(name, source) => (name, source.clone(), false),
        Input::File(Candidate { path, .. }) if is_named_definition(path) => return Some(State::Unread(path.clone())),
        Input::File(Candidate { path, is_guess }) => match input::read(path) {
            Ok(source) => (path, source, *is_guess),
            Err(_) if *is_guess => return None,
            Err(problem) => return Some(State::Problem(problem)),
        },
    };
    if is_guess && !may_be_host(text.text()) {
        return None;
    }
    let read = std::panic::AssertUnwindSafe(|| asl_hosts::read(path, text.clone(), disk));
    let Ok(content) = std::panic::catch_unwind(read) else {
        return Some(State::Problem(super::internal_fault(path)));
    };
    let is_ours = match &content {
        Content::Template(template) => {
            !template.machines.is_empty() || !template.notes.is_empty() || !template.nested.is_empty()
        }
        Content::Definition(_) => false,
    };
    (is_ours || !is_guess).then(|| State::Read(Box::new(Opened { path: path.clone(), text, content })))
}

/// One name for each file.
fn whole(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// What is to be done: each file once. A definition that a template names is checked as the template has it.
pub(super) fn jobs(opened: &[State]) -> Vec<Job<'_>> {
    let mut named: HashMap<PathBuf, (&Path, Vec<Naming<'_>>)> = HashMap::new();
    let mut order = Vec::new();
    for (machine, declared) in opened.iter().filter_map(template_of).flat_map(hosted::definitions) {
        let Some((path, _)) = &declared.file else { continue };
        let key = whole(path);
        let of = named.entry(key.clone()).or_insert_with(|| {
            order.push(key);
            (path, Vec::new())
        });
        of.1.push((machine, declared));
    }
    let mut jobs = Vec::new();
    for state in opened {
        let of_templates = path_of(state).filter(|_| template_of(state).is_none() && !named.is_empty());
        if let Some((_, machines)) = of_templates.and_then(|path| named.remove(&whole(path))) {
            jobs.extend(path_of(state).map(|path| Job::Named(path, machines)));
            continue;
        }
        jobs.push(match state {
            State::Problem(problem) => Job::Problem(problem),
            State::Unread(path) => Job::Unread(path),
            State::Read(opened) => Job::Read(opened),
        });
    }
    // Those that nobody else named follow, in the order in which templates name them.
    let rest = order.iter().filter_map(|key| named.remove(key));
    jobs.extend(rest.map(|(path, machines)| Job::Named(path, machines)));
    jobs
}
