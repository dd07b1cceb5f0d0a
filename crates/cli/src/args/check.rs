//! `check` and `validate`: what is wrong.

use super::{Color, WorkflowArg};
use asl_check_core::Severity;
use clap::{Args, ValueEnum};
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

#[derive(Debug, Args)]
pub(crate) struct ValidateArgs {
    /// A definition, or - for standard input
    pub(crate) file: PathBuf,
    /// Workflow type
    #[arg(long = "type", value_enum, default_value_t)]
    pub(crate) workflow: WorkflowArg,
}
