//! `run`: an execution with mocked tasks.

mod check_types;
mod command;
mod live;
mod machines;
mod mocks;
mod plausible;
mod progress;
mod s3;
mod timeline;

use crate::args::{Format, Live, RunArgs, RunFormat};
use crate::definition::{self, Opened};
use crate::engine::Checked;
use crate::report::{self, Report};
use crate::{input, output};
use asl_check_core::Workflow;
use asl_expressions::Value;
use asl_hold::Watch;
use asl_interpret::answers::Answers;
use asl_interpret::{Around, Options, Run, Status, parse_time, redrive_with, run_with, summary, to_json};
use asl_semantics::plan::{Machine, Workflow as Plan};
use check_types::{Expected, Held};
use command::Commands;
use plausible::{Doubts, Plausible};
use progress::Progress;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn run(args: &RunArgs) -> ExitCode {
    output::code(try_run(args))
}

fn try_run(args: &RunArgs) -> Result<ExitCode, String> {
    let chosen = match definition::open(&args.file, args.machine.as_deref(), args.workflow.into(), args.color)? {
        Opened::Taken(chosen) => chosen,
        Opened::Refused(code) => return Ok(code),
    };
    let plan = definition::plan(&chosen)?;
    let workflow = chosen.deployed_as(args.workflow.into());
    let given = read_input(&args.input)?;
    let expected = args.check_types.then(|| Expected::new(args, workflow, &given)).transpose()?;
    let options = options(args, workflow)?;
    let others = machines::read(&args.machines)?;
    let machines = machines::of(&others, (&options.machine, &args.file, &chosen))?;
    let mut folder = args.s3.as_deref().map(s3::Folder::new).transpose()?;
    let files = folder.as_mut().map(|folder| folder as _);
    let doubts = Doubts::default();
    let mut answers = answers(args, &plan.machine, &doubts)?;
    let mut progress = Progress::new(options.now);
    let mut tell = |transitions, time| {
        progress.tell(transitions, time);
        true
    };
    let mut watch = expected.as_ref().map(|_| Watch::default());
    let observer = watch.as_mut().map(|watch| watch as _);
    let around = Around { files, machines: machines.as_ref(), progress: Some(&mut tell), observer };
    let run = match &args.redrive {
        Some(path) => redrive(&plan, path, &options, &mut *answers, around),
        None => run_with(&plan, given, &options, &mut *answers, around),
    };
    progress.done();
    let (held, run) = match (expected, watch) {
        (Some(expected), Some(watch)) => {
            let (held, run) = expected.hold(&chosen, &plan, watch, run?);
            (Some(held), run)
        }
        _ => (None, run?),
    };
    let is_good = run.status == Status::Succeeded && held.as_ref().is_none_or(Held::is_sound);
    let doubtful = doubts.told(&chosen);
    let written =
        print(args, &options.machine, &run, held.as_ref()).and_then(|()| tell_of_mocks(args, &run, &doubtful));
    Ok(output::finish(written, ExitCode::from(u8::from(!is_good))))
}

/// Who answers for tasks.
fn answers(args: &RunArgs, machine: &Machine<'_>, doubts: &Doubts) -> Result<Box<dyn Answers>, String> {
    // Where tasks start other machines, mocks may be for the states of those.
    let own = args.machines.is_empty().then_some(machine);
    let (mut answers, is_recorded) =
        mocks::read(args.mocks.as_deref(), own, args.machine.as_deref(), args.test_case.as_deref())?;
    // What a history tells did happen.
    if !is_recorded {
        answers = Box::new(Plausible::new(answers, machine, doubts.clone()));
    }
    if args.live.contains(&Live::Http) {
        answers = live::http(args, answers)?;
    }
    Ok(Box::new(Commands::new(answers, args.live.contains(&Live::Command))))
}

/// Goes on with the execution of a history.
fn redrive<'a, 't>(
    plan: &'a Plan<'t>,
    path: &Path,
    options: &'a Options,
    answers: &'a mut dyn Answers,
    around: Around<'a, 't>,
) -> Result<Run<'t>, String> {
    let failed = |what: String| format!("{}: {what}", path.display());
    let value = input::json_file(path)?;
    let history = value.as_object().ok_or_else(|| failed("a history holds an object with `events`".to_owned()))?;
    redrive_with(plan, history, options, answers, around).map_err(failed)
}

fn read_input(text: &str) -> Result<Value, String> {
    if text != "-" {
        return input::json_of_flag("--input", text);
    }
    let content = io::read_to_string(io::stdin()).map_err(|error| format!("--input: standard input: {error}"))?;
    input::json(&content).map_err(|what| format!("--input: {what}"))
}

fn options(args: &RunArgs, workflow: Workflow) -> Result<Options, String> {
    let now = args
        .now
        .as_deref()
        .map(|text| parse_time(text).ok_or_else(|| format!("--now: `{text}` is no time such as 2026-01-01T00:00:00Z")));
    Ok(Options {
        express: workflow == Workflow::Express,
        now: now.transpose()?,
        seed: args.seed,
        region: args.region.clone(),
        account: args.account.clone(),
        role: args.role_arn.clone(),
        name: args.name.clone(),
        machine: args.machine.clone().unwrap_or_else(|| name_of(&args.file)),
        ..Options::default()
    })
}

/// A state machine is called after its file.
fn name_of(file: &Path) -> String {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let allowed: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '-' })
        .take(80)
        .collect();
    if allowed.is_empty() { "StateMachine".to_owned() } else { allowed }
}

fn print(args: &RunArgs, machine: &str, run: &Run<'_>, held: Option<&Held>) -> io::Result<()> {
    if args.format == RunFormat::Text {
        report::print_coloured(args.color, |out| timeline::write(out, machine, run))?;
        return held.map_or(Ok(()), |held| held.print(args.color));
    }
    let mut answer = if args.format == RunFormat::Json { summary(run).into() } else { to_json(run) };
    if let (Some(held), Some(object)) = (held, answer.as_object_mut()) {
        object.insert("violations".to_owned(), held.to_json());
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    serde_json::to_writer_pretty(&mut out, &answer)?;
    writeln!(out)?;
    out.flush()
}

/// Tells of mocks that are no answers, and that there are none: beside the timeline, or where scripts do not read.
fn tell_of_mocks(args: &RunArgs, run: &Run<'_>, doubtful: &Checked) -> io::Result<()> {
    if args.format == RunFormat::Text {
        if doubtful.diagnostics.is_empty() {
            return Ok(());
        }
        writeln!(io::stdout())?;
        let report = Report { files: std::slice::from_ref(doubtful), problems: &[] };
        return report::print(&report, Format::Text, args.color);
    }
    if let Some(told) = timeline::told_of_samples(run) {
        output::note(&told);
    }
    for doubt in &doubtful.diagnostics {
        output::note(&format!("warning[{}]: {}", doubt.rule.id, doubt.message));
    }
    Ok(())
}
