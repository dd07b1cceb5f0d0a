//! The data that flows through a state: what is selected, built, inserted and assigned.

use super::{Engine, Exit, Flow};
use crate::context::{self, StateContext};
use crate::failure::Failure;
use crate::payload::Payload;
use crate::time::text_of_time;
use crate::trace::StepName;
use asl_expressions::template::Environment;
use asl_expressions::{Data, Scope, Template, Value, jsonpath, value_of};
use asl_semantics::plan::{Destination, Number, PathText, Selection, State, Text};
use asl_semantics::{QueryLanguage, StateType};
use asl_syntax::jsonpath::Root;
use serde_json::Map;

/// What `$states` has beside input and context.
pub(super) enum Extra<'e> {
    None,
    Result(&'e Payload),
    Error(&'e Payload),
}

impl<'p, 't> Engine<'p, 't, '_> {
    /// The context object as a frame's state sees it.
    pub(super) fn context(&self, f: usize) -> Value {
        self.context_of(f, self.frames[f].execution_input.value())
    }

    /// The same for JSONata. The input of the execution, which may be large, is shared, not copied.
    fn context_data(&self, f: usize) -> Data {
        let Value::Object(context) = self.context_of(f, &Value::Null) else { return Data::from(&Value::Null) };
        let input = self.frames[f].execution_input.data();
        let execution = |(name, value): (&String, &Value)| {
            (name.clone(), if name == "Input" { input.clone() } else { Data::from(value) })
        };
        let member = |name: &str, value: &Value| match value {
            Value::Object(fields) if name == "Execution" => data_of(fields.iter().map(execution)),
            _ => Data::from(value),
        };
        data_of(context.iter().map(|(name, value)| (name.clone(), member(name, value))))
    }

    fn context_of(&self, f: usize, execution_input: &Value) -> Value {
        let frame = &self.frames[f];
        if let Some(alone) = &self.alone {
            return alone.context(frame.item.as_deref());
        }
        let state = frame.state();
        let has_retries = matches!(state.kind.state_type(), StateType::Task | StateType::Map | StateType::Parallel);
        let token = frame.task.as_ref().and_then(|task| task.token.as_deref());
        let shown = StateContext {
            name: state.name,
            entered: text_of_time(frame.entered_time),
            retry_count: has_retries.then_some(frame.retry_count),
            token,
            item: frame.item.as_deref(),
        };
        context::object(&frame.identity, execution_input, &shown)
    }

    /// Evaluates a template; `$` is `input`.
    pub(super) fn evaluate(
        &mut self,
        f: usize,
        template: &Template<'t>,
        input: &Value,
        extra: &Extra<'_>,
    ) -> Result<Value, Failure> {
        let reads = template.reads_context() && self.frames[f].state().language == QueryLanguage::JsonPath;
        let context = if reads { self.context(f) } else { Value::Null };
        self.evaluate_in(f, template, input, extra, &context)
    }

    /// The same, with the context object that JSONPath sees.
    pub(super) fn evaluate_in(
        &mut self,
        f: usize,
        template: &Template<'t>,
        input: &Value,
        extra: &Extra<'_>,
        context: &Value,
    ) -> Result<Value, Failure> {
        if let Template::Literal(node) = template {
            return Ok(value_of(*node));
        }
        let frame = &self.frames[f];
        let vars = frame.vars.clone();
        let mut variables: Vec<(&str, Data)> = Vec::new();
        if frame.state().language == QueryLanguage::Jsonata {
            variables.extend(vars.data().iter().map(|(name, data)| (name.as_str(), data.clone())));
            let shown = if template.reads_context() { self.context_data(f) } else { Data::from(&Value::Null) };
            let mut states = vec![("input", frame.input.data()), ("context", shown)];
            match extra {
                Extra::None => {}
                Extra::Result(result) => states.push(("result", result.data())),
                Extra::Error(error) => states.push(("errorOutput", error.data())),
            }
            variables.push(("states", Data::object(states)));
        }
        let mut environment = Environment {
            scope: Scope { input, context, variables: vars.values() },
            variables: &variables,
            limits: self.options.limits,
            world: &mut self.world,
        };
        Ok(template.evaluate(&mut environment)?)
    }

    /// The value of a path, if there is one.
    pub(super) fn resolve(&mut self, f: usize, path: &PathText<'t>, input: &Value) -> Result<Value, jsonpath::Absent> {
        let context = if matches!(path.path.root, Root::Context) { self.context(f) } else { Value::Null };
        let scope = Scope { input, context: &context, variables: self.frames[f].vars.values() };
        jsonpath::evaluate(&path.path, &scope).map(std::borrow::Cow::into_owned)
    }

    /// `InputPath`, `OutputPath`
    pub(super) fn select(&mut self, f: usize, selection: &Selection<'t>, from: &Payload) -> Result<Payload, Failure> {
        match selection {
            Selection::Whole => Ok(from.clone()),
            Selection::Nothing => Ok(Value::Object(Map::new()).into()),
            Selection::Path(path) if path.path.steps.is_empty() && path.path.root == Root::Input => Ok(from.clone()),
            Selection::Path(path) => match self.resolve(f, path, from.value()) {
                Ok(value) => Ok(value.into()),
                Err(absent) => Err(Failure::runtime(format!("Invalid path '{}' : {}", path.text, absent.message))),
            },
        }
    }

    /// `ResultPath`
    pub(super) fn insert(raw: &Payload, to: &Destination<'t>, result: Payload) -> Result<Payload, Failure> {
        match to {
            Destination::Whole => Ok(result),
            Destination::Nothing => Ok(raw.clone()),
            Destination::Path(path) => {
                let inserted = jsonpath::insert(&path.path, raw.value().clone(), result.into_value());
                inserted.map(Payload::from).map_err(|absent| {
                    Failure::runtime(format!(
                        "Unable to apply step \"{}\" to input {}: {}",
                        path.text,
                        raw.value(),
                        absent.message
                    ))
                })
            }
        }
    }

    /// The variables that `Assign` sets.
    pub(super) fn assigned(
        &mut self,
        f: usize,
        template: Option<&Template<'t>>,
        input: &Value,
        extra: &Extra<'_>,
    ) -> Result<Option<Vec<(String, Payload)>>, Failure> {
        let Some(template) = template else { return Ok(None) };
        match self.evaluate(f, template, input, extra)? {
            // Nothing assigned is not told.
            Value::Object(fields) if fields.is_empty() => Ok(None),
            Value::Object(fields) => {
                Ok(Some(fields.into_iter().map(|(name, value)| (name, Payload::from(value))).collect()))
            }
            _ => Ok(None),
        }
    }

    /// A text that may be computed; none where it is not given.
    pub(super) fn text(
        &mut self,
        f: usize,
        text: &Text<'t>,
        input: &Value,
        field: &str,
    ) -> Result<Option<String>, Failure> {
        let value = match text {
            Text::Absent => return Ok(None),
            Text::Template(template) | Text::Computed(template) => self.evaluate(f, template, input, &Extra::None)?,
        };
        match value {
            Value::String(text) => Ok(Some(text)),
            other => Err(self.unexpected(f, text_template(text), &other, field, "string")),
        }
    }

    /// The failure of a field whose value has another type than it takes.
    pub(super) fn unexpected(
        &self,
        f: usize,
        template: Option<&Template<'t>>,
        value: &Value,
        field: &str,
        expected: &str,
    ) -> Failure {
        if self.frames[f].state().language == QueryLanguage::JsonPath {
            return Failure::runtime(format!("The field '{field}' must be a {expected} but was: {value}"));
        }
        let expression = template.and_then(expression).unwrap_or_default();
        let field = match template {
            Some(Template::Computed(computed)) => &computed.field,
            _ => field,
        };
        let was = type_name(value);
        Failure::query(
            format!(
                "The JSONata expression '{expression}' specified for the field '{field}' returned an unexpected result \
                 type. Expected '{expected}', but was '{was}' for value: {value}"
            ),
            field,
        )
    }

    /// A number that may be computed; none where it is not given. A path may lead to what is no number. `field` is the
    /// name without `Path`.
    pub(super) fn number(
        &mut self,
        f: usize,
        number: &Number<'t>,
        input: &Value,
        field: &str,
    ) -> Result<Option<Value>, Failure> {
        match number {
            Number::Absent => Ok(None),
            Number::Template(template) => {
                let value = self.evaluate(f, template, input, &Extra::None)?;
                if value.is_number() {
                    return Ok(Some(value));
                }
                Err(self.unexpected(f, Some(template), &value, field, "number"))
            }
            Number::Path(path) => match self.resolve(f, path, input) {
                Ok(value) => Ok(Some(value)),
                Err(absent) => Err(Failure::runtime(format!("Invalid path '{}' : {}", path.text, absent.message))),
            },
        }
    }

    /// The input of a state after `InputPath`; JSONata has none.
    pub(super) fn effective_input(&mut self, f: usize, state: &'p State<'t>) -> Result<Payload, Failure> {
        let raw = self.frames[f].input.clone();
        if state.language == QueryLanguage::Jsonata {
            return Ok(raw);
        }
        let input = self.select(f, &state.input_path, &raw)?;
        self.saw(f, StepName::AfterInputPath, || input.clone());
        Ok(input)
    }

    /// What `Parameters` or `Arguments` make of the input.
    pub(super) fn arguments(&mut self, f: usize, state: &'p State<'t>, input: &Payload) -> Result<Payload, Failure> {
        let arguments = match &state.arguments {
            Some(template) => self.evaluate(f, template, input.value(), &Extra::None)?.into(),
            None => input.clone(),
        };
        let step = match state.language {
            QueryLanguage::JsonPath => StepName::AfterParameters,
            QueryLanguage::Jsonata => StepName::AfterArguments,
        };
        self.saw(f, step, || arguments.clone());
        Ok(arguments)
    }

    /// A result on its way through `ResultSelector`, `ResultPath` and `OutputPath`.
    pub(super) fn outgoing(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        result: &Payload,
        assigned: Option<Vec<(String, Payload)>>,
    ) -> Result<Flow, Failure> {
        let selected = match &state.result_selector {
            Some(template) => self.evaluate(f, template, result.value(), &Extra::None)?.into(),
            None => result.clone(),
        };
        self.saw(f, StepName::AfterResultSelector, || selected.clone());
        let raw = self.frames[f].input.clone();
        let output = Self::insert(&raw, &state.result_path, selected)?;
        self.saw(f, StepName::AfterResultPath, || output.clone());
        let output = self.select(f, &state.output_path, &output)?;
        Ok(Flow::Exit(Exit { output, assigned, next: state.next }))
    }
}

fn data_of(fields: impl Iterator<Item = (String, Data)>) -> Data {
    let fields: Vec<(String, Data)> = fields.collect();
    Data::object(fields.iter().map(|(name, data)| (name.as_str(), data.clone())).collect())
}

fn text_template<'a, 't>(text: &'a Text<'t>) -> Option<&'a Template<'t>> {
    match text {
        Text::Absent => None,
        Text::Template(template) | Text::Computed(template) => Some(template),
    }
}

/// The source of an expression, for messages.
pub(super) fn expression<'a>(template: &'a Template<'_>) -> Option<&'a str> {
    match template {
        Template::Computed(computed) => Some(computed.text.text.trim_start_matches("{%").trim_end_matches("%}").trim()),
        _ => None,
    }
}

/// What JSONata calls a type.
pub(super) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
