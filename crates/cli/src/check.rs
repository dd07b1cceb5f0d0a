//! `check`: from the flags to the exit code.

use crate::args::CheckArgs;
use crate::baseline::Baseline;
use crate::engine::{self, Checked, Wishes};
use crate::report::{self, Report};
use crate::{fixes, given, input, output};
use asl_catalogue::{Date, NoDate};
use asl_check_core::{Selection, Severity, unknown_name};
use asl_hosts::Disk;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub(crate) fn run(args: &CheckArgs) -> ExitCode {
    if args.list_rules {
        return output::list_rules();
    }
    output::code(try_run(args))
}

fn try_run(args: &CheckArgs) -> Result<ExitCode, String> {
    if let Some(why) = args.select.iter().chain(&args.ignore).find_map(|name| unknown_name(name)) {
        return Err(format!("{why} (see --list-rules)"));
    }
    let wishes = Wishes {
        config: given::config(args.config.as_deref(), args.color)?,
        selection: Selection { select: args.select.clone(), ignore: args.ignore.clone() },
        workflow: args.workflow.map(Into::into),
        input: given::by_flags(args.input.as_deref(), args.input_schema.as_deref())?,
        strict: args.strict,
        now: args.now.as_deref().map(day).transpose()?,
    };
    let mut baseline = args.baseline.as_deref().map(|path| Baseline::read(path, args.update_baseline)).transpose()?;
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here[..] } else { &args.paths };
    let (inputs, mut problems) = input::collect(paths, &args.stdin_filename);
    let disk = Disk::around(paths);
    let (mut files, mut unread) = engine::check_all(&inputs, &wishes, &disk);
    if args.fix {
        let (is_mended, unwritten) = fixes::write(&files, &wishes);
        if is_mended {
            // What is left is told.
            (files, unread) = engine::check_all(&inputs, &wishes, &disk);
        }
        problems.extend(unwritten);
    }
    problems.extend(unread);
    let nothing = |p: &PathBuf| format!("{}: there is no definition and no template in it", p.display());
    let is_empty = |folder: &&PathBuf| folder.is_dir() && !holds_any(folder, &files);
    problems.extend(paths.iter().filter(is_empty).map(nothing));
    if let Some(baseline) = &mut baseline {
        if args.update_baseline {
            baseline.update(&files)?;
        }
        baseline.subtract(&mut files);
    }
    for problem in &problems {
        output::problem(problem);
    }
    let limit = args.fail_on.map(Severity::from).or(wishes.config.fail_on).unwrap_or(Severity::Error);
    let fails = |f: &Checked| f.diagnostics.iter().any(|d| d.severity <= limit);
    let (written, is_faulty) = if args.diff {
        let diffs = fixes::diffs(&files, &wishes);
        (io::stdout().lock().write_all(diffs.as_bytes()), !diffs.is_empty())
    } else {
        let report = Report { files: &files, problems: &problems };
        (report::print(&report, args.format, args.color), files.iter().any(fails))
    };
    // A problem of the tool or its use weighs more than what was found.
    let code = if problems.is_empty() { u8::from(is_faulty) } else { 2 };
    Ok(output::finish(written, ExitCode::from(code)))
}

/// Was anything in the folder looked at?
fn holds_any(folder: &Path, files: &[Checked]) -> bool {
    // What was named outright as well goes by that name, which need not begin with the folder's.
    let is_within =
        |folder: PathBuf| files.iter().any(|file| file.path.canonicalize().is_ok_and(|path| path.starts_with(&folder)));
    files.iter().any(|file| file.path.starts_with(folder)) || folder.canonicalize().is_ok_and(is_within)
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|NoDate| format!("--now: `{text}` is no date such as 2026-11-23"))
}
