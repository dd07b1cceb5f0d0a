//! From the model to the plan.

use super::{
    Batcher, Catcher, Choice, Destination, Gap, Given, Kind, Machine, Map, Number, Operand, PathText, Reader, Retrier,
    Rule, Selection, State, Task, Test, Text, Wait, Workflow, Writer,
};
use crate::{Definition, Field, Graph, MachineId, Object, ObjectKind, QueryLanguage, StateId, StateType};
use asl_expressions::choice::Operator;
use asl_expressions::template::{Texts, Unread};
use asl_expressions::{Template, value_of};
use asl_syntax::{Kind as Syntax, Node};
use std::collections::HashMap;

type Result<T> = std::result::Result<T, Gap>;

fn gap<T>(node: Node<'_>, message: impl Into<String>) -> Result<T> {
    Err(Gap { message: message.into(), span: node.span() })
}

fn given(node: Node<'_>) -> Given<'_> {
    Given { value: value_of(node), node }
}

impl<'t> Workflow<'t> {
    /// The plan of a definition.
    pub fn new(definition: &Definition<'t>) -> Result<Self> {
        Self::of_texts(definition, &Unread)
    }

    /// The same, of texts that were parsed before.
    pub fn of_texts(definition: &Definition<'t>, texts: &dyn Texts<'t>) -> Result<Self> {
        let root = definition.tree.root();
        let Some(object) = definition.objects().first() else { return gap(root, "this is no definition") };
        let machine = Builder { definition, texts }.machine(MachineId::TOP)?;
        let timeout = definition.get(object, Field::TimeoutSeconds).and_then(Node::as_f64);
        #[expect(clippy::cast_sign_loss, reason = "a negative one is refused before")]
        Ok(Self { machine, timeout: timeout.map(|seconds| seconds as u64) })
    }

    /// The plan of one state by itself: wherever it leads is outside, and need not be there.
    pub fn alone(definition: &Definition<'t>, id: StateId) -> Result<Self> {
        let graph = Graph::new(definition);
        let left = graph.transitions().iter().filter(|transition| transition.from == Some(id));
        let mut outside: Vec<&'t str> = left.filter_map(|transition| transition.name).map(|name| name.text).collect();
        outside.sort_unstable();
        outside.dedup();
        let names = outside.iter().enumerate().map(|(at, name)| (*name, at + 1)).collect();
        let state = Builder { definition, texts: &Unread }.state(id, &names)?;
        Ok(Self { machine: Machine { start: 0, states: vec![state], outside }, timeout: None })
    }
}

struct Builder<'d, 't> {
    definition: &'d Definition<'t>,
    texts: &'d dyn Texts<'t>,
}

/// The names of the states around one.
type Names<'t> = HashMap<&'t str, usize>;

impl<'t> Builder<'_, 't> {
    fn machine(&self, id: MachineId) -> Result<Machine<'t>> {
        let definition = self.definition;
        let machine = definition.machine(id);
        let object = definition.object(machine.object);
        let live: Vec<StateId> = machine.states.iter().copied().filter(|id| !definition.state(*id).replaced).collect();
        let names: Names<'t> = live.iter().enumerate().map(|(at, id)| (definition.state(*id).name.text, at)).collect();
        let start = self.target(object, Field::StartAt, &names)?;
        let Some(start) = start else { return gap(object.node, "`StartAt` is missing") };
        let states = live.iter().map(|id| self.state(*id, &names)).collect::<Result<Vec<_>>>()?;
        Ok(Machine { start, states, outside: Vec::new() })
    }

    fn target(&self, object: &Object<'t>, field: Field, names: &Names<'t>) -> Result<Option<usize>> {
        let Some(node) = self.definition.get(object, field) else { return Ok(None) };
        let Some(name) = node.as_str() else { return gap(node, format!("`{field}` is no name")) };
        match names.get(name.text) {
            Some(at) => Ok(Some(*at)),
            None => gap(node, format!("`{field}` names `{}`, which is no state here", name.text)),
        }
    }

    fn state(&self, id: StateId, names: &Names<'t>) -> Result<State<'t>> {
        let definition = self.definition;
        let state = definition.state(id);
        let object = definition.object(state.object);
        let Some(kind) = state.kind else { return gap(object.node, "the type of the state is not known") };
        let language = object.language.unwrap_or(QueryLanguage::JsonPath);
        let fields = Fields { definition, texts: self.texts, object, language, way: String::new() };
        let arguments = match kind {
            StateType::Map => fields.template(Field::ItemSelector)?.or(fields.template(Field::Parameters)?),
            _ if language == QueryLanguage::Jsonata => fields.template(Field::Arguments)?,
            _ => fields.template(Field::Parameters)?,
        };
        Ok(State {
            id,
            name: state.name.text,
            node: object.node,
            language,
            kind: self.kind(kind, id, &fields, names)?,
            input_path: fields.selection(Field::InputPath)?,
            arguments,
            result_selector: fields.template(Field::ResultSelector)?,
            result_path: fields.destination()?,
            output_path: fields.selection(Field::OutputPath)?,
            output: fields.template(Field::Output)?,
            assign: fields.template(Field::Assign)?,
            next: self.target(object, Field::Next, names)?,
            retry: definition
                .children(object, ObjectKind::Retrier)
                .map(|it| fields.of(it, Field::Retry).retrier())
                .collect(),
            catch: definition
                .children(object, ObjectKind::Catcher)
                .enumerate()
                .map(|(at, it)| self.catcher(&fields.of_item(it, Field::Catch, at), names))
                .collect::<Result<_>>()?,
        })
    }

    fn kind(&self, kind: StateType, id: StateId, fields: &Fields<'_, 't>, names: &Names<'t>) -> Result<Kind<'t>> {
        Ok(match kind {
            StateType::Pass => Kind::Pass(fields.get(Field::Result).map(given)),
            StateType::Succeed => Kind::Succeed,
            StateType::Task => Kind::Task(fields.task()?),
            StateType::Wait => Kind::Wait(fields.wait()?),
            StateType::Fail => Kind::Fail {
                error: fields.text_or_path(Field::Error, Field::ErrorPath)?,
                cause: fields.text_or_path(Field::Cause, Field::CausePath)?,
            },
            StateType::Choice => {
                let rules = self.definition.children(fields.object, ObjectKind::ChoiceRule);
                let rules = rules.enumerate().map(|(at, it)| self.rule(&fields.of_item(it, Field::Choices, at), names));
                let rules = rules.collect::<Result<_>>()?;
                Kind::Choice(Choice { rules, default: self.target(fields.object, Field::Default, names)? })
            }
            StateType::Parallel => {
                let inner = &self.definition.state(id).inner;
                Kind::Parallel(inner.iter().map(|id| self.machine(*id)).collect::<Result<_>>()?)
            }
            StateType::Map => Kind::Map(Box::new(self.map(id, fields)?)),
        })
    }

    fn catcher(&self, fields: &Fields<'_, 't>, names: &Names<'t>) -> Result<Catcher<'t>> {
        let Some(next) = self.target(fields.object, Field::Next, names)? else {
            return gap(fields.object.node, "`Next` is missing");
        };
        Ok(Catcher {
            errors: fields.names(Field::ErrorEquals),
            next,
            result_path: fields.destination()?,
            assign: fields.template(Field::Assign)?,
            output: fields.template(Field::Output)?,
        })
    }

    fn rule(&self, fields: &Fields<'_, 't>, names: &Names<'t>) -> Result<Rule<'t>> {
        let Some(next) = self.target(fields.object, Field::Next, names)? else {
            return gap(fields.object.node, "`Next` is missing");
        };
        let assign = fields.template(Field::Assign)?;
        Ok(Rule { test: fields.test()?, next, assign, output: fields.template(Field::Output)? })
    }

    fn map(&self, id: StateId, fields: &Fields<'_, 't>) -> Result<Map<'t>> {
        let definition = self.definition;
        let Some(inner) = definition.state(id).inner.first() else {
            return gap(fields.object.node, "`ItemProcessor` is missing");
        };
        let processor = definition.object(definition.machine(*inner).object);
        let config = definition.children(processor, ObjectKind::ProcessorConfig).next();
        let config = config.map(|it| fields.of(it, Field::ProcessorConfig));
        let says =
            |field, value| config.as_ref().and_then(|config| config.text(field)).is_some_and(|text| text == value);
        let part = |kind, field| definition.children(fields.object, kind).next().map(|it| fields.of(it, field));
        Ok(Map {
            processor: self.machine(*inner)?,
            distributed: says(Field::Mode, "DISTRIBUTED"),
            express: says(Field::ExecutionType, "EXPRESS"),
            label: fields.text(Field::Label),
            items_path: fields.selection(Field::ItemsPath)?,
            items: fields.template(Field::Items)?,
            max_concurrency: fields.number(Field::MaxConcurrency, Field::MaxConcurrencyPath)?,
            tolerated_count: fields.number(Field::ToleratedFailureCount, Field::ToleratedFailureCountPath)?,
            tolerated_percentage: fields
                .number(Field::ToleratedFailurePercentage, Field::ToleratedFailurePercentagePath)?,
            reader: part(ObjectKind::ItemReader, Field::ItemReader).map(|it| it.reader()).transpose()?,
            batcher: part(ObjectKind::ItemBatcher, Field::ItemBatcher).map(|it| it.batcher()).transpose()?,
            writer: part(ObjectKind::ResultWriter, Field::ResultWriter).map(|it| it.writer()).transpose()?,
        })
    }
}

/// The fields of one object, in the language of its state.
struct Fields<'d, 't> {
    definition: &'d Definition<'t>,
    texts: &'d dyn Texts<'t>,
    object: &'d Object<'t>,
    language: QueryLanguage,
    /// The way to the object from the state, as AWS writes it: `Choices[0]/`. Of paths it writes none.
    way: String,
}

impl<'d, 't> Fields<'d, 't> {
    /// Those of the object that is a field.
    fn of(&self, object: &'d Object<'t>, field: Field) -> Self {
        self.inside(object, || format!("{}{field}/", self.way))
    }

    /// Those of an object in the list that is a field.
    fn of_item(&self, object: &'d Object<'t>, field: Field, at: usize) -> Self {
        self.inside(object, || format!("{}{field}[{at}]/", self.way))
    }

    fn inside(&self, object: &'d Object<'t>, way: impl FnOnce() -> String) -> Self {
        let way = if self.language == QueryLanguage::Jsonata { way() } else { String::new() };
        Self { object, way, ..*self }
    }

    fn get(&self, field: Field) -> Option<Node<'t>> {
        self.definition.get(self.object, field)
    }

    fn text(&self, field: Field) -> Option<&'t str> {
        self.get(field).and_then(Node::as_str).map(|text| text.text)
    }

    fn names(&self, field: Field) -> Vec<&'t str> {
        self.get(field).into_iter().flat_map(Node::items).filter_map(Node::as_str).map(|text| text.text).collect()
    }

    /// The value of a field in the language of the state.
    fn template(&self, field: Field) -> Result<Option<Template<'t>>> {
        self.get(field).map(|node| self.read(node, field)).transpose()
    }

    fn read(&self, node: Node<'t>, field: Field) -> Result<Template<'t>> {
        let read = match self.language {
            QueryLanguage::JsonPath => Template::json_path_of(node, self.texts),
            QueryLanguage::Jsonata => Template::jsonata_of(node, &format!("{}{field}", self.way), self.texts),
        };
        read.map_err(|errors| match errors.into_iter().next() {
            Some(error) => Gap { message: error.message, span: error.span },
            None => Gap { message: format!("`{field}` can't be read"), span: node.span() },
        })
    }

    fn path(&self, node: Node<'t>, field: Field) -> Result<PathText<'t>> {
        let Some(text) = node.as_str() else { return gap(node, format!("`{field}` is no path")) };
        let parsed = self.texts.path(text);
        match parsed.errors.into_iter().next() {
            None => Ok(PathText { text: text.text, node, path: parsed.path }),
            Some(error) => Err(Gap { message: error.message, span: text.place(error.span) }),
        }
    }

    fn selection(&self, field: Field) -> Result<Selection<'t>> {
        Ok(match self.get(field) {
            None => Selection::Whole,
            Some(node) if node.kind() == Syntax::Null => Selection::Nothing,
            Some(node) => Selection::Path(self.path(node, field)?),
        })
    }

    fn destination(&self) -> Result<Destination<'t>> {
        Ok(match self.get(Field::ResultPath) {
            None => Destination::Whole,
            Some(node) if node.kind() == Syntax::Null => Destination::Nothing,
            Some(node) => {
                let path = self.path(node, Field::ResultPath)?;
                if path.path.steps.is_empty() { Destination::Whole } else { Destination::Path(path) }
            }
        })
    }

    fn number(&self, plain: Field, path: Field) -> Result<Number<'t>> {
        if let Some(node) = self.get(path) {
            return Ok(Number::Path(self.path(node, path)?));
        }
        Ok(self.template(plain)?.map_or(Number::Absent, Number::Template))
    }

    fn text_or_path(&self, plain: Field, path: Field) -> Result<Text<'t>> {
        if let Some(node) = self.get(path) {
            let read = Template::path_or_call(node, path.name(), self.texts);
            return read.map(Text::Computed).map_err(|errors| match errors.into_iter().next() {
                Some(error) => Gap { message: error.message, span: error.span },
                None => Gap { message: format!("`{path}` can't be read"), span: node.span() },
            });
        }
        Ok(self.template(plain)?.map_or(Text::Absent, Text::Template))
    }

    fn task(&self) -> Result<Task<'t>> {
        let Some(resource) = self.text(Field::Resource) else {
            return gap(self.object.node, "`Resource` is missing");
        };
        Ok(Task {
            resource,
            timeout: self.number(Field::TimeoutSeconds, Field::TimeoutSecondsPath)?,
            heartbeat: self.number(Field::HeartbeatSeconds, Field::HeartbeatSecondsPath)?,
            credentials: self.template(Field::Credentials)?,
        })
    }

    fn wait(&self) -> Result<Wait<'t>> {
        if let Some(node) = self.get(Field::TimestampPath) {
            return Ok(Wait::TimestampPath(self.path(node, Field::TimestampPath)?));
        }
        if let Some(timestamp) = self.template(Field::Timestamp)? {
            return Ok(Wait::Timestamp(timestamp));
        }
        let seconds = self.number(Field::Seconds, Field::SecondsPath)?;
        if seconds.is_given() {
            Ok(Wait::Seconds(seconds))
        } else {
            gap(self.object.node, "how long to wait is missing")
        }
    }

    fn retrier(&self) -> Retrier<'t> {
        let number = |field| self.get(field).and_then(Node::as_f64);
        #[expect(clippy::cast_sign_loss, reason = "a negative one is refused before")]
        Retrier {
            errors: self.names(Field::ErrorEquals),
            interval: number(Field::IntervalSeconds).unwrap_or(1.0),
            max_attempts: number(Field::MaxAttempts).map_or(3, |attempts| attempts as u64),
            backoff: number(Field::BackoffRate).unwrap_or(2.0),
            max_delay: number(Field::MaxDelaySeconds),
            jitter: self.text(Field::JitterStrategy) == Some("FULL"),
        }
    }

    fn test(&self) -> Result<Test<'t>> {
        if let Some(condition) = self.template(Field::Condition)? {
            return Ok(Test::Condition(condition));
        }
        let inner = || {
            let rules = self.definition.children(self.object, ObjectKind::NestedRule);
            rules.map(|rule| Self { object: rule, way: String::new(), ..*self }.test()).collect::<Result<Vec<_>>>()
        };
        if self.get(Field::And).is_some() {
            return Ok(Test::And(inner()?));
        }
        if self.get(Field::Or).is_some() {
            return Ok(Test::Or(inner()?));
        }
        if self.get(Field::Not).is_some()
            && let Some(inner) = inner()?.into_iter().next()
        {
            return Ok(Test::Not(Box::new(inner)));
        }
        let Some(variable) = self.get(Field::Variable) else { return gap(self.object.node, "`Variable` is missing") };
        let variable = self.path(variable, Field::Variable)?;
        for entry in self.definition.entries(self.object) {
            let Some(operator) = Operator::of(entry.member.key.text) else { continue };
            let operand = match entry.field {
                Some(field) if operator.path => Operand::Path(self.path(entry.member.value, field)?),
                _ => Operand::Literal(given(entry.member.value)),
            };
            return Ok(Test::Compare { variable, operator, operand });
        }
        gap(self.object.node, "the comparison is missing")
    }

    fn reader(&self) -> Result<Reader<'t>> {
        let Some(resource) = self.text(Field::Resource) else { return gap(self.object.node, "`Resource` is missing") };
        let config = self.definition.children(self.object, ObjectKind::ReaderConfig).next();
        let config = config.map(|it| self.of(it, Field::ReaderConfig));
        let max_items = config.as_ref().map(|config| config.number(Field::MaxItems, Field::MaxItemsPath));
        Ok(Reader {
            resource,
            arguments: self.template(Field::Arguments)?.or(self.template(Field::Parameters)?),
            config: self.get(Field::ReaderConfig).map(value_of).unwrap_or_default(),
            max_items: max_items.transpose()?.unwrap_or_default(),
        })
    }

    fn batcher(&self) -> Result<Batcher<'t>> {
        Ok(Batcher {
            max_items: self.number(Field::MaxItemsPerBatch, Field::MaxItemsPerBatchPath)?,
            max_bytes: self.number(Field::MaxInputBytesPerBatch, Field::MaxInputBytesPerBatchPath)?,
            input: self.template(Field::BatchInput)?,
        })
    }

    fn writer(&self) -> Result<Writer<'t>> {
        Ok(Writer {
            resource: self.text(Field::Resource),
            arguments: self.template(Field::Arguments)?.or(self.template(Field::Parameters)?),
            config: self.get(Field::WriterConfig).map(value_of).unwrap_or_default(),
        })
    }
}
