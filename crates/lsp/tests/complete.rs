//! What is offered where.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops where its data is broken")]

mod marked;

use asl_lsp::complete::plain;
use marked::{items, labels, marked, taken};

const JSON: &str = "a.asl.json";
const YAML: &str = "a.asl.yaml";

/// A definition of JSONPath whose state `B` has these members; `A` gives `{x: {y: 1}}`.
fn with_b(members: &str) -> String {
    format!(
        "{{\n \"StartAt\": \"A\",\n \"States\": {{\n  \"A\": {{\"Type\": \"Pass\", \"Result\": {{\"x\": {{\"y z\": 1}}}}, \
         \"Assign\": {{\"v\": true}}, \"Next\": \"B\"}},\n  \"B\": {{\n   {members}\n  }}\n }}\n}}\n"
    )
}

#[test]
fn states_in_scope_are_offered_at_transitions() {
    let nested = |inner: &str, next: &str| {
        format!(
            "{{\"StartAt\": \"A\", \"States\": {{\"A\": {{\"Type\": \"Map\", \"ItemProcessor\": {{\"StartAt\": \"{inner}\", \
             \"States\": {{\"I\": {{\"Type\": \"Pass\", \"End\": true}}}}}}, \"Next\": \"{next}\"}}, \"B\": {{\"Type\": \"Succeed\"}}}}}}"
        )
    };
    assert_eq!(labels(JSON, &nested("I", "¦")), ["A", "B"]);
    assert_eq!(labels(JSON, &nested("¦", "B")), ["I"]);
    for half_typed in [
        "\"Type\": \"Pass\", \"Next\": ¦",
        "\"Type\": \"Pass\", \"Next\": \"¦",
        "\"Type\": \"Choice\", \"Default\": \"A¦\"",
    ] {
        assert_eq!(labels(JSON, &with_b(half_typed)), ["A", "B"], "{half_typed}");
    }
    assert_eq!(labels(YAML, "StartAt: ¦\nStates:\n  A:\n    Type: Succeed\n"), ["A"]);
    assert_eq!(
        labels(YAML, "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Next: ¦\n  B: {Type: Succeed}\n"),
        ["A", "B"]
    );
}

#[test]
fn fields_are_those_of_the_type_and_the_language() {
    let pass = labels(JSON, &with_b("\"Type\": \"Pass\",\n   ¦"));
    assert_eq!(pass[..2], ["Next", "End"]);
    assert!(pass.contains(&"ResultPath".to_owned()) && !pass.contains(&"Resource".to_owned()), "{pass:?}");
    let jsonata = labels(JSON, &with_b("\"Type\": \"Pass\", \"QueryLanguage\": \"JSONata\", \"End\": true,\n   ¦"));
    assert_eq!(jsonata, ["Output", "Assign", "Comment"]);
    let wait = labels(YAML, "StartAt: A\nStates:\n  A:\n    Type: Wait\n    Se¦\n    End: true\n");
    assert_eq!(wait[..2], ["Seconds", "SecondsPath"]);
    assert_eq!(labels(JSON, "{\"StartAt\": \"A\", \"States\": {\"A\": {¦}}}")[0], "Type");
}

#[test]
fn what_is_taken_fits_in() {
    let text = "{\"StartAt\": \"A\", \"States\": {\"A\": {¦\"End\": true}}}";
    assert_eq!(
        taken(JSON, text, "Type").split("\"A\": {").nth(1).unwrap().split("\"End\"").next().unwrap(),
        "\"Type\": \"${1|Task,Wait,Pass,Succeed,Fail,Choice,Parallel,Map|}\","
    );
    let open = "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Nex¦\n}}}";
    assert!(
        taken(JSON, open, "Next").contains("\"Type\": \"Pass\", \"Next\": \"$1\"\n}}}"),
        "{}",
        taken(JSON, open, "Next")
    );
    let block = "StartAt: A\nStates:\n  A:\n    Ty¦\n    End: true\n";
    assert!(taken(YAML, block, "Type").contains("\n    Type: \"${1|"), "{}", taken(YAML, block, "Type"));
    let item = &items(JSON, &with_b("\"Type\": \"Pass\", \"Next\": \"¦\""))[0];
    assert_eq!(item.filter_text.as_deref(), Some("\"A\""), "what stands there has quotes");
}

#[test]
fn resources_are_services_first_and_actions_then() {
    let at = |resource: &str| {
        labels(JSON, &with_b(&format!("\"Type\": \"Task\", \"Resource\": \"{resource}\", \"End\": true")))
    };
    let first = at("¦");
    for expected in [
        "arn:aws:states:::bedrock:invokeModel",
        "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "arn:aws:states:::aws-sdk:",
    ] {
        assert!(first.iter().any(|it| it == expected), "{expected}");
    }
    assert!(at("arn:aws:states:::aws-sdk:¦").contains(&"arn:aws:states:::aws-sdk:s3:".to_owned()));
    assert!(at("arn:aws:states:::aws-sdk:s3:¦").contains(&"arn:aws:states:::aws-sdk:s3:getObject".to_owned()));
}

#[test]
fn parameters_begin_with_those_that_are_required() {
    let at = |parameters: &str| {
        let task = "\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::http:invoke\", \"End\": true";
        labels(JSON, &with_b(&format!("{task}, \"Parameters\": {{{parameters}}}")))
    };
    assert_eq!(at("¦")[..2], ["ApiEndpoint", "Method"]);
    assert!(!at("\"Method.$\": \"$.m\", ¦").contains(&"Method".to_owned()));
    assert_eq!(at("\"InvocationConfig\": {¦}")[0], "ConnectionArn");
    assert!(at("\"Method\": \"¦\"").contains(&"PATCH".to_owned()), "{:?}", at("\"Method\": \"¦\""));
    let model = "\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::bedrock:invokeModel\", \"Parameters\": {\"ModelId\": \"¦\"}, \"End\": true";
    assert!(labels(JSON, &with_b(model)).iter().any(|it| it.contains("anthropic.claude")));
}

#[test]
fn errors_are_those_that_the_task_raises_first() {
    let task = "\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::lambda:invoke\", \"Parameters\": {\"FunctionName\": \"f\"}, \"End\": true";
    let at = |names: &str| labels(JSON, &with_b(&format!("{task}, \"Retry\": [{{\"ErrorEquals\": [{names}]}}]")));
    let names = at("\"Lambda.ServiceException\", \"¦\"");
    assert!(names[0].starts_with("Lambda.") && names.contains(&"States.TaskFailed".to_owned()), "{names:?}");
    assert!(!names.contains(&"Lambda.ServiceException".to_owned()), "it stands there already");
    assert!(!names.contains(&"States.BranchFailed".to_owned()));
    assert_eq!(at("¦"), at("\"¦\""));
}

#[test]
fn paths_go_by_the_types() {
    let at = |value: &str| {
        labels(JSON, &with_b(&format!("\"Type\": \"Pass\", \"Parameters\": {{\"q.$\": \"{value}\"}}, \"End\": true")))
    };
    assert_eq!(at("$.¦"), ["x"]);
    assert_eq!(at("$.x.¦"), ["y z"]);
    assert_eq!(at("States.Format('{}', $.x.¦)"), ["y z"]);
    assert_eq!(at("$$.¦"), ["Execution", "Map", "State", "StateMachine", "Task"]);
    assert_eq!(at("¦")[..4], ["$", "$$", "$v", "States.Array"]);
    let quoted = with_b("\"Type\": \"Pass\", \"InputPath\": \"$.x.¦\", \"End\": true");
    assert!(taken(JSON, &quoted, "y z").contains("\"$.x['y z']\""), "{}", taken(JSON, &quoted, "y z"));
}

#[test]
fn names_are_written_as_their_string_wants_it() {
    let json = |path: &str| {
        format!(
            "{{\"StartAt\": \"A\", \"States\": {{\"A\": {{\"Type\": \"Pass\", \"Result\": {{\"it's\": 1, \"a\\\"b\": 2}}, \
             \"Next\": \"B\"}}, \"B\": {{\"Type\": \"Pass\", {path}, \"End\": true}}}}}}"
        )
    };
    let has = |name: &str, text: &str, label: &str, written: &str| {
        let taken = taken(name, text, label);
        assert!(taken.contains(&plain(written)), "{taken}");
    };
    let path = json("\"InputPath\": \"$.¦\"");
    has(JSON, &path, "it's", r"['it\\'s']");
    has(JSON, &path, "a\"b", r#"['a\"b']"#);
    let jsonata = json("\"QueryLanguage\": \"JSONata\", \"Output\": \"{% $states.input.¦ %}\"");
    has(JSON, &jsonata, "a\"b", r#"`a\"b`"#);
    has(JSON, &jsonata.replace("it's", "null"), "null", "`null`");
    let yaml = "StartAt: A\nStates:\n  A:\n    Type: Pass\n    Result: {'y z': 1}\n    Next: B\n  B:\n    Type: Pass\n    InputPath: '$.¦'\n    End: true\n";
    has(YAML, yaml, "y z", "[''y z'']");
}

#[test]
fn a_result_goes_into_the_input_as_it_came() {
    let state = "\"Type\": \"Pass\", \"InputPath\": \"$.x\", \"ResultPath\": \"$.¦\", \"End\": true";
    assert_eq!(labels(JSON, &with_b(state)), ["x"]);
    let task = "\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::lambda:invoke\", \"Parameters\": {\"FunctionName\": \"f\"}, \"End\": true, \
         \"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"Next\": \"A\", ";
    assert_eq!(labels(JSON, &with_b(&format!("{task}\"ResultPath\": \"$.¦\"}}]"))), ["x"]);
    assert_eq!(labels(JSON, &with_b(&format!("{task}\"Assign\": {{\"e.$\": \"$.¦\"}}}}]"))), ["Cause", "Error"]);
}

#[test]
fn results_are_offered_where_there_are_some() {
    let at = |field: &str| {
        labels(
            JSON,
            &with_b(&format!(
                "\"Type\": \"Task\", \"QueryLanguage\": \"JSONata\", \"Resource\": \"arn:aws:states:::lambda:invoke\", \
                 \"{field}\": {{\"FunctionName\": \"{{% $states.¦ %}}\"}}, \"End\": true"
            )),
        )
    };
    assert_eq!(at("Arguments"), ["context", "input"], "the call is not made yet");
    assert_eq!(at("Output"), ["context", "input", "result"]);
}

#[test]
fn jsonata_goes_by_the_types_too() {
    let at = |value: &str| {
        labels(
            JSON,
            &with_b(&format!(
                "\"Type\": \"Pass\", \"QueryLanguage\": \"JSONata\", \"Output\": \"{{% {value} %}}\", \"End\": true"
            )),
        )
    };
    assert_eq!(at("$states.¦"), ["context", "input"]);
    assert_eq!(at("$states.input.x.¦"), ["y z"]);
    assert_eq!(at("$sum([1, ¦])")[..2], ["$states", "$v"]);
    assert!(at("$states.context.Execution.¦").contains(&"StartTime".to_owned()));
}

#[test]
fn definitions_inside_of_templates_are_no_different() {
    let template = |definition: &str| {
        format!(
            "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {}\n",
            definition.replace('\n', "\n        ")
        )
    };
    assert_eq!(labels("template.yaml", &template(&with_b("\"Type\": \"Pass\", \"Next\": \"¦\""))), ["A", "B"]);
    assert_eq!(
        labels("template.yaml", &template(&with_b("\"Type\": \"Pass\", \"InputPath\": \"$.¦\", \"End\": true"))),
        ["x"]
    );
    let json = "{\"Resources\": {\"M\": {\"Type\": \"AWS::StepFunctions::StateMachine\", \"Properties\": {\"DefinitionString\": \
        \"{\\\"StartAt\\\": \\\"¦\\\", \\\"States\\\": {\\\"A\\\": {\\\"Type\\\": \\\"Succeed\\\"}}}\"}}}}";
    assert_eq!(labels("template.json", json), ["A"]);
    assert!(
        taken("template.json", json, "A").contains("{\\\"StartAt\\\": \\\"A\\\", "),
        "{}",
        taken("template.json", json, "A")
    );
}

#[test]
fn calls_show_what_they_take() {
    let help = |value: &str| {
        let text = with_b(&format!(
            "\"Type\": \"Pass\", \"QueryLanguage\": \"JSONata\", \"Output\": \"{{% {value} %}}\", \"End\": true"
        ));
        let (snapshot, position) = marked(JSON, &text);
        let help = asl_lsp::complete::help(&snapshot, position)?;
        Some((help.signatures[0].label.clone(), help.active_parameter))
    };
    assert_eq!(help("$substring('abc', ¦)"), Some(("$substring(text, start, length?)".to_owned(), Some(1))));
    assert_eq!(help("$map(x, function($i) { $pad(¦"), Some(("$pad(text, width, char?)".to_owned(), Some(0))));
    assert_eq!(help("$unknown(¦)"), None);
}
