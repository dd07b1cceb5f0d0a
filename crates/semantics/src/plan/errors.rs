//! The errors that the language itself knows, and which of them a list of names takes.

/// The error that nothing catches.
pub const RUNTIME: &str = "States.Runtime";
/// An expression of JSONata failed.
pub const QUERY: &str = "States.QueryEvaluationError";
/// A task or an execution took too long, or gave no heartbeat.
pub const TIMEOUT: &str = "States.Timeout";
/// A payload is larger than 256 KiB.
pub const DATA_LIMIT: &str = "States.DataLimitExceeded";
/// The items of a distributed Map can't be read.
pub const ITEM_READER_FAILED: &str = "States.ItemReaderFailed";
/// The results of a distributed Map can't be written.
pub const RESULT_WRITER_FAILED: &str = "States.ResultWriterFailed";
/// More items of a Map failed than it tolerates.
pub const THRESHOLD_EXCEEDED: &str = "States.ExceedToleratedFailureThreshold";
/// Stands for all errors but `States.Runtime`.
pub const ALL: &str = "States.ALL";
/// Stands for all of those but a timeout.
pub const TASK_FAILED: &str = "States.TaskFailed";

/// Does an `ErrorEquals` of these names take an error?
pub fn is_named(error: &str, list: &[&str]) -> bool {
    error != RUNTIME
        && list.iter().any(|name| match *name {
            ALL => true,
            TASK_FAILED => error != TIMEOUT,
            name => name == error,
        })
}
