//! The tables: objects, their fields, what each takes.

#![allow(clippy::enum_glob_use, reason = "the tables are made of field names")]

use super::{FieldSpec, Group, ObjectKind, Operand, QueryLanguage, Shape, StateType};
use crate::Field::{self, *};

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
/// Fields of the states that do work and can fail at it: Task, Parallel, Map.
const WORK: &[FieldSpec] =
    &[NEXT, END, INPUT_PATH, OUTPUT_PATH, RESULT_PATH, RESULT_SELECTOR, OUTPUT, ASSIGN, RETRY, CATCH];
const TASK: &[FieldSpec] = &[
    required(Resource, Shape::Resource),
    PARAMETERS,
    ARGUMENTS,
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
const PARALLEL: &[FieldSpec] = &[required(Branches, Shape::Objects(ObjectKind::Branch, true)), PARAMETERS, ARGUMENTS];
const MAP: &[FieldSpec] = &[
    both(ItemProcessor, Shape::Object(ObjectKind::Processor)),
    both(Iterator, Shape::Object(ObjectKind::Processor)),
    path(ItemsPath, Shape::ReferencePath),
    jsonata(Items, Shape::Items),
    both(ItemSelector, Shape::Template),
    PARAMETERS,
    both(MaxConcurrency, Shape::Integer(0.0, ANY, true)),
    path(MaxConcurrencyPath, Shape::Path),
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
pub(super) const OPERATORS: &[FieldSpec] = &[
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
    /// Its fields, in tables that share what objects have in common.
    pub(super) const fn tables(self) -> [&'static [FieldSpec]; 3] {
        match self {
            Self::StateMachine => [MACHINE, &[], &[]],
            Self::State(Some(StateType::Task)) => [ANY_STATE, WORK, TASK],
            Self::State(Some(StateType::Wait)) => [ANY_STATE, WAIT, &[]],
            Self::State(Some(StateType::Pass)) => [ANY_STATE, PASS, &[]],
            Self::State(Some(StateType::Succeed)) => [ANY_STATE, SUCCEED, &[]],
            Self::State(Some(StateType::Fail)) => [ANY_STATE, FAIL, &[]],
            Self::State(Some(StateType::Choice)) => [ANY_STATE, CHOICE, &[]],
            Self::State(Some(StateType::Parallel)) => [ANY_STATE, WORK, PARALLEL],
            Self::State(Some(StateType::Map)) => [ANY_STATE, WORK, MAP],
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
