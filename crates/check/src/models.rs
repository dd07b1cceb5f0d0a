//! Calls that name a model of Bedrock: where they do, and what they want of it.

use crate::Context;
use crate::call::{Call, is_computed, plain_text};
use asl_catalogue::bedrock::{Model, ModelFault, ModelId};
use asl_semantics::QueryLanguage;
use asl_syntax::placeholder::is_hidden;
use asl_syntax::{Node, Str};
use asl_types::Type;

/// What a call wants of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// An answer to a body of its own kind.
    Invoke,
    /// An answer to messages.
    Converse,
    /// An answer that lies in S3 later.
    Async,
    /// To be trained further.
    Customize,
    /// To be used by something else.
    Other,
}

/// A place in a call that names a model.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named<'c, 't> {
    /// What stands there: a name, or what it is computed by.
    pub(crate) text: Str<'t>,
    /// The name.
    pub(crate) name: &'c str,
    pub(crate) id: Result<ModelId<'c>, ModelFault>,
    pub(crate) wanted: Wanted,
}

/// Where actions name a model, and what they want of it.
const PLACES: [(&str, &[&str], Wanted); 13] = [
    ("bedrock:invokeModel", &["ModelId"], Wanted::Invoke),
    ("bedrock:createModelCustomizationJob", &["BaseModelIdentifier"], Wanted::Customize),
    ("bedrockagentcore:invokeHarness", &["Model", "BedrockModelConfig", "ModelId"], Wanted::Other),
    ("aws-sdk:bedrockruntime:invokeModel", &["ModelId"], Wanted::Invoke),
    ("aws-sdk:bedrockruntime:converse", &["ModelId"], Wanted::Converse),
    ("aws-sdk:bedrockruntime:startAsyncInvoke", &["ModelId"], Wanted::Async),
    ("aws-sdk:bedrockruntime:countTokens", &["ModelId"], Wanted::Other),
    ("aws-sdk:bedrock:createModelCustomizationJob", &["BaseModelIdentifier"], Wanted::Customize),
    ("aws-sdk:bedrock:createModelInvocationJob", &["ModelId"], Wanted::Other),
    ("aws-sdk:bedrockagent:createAgent", &["FoundationModel"], Wanted::Other),
    ("aws-sdk:bedrockagent:updateAgent", &["FoundationModel"], Wanted::Other),
    (
        "aws-sdk:bedrockagentruntime:retrieveAndGenerate",
        &["RetrieveAndGenerateConfiguration", "KnowledgeBaseConfiguration", "ModelArn"],
        Wanted::Other,
    ),
    (
        "aws-sdk:bedrockagentruntime:rerank",
        &["RerankingConfiguration", "BedrockRerankingConfiguration", "ModelConfiguration", "ModelArn"],
        Wanted::Other,
    ),
];

/// Where an action names a model, and what it wants of it.
fn place(call: &Call<'_, '_>) -> Option<(&'static [&'static str], Wanted)> {
    if !call.action.service().name().starts_with("bedrock") {
        return None;
    }
    let name = call.name();
    PLACES.iter().find(|(action, ..)| *action == name).map(|(_, way, wanted)| (*way, *wanted))
}

/// The name of a model that a call comes to pass, if its type leaves one only.
pub(crate) fn computed(call: &Call<'_, '_>, passed: &Type) -> Option<String> {
    let (way, _) = place(call)?;
    let of = way.iter().fold(passed.clone(), |of, step| of.field(step));
    of.as_value()?.as_str().filter(|name| !is_hidden(name)).map(str::to_owned)
}

impl<'c, 't: 'c> Named<'c, 't> {
    /// What a call names, if the name stands there, as it is or behind parts that are filled in, or is known where it is
    /// computed.
    pub(crate) fn by(ctx: &'c Context<'_, 't>, call: &Call<'_, 't>) -> Option<Self> {
        let (way, wanted) = place(call)?;
        let mut node = call.given;
        for step in way {
            let member = node.members().find(|it| call.split(it.key.text).0 == *step)?;
            node = member.value;
            if call.split(member.key.text).1 {
                break;
            }
        }
        if let Some(text) = plain_text(node, call.language) {
            return Some(Self { text, name: text.text, id: ModelId::parse(text.text), wanted });
        }
        if let Some((text, id)) = behind(node, call.language) {
            return Some(Self { text, name: text.text, id, wanted });
        }
        let name = ctx.arguments.model(call)?;
        Some(Self { text: node.as_str()?, name, id: ModelId::parse(name), wanted })
    }

    /// The id of the model, if it is one of AWS's.
    pub(crate) fn model(self) -> Option<&'c str> {
        self.id.ok()?.model()
    }

    /// The region that it is called in, where the name says so.
    pub(crate) fn region(self) -> Option<&'c str> {
        match self.id.ok()? {
            ModelId::Foundation { region, .. } | ModelId::Profile { region, .. } => region,
            ModelId::Own => None,
        }
    }
}

/// What AWS says to call instead of a model.
pub(crate) fn replacement(model: Model) -> Option<String> {
    model.replacement().map(|new| format!("AWS names {new} to take its place"))
}

/// A model at the end of an ARN whose partition, region or account a template fills in.
fn behind(node: Node<'_>, language: QueryLanguage) -> Option<(Str<'_>, Result<ModelId<'_>, ModelFault>)> {
    let text = node.as_str().filter(|text| text.has_placeholder() && is_computed(node, language))?;
    let (_, id) = text.text.split_once("::foundation-model/")?;
    let is_plain = id.bytes().all(|b| b.is_ascii_alphanumeric() || b".:-".contains(&b)) && !id.is_empty();
    is_plain.then_some((text, Ok(ModelId::Foundation { id, region: None })))
}
