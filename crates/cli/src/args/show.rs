//! `types`, `graph` and `catalogue`: what is known.

use super::{Color, WorkflowArg};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

pub(super) const TYPES_EXAMPLES: &str = "\
Examples:
  asl-check types order.asl.json
  asl-check types order.asl.json --input event.json
  asl-check types order.asl.json --input-schema > order.schema.json   what it requires of its input
  asl-check types order.asl.json --format json | jq '.states.Charge.errors'";

pub(super) const GRAPH_EXAMPLES: &str = "\
Examples:
  asl-check graph order.asl.json > order.svg
  asl-check graph order.asl.json --format mermaid          for a page in Markdown
  asl-check run order.asl.json --format history > history.json; asl-check graph order.asl.json --history history.json";

pub(super) const CATALOGUE_EXAMPLES: &str = "\
Examples:
  asl-check catalogue                      all services
  asl-check catalogue s3                   the actions of a service
  asl-check catalogue sqs.sendMessage      what an action takes, gives and raises
  asl-check catalogue arn:aws:states:::aws-sdk:s3:getObject --format json";

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
