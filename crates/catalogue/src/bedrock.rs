//! The models of Amazon Bedrock: what names one, which there are, and what they take and give.
//!
//! Models come and go by the month: that one is not known does not mean that there is none.

mod family;
mod id;
mod model;

pub use family::{Family, Operation, families};
pub use id::{ModelFault, ModelId};
pub use model::{Model, Regional};

use crate::Date;
use serde_json::Value;
use std::sync::OnceLock;

/// When it was written down which models there are, and when they end.
pub fn date() -> Option<Date> {
    facts()["date"].as_str()?.parse().ok()
}

/// The model of an id, if it is known.
pub fn model(id: &str) -> Option<Model> {
    Model::of(id)
}

/// The ids of the models that are known.
pub fn models() -> impl Iterator<Item = &'static str> {
    facts()["models"].as_object().into_iter().flatten().map(|(id, _)| id.as_str())
}

/// What profiles begin with, and what the regions begin with from which they can be called.
fn areas() -> impl Iterator<Item = (&'static str, &'static Vec<Value>)> {
    let areas = facts()["regions"].as_object().into_iter().flatten();
    areas.filter_map(|(area, from)| Some((area.as_str(), from.as_array()?)))
}

fn facts() -> &'static Value {
    static FACTS: OnceLock<Value> = OnceLock::new();
    let text = include_str!("../data/bedrock.json");
    // A test reads the file: one that could not be read would know no model, and crash nothing.
    FACTS.get_or_init(|| serde_json::from_str(text).unwrap_or_default())
}
