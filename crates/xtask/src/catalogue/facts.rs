//! What is kept by hand beside the service models.

use asl_catalogue::format::action;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::Path;

/// Where the services are taken from.
#[derive(Debug, Deserialize, serde::Serialize)]
pub(super) struct Sources {
    /// The version of botocore.
    pub(super) botocore: String,
    /// Older ones, for services and actions that are gone and bounds that were widened; the newest first. That one is of
    /// the time when AWS's checks of mocked results were recorded.
    pub(super) older: Vec<String>,
}

/// Of aws-sdk integrations.
#[derive(Debug, Deserialize)]
pub(super) struct Sdk {
    listed: Vec<String>,
    excluded: BTreeMap<String, Vec<String>>,
    removed: BTreeMap<String, Vec<String>>,
    pub(super) withdrawn: Vec<String>,
    spelled: BTreeMap<String, BTreeMap<String, BTreeMap<String, Vec<String>>>>,
    pub(super) added: Table,
    either: BTreeMap<String, BTreeMap<String, Vec<Vec<String>>>>,
    loose: BTreeMap<String, Vec<String>>,
    pub(super) json: Table,
    pub(super) text: Table,
}

/// Names by service and shape.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct Table(BTreeMap<String, BTreeMap<String, Vec<String>>>);

impl Table {
    pub(super) fn of(&self, service: &str, shape: &str) -> Vec<String> {
        self.0.get(service).and_then(|shapes| shapes.get(shape)).cloned().unwrap_or_default()
    }
}

impl Sdk {
    pub(super) fn is_listed(&self, prefix: &str) -> bool {
        self.listed.iter().any(|listed| listed == prefix)
    }

    /// The error prefixes of all services that AWS lists.
    pub(super) fn listed(&self) -> impl Iterator<Item = &str> {
        self.listed.iter().map(String::as_str)
    }

    /// Flags of an action.
    pub(super) fn flags(&self, service: &str, action: &str) -> u64 {
        let is_in = |table: &BTreeMap<String, Vec<String>>| {
            table.get(service).is_some_and(|actions| actions.iter().any(|listed| listed == action))
        };
        let excluded = if is_in(&self.excluded) { action::EXCLUDED } else { 0 };
        let removed = if is_in(&self.removed) { action::REMOVED } else { 0 };
        excluded | removed
    }

    /// How a member is spelled, if not by the rules.
    pub(super) fn spelled(&self, service: &str, shape: &str, member: &str) -> Vec<String> {
        let shapes = self.spelled.get(service);
        shapes.and_then(|shapes| shapes.get(shape)?.get(member)).cloned().unwrap_or_default()
    }

    pub(super) fn is_loose(&self, service: &str, shape: &str) -> bool {
        self.loose.get(service).is_some_and(|shapes| shapes.iter().any(|loose| loose == shape))
    }

    pub(super) fn either(&self, service: &str, shape: &str) -> Vec<Vec<String>> {
        self.either.get(service).and_then(|shapes| shapes.get(shape)).cloned().unwrap_or_default()
    }
}

/// Of optimised integrations.
#[derive(Debug, Deserialize)]
pub(super) struct Optimized {
    pub(super) services: BTreeMap<String, OptimizedService>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OptimizedService {
    /// What its errors begin with.
    #[serde(default)]
    pub(super) errors: String,
    /// Errors that were seen and that no model has, with their prefix.
    #[serde(default)]
    pub(super) general: Vec<String>,
    /// Do results hold the SDK's metadata, where that was recorded?
    pub(super) metadata: Option<bool>,
    pub(super) actions: BTreeMap<String, OptimizedAction>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OptimizedAction {
    pub(super) patterns: Vec<String>,
    /// The action that it stands for.
    pub(super) api: Option<String>,
    /// Those of AWS's page.
    pub(super) parameters: Option<Vec<String>>,
    pub(super) required: Option<Vec<String>>,
    #[serde(default)]
    pub(super) with: BTreeMap<String, Type>,
    #[serde(default)]
    pub(super) without: Vec<String>,
    #[serde(default)]
    pub(super) either: Vec<Vec<String>>,
    #[serde(default)]
    pub(super) exclusive: Vec<Vec<String>>,
    pub(super) result: Option<Type>,
    pub(super) sync: Option<Type>,
    pub(super) sync2: Option<Type>,
}

/// A type, as it is written by hand.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Type {
    /// A scalar, or a place in a service model.
    Named(String),
    /// A string that is one of these.
    Values(Vec<String>),
    List {
        list: Box<Type>,
    },
    Map {
        map: Box<Type>,
    },
    Object {
        object: BTreeMap<String, Type>,
        #[serde(default)]
        required: Vec<String>,
    },
    Changed {
        from: Box<Type>,
        #[serde(default)]
        with: BTreeMap<String, Type>,
        #[serde(default)]
        without: Vec<String>,
        /// Members that the model does not ask for.
        #[serde(default)]
        required: Vec<String>,
    },
}

pub(super) fn read<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}
