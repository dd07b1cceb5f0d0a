//! Calls that name a model of Bedrock: where they do, and what they want of it.

use crate::call::{Call, is_computed, plain_text};
use asl_catalogue::bedrock::{ModelFault, ModelId};
use asl_semantics::QueryLanguage;
use asl_syntax::{Node, Str};

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
pub(crate) struct Named<'t> {
    pub(crate) text: Str<'t>,
    pub(crate) id: Result<ModelId<'t>, ModelFault>,
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

impl<'t> Named<'t> {
    /// What a call names, if the name stands there: as it is, or behind parts that are filled in.
    pub(crate) fn by(call: &Call<'_, 't>) -> Option<Self> {
        if !call.action.service().name().starts_with("bedrock") {
            return None;
        }
        let name = call.name();
        let (_, way, wanted) = PLACES.iter().find(|(action, ..)| *action == name)?;
        let node = way.iter().try_fold(call.given, |node, step| node.get(step))?;
        let (text, id) = match plain_text(node, call.language) {
            Some(text) => (text, ModelId::parse(text.text)),
            None => behind(node, call.language)?,
        };
        Some(Self { text, id, wanted: *wanted })
    }

    /// The id of the model, if it is one of AWS's.
    pub(crate) fn model(self) -> Option<&'t str> {
        self.id.ok()?.model()
    }

    /// The region that it is called in, where the name says so.
    pub(crate) fn region(self) -> Option<&'t str> {
        match self.id.ok()? {
            ModelId::Foundation { region, .. } | ModelId::Profile { region, .. } => region,
            ModelId::Own => None,
        }
    }
}

/// A model at the end of an ARN whose partition, region or account a template fills in.
fn behind(node: Node<'_>, language: QueryLanguage) -> Option<(Str<'_>, Result<ModelId<'_>, ModelFault>)> {
    let text = node.as_str().filter(|text| text.has_placeholder() && is_computed(node, language))?;
    let (_, id) = text.text.split_once("::foundation-model/")?;
    let is_plain = id.bytes().all(|b| b.is_ascii_alphanumeric() || b".:-".contains(&b)) && !id.is_empty();
    is_plain.then_some((text, Ok(ModelId::Foundation { id, region: None })))
}
