//! What a generator knows of the data where an expression will stand: a sample of it, on which expressions are tried.

use super::chance::Chance;
use asl_expressions::template::Environment;
use asl_expressions::{Data, Limits, Scope, Seeded, Template, Value};
use asl_syntax::{Source, json};
use asl_types::Kinds;
use serde_json::{Map, json};

/// Samples of what expressions read.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// `{% … %}`, not paths.
    pub(crate) jsonata: bool,
    /// `$`, or `$states.input`.
    pub(crate) input: Value,
    /// The context object.
    pub(crate) context: Value,
    pub(crate) variables: Map<String, Value>,
    /// `result` or `errorOutput` of `$states`.
    pub(crate) extra: Option<(&'static str, Value)>,
}

/// An expression that may stand for a part of the data.
pub(crate) struct Place {
    pub(crate) text: String,
    pub(crate) sample: Value,
}

impl Known {
    pub(crate) fn new(jsonata: bool, input: Value, variables: Map<String, Value>, execution: &Value) -> Self {
        let context = json!({
            "Execution": {"Id": "arn", "Input": execution, "Name": "name", "StartTime": "2026-01-01T00:00:00Z"},
            "State": {"Name": "S", "EnteredTime": "2026-01-01T00:00:00Z", "RetryCount": 0},
            "StateMachine": {"Id": "arn", "Name": "name"},
        });
        Self { jsonata, input, context, variables, extra: None }
    }

    /// The same with another `$`.
    pub(crate) fn reading(&self, input: &Value) -> Self {
        Self { input: input.clone(), ..self.clone() }
    }

    /// The same with something more in `$states`.
    pub(crate) fn with(&self, name: &'static str, value: &Value) -> Self {
        Self { extra: Some((name, value.clone())), ..self.clone() }
    }

    /// The same where an item of a Map is at hand.
    pub(crate) fn with_item(&self, item: &Value) -> Self {
        let mut known = self.clone();
        known.context["Map"] = json!({"Item": {"Index": 0, "Value": item}});
        known
    }

    /// All parts of the data that a path leads to.
    pub(crate) fn places(&self) -> Vec<Place> {
        let mut all = Vec::new();
        let (input, context) = if self.jsonata { ("$states.input", "$states.context") } else { ("$", "$$") };
        self.list(input.to_owned(), &self.input, &mut all);
        for (name, value) in &self.variables {
            self.list(format!("${name}"), value, &mut all);
        }
        if let Some((name, value)) = &self.extra {
            self.list(format!("$states.{name}"), value, &mut all);
        }
        let names: &[&str] =
            if self.context.get("Map").is_some() { &["Execution", "State", "Map"] } else { &["State"] };
        for name in names {
            self.list(format!("{context}.{name}"), &self.context[*name], &mut all);
        }
        all
    }

    fn list(&self, text: String, sample: &Value, all: &mut Vec<Place>) {
        match sample {
            Value::Object(fields) => {
                for (name, value) in fields {
                    let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
                    let step = match (is_plain, self.jsonata) {
                        (true, _) => format!(".{name}"),
                        (false, true) => format!(".`{name}`"),
                        (false, false) => format!("['{name}']"),
                    };
                    self.list(format!("{text}{step}"), value, all);
                }
            }
            Value::Array(items) => {
                for (at, value) in items.iter().enumerate().take(2) {
                    self.list(format!("{text}[{at}]"), value, all);
                }
            }
            _ => {}
        }
        all.push(Place { text, sample: sample.clone() });
    }

    /// A path to something of some kinds.
    pub(crate) fn path(&self, chance: &mut Chance, kinds: Kinds) -> Option<String> {
        let mut places = self.places();
        places.retain(|place| Kinds::of(&place.sample).meets(kinds));
        let is_own = |place: &&Place| !place.text.starts_with("$$") && !place.text.starts_with("$states.context");
        let own: Vec<&Place> = places.iter().filter(is_own).collect();
        if !own.is_empty() && chance.in_hundred(90) {
            return Some(chance.one(&own).text.clone());
        }
        chance.maybe_one(&places).map(|place| place.text.clone())
    }

    /// What a template comes to on the samples; none where it fails.
    pub(crate) fn try_out(&self, template: &Value) -> Option<Value> {
        let tree = json::parse(Source::new(template.to_string()));
        let template = if self.jsonata {
            Template::jsonata(tree.root(), "Output").ok()?
        } else {
            Template::json_path(tree.root()).ok()?
        };
        let mut states = vec![("input", Data::from(&self.input)), ("context", Data::from(&self.context))];
        states.extend(self.extra.iter().map(|(name, value)| (*name, Data::from(value))));
        let mut variables: Vec<(&str, Data)> =
            self.variables.iter().map(|(name, value)| (name.as_str(), Data::from(value))).collect();
        variables.push(("states", Data::object(states)));
        let mut world = Seeded::new(0, 0);
        let mut environment = Environment {
            scope: Scope { input: &self.input, context: &self.context, variables: &self.variables },
            variables: &variables,
            limits: Limits { steps: 20_000, depth: 200, bytes: 1 << 20 },
            world: &mut world,
        };
        template.evaluate(&mut environment).ok()
    }

    /// What an expression comes to.
    pub(crate) fn try_expression(&self, text: &str) -> Option<Value> {
        let template = if self.jsonata { json!(format!("{{% {text} %}}")) } else { json!({"v.$": text}) };
        let value = self.try_out(&template)?;
        if self.jsonata { Some(value) } else { value.get("v").cloned() }
    }
}
