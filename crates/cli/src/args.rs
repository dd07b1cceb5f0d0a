//! Commands and flags, as scripts may rely on them.

use asl_check_core::{Severity, Workflow};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

pub(crate) const EXAMPLES: &str = "\
Examples:
  asl-check .                            every definition and template below here
  asl-check check --type express a.asl.json
  asl-check check --format json . | jq '.files[].diagnostics[].message'
  asl-check check --format sarif . > asl-check.sarif
  cat a.asl.json | asl-check check - --stdin-filename a.asl.json
  asl-check eval '$.orders[?(@.total > 9)].id' --input @event.json
  asl-check explain dangling-transition";

const RUN_EXAMPLES: &str = "\
Examples:
  asl-check run order.asl.json --input @event.json --mocks mocks.json
  asl-check run order.asl.json --mocks history.json --format history
  asl-check run order.asl.json --mocks MockConfigFile.json --test-case HappyPath
  asl-check run order.asl.json --live http --allow api.example.com --connections connections.json";

const TEST_STATE_EXAMPLES: &str = "\
Examples:
  asl-check test-state --request fixtures/test-state/charge.json
  jq '{definition: tojson, stateName: \"Charge\", mock: {result: \"{}\"}}' order.asl.json | asl-check test-state --request -";

const TYPES_EXAMPLES: &str = "\
Examples:
  asl-check types order.asl.json
  asl-check types order.asl.json --input event.json
  asl-check types order.asl.json --input-schema > order.schema.json   what it requires of its input
  asl-check types order.asl.json --format json | jq '.states.Charge.errors'";

const GRAPH_EXAMPLES: &str = "\
Examples:
  asl-check graph order.asl.json > order.svg
  asl-check graph order.asl.json --format mermaid          for a page in Markdown
  asl-check run order.asl.json --format history > history.json; asl-check graph order.asl.json --history history.json";

const CATALOGUE_EXAMPLES: &str = "\
Examples:
  asl-check catalogue                      all services
  asl-check catalogue s3                   the actions of a service
  asl-check catalogue sqs.sendMessage      what an action takes, gives and raises
  asl-check catalogue arn:aws:states:::aws-sdk:s3:getObject --format json";

const INIT_EXAMPLES: &str = "\
Examples:
  asl-check init                           asl-check.toml, whose keys are explained in it
  asl-check init --pre-commit --github     a hook of pre-commit, and a workflow of GitHub Actions
  asl-check init --gitlab service          for the project in the folder `service`";

const EVAL_EXAMPLES: &str = "\
Examples:
  asl-check eval '$.a.b' --input '{\"a\": {\"b\": 1}}'
  asl-check eval \"States.Format('{} is {}', $.name, \\$age)\" --input @event.json --variables '{\"age\": 7}'
  asl-check eval '{% $sum($states.input.prices) %}' --input '{\"prices\": [1, 2]}'
  asl-check eval '{\"id.$\": \"$.id\", \"at.$\": \"$$.Execution.StartTime\"}' --input @event.json --context @context.json
  asl-check eval --lines < requests.jsonl";

/// Checks Amazon States Language definitions before AWS does.
#[derive(Debug, Parser)]
#[command(name = "asl-check", version, about, after_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) check: CheckArgs,
}

#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant, reason = "there is one in a process")]
pub(crate) enum Command {
    /// Check files and folders (also without this word)
    #[command(after_help = EXAMPLES)]
    Check(CheckArgs),
    /// Print what AWS's `ValidateStateMachineDefinition` answers
    Validate(ValidateArgs),
    /// Evaluate a path, an intrinsic function, a JSONata expression or a payload template
    #[command(after_help = EVAL_EXAMPLES)]
    Eval(EvalArgs),
    /// Run a definition with mocked tasks, under a virtual clock
    #[command(after_help = RUN_EXAMPLES)]
    Run(RunArgs),
    /// Test one state by itself: print what AWS's `TestState` answers
    #[command(after_help = TEST_STATE_EXAMPLES)]
    TestState(TestStateArgs),
    /// Tell what data flows through a definition: the type at each step of each state, and which errors there may be
    #[command(after_help = TYPES_EXAMPLES)]
    Types(TypesArgs),
    /// Draw a definition: its states, what leads where, and how an execution went through it
    #[command(after_help = GRAPH_EXAMPLES)]
    Graph(GraphArgs),
    /// Print what is known of a service or an action: parameters, results, errors
    #[command(after_help = CATALOGUE_EXAMPLES)]
    Catalogue(CatalogueArgs),
    /// Write a config file, a hook of pre-commit or a workflow for CI
    #[command(after_help = INIT_EXAMPLES)]
    Init(InitArgs),
    /// Print the page of a rule
    Explain(ExplainArgs),
    /// Speak the Language Server Protocol on standard input and output, to an editor
    Lsp(LspArgs),
    /// Print what a shell needs to complete commands and flags
    Completions(CompletionsArgs),
    /// Print the manual page
    Man(ManArgs),
}

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "flags are")]
pub(crate) struct CheckArgs {
    /// Files, folders (walked; .gitignore is respected), or - for standard input
    #[arg(value_name = "PATHS")]
    pub(crate) paths: Vec<PathBuf>,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Workflow type, over what the config file says [default: standard]
    #[arg(long = "type", value_enum)]
    pub(crate) workflow: Option<WorkflowArg>,
    /// An example of what executions are started with: its type counts
    #[arg(long, value_name = "FILE", conflicts_with = "input_schema")]
    pub(crate) input: Option<String>,
    /// A JSON Schema of what executions are started with
    #[arg(long, value_name = "FILE")]
    pub(crate) input_schema: Option<PathBuf>,
    /// Only these rules, categories or stages
    #[arg(long, value_name = "R,…", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Not these rules, categories or stages
    #[arg(long, value_name = "R,…", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// The least severity that makes the exit code 1 [default: error]
    #[arg(long, value_enum)]
    pub(crate) fail_on: Option<FailOn>,
    /// Report also what may fail only because nobody says what the data is
    #[arg(long)]
    pub(crate) strict: bool,
    /// The day that decides which models have ended [default: the catalogue's own]
    #[arg(long, value_name = "DATE")]
    pub(crate) now: Option<String>,
    /// Report only what this file does not hold
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write what is found now into the baseline
    #[arg(long, requires = "baseline")]
    pub(crate) update_baseline: bool,
    /// Apply the safe fixes
    #[arg(long, conflicts_with = "diff")]
    pub(crate) fix: bool,
    /// Print the safe fixes as a unified diff; exit code 1 if there are any
    #[arg(long)]
    pub(crate) diff: bool,
    /// The config file [default: the nearest asl-check.toml upwards]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// What standard input is called
    #[arg(long, value_name = "NAME", default_value = "stdin")]
    pub(crate) stdin_filename: PathBuf,
    /// Print the rules, one a line: id, category, stage, severity, summary
    #[arg(long)]
    pub(crate) list_rules: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value_t)]
    pub(crate) color: Color,
}

#[derive(Debug, Args)]
pub(crate) struct ValidateArgs {
    /// A definition, or - for standard input
    pub(crate) file: PathBuf,
    /// Workflow type
    #[arg(long = "type", value_enum, default_value_t)]
    pub(crate) workflow: WorkflowArg,
}

#[derive(Debug, Args)]
pub(crate) struct TypesArgs {
    /// A definition, a file that declares some, or - for standard input
    pub(crate) file: PathBuf,
    /// Which state machine, where the file declares several
    #[arg(long, value_name = "NAME")]
    pub(crate) machine: Option<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TypesFormat,
    /// Print a JSON Schema of what the workflow requires of its input
    #[arg(long, conflicts_with_all = ["format", "output_schema"])]
    pub(crate) input_schema: bool,
    /// Print a JSON Schema of what it gives
    #[arg(long, conflicts_with = "format")]
    pub(crate) output_schema: bool,
    /// An example of what executions are started with: its type counts
    #[arg(long, value_name = "FILE|JSON", conflicts_with = "assume_schema")]
    pub(crate) input: Option<String>,
    /// A JSON Schema of what executions are started with
    #[arg(long, value_name = "FILE")]
    pub(crate) assume_schema: Option<PathBuf>,
    /// The config file, which may name either [default: the nearest asl-check.toml upwards]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Workflow type, over what the config file says [default: standard]
    #[arg(long = "type", value_enum)]
    pub(crate) workflow: Option<WorkflowArg>,
    /// When to use colour
    #[arg(long, value_enum, default_value_t)]
    pub(crate) color: Color,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TypesFormat {
    /// A page for people
    #[default]
    Text,
    /// One object for scripts, with types as text
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct GraphArgs {
    /// A definition, a file that declares some, or - for standard input
    pub(crate) file: PathBuf,
    /// Which state machine, where the file declares several
    #[arg(long, value_name = "NAME")]
    pub(crate) machine: Option<String>,
    /// How it is drawn
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: GraphFormat,
    /// The history of an execution, as AWS or `run --format history` gives it: it colours the states
    #[arg(long, value_name = "FILE")]
    pub(crate) history: Option<PathBuf>,
    /// What standard input is called
    #[arg(long, value_name = "NAME", default_value = "stdin")]
    pub(crate) stdin_filename: PathBuf,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// A picture, with the place of every state for who clicks on it
    #[default]
    Svg,
    /// A flowchart of Mermaid
    Mermaid,
    /// A graph for Graphviz
    Dot,
}

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

#[derive(Debug, Args)]
pub(crate) struct TestStateArgs {
    /// The JSON of a request: definition, stateName, input, mock, context …; - for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) request: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct CatalogueArgs {
    /// A service as it stands in a resource, or one of its actions behind a dot; a resource as a whole [default: all]
    #[arg(value_name = "SERVICE[.ACTION]")]
    pub(crate) name: Option<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: CatalogueFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CatalogueFormat {
    /// A page for people
    #[default]
    Text,
    /// One object for scripts
    Json,
}

#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "flags are")]
pub(crate) struct InitArgs {
    /// The folder of the project
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,
    /// Write asl-check.toml; so does no flag at all
    #[arg(long)]
    pub(crate) config_file: bool,
    /// Write .pre-commit-config.yaml, or add to it if that is safe, else print what to add
    #[arg(long)]
    pub(crate) pre_commit: bool,
    /// Write .github/workflows/asl-check.yml
    #[arg(long)]
    pub(crate) github: bool,
    /// Write .gitlab-ci.yml, or print what to add to it
    #[arg(long)]
    pub(crate) gitlab: bool,
    /// Write over a config file or workflow that is there
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The id of a rule; `asl-check check --list-rules` shows all
    pub(crate) rule: String,
}

#[derive(Debug, Args)]
pub(crate) struct LspArgs {
    /// What many editors say to every server; there is no other way here
    #[arg(long, hide = true)]
    stdio: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// As Markdown, which the book shows
    #[arg(long)]
    pub(crate) markdown: bool,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Format {
    /// Reports for people
    #[default]
    Text,
    /// One object for scripts
    Json,
    /// SARIF 2.1.0, for GitHub code scanning and editors
    Sarif,
    /// Workflow commands: annotations of GitHub Actions
    Github,
    /// A test report, for Jenkins and most other CI systems
    Junit,
    /// A Code Quality report of GitLab
    Gitlab,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum WorkflowArg {
    #[default]
    Standard,
    Express,
}

impl From<WorkflowArg> for Workflow {
    fn from(arg: WorkflowArg) -> Self {
        match arg {
            WorkflowArg::Standard => Self::Standard,
            WorkflowArg::Express => Self::Express,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum FailOn {
    Error,
    Warning,
    Note,
}

impl From<FailOn> for Severity {
    fn from(arg: FailOn) -> Self {
        match arg {
            FailOn::Error => Self::Error,
            FailOn::Warning => Self::Warning,
            FailOn::Note => Self::Note,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}
