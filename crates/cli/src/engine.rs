//! Many files at once, results in the order in which they were named.

use crate::input::{self, Input};
use asl_catalogue::Date;
use asl_check_core::{Analysis, Config, Diagnostic, Options, Selection, Settings, Workflow};
use asl_hosts::{Content, Host};
use asl_syntax::{LineIndex, Source};
use asl_types::Type;
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
    /// A kind of file in which definitions are not looked for yet.
    pub(crate) host: Option<Host>,
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

    /// The same for the first time; a fault of the checker itself costs this file only.
    fn try_diagnose(&self, path: &Path, source: Source) -> Result<Checked, String> {
        let settings = self.settings(path);
        let options = self.options(&settings)?;
        let diagnose = std::panic::AssertUnwindSafe(|| look(path, source, &settings, &options));
        let mut checked = std::panic::catch_unwind(diagnose)
            .map_err(|_| format!("{}: internal fault: please report it with this file", path.display()))?;
        // Of thousands of clean files none is shown.
        if checked.diagnostics.is_empty() {
            checked.text = String::new();
        }
        Ok(checked)
    }

    /// What is told of a text under a name. What is wrong with files that the config file names was told before.
    pub(crate) fn diagnose(&self, path: &Path, source: Source) -> Checked {
        let settings = self.settings(path);
        let options = self.options(&settings).unwrap_or_else(|_| Options {
            workflow: settings.workflow.unwrap_or_default(),
            strict: settings.strict,
            now: self.now,
            ..Options::default()
        });
        look(path, source, &settings, &options)
    }
}

fn look(path: &Path, source: Source, settings: &Settings, options: &Options) -> Checked {
    let text = source.text().to_owned();
    let (state_machines, diagnostics, host) = match asl_hosts::read(path, source) {
        Content::Host(host) => (0, Vec::new(), Some(host)),
        Content::Definition(tree) => {
            let analysis = Analysis::new(&tree, options);
            let told = |d: &Diagnostic| {
                settings.severity(d.rule, d.severity).map(|severity| Diagnostic { severity, ..d.clone() })
            };
            (1, analysis.reported().filter_map(told).collect(), None)
        }
    };
    Checked { path: path.to_owned(), lines: LineIndex::new(&text), text, state_machines, diagnostics, host }
}

/// Checks all inputs on all cores; gives what was read in the order of the inputs, and what was not, in words.
pub(crate) fn check_all(inputs: &[Input], wishes: &Wishes) -> (Vec<Checked>, Vec<String>) {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<Result<Checked, String>>>> = inputs.iter().map(|_| Mutex::new(None)).collect();
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let (Some(input), Some(slot)) = (inputs.get(at), results.get(at)) else { return };
            let result = match input {
                Input::File(path) => input::read(path).and_then(|source| wishes.try_diagnose(path, source)),
                Input::Text(name, source) => wishes.try_diagnose(name, source.clone()),
            };
            if let Ok(mut slot) = slot.lock() {
                *slot = Some(result);
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(inputs.len());
    std::thread::scope(|scope| {
        // This thread works too; what can't be spawned is done by those that are.
        for _ in 1..threads {
            let _ = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        }
        work();
    });
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for result in results.into_iter().filter_map(|slot| slot.into_inner().ok().flatten()) {
        match result {
            Ok(checked) => files.push(checked),
            // A schema of many files is read for each.
            Err(problem) if problems.contains(&problem) => {}
            Err(problem) => problems.push(problem),
        }
    }
    (files, problems)
}
