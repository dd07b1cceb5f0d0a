//! What the words of the language mean, in a line each: fields, errors, steps.

use asl_semantics::plan::StepName;
use asl_semantics::{Field, StateType};

/// What a field is for.
pub fn field(field: Field) -> &'static str {
    machine(field)
        .or_else(|| state(field))
        .or_else(|| map(field))
        .or_else(|| handler(field))
        .unwrap_or_else(|| operator(field))
}

fn machine(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::Comment => "Words for people; the service does not read them.",
        Field::QueryLanguage => "The language of paths and expressions: JSONPath, which is the default, or JSONata.",
        Field::Version => "The version of the language; there is only \"1.0\".",
        Field::StartAt => "The state that is run first. It stands in the same `States`.",
        Field::States => "The states by name. A name is unique in the whole definition.",
        Field::TimeoutSeconds => "So many seconds may pass before it fails with `States.Timeout`.",
        Field::ProcessorConfig => "How the iterations are run: within this execution, or as child workflows.",
        Field::Mode => "INLINE runs iterations in this execution, DISTRIBUTED starts a child workflow for each.",
        Field::ExecutionType => "The kind of the child workflows: STANDARD or EXPRESS.",
        _ => return None,
    })
}

fn state(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::Type => "What the state does.",
        Field::Next => "The state that follows. Either this or `End`.",
        Field::End => "`true`: the state machine, branch or iteration ends with this state.",
        Field::InputPath => "The part of the input that the state works with; `null` gives it an empty object.",
        Field::OutputPath => "The part of what the state made that the next one gets; `null` gives it an empty object.",
        Field::Parameters => "What is passed on to the work of the state. Keys that end in `.$` are computed.",
        Field::Result => "The output of the state, as it stands.",
        Field::ResultSelector => "Builds what is kept of the raw result, which is `$` here.",
        Field::ResultPath => "Where the result goes in the input: `$` replaces it, `null` drops the result.",
        Field::Arguments => "What is passed on to the work of the state. Strings in `{% %}` are computed.",
        Field::Output => "What the state gives. `$states.result` is what its work came to.",
        Field::Assign => "Variables to be set when the state ends; all right sides are computed before any is set.",
        Field::Retry => {
            "What is tried again, how often and after which pause. The first retrier that names the error decides."
        }
        Field::Catch => {
            "Where to go on after an error that no retry got over. The first catcher that names it decides."
        }
        Field::Resource => "The ARN of what is called: a service's action, a function or an activity.",
        Field::Credentials => "The role that the call is made with.",
        Field::RoleArn => "The ARN of the role to be taken on.",
        Field::TimeoutSecondsPath => {
            "A path to the number of seconds after which the state fails with `States.Timeout`."
        }
        Field::HeartbeatSeconds => "The longest pause between two heartbeats; shorter than the timeout.",
        Field::HeartbeatSecondsPath => "A path to the longest pause between two heartbeats, in seconds.",
        Field::Seconds => "How long to wait.",
        Field::SecondsPath => "A path to the number of seconds to wait.",
        Field::Timestamp => "The moment to wait for, as in `2030-01-31T12:00:00Z`.",
        Field::TimestampPath => "A path to the moment to wait for.",
        Field::Choices => "Rules that are asked in order; the first that applies says which state is next.",
        Field::Default => "The state that follows where no rule applies. Without it that is `States.NoChoiceMatched`.",
        Field::Error => "The name of the error that the execution fails with.",
        Field::ErrorPath => "A path to the name of the error, or a call that makes it.",
        Field::Cause => "What went wrong, in words for a person.",
        Field::CausePath => "A path to what went wrong in words, or a call that makes them.",
        Field::Branches => {
            "State machines that run side by side, each with a copy of the input. The result is an array."
        }
        _ => return None,
    })
}

fn map(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::ItemProcessor => "The state machine that is run for each item.",
        Field::Iterator => "The older name of `ItemProcessor`.",
        Field::Items => "The array or object whose items are gone through.",
        Field::ItemsPath => "A path to the array whose items are gone through.",
        Field::ItemSelector => "Builds the input of each iteration. `$$.Map.Item.Value` is the item.",
        Field::ItemReader => "Reads the items of a distributed Map from S3.",
        Field::ItemBatcher => "Puts several items together into the input of one child workflow.",
        Field::ResultWriter => "Writes the results of the child workflows to S3.",
        Field::Label => "A name for this Map in the ARNs of its child workflows, of up to 40 characters.",
        Field::MaxConcurrency => "So many iterations run at a time; 0 sets no bound.",
        Field::MaxConcurrencyPath => "A path to the number of iterations that run at a time.",
        Field::ToleratedFailureCount => "So many items may fail before the whole Map does.",
        Field::ToleratedFailureCountPath => "A path to the number of items that may fail.",
        Field::ToleratedFailurePercentage => "This percentage of the items may fail before the whole Map does.",
        Field::ToleratedFailurePercentagePath => "A path to the percentage of items that may fail.",
        Field::ReaderConfig => "What kind of file is read, and how.",
        Field::InputType => "The kind of file: CSV, JSON, JSONL, PARQUET or MANIFEST.",
        Field::Transformation => "Whether what is listed is loaded as well.",
        Field::ManifestType => "Who wrote the manifest.",
        Field::CSVDelimiter => "What stands between two values of a line.",
        Field::CSVHeaderLocation => "Where the names of the columns are: in the FIRST_ROW, or GIVEN here.",
        Field::CSVHeaders => "The names of the columns, where they do not stand in the file.",
        Field::ItemsPointer => "A JSON Pointer to the array in the file.",
        Field::MaxItems => "No more items than this are read.",
        Field::MaxItemsPath => "A path to the greatest number of items.",
        Field::MaxItemsPerBatch => "So many items at most go into a batch.",
        Field::MaxItemsPerBatchPath => "A path to the greatest number of items of a batch.",
        Field::MaxInputBytesPerBatch => "So many bytes at most has the input of a batch.",
        Field::MaxInputBytesPerBatchPath => "A path to the greatest number of bytes of a batch.",
        Field::BatchInput => "What every batch gets beside its items.",
        Field::WriterConfig => "How results are written.",
        Field::OutputType => "JSON or JSONL.",
        _ => return None,
    })
}

fn handler(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::ErrorEquals => "The names of the errors that this is for. `States.ALL` stands alone, and last.",
        Field::IntervalSeconds => "The pause before the first try again; 1 where it is not given.",
        Field::MaxAttempts => "How often it is tried again; 3 where it is not given, 0 is never.",
        Field::BackoffRate => "What the pause is multiplied with each time; 2.0 where it is not given.",
        Field::MaxDelaySeconds => "No pause is longer than this.",
        Field::JitterStrategy => "FULL takes a random part of each pause, so that not all come back at once.",
        _ => return None,
    })
}

fn operator(field: Field) -> &'static str {
    match field {
        Field::Variable => "A path to what is compared.",
        Field::Condition => "An expression; the rule applies where it is true.",
        Field::And => "Applies where all of these do.",
        Field::Or => "Applies where one of these does.",
        Field::Not => "Applies where this does not.",
        Field::IsNull => "Is the value null?",
        Field::IsPresent => "Is there a value at all? Asked first, it keeps the other tests from failing.",
        Field::IsNumeric => "Is it a number?",
        Field::IsString => "Is it a string?",
        Field::IsBoolean => "Is it a boolean?",
        Field::IsTimestamp => "Is it a timestamp?",
        Field::StringMatches => "Compares with a pattern in which `*` stands for any characters.",
        _ if field.name().ends_with("Path") => {
            "Compares with the value that a path leads to; of any other kind, it does not apply."
        }
        _ => "Compares with this value; of any other kind, it does not apply.",
    }
}

/// What a type of state does.
pub const fn state_type(kind: StateType) -> &'static str {
    match kind {
        StateType::Task => "Calls a service, a function or an activity, and waits for what it answers.",
        StateType::Wait => "Waits for a time, or until a moment.",
        StateType::Pass => "Passes its input on, changed as you like.",
        StateType::Succeed => "Ends the execution, the branch or the iteration, and all is well.",
        StateType::Fail => "Ends the execution with an error.",
        StateType::Choice => "Goes on with one of several states, by rules about the data.",
        StateType::Parallel => "Runs branches side by side and waits for all of them.",
        StateType::Map => "Runs the same states for each item of an array.",
    }
}

/// Errors of the language itself.
pub const ERRORS: [(&str, &str); 17] = [
    ("States.ALL", "Any error but `States.Runtime` and `States.DataLimitExceeded`."),
    ("States.TaskFailed", "Any error of a task but a timeout."),
    ("States.Timeout", "The state took longer than `TimeoutSeconds`, or gave no heartbeat in time."),
    ("States.HeartbeatTimeout", "A task gave no heartbeat for `HeartbeatSeconds`."),
    ("States.Permissions", "The role of the state machine may not do what the task does."),
    ("States.DataLimitExceeded", "A payload is larger than 256 KiB. `States.ALL` does not catch it."),
    ("States.Runtime", "The execution can't go on: a path or payload template failed, say. Nothing catches it."),
    ("States.QueryEvaluationError", "An expression of JSONata failed, or gave what its field does not take."),
    ("States.ParameterPathFailure", "A path in a payload template found nothing."),
    ("States.ResultPathMatchFailure", "`ResultPath` names a place that the input can't have."),
    ("States.IntrinsicFailure", "A call of an intrinsic function failed."),
    ("States.NoChoiceMatched", "No rule of a Choice applied, and there is no `Default`."),
    ("States.BranchFailed", "A branch of a Parallel state failed."),
    ("States.ExceedToleratedFailureThreshold", "More items of a Map failed than it tolerates."),
    ("States.ItemReaderFailed", "The items of a distributed Map could not be read."),
    ("States.ResultWriterFailed", "The results of a distributed Map could not be written."),
    ("States.Http.Socket", "An HTTP task could not connect, or the connection broke."),
];

/// What an error of the language means; of an HTTP task, what its status says.
pub fn error(name: &str) -> Option<String> {
    if let Some((_, meaning)) = ERRORS.iter().find(|(known, _)| *known == name) {
        return Some((*meaning).to_owned());
    }
    let status = name.strip_prefix("States.Http.StatusCode.")?;
    let class = match status.bytes().next()? {
        b'4' => "the call itself is at fault; trying again rarely helps, but for 429",
        b'5' => "the server is at fault; trying again may help",
        _ => "the server answered otherwise than with success",
    };
    Some(format!("The endpoint answered with status {status}: {class}."))
}

/// What the data at a step is.
pub const fn step(name: StepName) -> &'static str {
    match name {
        StepName::Input => "input",
        StepName::AfterInputPath => "after `InputPath`",
        StepName::AfterParameters => "after `Parameters`",
        StepName::AfterArguments => "arguments",
        StepName::AfterItemsPointer => "after `ItemsPointer`",
        StepName::AfterItemsPath => "items",
        StepName::AfterItemSelector => "input of an iteration",
        StepName::AfterItemBatcher => "input of a batch",
        StepName::MaxConcurrency => "`MaxConcurrency`",
        StepName::ToleratedFailureCount => "`ToleratedFailureCount`",
        StepName::ToleratedFailurePercentage => "`ToleratedFailurePercentage`",
        StepName::Result => "result",
        StepName::AfterResultSelector => "after `ResultSelector`",
        StepName::AfterResultPath => "after `ResultPath`",
        StepName::Variables => "variables",
        StepName::Output => "output",
    }
}

/// What a member of the context object or of `$states` is, by the whole path to it.
pub fn member(path: &str) -> Option<&'static str> {
    Some(match path {
        "$states.input" => "The input of the state.",
        "$states.result" => "What the work of the state came to.",
        "$states.errorOutput" => "The error that was caught: `Error` and `Cause`.",
        "$states.context" => "The context object: the execution, the state, the item of a Map, the task token.",
        _ => return in_context(path.strip_prefix("$$.").or_else(|| path.strip_prefix("$states.context."))?),
    })
}

fn in_context(path: &str) -> Option<&'static str> {
    Some(match path {
        "Execution" => "The execution: its ARN, input, name, role and start.",
        "State" => "The state at hand: name, when it was entered, how often it was tried again.",
        "StateMachine" => "The state machine: its ARN and name.",
        "Task" => "The task: its token, where somebody is to give it back.",
        "Map" => "The item of the iteration at hand, and its index.",
        "Task.Token" => "What `SendTaskSuccess` and `SendTaskFailure` want, so that the task goes on.",
        "State.EnteredTime" => "When the state was entered.",
        "State.RetryCount" => "How often the state was tried again.",
        "Execution.StartTime" => "When the execution was started.",
        "Execution.RoleArn" => "The role of the state machine.",
        _ => return None,
    })
}
