//! Which models a call may name, and how they are called.

use asl_catalogue::Date;
use asl_check_core::{Analysis, Options, Severity};
use asl_syntax::{Source, json};
use serde_json::{Value, json};

/// What is told of a call on a day, and how much it weighs.
fn told(resource: &str, parameters: &Value, now: &str) -> Vec<(Severity, &'static str, String)> {
    let resource = format!("arn:aws:states:::{resource}");
    let task = json!({"Type": "Task", "Resource": resource, "Parameters": parameters, "End": true});
    let tree = json::parse(Source::new(json!({"StartAt": "A", "States": {"A": task}}).to_string()));
    let now: Option<Date> = now.parse().ok();
    let analysis = Analysis::new(&tree, &Options { now, ..Options::default() });
    analysis.reported().map(|it| (it.severity, it.rule.id, it.message.clone())).collect()
}

/// What is told of a model that is invoked, with nothing known of its body.
fn invoked(model: &str, now: &str) -> Vec<(Severity, &'static str, String)> {
    told("bedrock:invokeModel", &json!({"ModelId": model, "Body.$": "$"}), now)
}

fn one<'f>(found: &'f [(Severity, &'static str, String)]) -> (Severity, &'static str, &'f str) {
    match found {
        [(severity, rule, message)] => (*severity, rule, message),
        _ => panic!("not one finding: {found:?}"),
    }
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
        (invoke, "amazon.nova-2-sonic-v1:0", Severity::Error, "stream in both directions"),
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
