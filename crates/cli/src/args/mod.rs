//! Commands and flags, as scripts may rely on them.

mod check;
mod run;
mod show;

pub(crate) use check::{CheckArgs, EXAMPLES, Format, ValidateArgs};
pub(crate) use run::{EvalArgs, EvalFormat, Live, RunArgs, RunFormat, TestStateArgs};
pub(crate) use show::{CatalogueArgs, CatalogueFormat, GraphArgs, GraphFormat, TypesArgs, TypesFormat};

use asl_check_core::Workflow;
use clap::{Args, Parser, Subcommand, ValueEnum};
use run::{EVAL_EXAMPLES, RUN_EXAMPLES, TEST_STATE_EXAMPLES};
use show::{CATALOGUE_EXAMPLES, GRAPH_EXAMPLES, TYPES_EXAMPLES};
use std::path::PathBuf;

const INIT_EXAMPLES: &str = "\
Examples:
  asl-check init                           asl-check.toml, whose keys are explained in it
  asl-check init --pre-commit --github     a hook of pre-commit, and a workflow of GitHub Actions
  asl-check init --gitlab service          for the project in the folder `service`";

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

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}
