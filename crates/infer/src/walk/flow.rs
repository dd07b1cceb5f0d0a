//! The data that flows through a state: what is selected, built, inserted and assigned.

use super::Walk;
use super::facts::{Expression, Problem, Reads};
use super::machine::Entry;
use super::outcome::{Exit, Outcome, Visit};
use crate::context::{self, Around};
use crate::requires::{self, Demand, Read};
use crate::template::{self, Environment, Sink};
use crate::{Certainty, Errors, Fault, FaultKind, Faults, Scope, Variables, errors, jsonpath};
use asl_expressions::Template;
use asl_expressions::template::{Body, Computed};
use asl_semantics::QueryLanguage;
use asl_semantics::plan::{Destination, Number, PathText, Selection, State, StepName};
use asl_syntax::{Node, Span, Str, placeholder};
use asl_types::{Kinds, Type};
use std::cell::OnceCell;
use std::sync::Arc;

/// A state that is being walked.
pub(super) struct At<'p, 'w, 'a, 't> {
    pub(super) walk: &'p mut Walk<'w, 'a, 't>,
    pub(super) state: &'a State<'t>,
    pub(super) entry: Entry,
    pub(super) around: Around,
    /// The context object; made when first asked for.
    context: OnceCell<Type>,
    /// The variables of JSONata with `states`, and what `$states` has beside input and context; made when first asked for.
    jsonata: Option<(Extra, Arc<Variables>)>,
    pub(super) outcome: Outcome,
    problems: Vec<Problem<'a, 't>>,
    /// What must be so of the input of the workflow for the state to get as far as it is.
    pub(super) needs: Demand,
}

/// What `$states` has beside input and context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Extra {
    None,
    Result(Type),
    Error(Type),
}

impl<'p, 'w, 'a, 't> At<'p, 'w, 'a, 't> {
    pub(super) fn new(walk: &'p mut Walk<'w, 'a, 't>, state: &'a State<'t>, entry: Entry, around: Around) -> Self {
        Self {
            walk,
            state,
            entry,
            around,
            context: OnceCell::new(),
            jsonata: None,
            outcome: Outcome::default(),
            problems: Vec::new(),
            needs: Demand::default(),
        }
    }

    /// Something must be so of the input of the workflow.
    pub(super) fn need(&mut self, demand: &Demand) {
        self.needs = self.needs.both(demand);
    }

    pub(super) fn is_jsonata(&self) -> bool {
        self.state.language == QueryLanguage::Jsonata
    }

    /// The context object.
    pub(super) fn context(&self) -> &Type {
        self.context.get_or_init(|| context::object(self.state, &self.around))
    }

    /// The same, if something reads it.
    fn context_if(&self, is_read: bool) -> Type {
        if is_read { self.context().clone() } else { Type::unknown() }
    }

    /// A step has come to a type.
    pub(super) fn saw(&mut self, step: StepName, of: &Type) {
        if self.walk.is_telling {
            self.walk.observer.saw(self.state, step, of);
        }
    }

    /// The same with an item of the Map at hand in the context object.
    pub(super) fn with_item<T>(&mut self, item: &Type, work: impl FnOnce(&mut Self) -> T) -> T {
        let around = self.around.with_item(item.clone());
        let context = context::object(self.state, &around);
        let outer = std::mem::replace(&mut self.context, OnceCell::from(context));
        self.jsonata = None;
        let out = work(self);
        self.context = outer;
        self.jsonata = None;
        out
    }

    pub(super) fn jsonata_variables(&mut self, extra: &Extra) -> Arc<Variables> {
        if let Some((made_for, variables)) = &self.jsonata
            && made_for == extra
        {
            return Arc::clone(variables);
        }
        let mut variables = (*self.entry.variables).clone();
        let states = [("input", self.entry.input.clone()), ("context", self.context().clone())];
        let more = match extra {
            Extra::None => None,
            Extra::Result(result) => Some(("result", result.clone())),
            Extra::Error(error) => Some(("errorOutput", error.clone())),
        };
        variables.insert("states".into(), Type::object_of(states.into_iter().chain(more)));
        let variables = Arc::new(variables);
        self.jsonata = Some((extra.clone(), Arc::clone(&variables)));
        variables
    }

    /// Forgets what was made of an input that has changed.
    pub(super) fn narrow(&mut self, input: Type, variables: Arc<Variables>) {
        self.entry = Entry { input, variables };
        self.jsonata = None;
    }

    /// What a template comes to; never, where it certainly fails.
    pub(super) fn evaluate(&mut self, template: &'a Template<'t>, input: &Type, reads: Reads, extra: &Extra) -> Type {
        let no_variables = Variables::new();
        let jsonata = if self.is_jsonata() { Some(self.jsonata_variables(extra)) } else { None };
        let variables = Arc::clone(&self.entry.variables);
        let context = self.context_if(template.reads_context());
        let environment = Environment {
            scope: Scope { input, context: &context, variables: &variables },
            variables: jsonata.as_deref().unwrap_or(&no_variables),
        };
        let mut found = Found(Vec::new());
        let of = template::evaluate(template, &environment, &mut found);
        let mut read = None;
        for (computed, fault) in found.0 {
            if let (Body::Jsonata(body), Some(variables)) = (&computed.body, &jsonata) {
                // The faults of a string come one after the other.
                let known = read.take().filter(|(of, _)| std::ptr::eq(*of, computed));
                let (_, read) = read.insert(known.unwrap_or_else(|| (computed, Read::new(&body.expr, variables))));
                self.need_of(read, &fault, body.span.start);
            }
            self.fault(computed.text.node, computed.field.clone(), Expression::of(computed), reads, input, fault);
        }
        of
    }

    /// What a fault of an expression of JSONata says of the input. It is told next.
    pub(super) fn need_of(&mut self, read: &Read<'_>, fault: &Fault, start: u32) {
        let demand = if fault.kind == FaultKind::Nothing {
            Some(read.value())
        } else {
            let own = Fault { span: Span::new(fault.span.start - start, fault.span.end - start), ..fault.clone() };
            read.fault(&own, Some(self.walk.problems))
        };
        if let Some(demand) = demand {
            self.need(&demand);
        }
    }

    /// Something may go wrong in a string of the definition.
    pub(super) fn fault(
        &mut self,
        node: Node<'t>,
        field: String,
        expression: Expression<'a, 't>,
        reads: Reads,
        input: &Type,
        fault: Fault,
    ) {
        self.tell(node.as_str(), field, expression, reads, input, fault);
    }

    /// Something may go wrong, and fail the state.
    pub(super) fn tell(
        &mut self,
        text: Option<Str<'t>>,
        field: String,
        expression: Expression<'a, 't>,
        reads: Reads,
        input: &Type,
        fault: Fault,
    ) {
        self.outcome.errors.add(if self.is_jsonata() { errors::QUERY } else { errors::RUNTIME });
        if !matches!(expression, Expression::Jsonata(..)) {
            let by = text.map(|_| self.walk.problems);
            if let Some(demand) = requires::of_fault(&fault, by) {
                self.need(&demand);
            }
        }
        self.note(text, field, expression, reads, input, fault);
    }

    /// Something is not what was meant, and fails nothing.
    pub(super) fn note(
        &mut self,
        text: Option<Str<'t>>,
        field: impl Into<String>,
        expression: Expression<'a, 't>,
        reads: Reads,
        input: &Type,
        fault: Fault,
    ) {
        if let Some(text) = text {
            let (state, field, input) = (self.state, field.into(), input.clone());
            let id = self.walk.problems;
            self.walk.problems += 1;
            self.problems.push(Problem { id, state, field, text, expression, reads, input, fault });
        }
    }

    /// The type of a path; never, where it certainly has no value.
    pub(super) fn resolve(&mut self, path: &'a PathText<'t>, input: &Type, reads: Reads, field: &str) -> Type {
        if placeholder::is_hidden(path.text) {
            return Type::unknown();
        }
        let mut faults = Faults::default();
        let variables = Arc::clone(&self.entry.variables);
        let context = self.context_if(path.text.contains("$$"));
        let scope = Scope { input, context: &context, variables: &variables };
        let of = jsonpath::evaluate(&path.path, &scope, &mut faults);
        for fault in faults {
            self.path_fault(path, input, reads, field, fault);
        }
        of
    }

    pub(super) fn path_fault(&mut self, path: &'a PathText<'t>, input: &Type, reads: Reads, field: &str, fault: Fault) {
        self.fault(path.node, field.to_owned(), Expression::Path(&path.path), reads, input, fault);
    }

    /// The value of a path must be of some kinds.
    pub(super) fn expect_kind(
        &mut self,
        path: &'a PathText<'t>,
        of: &Type,
        wanted: Kinds,
        reads: Reads,
        field: &str,
    ) -> Type {
        let Some(certainty) = Certainty::of_kind(of, wanted).filter(|_| !of.is_never()) else { return of.clone() };
        let span = Span::new(0, path.text.len() as u32);
        let kind = FaultKind::WrongKind { wanted, of: of.clone() };
        let input = self.entry.input.clone();
        self.path_fault(path, &input, reads, field, Fault { kind, certainty, span, is_always: true });
        of.only(wanted)
    }

    /// `InputPath`, `OutputPath`
    pub(super) fn select(&mut self, selection: &'a Selection<'t>, from: &Type, reads: Reads, field: &str) -> Type {
        match selection {
            Selection::Whole => from.clone(),
            Selection::Nothing => Type::object_of([]),
            Selection::Path(path) => self.resolve(path, from, reads, field),
        }
    }

    /// `ResultPath`
    pub(super) fn insert(&mut self, to: &'a Destination<'t>, result: Type) -> Type {
        match to {
            Destination::Whole => result,
            Destination::Nothing => self.entry.input.clone(),
            Destination::Path(path) if placeholder::is_hidden(path.text) => Type::unknown(),
            Destination::Path(path) => {
                let mut faults = Faults::default();
                let raw = self.entry.input.clone();
                let of = jsonpath::insert(&path.path, &raw, &result, &mut faults);
                for fault in faults {
                    self.path_fault(path, &raw, Reads::Input, "ResultPath", fault);
                }
                of
            }
        }
    }

    /// The variables after an `Assign`; none where it certainly fails.
    pub(super) fn assigned(
        &mut self,
        template: Option<&'a Template<'t>>,
        input: &Type,
        reads: Reads,
        extra: &Extra,
    ) -> Option<Arc<Variables>> {
        let Some(template) = template else { return Some(Arc::clone(&self.entry.variables)) };
        let of = self.evaluate(template, input, reads, extra);
        if of.is_never() {
            return None;
        }
        let mut variables = (*self.entry.variables).clone();
        for object in of.sets().objects.iter().flat_map(|objects| objects.shapes()) {
            for (name, of) in object.fields().filter(|(_, of)| of.has_value()) {
                variables.insert(name.into(), of.clone().present());
            }
        }
        Some(Arc::new(variables))
    }

    /// A number that may be computed: its type where it is one.
    pub(super) fn number(&mut self, number: &'a Number<'t>, input: &Type, field: &str) -> Option<Type> {
        let of = match number {
            Number::Absent => return None,
            Number::Template(template) => {
                let of = self.evaluate(template, input, Reads::EffectiveInput, &Extra::None);
                self.expect(template, &of, Kinds::NUMBER, field)
            }
            Number::Path(path) => {
                let field = format!("{field}Path");
                let of = self.resolve(path, input, Reads::EffectiveInput, &field);
                // A number may be written in a string here and there.
                self.expect_kind(path, &of, Kinds::NUMBER | Kinds::STRING, Reads::EffectiveInput, &field)
            }
        };
        Some(self.fit_number(number, of, field))
    }

    /// The value of a field must be of some kinds.
    pub(super) fn expect(&mut self, template: &'a Template<'t>, of: &Type, wanted: Kinds, field: &str) -> Type {
        let Some(certainty) = Certainty::of_kind(of, wanted).filter(|_| !of.is_never()) else { return of.clone() };
        if let Template::Computed(computed) = template {
            let kind = FaultKind::WrongKind { wanted, of: of.clone() };
            let span = Span::new(0, computed.text.text.len() as u32);
            let input = self.entry.input.clone();
            if let Body::Jsonata(body) = &computed.body {
                let variables = self.jsonata_variables(&Extra::None);
                let by = Some(self.walk.problems);
                let demand = Read::new(&body.expr, &variables).kind(wanted, by);
                self.need(&demand.unwrap_or_default());
            }
            let fault = Fault { kind, certainty, span, is_always: true };
            let field = field.to_owned();
            self.fault(computed.text.node, field, Expression::of(computed), Reads::EffectiveInput, &input, fault);
        } else {
            self.may_be_unfit();
        }
        of.only(wanted)
    }

    /// The input of the state after `InputPath`; JSONata has none.
    pub(super) fn effective_input(&mut self) -> Type {
        let raw = self.entry.input.clone();
        if self.is_jsonata() {
            return raw;
        }
        let input = self.select(&self.state.input_path, &raw, Reads::Input, "InputPath");
        if !input.is_never() {
            self.saw(StepName::AfterInputPath, &input);
        }
        input
    }

    /// What `Parameters` or `Arguments` make of the input.
    pub(super) fn arguments(&mut self, input: &Type) -> Type {
        let of = match &self.state.arguments {
            Some(template) => self.evaluate(template, input, Reads::EffectiveInput, &Extra::None),
            None => input.clone(),
        };
        let step = if self.is_jsonata() { StepName::AfterArguments } else { StepName::AfterParameters };
        if !of.is_never() {
            self.saw(step, &of);
        }
        of
    }

    /// A result on its way out.
    pub(super) fn result(&mut self, result: Type) {
        if result.is_never() {
            return;
        }
        self.saw(StepName::Result, &result);
        if self.is_jsonata() {
            return self.jsonata_exit(&result.clone(), &Extra::Result(result));
        }
        let state = self.state;
        let Some(variables) = self.assigned(state.assign.as_ref(), &result, Reads::Result, &Extra::None) else {
            return;
        };
        self.outgoing(result, variables);
    }

    /// Through `ResultSelector`, `ResultPath` and `OutputPath`.
    pub(super) fn outgoing(&mut self, result: Type, variables: Arc<Variables>) {
        let state = self.state;
        let selected = match &state.result_selector {
            Some(template) => self.evaluate(template, &result, Reads::Result, &Extra::None),
            None => result,
        };
        if selected.is_never() {
            return;
        }
        self.saw(StepName::AfterResultSelector, &selected);
        let inserted = self.insert(&state.result_path, selected);
        if inserted.is_never() {
            return;
        }
        self.saw(StepName::AfterResultPath, &inserted);
        let output = self.select(&state.output_path, &inserted, Reads::AfterResultPath, "OutputPath");
        self.exit(output, variables, state.next);
    }

    /// Leaves a state of JSONata: by default its output is what it got, or its result.
    pub(super) fn jsonata_exit(&mut self, otherwise: &Type, extra: &Extra) {
        let state = self.state;
        let variables = self.assigned(state.assign.as_ref(), &Type::never(), Reads::Input, extra);
        let output = match &state.output {
            Some(template) => self.evaluate(template, &Type::never(), Reads::Input, extra),
            None => otherwise.clone(),
        };
        if let Some(variables) = variables {
            self.exit(output, variables, state.next);
        }
    }

    /// Leaves the state, unless it can't get here.
    pub(super) fn exit(&mut self, output: Type, variables: Arc<Variables>, next: Option<usize>) {
        if output.is_never() {
            return;
        }
        self.left(&output, &variables);
        let needs = self.needs.clone();
        self.outcome.exits.push(Exit { output, variables, next, is_caught: false, needs });
    }

    /// Shows what the state is left with, whichever way.
    fn left(&mut self, output: &Type, variables: &Variables) {
        self.saw(StepName::Output, output);
        if self.walk.is_telling && !variables.is_empty() {
            let all = variables.iter().map(|(name, of)| (&**name, of.clone()));
            self.saw(StepName::Variables, &Type::object_of(all));
        }
    }

    /// Which of the errors are caught, and what follows.
    pub(super) fn catch(mut self) -> Visit<'a, 't> {
        self.outcome.needs = std::mem::take(&mut self.needs);
        let mut left = self.outcome.errors.clone();
        for catcher in &self.state.catch {
            let taken = left.take(&catcher.errors);
            self.outcome.caught.push(taken.clone());
            if taken.is_empty() {
                self.outcome.caught_outputs.push(Type::never());
                continue;
            }
            let error = taken.output();
            // What fails in a catcher is caught by none.
            let before = std::mem::take(&mut self.outcome.errors);
            // Whatever the state read, it may have failed before.
            self.needs = Demand::default();
            let extra = Extra::Error(error.clone());
            let variables = self.assigned(catcher.assign.as_ref(), &error, Reads::ErrorOutput, &extra);
            let output = match (&catcher.output, self.is_jsonata()) {
                (Some(output), true) => self.evaluate(output, &Type::never(), Reads::Input, &extra),
                (None, true) => error,
                (_, false) => self.insert(&catcher.result_path, error),
            };
            let own: Errors = std::mem::replace(&mut self.outcome.errors, before);
            self.outcome.uncaught.add_all(&own);
            self.outcome.caught_outputs.push(output.clone());
            if let Some(variables) = variables.filter(|_| !output.is_never()) {
                self.left(&output, &variables);
                let (next, needs) = (Some(catcher.next), std::mem::take(&mut self.needs));
                self.outcome.exits.push(Exit { output, variables, next, is_caught: true, needs });
            }
        }
        self.outcome.uncaught.add_all(&left);
        Visit { outcome: Arc::new(self.outcome), problems: self.problems }
    }
}

/// The faults of a template, until they can be told.
struct Found<'a, 't>(Vec<(&'a Computed<'t>, Fault)>);

impl<'a, 't> Sink<'a, 't> for Found<'a, 't> {
    fn fault(&mut self, computed: &'a Computed<'t>, fault: Fault) {
        self.0.push((computed, fault));
    }
}
