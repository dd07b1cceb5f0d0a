//! The shape of the language as data: which object has which fields, and what each field takes.
//!
//! Sources of the facts: the states language specification, AWS's developer guide, and what the service was seen to
//! accept and refuse. A field that AWS takes in one query language only says so; a field that no type takes is unknown.
#![allow(clippy::enum_glob_use, reason = "the tables below are made of field names")]

use crate::Field::{self, *};

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
    /// A number, string … that a choice operator compares with: a string, number, boolean or timestamp.
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

const MAX_SECONDS: f64 = 99_999_999.0;
const ANY: f64 = f64::INFINITY;

const fn both(field: Field, shape: Shape) -> FieldSpec {
    FieldSpec { field, shape, language: None, required: false }
}
const fn required(field: Field, shape: Shape) -> FieldSpec {
    FieldSpec { field, shape, language: None, required: true }
}
const fn path(field: Field, shape: Shape) -> FieldSpec {
    FieldSpec { field, shape, language: Some(QueryLanguage::JsonPath), required: false }
}
const fn jsonata(field: Field, shape: Shape) -> FieldSpec {
    FieldSpec { field, shape, language: Some(QueryLanguage::Jsonata), required: false }
}
const fn seconds(min: f64) -> Shape {
    Shape::Integer(min, MAX_SECONDS, true)
}

const LANGUAGES: Shape = Shape::OneOf(&["JSONPath", "JSONata"]);
const TYPES: Shape = Shape::OneOf(&["Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"]);
const RETRY: FieldSpec = both(Retry, Shape::Objects(ObjectKind::Retrier, false));
const CATCH: FieldSpec = both(Catch, Shape::Objects(ObjectKind::Catcher, false));
const NEXT: FieldSpec = both(Next, Shape::StateName);
const END: FieldSpec = both(End, Shape::Flag);
const INPUT_PATH: FieldSpec = path(InputPath, Shape::PathOrNull);
const OUTPUT_PATH: FieldSpec = path(OutputPath, Shape::PathOrNull);
const RESULT_PATH: FieldSpec = path(ResultPath, Shape::ReferencePathOrNull);
const RESULT_SELECTOR: FieldSpec = path(ResultSelector, Shape::Template);
const PARAMETERS: FieldSpec = path(Parameters, Shape::Template);
const ARGUMENTS: FieldSpec = jsonata(Arguments, Shape::Template);
const OUTPUT: FieldSpec = jsonata(Output, Shape::Template);
const ASSIGN: FieldSpec = both(Assign, Shape::Variables);
const COMMENT: FieldSpec = both(Comment, Shape::Text);

const MACHINE: &[FieldSpec] = &[
    COMMENT,
    required(StartAt, Shape::StateName),
    required(States, Shape::States),
    both(QueryLanguage, LANGUAGES),
    both(Version, Shape::OneOf(&["1.0"])),
    both(TimeoutSeconds, Shape::Integer(0.0, MAX_SECONDS, false)),
];
const BRANCH: &[FieldSpec] =
    &[COMMENT, required(StartAt, Shape::StateName), required(States, Shape::States), both(QueryLanguage, LANGUAGES)];
const PROCESSOR: &[FieldSpec] = &[
    COMMENT,
    required(StartAt, Shape::StateName),
    required(States, Shape::States),
    both(ProcessorConfig, Shape::Object(ObjectKind::ProcessorConfig)),
];
const PROCESSOR_CONFIG: &[FieldSpec] = &[
    both(Mode, Shape::OneOf(&["INLINE", "DISTRIBUTED"])),
    both(ExecutionType, Shape::OneOf(&["STANDARD", "EXPRESS"])),
];

/// Fields that every state has.
const ANY_STATE: &[FieldSpec] = &[required(Type, TYPES), COMMENT, both(QueryLanguage, LANGUAGES)];

const PASS: &[FieldSpec] =
    &[NEXT, END, INPUT_PATH, OUTPUT_PATH, RESULT_PATH, PARAMETERS, path(Result, Shape::Literal), OUTPUT, ASSIGN];
const TASK: &[FieldSpec] = &[
    NEXT,
    END,
    required(Resource, Shape::Resource),
    PARAMETERS,
    ARGUMENTS,
    INPUT_PATH,
    OUTPUT_PATH,
    RESULT_PATH,
    RESULT_SELECTOR,
    OUTPUT,
    ASSIGN,
    RETRY,
    CATCH,
    both(Credentials, Shape::Object(ObjectKind::Credentials)),
    both(TimeoutSeconds, seconds(1.0)),
    path(TimeoutSecondsPath, Shape::Path),
    both(HeartbeatSeconds, seconds(1.0)),
    path(HeartbeatSecondsPath, Shape::Path),
];
const WAIT: &[FieldSpec] = &[
    NEXT,
    END,
    both(Seconds, seconds(0.0)),
    path(SecondsPath, Shape::Path),
    both(Timestamp, Shape::Timestamp(true)),
    path(TimestampPath, Shape::Path),
    INPUT_PATH,
    OUTPUT_PATH,
    OUTPUT,
    ASSIGN,
];
const CHOICE: &[FieldSpec] = &[
    required(Choices, Shape::Objects(ObjectKind::ChoiceRule, true)),
    both(Default, Shape::StateName),
    INPUT_PATH,
    OUTPUT_PATH,
    OUTPUT,
    ASSIGN,
];
const SUCCEED: &[FieldSpec] = &[INPUT_PATH, OUTPUT_PATH, OUTPUT];
const FAIL: &[FieldSpec] = &[
    both(Error, Shape::DynamicText),
    path(ErrorPath, Shape::PathOrCall),
    both(Cause, Shape::DynamicText),
    path(CausePath, Shape::PathOrCall),
];
const PARALLEL: &[FieldSpec] = &[
    NEXT,
    END,
    required(Branches, Shape::Objects(ObjectKind::Branch, true)),
    PARAMETERS,
    ARGUMENTS,
    INPUT_PATH,
    OUTPUT_PATH,
    RESULT_PATH,
    RESULT_SELECTOR,
    OUTPUT,
    ASSIGN,
    RETRY,
    CATCH,
];
const MAP: &[FieldSpec] = &[
    NEXT,
    END,
    both(ItemProcessor, Shape::Object(ObjectKind::Processor)),
    both(Iterator, Shape::Object(ObjectKind::Processor)),
    path(ItemsPath, Shape::ReferencePath),
    jsonata(Items, Shape::Items),
    both(ItemSelector, Shape::Template),
    PARAMETERS,
    both(MaxConcurrency, Shape::Integer(0.0, ANY, true)),
    path(MaxConcurrencyPath, Shape::Path),
    INPUT_PATH,
    OUTPUT_PATH,
    RESULT_PATH,
    RESULT_SELECTOR,
    OUTPUT,
    ASSIGN,
    RETRY,
    CATCH,
    both(ItemReader, Shape::Object(ObjectKind::ItemReader)),
    both(ItemBatcher, Shape::Object(ObjectKind::ItemBatcher)),
    both(ResultWriter, Shape::Object(ObjectKind::ResultWriter)),
    both(Label, Shape::Text),
    both(ToleratedFailureCount, Shape::Integer(0.0, ANY, true)),
    path(ToleratedFailureCountPath, Shape::Path),
    both(ToleratedFailurePercentage, Shape::Number(0.0, 100.0, true)),
    path(ToleratedFailurePercentagePath, Shape::Path),
];

const RETRIER: &[FieldSpec] = &[
    required(ErrorEquals, Shape::ErrorNames),
    both(IntervalSeconds, Shape::Integer(0.0, MAX_SECONDS, false)),
    both(MaxAttempts, Shape::Integer(0.0, MAX_SECONDS, false)),
    both(BackoffRate, Shape::Number(1.0, ANY, false)),
    both(MaxDelaySeconds, Shape::Integer(1.0, 31_622_400.0, false)),
    both(JitterStrategy, Shape::OneOf(&["NONE", "FULL"])),
    COMMENT,
];
const CATCHER: &[FieldSpec] =
    &[required(ErrorEquals, Shape::ErrorNames), required(Next, Shape::StateName), RESULT_PATH, OUTPUT, ASSIGN, COMMENT];
const CREDENTIALS: &[FieldSpec] = &[required(RoleArn, Shape::DynamicText)];
const ITEM_READER: &[FieldSpec] = &[
    required(Resource, Shape::Resource),
    PARAMETERS,
    ARGUMENTS,
    both(ReaderConfig, Shape::Object(ObjectKind::ReaderConfig)),
];
const READER_CONFIG: &[FieldSpec] = &[
    both(InputType, Shape::OneOf(&["CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"])),
    both(Transformation, Shape::OneOf(&["NONE", "LOAD_AND_FLATTEN"])),
    both(ManifestType, Shape::OneOf(&["ATHENA_DATA", "S3_INVENTORY"])),
    both(CSVDelimiter, Shape::OneOf(&["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"])),
    both(CSVHeaderLocation, Shape::OneOf(&["FIRST_ROW", "GIVEN"])),
    both(CSVHeaders, Shape::Texts),
    both(ItemsPointer, Shape::Text),
    both(MaxItems, Shape::Integer(-ANY, ANY, true)),
    path(MaxItemsPath, Shape::Path),
];
const ITEM_BATCHER: &[FieldSpec] = &[
    both(MaxItemsPerBatch, Shape::Integer(1.0, ANY, true)),
    path(MaxItemsPerBatchPath, Shape::Path),
    both(MaxInputBytesPerBatch, Shape::Integer(1.0, 262_144.0, true)),
    path(MaxInputBytesPerBatchPath, Shape::Path),
    both(BatchInput, Shape::Template),
];
const RESULT_WRITER: &[FieldSpec] = &[
    both(Resource, Shape::Resource),
    PARAMETERS,
    ARGUMENTS,
    both(WriterConfig, Shape::Object(ObjectKind::WriterConfig)),
];
const WRITER_CONFIG: &[FieldSpec] = &[
    both(Transformation, Shape::OneOf(&["NONE", "COMPACT", "FLATTEN"])),
    both(OutputType, Shape::OneOf(&["JSON", "JSONL"])),
];

const fn compare(field: Field, operand: Operand) -> FieldSpec {
    path(field, Shape::Operand(operand))
}
const fn compare_path(field: Field) -> FieldSpec {
    path(field, Shape::Path)
}
const fn flag(field: Field) -> FieldSpec {
    path(field, Shape::Operand(Operand::Boolean))
}

/// The 39 operators of JSONPath's choice rules.
const OPERATORS: &[FieldSpec] = &[
    compare(StringEquals, Operand::String),
    compare_path(StringEqualsPath),
    compare(StringLessThan, Operand::String),
    compare_path(StringLessThanPath),
    compare(StringGreaterThan, Operand::String),
    compare_path(StringGreaterThanPath),
    compare(StringLessThanEquals, Operand::String),
    compare_path(StringLessThanEqualsPath),
    compare(StringGreaterThanEquals, Operand::String),
    compare_path(StringGreaterThanEqualsPath),
    compare(StringMatches, Operand::String),
    compare(NumericEquals, Operand::Number),
    compare_path(NumericEqualsPath),
    compare(NumericLessThan, Operand::Number),
    compare_path(NumericLessThanPath),
    compare(NumericGreaterThan, Operand::Number),
    compare_path(NumericGreaterThanPath),
    compare(NumericLessThanEquals, Operand::Number),
    compare_path(NumericLessThanEqualsPath),
    compare(NumericGreaterThanEquals, Operand::Number),
    compare_path(NumericGreaterThanEqualsPath),
    compare(BooleanEquals, Operand::Boolean),
    compare_path(BooleanEqualsPath),
    compare(TimestampEquals, Operand::Timestamp),
    compare_path(TimestampEqualsPath),
    compare(TimestampLessThan, Operand::Timestamp),
    compare_path(TimestampLessThanPath),
    compare(TimestampGreaterThan, Operand::Timestamp),
    compare_path(TimestampGreaterThanPath),
    compare(TimestampLessThanEquals, Operand::Timestamp),
    compare_path(TimestampLessThanEqualsPath),
    compare(TimestampGreaterThanEquals, Operand::Timestamp),
    compare_path(TimestampGreaterThanEqualsPath),
    flag(IsNull),
    flag(IsPresent),
    flag(IsNumeric),
    flag(IsString),
    flag(IsBoolean),
    flag(IsTimestamp),
];
const NESTED_RULE: &[FieldSpec] = &[
    path(Variable, Shape::Path),
    path(And, Shape::Objects(ObjectKind::NestedRule, true)),
    path(Or, Shape::Objects(ObjectKind::NestedRule, true)),
    path(Not, Shape::Object(ObjectKind::NestedRule)),
    COMMENT,
];
const RULE: &[FieldSpec] = &[required(Next, Shape::StateName), jsonata(Condition, Shape::Condition), OUTPUT, ASSIGN];

impl ObjectKind {
    /// Does it have `StartAt` and `States`?
    pub const fn is_machine(self) -> bool {
        matches!(self, Self::StateMachine | Self::Branch | Self::Processor)
    }

    /// Its fields, in tables that share what objects have in common.
    const fn tables(self) -> [&'static [FieldSpec]; 3] {
        match self {
            Self::StateMachine => [MACHINE, &[], &[]],
            Self::State(Some(StateType::Task)) => [ANY_STATE, TASK, &[]],
            Self::State(Some(StateType::Wait)) => [ANY_STATE, WAIT, &[]],
            Self::State(Some(StateType::Pass)) => [ANY_STATE, PASS, &[]],
            Self::State(Some(StateType::Succeed)) => [ANY_STATE, SUCCEED, &[]],
            Self::State(Some(StateType::Fail)) => [ANY_STATE, FAIL, &[]],
            Self::State(Some(StateType::Choice)) => [ANY_STATE, CHOICE, &[]],
            Self::State(Some(StateType::Parallel)) => [ANY_STATE, PARALLEL, &[]],
            Self::State(Some(StateType::Map)) => [ANY_STATE, MAP, &[]],
            Self::State(None) => [ANY_STATE, &[], &[]],
            Self::Branch => [BRANCH, &[], &[]],
            Self::Processor => [PROCESSOR, &[], &[]],
            Self::ProcessorConfig => [PROCESSOR_CONFIG, &[], &[]],
            Self::Retrier => [RETRIER, &[], &[]],
            Self::Catcher => [CATCHER, &[], &[]],
            Self::ChoiceRule => [RULE, NESTED_RULE, OPERATORS],
            Self::NestedRule => [NESTED_RULE, OPERATORS, &[]],
            Self::Credentials => [CREDENTIALS, &[], &[]],
            Self::ItemReader => [ITEM_READER, &[], &[]],
            Self::ReaderConfig => [READER_CONFIG, &[], &[]],
            Self::ItemBatcher => [ITEM_BATCHER, &[], &[]],
            Self::ResultWriter => [RESULT_WRITER, &[], &[]],
            Self::WriterConfig => [WRITER_CONFIG, &[], &[]],
        }
    }

    /// The fields that it has.
    pub fn fields(self) -> impl std::iter::Iterator<Item = &'static FieldSpec> {
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

    /// Its groups of fields that exclude each other.
    pub const fn groups(self) -> &'static [Group] {
        const TRANSITION: Group = Group { fields: &[Next, End], required: true };
        match self {
            Self::State(Some(StateType::Pass)) => const { &[TRANSITION] },
            Self::State(Some(StateType::Parallel)) => const { &[TRANSITION] },
            Self::State(Some(StateType::Task)) => {
                const {
                    &[
                        TRANSITION,
                        optional(&[TimeoutSeconds, TimeoutSecondsPath]),
                        optional(&[HeartbeatSeconds, HeartbeatSecondsPath]),
                    ]
                }
            }
            Self::State(Some(StateType::Wait)) => {
                const { &[TRANSITION, Group { fields: &[SecondsPath, Seconds, TimestampPath, Timestamp], required: true }] }
            }
            Self::State(Some(StateType::Fail)) => {
                const { &[optional(&[Error, ErrorPath]), optional(&[Cause, CausePath])] }
            }
            Self::State(Some(StateType::Map)) => {
                const {
                    &[
                        TRANSITION,
                        Group { fields: &[ItemProcessor, Iterator], required: true },
                        optional(&[ItemSelector, Parameters]),
                        optional(&[MaxConcurrency, MaxConcurrencyPath]),
                        optional(&[ToleratedFailureCount, ToleratedFailureCountPath]),
                        optional(&[ToleratedFailurePercentage, ToleratedFailurePercentagePath]),
                    ]
                }
            }
            Self::ReaderConfig => const { &[optional(&[MaxItems, MaxItemsPath])] },
            Self::ItemBatcher => {
                const {
                    &[
                        optional(&[MaxItemsPerBatch, MaxItemsPerBatchPath]),
                        optional(&[MaxInputBytesPerBatch, MaxInputBytesPerBatchPath]),
                    ]
                }
            }
            _ => &[],
        }
    }
}

const fn optional(fields: &'static [Field]) -> Group {
    Group { fields, required: false }
}

/// Is it a comparison or test of a JSONPath choice rule?
pub fn is_operator(field: Field) -> bool {
    OPERATORS.iter().any(|s| s.field == field)
}

/// The 39 operators.
pub fn operators() -> impl std::iter::Iterator<Item = Field> {
    OPERATORS.iter().map(|s| s.field)
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
