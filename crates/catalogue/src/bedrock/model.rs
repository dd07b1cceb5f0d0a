//! What is known of a model: how long it lasts, and how it may be called.

use super::{Family, facts, families};
use crate::Date;
use serde_json::Value;

/// A model.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    known: &'static Value,
}

/// A day on which a model ends, or ended, in some regions.
#[derive(Clone, Copy, Debug)]
pub struct Regional {
    known: &'static Value,
}

impl Model {
    pub(super) fn of(id: &str) -> Option<Self> {
        facts()["models"].get(id).map(|known| Self { known })
    }

    /// Since when AWS calls it legacy: who does not use it yet can't begin to, and it ends in some months.
    pub fn legacy(self) -> Option<Date> {
        self.day("legacy")
    }

    /// When it ends, or ended, in every region: the first day of which AWS says that calls fail.
    pub fn ends(self) -> Option<Date> {
        self.day("ends")
    }

    /// When it ends, or ended, in some regions and not in others.
    pub fn ends_in_some(self) -> Option<Regional> {
        self.known.get("regional").map(|known| Regional { known })
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

    /// What the ids of its inference profiles begin with, if all of them are known: `us`.
    pub fn profiles(self) -> Option<Vec<&'static str>> {
        Some(self.known["profiles"].as_array()?.iter().filter_map(Value::as_str).collect())
    }

    /// Is it called through an inference profile, and not by its own id?
    pub fn needs_profile(self) -> bool {
        self.known["needs"] == "profile"
    }

    /// Is it there for those only who bought throughput for it?
    pub fn needs_throughput(self) -> bool {
        self.known["needs"] == "throughput"
    }

    /// Is it one of those that `InvokeModel` can't call? With the name of a client of the SDK's action that can, if any.
    pub fn is_elsewhere(self) -> Option<Option<&'static str>> {
        let apis = self.known.get("apis")?.as_array()?;
        Some(apis.iter().filter_map(Value::as_str).find(|api| *api == "converse"))
    }

    fn day(self, name: &str) -> Option<Date> {
        self.known[name].as_str()?.parse().ok()
    }
}

impl Regional {
    /// The day.
    pub fn ends(self) -> Option<Date> {
        self.known["ends"].as_str()?.parse().ok()
    }

    /// Does it end in this region? Nothing, where nobody knows.
    pub fn concerns(self, region: &str) -> Option<bool> {
        let lists = |name: &str| {
            let listed = self.known[name].as_array()?;
            Some(listed.iter().any(|it| it == region))
        };
        match (lists("in"), lists("not_in")) {
            (Some(true), _) => Some(true),
            (_, Some(true)) => Some(false),
            // The regions of other partitions were not looked at.
            (_, Some(false)) if !["us-gov-", "cn-", "eusc-"].iter().any(|it| region.starts_with(it)) => Some(true),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{date, model, models};
    use super::*;

    #[test]
    fn facts_are_read() {
        assert!(models().count() > 200 && families().count() > 30);
        let claude = model("anthropic.claude-3-haiku-20240307-v1:0").and_then(Model::family);
        assert_eq!(claude.map(Family::name), Some("anthropic.messages"));
        assert!(claude.is_some_and(|it| it.is_strict() && it.request()["required"].is_array()));
        let ends = model("anthropic.claude-3-opus-20240229-v1:0").and_then(Model::ends);
        assert_eq!(ends.map(|day| day.to_string()).as_deref(), Some("2026-01-15"));
        assert!(date().is_some());
    }

    /// A day or a name that could not be read would say nothing.
    #[test]
    fn facts_are_well_formed() {
        let all = facts()["models"].as_object().expect("models");
        for (id, known) in all {
            assert!(known["family"].is_string(), "{id}");
            let regional = known.get("regional").map(|it| &it["ends"]);
            for day in [known.get("legacy"), known.get("ends"), regional].into_iter().flatten() {
                assert!(day.as_str().is_some_and(|day| day.parse::<Date>().is_ok()), "{id}: {day}");
            }
            let known = model(id).expect("it is there");
            assert!(
                known.ends().is_none() || known.ends_in_some().is_none(),
                "{id} ends everywhere and in some regions"
            );
            assert!(known.legacy().is_none_or(|legacy| known.ends().is_none_or(|ends| legacy < ends)), "{id}");
            assert!(!known.needs_profile() || known.profiles().is_some_and(|it| !it.is_empty()), "{id}");
        }
    }

    #[test]
    fn ends_in_some_regions() {
        let of = |id: &str, region: &str| {
            let regional = model(id).and_then(Model::ends_in_some).expect("regional");
            regional.concerns(region)
        };
        let sonnet = "anthropic.claude-3-5-sonnet-20241022-v2:0";
        assert_eq!(of(sonnet, "us-west-2"), Some(true));
        assert_eq!(of(sonnet, "ap-south-1"), Some(false));
        assert_eq!(of(sonnet, "us-gov-west-1"), None);
        let haiku = "anthropic.claude-3-haiku-20240307-v1:0";
        assert_eq!(of(haiku, "us-east-1"), Some(true));
        assert_eq!(of(haiku, "sa-east-1"), None);
    }

    #[test]
    fn ways_to_call() {
        let of = |id: &str| model(id).expect("known");
        assert!(of("anthropic.claude-sonnet-4-5-20250929-v1:0").needs_profile());
        assert!(!of("amazon.nova-lite-v1:0").needs_profile(), "in some regions it needs none");
        assert!(of("amazon.nova-lite-v1:0:24k").needs_throughput());
        assert_eq!(of("openai.gpt-5.6-sol").is_elsewhere(), Some(Some("converse")));
        assert_eq!(of("openai.gpt-5.5").is_elsewhere(), Some(None));
        assert_eq!(of("openai.gpt-oss-120b-1:0").is_elsewhere(), None);
        assert_eq!(of("amazon.titan-embed-text-v2:0").profiles(), Some(Vec::new()));
    }
}
