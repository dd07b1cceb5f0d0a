//! One fault gives one report, and the report says what is true.

use asl_check_core::{Analysis, Diagnostic, Options};
use asl_syntax::{Source, Tree, json, yaml};
use serde_json::{Value, json};

fn reported(tree: &Tree) -> Vec<Diagnostic> {
    Analysis::new(tree, &Options::default()).into_reported()
}

/// What is told of a definition of one state, advice on retries aside.
fn told_in(language: &str, mut state: Value) -> Vec<Diagnostic> {
    let is_choice = state["Type"] == "Choice";
    if !is_choice {
        state["End"] = true.into();
    }
    let leads_on = is_choice || state.get("Catch").is_some();
    let mut states = json!({"A": state});
    if leads_on {
        states["B"] = json!({"Type": "Succeed"});
    }
    let text = json!({"QueryLanguage": language, "StartAt": "A", "States": states});
    let mut found = reported(&json::parse(Source::new(text.to_string())));
    found.retain(|it| it.rule.id != "throttling-not-retried");
    found
}

fn told(state: Value) -> Vec<Diagnostic> {
    told_in("JSONPath", state)
}

fn rules(found: &[Diagnostic]) -> Vec<&'static str> {
    found.iter().map(|it| it.rule.id).collect()
}

fn map(config: &Value, reader: Option<&Value>) -> Value {
    let inner = json!({"ProcessorConfig": config, "StartAt": "X", "States": {"X": {"Type": "Succeed"}}});
    let mut state = json!({"Type": "Map", "ItemProcessor": inner});
    if let Some(config) = reader {
        state["ItemReader"] = json!({
            "Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "b", "Key": "k"}, "ReaderConfig": config
        });
    }
    state
}

/// What stands for the items of a Map as it is, and is no list.
#[test]
fn items_that_are_written_are_a_list() {
    let told = |mode: &str, items: &Value| {
        let mut map = map(&json!({"Mode": mode, "ExecutionType": "STANDARD"}), None);
        if mode == "INLINE" {
            map["ItemProcessor"]["ProcessorConfig"] = json!({"Mode": "INLINE"});
        }
        map["Items"] = items.clone();
        let found = told_in("JSONata", map);
        found.iter().map(|it| (it.rule.id, it.message.clone())).collect::<Vec<_>>()
    };
    let wrong = |message: &str| vec![("wrong-value-type", message.to_owned())];
    let inline = |kind: &str| wrong(&format!("`Items` of `A` takes an array, and what is written is {kind}"));
    assert_eq!(told("INLINE", &json!(5)), inline("a number"));
    assert_eq!(told("INLINE", &json!("x")), inline("a string"));
    assert_eq!(told("INLINE", &Value::Null), inline("null"));
    assert_eq!(told("INLINE", &json!({"a": "{% 1 %}"})), inline("an object"));
    let either = "`Items` of `A` takes an array or an object, and what is written is a boolean";
    assert_eq!(told("DISTRIBUTED", &json!(true)), wrong(either));
    for items in [json!({"a": 1}), json!([1]), json!("{% {'a': 1} %}"), json!("${items}")] {
        assert_eq!(told("DISTRIBUTED", &items), [], "{items}");
    }
}

fn task(resource: &str, parameters: &Value) -> Value {
    json!({"Type": "Task", "Resource": format!("arn:aws:states:::{resource}"), "Parameters": parameters})
}

#[test]
fn what_a_mistyped_name_lacks_is_not_told_again() {
    let distributed = json!({"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"});
    for (state, rule) in [
        (map(&distributed, Some(&json!({"InputType": "CSV", "CSVHeaderLocaton": "FIRST_ROW"}))), "unknown-field"),
        (
            map(&distributed, Some(&json!({"InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeader": ["a"]}))),
            "unknown-field",
        ),
        (map(&json!({"Mode": "DISTRIBUTED", "ExecutonType": "STANDARD"}), None), "unknown-field"),
        (map(&json!({"Mod": "DISTRIBUTED", "ExecutionType": "STANDARD"}), Some(&json!({}))), "unknown-field"),
        (map(&json!({"Mod": "DISTRIBUTED"}), Some(&json!({}))), "unknown-field"),
        (task("sns:publish", &json!({"Message": "m", "TopicARN": "t"})), "unknown-parameter"),
        (
            task(
                "bedrock:invokeModel",
                &json!({"ModelId": "${M}", "GuardrailIdentifier": "a", "GuardrailVerson": "1", "Body": {}}),
            ),
            "unknown-parameter",
        ),
        (
            task(
                "bedrock:invokeModel",
                &json!({"ModelId": "${M}", "GuardrailIdentifer": "a", "GuardrailVersion": "1", "Body": {}}),
            ),
            "unknown-parameter",
        ),
    ] {
        let found = told(state.clone());
        assert_eq!(rules(&found), [rule], "{state}: {found:?}");
    }
    let waiting = |timeout: &str| {
        let activity = "arn:aws:states:eu-west-1:111122223333:activity:a";
        let state = json!({"Type": "Task", "Resource": activity, "End": true});
        let text = json!({"StartAt": "A", timeout: 60, "States": {"A": state}});
        rules(&reported(&json::parse(Source::new(text.to_string()))))
    };
    assert_eq!(waiting("TimeoutSecond"), ["unknown-field"]);
    assert_eq!(waiting("TimeoutSeconds"), [""; 0]);
    let third = |retry: &str| {
        let send = |field: &str| {
            let mut state = task("sqs:sendMessage", &json!({"QueueUrl": "u", "MessageBody": "m"}));
            state[field] = json!([{"ErrorEquals": ["States.ALL"]}]);
            state
        };
        let mut states = json!({"A": send("Retry"), "B": send("Retry"), "C": send(retry)});
        (states["A"]["Next"], states["B"]["Next"], states["C"]["End"]) = ("B".into(), "C".into(), true.into());
        let text = json!({"StartAt": "A", "States": states});
        rules(&reported(&json::parse(Source::new(text.to_string()))))
    };
    assert_eq!(third("Rety"), ["unknown-field"]);
    assert_eq!(third("Comment"), ["unhandled-error", "wrong-type"]);
    // Without the slip, what lacks is told.
    assert_eq!(rules(&told(map(&json!({"Mode": "DISTRIBUTED"}), None))), ["distributed-map"]);
    assert_eq!(rules(&told(map(&distributed, Some(&json!({"InputType": "CSV"}))))), ["item-reader"]);
    assert_eq!(rules(&told(task("sns:publish", &json!({"Message": "m"})))), ["invalid-request"]);
}

#[test]
fn each_label_is_held_against_the_first() {
    let labelled = |inner: &str, next: Value| {
        let config = json!({"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"});
        let inner = json!({"ProcessorConfig": config, "StartAt": inner, "States": {inner: {"Type": "Succeed"}}});
        let mut state = json!({"Type": "Map", "Label": "l", "ItemProcessor": inner});
        let field = if next.is_string() { "Next" } else { "End" };
        state[field] = next;
        state
    };
    let states =
        json!({"A": labelled("X", json!("B")), "B": labelled("Y", json!("C")), "C": labelled("Z", json!(true))});
    let tree = json::parse(Source::new(json!({"StartAt": "A", "States": states}).to_string()));
    let found = reported(&tree);
    let places: Vec<_> = found
        .iter()
        .flat_map(|it| it.related.iter().map(|first| (it.pointer.as_str(), first.pointer.as_str())))
        .collect();
    assert_eq!(places, [("/States/B/Label", "/States/A/Label"), ("/States/C/Label", "/States/A/Label")]);
}

#[test]
fn timestamps_have_as_many_digits_as_they_should() {
    let wait = |at: &str| rules(&told(json!({"Type": "Wait", "Timestamp": at})));
    for good in ["2026-03-14T01:59:00Z", "2026-03-14T01:59:00.5+01:00", "2024-02-29T23:59:60-11:30"] {
        assert_eq!(wait(good), [""; 0], "{good}");
    }
    for bad in [
        "20263-1-04T01:02:03Z",
        "2026-03-14T1:02:003Z",
        "2026-03-14T01:02:03+1:003",
        "2026-03-14T01:02:03+001:3",
        "2026-02-29T00:00:00Z",
        "2026-03-14T24:00:00Z",
        "2026-03-14T01:02:03.Z",
        "2026-03-14T01:02:03",
        "+026-03-14T01:02:03Z",
    ] {
        assert_eq!(wait(bad), ["invalid-timestamp"], "{bad}");
    }
}

#[test]
fn a_placeholder_may_be_the_other_half_of_an_expression() {
    let output = |text: &str| rules(&told_in("JSONata", json!({"Type": "Pass", "Output": text})));
    for hidden in ["{% ${Expression}", "{% $states.input.a & ${Rest}", "${Expression} %}"] {
        assert_eq!(output(hidden), [""; 0], "{hidden}");
    }
    for half in ["{% $states.input.a }", "{% ${Name} is late", "Order ${Name} %}"] {
        assert_eq!(output(half), ["jsonata-delimiters"], "{half}");
    }
}

#[test]
fn the_way_to_a_parameter_is_told_by_its_names() {
    let put = |item: Value| told(task("dynamodb:putItem", &json!({"TableName": "t", "Item": item})));
    for (item, way) in [
        (json!({"a/b~": {"N": 5}}), "`Item.a/b~.N`"),
        (json!({"7": {"N": 5}}), "`Item.7.N`"),
        (json!({"l": {"L": [{"S": "x"}, {"N": 5}]}}), "`Item.l.L[1].N`"),
    ] {
        let found = put(item);
        assert!(matches!(found.as_slice(), [one] if one.message.starts_with(way)), "{way}: {found:?}");
    }
    let body = json!({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 1, "messages": [{"role": "usr"}]});
    let call = json!({"ModelId": "us.anthropic.claude-sonnet-4-6", "Body": body.to_string()});
    let found = told(task("aws-sdk:bedrockruntime:invokeModel", &call));
    assert!(found.iter().any(|it| it.message.contains("`Body.messages[0].role`")), "{found:?}");
}

#[test]
fn a_rule_in_the_wrong_language_is_given_a_condition() {
    for rule in [
        json!({"Variable": "$.a", "IsNull": true, "Next": "B"}),
        json!({"And": [{"Variable": "$.a", "IsNull": true}], "Next": "B"}),
        json!({"StringEqualsPath": "$.b", "Next": "B"}),
    ] {
        let found = told_in("JSONata", json!({"Type": "Choice", "Choices": [rule], "Default": "B"}));
        let helps: Vec<_> = found.iter().map(|it| it.help.as_deref().unwrap_or_default()).collect();
        assert!(
            matches!(helps.as_slice(), [help] if help.starts_with("in JSONata a rule has a `Condition`")),
            "{found:?}"
        );
    }
}

#[test]
fn a_name_and_a_password_are_not_repeated() {
    let call = json!({"ApiEndpoint": "me:secret@example.com/a", "Method": "GET", "InvocationConfig": {"ConnectionArn.$": "$.c"}});
    let found = told(task("http:invoke", &call));
    assert!(matches!(found.as_slice(), [one] if one.message.contains("not `example.com/a`")), "{found:?}");
}

/// An entry is shadowed by the first one that takes its errors.
#[test]
fn who_shadows_an_entry() {
    let catch = |lists: &[&[&str]]| {
        let mut state = task("lambda:invoke", &json!({"FunctionName": "f"}));
        state["Catch"] = lists.iter().map(|names| json!({"ErrorEquals": names, "Next": "B"})).collect();
        let found = told(state);
        let places = found.iter().filter(|it| it.rule.id == "shadowed-handler");
        places.flat_map(|it| it.related.iter().map(|by| by.pointer.clone())).collect::<Vec<_>>()
    };
    let at = |entry: usize, name: usize| format!("/States/A/Catch/{entry}/ErrorEquals/{name}");
    assert_eq!(catch(&[&["One", "Two"], &["Two"], &["Two"]]), [at(0, 1), at(0, 1)]);
    assert_eq!(catch(&[&["Two"], &["States.TaskFailed"], &["Two"], &["Three"]]), [at(0, 0), at(1, 0)]);
    assert_eq!(catch(&[&["States.TaskFailed"], &["States.Timeout"], &["States.ALL"]]), [""; 0]);
    assert_eq!(catch(&[&["One"], &["One", "Two"], &["Two"]]), [at(1, 1)]);
}

#[test]
fn comments_hold_for_what_comes_next() {
    let state = "  A:\n    Type: Pass\n    Next: A\n  B: {Type: Succeed}\n";
    let text = |comments: &str| format!("StartAt: A\nStates:\n{comments}{state}");
    let of = |comments: &str| {
        let found = reported(&yaml::parse(Source::new(text(comments))));
        found.iter().map(|it| (it.rule.id, it.span)).collect::<Vec<_>>()
    };
    assert!(of("").iter().any(|(rule, _)| *rule == "unreachable-state"));
    let both = "  # asl-check: ignore endless-loop\n\n  # for now\n  # asl-check: ignore unreachable-state\n";
    let found = of(both);
    // B stands behind A, and its own fault is told.
    let rules: Vec<_> = found.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(rules, ["unused-suppression", "unreachable-state"], "{found:?}");
    // In a text it is no comment.
    let in_text = "  C:\n    Type: Pass\n    Result: |\n      a\n      # asl-check: ignore endless-loop\n    Next: A\n";
    let rules: Vec<_> = of(in_text).iter().map(|(rule, _)| *rule).collect();
    assert_eq!(rules, ["unreachable-state", "endless-loop", "unreachable-state"]);
    let behind_text = "  C: {Type: Pass, Next: A, Result: a} # asl-check: ignore unreachable-state\n";
    let rules: Vec<_> = of(behind_text).iter().map(|(rule, _)| *rule).collect();
    assert_eq!(rules, ["endless-loop", "unreachable-state"]);
}

#[test]
fn a_condition_that_is_no_boolean_is_told() {
    for condition in ["{% 'a' %}", "{%$count([1])%}", "{% $states.context.State.Name %}"] {
        let choice = json!({"Type": "Choice", "Choices": [{"Condition": condition, "Next": "B"}], "Default": "B"});
        let found = told_in("JSONata", choice);
        let rules: Vec<&str> = found.iter().map(|it| it.rule.id).collect();
        assert_eq!(rules, ["wrong-value-type"], "{condition}");
        assert!(found[0].message.contains("takes a boolean"), "{}", found[0].message);
    }
    let choice =
        json!({"Type": "Choice", "Choices": [{"Condition": "{% $states.input.x %}", "Next": "B"}], "Default": "B"});
    assert!(told_in("JSONata", choice).is_empty());
}

#[test]
fn expressions_that_aws_refuses_are_told_in_its_words() {
    for (text, code, words) in [
        ("1 +", "INVALID_JSONATA_EXPRESSION", "Unexpected end of expression"),
        ("a[1,2)", "INVALID_JSONATA_EXPRESSION", "Expected \"]\", got \",\""),
        ("[1, 2", "INVALID_JSONATA_EXPRESSION", "Expected \"]\" before end of expression"),
        ("'open", "INVALID_JSONATA_EXPRESSION", "String literal must be terminated by a matching quote"),
        ("{'a':}", "INVALID_JSONATA_EXPRESSION", "The symbol \"}\" cannot be used as a unary operator"),
        ("$f := 1 ?? 2", "INVALID_JSONATA_EXPRESSION", "The symbol \"?\" cannot be used as a unary operator"),
        ("0 ?: 2", "INVALID_JSONATA_EXPRESSION", "The symbol \":\" cannot be used as a unary operator"),
        ("$sum(x) + x", "UNSUPPORTED_JSONATA_EXPRESSION", "Reference to 'x' at the top level is not supported."),
        ("$$.a", "UNSUPPORTED_JSONATA_EXPRESSION", "Reference to '$$' at the top level is not supported."),
    ] {
        let found = told_in("JSONata", json!({"Type": "Pass", "Output": format!("{{% {text} %}}")}));
        let aws: Vec<(&str, &str)> =
            found.iter().filter_map(|it| it.aws.as_ref()).map(|it| (it.code.name(), it.message.as_str())).collect();
        assert_eq!(aws, [(code, words)], "{text}");
    }
}

#[test]
fn texts_in_the_other_language() {
    let topic = "arn:aws:sns:eu-west-1:111122223333:t";
    let jsonata = |message: Value| {
        let arguments = json!({"TopicArn": topic, "Message": message});
        let state = json!({"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Arguments": arguments});
        told_in("JSONata", state).into_iter().map(|it| (it.rule.id, it.help.unwrap_or_default())).collect::<Vec<_>>()
    };
    for (message, help) in [
        (json!("$.m"), "write `{% $states.input.m %}`"),
        (json!("$states.input.m"), "write `{% $states.input.m %}`"),
        (json!("$$.Execution.Id"), "write `{% $states.context.Execution.Id %}`"),
        (json!("States.Format('{}', $.m)"), "write an expression between `{%` and `%}`"),
        (json!({"x.$": "$.x"}), "write `\"x\": \"{% $states.input.x %}\"`"),
        (json!({"x.$": "States.UUID()"}), "name it `x`, and write an expression between `{%` and `%}`"),
    ] {
        assert_eq!(jsonata(message.clone()), [("expression-as-text", help.to_owned())], "{message}");
    }
    for message in ["$name", "$5.00", "States.Format", "{% $states.input.m %}", "$states", "${M}", "a $.m"] {
        assert_eq!(jsonata(message.into()), [], "{message}");
    }
    let suffixed = json!({"TopicArn": topic, "Message.$": "$.m"});
    let state = json!({"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Arguments": suffixed});
    assert_eq!(told_in("JSONata", state).len(), 1);
    // What a function reads may be a path of its own.
    let arguments = json!({"FunctionName": "f", "Payload": {"where": "$.x", "jsonPath": "$.y"}});
    let state = json!({"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": arguments});
    assert!(told_in("JSONata", state).is_empty());
    for (field, value, rule) in [
        ("Parameters", json!({"FunctionName": "f", "Payload": {"m": "{% $states.input.m %}"}}), "expression-as-text"),
        ("ResultSelector", json!({"m": "{% $states.result.Payload %}"}), "expression-as-text"),
        ("ResultSelector", json!({"m": "$.Payload"}), "path-without-suffix"),
        ("Assign", json!({"m": "$.Payload"}), "path-without-suffix"),
    ] {
        let mut state = task("lambda:invoke", &json!({"FunctionName": "f"}));
        state[field] = value;
        let mut found = told(state);
        found.retain(|it| it.rule.id != "unused-variable");
        assert_eq!(rules(&found), [rule], "{field}");
    }
    // As an example, all of this may be meant.
    let output =
        json!({"a": "$states.input", "b.$": "$", "c": "States.Format('{}', 1)", "d": "$no.such.path", "e": "$.x"});
    assert!(told_in("JSONata", json!({"Type": "Pass", "Output": output})).is_empty());
    let output = json!({"a": "$states.input.x", "b.$": "$.b", "c": ["States.UUID()"]});
    let found = told_in("JSONata", json!({"Type": "Pass", "Output": output}));
    assert_eq!(rules(&found), ["expression-as-text"; 3]);
    let liquid =
        json!({"FunctionName": "f", "Payload": {"page": "{% raw %}", "price": "$.99", "list": ["{% if a %}"]}});
    assert!(told(task("lambda:invoke", &liquid)).is_empty());
}

#[test]
fn what_waits_in_an_express_map() {
    let around = |kind: &str, inner: Value| {
        let processor = json!({
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": kind}, "StartAt": "X", "States": {"X": inner}
        });
        rules(&told(json!({"Type": "Map", "ItemProcessor": processor})))
    };
    let mut waits = task("states:startExecution.sync", &json!({"StateMachineArn": "${Machine}"}));
    waits["End"] = true.into();
    assert_eq!(around("EXPRESS", waits.clone()), ["express-map-unsupported"]);
    assert!(around("STANDARD", waits.clone()).is_empty());
    let inline = json!({
        "Type": "Map", "End": true,
        "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, "StartAt": "Y", "States": {"Y": waits}}
    });
    assert_eq!(around("EXPRESS", inline.clone()), ["express-map-unsupported"]);
    assert!(around("${Kind}", inline).is_empty());
    let activity = json!({"Type": "Task", "End": true,
        "Resource": "arn:aws:states:eu-west-1:111122223333:activity:a", "TimeoutSeconds": 5});
    assert_eq!(around("EXPRESS", activity), ["express-map-unsupported"]);
}
