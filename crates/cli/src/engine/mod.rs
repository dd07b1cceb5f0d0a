//! Many files at once, results in the order in which they were named.

mod inputs;

use crate::input::Input;
use asl_catalogue::Date;
use asl_check_core::{Config, Diagnostic, Options, Selection, Settings, Workflow, hosted};
use asl_hosts::{Content, Declared, Disk, Files, Machine};
use asl_syntax::{LineIndex, Source};
use asl_types::Type;
use inputs::{Job, Opened};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Stack of a thread that checks, in bytes: walks recurse over texts of bounded depth.
pub(crate) const STACK: usize = 16 * 1024 * 1024;

/// A file that was looked at.
pub(crate) struct Checked {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
    pub(crate) lines: LineIndex,
    pub(crate) state_machines: usize,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// A text and what is told of it.
    pub(crate) fn new(path: &Path, text: &str, state_machines: usize, diagnostics: Vec<Diagnostic>) -> Self {
        let (text, lines) = (text.to_owned(), LineIndex::new(text));
        Self { path: path.to_owned(), text, lines, state_machines, diagnostics }
    }
}

/// What is wanted, by flags and config file.
pub(crate) struct Wishes {
    pub(crate) config: Config,
    /// From the command line: over what the config file says.
    pub(crate) selection: Selection,
    pub(crate) workflow: Option<Workflow>,
    /// What executions are started with.
    pub(crate) input: Option<Type>,
    pub(crate) strict: bool,
    /// The day that decides which models have ended.
    pub(crate) now: Option<Date>,
}

impl Wishes {
    fn settings(&self, path: &Path) -> Settings {
        let mut settings = self.config.settings(path);
        if !self.selection.select.is_empty() {
            settings.selection.select.clone_from(&self.selection.select);
        }
        settings.selection.ignore.extend(self.selection.ignore.iter().cloned());
        settings.workflow = self.workflow.or(settings.workflow);
        settings.strict |= self.strict;
        settings
    }

    /// What a definition is looked at with.
    fn options(&self, settings: &Settings) -> Result<Options, String> {
        let options = match &self.input {
            None => settings.options(Workflow::default())?,
            // What the config file says of the input does not count then, right or wrong.
            Some(input) => Options {
                workflow: settings.workflow.unwrap_or_default(),
                input: Some(input.clone()),
                strict: settings.strict,
                ..Options::default()
            },
        };
        Ok(Options { now: self.now, ..options })
    }

    /// Does something with the options for a file; a fault of the checker itself costs this file only.
    fn guarded(&self, path: &Path, check: impl FnOnce(&Settings, &Options) -> Checked) -> Result<Checked, String> {
        let settings = self.settings(path);
        let options = self.options(&settings)?;
        let check = std::panic::AssertUnwindSafe(|| check(&settings, &options));
        let mut checked = std::panic::catch_unwind(check).map_err(|_| internal_fault(path))?;
        // Of thousands of clean files none is shown.
        if checked.diagnostics.is_empty() {
            checked.text = String::new();
        }
        Ok(checked)
    }

    /// What is told of a text under a name. What is wrong with files that the config file names was told before.
    pub(crate) fn diagnose(&self, path: &Path, source: Source, files: &dyn Files) -> Checked {
        let settings = self.settings(path);
        let options = self.options(&settings).unwrap_or_else(|_| Options {
            workflow: settings.workflow.unwrap_or_default(),
            strict: settings.strict,
            now: self.now,
            ..Options::default()
        });
        let text = source.clone();
        look(path, &text, &asl_hosts::read(path, source, files), &settings, &options)
    }
}

/// What is told of a file by itself.
fn look(path: &Path, text: &Source, content: &Content, settings: &Settings, options: &Options) -> Checked {
    let machines = match content {
        Content::Template(template) => template.machines.len(),
        Content::Definition(_) => 1,
    };
    Checked::new(path, text.text(), machines, weighed(hosted::of_file(content, options), settings))
}

/// As the config file has it.
fn weighed(told: Vec<Diagnostic>, settings: &Settings) -> Vec<Diagnostic> {
    let one = |d: Diagnostic| settings.severity(d.rule, d.severity).map(|severity| Diagnostic { severity, ..d });
    told.into_iter().filter_map(one).collect()
}

/// What is told of a definition that templates name, each as it will be deployed; what holds for all is told once.
fn look_as_named(path: &Path, named: &[(&Machine, &Declared)], settings: &Settings, options: &Options) -> Checked {
    let mut seen = HashSet::new();
    let all = named.iter().flat_map(|(machine, declared)| hosted::of_definition(machine, declared, options));
    let mut told: Vec<Diagnostic> = all.filter(|d| seen.insert((d.rule.id, d.span, d.message.clone()))).collect();
    told.sort_by_key(|d| (d.span.start, d.span.end));
    let text = named.first().and_then(|(_, declared)| Some(declared.file.as_ref()?.1.text())).unwrap_or_default();
    Checked::new(path, text, 0, weighed(told, settings))
}

/// Checks all inputs on all cores; gives what was read in the order of the inputs, and what was not, in words.
pub(crate) fn check_all(inputs: &[Input], wishes: &Wishes, disk: &Disk) -> (Vec<Checked>, Vec<String>) {
    let opened = inputs::open(inputs, disk);
    let jobs = inputs::jobs(&opened);
    let one = |job: &Job<'_>| match job {
        Job::Problem(problem) => Err((*problem).to_owned()),
        Job::Unread(path) => crate::input::read(path).and_then(|source| {
            let content = |source| asl_hosts::read(path, source, disk);
            wishes.guarded(path, |settings, options| look(path, &source, &content(source.clone()), settings, options))
        }),
        Job::Read(Opened { path, text, content }) => {
            wishes.guarded(path, |settings, options| look(path, text, content, settings, options))
        }
        Job::Named(path, named) => {
            wishes.guarded(path, |settings, options| look_as_named(path, named, settings, options))
        }
    };
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for result in in_parallel(&jobs, one) {
        match result {
            Ok(checked) => files.push(checked),
            // A schema of many files is read for each.
            Err(problem) if problems.contains(&problem) => {}
            Err(problem) => problems.push(problem),
        }
    }
    (files, problems)
}

/// Does the same with each, on all cores; results are in order.
fn in_parallel<T: Sync, R: Send>(all: &[T], one: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<R>>> = all.iter().map(|_| Mutex::new(None)).collect();
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let (Some(item), Some(slot)) = (all.get(at), results.get(at)) else { return };
            let result = one(item);
            if let Ok(mut slot) = slot.lock() {
                *slot = Some(result);
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(all.len());
    std::thread::scope(|scope| {
        // This thread works too; what can't be spawned is done by those that are.
        for _ in 1..threads {
            let _ = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        }
        work();
    });
    results.into_iter().filter_map(|slot| slot.into_inner().ok().flatten()).collect()
}

/// Nothing but a bug of ours leads here.
fn internal_fault(path: &Path) -> String {
    format!("{}: internal fault: please report it with this file", path.display())
}
