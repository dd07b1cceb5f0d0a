//! What names a model.

use super::areas;
use serde_json::Value;

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
    /// A region of one partition in the ARN of another.
    Partition,
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
        let [_, partition, service, region, account, resource] = parts.as_slice() else { return Err(ModelFault::Form) };
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
            _ if !is_within(region, partition) => Err(ModelFault::Partition),
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
        is_region(region) && !from.iter().filter_map(Value::as_str).any(|it| region.starts_with(it))
    }
}

/// Names of no region stand for one.
fn is_region(text: &str) -> bool {
    let is_plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    is_plain && text.contains('-')
}

/// Regions of a partition of their own, by what their names begin with.
const PARTITIONS: [(&str, &str); 3] = [("us-gov-", "aws-us-gov"), ("cn-", "aws-cn"), ("eusc-", "aws-eusc")];

/// May a region be one of a partition?
fn is_within(region: &str, partition: &str) -> bool {
    let own = PARTITIONS.iter().find(|(start, _)| region.starts_with(start)).map(|(_, own)| *own);
    let is_known = partition == "aws" || PARTITIONS.iter().any(|(_, known)| *known == partition);
    !is_known || !is_region(region) || own.unwrap_or("aws") == partition
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_arns() {
        let claude = "anthropic.claude-3-haiku-20240307-v1:0";
        assert_eq!(ModelId::parse(claude), Ok(ModelId::Foundation { id: claude, region: None }));
        let of = |text: &'static str| ModelId::parse(text);
        let profile = of("arn:aws:bedrock:us-east-1:111122223333:inference-profile/eu.anthropic.claude-v2");
        assert!(profile.is_ok_and(ModelId::is_of_another_region));
        let profile = of("arn:aws:bedrock:us-east-1:111122223333:inference-profile/us-gov.anthropic.claude-v2");
        assert!(profile.is_ok_and(ModelId::is_of_another_region));
        assert!(of("arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/a.b").is_ok());
        assert!(of("arn:PARTITION:bedrock:us-gov-west-1::foundation-model/a.b").is_ok());
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
            ("arn:aws:bedrock:us-gov-west-1::foundation-model/a.b", ModelFault::Partition),
            ("arn:aws-us-gov:bedrock:us-east-1::foundation-model/a.b", ModelFault::Partition),
        ] {
            assert_eq!(ModelId::parse(text), Err(fault), "{text}");
        }
        assert_eq!(of("arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc123def456"), Ok(ModelId::Own));
    }
}
