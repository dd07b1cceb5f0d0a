//! What a run reads, writes and starts outside of itself.
#![expect(clippy::needless_pass_by_value, reason = "literals are handed over")]

use crate::testing::{Shelf, output, run};
use asl_expressions::Value;
use serde_json::{Value as Json, json};

/// A distributed Map whose items go through `processor`, with more fields.
fn distributed(processor: Json, more: Json) -> Vec<(&'static str, Value)> {
    let mut map = json!({"Type": "Map", "Label": "L", "End": true, "ItemProcessor": {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "One", "States": {"One": processor, "F": {"Type": "Fail", "Error": "E", "Cause": "C"}},
    }});
    let fields = map.as_object_mut().expect("an object");
    fields.extend(more.as_object().cloned().unwrap_or_default());
    vec![("m", json!({"StartAt": "M", "States": {"M": map}}))]
}

fn pass() -> Json {
    json!({"Type": "Pass", "End": true})
}

fn reader(config: Json) -> Json {
    json!({"ItemReader": {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": config,
        "Parameters": {"Bucket": "b", "Key.$": "$.key"},
    }})
}

fn types(history: &Value) -> Vec<&str> {
    history["events"].as_array().into_iter().flatten().filter_map(|event| event["type"].as_str()).collect()
}

#[test]
fn items_come_from_a_file() {
    let mut shelf = Shelf::of([("b/x.json", "[1, 2, 3]")]);
    let mut more = reader(json!({"InputType": "JSON", "MaxItems": 2}));
    more["ItemSelector"] = json!({"v.$": "$$.Map.Item.Value", "s.$": "$$.Map.Item.Source", "k.$": "$.key"});
    let definitions = distributed(pass(), more);
    let history = run(&definitions, json!({"key": "x.json"}), json!({}), Some(&mut shelf)).expect("it runs");
    let item = |v: u8| json!({"v": v, "s": "s3://b/x.json", "k": "x.json"});
    assert_eq!(output(&history), json!([item(1), item(2)]));
    assert_eq!(history["events"][2]["mapStateStartedEventDetails"]["length"], 0);
}

#[test]
fn members_of_an_object_are_items() {
    for items in [json!({"a": 1, "b": 2}), json!("{% $states.input.o %}"), json!("{% $states.input %}"), Json::Null] {
        let is_whole = items.is_null() || items == "{% $states.input %}";
        let mut more = json!({"QueryLanguage": "JSONata", "ItemSelector": {
            "k": "{% $states.context.Map.Item.Key %}", "v": "{% $states.context.Map.Item.Value %}",
        }});
        if !items.is_null() {
            more["Items"] = items.clone();
        }
        let object = json!({"a": 1, "b": 2});
        let input = if is_whole { object } else { json!({"o": object}) };
        let mut definitions = distributed(pass(), more);
        let history = run(&definitions, input.clone(), json!({}), None).expect("it runs");
        assert_eq!(output(&history), json!([{"k": "a", "v": 1}, {"k": "b", "v": 2}]), "{items}");
        definitions[0].1["States"]["M"]["ItemProcessor"]["ProcessorConfig"] = json!({"Mode": "INLINE"});
        let history = run(&definitions, input, json!({}), None).expect("it runs");
        assert_eq!(history["error"], "States.QueryEvaluationError", "{items}");
    }
}

#[test]
fn a_reader_fails_as_on_aws() {
    let mut shelf = Shelf::of([("b/x.json", "\"text\"")]);
    let definitions = distributed(pass(), reader(json!({"InputType": "JSON"})));
    let history = run(&definitions, json!({"key": "x.json"}), json!({}), Some(&mut shelf)).expect("it runs");
    let ends = ["MapStateStarted", "MapRunStarted", "MapRunFailed", "MapStateFailed", "ExecutionFailed"];
    assert_eq!(types(&history)[2..], ends);
    assert_eq!(history["error"], "States.ItemReaderFailed");
    assert_eq!(history["cause"], "Attempting to map over non-iterable node.");
    let definitions = distributed(pass(), reader(json!({"InputType": "JSON", "MaxItemsPath": "$.most"})));
    let history = run(&definitions, json!({"key": "x.json", "most": -1}), json!({}), Some(&mut shelf));
    assert_eq!(history.expect("it runs")["cause"], "field MaxItems must be positive");
    let problem = run(&definitions, json!({"key": "x.json", "most": 1}), json!({}), None);
    assert!(problem.is_err_and(|problem| problem.contains("the items of the Map `M` are in S3")));
}

#[test]
fn results_go_to_files() {
    let mut shelf = Shelf::default();
    let one =
        json!({"Type": "Choice", "Choices": [{"Variable": "$", "NumericEquals": 0, "Next": "F"}], "Default": "P"});
    let mut definitions = distributed(
        one,
        json!({"ToleratedFailureCount": 1, "ResultWriter": {
            "Resource": "arn:aws:states:::s3:putObject",
            "Parameters": {"Bucket": "b", "Prefix": "out/"},
        }}),
    );
    definitions[0].1["States"]["M"]["ItemProcessor"]["States"]["P"] = pass();
    let history = run(&definitions, json!([1, 0]), json!({}), Some(&mut shelf)).expect("it runs");
    let told = output(&history);
    let manifest = told["ResultWriterDetails"]["Key"].as_str().expect("a key");
    let id = told["MapRunArn"]
        .as_str()
        .and_then(|arn| arn.strip_prefix("arn:aws:states:us-east-1:111111111111:mapRun:m/L:"));
    let folder = format!("out/{}", id.expect("an ARN"));
    assert_eq!(manifest, format!("{folder}/manifest.json"));
    let read = |key: &str| serde_json::from_slice::<Value>(&shelf.0[&format!("b/{key}")]).expect("JSON");
    let files = read(manifest);
    assert_eq!(files["DestinationBucket"], "b");
    assert_eq!(files["ResultFiles"]["SUCCEEDED"][0]["Key"], format!("{folder}/SUCCEEDED_0.json"));
    assert_eq!(files["ResultFiles"]["PENDING"], json!([]));
    let record = &read(&format!("{folder}/SUCCEEDED_0.json"))[0];
    assert_eq!(
        (&record["Input"], &record["Output"], &record["Status"]),
        (&json!("1"), &json!("1"), &json!("SUCCEEDED"))
    );
    let record = &read(&format!("{folder}/FAILED_0.json"))[0];
    assert_eq!((&record["Error"], &record["Cause"], &record["Input"]), (&json!("E"), &json!("C"), &json!("0")));
}

#[test]
fn results_are_flattened_with_and_without_files() {
    let config = |output| json!({"Transformation": "FLATTEN", "OutputType": output});
    let definitions = distributed(pass(), json!({"ResultWriter": {"WriterConfig": config("JSON")}}));
    let history = run(&definitions, json!([[1, 2], 3]), json!({}), None).expect("it runs");
    assert_eq!(output(&history), json!([1, 2, 3]));
    let mut shelf = Shelf::default();
    let writer = json!({
        "Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b"}, "WriterConfig": config("JSONL"),
    });
    run(&distributed(pass(), json!({"ResultWriter": writer})), json!([[1, 2], 3]), json!({}), Some(&mut shelf))
        .expect("it runs");
    let lines = shelf.0.iter().find(|(key, _)| key.ends_with("/SUCCEEDED_0.jsonl")).map(|(_, bytes)| bytes.as_slice());
    assert_eq!(lines, Some(b"1\n2\n3\n".as_slice()));
}

/// Without a `ResultWriter` as with one that says what is the default.
#[test]
fn what_failed_and_was_tolerated_stands_in_the_result() {
    let one =
        json!({"Type": "Choice", "Choices": [{"Variable": "$", "NumericEquals": 0, "Next": "F"}], "Default": "P"});
    let writer = json!({"WriterConfig": {"Transformation": "COMPACT", "OutputType": "JSON"}});
    for more in [json!({"ToleratedFailureCount": 1}), json!({"ToleratedFailureCount": 1, "ResultWriter": writer})] {
        let mut definitions = distributed(one.clone(), more.clone());
        definitions[0].1["States"]["M"]["ItemProcessor"]["States"]["P"] = pass();
        let history = run(&definitions, json!([1, 0, 3]), json!({}), None).expect("it runs");
        let told = output(&history);
        assert_eq!((&told[0], &told[2], told.as_array().map(Vec::len)), (&json!(1), &json!(3), Some(3)), "{more}");
        let record = ["Error", "Cause", "Input", "Status"].map(|field| &told[1][field]);
        assert_eq!(record, [&json!("E"), &json!("C"), &json!("0"), &json!("FAILED")], "{more}");
    }
}

/// A machine that starts another one, and the other one.
fn nested(resource: &str, child: Json) -> Vec<(&'static str, Value)> {
    let start = json!({
        "Type": "Task",
        "Resource": format!("arn:aws:states:::{resource}"),
        "Parameters": {
            "StateMachineArn": "arn:aws:states:us-east-1:111111111111:stateMachine:child",
            "Input": {"a.$": "$.a"},
            "Name": "n",
        },
        "End": true,
    });
    vec![("m", json!({"StartAt": "S", "States": {"S": start}})), ("child", child)]
}

fn waits() -> Json {
    json!({"StartAt": "W", "States": {
        "W": {"Type": "Wait", "Seconds": 60, "Next": "P"},
        "P": {"Type": "Pass", "Parameters": {"got.$": "$.a", "who.$": "$$.Execution.Name"}, "End": true},
    }})
}

fn start(definitions: &[(&str, Value)], mocks: Json) -> Result<Value, String> {
    run(definitions, json!({"a": 1}), mocks, None)
}

#[test]
fn an_execution_is_waited_for() {
    let history = start(&nested("states:startExecution.sync:2", waits()), json!({})).expect("it runs");
    let out = output(&history);
    assert_eq!((&out["Input"], &out["Output"]), (&json!({"a": 1}), &json!({"got": 1, "who": "n"})));
    assert_eq!(out["ExecutionArn"], "arn:aws:states:us-east-1:111111111111:execution:child:n");
    let events = &history["events"];
    assert_eq!(events[5]["type"], "TaskSucceeded");
    assert_eq!(events[5]["timestamp"], "2026-01-01T00:01:00.000Z");
    assert_eq!(out["StopDate"].as_i64().zip(out["StartDate"].as_i64()).map(|(stop, start)| stop - start), Some(60_000));
    let out = output(&start(&nested("states:startExecution.sync", waits()), json!({})).expect("it runs"));
    assert_eq!((&out["Input"], &out["Output"]), (&json!("{\"a\":1}"), &json!("{\"got\":1,\"who\":\"n\"}")));
}

#[test]
fn an_execution_is_only_started() {
    let history = start(&nested("states:startExecution", waits()), json!({})).expect("it runs");
    let keys: Vec<_> = output(&history).as_object().expect("an object").keys().cloned().collect();
    assert_eq!(keys, ["ExecutionArn", "StartDate"]);
    assert_eq!(history["events"][4]["timestamp"], "2026-01-01T00:00:00.000Z");
}

#[test]
fn an_execution_that_fails_fails_its_task() {
    let fails = json!({"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "SomeFailure", "Cause": "why"}}});
    let history = start(&nested("states:startExecution.sync", fails.clone()), json!({})).expect("it runs");
    assert_eq!(history["error"], "States.TaskFailed");
    let cause: Value = history["cause"].as_str().and_then(|text| serde_json::from_str(text).ok()).expect("JSON");
    let keys: Vec<_> = cause.as_object().expect("an object").keys().cloned().collect();
    // As recorded on AWS.
    assert_eq!(
        keys,
        [
            "Cause",
            "Error",
            "ExecutionArn",
            "Input",
            "InputDetails",
            "Name",
            "StartDate",
            "StateMachineArn",
            "Status",
            "StopDate"
        ]
    );
    let history = start(&nested("aws-sdk:sfn:startSyncExecution", fails), json!({})).expect("it runs");
    assert_eq!((&history["status"], &output(&history)["Status"]), (&json!("SUCCEEDED"), &json!("FAILED")));
}

#[test]
fn a_machine_that_is_not_there() {
    let mut definitions = nested("states:startExecution", waits());
    definitions[1].0 = "other";
    let history = start(&definitions, json!({})).expect("it runs");
    assert_eq!(history["error"], "StepFunctions.StateMachineDoesNotExistException");
    let cause = history["cause"].as_str().expect("a cause");
    let arn = "arn:aws:states:us-east-1:111111111111:stateMachine:child";
    assert!(
        cause.starts_with(&format!("State Machine Does Not Exist: '{arn}' (Service: AWSStepFunctions;")),
        "{cause}"
    );
}

#[test]
fn an_answer_that_is_given_wins() {
    let history = start(&nested("states:startExecution.sync:2", waits()), json!({"S": 7})).expect("it runs");
    assert_eq!(output(&history), json!(7));
}

#[test]
fn machines_that_start_each_other_end() {
    let mut definitions = nested("states:startExecution.sync", waits());
    definitions[1].1 = definitions[0].1.clone();
    let problem = start(&definitions, json!({})).expect_err("it never ends");
    assert_eq!(problem, "20 executions have started each other, the last one `child`: that never ends");
}

/// The events of a child execution are told nowhere, but counted: without that, one that goes round never ended.
#[test]
fn a_child_execution_that_goes_round_ends() {
    for (kind, error) in [("STANDARD", "maximum number of history events"), ("EXPRESS", "States.Timeout")] {
        let mut definitions =
            distributed(json!({"Type": "Pass", "Next": "One"}), json!({"ToleratedFailurePercentage": 100}));
        definitions[0].1["States"]["M"]["ItemProcessor"]["ProcessorConfig"]["ExecutionType"] = json!(kind);
        let mut shelf = Shelf::default();
        definitions[0].1["States"]["M"]["ResultWriter"] =
            json!({"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "b", "Prefix": "p"}});
        let history = run(&definitions, json!([1, 2]), json!({}), Some(&mut shelf)).expect("it runs");
        assert_eq!(history["status"], "SUCCEEDED");
        let failed = shelf.0.iter().find(|(name, _)| name.contains("FAILED")).expect("what failed is written");
        let text = String::from_utf8_lossy(failed.1);
        assert!(text.matches(error).count() == 2, "{text}");
    }
    // Inside of a Parallel state of the child, and with waiting.
    let wait = json!({"Type": "Wait", "Seconds": 100, "Next": "W"});
    let parallel = json!({"Type": "Parallel", "End": true, "Branches": [{"StartAt": "W", "States": {"W": wait}}]});
    let mut definitions = distributed(parallel, json!({}));
    definitions[0].1["States"]["M"]["ItemProcessor"]["ProcessorConfig"]["ExecutionType"] = json!("EXPRESS");
    let history = run(&definitions, json!([1]), json!({}), None).expect("it runs");
    assert_eq!(history["error"], "States.ExceedToleratedFailureThreshold");
}

#[test]
fn executions_that_start_two_each_end() {
    let names: Vec<String> = (0..19).map(|i| format!("m{i}")).collect();
    let task = |next: &str, then: &str, to: Json| {
        json!({"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", then: to,
            "Parameters": {"StateMachineArn": next}})
    };
    let mut definitions: Vec<(&str, Value)> = Vec::new();
    for pair in names.windows(2) {
        let states = json!({"A": task(&pair[1], "Next", json!("B")), "B": task(&pair[1], "End", json!(true))});
        definitions.push((&pair[0], json!({"StartAt": "A", "States": states})));
    }
    definitions.push(("m18", json!({"StartAt": "S", "States": {"S": {"Type": "Succeed"}}})));
    let problem = run(&definitions, json!({}), json!({}), None).expect_err("it is more than anybody waits for");
    assert!(problem.starts_with("1000 executions have been started"), "{problem}");
}
