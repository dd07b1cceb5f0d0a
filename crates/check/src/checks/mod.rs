//! One rule, one file, one page. To add one: write both files, and name it here.

/// What every rule needs.
mod prelude {
    pub(super) use crate::context::{kind_of, show};
    pub(super) use crate::suggest::{closest, list};
    pub(super) use crate::{AwsCode, Category, Context, Edit, Finding, Place, Report, Rule, Severity, Stage, Workflow};
    pub(super) use asl_semantics::{
        Body, Expression, Field, Object, ObjectKind, QueryLanguage, Role, Shape, StateId, StateType,
    };
    pub(super) use asl_syntax::{Kind, Node, Span, Str};
}

macro_rules! rules {
    ($($module:ident = $file:literal),* $(,)?) => {
        $(#[path = $file] mod $module;)*

        /// All rules, in the order in which they run.
        pub static RULES: &[&crate::Rule] = &[$(&$module::RULE),*];
    };
}

mod computed_parameters;
mod http_encoding;

rules! {
    syntax_error = "syntax-error.rs",
    not_an_object = "not-an-object.rs",
    duplicate_key = "duplicate-key.rs",
    ambiguous_scalar = "ambiguous-scalar.rs",
    unknown_field = "unknown-field.rs",
    missing_field = "missing-field.rs",
    exclusive_fields = "exclusive-fields.rs",
    wrong_type = "wrong-type.rs",
    out_of_range = "out-of-range.rs",
    unknown_value = "unknown-value.rs",
    empty_value = "empty-value.rs",
    wrong_query_language = "wrong-query-language.rs",
    query_language_downgrade = "query-language-downgrade.rs",
    state_name_too_long = "state-name-too-long.rs",
    duplicate_state_name = "duplicate-state-name.rs",
    dangling_transition = "dangling-transition.rs",
    unreachable_state = "unreachable-state.rs",
    no_terminal_state = "no-terminal-state.rs",
    endless_loop = "endless-loop.rs",
    choice_rule_condition = "choice-rule-condition.rs",
    invalid_timestamp = "invalid-timestamp.rs",
    states_all_placement = "states-all-placement.rs",
    unknown_error_name = "unknown-error-name.rs",
    retry_delay_limit = "retry-delay-limit.rs",
    heartbeat_not_below_timeout = "heartbeat-not-below-timeout.rs",
    invalid_path = "invalid-path.rs",
    not_a_reference_path = "not-a-reference-path.rs",
    invalid_template_value = "invalid-template-value.rs",
    duplicate_template_key = "duplicate-template-key.rs",
    jsonata_delimiters = "jsonata-delimiters.rs",
    jsonata_syntax = "jsonata-syntax.rs",
    states_member_out_of_place = "states-member-out-of-place.rs",
    variable_name = "variable-name.rs",
    variable_of_outer_scope = "variable-of-outer-scope.rs",
    distributed_map = "distributed-map.rs",
    item_reader = "item-reader.rs",
    map_label = "map-label.rs",
    invalid_resource = "invalid-resource.rs",
    unknown_integration = "unknown-integration.rs",
    missing_parameter = "missing-parameter.rs",
    unknown_parameter = "unknown-parameter.rs",
    credentials_unsupported = "credentials-unsupported.rs",
    express_unsupported = "express-unsupported.rs",
    doubtful_action = "doubtful-action.rs",
    wrong_parameter_type = "wrong-parameter-type.rs",
    unknown_parameter_value = "unknown-parameter-value.rs",
    invalid_request = "invalid-request.rs",
    bedrock_model = "bedrock-model.rs",
    bedrock_body = "bedrock-body.rs",
    bedrock_request = "bedrock-request.rs",
    aging_model = "aging-model.rs",
    http_task = "http-task.rs",
    task_token_not_passed = "task-token-not-passed.rs",
    wait_without_timeout = "wait-without-timeout.rs",
    shadowed_handler = "shadowed-handler.rs",
    path_not_found = "path-not-found.rs",
    path_without_suffix = "path-without-suffix.rs",
    wrong_value_type = "wrong-value-type.rs",
    unassigned_variable = "unassigned-variable.rs",
    unknown_function = "unknown-function.rs",
    wrong_arguments = "wrong-arguments.rs",
    expression_gives_nothing = "expression-gives-nothing.rs",
    never_true = "never-true.rs",
    contradictory_input = "contradictory-input.rs",
    unproven_data = "unproven-data.rs",
    growing_payload = "growing-payload.rs",
    dead_branch = "dead-branch.rs",
    unused_variable = "unused-variable.rs",
    unused_result = "unused-result.rs",
    unhandled_error = "unhandled-error.rs",
    throttling_not_retried = "throttling-not-retried.rs",
    repeated_post = "repeated-post.rs",
    unused_suppression = "unused-suppression.rs",
    unfilled_placeholder = "unfilled-placeholder.rs",
    unused_substitution = "unused-substitution.rs",
    refused_reference = "refused-reference.rs",
    definition_not_read = "definition-not-read.rs",
}

/// What these tell, `hosted` finds out: it knows the file that a definition comes from.
pub(crate) mod of_hosts {
    pub(crate) use super::definition_not_read::RULE as DEFINITION_NOT_READ;
    pub(crate) use super::refused_reference::RULE as REFUSED_REFERENCE;
    pub(crate) use super::unfilled_placeholder::RULE as UNFILLED_PLACEHOLDER;
    pub(crate) use super::unused_substitution::RULE as UNUSED_SUBSTITUTION;
}

pub(crate) use unused_suppression::RULE as UNUSED_SUPPRESSION;
