//! The optimised integrations: services that Step Functions has an adapter of its own for.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// How a task waits for its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
pub enum Pattern {
    /// For the answer of the call.
    #[serde(rename = "request_response")]
    RequestResponse,
    /// For the job to end.
    #[serde(rename = "sync")]
    Sync,
    /// For the job to end; the result is parsed.
    #[serde(rename = "sync:2")]
    Sync2,
    /// For someone to give the task token back.
    #[serde(rename = "waitForTaskToken")]
    WaitForTaskToken,
}

impl Pattern {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::RequestResponse, Self::Sync, Self::Sync2, Self::WaitForTaskToken];

    /// As it ends a resource.
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::RequestResponse => "",
            Self::Sync => ".sync",
            Self::Sync2 => ".sync:2",
            Self::WaitForTaskToken => ".waitForTaskToken",
        }
    }

    /// The pattern of exactly this suffix.
    pub fn of(suffix: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.suffix() == suffix)
    }
}

/// An action of an optimised integration.
#[derive(Debug, Deserialize)]
pub struct Action {
    /// How a task may wait for it.
    pub patterns: Vec<Pattern>,
    /// Parameters without which AWS refuses the definition.
    #[serde(default)]
    pub required: Vec<String>,
}

type Services = BTreeMap<String, BTreeMap<String, Action>>;

fn data() -> &'static Services {
    static DATA: OnceLock<Services> = OnceLock::new();
    DATA.get_or_init(|| {
        // The file is generated and a test reads it: a catalogue that does not decode is an empty one, not a crash.
        serde_json::from_str(include_str!("../../../schemas/optimized.json")).unwrap_or_default()
    })
}

/// The services that have one, as they stand in a resource.
pub fn services() -> impl Iterator<Item = &'static str> {
    data().keys().map(String::as_str)
}

/// The actions of a service; of an unknown one, none.
pub fn actions(service: &str) -> impl Iterator<Item = &'static str> {
    data().get(service).into_iter().flat_map(|actions| actions.keys().map(String::as_str))
}

/// What is known of an action.
pub fn find(service: &str, action: &str) -> Option<&'static Action> {
    data().get(service)?.get(action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_decodes() {
        assert!(services().count() >= 20);
        let lambda = find("lambda", "invoke").unwrap();
        assert_eq!(lambda.patterns, [Pattern::RequestResponse, Pattern::WaitForTaskToken]);
        assert_eq!(lambda.required, ["FunctionName"]);
    }
}
