//! `check`: many files at once, results in the order in which they were named.

use crate::args::{CheckArgs, Format};
use crate::{json, output, text};
use asl_check_core::{Analysis, Diagnostic, Options, RULES, Rule, Severity};
use asl_hosts::{Content, Host};
use asl_syntax::{LineIndex, MAX_TEXT, Source};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
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

pub(crate) fn run(args: &CheckArgs) -> ExitCode {
    if args.list_rules {
        return output::list_rules();
    }
    let selection = match Selection::new(&args.select, &args.ignore) {
        Ok(selection) => selection,
        Err(name) => {
            output::problem(&format!("`{name}` is no rule, category or stage (see --list-rules)"));
            return ExitCode::from(2);
        }
    };
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here[..] } else { &args.paths };
    let (sources, mut problems) = collect(paths, &args.stdin_filename);
    let options = Options { workflow: args.workflow.into() };
    let (mut files, unread) = check_all(&sources, &options);
    problems.extend(unread);
    for file in &mut files {
        file.diagnostics.retain(|d| selection.takes(d.rule));
    }
    for problem in &problems {
        output::problem(problem);
    }
    let written = match args.format {
        Format::Text => text::print(&files, args.color),
        Format::Json => json::print(&files),
    };
    if let Err(error) = written {
        return output::write_failed(&error);
    }
    let limit: Severity = args.fail_on.into();
    if !problems.is_empty() {
        ExitCode::from(2)
    } else if files.iter().flat_map(|f| &f.diagnostics).any(|d| d.severity <= limit) {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    }
}

/// Where a text comes from.
enum Input {
    File(PathBuf),
    Text(PathBuf, Vec<u8>),
}

fn collect(paths: &[PathBuf], stdin_name: &Path) -> (Vec<Input>, Vec<String>) {
    let (stdin, named): (Vec<PathBuf>, Vec<PathBuf>) = paths.iter().cloned().partition(|p| p.as_os_str() == "-");
    let found = asl_hosts::find(&named);
    let mut problems = found.problems;
    problems.extend(
        found.empty.iter().map(|p| format!("{}: there is no *.asl.json, *.asl.yaml or *.asl.yml in it", p.display())),
    );
    let mut inputs: Vec<Input> = found.files.into_iter().map(Input::File).collect();
    if !stdin.is_empty() {
        let mut bytes = Vec::new();
        match std::io::stdin().lock().take(MAX_TEXT as u64 + 1).read_to_end(&mut bytes) {
            Ok(_) => inputs.push(Input::Text(stdin_name.to_owned(), bytes)),
            Err(error) => problems.push(format!("standard input: {error}")),
        }
    }
    (inputs, problems)
}

/// Checks all inputs on all cores; gives what was read in the order of the inputs, and what was not in words.
fn check_all(inputs: &[Input], options: &Options) -> (Vec<Checked>, Vec<String>) {
    let next = AtomicUsize::new(0);
    let results: Vec<Mutex<Option<Result<Checked, String>>>> = inputs.iter().map(|_| Mutex::new(None)).collect();
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let (Some(input), Some(slot)) = (inputs.get(at), results.get(at)) else { return };
            let result = check(input, options);
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
            Err(problem) => problems.push(problem),
        }
    }
    (files, problems)
}

fn check(input: &Input, options: &Options) -> Result<Checked, String> {
    match input {
        Input::File(path) => read(path).map(|source| check_source(path, source, options)),
        Input::Text(name, bytes) => Ok(check_source(name, Source::from_bytes(bytes.clone()), options)),
    }
}

/// Reads a file, but for what is too large to be a definition.
pub(crate) fn read(path: &Path) -> Result<Source, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    let mut file = std::fs::File::open(path).map_err(failed)?;
    let meta = file.metadata().map_err(failed)?;
    if meta.is_dir() {
        return Err(format!("{}: is a folder", path.display()));
    }
    if meta.len() > MAX_TEXT as u64 {
        return Ok(Source::too_large(meta.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0) + 1);
    // Of a pipe or a device the length is not known before.
    file.by_ref().take(MAX_TEXT as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(Source::from_bytes(bytes))
}

fn check_source(path: &Path, source: Source, options: &Options) -> Checked {
    let text = source.text().to_owned();
    let lines = LineIndex::new(&text);
    let (state_machines, diagnostics, host) = match asl_hosts::read(path, source) {
        Content::Host(host) => (0, Vec::new(), Some(host)),
        Content::Definition(tree) => {
            let analysis = Analysis::new(&tree, options);
            (1, analysis.reported().cloned().collect(), None)
        }
    };
    Checked { path: path.to_owned(), text, lines, state_machines, diagnostics, host }
}

/// Which rules are wanted.
struct Selection {
    select: Vec<String>,
    ignore: Vec<String>,
}

impl Selection {
    /// Gives the first name that nothing bears.
    fn new(select: &[String], ignore: &[String]) -> Result<Self, String> {
        let unknown = select.iter().chain(ignore).find(|name| !RULES.iter().any(|rule| bears(rule, name)));
        match unknown {
            Some(name) => Err(name.clone()),
            None => Ok(Self { select: select.to_vec(), ignore: ignore.to_vec() }),
        }
    }

    fn takes(&self, rule: &Rule) -> bool {
        let any = |names: &[String]| names.iter().any(|name| bears(rule, name));
        (self.select.is_empty() || any(&self.select)) && !any(&self.ignore)
    }
}

fn bears(rule: &Rule, name: &str) -> bool {
    // All stages and categories count, also those that no rule is of yet.
    let others = || asl_check_core::Stage::ALL.iter().any(|s| s.name() == name) && rule.stage.name() == name;
    rule.id == name || rule.category.name() == name || others() || name == "advice" && rule.stage.name() == name
}
