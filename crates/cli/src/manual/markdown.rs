//! The same as the manual page, as a page of the book: what the flags themselves say.

use super::EXIT_STATUS;
use crate::args::Cli;
use clap::{Arg, Command, CommandFactory};
use std::fmt::Write as _;

/// All commands with their flags.
pub(super) fn page() -> String {
    let mut cli = Cli::command();
    cli.build();
    let mut page = String::from("With paths and no command, `asl-check` is `asl-check check`.\n");
    for command in cli.get_subcommands_mut().filter(|c| c.get_name() != "help" && !c.is_hide_set()) {
        section(&mut page, command);
    }
    page.push_str("\n## Exit status\n\n| code | |\n| --- | --- |\n");
    for (code, meaning) in EXIT_STATUS {
        let _ = writeln!(page, "| {code} | {} |", cell(meaning));
    }
    page
}

fn section(page: &mut String, command: &mut Command) {
    let usage = command.render_usage().to_string();
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let _ = writeln!(page, "\n## {}\n\n{about}.\n", command.get_name());
    let _ = writeln!(page, "```text\n{}\n```", usage.trim_start_matches("Usage: "));
    let mut arguments = command.get_arguments().filter(|a| !a.is_hide_set() && a.get_id() != "help").peekable();
    if arguments.peek().is_some() {
        page.push_str("\n| argument | |\n| --- | --- |\n");
    }
    for argument in arguments {
        let _ = writeln!(page, "| {} | {} |", name(argument), meaning(argument));
    }
    if let Some(examples) = command.get_after_help() {
        let examples = examples.to_string();
        let lines = examples.lines().skip(1).map(|line| line.strip_prefix("  ").unwrap_or(line));
        let _ = writeln!(page, "\n```text\n{}\n```", lines.collect::<Vec<_>>().join("\n"));
    }
}

/// `--format FORMAT`, or the name of what has no flag.
fn name(argument: &Arg) -> String {
    let takes_value = argument.get_action().takes_values();
    let value = argument.get_value_names().filter(|_| takes_value).and_then(|names| names.first());
    let text = match (argument.get_long(), value) {
        (Some(flag), Some(value)) => format!("--{flag} {value}"),
        (Some(flag), None) => format!("--{flag}"),
        (None, Some(value)) => value.to_string(),
        (None, None) => argument.get_id().to_string(),
    };
    format!("`{}`", cell(&text))
}

fn meaning(argument: &Arg) -> String {
    let mut text = cell(&argument.get_help().map(ToString::to_string).unwrap_or_default());
    if argument.get_action().takes_values() {
        for value in argument.get_possible_values().iter().filter(|v| !v.is_hide_set()) {
            let help = value.get_help().map(|help| format!(": {}", cell(&help.to_string()))).unwrap_or_default();
            let _ = write!(text, "<br>`{}`{help}", value.get_name());
        }
        let defaults = argument.get_default_values().iter().filter_map(|value| value.to_str());
        let defaults = defaults.map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
        if !defaults.is_empty() {
            let _ = write!(text, "<br>Default: {defaults}");
        }
    }
    text
}

/// A bar would end the cell, and `<` begin a tag.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}
