//! What an installer puts beside the program: completions and the manual page, both made from the flags themselves.

mod markdown;

use crate::args::{Cli, CompletionsArgs, EXAMPLES, ManArgs};
use crate::output::finish;
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::process::ExitCode;

const EXIT_STATUS: [(&str, &str); 3] = [
    ("0", "clean"),
    ("1", "findings at or above --fail-on"),
    ("2", "usage, a file that can't be read, an internal fault"),
];

pub(crate) fn completions(args: &CompletionsArgs) -> ExitCode {
    // The generator panics where it can't write; into memory it always can.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "asl-check", &mut script);
    finish(io::stdout().lock().write_all(&script), ExitCode::SUCCESS)
}

pub(crate) fn man(args: &ManArgs) -> ExitCode {
    let page = if args.markdown { Ok(markdown::page()) } else { page() };
    finish(page.and_then(|page| io::stdout().lock().write_all(page.as_bytes())), ExitCode::SUCCESS)
}

/// One page for all commands. The generator would make one of each, most of them with two flags or three.
fn page() -> io::Result<String> {
    let mut cli = Cli::command();
    cli.build();
    let man = Man::new(cli.clone());
    let mut top = Vec::new();
    man.render_title(&mut top)?;
    man.render_name_section(&mut top)?;
    man.render_synopsis_section(&mut top)?;
    man.render_description_section(&mut top)?;
    man.render_options_section(&mut top)?;
    let mut page = String::from_utf8_lossy(&top).into_owned();
    page.push_str(".SH COMMANDS\n");
    for command in cli.get_subcommands_mut().filter(|c| c.get_name() != "help") {
        section(&mut page, command)?;
    }
    page.push_str(".SH \"EXIT STATUS\"\n");
    for (code, meaning) in EXIT_STATUS {
        let _ = writeln!(page, ".TP\n{code}\n{}", roff(meaning));
    }
    page.push_str(".SH EXAMPLES\n.nf\n");
    for line in EXAMPLES.lines().skip(1) {
        let _ = writeln!(page, "{}", roff(line));
    }
    page.push_str(".fi\n");
    Ok(page)
}

fn section(page: &mut String, command: &mut Command) -> io::Result<()> {
    let usage = command.render_usage().to_string();
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let _ = writeln!(page, ".SS {}", roff(usage.trim_start_matches("Usage: ")));
    let _ = writeln!(page, "{}", roff(&about));
    if command.get_name() == "check" {
        page.push_str(".PP\nTakes the flags above.\n");
        return Ok(());
    }
    let mut options = Vec::new();
    Man::new(command.clone()).render_options_section(&mut options)?;
    // They belong to this command; a heading of their own would end the section.
    page.extend(String::from_utf8_lossy(&options).lines().filter(|l| !l.starts_with(".SH ")).flat_map(|l| [l, "\n"]));
    Ok(())
}

/// Text as roff takes it: a dash is a minus, which can be copied, and a line that begins with a dot is no request.
fn roff(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}
