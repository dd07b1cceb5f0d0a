//! Models that are called in the same way, and the bodies that they take and give.

use serde_json::Value;
use std::sync::OnceLock;

/// Models that are called in the same way. What its bodies are lies under `data/bedrock/`.
#[derive(Clone, Copy, Debug)]
pub struct Family {
    name: &'static str,
    known: &'static Known,
}

/// The action of Bedrock that calls a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `InvokeModel`, which answers at once.
    Invoke,
    /// `StartAsyncInvoke`, whose answer lies in S3 later.
    Async,
    /// `InvokeModelWithBidirectionalStream`, which no task can use.
    Stream,
}

/// A family's file, read when it is asked for.
#[derive(Debug)]
struct Known {
    text: &'static str,
    value: OnceLock<Value>,
}

/// The file of each family under its name.
macro_rules! known {
    ($($name:literal,)*) => {
        [$(($name, Known {
            text: include_str!(concat!("../../data/bedrock/", $name, ".json")),
            value: OnceLock::new(),
        }),)*]
    };
}

static FAMILIES: [(&str, Known); 33] = known![
    "ai21.j2",
    "ai21.jamba",
    "amazon.nova",
    "amazon.nova_canvas",
    "amazon.nova_embeddings",
    "amazon.nova_reel",
    "amazon.nova_sonic",
    "amazon.rerank",
    "amazon.titan_embed_image",
    "amazon.titan_embed_text_v1",
    "amazon.titan_embed_text_v2",
    "amazon.titan_image",
    "amazon.titan_text",
    "anthropic.messages",
    "anthropic.text_completions",
    "cohere.command",
    "cohere.command_r",
    "cohere.embed_v3",
    "cohere.embed_v4",
    "cohere.rerank",
    "deepseek.r1",
    "luma.ray",
    "meta.llama",
    "mistral.chat",
    "mistral.text",
    "openai.chat",
    "stability.image_services",
    "stability.sdxl",
    "stability.text_to_image",
    "twelvelabs.marengo2",
    "twelvelabs.marengo3",
    "twelvelabs.pegasus",
    "writer.palmyra",
];

/// What names of families hold whose models make pictures, videos or vectors, or put texts in order.
const NO_MESSAGES: [&str; 8] = ["embed", "marengo", "rerank", "image", "canvas", "stability.", "reel", "luma."];

/// The families whose page was read.
pub fn families() -> impl Iterator<Item = Family> {
    FAMILIES.iter().map(|(name, known)| Family { name, known })
}

impl Family {
    /// `anthropic.messages`
    pub fn name(self) -> &'static str {
        self.name
    }

    /// What the body of a request is, as JSON Schema.
    pub fn request(self) -> &'static Value {
        &self.read()["$defs"]["request"]
    }

    /// What the body of an answer is, as JSON Schema; null, where an answer has none.
    pub fn response(self) -> &'static Value {
        &self.read()["$defs"]["response"]
    }

    /// What calls its models.
    pub fn operation(self) -> Operation {
        match self.read()["x-operation"].as_str() {
            Some("startAsyncInvoke") => Operation::Async,
            Some("invokeModelWithBidirectionalStream") => Operation::Stream,
            _ => Operation::Invoke,
        }
    }

    /// Are there messages in what it takes? `Converse` calls no model of another kind.
    pub fn takes_messages(self) -> bool {
        !NO_MESSAGES.iter().any(|kind| self.name.contains(kind))
    }

    /// An answer, as one may look.
    pub fn example(self) -> Option<&'static Value> {
        self.response()["examples"].get(0)
    }

    /// Is a request with unknown members refused?
    pub fn is_strict(self) -> bool {
        self.request()["additionalProperties"] == false
    }

    fn read(self) -> &'static Value {
        // A test reads each: one that could not be read would say nothing, and crash nothing.
        self.known.value.get_or_init(|| serde_json::from_str(self.known.text).unwrap_or_default())
    }
}
