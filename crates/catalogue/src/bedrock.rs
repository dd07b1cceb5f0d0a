//! The models of Amazon Bedrock: what names one, which there are, and what they take and give.
//!
//! Models come and go by the month: that one is not known does not mean that there is none.

mod family;

pub use family::{Family, families};

use crate::Date;
use serde_json::Value;
use std::sync::OnceLock;

/// What a `ModelId` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelId<'t> {
    /// A model by its id, and where, if it stands in an ARN.
    Foundation {
        /// `anthropic.claude-3-haiku-20240307-v1:0`
        id: &'t str,
        /// `us-east-1`
        region: Option<&'t str>,
    },
    /// An inference profile that AWS offers.
    Profile {
        /// `us`
        area: &'t str,
        /// The model.
        id: &'t str,
        /// `us-east-1`
        region: Option<&'t str>,
    },
    /// What an account has of its own: nothing more is known of it.
    Own,
}

/// Why a text is no `ModelId`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelFault {
    /// The ARN of another service.
    Service,
    /// The ARN of something else, or with its parts in other places.
    Form,
    /// A model that AWS offers belongs to no account.
    Account,
    /// A profile belongs to an account of twelve digits.
    NoAccount,
    /// The id of a profile in the place of that of a model.
    ProfileAsModel,
}

/// Kinds of resources that an account has of its own, and that a model is called by.
const OWN: [&str; 9] = [
    "application-inference-profile",
    "provisioned-model",
    "custom-model",
    "custom-model-deployment",
    "imported-model",
    "prompt-router",
    "default-prompt-router",
    "prompt",
    "marketplace",
];

impl<'t> ModelId<'t> {
    /// Reads one. Ids of models are not looked up.
    pub fn parse(text: &'t str) -> Result<Self, ModelFault> {
        if !text.starts_with("arn:") {
            return Ok(Self::of(text, None));
        }
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let [_, _, service, region, account, resource] = parts.as_slice() else { return Err(ModelFault::Form) };
        match *service {
            "bedrock" => {}
            "sagemaker" => return Ok(Self::Own),
            _ => return Err(ModelFault::Service),
        }
        let Some((kind, name)) = resource.split_once('/') else { return Err(ModelFault::Form) };
        let is_number = !account.is_empty() && account.bytes().all(|b| b.is_ascii_digit());
        let is_known = ["foundation-model", "inference-profile"].contains(&kind) || OWN.contains(&kind);
        match kind {
            _ if !is_known => Err(ModelFault::Form),
            _ if region.is_empty() => Err(ModelFault::Form),
            "foundation-model" if !account.is_empty() => Err(ModelFault::Account),
            "foundation-model" => match Self::of(name, Some(region)) {
                Self::Profile { .. } => Err(ModelFault::ProfileAsModel),
                model => Ok(model),
            },
            // What is no number may stand for one.
            _ if account.is_empty() || is_number && account.len() != 12 => Err(ModelFault::NoAccount),
            "inference-profile" => Ok(Self::of(name, Some(region))),
            _ => Ok(Self::Own),
        }
    }

    fn of(name: &'t str, region: Option<&'t str>) -> Self {
        match name.split_once('.') {
            Some((area, id)) if area == "global" || areas().any(|(known, _)| known == area) => {
                Self::Profile { area, id, region }
            }
            _ => Self::Foundation { id: name, region },
        }
    }

    /// The id of the model behind it, if it is one of AWS's.
    pub fn model(self) -> Option<&'t str> {
        match self {
            Self::Foundation { id, .. } | Self::Profile { id, .. } => Some(id),
            Self::Own => None,
        }
    }

    /// Is it a profile that can't be called from the region in its ARN?
    pub fn is_of_another_region(self) -> bool {
        let Self::Profile { area, region: Some(region), .. } = self else { return false };
        let Some((_, from)) = areas().find(|(known, _)| *known == area) else { return false };
        let first = region.split('-').next().unwrap_or_default();
        // Names of no region stand for one.
        let is_region = region.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        is_region && region.contains('-') && !from.iter().any(|it| it.as_str() == Some(first))
    }
}

/// A model.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    known: &'static Value,
}

/// When it was written down which models there are, and when they end.
pub fn date() -> Option<Date> {
    facts()["date"].as_str()?.parse().ok()
}

/// The model of an id, if it is known.
pub fn model(id: &str) -> Option<Model> {
    facts()["models"].get(id).map(|known| Model { known })
}

/// The ids of the models that are known.
pub fn models() -> impl Iterator<Item = &'static str> {
    facts()["models"].as_object().into_iter().flatten().map(|(id, _)| id.as_str())
}

impl Model {
    /// When it ends, or ended, in every region: the first day of which AWS says that calls fail.
    pub fn ends(self) -> Option<Date> {
        self.known["ends"].as_str()?.parse().ok()
    }

    /// What AWS names to take its place.
    pub fn replacement(self) -> Option<&'static str> {
        self.known["replacement"].as_str()
    }

    /// How it is called, if its page was read.
    pub fn family(self) -> Option<Family> {
        let name = self.known["family"].as_str()?;
        families().find(|family| family.name() == name)
    }
}

/// What profiles begin with, and what the regions begin with from which they can be called.
fn areas() -> impl Iterator<Item = (&'static str, &'static Vec<Value>)> {
    let areas = facts()["regions"].as_object().into_iter().flatten();
    areas.filter_map(|(area, from)| Some((area.as_str(), from.as_array()?)))
}

fn facts() -> &'static Value {
    static FACTS: OnceLock<Value> = OnceLock::new();
    let text = include_str!("../../../schemas/catalogue/bedrock.json");
    // A test reads the file: one that could not be read would know no model, and crash nothing.
    FACTS.get_or_init(|| serde_json::from_str(text).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read() {
        assert!(models().count() > 200 && families().count() > 10);
        let claude = model("anthropic.claude-3-haiku-20240307-v1:0").and_then(Model::family);
        assert_eq!(claude.map(Family::name), Some("anthropic.messages"));
        assert!(claude.is_some_and(|it| it.is_strict() && it.request()["required"].is_array()));
        let ends = model("anthropic.claude-3-opus-20240229-v1:0").and_then(Model::ends);
        assert_eq!(ends.map(|day| day.to_string()).as_deref(), Some("2026-01-15"));
        let days = facts()["models"].as_object().into_iter().flatten().filter_map(|(_, it)| it["ends"].as_str());
        assert!(days.chain(facts()["date"].as_str()).all(|day| day.parse::<Date>().is_ok()));
        assert!(date().is_some());
    }

    #[test]
    fn ids_and_arns() {
        let claude = "anthropic.claude-3-haiku-20240307-v1:0";
        assert_eq!(ModelId::parse(claude), Ok(ModelId::Foundation { id: claude, region: None }));
        let of = |text: &'static str| ModelId::parse(text);
        let profile = of("arn:aws:bedrock:us-east-1:111122223333:inference-profile/eu.anthropic.claude-v2");
        assert!(profile.is_ok_and(ModelId::is_of_another_region));
        let profile = of("arn:aws:bedrock:REGION:ACCOUNT:inference-profile/eu.anthropic.claude-v2");
        assert!(profile.is_ok_and(|it| !it.is_of_another_region() && it.model() == Some("anthropic.claude-v2")));
        for (text, fault) in [
            ("arn:aws:bedrok:us-east-1::foundation-model/a.b", ModelFault::Service),
            ("arn:aws:bedrock:us-east-1::foundation-modle/a.b", ModelFault::Form),
            ("arn:aws:bedrock:us-east-1:111122223333:foundation/a.b", ModelFault::Form),
            ("arn:aws:bedrock::us-east-1:foundation-model/a.b", ModelFault::Form),
            ("arn:aws:bedrock:us-east-1:111122223333:foundation-model/a.b", ModelFault::Account),
            ("arn:aws:bedrock:us-east-1:12345:inference-profile/us.a.b", ModelFault::NoAccount),
            ("arn:aws:bedrock:us-east-1::foundation-model/us.a.b", ModelFault::ProfileAsModel),
        ] {
            assert_eq!(ModelId::parse(text), Err(fault), "{text}");
        }
        assert_eq!(of("arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc123def456"), Ok(ModelId::Own));
    }
}
