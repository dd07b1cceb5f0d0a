//! What each type of state does.

use super::Walk;
use super::facts::{Reads, RuleFacts};
use super::flow::{At, Extra};
use super::machine::{Entry, Memory};
use super::outcome::Visit;
use crate::context::{self, Around};
use crate::{Errors, Variables, errors, requires};
use asl_catalogue::{Fault, Resource};
use asl_expressions::Template;
use asl_semantics::plan::{Choice, Kind, State, StepName, Task, Text, Wait};
use asl_types::{Array, Kinds, Literals, Type};
use std::sync::Arc;

impl<'a, 't> Walk<'_, 'a, 't> {
    /// All that may become of a state.
    pub(super) fn state(
        &mut self,
        state: &'a State<'t>,
        entry: Entry,
        around: Around,
        inner: &mut [Memory<'a, 't>],
    ) -> Visit<'a, 't> {
        let mut at = At::new(self, state, entry, around);
        let raw = at.entry.input.clone();
        at.saw(StepName::Input, &raw);
        let input = at.effective_input();
        if !input.is_never() {
            match &state.kind {
                Kind::Pass(result) => {
                    at.pass(&input, result.as_ref().map(|given| crate::template::literal(given.node)));
                }
                Kind::Succeed => at.succeed(&input),
                Kind::Fail { error, cause } => at.fail(&input, error, cause),
                Kind::Wait(wait) => at.wait(&input, wait),
                Kind::Choice(choice) => at.choice(input, choice),
                Kind::Task(task) => at.task(&input, task),
                Kind::Parallel(_) => at.parallel(&input, inner),
                Kind::Map(map) => at.map(&input, map, inner),
            }
        }
        at.catch()
    }
}

impl<'a, 't> At<'_, '_, 'a, 't> {
    fn pass(&mut self, input: &Type, result: Option<Type>) {
        if self.is_jsonata() {
            return self.jsonata_exit(input, &Extra::None);
        }
        let result = match result {
            Some(result) => {
                self.saw(StepName::Result, &result);
                result
            }
            None => self.arguments(input),
        };
        if result.is_never() {
            return;
        }
        let state = self.state;
        let variables = self.assigned(state.assign.as_ref(), &result, Reads::Result, &Extra::None);
        if let Some(variables) = variables {
            self.outgoing(result, variables);
        }
    }

    fn succeed(&mut self, input: &Type) {
        if self.is_jsonata() {
            return self.jsonata_exit(input, &Extra::None);
        }
        let state = self.state;
        let output = self.select(&state.output_path, input, Reads::EffectiveInput, "OutputPath");
        let variables = Arc::clone(&self.entry.variables);
        self.exit(output, variables, None);
    }

    fn fail(&mut self, input: &Type, error: &'a Text<'t>, cause: &'a Text<'t>) {
        let error = self.text(error, input, "Error");
        let cause = self.text(cause, input, "Cause");
        let (Some(error), Some(_)) = (error, cause) else { return };
        match &error.sets().strings {
            Literals::Some(names) if !error.is_unknown() && !names.is_empty() => {
                for name in names {
                    self.outcome.errors.add_all(&Errors::of(name).given());
                }
            }
            Literals::Some(_) if !error.is_unknown() && !error.has_value() => self.outcome.errors.add(""),
            _ => {
                // Whatever is read, the names of the language among it.
                self.outcome.errors.add_all(&Errors::unknown());
                self.outcome.errors.add(errors::RUNTIME);
                self.outcome.errors.add(errors::QUERY);
            }
        }
    }

    /// A text that may be computed; none where it certainly fails.
    fn text(&mut self, text: &'a Text<'t>, input: &Type, field: &str) -> Option<Type> {
        let template = match text {
            Text::Absent => return Some(Type::absent()),
            Text::Template(template) | Text::Computed(template) => template,
        };
        let of = self.evaluate(template, input, Reads::EffectiveInput, &Extra::None);
        let of = self.expect(template, &of, Kinds::STRING, field);
        (!of.is_never()).then_some(of)
    }

    fn wait(&mut self, input: &Type, wait: &'a Wait<'t>) {
        let until = match wait {
            Wait::Seconds(seconds) => self.number(seconds, input, "Seconds"),
            Wait::Timestamp(template) => {
                let of = self.evaluate(template, input, Reads::EffectiveInput, &Extra::None);
                let of = self.expect(template, &of, Kinds::STRING, "Timestamp");
                Some(self.fit(template, of, "Timestamp"))
            }
            Wait::TimestampPath(path) => {
                let of = self.resolve(path, input, Reads::EffectiveInput, "TimestampPath");
                let of = self.expect_kind(path, &of, Kinds::STRING, Reads::EffectiveInput, "TimestampPath");
                Some(self.fit_path(path, of, "Timestamp"))
            }
        };
        if !matches!(wait, Wait::Seconds(_)) {
            // The text may be no moment, or one that is too far away.
            self.outcome.errors.add(errors::RUNTIME);
            self.may_be_unfit();
        }
        if until.is_some_and(|of| of.is_never()) {
            return;
        }
        if self.is_jsonata() {
            return self.jsonata_exit(input, &Extra::None);
        }
        let state = self.state;
        let variables = self.assigned(state.assign.as_ref(), input, Reads::EffectiveInput, &Extra::None);
        let output = self.select(&state.output_path, input, Reads::EffectiveInput, "OutputPath");
        if let Some(variables) = variables {
            self.exit(output, variables, state.next);
        }
    }

    fn choice(&mut self, input: Type, choice: &'a Choice<'t>) {
        let (state, raw) = (self.state, self.entry.clone());
        let first = (input.clone(), Arc::clone(&raw.variables));
        let mut left = Some((input, Arc::clone(&raw.variables)));
        for rule in &choice.rules {
            let Some((input, variables)) = left.take() else {
                self.outcome.rules.push(RuleFacts { is_asked: false, may_match: false, may_miss: false });
                continue;
            };
            self.narrow_to(&raw, &input, &variables);
            let (matched, missed) = self.decide(&rule.test, &input);
            let facts = RuleFacts { is_asked: true, may_match: matched.is_some(), may_miss: missed.is_some() };
            self.outcome.rules.push(facts);
            if let Some((input, variables)) = matched {
                self.narrow_to(&raw, &input, &variables);
                let output = rule.output.as_ref().or(state.output.as_ref());
                self.learned(&first, (&input, &variables), |at| {
                    at.chosen(&input, rule.assign.as_ref(), output, rule.next);
                });
            }
            left = missed;
        }
        if let Some((input, variables)) = left {
            self.narrow_to(&raw, &input, &variables);
            match choice.default {
                Some(next) => {
                    self.outcome.may_default = true;
                    self.learned(&first, (&input, &variables), |at| {
                        at.chosen(&input, state.assign.as_ref(), state.output.as_ref(), next);
                    });
                }
                None => self.outcome.errors.add(errors::RUNTIME),
            }
        }
        self.narrow(raw.input, raw.variables);
    }

    /// The state with what is known after a rule: JSONata reads the input itself.
    fn narrow_to(&mut self, raw: &Entry, input: &Type, variables: &Arc<Variables>) {
        let input = if self.is_jsonata() { input.clone() } else { raw.input.clone() };
        self.narrow(input, Arc::clone(variables));
    }

    /// Goes a way on which more is known of the input and the variables than before. What it demands, no other does.
    fn learned(
        &mut self,
        before: &(Type, Arc<Variables>),
        after: (&Type, &Arc<Variables>),
        way: impl FnOnce(&mut Self),
    ) {
        let needs = self.needs.clone();
        self.need(&requires::of_narrowing(&before.0, after.0));
        self.need(&requires::of_variables(&before.1, after.1));
        way(self);
        self.needs = needs;
    }

    fn chosen(
        &mut self,
        input: &Type,
        assign: Option<&'a Template<'t>>,
        output: Option<&'a Template<'t>>,
        next: usize,
    ) {
        let state = self.state;
        let Some(variables) = self.assigned(assign, input, Reads::EffectiveInput, &Extra::None) else { return };
        let output = match output {
            Some(output) if self.is_jsonata() => self.evaluate(output, &Type::never(), Reads::Input, &Extra::None),
            _ if self.is_jsonata() => input.clone(),
            _ => self.select(&state.output_path, input, Reads::EffectiveInput, "OutputPath"),
        };
        self.exit(output, variables, Some(next));
    }

    fn task(&mut self, input: &Type, task: &'a Task<'t>) {
        let arguments = self.arguments(input);
        if arguments.is_never() {
            return;
        }
        let timeout = self.number(&task.timeout, input, "TimeoutSeconds");
        let heartbeat = self.number(&task.heartbeat, input, "HeartbeatSeconds");
        if let Some(credentials) = &task.credentials {
            self.evaluate(credentials, input, Reads::EffectiveInput, &Extra::None);
        }
        if [timeout, heartbeat].into_iter().flatten().any(|of| of.is_never()) {
            return;
        }
        let resource = Resource::parse(task.resource, |_| false);
        if may_be_refused(&resource, &arguments) {
            self.outcome.errors.add(errors::RUNTIME);
        }
        let answer = self.walk.settings.tasks.answer(self.state, task, &arguments);
        self.outcome.arguments = arguments;
        let errors = if context::gives_token(&resource) { answer.errors.given() } else { answer.errors };
        self.outcome.errors.add_all(&errors);
        self.result(answer.result);
    }

    fn parallel(&mut self, input: &Type, inner: &mut [Memory<'a, 't>]) {
        let arguments = self.arguments(input);
        if arguments.is_never() {
            return;
        }
        let (variables, around) = (Arc::clone(&self.entry.variables), self.around.clone());
        let mut outputs = Vec::with_capacity(inner.len());
        for branch in inner {
            branch.enter(&arguments, &variables, &around);
            self.walk.run(branch);
            self.outcome.errors.add_all(&branch.errors);
            outputs.push(branch.output.clone());
        }
        self.outcome.errors.add(errors::DATA_LIMIT);
        if let Some(result) = self.walk.settings.tasks.result(self.state) {
            return self.result(result);
        }
        if outputs.iter().any(Type::is_never) {
            return;
        }
        self.result(Type::array(Array::exact(outputs)));
    }
}

/// May a task not be started at all? An activity can be gone; some services look at what they get before.
fn may_be_refused(resource: &Result<Resource<'_>, Fault>, arguments: &Type) -> bool {
    match resource {
        Ok(Resource::Activity) => true,
        Ok(Resource::Optimized { service: "apigateway" | "http", .. }) => {
            ["Headers", "QueryParameters"].iter().any(|field| arguments.field(field).has_value())
        }
        _ => false,
    }
}
