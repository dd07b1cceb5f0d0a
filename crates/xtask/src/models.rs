//! `cargo xtask models FOLDER`: which models Bedrock has, from a folder with facts about them.
//!
//! `models.json` there holds what AWS's lists, cards and lifecycle pages say of each, and where it stands. What no list
//! says is kept by hand at the head of `crates/catalogue/data/bedrock.json`, and stays.

use crate::run;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::Path;

const FILE: &str = "crates/catalogue/data/bedrock.json";

/// What is kept by hand.
const BY_HAND: [&str; 3] = ["about", "regions", "regional"];

/// The sources that give AWS's own word for a day.
const PAGES: [&str; 2] = ["lifecycle_table", "lifecycle_page_2026"];

/// A model as the facts have it.
#[derive(Deserialize)]
struct Told {
    id: String,
    family: String,
    lifecycle: Lifecycle,
    sources: Vec<String>,
    #[serde(default)]
    profile_prefixes: Vec<String>,
    #[serde(default)]
    profile_required: bool,
    on_demand_basis: Option<String>,
    #[serde(default)]
    inference_types: Vec<String>,
    invoke_model: Option<bool>,
    #[serde(default)]
    mantle: bool,
    #[serde(default)]
    mantle_only: bool,
    apis: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Lifecycle {
    legacy: Option<String>,
    eol: Option<String>,
    replacement: Option<String>,
    still_active_regions_as_of_scrape: Option<Vec<String>>,
}

/// A model as the catalogue has it.
#[derive(Default, Serialize)]
struct Model {
    family: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    legacy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ends: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    regional: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replacement: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    needs: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profiles: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    apis: Option<Vec<String>>,
}

pub(crate) fn run(folder: Option<&str>) -> Result<(), String> {
    let folder = folder.ok_or("which folder holds models.json?")?;
    let told = read(&Path::new(folder).join("models.json"))?;
    let path = run::root().join(FILE);
    let text = file(&read(&path)?, &told)?;
    std::fs::write(&path, text).map_err(|error| format!("{FILE}: {error}"))
}

fn read(path: &Path) -> Result<Value, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// One model a line, so that it shows what changed.
fn file(before: &Value, told: &Value) -> Result<String, String> {
    let mut models: Vec<Told> = Vec::deserialize(&told["models"]).map_err(|error| error.to_string())?;
    models.sort_by(|a, b| a.id.cmp(&b.id));
    let mut out = String::from("{\n");
    for name in BY_HAND {
        let _ = writeln!(out, "{}:{},", json!(name), before[name]);
    }
    let _ = writeln!(out, "\"date\":{},\n\"models\":{{", told["meta"]["generated"]);
    let lines = models.iter().map(|model| {
        let line = serde_json::to_string(&of(model, &before["regional"])).map_err(|error| error.to_string())?;
        Ok(format!("{}:{line}", json!(model.id)))
    });
    out.push_str(&lines.collect::<Result<Vec<_>, String>>()?.join(",\n"));
    out.push_str("\n}\n}\n");
    Ok(out)
}

fn of(told: &Told, by_hand: &Value) -> Model {
    let Lifecycle { legacy, eol, replacement, still_active_regions_as_of_scrape: still } = &told.lifecycle;
    // A day is AWS's own where its page names it, or its list, which tells both days.
    let is_confirmed = legacy.is_some() || told.sources.iter().any(|it| PAGES.contains(&it.as_str()));
    let eol = eol.clone().filter(|_| is_confirmed);
    let mut kept = by_hand.get(&told.id).cloned();
    let kept_legacy = kept.as_mut().and_then(Value::as_object_mut).and_then(|it| it.remove("legacy"));
    let legacy = legacy.clone().or_else(|| kept_legacy?.as_str().map(str::to_owned));
    let (ends, regional) = match still {
        _ if kept.is_some() => (None, kept),
        Some(still) => (None, eol.map(|day| json!({"ends": day, "not_in": still}))),
        None => (eol, None),
    };
    let is_scraped = told.sources.iter().any(|it| it == "abm");
    // A list speaks of one region; that none takes the id itself is said by a page alone.
    let needs = match told.on_demand_basis.as_deref() {
        _ if told.inference_types == ["PROVISIONED"] => Some("throughput"),
        Some("docs") if told.profile_required => Some("profile"),
        _ => None,
    };
    let is_elsewhere = told.mantle && told.invoke_model == Some(false) || told.mantle_only;
    Model {
        family: told.family.clone(),
        legacy: legacy.filter(|_| ends.is_some() || regional.is_some()),
        ends,
        regional,
        replacement: replacement.clone(),
        needs,
        profiles: is_scraped.then(|| told.profile_prefixes.clone()),
        apis: is_elsewhere.then(|| told.apis.clone().unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(model: Value) -> Value {
        let told: Told = serde_json::from_value(model).expect("a model");
        serde_json::to_value(of(
            &told,
            &json!({"by.hand": {"legacy": "2026-03-10", "ends": "2026-09-10", "in": ["us-east-1"]}}),
        ))
        .expect("JSON")
    }

    #[test]
    fn days_that_aws_did_not_name_are_none() {
        let of = |lifecycle: Value, sources: &[&str]| {
            line(json!({"id": "a.b", "family": "a", "lifecycle": lifecycle, "sources": sources}))
        };
        let ended = json!({"eol": "2026-01-15"});
        assert_eq!(of(ended.clone(), &["litellm"]), json!({"family": "a"}));
        assert_eq!(of(ended, &["lifecycle_table"])["ends"], "2026-01-15");
        let regional = json!({"legacy": "2025-08-25", "eol": "2026-03-01", "still_active_regions_as_of_scrape": ["x"]});
        let regional = of(regional, &["lifecycle_table"]);
        assert_eq!(regional["regional"], json!({"ends": "2026-03-01", "not_in": ["x"]}));
        assert_eq!(regional.get("ends"), None);
        let kept = line(json!({"id": "by.hand", "family": "a", "lifecycle": {}, "sources": []}));
        assert_eq!(kept["legacy"], "2026-03-10");
        assert_eq!(kept["regional"], json!({"ends": "2026-09-10", "in": ["us-east-1"]}));
    }

    #[test]
    fn what_holds_in_one_region_may_not_hold_elsewhere() {
        let needs = |basis: &str| {
            let model = json!({"id": "a.b", "family": "a", "lifecycle": {}, "sources": ["abm"], "profile_required": true,
                "profile_prefixes": ["us"], "on_demand_basis": basis});
            line(model).get("needs").cloned()
        };
        assert_eq!(needs("docs"), Some(json!("profile")));
        assert_eq!(needs("scrape, region of record"), None);
    }
}
