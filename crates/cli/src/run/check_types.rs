//! `--check-types`: every value that a run sees is held against the type for its place.

use crate::args::{Color, Format, RunArgs};
use crate::definition::Chosen;
use crate::engine::Checked;
use crate::report::{self, Report};
use crate::{given, output};
use asl_check_core::{Options, TYPE_VIOLATION, Workflow, seen_in_run};
use asl_expressions::Value;
use asl_hold::{Inferred, Shown, Violation, Watch};
use asl_interpret::Run;
use asl_semantics::Definition;
use asl_semantics::plan::Workflow as Plan;
use asl_types::Type;
use std::io::{self, Write};

/// So many violations are told: more than anybody reads.
const MOST: usize = 100;

/// What the run is held against.
pub(super) struct Expected {
    options: Options,
}

/// What was found: violations, each at the state that it is about.
pub(super) struct Held {
    file: Checked,
    values: usize,
}

impl Expected {
    /// The input is what the config file declares, else the one that is given.
    pub(super) fn new(args: &RunArgs, workflow: Workflow, given: &Value) -> Result<Self, String> {
        let settings = given::config(args.config.as_deref(), args.color)?.settings(&args.file);
        let of_run = if args.redrive.is_some() { Type::unknown() } else { Type::of(given) };
        let input = settings.declared()?.unwrap_or(of_run);
        Ok(Self { options: Options { workflow, input: Some(input), ..Options::default() } })
    }

    /// Holds what was seen against what is inferred. What is carried on from state to state is told once.
    pub(super) fn hold<'t>(&self, chosen: &'t Chosen, plan: &Plan<'t>, watch: Watch, run: Run<'t>) -> (Held, Run<'t>) {
        let inferred = Inferred::new(plan, |plan, steps| self.options.infer(plan, steps));
        let shown: Shown<'t> = watch.done(run);
        let definition = Definition::new(&chosen.tree);
        let start = plan.machine.states.get(plan.machine.start).map(|state| state.id);
        let mut told: Vec<Violation> = Vec::new();
        for violation in inferred.of_values(&shown) {
            if told.len() < MOST && told.iter().all(|earlier| !violation.follows(earlier)) {
                told.push(violation);
            }
        }
        let diagnostic = |violation: Violation| {
            let id = violation.state.or(start)?;
            Some(seen_in_run(&TYPE_VIOLATION, definition.state(id).name, &violation.message, None))
        };
        let diagnostics = told.into_iter().filter_map(diagnostic).collect();
        let file = chosen.checked(diagnostics);
        (Held { file, values: shown.seen.len() }, shown.run)
    }
}

impl Held {
    /// Is every value of its type?
    pub(super) fn is_sound(&self) -> bool {
        self.file.diagnostics.is_empty()
    }

    /// Tells it to a person.
    pub(super) fn print(&self, color: Color) -> io::Result<()> {
        if self.is_sound() {
            output::note(&format!("{} seen, each of the type for its place", output::plural(self.values, "value")));
            return Ok(());
        }
        writeln!(io::stdout())?;
        report::print(&Report { files: std::slice::from_ref(&self.file), problems: &[] }, Format::Text, color)
    }

    /// The same for scripts, as `check` has it.
    pub(super) fn to_json(&self) -> Value {
        report::diagnostics(&self.file)
    }
}
