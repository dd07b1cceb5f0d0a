//! Calls of services: what is told of them, and where nothing is.

use asl_check_core::{Analysis, Options, Severity, Stage};
use asl_syntax::{Source, json};
use serde_json::{Value, json};

/// What is told of a Task, advice aside.
fn told_of(task: &Value) -> Vec<(Severity, &'static str, String)> {
    let mut task = task.clone();
    task["Type"] = "Task".into();
    task["End"] = true.into();
    let catcher = json!({"A": task, "B": {"Type": "Pass", "End": true}});
    let has_catcher = catcher["A"].get("Catch").is_some();
    let states = if has_catcher { catcher } else { json!({"A": catcher["A"]}) };
    let tree = json::parse(Source::new(json!({"StartAt": "A", "States": states}).to_string()));
    let analysis = Analysis::new(&tree, &Options::default());
    let reported = analysis.reported().filter(|it| it.rule.stage != Stage::Advice);
    reported.map(|it| (it.severity, it.rule.id, it.message.clone())).collect()
}

/// The rules that have something to say of a call.
#[allow(clippy::needless_pass_by_value, reason = "calls read better so")]
fn rules(resource: &str, parameters: Value) -> Vec<&'static str> {
    let resource = format!("arn:aws:states:::{resource}");
    let found = told_of(&json!({"Resource": resource, "Parameters": parameters}));
    found.into_iter().map(|(_, rule, _)| rule).collect()
}

fn clean(resource: &str, parameters: Value) {
    let shown = parameters.to_string();
    assert_eq!(rules(resource, parameters), [""; 0], "{resource} {shown}");
}

#[test]
fn services_and_actions() {
    for (resource, rule) in [
        ("aws-sdk:dynamodbb:getItem", "unknown-integration"),
        ("aws-sdk:DynamoDB:getItem", "unknown-integration"),
        ("aws-sdk:stepfunctions:listExecutions", "unknown-integration"),
        ("aws-sdk:dynamodb:GetItem", "unknown-integration"),
        ("aws-sdk:dynamodb:getItm", "unknown-integration"),
        ("aws-sdk:sts:assumeRole", "unknown-integration"),
        ("aws-sdk:quantumledgers:list", "doubtful-action"),
        ("aws-sdk:dynamodb:frobnicateEverything", "doubtful-action"),
        ("aws-sdk:s3:listObjectsV9", "doubtful-action"),
    ] {
        assert_eq!(rules(resource, json!({})), [rule], "{resource}");
    }
    for resource in ["aws-sdk:${Service}:list", "aws-sdk:dynamodb:${Action}", "aws-sdk:dynamodb:listTables"] {
        clean(resource, json!({}));
    }
}

#[test]
fn names_of_parameters() {
    let unknown = |resource: &str, parameters: Value| assert_eq!(rules(resource, parameters), ["unknown-parameter"]);
    unknown("aws-sdk:dynamodb:listTables", json!({"limit": 5}));
    unknown("aws-sdk:dynamodb:listTables", json!({"Limits.$": "$.n"}));
    unknown("aws-sdk:rds:describeDBInstances", json!({"DBInstanceIdentifier": "d"}));
    unknown("lambda:invoke", json!({"FunctionName": "f", "payload.$": "$"}));
    unknown("ecs:runTask", json!({"TaskDefinition": "t", "Overrides": {"ContainerOverrides": [{"name": "c"}]}}));
    clean("aws-sdk:rds:describeDBInstances", json!({"DbInstanceIdentifier": "d"}));
    clean("lambda:invoke", json!({"FunctionName": "f", "Payload": {"anything": {"at": ["all"]}}}));
    // The API has them, and AWS's page on the integration does not.
    clean("ecs:runTask", json!({"TaskDefinition": "t", "Tags": [{"Key": "k", "Value": "v"}]}));
    clean("dynamodb:getItem", json!({"TableName": "t", "Key": {"lower": {"S": "x"}}}));
    clean("aws-sdk:dynamodb:listTables", json!({"${Name}": 5}));
    // One fault, one report.
    assert_eq!(rules("sqs:sendMessage", json!({"QueueUrl": "u", "messageBody": "x"})), ["missing-parameter"]);
}

#[test]
fn types_of_parameters() {
    let wrong = |resource: &str, parameters: Value| assert_eq!(rules(resource, parameters), ["wrong-parameter-type"]);
    wrong("sns:publish", json!({"TopicArn": 7, "Message": "m"}));
    wrong("lambda:invoke", json!({"FunctionName": {"a": 1}}));
    wrong("dynamodb:getItem", json!({"TableName": "t", "Key": "k"}));
    wrong("aws-sdk:dynamodb:listTables", json!({"Limit": "many"}));
    wrong("aws-sdk:ec2:describeInstances", json!({"InstanceIds": "i-1"}));
    clean("sns:publish", json!({"TopicArn": "t", "Message": {"any": "value"}}));
    clean("sns:publish", json!({"TopicArn": "${Topic}", "Message": 5}));
    clean("aws-sdk:dynamodb:listTables", json!({"Limit": "5", "ExclusiveStartTableName": null}));
    clean("aws-sdk:sfn:startExecution", json!({"StateMachineArn": "a", "Input": {"a": 1}}));
    clean("aws-sdk:sfn:sendTaskSuccess", json!({"TaskToken.$": "$.t", "Output": {"a": 1}}));
    clean(
        "dynamodb:updateItem",
        json!({"TableName": "t", "Key": {"k": {"S": "x"}}, "ExpressionAttributeValues": {":v": {"L": ["x"]}}}),
    );
}

#[test]
fn values_of_parameters() {
    let severity = |value: &str| {
        let arguments = json!({"TableName": "t", "Key": {"k": {"S": "x"}}, "ReturnValues": value});
        let found = told_of(&json!({"Resource": "arn:aws:states:::dynamodb:updateItem", "Parameters": arguments}));
        found.first().map(|(severity, rule, _)| (*severity, *rule))
    };
    assert_eq!(severity("ALL_NEW"), None);
    assert_eq!(severity("${Values}"), None);
    assert_eq!(severity("ALL_NWE"), Some((Severity::Error, "unknown-parameter-value")));
    assert_eq!(severity("all_new"), Some((Severity::Warning, "unknown-parameter-value")));
    assert_eq!(severity("EVERYTHING"), Some((Severity::Warning, "unknown-parameter-value")));
    clean("aws-sdk:ec2:describeInstanceTypes", json!({"InstanceTypes": ["z9q.97xlarge"]}));
}

#[test]
fn what_requests_need() {
    let invalid = |resource: &str, parameters: Value| assert_eq!(rules(resource, parameters), ["invalid-request"]);
    invalid("aws-sdk:s3:getObject", json!({"Bucket": "b"}));
    invalid("sns:publish", json!({"Message": "m"}));
    invalid("bedrock:invokeModel", json!({"ModelId": "${Model}", "Body": {}, "Input": {"S3Uri": "s3://b/k"}}));
    invalid("bedrock:invokeModel", json!({"ModelId": "${Model}"}));
    let entries = json!({"Entries": [{"DetailType": "t", "Detail": {}}]});
    invalid("events:putEvents", entries);
    // There the answer tells of entries that failed.
    clean("aws-sdk:eventbridge:putEvents", json!({"Entries": [{"DetailType": "t", "Detail": "{}"}]}));
    // One slip is told once.
    assert_eq!(rules("aws-sdk:glue:startCrawler", json!({"CrawlerName": "c"})), ["unknown-parameter"]);
    let converse = |content: Value| {
        let messages = json!([{"Role": "user", "Content": [content]}]);
        rules("aws-sdk:bedrockruntime:converse", json!({"ModelId": "${Model}", "Messages": messages}))
    };
    assert_eq!(converse(json!({"Type": "text", "Text": "x"})), ["unknown-parameter"]);
    assert_eq!(converse(json!({"Type": "text"})), ["unknown-parameter"]);
    assert_eq!(
        converse(json!({"Text": "x", "Image": {"Format": "png", "Source": {"Bytes": "x"}}})),
        ["invalid-request"]
    );
    assert_eq!(converse(json!({})), ["invalid-request"]);
    clean("aws-sdk:s3:getObject", json!({"Bucket.$": "$.b", "Key.$": "$.k"}));
    clean("aws-sdk:s3:getObject", json!({"Bucket": "b", "${Key}": "k"}));
}

#[test]
fn names_of_errors() {
    let told = |resource: &str, names: &[&str]| {
        let task = json!({
            "Resource": format!("arn:aws:states:::{resource}"),
            "Parameters": {"TableName": "t", "Key": {"k": {"S": "x"}}, "FunctionName": "f"},
            "Catch": [{"ErrorEquals": names, "Next": "B"}]
        });
        told_of(&task).into_iter().filter(|(_, rule, _)| *rule == "unknown-error-name").count()
    };
    for (resource, name) in [
        ("dynamodb:deleteItem", "DynamoDb.ConditionalCheckFailedException"),
        ("dynamodb:deleteItem", "DynamoDB.ConditionalCheckFailed"),
        ("dynamodb:deleteItem", "ConditionalCheckFailedException"),
        ("aws-sdk:dynamodb:deleteItem", "DynamoDB.ConditionalCheckFailedException"),
        ("aws-sdk:dynamodb:deleteItem", "DynamoDb.ConditionalCheckFailedExeption"),
        ("lambda:invoke", "Lambda.ServiceExeption"),
        ("lambda:invoke", "States.Http.StatusCode.200"),
        ("lambda:invoke", "States.Http.StatusCode.5xx"),
        ("lambda:invoke", "States.Http.StatusCode.4XX"),
        ("lambda:invoke", "States.Http.StatusCod.429"),
        ("lambda:invoke", "States.Http.StatusCode429"),
        ("lambda:invoke", "States.TaskFailure"),
        ("lambda:invoke", "States.Error"),
        ("aws-sdk:s3:getObject", "S3.NoSuchBucket"),
        ("aws-sdk:dynamodb:deleteItem", "DynamoDb.ConditionalCheckFailed"),
        ("dynamodb:deleteItem", "ThrottlingException"),
        ("aws-sdk:bedrockruntime:converse", "Bedrock.ThrottlingException"),
        ("dynamodb:deleteItem", "Lambda.ServiceException"),
        ("bedrock:invokeModel", "Lambda.TooManyRequestsException"),
        ("dynamodb:deleteItem", "States.Http.StatusCode.429"),
        ("http:invoke", "Lambda.TooManyRequestsException"),
    ] {
        assert_eq!(told(resource, &[name]), 1, "{resource} {name}");
    }
    for (resource, name) in [
        ("dynamodb:deleteItem", "DynamoDB.ConditionalCheckFailedException"),
        ("dynamodb:deleteItem", "DynamoDB.ThrottlingException"),
        ("aws-sdk:dynamodb:deleteItem", "DynamoDb.SdkClientException"),
        ("lambda:invoke", "ServiceException"),
        ("lambda:invoke", "MyOwn.Error"),
        ("lambda:invoke", "States.Http.StatusCode.429"),
        ("glue:startJobRun", "Glue.Whatever"),
        // Only errors of the SDK are all exceptions.
        ("events:putEvents", "EventBridge.FailedEntry"),
        ("ecs:runTask.sync", "AmazonECS.Unknown"),
        ("apigateway:invoke", "ApiGateway.403"),
        ("aws-sdk:sqs:sendMessage.waitForTaskToken", "Sqs.OfAnother"),
        // How errors of these begin was not recorded, and people write them without a prefix.
        ("bedrock:invokeModel", "ThrottlingException"),
        ("glue:startJobRun", "ConcurrentRunsExceededException"),
        ("bedrock:invokeModel", "Bedrock.ThrottlingException"),
        ("bedrock:invokeModel", "BedrockRuntime.ThrottlingException"),
        ("lambda:invoke", "DynamoDB.ConditionalCheckFailedException"),
        ("http:invoke", "States.Http.StatusCode.429"),
        ("http:invoke", "Events.ConnectionResource.InternalError"),
        ("aws-sdk:dynamodb:deleteItem", "DynamoDb.RequestLimitExceededException"),
        ("sqs:sendMessage.waitForTaskToken", "Lambda.ServiceException"),
    ] {
        assert_eq!(told(resource, &[name]), 0, "{resource} {name}");
    }
    // A list for several tasks.
    assert_eq!(told("dynamodb:deleteItem", &["Lambda.ServiceException", "DynamoDB.ThrottlingException"]), 0);
    assert_eq!(told("dynamodb:deleteItem", &["Lambda.ServiceException", "MyOwn.Error"]), 0);
    let both = ["DynamoDb.ConditionalCheckFailedException", "DynamoDB.ConditionalCheckFailedException"];
    assert_eq!(told("dynamodb:deleteItem", &both), 0);
    assert_eq!(told("aws-sdk:s3:getObject", &["S3.NoSuchBucket", "S3.NoSuchBucketException"]), 0);
}

#[test]
fn reserved_names_of_errors() {
    let help = |name: &str| {
        let retry = json!([{"ErrorEquals": [name]}]);
        let states = json!({
            "A": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "f"},
                "Retry": retry, "Next": "B"},
            "B": {"Type": "Fail", "Error": "States.Raised"}
        });
        let tree = json::parse(Source::new(json!({"StartAt": "A", "States": states}).to_string()));
        let analysis = Analysis::new(&tree, &Options::default());
        analysis.reported().find(|it| it.rule.id == "unknown-error-name").and_then(|it| it.help.clone())
    };
    for (name, meant) in [
        ("States.TaskFailure", "States.TaskFailed"),
        ("States.TaskFail", "States.TaskFailed"),
        ("States.Http.StatusCode429", "States.Http.StatusCode.429"),
    ] {
        assert_eq!(help(name), Some(format!("did you mean `{meant}`?")), "{name}");
    }
    assert_eq!(help("States.Error"), Some("names that begin with `States.` are AWS's own".to_owned()));
    assert_eq!(help("States.Raised"), None);
}

#[test]
fn tokens_are_passed_on() {
    let send = |body: Value| rules("sqs:sendMessage.waitForTaskToken", json!({"QueueUrl": "u", "MessageBody": body}));
    assert_eq!(send(json!({"a": 1})), ["task-token-not-passed"]);
    assert_eq!(send(json!({"id.$": "$$.Execution.Id"})), ["task-token-not-passed"]);
    assert_eq!(send(json!({"token": "$$.Task.Token"})), ["task-token-not-passed"]);
    assert_eq!(send(json!({"token": "{% $states.context.Task.Token %}"})), ["task-token-not-passed"]);
    for body in [json!({"token.$": "$$.Task.Token"}), json!({"all.$": "$$"}), json!({"a": "${Token}"})] {
        assert_eq!(send(body), [""; 0]);
    }
    // The address of a message is not in it.
    let lambda = |parameters: Value| rules("lambda:invoke.waitForTaskToken", parameters);
    assert_eq!(lambda(json!({"FunctionName.$": "$$.Task.Token", "Payload": {"a": 1}})), ["task-token-not-passed"]);
    assert_eq!(lambda(json!({"FunctionName": "f", "Payload.$": "$$"})), [""; 0]);
    let jsonata = |token: &str| {
        told_of(&json!({
            "QueryLanguage": "JSONata",
            "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "Arguments": {"QueueUrl": "u", "MessageBody": {"token": token}}
        }))
    };
    assert!(jsonata("{% $states.context.Task.Token %}").is_empty());
    assert_eq!(jsonata("{% $states.input.token %}").len(), 1);
    for text in ["$states.context.Task.Token", "$$.Task.Token"] {
        let found: Vec<&str> = jsonata(text).into_iter().map(|(_, rule, _)| rule).collect();
        assert_eq!(found, ["task-token-not-passed"], "{text}");
    }
}

#[test]
fn http_tasks() {
    let call = |changes: Value| {
        let mut parameters = json!({
            "ApiEndpoint": "https://example.com/a",
            "Method": "GET",
            "InvocationConfig": {"ConnectionArn": "arn:aws:events:us-east-1:111122223333:connection/c/0123abcd-0123"}
        });
        for (name, value) in changes.as_object().into_iter().flatten() {
            parameters[name] = value.clone();
        }
        rules("http:invoke", parameters)
    };
    assert_eq!(call(json!({})), [""; 0]);
    assert_eq!(call(json!({"ApiEndpoint": "http://example.com"})), ["http-task"]);
    assert_eq!(call(json!({"ApiEndpoint": "${Endpoint}/a"})), [""; 0]);
    assert_eq!(call(json!({"Headers": {"X-Amz-Date": "now"}})), ["http-task"]);
    assert_eq!(call(json!({"Headers": {"Content-Type": "text/plain"}})), [""; 0]);
    assert_eq!(
        call(json!({"InvocationConfig": {"ConnectionArn": "arn:aws:events:us-east-1:111122223333:connection/c"}})),
        ["http-task"]
    );
    assert_eq!(call(json!({"Method": "FETCH"})), ["unknown-parameter-value"]);
    assert_eq!(call(json!({"ApiEndpoint": "https://"})), ["http-task"]);
    assert_eq!(call(json!({"ApiEndpoint": "https://user:secret@example.com/a"})), ["http-task"]);
    for url in [
        "HTTPS://example.com",
        "https://example.com/@user?mail=a@b",
        "https://${User}@example.com",
        "https://${Host}/a",
    ] {
        assert_eq!(call(json!({"ApiEndpoint": url})), [""; 0], "{url}");
    }
    let plain = json!({"Resource": "arn:aws:states:::http:invoke", "Parameters": {
        "ApiEndpoint": "http://user:secret@example.com/a", "Method": "GET", "InvocationConfig": {"ConnectionArn.$": "$.c"}
    }});
    let told = told_of(&plain);
    assert!(told.iter().all(|(.., message)| message.contains("`http://example.com/a`")), "{told:?}");
    assert_eq!(told.len(), 1);
    let old = json!({"ConnectionArn": "arn:aws:events:us-east-1:111122223333:connection/c/0123abcd-0123"});
    assert_eq!(call(json!({"Authentication": old})), ["http-task"]);
    // AWS takes these as texts and lists as well.
    assert_eq!(call(json!({"QueryParameters": "a=b", "Headers": ["Accept: text/plain"]})), [""; 0]);
    let gateway = |headers: Value| {
        rules(
            "apigateway:invoke",
            json!({"ApiEndpoint": "a.execute-api.us-east-1.amazonaws.com", "Method": "GET", "Headers": headers}),
        )
    };
    assert_eq!(gateway(json!({"Accept": "text/plain"})), ["http-task"]);
    assert_eq!(gateway(json!({"Accept": ["text/plain"], "Other.$": "$.h"})), [""; 0]);
}

#[test]
fn bodies_of_http_tasks() {
    let form = "application/x-www-form-urlencoded";
    let call = |headers: Value, transform: Value| {
        let mut parameters = json!({
            "ApiEndpoint": "https://example.com/a",
            "Method": "POST",
            "InvocationConfig": {"ConnectionArn.$": "$.connection"},
            "RequestBody": {"a": 1}
        });
        for (name, value) in [("Headers", headers), ("Transform", transform)] {
            if value != Value::Null {
                parameters[name] = value;
            }
        }
        told_of(&json!({"Resource": "arn:aws:states:::http:invoke", "Parameters": parameters}))
    };
    let encoded = json!({"RequestBodyEncoding": "URL_ENCODED"});
    let commas = json!({"RequestEncodingOptions": {"ArrayFormat": "COMMAS"}});
    for (headers, transform) in [
        (json!(null), encoded.clone()),
        (json!({"Accept": "text/plain"}), encoded.clone()),
        (json!({"content-type": "application/json"}), encoded.clone()),
        (json!({"Content-Type": form}), json!(null)),
        (json!({"Content-Type": form}), json!({"RequestBodyEncoding": "NONE"})),
        (json!(null), commas.clone()),
    ] {
        let told = call(headers.clone(), transform.clone());
        let [(severity, rule, _)] = told.as_slice() else { panic!("{headers} {transform}: {told:?}") };
        assert_eq!((*severity, *rule), (Severity::Warning, "http-task"), "{headers} {transform}");
    }
    let both = json!({"RequestBodyEncoding": "URL_ENCODED", "RequestEncodingOptions": {"ArrayFormat": "COMMAS"}});
    for (headers, transform) in [
        (json!(null), json!(null)),
        (json!({"content-type": format!("{form}; charset=utf-8")}), both),
        (json!({"Content-Type.$": "$.type"}), encoded.clone()),
        (json!({"Content-Type": "${Type}"}), encoded.clone()),
        (json!({"${Name}": "x"}), encoded.clone()),
        (json!({"Content-Type": form}), json!({"RequestBodyEncoding.$": "$.encoding"})),
        (json!({"Content-Type": form}), json!({"RequestBodyEncoding": "${Encoding}"})),
        (json!(null), json!({"RequestBodyEncoding.$": "$.e", "RequestEncodingOptions": {"ArrayFormat": "COMMAS"}})),
    ] {
        assert_eq!(call(headers.clone(), transform.clone()), [], "{headers} {transform}");
    }
}

#[test]
fn what_emr_wants_of_a_cluster() {
    let create =
        |instances: Value| rules("elasticmapreduce:createCluster.sync", json!({"Name": "c", "Instances": instances}));
    assert_eq!(create(json!({"InstanceCount": 1})), ["invalid-request"]);
    assert_eq!(create(json!({"KeepJobFlowAliveWhenNoSteps": true, "TerminationProtected": true})), [""; 0]);
}

#[test]
fn models_and_their_bodies() {
    let call = |model: &str, body: Value| rules("bedrock:invokeModel", json!({"ModelId": model, "Body": body}));
    let claude = "anthropic.claude-sonnet-4-6";
    let body = json!({
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 10,
        "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}]
    });
    let without = |name: &str| {
        let mut body = body.clone();
        body.as_object_mut().map(|it| it.remove(name));
        body
    };
    let with = |name: &str, value: Value| {
        let mut body = body.clone();
        body[name] = value;
        body
    };
    for model in [
        claude,
        "us.anthropic.claude-sonnet-4-6",
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-6",
        "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc",
        "${Model}",
    ] {
        assert_eq!(call(model, body.clone()), [""; 0], "{model}");
    }
    for model in [
        "anthropic.claude-3-opus-20240229-v1:0",
        "anthropic.claude-sonet-4-6",
        "arn:aws:bedrock:us-east-1::model/anthropic.claude-sonnet-4-6",
        "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/us.anthropic.claude-sonnet-4-6",
    ] {
        assert_eq!(call(model, body.clone()), ["bedrock-model"], "{model}");
    }
    for body in [
        without("max_tokens"),
        with("max_token", json!(5)),
        with("anthropic_version", json!("2023-06-01")),
        with("messages", json!([{"role": "system", "content": "Hi"}])),
        with("max_tokens", json!("ten")),
        json!({"inputText": "Hi"}),
    ] {
        assert_eq!(call(claude, body.clone()), ["bedrock-body"], "{body}");
    }
    let computed = json!({"anthropic_version": "bedrock-2023-05-31", "max_tokens.$": "$.n", "messages.$": "$.m"});
    assert_eq!(call(claude, computed), [""; 0]);
    assert_eq!(call("new.model-of-1999", json!({"anything": 1})), ["bedrock-model"]);
}

#[test]
fn numbers_of_items_are_digits() {
    for resource in ["dynamodb:putItem", "aws-sdk:dynamodb:putItem"] {
        let of = |number: Value| {
            let parameters = json!({"TableName": "t", "Item": {"id": {"S": "a"}, "n": number}});
            told_of(&json!({"Resource": format!("arn:aws:states:::{resource}"), "Parameters": parameters}))
        };
        for good in ["5", "-1.5e3", "${Number}"] {
            assert_eq!(of(json!({"N": good})), []);
        }
        assert_eq!(of(json!({"N.$": "States.JsonToString($.n)"})), []);
        let found = |number: &str| of(json!({"N": number})).into_iter().map(|it| (it.0, it.1)).collect::<Vec<_>>();
        assert_eq!(found("five"), [(Severity::Error, "wrong-parameter-type")]);
        assert_eq!(found("States.JsonToString($.n)"), [(Severity::Error, "path-without-suffix")]);
        assert_eq!(found("$.n"), [(Severity::Error, "path-without-suffix")]);
    }
}
