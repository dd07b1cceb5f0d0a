//! The expressions of the official suite, where it is at hand. Their input stands in a variable.

use crate::{Variable, contradiction};
use asl_expressions::Value;
use asl_types::{Absence, Type};
use std::fs;
use std::path::{Path, PathBuf};

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap().replace("\\uD800", "\\uFFFD");
    serde_json::from_str(&text).unwrap()
}

/// Of which types the input is said to be.
fn types_of(value: &Value) -> [Type; 4] {
    [Type::of(value), Type::unknown(), wide(value), wide(value).join(&Type::null()).with_absence(Absence::Known)]
}

/// Kinds in the place of literals, and items of any number.
fn wide(value: &Value) -> Type {
    match value {
        Value::Null => Type::null(),
        Value::Bool(_) => Type::boolean(),
        Value::Number(_) => Type::number(),
        Value::String(_) => Type::string(),
        Value::Array(items) => {
            let items: Vec<Type> = items.iter().map(wide).collect();
            Type::array_of(Type::join_all(&items))
        }
        Value::Object(fields) => Type::object_of(fields.iter().map(|(name, value)| (name.as_str(), wide(value)))),
    }
}

#[test]
fn the_official_suite_is_foreseen() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/jsonata-suite");
    if !folder.is_dir() {
        println!("skipped: no corpus");
        return;
    }
    let (mut all, mut wrong) = (0_u32, Vec::new());
    for group in sorted(&folder.join("groups")) {
        for path in sorted(&group).iter().filter(|path| path.extension().is_some_and(|it| it == "json")) {
            let content = read(path);
            let cases = if let Value::Array(cases) = content { cases } else { vec![content] };
            for case in &cases {
                let expr = match (&case["expr"], &case["expr-file"]) {
                    (Value::String(expr), _) => expr.clone(),
                    (_, Value::String(file)) => fs::read_to_string(group.join(file)).unwrap(),
                    _ => continue,
                };
                let input = match (&case["dataset"], case.get("data")) {
                    (Value::String(name), _) => Some(read(&folder.join(format!("datasets/{name}.json")))),
                    (_, data) => data.cloned(),
                };
                let input = input.unwrap_or(Value::Null);
                for ty in types_of(&input) {
                    let text = format!("$data.({expr})");
                    let text = if input.is_null() { expr.clone() } else { text };
                    let variables = [Variable { name: "data", value: Some(input.clone()), ty }];
                    all += 1;
                    if let Some(message) = contradiction(&text, &variables) {
                        wrong.push(message);
                    }
                }
            }
        }
    }
    println!("{all} cases");
    wrong.sort_by_key(String::len);
    for message in wrong.iter().take(12) {
        println!("{message:.3000}\n");
    }
    assert!(wrong.is_empty(), "{} are wrong", wrong.len());
    assert!(all > 5000, "only {all} cases");
}
