//! What a model of Bedrock answers, where it is known which it is.

use asl_catalogue::Resource;
use asl_catalogue::bedrock::{Family, Model, ModelId, model};
use asl_syntax::placeholder::is_hidden;
use asl_types::{Absence, Object, Type};
use serde_json::Value;

/// How a task calls a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Calls {
    /// By the integration that reads the answer.
    Read,
    /// By the action of the SDK, which gives it as a text.
    AsText,
}

/// How it calls a model, if it does.
pub(super) fn calls(resource: &Resource<'_>) -> Option<Calls> {
    match resource {
        Resource::Optimized { service: "bedrock", action: "invokeModel", suffix: "" } => Some(Calls::Read),
        Resource::Sdk { service: "bedrockruntime", action: "invokeModel", suffix: "" } => Some(Calls::AsText),
        _ => None,
    }
}

/// The result of a task that calls a model, with the body that this gives.
pub(super) fn with_body(result: Type, arguments: &Type) -> Type {
    let (Some(body), Some(objects)) = (body(arguments), &result.sets().objects) else { return result };
    Type::object(objects.merged().with("Body", body.with_absence(Absence::Unproven)))
}

/// The sample of the result of a task that calls a model, with an answer of this.
pub(super) fn with_answer(mut result: Value, calls: Calls, arguments: &Type) -> Value {
    let known = family(arguments).and_then(Family::example);
    if let (Some(answer), Some(fields)) = (known, result.as_object_mut()) {
        let answer = if calls == Calls::AsText { Value::String(answer.to_string()) } else { answer.clone() };
        fields.insert("Body".to_owned(), answer);
    }
    result
}

/// How the model is called that the arguments name, unless its answer is written elsewhere.
fn family(arguments: &Type) -> Option<Family> {
    if arguments.field("Output").has_value() {
        return None;
    }
    let id = arguments.field("ModelId").as_value()?;
    let id = id.as_str().filter(|id| !is_hidden(id))?;
    model(ModelId::parse(id).ok()?.model()?).and_then(Model::family)
}

/// The answer itself.
fn body(arguments: &Type) -> Option<Type> {
    let schema = family(arguments)?.response();
    let told = Type::from_json_schema(schema).ok()?;
    let objects = told.sets().objects.as_ref()?.merged();
    // Nothing is told to be always there.
    let fields = objects.told().filter(|(_, of)| of.has_value());
    let fields = fields.map(|(name, of)| (name.into(), of.clone().with_absence(Absence::Unproven)));
    // The page of a family names all that there is at the top, unless its schema says that no page does. A guardrail adds
    // what it did.
    let is_open = schema["additionalProperties"] == true || arguments.field("GuardrailIdentifier").has_value();
    Some(Type::object(if is_open { Object::new(fields, objects.rest().clone()) } else { Object::closed(fields) }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn answers_of_models() {
        let resource = "arn:aws:states:::bedrock:invokeModel";
        let plain = crate::Services::default().result(resource);
        let told = |arguments: serde_json::Value| with_body(plain.clone(), &Type::of(&arguments)).field("Body");
        let claude = told(json!({"ModelId": "anthropic.claude-3-haiku-20240307-v1:0"}));
        assert!(claude.field("content").item(0).field("text").has_value());
        assert!(!claude.field("completion").has_value());
        assert!(told(json!({"ModelId": "anthropic.claude-3-haiku-20240307-v1:0", "Output": {}})).is_wholly_unknown());
        assert!(told(json!({"ModelId": "new.model"})).is_wholly_unknown());
        let guarded = json!({"ModelId": "anthropic.claude-3-haiku-20240307-v1:0", "GuardrailIdentifier": "g"});
        assert!(told(guarded).field("amazon-bedrock-guardrailAction").is_unknown());
        let open = told(json!({"ModelId": "openai.gpt-oss-20b-1:0"}));
        assert!(open.field("choices").item(0).field("message").has_value() && open.field("more").is_unknown());
        let arguments = Type::of(&json!({"ModelId": "anthropic.claude-3-haiku-20240307-v1:0"}));
        let sample = crate::Services::default().sample(resource, false, &arguments);
        assert!(sample["Body"]["content"][0]["text"].is_string(), "{sample}");
        let resource = "arn:aws:states:::aws-sdk:bedrockruntime:invokeModel";
        let sample = crate::Services::default().sample(resource, false, &arguments);
        let text = sample["Body"].as_str().and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
        assert!(text.is_some_and(|body| body["content"][0]["text"].is_string()), "{sample}");
    }
}
