//! The rules, and the analysis that the faces of asl-check (command line, language server) use.
//!
//! A rule is one file of code and one page beside it, both under `checks/` and named by the rule's id. [`Analysis`] runs
//! all of them over one tree. Invariants: an analysis never fails; one fault gives one report, what follows from it is
//! marked so; a rule is certain, or silent.

mod analysis;
mod arguments;
mod call;
mod checks;
pub mod config;
mod context;
mod diagnostic;
mod doubt;
pub mod fix;
pub mod given;
pub mod hosted;
pub mod insert;
mod jackson;
mod models;
mod raised;
mod rule;
mod schema;
mod selection;
mod suggest;
mod suppress;
mod trail;
pub mod validate;
mod violation;

pub use analysis::{Analysis, Memo, Options, Report, Workflow, is_unseen, visible};
pub use checks::RULES;
pub use config::{Config, Settings};
pub use context::{Context, Task};
pub use diagnostic::{Aws, AwsCode, Diagnostic, Finding, Place, Related};
pub use fix::{Edit, Fix};
pub use rule::{Category, Check, Rule, Severity, Stage};
pub use selection::{Selection, unknown_name};
pub use suggest::closest;
pub use violation::{IMPOSSIBLE_MOCK, RUN_RULES, TYPE_VIOLATION, seen_in_run};
