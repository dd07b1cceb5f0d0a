//! `cargo xtask catalogue`: the data under `schemas/`, from the sources that lie beside the project.

use crate::run;
use serde_json::{Map, Value, json};
use std::path::Path;

pub(crate) fn run() -> Result<(), String> {
    let source = run::root().join("../shared/catalogue");
    if !source.is_dir() {
        println!("skipped: no catalogue sources");
        return Ok(());
    }
    let optimized = read(&source.join("http/optimized.json"))?;
    write("schemas/optimized.json", &actions(&optimized))
}

/// Integrations that are newer than the source, as AWS's pages have them; of the second spelling both were seen.
const NEWER: &[(&str, &str)] = &[("bedrockagentcore", "invokeHarness"), ("bedrock-agentcore", "invokeHarness")];

/// Of each optimised action: its patterns, and the parameters that it can't do without.
fn actions(source: &Value) -> Value {
    let mut services = Map::new();
    for (service, facts) in source["services"].as_object().into_iter().flatten() {
        let mut actions = Map::new();
        for (action, facts) in facts["actions"].as_object().into_iter().flatten() {
            let mut required: Vec<&str> =
                facts["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            required.sort_unstable();
            let mut patterns = facts["patterns"].clone();
            // AWS's table of integrations gives EKS as a whole the callback, though its own page does not.
            let callback = json!("waitForTaskToken");
            if let Some(patterns) = patterns.as_array_mut().filter(|p| service == "eks" && !p.contains(&callback)) {
                patterns.push(callback);
            }
            actions.insert(action.clone(), json!({"patterns": patterns, "required": required}));
        }
        services.insert(service.clone(), Value::Object(actions));
    }
    for (service, action) in NEWER {
        services.insert((*service).to_owned(), json!({*action: {"patterns": ["request_response"], "required": []}}));
    }
    Value::Object(services)
}

fn read(path: &Path) -> Result<Value, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(name: &str, value: &Value) -> Result<(), String> {
    let path = run::root().join(name);
    let text = serde_json::to_string_pretty(value).map_err(|error| error.to_string())? + "\n";
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    if before == text {
        println!("{name}: unchanged");
        return Ok(());
    }
    std::fs::write(&path, text).map_err(|error| format!("{name}: {error}"))?;
    println!("{name}: written; read the change with git diff");
    Ok(())
}
