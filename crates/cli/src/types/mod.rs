//! `types`: what data flows through a definition, as far as that can be known before it runs.

mod json;
mod layout;
mod text;

use crate::args::{TypesArgs, TypesFormat};
use crate::definition::{self, Opened};
use crate::{given, output, report};
use asl_check_core::{Options, Workflow};
use asl_infer::requires::requires;
use asl_infer::{Errors, Facts, StateFacts, Steps};
use asl_semantics::plan::{Kind, Machine, State, StepName, Workflow as Plan};
use asl_semantics::{Definition, Expressions, variable_references};
use asl_types::{Object, Type};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::process::ExitCode;

/// All that is known of a definition.
struct Known<'a, 't> {
    plan: &'a Plan<'t>,
    facts: Facts<'a, 't>,
    steps: Steps,
    /// What executions are started with.
    input: Type,
    /// Did anybody say so?
    is_declared: bool,
    /// By state, the variables that it reads.
    references: BTreeMap<&'t str, BTreeSet<String>>,
}

/// An error of a task of which no name is known: what this name stands for in a catcher.
const ANY_OF_A_TASK: &str = "States.TaskFailed";

pub(crate) fn run(args: &TypesArgs) -> ExitCode {
    output::code(try_run(args))
}

fn try_run(args: &TypesArgs) -> Result<ExitCode, String> {
    let settings = given::config(args.config.as_deref(), args.color)?.settings(&args.file);
    let declared = match given::by_flags(args.input.as_deref(), args.assume_schema.as_deref())? {
        None => settings.declared()?,
        declared => declared,
    };
    let workflow = args.workflow.map(Workflow::from).or(settings.workflow).unwrap_or_default();
    let chosen = match definition::open(&args.file, args.machine.as_deref(), workflow, args.color)? {
        Opened::Taken(chosen) => chosen,
        Opened::Refused(code) => return Ok(code),
    };
    let workflow = chosen.deployed_as(workflow);
    let plan = definition::plan(&chosen)?;
    let mut steps = Steps::default();
    let options = Options { workflow, input: declared.clone(), ..Options::default() };
    let facts = options.infer(&plan, &mut steps);
    let definition = Definition::new(&chosen.tree);
    let known = Known {
        plan: &plan,
        steps,
        is_declared: declared.is_some(),
        input: declared.unwrap_or_else(|| requires(&plan, &facts).to_type()),
        references: variable_references(&definition, &Expressions::new(&definition)),
        facts,
    };
    Ok(output::finish(print(args, &known), ExitCode::SUCCESS))
}

fn print(args: &TypesArgs, known: &Known<'_, '_>) -> io::Result<()> {
    match args.format {
        _ if args.input_schema => print_json(&schema(&known.input)),
        _ if args.output_schema => print_json(&schema(known.facts.output())),
        TypesFormat::Json => print_json(&json::of(known)),
        TypesFormat::Text => report::print_coloured(args.color, |out| text::write(out, known)),
    }
}

fn print_json(value: &Value) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    serde_json::to_writer_pretty(&mut out, value)?;
    writeln!(out)?;
    out.flush()
}

/// A type as a JSON Schema that says which draft it is of.
fn schema(of: &Type) -> Value {
    let mut schema = of.to_json_schema();
    if let Some(keywords) = schema.as_object_mut() {
        keywords.shift_insert(0, "$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    }
    schema
}

impl Known<'_, '_> {
    /// What is known of a state; nothing, where no run gets there.
    fn state(&self, state: &State<'_>) -> Option<&StateFacts> {
        self.facts.state(state.id)
    }

    /// The variables when a state is left, or where it never is, when it is entered.
    fn variables(&self, state: &State<'_>) -> Vec<(String, Type)> {
        if let Some(left) = self.steps.at(state.id, StepName::Variables) {
            let shapes = left.sets().objects.iter().flat_map(|objects| objects.shapes());
            let merged = shapes.cloned().map(Type::object).fold(Type::never(), |all, one| all.join(&one));
            let objects = merged.sets().objects.as_ref().map(|objects| objects.merged());
            return objects.iter().flat_map(Object::fields).map(|(name, of)| (name.to_owned(), of.clone())).collect();
        }
        let is_left = self.steps.at(state.id, StepName::Output).is_some();
        let entered = self.state(state).into_iter().filter(|_| !is_left).flat_map(|known| known.variables.iter());
        entered.map(|(name, of)| ((**name).to_owned(), of.clone())).collect()
    }
}

/// The names of errors; of those of a task whose names are not known, the one that stands for them in a catcher.
fn names(errors: &Errors) -> Vec<&str> {
    let others = errors.has_others() && errors.names().all(|name| name != ANY_OF_A_TASK);
    errors.names().chain(others.then_some(ANY_OF_A_TASK)).collect()
}

/// The machines inside of a state, each with what it is to the state.
fn inner<'a, 't>(state: &'a State<'t>) -> Vec<(String, &'a Machine<'t>)> {
    match &state.kind {
        Kind::Parallel(branches) => {
            let name = |at: usize| format!("branch {}", at + 1);
            branches.iter().enumerate().map(|(at, branch)| (name(at), branch)).collect()
        }
        Kind::Map(map) => vec![("each item".to_owned(), &map.processor)],
        _ => Vec::new(),
    }
}
