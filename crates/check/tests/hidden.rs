//! What placeholders hide may be what is missed: nothing is told of that.

use asl_check_core::{Options, hosted};
use asl_hosts::NoFiles;
use asl_syntax::Source;
use std::path::Path;

fn told(text: &str) -> Vec<String> {
    told_of("a.asl.json", text)
}

fn told_of(name: &str, text: &str) -> Vec<String> {
    let content = asl_hosts::read(Path::new(name), Source::new(text), &NoFiles);
    let all = hosted::of_file(&content, &Options::default());
    all.iter().map(|d| format!("{}: {}", d.rule.id, d.message)).collect()
}

/// A definition of these states, of which `B` reads the variable `$x`.
fn reading(states: &str) -> String {
    let b = r#""B": {"Type": "Pass", "Parameters": {"v.$": "$x"}, "End": true}"#;
    format!("{{\"StartAt\": \"A\", \"States\": {{{states}, {b}}}}}")
}

#[test]
fn states_that_are_hidden_may_end_lead_on_and_exist() {
    for text in [
        r#"{"StartAt": "A", "States": ${States}}"#,
        r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "U"}, "U": ${U}}}"#,
        r#"{"StartAt": "U", "States": {"U": ${U}, "B": {"Type": "Succeed"}}}"#,
        r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true}, ${More}}}"#,
        r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"} ${More} }}"#,
        r#"{"StartAt": "A", "States": {"A": {"Type": "Map", "ItemProcessor": {"StartAt": "X", "States": ${S}}, "End": true}}}"#,
        r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "End": true ${comma} "Comment": "c" ${comma} "Result": 1}}}"#,
        r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", ${Where}}, "B": {"Type": "Succeed"}}}"#,
        r#"{"StartAt": "A", "States": {"A": {"Type": "Wait", "${Kind}": 5, "Next": "B"}, "B": {"Type": "Succeed"}}}"#,
    ] {
        assert_eq!(told(text), [""; 0], "{text}");
    }
}

#[test]
fn variables_may_be_assigned_by_what_is_hidden() {
    for states in [
        r#""A": {"Type": "Pass", "Assign": ${As}, "Next": "B"}"#,
        r#""A": {"Type": "Pass", "Assign": {"${n}": 1}, "Next": "B"}"#,
        r#""A": {"Type": "Pass", "${k}": {"x": 1}, "Next": "B"}"#,
        r#""A": {"Type": "Pass", "Next": "U"}, "U": ${U}"#,
        r#""A": {"Type": "Choice", "Choices": [${Rule}], "Default": "B"}"#,
    ] {
        assert_eq!(told(&reading(states)), [""; 0], "{states}");
    }
    // A value that is hidden belongs to a variable whose name is known.
    let told = told(&reading(r#""A": {"Type": "Pass", "Assign": {"y": ${y}}, "Next": "B"}"#));
    assert!(told.contains(&"unassigned-variable: `B` reads the variable `$x`, which nothing assigns".to_owned()));
}

#[test]
fn a_variable_may_have_the_name_of_a_function() {
    let text = r#"{"QueryLanguage": "JSONata", "StartAt": "A", "States": {
        "A": {"Type": "Pass", "Assign": {"count": 0, "sum": 1}, "Next": "B"},
        "B": {"Type": "Succeed", "Output": "{% $string($count) %}"}}}"#;
    assert_eq!(told(text), ["unused-variable: the variable `$sum` is assigned and never read"]);
}

#[test]
fn what_is_put_in_the_place_of_members_is_no_name() {
    let template = |substitutions: &str| {
        format!(
            "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      \
             DefinitionSubstitutions: {{{substitutions}}}\n      \
             DefinitionString: '{{\"StartAt\": \"A\", \"States\": {{\"A\": {{\"Type\": \"Pass\", \"End\": true ${{More}} }}}}}}'\n"
        )
    };
    for more in ["More: ''", "More: x", "More: ', \"Comment\": \"c\"'"] {
        assert_eq!(told_of("t.yaml", &template(more)), [""; 0], "{more}");
    }
    assert_eq!(
        told_of("t.yaml", &template("")),
        ["unfilled-placeholder: nothing fills `${More}`: DefinitionSubstitutions of `M` has no `More`"]
    );
}
