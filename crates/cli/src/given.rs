//! What executions are started with, as flags and the config file tell it.

use crate::args::Color;
use crate::{output, report};
use asl_check_core::{Config, given};
use asl_types::Type;
use std::path::{Path, PathBuf};

/// The type that the flags tell, if any does.
pub(crate) fn by_flags(example: Option<&str>, schema: Option<&Path>) -> Result<Option<Type>, String> {
    match (schema, example) {
        (Some(schema), _) => given::schema(schema).map(Some),
        (None, Some(text)) => by_example(text).map(Some),
        (None, None) => Ok(None),
    }
}

/// An example is a file, or JSON as it stands.
fn by_example(text: &str) -> Result<Type, String> {
    if let Some(file) = text.strip_prefix('@') {
        return given::example(Path::new(file));
    }
    let file = Path::new(text);
    let is_json = text.trim_start().starts_with(['{', '[', '"']);
    if file.is_file() || !is_json {
        return given::example(file);
    }
    let value = given::value(text)
        .map_err(|(line, column, why)| format!("--input: line {line}, column {column}: this is no JSON: {why}"))?;
    Ok(Type::like(&value))
}

/// The config file that is named, or the nearest one upwards.
pub(crate) fn config(named: Option<&Path>, color: Color) -> Result<Config, String> {
    let nearest = || std::env::current_dir().ok().and_then(|here| Config::locate(&here));
    let Some(path) = named.map(PathBuf::from).or_else(nearest) else { return Ok(Config::default()) };
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let root = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Config::parse(root, &text).map_err(|faults| {
        report::print_config_faults(&path, &text, &faults, color);
        format!("{}: {} in the config file", path.display(), output::plural(faults.len(), "fault"))
    })
}
