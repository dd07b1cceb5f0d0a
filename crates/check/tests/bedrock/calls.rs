//! Which models a call may name, and how they are called.

use asl_catalogue::Date;
use asl_check_core::{Analysis, Diagnostic, Options, Severity};
use asl_syntax::{Source, json};
use serde_json::{Value, json};

/// What is told of a call on a day, and how much it weighs.
fn told(resource: &str, parameters: &Value, now: &str) -> Vec<(Severity, &'static str, String)> {
    let resource = format!("arn:aws:states:::{resource}");
    let task = json!({"Type": "Task", "Resource": resource, "Parameters": parameters, "End": true});
    let tree = json::parse(Source::new(json!({"StartAt": "A", "States": {"A": task}}).to_string()));
    let now: Option<Date> = now.parse().ok();
    let analysis = Analysis::new(&tree, &Options { now, ..Options::default() });
    about_models(&analysis).map(|it| (it.severity, it.rule.id, it.message.clone())).collect()
}

/// What is told, apart from advice on what is tried again.
fn about_models(analysis: &Analysis) -> impl Iterator<Item = &Diagnostic> {
    analysis.reported().filter(|it| it.rule.id != "throttling-not-retried")
}

/// What is told of a model that is invoked, with nothing known of its body.
fn invoked(model: &str, now: &str) -> Vec<(Severity, &'static str, String)> {
    told("bedrock:invokeModel", &json!({"ModelId": model, "Body.$": "$"}), now)
}

fn one<'f>(found: &'f [(Severity, &'static str, String)]) -> (Severity, &'static str, &'f str) {
    assert_eq!(found.len(), 1, "{found:?}");
    found.first().map(|(severity, rule, message)| (*severity, *rule, message.as_str())).unwrap()
}

const HERE: &str = "arn:aws:bedrock:us-west-2::foundation-model/";

#[test]
fn a_model_lives_ages_and_ends() {
    let opus = "us.anthropic.claude-opus-4-1-20250805-v1:0";
    assert_eq!(invoked(opus, "2026-07-07"), [], "nobody knows yet");
    let found = invoked(opus, "2026-07-08");
    let (severity, rule, message) = one(&found);
    assert_eq!((severity, rule), (Severity::Note, "aging-model"));
    assert!(message.contains("is legacy since 2026-07-08, and ends on 2027-01-08"), "{message}");
    assert_eq!(one(&invoked(opus, "2027-01-07")).1, "aging-model");
    let found = invoked(opus, "2027-01-08");
    let (severity, rule, message) = one(&found);
    assert_eq!((severity, rule), (Severity::Warning, "bedrock-model"));
    assert!(message.contains("ended on 2027-01-08"), "{message}");
}

#[test]
fn a_day_that_aws_did_not_name_is_none() {
    for model in ["us.anthropic.claude-haiku-4-5-20251001-v1:0", "us.anthropic.claude-sonnet-4-5-20250929-v1:0"] {
        assert_eq!(invoked(model, "2030-01-01"), [], "{model}");
    }
}

#[test]
fn a_model_ends_in_some_regions() {
    let sonnet = "anthropic.claude-3-5-sonnet-20241022-v2:0";
    let found = invoked(&format!("{HERE}{sonnet}"), "2026-11-23");
    let (severity, rule, message) = one(&found);
    assert_eq!((severity, rule), (Severity::Warning, "bedrock-model"));
    assert!(message.contains("ended on 2026-03-01 in us-west-2"), "{message}");
    assert_eq!(one(&invoked(&format!("{HERE}{sonnet}"), "2026-02-01")).1, "aging-model");
    let unsaid = invoked(sonnet, "2026-11-23");
    assert_eq!((one(&unsaid).0, one(&unsaid).1), (Severity::Note, "aging-model"));
    assert!(one(&unsaid).2.contains("ended on 2026-03-01 in some regions"), "{unsaid:?}");
    let lasting = invoked(&format!("arn:aws:bedrock:ap-south-1::foundation-model/{sonnet}"), "2026-11-23");
    assert_eq!(one(&lasting).1, "aging-model");
    let filled_in = invoked(&format!("arn:aws:bedrock:${{Region}}::foundation-model/{sonnet}"), "2026-11-23");
    assert_eq!(one(&filled_in).1, "aging-model");
    let haiku = "anthropic.claude-3-haiku-20240307-v1:0";
    assert_eq!(one(&invoked(&format!("{HERE}{haiku}"), "2026-11-23")).1, "bedrock-model");
    let untold = invoked(&format!("arn:aws:bedrock:sa-east-1::foundation-model/{haiku}"), "2026-11-23");
    assert_eq!(one(&untold).1, "aging-model");
}

#[test]
fn models_behind_what_is_filled_in() {
    let of =
        |id: &str| invoked(&format!("arn:${{AWS::Partition}}:bedrock:${{AWS::Region}}::foundation-model/{id}"), "");
    assert_eq!(of("amazon.nova-lite-v1:0"), []);
    assert_eq!(of("${Model}"), []);
    assert_eq!(one(&of("anthropic.claude-3-opus-20240229-v1:0")).1, "bedrock-model");
}

#[test]
fn ways_to_call_a_model() {
    let found = |action: &str, model: &str| {
        let parameters = match action {
            "bedrock:invokeModel" => json!({"ModelId": model, "Body.$": "$"}),
            "aws-sdk:bedrockruntime:invokeModel" => json!({"ModelId": model, "Body.$": "$.body"}),
            "aws-sdk:bedrockruntime:converse" => json!({"ModelId": model, "Messages.$": "$"}),
            _ => json!({"ModelId": model, "ModelInput.$": "$", "OutputDataConfig.$": "$.o"}),
        };
        told(action, &parameters, "")
    };
    let [invoke, sdk, converse, start] = [
        "bedrock:invokeModel",
        "aws-sdk:bedrockruntime:invokeModel",
        "aws-sdk:bedrockruntime:converse",
        "aws-sdk:bedrockruntime:startAsyncInvoke",
    ];
    for (action, model) in [
        (invoke, "us.anthropic.claude-sonnet-4-5-20250929-v1:0"),
        (
            invoke,
            "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        ),
        (invoke, "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abcdefghijkl"),
        (invoke, "arn:aws:bedrock:us-east-1:111122223333:imported-model/abcdefghijkl"),
        (invoke, "arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment/abcdefghijkl"),
        (invoke, "arn:aws:bedrock:us-east-1:111122223333:default-prompt-router/anthropic.claude:1"),
        (invoke, "us-gov.anthropic.claude-haiku-4-5-20251001-v1:0"),
        (invoke, "amazon.titan-embed-text-v2:0"),
        (invoke, "anthropic.claude-sonnet-4-6"),
        (converse, "openai.gpt-5.6-sol"),
        (converse, "us.amazon.nova-pro-v1:0"),
        (start, "luma.ray-v2:0"),
        (start, "amazon.nova-2-multimodal-embeddings-v1:0"),
    ] {
        assert_eq!(found(action, model), [], "{action} {model}");
    }
    for (action, model, severity, part) in [
        (invoke, "anthropic.claude-sonnet-4-5-20250929-v1:0", Severity::Warning, "through an inference profile"),
        (sdk, "mistral.pixtral-large-2502-v1:0", Severity::Warning, "through an inference profile"),
        (converse, "meta.llama4-scout-17b-instruct-v1:0", Severity::Warning, "through an inference profile"),
        (invoke, "amazon.nova-lite-v1:0:24k", Severity::Warning, "bought throughput"),
        (invoke, "us.amazon.titan-embed-text-v2:0", Severity::Warning, "no inference profile"),
        (invoke, "eu.deepseek.r1-v1:0", Severity::Warning, "no inference profile"),
        (invoke, "openai.gpt-oss-120b", Severity::Warning, "can't call"),
        (invoke, "openai.gpt-5.6-sol", Severity::Warning, "can't call"),
        (converse, "openai.gpt-5.5", Severity::Warning, "can't call"),
        (invoke, "luma.ray-v2:0", Severity::Error, "put into S3"),
        (invoke, "amazon.nova-2-sonic-v1:0", Severity::Error, "stream both ways"),
        (converse, "amazon.titan-embed-text-v2:0", Severity::Error, "takes no messages"),
        (converse, "amazon.titan-embed-tex-v2:0", Severity::Error, "no model"),
    ] {
        let found = found(action, model);
        let (told, rule, message) = one(&found);
        assert_eq!((told, rule), (severity, "bedrock-model"), "{action} {model}");
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn models_in_other_actions() {
    let agent = |model: &str| {
        let call = json!({"AgentName": "a", "FoundationModel": model});
        told("aws-sdk:bedrockagent:createAgent", &call, "")
    };
    assert_eq!(agent("anthropic.claude-sonnet-4-5-20250929-v1:0"), []);
    assert_eq!(one(&agent("anthropic.claude-v2")).1, "bedrock-model");
    let job = |model: &str, now: &str| {
        let s3 = json!({"S3Uri": "s3://training/data"});
        let call = json!({
            "JobName": "train-1", "CustomModelName": "mine", "RoleArn": "arn:aws:iam::111122223333:role/train",
            "BaseModelIdentifier": model, "TrainingDataConfig": s3, "OutputDataConfig": s3,
            "HyperParameters": {"epochCount": "2"}
        });
        told("bedrock:createModelCustomizationJob.sync", &call, now)
    };
    assert_eq!(job("amazon.nova-micro-v1:0:128k", ""), []);
    let titan = "amazon.titan-text-express-v1";
    assert_eq!(job(titan, "2025-01-30"), []);
    let found = job(titan, "2025-01-31");
    let (severity, rule, message) = one(&found);
    assert_eq!((severity, rule), (Severity::Warning, "bedrock-model"));
    assert!(message.contains("no job can be started"), "{message}");
    assert!(one(&job(titan, "2025-08-15")).2.contains("ended on 2025-08-15"));
}

#[test]
fn requests() {
    let body = json!({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages.$": "$.m"});
    let base = json!({"ModelId": "us.anthropic.claude-sonnet-4-6", "Body": body});
    let with = |more: Value| {
        let mut parameters = base.clone();
        for (name, value) in more.as_object().into_iter().flatten() {
            parameters[name] = value.clone();
        }
        told("bedrock:invokeModel", &parameters, "")
    };
    let arn = "arn:aws:bedrock:us-east-1:111122223333:guardrail/a1b2c3";
    let guarded = json!({
        "anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages.$": "$.m",
        "amazon-bedrock-guardrailConfig": {"tagSuffix": "xyz"}
    });
    for fine in [
        json!({"GuardrailIdentifier": "a1b2c3", "GuardrailVersion": "DRAFT", "Trace": "ENABLED"}),
        json!({"GuardrailIdentifier.$": "$.g", "GuardrailVersion.$": "$.v"}),
        json!({"GuardrailIdentifier": arn, "GuardrailVersion": "12", "Body": guarded}),
        json!({"ContentType": "application/json", "Accept": "*/*"}),
        json!({"Output": {"S3Uri": "s3://answers/of/today.json"}}),
        json!({"Output": {"S3Uri.$": "$.place"}}),
    ] {
        assert_eq!(with(fine.clone()), [], "{fine}");
    }
    for (wrong, part) in [
        (json!({"GuardrailIdentifier": "a1b2c3"}), "has no `GuardrailVersion`"),
        (json!({"GuardrailVersion": "1"}), "no `GuardrailIdentifier`"),
        (json!({"GuardrailIdentifier": "a1b2c3", "GuardrailVersion": "latest"}), "no version"),
        (
            json!({"GuardrailIdentifier": arn.replace("guardrail", "agent"), "GuardrailVersion": "1"}),
            "ARN of a guardrail",
        ),
        (json!({"Body": guarded}), "`GuardrailIdentifier` is missing"),
        (json!({"ContentType": "text/plain"}), "models take JSON"),
        (json!({"Output": {"S3Uri": "answers/today.json"}}), "no place in S3"),
    ] {
        let found = with(wrong.clone());
        let (_, rule, message) = one(&found);
        assert_eq!(rule, "bedrock-request", "{wrong}");
        assert!(message.contains(part), "{message}");
    }
    let input = |place: &str| {
        let call = json!({"ModelId": "us.anthropic.claude-sonnet-4-6", "Input": {"S3Uri": place}});
        told("bedrock:invokeModel", &call, "")
    };
    assert_eq!(input("s3://prompts/a.json"), []);
    assert!(one(&input("s3://prompts")).2.contains("names a bucket"));
    assert!(one(&input("https://prompts.s3.amazonaws.com/a.json")).2.contains("no place in S3"));
}

#[test]
fn guardrails_of_conversations() {
    let with = |config: Value| {
        let call = json!({"ModelId": "us.amazon.nova-pro-v1:0", "Messages.$": "$.m", "GuardrailConfig": config});
        told("aws-sdk:bedrockruntime:converse", &call, "")
    };
    assert_eq!(with(json!({"GuardrailIdentifier": "a1b2c3", "GuardrailVersion": "1"})), []);
    assert_eq!(one(&with(json!({"GuardrailIdentifier": "a1b2c3", "GuardrailVersion": "newest"}))).1, "bedrock-request");
    assert!(!with(json!({"GuardrailIdentifier": "a1b2c3"})).is_empty());
}

#[test]
fn streams_have_no_place_in_a_task() {
    let help = |action: &str| {
        let resource = format!("arn:aws:states:::aws-sdk:{action}");
        let task = json!({"Type": "Task", "Resource": resource, "Parameters": {}, "End": true});
        let tree = json::parse(Source::new(json!({"StartAt": "A", "States": {"A": task}}).to_string()));
        let analysis = Analysis::new(&tree, &Options::default());
        let found: Vec<_> = analysis.reported().filter(|it| it.pointer.ends_with("Resource")).collect();
        found.first().and_then(|it| it.help.clone()).unwrap_or_default()
    };
    let at_once = help("bedrockruntime:invokeModelWithResponseStream");
    assert!(at_once.contains("`arn:aws:states:::aws-sdk:bedrockruntime:invokeModel` answers at once"), "{at_once}");
    assert!(help("bedrockruntime:converseStream").contains("aws-sdk:bedrockruntime:converse`"));
    assert!(
        help("bedrockagentruntime:retrieveAndGenerateStream")
            .contains("aws-sdk:bedrockagentruntime:retrieveAndGenerate`")
    );
    assert!(help("bedrockagentruntime:invokeAgent").contains("a Lambda function can"));
}

#[test]
fn a_body_has_a_length() {
    let of = |length: usize| {
        let body = json!({"inputText": "x".repeat(length)});
        told("bedrock:invokeModel", &json!({"ModelId": "amazon.titan-embed-text-v2:0", "Body": body}), "")
    };
    let around = json!({"inputText": ""}).to_string().len();
    assert_eq!(of(262_144 - around), []);
    let found = of(262_145 - around);
    assert!(one(&found).2.contains("262145 bytes"), "{found:?}");
}

#[test]
fn jobs() {
    let with = |more: Value| {
        let s3 = json!({"S3Uri": "s3://training/data"});
        let mut call = json!({
            "JobName": "train-1", "CustomModelName": "mine", "RoleArn": "arn:aws:iam::111122223333:role/train",
            "BaseModelIdentifier": "amazon.nova-micro-v1:0:128k", "TrainingDataConfig": s3, "OutputDataConfig": s3
        });
        for (name, value) in more.as_object().into_iter().flatten() {
            call[name] = value.clone();
        }
        told("bedrock:createModelCustomizationJob.sync", &call, "")
    };
    assert_eq!(with(json!({"JobName": "${Name}", "HyperParameters": {"epochCount": "2"}})), []);
    for (wrong, rule) in [
        (json!({"JobName": "train one"}), "bedrock-request"),
        (json!({"CustomModelName": "mine.too"}), "bedrock-request"),
        (json!({"RoleArn": "arn:aws:iam::111122223333:user/train"}), "bedrock-request"),
        (json!({"TrainingDataConfig": {"S3Uri": "training/data"}}), "bedrock-request"),
        (json!({"HyperParameters": {"epochCount": 2}}), "wrong-parameter-type"),
        (json!({"CustomizationType": "FINE_TUNE"}), "unknown-parameter-value"),
        (json!({"BaseModelIdentifier": "us.amazon.nova-micro-v1:0"}), "bedrock-model"),
    ] {
        let found = with(wrong.clone());
        assert_eq!(one(&found).1, rule, "{wrong}");
    }
}

#[test]
fn bodies_of_the_sdk_are_texts() {
    let call = |body: Value| {
        let parameters = json!({"ModelId": "amazon.titan-embed-text-v2:0", "Body": body});
        told("aws-sdk:bedrockruntime:invokeModel", &parameters, "")
    };
    assert_eq!(call(json!(r#"{"inputText": "a"}"#)), []);
    assert_eq!(call(json!("${Body}")), []);
    assert!(one(&call(json!({"inputText": "a"}))).2.contains("as a text, not an object"));
    assert!(one(&call(json!(r#"{"inputText": "a""#))).2.contains("no JSON"));
    assert!(one(&call(json!(r#"{"inputTex": "a"}"#))).2.contains("takes no `inputTex`"));
    assert!(one(&call(json!(r#"{"inputText": 5}"#))).2.contains("`Body.inputText`"));
}

/// What is told of a body after a state that made what it is computed from.
fn after(made: &Value, body: &Value, language: &str) -> Vec<(Severity, &'static str, String)> {
    let (result, given) = if language == "JSONata" { ("Output", "Arguments") } else { ("Result", "Parameters") };
    let mut call = json!({"Type": "Task", "Resource": "arn:aws:states:::bedrock:invokeModel", "End": true});
    let names_one = body.as_object().is_some_and(|it| it.keys().any(|name| name.starts_with("ModelId")));
    call[given] = if names_one { json!({}) } else { json!({"ModelId": "us.anthropic.claude-sonnet-4-6"}) };
    for (name, value) in body.as_object().into_iter().flatten() {
        call[given][name] = value.clone();
    }
    let mut pass = json!({"Type": "Pass", "Next": "B"});
    pass[result] = made.clone();
    let definition = json!({"QueryLanguage": language, "StartAt": "A", "States": {"A": pass, "B": call}});
    let analysis = Analysis::new(&json::parse(Source::new(definition.to_string())), &Options::default());
    about_models(&analysis).map(|it| (it.severity, it.rule.id, it.message.clone())).collect()
}

#[test]
fn what_is_computed_has_a_type() {
    let with = |name: &str, value: &str| {
        let mut body = json!({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages.$": "$.messages"});
        body.as_object_mut().map(|it| it.remove(name.trim_end_matches(".$")));
        body[name] = value.into();
        json!({"Body": body})
    };
    let made = json!({
        "count": 5, "text": "five", "list": [], "version": "bedrock-2023-05-31", "other": "2023-06-01",
        "messages": [{"role": "user", "content": "Hi"}]
    });
    let told = |name: &str, path: &str| after(&made, &with(name, path), "JSONPath");
    assert_eq!(told("max_tokens.$", "$.count"), []);
    assert_eq!(told("system.$", "$.text"), []);
    assert_eq!(told("system.$", "$.list"), []);
    assert_eq!(told("anthropic_version.$", "$.version"), []);
    assert_eq!(told("max_tokens", "${Count}").len(), 0, "a template may fill in a number");
    for (name, path, part) in [
        (
            "max_tokens.$",
            "$.text",
            "`Body.max_tokens` of `anthropic.claude-sonnet-4-6` takes a whole number, not a string",
        ),
        ("max_tokens.$", "States.Format('{}', $.count)", "takes a whole number, not a string"),
        ("messages.$", "$.text", "takes an array, not a string"),
        ("system.$", "$.count", "takes a string or an array, not a number"),
        ("anthropic_version.$", "$.other", "not `2023-06-01`"),
    ] {
        let found = told(name, path);
        assert_eq!((one(&found).0, one(&found).1), (Severity::Error, "bedrock-body"), "{path}");
        assert!(one(&found).2.contains(part), "{}", one(&found).2);
    }
    let jsonata = |tokens: &str| {
        let messages = json!([{"role": "user", "content": "{% $states.input.text %}"}]);
        let body = json!({"anthropic_version": "bedrock-2023-05-31", "max_tokens": tokens, "messages": messages});
        after(&made, &json!({"Body": body}), "JSONata")
    };
    assert_eq!(jsonata("{% $states.input.count * 2 %}"), []);
    assert_eq!(one(&jsonata("{% $string($states.input.count) %}")).1, "bedrock-body");
}

#[test]
fn a_body_may_be_made_before() {
    let body = json!({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": []});
    assert_eq!(after(&json!({"body": body}), &json!({"Body.$": "$.body"}), "JSONPath"), []);
    let found = after(&json!({"body": {"inputText": "Hi"}}), &json!({"Body.$": "$.body"}), "JSONPath");
    assert!(one(&found).2.contains("is one for `amazon.titan"), "{found:?}");
    let short = json!({"anthropic_version": "bedrock-2023-05-31", "messages": []});
    let found = after(&json!({"body": short}), &json!({"Body": "{% $states.input.body %}"}), "JSONata");
    assert!(one(&found).2.contains("`Body` in state `B` lacks `max_tokens`"), "{found:?}");
}

#[test]
fn a_name_may_be_computed() {
    let told = |model: &str| {
        let made = json!({"model": model, "text": "Hi"});
        let path = after(&made, &json!({"ModelId.$": "$.model", "Body": {"inputText.$": "$.text"}}), "JSONPath");
        let jsonata =
            json!({"ModelId": "{% $states.input.model %}", "Body": {"inputText": "{% $states.input.text %}"}});
        let expression = after(&made, &jsonata, "JSONata");
        assert_eq!(
            path.iter().map(|it| &it.2).collect::<Vec<_>>(),
            expression.iter().map(|it| &it.2).collect::<Vec<_>>()
        );
        path
    };
    assert_eq!(told("amazon.titan-embed-text-v2:0"), []);
    assert!(one(&told("amazon.titan-embed-tex-v2:0")).2.contains("no model `amazon.titan-embed-tex-v2:0`"));
    assert!(one(&told("arn:aws:bedrok:us-east-1::foundation-model/a.b")).2.contains("is not the ARN of a model"));
    assert!(one(&told("us.anthropic.claude-sonnet-4-6")).2.contains("takes another"));
    let unknown = json!({"ModelId.$": "$.other", "Body": {"inputText.$": "$.text"}});
    assert!(after(&json!({"text": "Hi"}), &unknown, "JSONPath").iter().all(|it| it.1 != "bedrock-model"));
}

#[test]
fn a_body_is_an_object() {
    let call = |body: Value| {
        told("bedrock:invokeModel", &json!({"ModelId": "amazon.titan-embed-text-v2:0", "Body": body}), "")
    };
    for odd in [json!("Hello"), json!(["Hello"]), json!(5)] {
        let found = call(odd);
        assert_eq!((one(&found).0, one(&found).1), (Severity::Warning, "bedrock-body"), "{found:?}");
    }
    for body in [json!("${Body}"), json!(r#"{"inputText": "a"}"#)] {
        assert_eq!(call(body), []);
    }
}

#[test]
fn a_text_may_be_made_of_what_is_known() {
    let made = |inner: Value, expression: &str| {
        let call = json!({
            "Type": "Task", "End": true, "Resource": "arn:aws:states:::aws-sdk:bedrockruntime:invokeModel",
            "Arguments": {"ModelId": "amazon.titan-embed-text-v2:0", "Body": expression}
        });
        let pass = json!({"Type": "Pass", "Output": inner, "Next": "B"});
        let definition = json!({"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": pass, "B": call}});
        let analysis = Analysis::new(&json::parse(Source::new(definition.to_string())), &Options::default());
        about_models(&analysis).map(|it| it.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(made(json!({"inputText": "a"}), "{% $string($states.input) %}"), [""; 0]);
    let found = made(json!({"body": "{\"inputTex\": 5}"}), "{% $states.input.body %}");
    assert!(found.iter().any(|it| it.contains("`inputTex`")), "{found:?}");
}
