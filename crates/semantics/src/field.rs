//! Every field name of the language, and of the objects inside it.

macro_rules! fields {
    ($($name:ident),* $(,)?) => {
        /// A field that some object of the language has.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Field { $(#[doc = concat!("`", stringify!($name), "`")] $name),* }

        impl Field {
            /// All of them.
            pub const ALL: &[Field] = &[$(Field::$name),*];

            /// The name as it is written.
            pub const fn name(self) -> &'static str {
                match self { $(Field::$name => stringify!($name)),* }
            }

            /// The field of exactly this name.
            pub fn of(name: &str) -> Option<Field> {
                match name { $(stringify!($name) => Some(Field::$name),)* _ => None }
            }
        }
    };
}

fields! {
    // machines
    Comment, QueryLanguage, Version, StartAt, States, TimeoutSeconds, ProcessorConfig, Mode, ExecutionType,
    // states
    Type, Next, End, InputPath, OutputPath, Parameters, Result, ResultSelector, ResultPath, Arguments, Output, Assign,
    Retry, Catch, Resource, Credentials, RoleArn, TimeoutSecondsPath, HeartbeatSeconds, HeartbeatSecondsPath,
    Seconds, SecondsPath, Timestamp, TimestampPath, Choices, Default, Error, ErrorPath, Cause, CausePath, Branches,
    ItemProcessor, Iterator, Items, ItemsPath, ItemSelector, ItemReader, ItemBatcher, ResultWriter, Label,
    MaxConcurrency, MaxConcurrencyPath, ToleratedFailureCount, ToleratedFailureCountPath, ToleratedFailurePercentage,
    ToleratedFailurePercentagePath,
    // retriers and catchers
    ErrorEquals, IntervalSeconds, MaxAttempts, BackoffRate, MaxDelaySeconds, JitterStrategy,
    // readers, batchers and writers of a distributed Map
    ReaderConfig, InputType, Transformation, ManifestType, CSVDelimiter, CSVHeaderLocation, CSVHeaders, ItemsPointer,
    MaxItems, MaxItemsPath, MaxItemsPerBatch, MaxItemsPerBatchPath, MaxInputBytesPerBatch, MaxInputBytesPerBatchPath,
    BatchInput, WriterConfig, OutputType,
    // choice rules
    Variable, Condition, And, Or, Not,
    StringEquals, StringEqualsPath, StringLessThan, StringLessThanPath, StringGreaterThan, StringGreaterThanPath,
    StringLessThanEquals, StringLessThanEqualsPath, StringGreaterThanEquals, StringGreaterThanEqualsPath, StringMatches,
    NumericEquals, NumericEqualsPath, NumericLessThan, NumericLessThanPath, NumericGreaterThan, NumericGreaterThanPath,
    NumericLessThanEquals, NumericLessThanEqualsPath, NumericGreaterThanEquals, NumericGreaterThanEqualsPath,
    BooleanEquals, BooleanEqualsPath,
    TimestampEquals, TimestampEqualsPath, TimestampLessThan, TimestampLessThanPath, TimestampGreaterThan,
    TimestampGreaterThanPath, TimestampLessThanEquals, TimestampLessThanEqualsPath, TimestampGreaterThanEquals,
    TimestampGreaterThanEqualsPath,
    IsNull, IsPresent, IsNumeric, IsString, IsBoolean, IsTimestamp,
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_both_ways() {
        for field in Field::ALL {
            assert_eq!(Field::of(field.name()), Some(*field));
        }
        assert_eq!(Field::of("next"), None);
    }
}
