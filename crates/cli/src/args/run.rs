//! `run`, `test-state` and `eval`: what happens.

use super::{Color, WorkflowArg};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

pub(super) const RUN_EXAMPLES: &str = "\
Examples:
  asl-check run order.asl.json --input @event.json --mocks mocks.json
  asl-check run order.asl.json --mocks history.json --format history
  asl-check run order.asl.json --mocks MockConfigFile.json --test-case HappyPath
  asl-check run order.asl.json --live http --allow api.example.com --connections connections.json";

pub(super) const TEST_STATE_EXAMPLES: &str = "\
Examples:
  asl-check test-state --request fixtures/test-state/charge.json
  jq '{definition: tojson, stateName: \"Charge\", mock: {result: \"{}\"}}' order.asl.json | asl-check test-state --request -";

pub(super) const EVAL_EXAMPLES: &str = "\
Examples:
  asl-check eval '$.a.b' --input '{\"a\": {\"b\": 1}}'
  asl-check eval \"States.Format('{} is {}', $.name, \\$age)\" --input @event.json --variables '{\"age\": 7}'
  asl-check eval '{% $sum($states.input.prices) %}' --input '{\"prices\": [1, 2]}'
  asl-check eval '{\"id.$\": \"$.id\", \"at.$\": \"$$.Execution.StartTime\"}' --input @event.json --context @context.json
  asl-check eval --lines < requests.jsonl";

#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// A definition
    pub(crate) file: PathBuf,
    /// What the execution is started with
    #[arg(long, value_name = "JSON|@FILE|-", default_value = "{}")]
    pub(crate) input: String,
    /// What tasks answer: a MockConfigFile.json, a history of AWS, or answers by state
    #[arg(long, value_name = "FILE")]
    pub(crate) mocks: Option<PathBuf>,
    /// Go on with the failed execution of this history, as `RedriveExecution` does
    #[arg(long, value_name = "HISTORY", conflicts_with = "input")]
    pub(crate) redrive: Option<PathBuf>,
    /// Which state machine, where the file declares several; also that of a mock file
    #[arg(long, value_name = "NAME")]
    pub(crate) machine: Option<String>,
    /// The test case of a mock file
    #[arg(long, value_name = "NAME", requires = "mocks")]
    pub(crate) test_case: Option<String>,
    /// Definitions that tasks may start with `startExecution`, named after their files
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) machines: Vec<PathBuf>,
    /// A folder that stands for S3: `DIR/bucket/key` is read by an `ItemReader` and written by a `ResultWriter`
    #[arg(long, value_name = "DIR")]
    pub(crate) s3: Option<PathBuf>,
    /// Workflow type
    #[arg(long = "type", value_enum, default_value_t)]
    pub(crate) workflow: WorkflowArg,
    /// How the run is printed
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: RunFormat,
    /// Decides ids, random numbers and jitter
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
    /// When it starts [default: as the history says, else 2026-01-01T00:00:00Z]
    #[arg(long, value_name = "TIME")]
    pub(crate) now: Option<String>,
    /// In ARNs and events
    #[arg(long, value_name = "REGION", default_value = "us-east-1")]
    pub(crate) region: String,
    /// In ARNs
    #[arg(long, value_name = "ID", default_value = "111111111111")]
    pub(crate) account: String,
    /// Of the execution [default: a made-up one]
    #[arg(long, value_name = "ARN")]
    pub(crate) role_arn: Option<String>,
    /// Of the execution [default: from the seed]
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Hold every value against the type inferred for its place; one that is not of it makes the exit code 1
    #[arg(long)]
    pub(crate) check_types: bool,
    /// With --check-types: the config file, which may declare the input [default: the nearest asl-check.toml upwards]
    #[arg(long, value_name = "FILE", requires = "check_types")]
    pub(crate) config: Option<PathBuf>,
    /// Do these for real [default: nothing is]
    #[arg(long, value_enum, value_name = "WHAT,…", value_delimiter = ',')]
    pub(crate) live: Vec<Live>,
    #[command(flatten)]
    pub(crate) http: HttpArgs,
    /// When to use colour
    #[arg(long, value_enum, default_value_t)]
    pub(crate) color: Color,
}

/// What may be done for real.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Live {
    /// Programs that a mock file names
    Command,
    /// HTTP tasks, by requests to hosts that `--allow` names
    Http,
}

#[derive(Debug, Args)]
pub(crate) struct HttpArgs {
    /// A host that HTTP tasks and their connections may call; without TLS only as http://127.0.0.1:PORT
    #[arg(long, value_name = "HOST[:PORT]", requires = "live")]
    pub(crate) allow: Vec<String>,
    /// Connections of HTTP tasks by ARN or name, as `CreateConnection` takes them; a secret may be {"env": "NAME"}
    #[arg(long, value_name = "FILE", requires = "live")]
    pub(crate) connections: Option<PathBuf>,
    /// PEM certificates to trust besides those that this machine trusts
    #[arg(long, value_name = "FILE", requires = "live")]
    pub(crate) ca: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum RunFormat {
    /// A timeline for people
    #[default]
    Text,
    /// Status, output, error and cause
    Json,
    /// The same with events as `GetExecutionHistory` gives them
    History,
}

#[derive(Debug, Args)]
pub(crate) struct TestStateArgs {
    /// The JSON of a request: definition, stateName, input, mock, context …; - for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) request: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct EvalArgs {
    /// `{% … %}` JSONata, `$…` a path, `States.…(…)` an intrinsic function, `{…}` a payload template
    #[arg(required_unless_present = "lines", conflicts_with = "lines")]
    pub(crate) expression: Option<String>,
    /// What `$` stands for, and `$states.input`
    #[arg(long, value_name = "JSON|@FILE", default_value = "{}", conflicts_with = "lines")]
    pub(crate) input: String,
    /// What `$$` stands for, and `$states.context`
    #[arg(long, value_name = "JSON|@FILE", default_value = "{}", conflicts_with = "lines")]
    pub(crate) context: String,
    /// An object of variables; in JSONata also `states`
    #[arg(long, value_name = "JSON|@FILE", default_value = "{}", conflicts_with = "lines")]
    pub(crate) variables: String,
    /// Read one request a line, `{"expr": …, "input": …, "context": …, "variables": …}`, and answer one line each
    #[arg(long)]
    pub(crate) lines: bool,
    /// How the value is printed
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: EvalFormat,
    /// Decides random numbers and UUIDs
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum EvalFormat {
    /// The value as JSON; errors for people
    #[default]
    Text,
    /// An object: `value`, `undefined`, or `error` with `message` and `range`
    Json,
}
