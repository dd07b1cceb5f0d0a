//! Reading the service models of a botocore.

use super::facts::Sdk;
use super::model::{Action, Bound, Choice, Member, Service, Shape, Shapes};
use super::naming;
use asl_catalogue::Pattern;
use asl_catalogue::format::{Kind, action, member, standing};
use flate2::read::GzDecoder;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::path::{Path, PathBuf};

/// How the members of a model are spelled, and what is known of them besides.
#[derive(Clone, Copy)]
pub(super) enum Spelling<'s> {
    /// As in aws-sdk integrations.
    Sdk(&'s Sdk),
    /// As in optimised integrations.
    Optimized,
}

/// A service model as JSON.
pub(super) struct Model {
    pub(super) name: String,
    pub(super) prefix: String,
    json: Value,
}

impl Model {
    /// All models in a folder of botocore's, each service in its newest version, by the name that Step Functions has for
    /// it.
    pub(super) fn read_all(data: &Path) -> Result<BTreeMap<String, Self>, String> {
        let mut models = BTreeMap::new();
        for folder in sorted(data)?.into_iter().filter(|path| path.is_dir()) {
            let versions = sorted(&folder)?.into_iter().rev().map(|version| version.join("service-2.json.gz"));
            let Some(file) = versions.into_iter().find(|file| file.is_file()) else { continue };
            let model = Self::read(&file)?;
            // Two folders hold the model of SMS and voice; what the newer lacks is not missed.
            models.entry(model.name.clone()).or_insert(model);
        }
        Ok(models)
    }

    fn read(file: &Path) -> Result<Self, String> {
        let failed = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
        let packed = std::fs::read(file).map_err(|error| failed(&error))?;
        let mut text = String::new();
        GzDecoder::new(packed.as_slice()).read_to_string(&mut text).map_err(|error| failed(&error))?;
        let json: Value = serde_json::from_str(&text).map_err(|error| failed(&error))?;
        let id = json["metadata"]["serviceId"].as_str().ok_or_else(|| failed(&"no serviceId"))?;
        let prefix = naming::error_prefix(id);
        Ok(Self { name: prefix.to_ascii_lowercase(), prefix, json })
    }

    /// The names of its actions.
    pub(super) fn actions(&self) -> impl Iterator<Item = String> {
        self.operations().map(|(name, _)| naming::action(name))
    }

    fn operations(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.json["operations"].as_object().into_iter().flatten()
    }

    /// The service as an aws-sdk integration has it.
    pub(super) fn service(&self, sdk: &Sdk, older: Option<&Self>, source: usize) -> Result<Service, String> {
        let metadata = |key: &str| self.json["metadata"][key].as_str().unwrap_or_default().to_owned();
        let mut reader = Reader::new(self, older, Spelling::Sdk(sdk));
        let mut actions = self
            .operations()
            .map(|(name, operation)| reader.action(name, operation))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|problem| format!("{}: {problem}", self.name))?;
        actions.sort_by(|a, b| a.name.cmp(&b.name));
        for action in &mut actions {
            action.patterns = Pattern::RequestResponse.bit() | Pattern::WaitForTaskToken.bit();
            action.flags |= sdk.flags(&self.name, &action.name);
        }
        Ok(Service {
            name: self.name.clone(),
            is_optimized: false,
            standing: if sdk.is_listed(&self.prefix) { standing::LISTED } else { standing::UNLISTED },
            prefix: self.prefix.clone(),
            id: metadata("serviceId"),
            version: metadata("apiVersion"),
            source,
            general: vec![format!("{0}.{0}Exception", self.prefix), format!("{}.SdkClientException", self.prefix)],
            actions,
            shapes: reader.shapes,
        })
    }
}

/// A bound, and what it was in an older model that allowed less.
fn bound(json: &Value, older: Option<&Value>, key: &str, is_narrower: impl Fn(f64, f64) -> bool) -> Bound {
    let text = |bound: &Value| bound.as_number().map(ToString::to_string);
    let now = &json[key];
    let before = older.map(|older| &older[key]).filter(|before| match (before.as_f64(), now.as_f64()) {
        (Some(before), Some(now)) => is_narrower(before, now),
        (before, _) => before.is_some(),
    });
    Bound { now: text(now), before: before.and_then(text) }
}

/// What is in a folder, by name.
fn sorted(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

/// Turns the shapes of one model into ours, each once.
pub(super) struct Reader<'m> {
    model: &'m Model,
    older: Option<&'m Model>,
    spelling: Spelling<'m>,
    done: HashMap<&'m str, usize>,
    pub(super) shapes: Shapes,
}

impl<'m> Reader<'m> {
    pub(super) fn new(model: &'m Model, older: Option<&'m Model>, spelling: Spelling<'m>) -> Self {
        Self { model, older, spelling, done: HashMap::new(), shapes: Shapes::default() }
    }

    /// The action of a name.
    pub(super) fn find(&mut self, action: &str) -> Result<Action, String> {
        let found = self.model.operations().find(|(name, _)| naming::action(name) == action);
        let (name, operation) = found.ok_or_else(|| format!("{} has no {action}", self.model.name))?;
        self.action(name, operation)
    }

    fn action(&mut self, name: &str, operation: &'m Value) -> Result<Action, String> {
        let mut side = |key: &str| operation[key]["shape"].as_str().map(|shape| self.shape(shape)).transpose();
        let (input, output) = (side("input")?, side("output")?);
        let errors = operation["errors"].as_array().into_iter().flatten();
        let spell = match self.spelling {
            Spelling::Sdk(_) => naming::error,
            Spelling::Optimized => naming::old_error,
        };
        let mut errors: Vec<String> = errors.filter_map(|error| error["shape"].as_str()).map(spell).collect();
        errors.sort();
        errors.dedup();
        let mut flags = 0;
        if operation["deprecated"] == true {
            flags |= action::DEPRECATED;
        }
        if self.is_streaming(operation) {
            flags |= action::STREAMING;
        }
        Ok(Action { name: naming::action(name), flags, input, output, errors, ..Action::default() })
    }

    fn json(&self, shape: &str) -> &'m Value {
        &self.model.json["shapes"][shape]
    }

    /// Does it send or get a stream of events?
    fn is_streaming(&self, operation: &Value) -> bool {
        let sides = ["input", "output"].into_iter().filter_map(|side| operation[side]["shape"].as_str());
        let mut members = sides.filter_map(|shape| self.json(shape)["members"].as_object()).flat_map(Map::values);
        members.any(|member| member["shape"].as_str().is_some_and(|shape| self.json(shape)["eventstream"] == true))
    }

    fn shape(&mut self, name: &'m str) -> Result<usize, String> {
        if let Some(done) = self.done.get(name) {
            return Ok(*done);
        }
        let json = self.json(name);
        let kind = match json["type"].as_str().ok_or_else(|| format!("there is no shape {name}"))? {
            _ if json["document"] == true => Kind::Json,
            "string" | "character" => Kind::String,
            "integer" => Kind::Integer,
            "long" | "biginteger" => Kind::Long,
            "float" => Kind::Float,
            "double" | "bigdecimal" => Kind::Double,
            "boolean" => Kind::Boolean,
            "timestamp" => Kind::Timestamp,
            "blob" => Kind::Blob,
            "structure" => Kind::Structure,
            "list" => Kind::List,
            "map" => Kind::Map,
            other => return Err(format!("{name} is of an unknown type: {other}")),
        };
        // It may hold itself, so it has to have a number before it is read.
        let id = self.shapes.add(Shape::new(kind));
        self.done.insert(name, id);
        let shape = self.read(kind, name, json)?;
        *self.shapes.get_mut(id)? = shape;
        Ok(id)
    }

    fn read(&mut self, kind: Kind, name: &str, json: &'m Value) -> Result<Shape, String> {
        let mut shape = Shape::new(kind);
        let part = |key: &str| json[key]["shape"].as_str().ok_or_else(|| format!("{name} has no {key}"));
        match kind {
            Kind::Structure => self.structure(&mut shape, name, json)?,
            Kind::List => shape.of = self.shape(part("member")?)?,
            Kind::Map => {
                shape.key = self.shape(part("key")?)?;
                shape.of = self.shape(part("value")?)?;
            }
            Kind::String => {
                shape.pattern = json["pattern"].as_str().map(str::to_owned);
                let values = json["enum"].as_array().into_iter().flatten();
                shape.values = values.filter_map(Value::as_str).map(str::to_owned).collect();
            }
            Kind::Boolean | Kind::Timestamp | Kind::Json | Kind::Text => return Ok(shape),
            _ => {}
        }
        if kind != Kind::Structure {
            let older =
                self.older.map(|older| &older.json["shapes"][name]).filter(|older| older["type"] == json["type"]);
            shape.least = bound(json, older, "min", |before, now| before > now);
            shape.most = bound(json, older, "max", |before, now| before < now);
        }
        Ok(shape)
    }

    fn structure(&mut self, shape: &mut Shape, name: &str, json: &'m Value) -> Result<(), String> {
        shape.is_union = json["union"] == true;
        let required: Vec<&str> = json["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (wire, facts) in json["members"].as_object().into_iter().flatten() {
            let target = facts["shape"].as_str().ok_or_else(|| format!("{name}.{wire} has no shape"))?;
            let id = self.shape(target)?;
            let is = |key: &str| facts[key] == true;
            let mut flags = 0;
            let traits = [
                (member::REQUIRED, required.contains(&wire.as_str()) && !is("idempotencyToken")),
                (member::DEPRECATED, is("deprecated")),
                (member::TOKEN, is("idempotencyToken")),
                (member::STREAMING, is("streaming") || self.json(target)["streaming"] == true),
            ];
            for (flag, _) in traits.into_iter().filter(|(_, holds)| *holds) {
                flags |= flag;
            }
            for spelled in self.spell(name, wire) {
                let wire = (spelled != naming::capitalized(wire)).then(|| wire.clone());
                shape.members.push(Member { name: spelled, wire, shape: id, flags });
            }
        }
        if let Spelling::Sdk(sdk) = self.spelling {
            self.correct(sdk, shape, name);
        }
        Ok(())
    }

    fn spell(&self, shape: &str, wire: &str) -> Vec<String> {
        match self.spelling {
            Spelling::Optimized => vec![naming::capitalized(wire)],
            Spelling::Sdk(sdk) => {
                let given = sdk.spelled(&self.model.name, shape, wire);
                if given.is_empty() { vec![naming::member(wire)] } else { given }
            }
        }
    }

    /// What no model says.
    fn correct(&mut self, sdk: &Sdk, shape: &mut Shape, name: &str) {
        let service = &self.model.name;
        for added in sdk.added.of(service, name) {
            let id = self.shapes.add(Shape::new(Kind::String));
            shape.members.push(Member { name: added, wire: None, shape: id, flags: 0 });
        }
        for (table, kind) in [(&sdk.json, Kind::Json), (&sdk.text, Kind::Text)] {
            for changed in table.of(service, name) {
                let id = self.shapes.add(Shape::new(kind));
                for member in shape.members.iter_mut().filter(|member| member.name == changed) {
                    member.shape = id;
                }
            }
        }
        shape.is_loose = sdk.is_loose(service, name);
        for members in sdk.either(service, name) {
            for member in shape.members.iter_mut().filter(|member| members.contains(&member.name)) {
                member.flags &= !member::REQUIRED;
            }
            shape.choices.push(Choice { is_exclusive: false, members });
        }
    }
}
