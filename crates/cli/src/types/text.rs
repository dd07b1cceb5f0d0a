//! The page for people.

use super::layout::lines;
use super::{Known, inner};
use asl_infer::{Errors, StateFacts};
use asl_semantics::plan::{Machine, State, StepName};
use asl_types::{Absence, Type};
use codespan_reporting::term::termcolor::{Color, ColorSpec, WriteColor};
use std::io;

/// What stands before a type on its line.
const NAMES: usize = 21;

/// A type on more lines is shortened,
const MOST_LINES: usize = 16;
/// until it has no more.
const SIZES: [usize; 6] = [800, 600, 450, 320, 220, 150];

/// Writes all that is known.
pub(super) fn write(out: &mut dyn WriteColor, known: &Known<'_, '_>) -> io::Result<()> {
    let mut page = Page { out, known, shown: String::new() };
    page.entry(0, "input", &known.input)?;
    if known.facts.output().is_never() {
        page.line(0, "output", &["none: no execution succeeds".to_owned()])?;
    } else {
        page.entry(0, "output", known.facts.output())?;
    }
    page.errors(0, known.facts.errors())?;
    page.machine(0, &known.plan.machine)?;
    page.legend()
}

struct Page<'p, 'a, 't> {
    out: &'p mut dyn WriteColor,
    known: &'p Known<'a, 't>,
    /// The types that were shown, to know which signs are to be explained.
    shown: String,
}

impl Page<'_, '_, '_> {
    fn machine(&mut self, indent: usize, machine: &Machine<'_>) -> io::Result<()> {
        for state in &machine.states {
            writeln!(self.out)?;
            self.state(indent, state)?;
            for (what, machine) in inner(state) {
                writeln!(self.out, "\n{:indent$}  for {what} of {}:", "", visible(state.name))?;
                self.machine(indent + 4, machine)?;
            }
        }
        Ok(())
    }

    fn state(&mut self, indent: usize, state: &State<'_>) -> io::Result<()> {
        write!(self.out, "{:indent$}", "")?;
        self.out.set_color(ColorSpec::new().set_bold(true))?;
        write!(self.out, "{}", visible(state.name))?;
        self.out.reset()?;
        writeln!(self.out, "  {}", state.kind.state_type().name())?;
        let Some(facts) = self.known.state(state) else {
            return writeln!(self.out, "{:indent$}  no run gets here", "");
        };
        let mut last: Option<&Type> = None;
        let shown = |step: StepName| !matches!(step, StepName::Variables | StepName::Output);
        let output = (StepName::Output, &facts.output);
        let is_left = !facts.output.is_never();
        for (step, of) in
            self.known.steps.of(state.id).filter(|(step, _)| shown(*step)).chain(is_left.then_some(output))
        {
            if last == Some(of) {
                self.line(indent + 2, step.name(), &["the same".to_owned()])?;
            } else {
                self.entry(indent + 2, step.name(), of)?;
            }
            last = Some(of);
        }
        self.variables(indent + 2, state)?;
        self.errors(indent + 2, &facts.errors)?;
        self.caught(indent + 2, state, facts)?;
        if self.known.steps.at(state.id, StepName::Output).is_none() {
            self.line(indent + 2, "output", &["none: no run goes on from here".to_owned()])?;
        }
        Ok(())
    }

    /// What the catchers lead on with.
    fn caught(&mut self, indent: usize, state: &State<'_>, facts: &StateFacts) -> io::Result<()> {
        for (catcher, output) in state.catch.iter().zip(&facts.caught_outputs).filter(|(_, of)| !of.is_never()) {
            self.line(indent, "caught", &[visible(&catcher.errors.join(", "))])?;
            self.entry(indent + 2, "output then", output)?;
        }
        Ok(())
    }

    fn variables(&mut self, indent: usize, state: &State<'_>) -> io::Result<()> {
        for (name, of) in self.known.variables(state) {
            let mark = match of.absence() {
                Absence::Never => "",
                Absence::Unproven => "??",
                Absence::Known => "?",
            };
            self.entry(indent, &format!("${name}{mark}"), &of.present())?;
        }
        match self.known.references.get(state.name) {
            Some(names) if !names.is_empty() => {
                let names: Vec<String> = names.iter().map(|name| format!("${name}")).collect();
                self.line(indent, "reads", &[names.join(", ")])
            }
            _ => Ok(()),
        }
    }

    fn errors(&mut self, indent: usize, errors: &Errors) -> io::Result<()> {
        if errors.is_empty() {
            return Ok(());
        }
        let name = |name: &str| if name.is_empty() { "one without a name".to_owned() } else { visible(name) };
        let mut names: Vec<String> = errors.names().map(name).collect();
        if errors.has_others() {
            names.push("what else a task fails with".to_owned());
        }
        self.line(indent, "errors", &[names.join(", ")])
    }

    fn entry(&mut self, indent: usize, name: &str, of: &Type) -> io::Result<()> {
        let column = indent + NAMES.max(name.chars().count() + 1);
        let (text, lines) = fitting(of, column);
        self.line(indent, name, &lines)?;
        self.shown.push_str(&text);
        Ok(())
    }

    fn line(&mut self, indent: usize, name: &str, lines: &[String]) -> io::Result<()> {
        write!(self.out, "{:indent$}", "")?;
        self.out.set_color(ColorSpec::new().set_fg(Some(Color::Cyan)))?;
        write!(self.out, "{name:width$}", width = NAMES - 1)?;
        self.out.reset()?;
        writeln!(self.out, " {}", lines.join("\n"))
    }

    /// Explains the signs that were used.
    fn legend(&mut self) -> io::Result<()> {
        let others = self.shown.replace("??", "");
        let signs = [
            (others.contains('?'), "name?", "may be missing, on a way that is known"),
            (self.shown.contains("??"), "name??", "may be missing, for all that is known"),
            (self.shown.contains("..."), "...", "whatever else there may be"),
            (self.shown.contains('…'), "…", "left out here; --format json shows all of it"),
            (self.shown.contains("unknown"), "unknown", "nobody says what it is"),
            (self.shown.contains("never"), "never", "no run gets here"),
        ];
        if signs.iter().any(|(is_used, ..)| *is_used) {
            writeln!(self.out)?;
        }
        for (_, sign, words) in signs.iter().filter(|(is_used, ..)| *is_used) {
            writeln!(self.out, "{sign:width$} {words}", width = NAMES - 1)?;
        }
        if !self.known.is_declared && self.shown.contains("unknown") {
            writeln!(self.out, "\n--input EXAMPLE or --assume-schema FILE tells what executions are started with.")?;
        }
        Ok(())
    }
}

/// The text of a type, and its lines. Of what services answer, a page would be filled with one.
fn fitting(of: &Type, column: usize) -> (String, Vec<String>) {
    let texts = std::iter::once_with(|| of.to_string()).chain(SIZES.iter().map(|most| of.short(*most)));
    let laid_out = |text: String| {
        let lines = lines(&visible(&text), column);
        (text, lines)
    };
    let mut tries = texts.map(laid_out);
    tries.find(|(_, lines)| lines.len() <= MOST_LINES).unwrap_or_else(|| laid_out(of.short(60)))
}

/// Names may hold line breaks and the like.
fn visible(text: &str) -> String {
    asl_check_core::visible(text)
}
