//! What a rule is: its name, its page, its check.

use crate::{Context, Report};
use std::fmt;

/// The code of a rule: what it looks at, and where it tells what it finds.
pub type Check = for<'a, 't> fn(&Context<'a, 't>, &mut Report<'t>);

/// The check of a rule whose faults are not seen in a definition by itself: a template, a comment or a run shows them.
pub(crate) fn found_elsewhere(_: &Context<'_, '_>, _: &mut Report<'_>) {}

/// A rule: one fault that is looked for, one file of code, one page.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case; the stem of its files.
    pub id: &'static str,
    /// What part of the language it is about.
    pub category: Category,
    /// When the fault bites.
    pub stage: Stage,
    /// How much its findings weigh: an error is certain, a warning possible.
    pub severity: Severity,
    /// Its page in Markdown: what, why, a failing example, the repaired one.
    pub page: &'static str,
    /// Looks for the fault.
    pub check: Check,
}

impl Rule {
    /// The first line below the title of its page: one sentence.
    pub fn summary(&self) -> &'static str {
        let mut lines = self.page.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
        lines.next().unwrap_or_default()
    }

    /// Where its page lies in the repository.
    pub fn url(&self) -> String {
        format!("crates/check/src/checks/{}.md", self.id)
    }
}

/// When a fault bites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// AWS refuses the definition.
    Deploy,
    /// An execution that gets there fails or misbehaves.
    Run,
    /// Works, but could be better.
    Advice,
}

/// What part of the language a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Category {
    /// JSON and YAML.
    Syntax,
    /// Fields and their values.
    Fields,
    /// Names and transitions.
    Graph,
    /// Choice rules.
    Choice,
    /// Retriers and catchers.
    Errors,
    /// Paths, payload templates, intrinsic functions, `JSONata`.
    Expressions,
    /// Variables.
    Variables,
    /// What flows from state to state.
    DataFlow,
    /// Map states.
    Map,
    /// Task resources and their parameters.
    Integrations,
    /// Templates that definitions stand in, or are named by.
    Hosts,
    /// Comments that ask not to be told.
    Suppressions,
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// It will fail.
    Error,
    /// It may fail.
    Warning,
    /// It could be better.
    Note,
}

macro_rules! named {
    ($type:ty { $($variant:ident = $name:literal),* $(,)? }) => {
        impl $type {
            /// All, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// As it is written on the command line and in reports.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

named!(Stage { Deploy = "deploy", Run = "run", Advice = "advice" });
named!(Severity { Error = "error", Warning = "warning", Note = "note" });
named!(Category {
    Syntax = "syntax",
    Fields = "fields",
    Graph = "graph",
    Choice = "choice",
    Errors = "errors",
    Expressions = "expressions",
    Variables = "variables",
    DataFlow = "data-flow",
    Map = "map",
    Integrations = "integrations",
    Hosts = "hosts",
    Suppressions = "suppressions",
});
