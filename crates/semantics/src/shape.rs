//! The shape of the language as data: which object has which fields, and what each field takes.
//!
//! Sources of the facts: the states language specification, AWS's developer guide, and what the service was seen to
//! accept and refuse. A field that AWS takes in one query language only says so; a field that no type takes is unknown.

mod tables;

use crate::Field;

/// The language that paths and expressions of a state are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QueryLanguage {
    /// JSONPath, the default.
    JsonPath,
    /// JSONata.
    Jsonata,
}

impl QueryLanguage {
    /// As it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::JsonPath => "JSONPath",
            Self::Jsonata => "JSONata",
        }
    }
}

/// The eight types of states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StateType {
    /// Does work elsewhere.
    Task,
    /// Waits.
    Wait,
    /// Passes its input on.
    Pass,
    /// Ends well.
    Succeed,
    /// Ends badly.
    Fail,
    /// Branches.
    Choice,
    /// Runs branches side by side.
    Parallel,
    /// Runs a processor for each item.
    Map,
}

impl StateType {
    /// In the order in which AWS names them.
    pub const ALL: [Self; 8] =
        [Self::Task, Self::Wait, Self::Pass, Self::Succeed, Self::Fail, Self::Choice, Self::Parallel, Self::Map];

    /// As it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Task => "Task",
            Self::Wait => "Wait",
            Self::Pass => "Pass",
            Self::Succeed => "Succeed",
            Self::Fail => "Fail",
            Self::Choice => "Choice",
            Self::Parallel => "Parallel",
            Self::Map => "Map",
        }
    }

    /// The type of exactly this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.name() == name)
    }
}

/// The objects of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ObjectKind {
    /// The whole definition.
    StateMachine,
    /// A state; of an unknown or missing type: `None`.
    State(Option<StateType>),
    /// A branch of a Parallel state.
    Branch,
    /// `ItemProcessor` or `Iterator` of a Map state.
    Processor,
    /// `ProcessorConfig`
    ProcessorConfig,
    /// An element of `Retry`.
    Retrier,
    /// An element of `Catch`.
    Catcher,
    /// An element of `Choices`.
    ChoiceRule,
    /// A rule within `And`, `Or` or `Not`.
    NestedRule,
    /// `Credentials`
    Credentials,
    /// `ItemReader`
    ItemReader,
    /// `ReaderConfig`
    ReaderConfig,
    /// `ItemBatcher`
    ItemBatcher,
    /// `ResultWriter`
    ResultWriter,
    /// `WriterConfig`
    WriterConfig,
}

impl ObjectKind {
    /// What a person calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::StateMachine => "the state machine",
            Self::State(Some(t)) => t.name(),
            Self::State(None) => "a state",
            Self::Branch => "a branch",
            Self::Processor => "an item processor",
            Self::ProcessorConfig => "ProcessorConfig",
            Self::Retrier => "a retrier",
            Self::Catcher => "a catcher",
            Self::ChoiceRule => "a choice rule",
            Self::NestedRule => "a nested choice rule",
            Self::Credentials => "Credentials",
            Self::ItemReader => "ItemReader",
            Self::ReaderConfig => "ReaderConfig",
            Self::ItemBatcher => "ItemBatcher",
            Self::ResultWriter => "ResultWriter",
            Self::WriterConfig => "WriterConfig",
        }
    }
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// A string.
    Text,
    /// A string; in JSONata also an expression.
    DynamicText,
    /// The name of a state.
    StateName,
    /// `true` or `false`.
    Flag,
    /// `true` or `false`; in JSONata also an expression.
    Condition,
    /// A whole number of at least and at most; `true`: in JSONata also an expression.
    Integer(f64, f64, bool),
    /// A number of at least and at most; `true`: in JSONata also an expression.
    Number(f64, f64, bool),
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// A path.
    Path,
    /// A path or null.
    PathOrNull,
    /// A reference path: to one place. Of the other fields that should take one, AWS was seen to check the `$` only.
    ReferencePath,
    /// A reference path or null.
    ReferencePathOrNull,
    /// A path or a call of an intrinsic function.
    PathOrCall,
    /// An RFC 3339 timestamp; `true`: in JSONata also an expression.
    Timestamp(bool),
    /// JSON whose keys that end in `.$` are evaluated (JSONPath), or whose strings may be expressions (JSONata).
    Template,
    /// JSON as it is.
    Literal,
    /// An object of variables.
    Variables,
    /// An array or object of items; in JSONata also an expression.
    Items,
    /// A non-empty list of error names.
    ErrorNames,
    /// A list of strings.
    Texts,
    /// The ARN of what a task does.
    Resource,
    /// What a choice operator compares with.
    Operand(Operand),
    /// An object of the language.
    Object(ObjectKind),
    /// A list of objects of the language; `true`: it may not be empty.
    Objects(ObjectKind, bool),
    /// The states of a machine by name.
    States,
}

/// What a choice operator compares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operand {
    /// A string.
    String,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
    /// A timestamp in a string.
    Timestamp,
}

/// A field that an object has.
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec {
    /// Its name.
    pub field: Field,
    /// What it takes.
    pub shape: Shape,
    /// The only query language in which it exists; `None`: in both.
    pub language: Option<QueryLanguage>,
    /// Must it be there?
    pub required: bool,
}

/// Fields of which at most one may be given.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// In the order in which AWS names them.
    pub fields: &'static [Field],
    /// Must one be given?
    pub required: bool,
}

impl ObjectKind {
    /// Does it have `StartAt` and `States`?
    pub const fn is_machine(self) -> bool {
        matches!(self, Self::StateMachine | Self::Branch | Self::Processor)
    }

    /// The fields that it has.
    pub fn fields(self) -> impl Iterator<Item = &'static FieldSpec> {
        self.tables().into_iter().flatten()
    }

    /// What it says of this field; of a state without a known type, what any type says.
    pub fn spec(self, field: Field) -> Option<&'static FieldSpec> {
        let own = self.fields().find(|s| s.field == field);
        match self {
            Self::State(None) => own.or_else(|| StateType::ALL.iter().find_map(|t| Self::State(Some(*t)).spec(field))),
            _ => own,
        }
    }
}

/// Is it a comparison or test of a JSONPath choice rule?
pub fn is_operator(field: Field) -> bool {
    tables::OPERATORS.iter().any(|s| s.field == field)
}

/// The 39 operators.
pub fn operators() -> impl Iterator<Item = Field> {
    tables::OPERATORS.iter().map(|s| s.field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_object_names_a_field_twice() {
        let states = StateType::ALL.into_iter().map(|t| ObjectKind::State(Some(t)));
        for kind in states.chain([ObjectKind::StateMachine, ObjectKind::ChoiceRule, ObjectKind::NestedRule]) {
            let mut names: Vec<_> = kind.fields().map(|s| s.field).collect();
            let all = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), all, "{}", kind.name());
        }
        assert_eq!(operators().count(), 39);
    }

    #[test]
    fn groups_name_fields_that_exist() {
        for t in StateType::ALL {
            let kind = ObjectKind::State(Some(t));
            for field in kind.groups().iter().flat_map(|g| g.fields) {
                assert!(kind.spec(*field).is_some(), "{field} of {}", kind.name());
            }
        }
    }
}
