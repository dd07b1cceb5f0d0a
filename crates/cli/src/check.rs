//! `check`: from the flags to the exit code.

use crate::args::CheckArgs;
use crate::baseline::Baseline;
use crate::engine::{self, Checked, Wishes};
use crate::report::{self, Report};
use crate::{fixes, input, output};
use asl_check_core::{Config, Selection, Severity, unknown_name};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub(crate) fn run(args: &CheckArgs) -> ExitCode {
    if args.list_rules {
        return output::list_rules();
    }
    match try_run(args) {
        Ok(code) => code,
        Err(problem) => {
            output::problem(&problem);
            ExitCode::from(2)
        }
    }
}

fn try_run(args: &CheckArgs) -> Result<ExitCode, String> {
    if let Some(why) = args.select.iter().chain(&args.ignore).find_map(|name| unknown_name(name)) {
        return Err(format!("{why} (see --list-rules)"));
    }
    let wishes = Wishes {
        config: config(args)?,
        selection: Selection { select: args.select.clone(), ignore: args.ignore.clone() },
        workflow: args.workflow.map(Into::into),
    };
    let mut baseline = args.baseline.as_deref().map(|path| Baseline::read(path, args.update_baseline)).transpose()?;
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here[..] } else { &args.paths };
    let (inputs, mut problems) = input::collect(paths, &args.stdin_filename);
    let (mut files, unread) = engine::check_all(&inputs, &wishes);
    problems.extend(unread);
    if args.fix {
        problems.extend(fixes::write(&mut files, &wishes));
    }
    if let Some(baseline) = &mut baseline {
        if args.update_baseline {
            baseline.update(&files)?;
        }
        baseline.subtract(&mut files);
    }
    for problem in &problems {
        output::problem(problem);
    }
    let written = if args.diff {
        fixes::print_diff(&files, &wishes)
    } else {
        report::print(&Report { files: &files, problems: &problems }, args.format, args.color).map(|()| false)
    };
    let limit = args.fail_on.map(Severity::from).or(wishes.config.fail_on).unwrap_or(Severity::Error);
    let fails = |f: &Checked| f.diagnostics.iter().any(|d| d.severity <= limit);
    Ok(match written {
        Err(error) => output::write_failed(&error),
        // A problem of the tool or its use weighs more than what was found.
        Ok(_) if !problems.is_empty() => ExitCode::from(2),
        Ok(differs) if args.diff => ExitCode::from(u8::from(differs)),
        Ok(_) => ExitCode::from(u8::from(files.iter().any(fails))),
    })
}

/// The config file that is named, or the nearest one upwards.
fn config(args: &CheckArgs) -> Result<Config, String> {
    let nearest = || std::env::current_dir().ok().and_then(|here| Config::locate(&here));
    let Some(path) = args.config.clone().or_else(nearest) else { return Ok(Config::default()) };
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let root = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Config::parse(root, &text).map_err(|faults| {
        report::print_config_faults(&path, &text, &faults, args.color);
        format!("{}: {} in the config file", path.display(), output::plural(faults.len(), "fault"))
    })
}
