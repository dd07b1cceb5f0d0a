//! One rule, one file, one page. To add one, write both files: `build.rs` finds them.

/// What every rule needs.
mod prelude {
    pub(super) use crate::context::{is_expression, kind_of, show};
    pub(super) use crate::rule::found_elsewhere;
    pub(super) use crate::suggest::{closest, has_same_digits, list, theirs};
    pub(super) use crate::{AwsCode, Category, Context, Edit, Finding, Place, Report, Rule, Severity, Stage, Workflow};
    pub(super) use asl_semantics::{
        Body, Expression, Field, Object, ObjectKind, QueryLanguage, Role, Shape, StateId, StateType,
    };
    pub(super) use asl_syntax::{Kind, Node, Span, Str};
}

macro_rules! rules {
    ($($module:ident = $file:literal),* $(,)?) => {
        $(#[path = $file] mod $module;)*

        /// All rules, by id.
        pub static RULES: &[&crate::Rule] = &[$(&$module::RULE),*];
    };
}

// What several rules share.
mod computed_parameters;
mod http_encoding;
mod read_elsewhere;
mod written_text;

include!(concat!(env!("OUT_DIR"), "/rules.rs"));
every_rule!(rules);

/// What these tell, `hosted` finds out: it knows the file that a definition comes from.
pub(crate) mod of_hosts {
    pub(crate) use super::definition_not_read::RULE as DEFINITION_NOT_READ;
    pub(crate) use super::refused_reference::RULE as REFUSED_REFERENCE;
    pub(crate) use super::unfilled_placeholder::RULE as UNFILLED_PLACEHOLDER;
    pub(crate) use super::unused_substitution::RULE as UNUSED_SUBSTITUTION;
}

pub(crate) use unused_suppression::RULE as UNUSED_SUPPRESSION;
