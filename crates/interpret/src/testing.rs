//! Runs of definitions, and S3 in memory.

use crate::answers::Short;
use crate::files::{Files, Listed, Trouble};
use crate::{Around, Machines, Options, run_with, to_json};
use asl_expressions::Value;
use asl_semantics::Definition;
use asl_semantics::plan::Workflow;
use asl_syntax::{Source, Tree, json};
use std::collections::BTreeMap;

/// Objects by `bucket/key`.
#[derive(Debug, Default)]
pub(crate) struct Shelf(pub(crate) BTreeMap<String, Vec<u8>>);

impl Shelf {
    pub(crate) fn of<'s>(files: impl IntoIterator<Item = (&'s str, &'s str)>) -> Self {
        Self(files.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect())
    }
}

impl Files for Shelf {
    fn read(&self, bucket: &str, key: &str) -> Result<Vec<u8>, Trouble> {
        self.0.get(&format!("{bucket}/{key}")).cloned().ok_or(Trouble::NoObject)
    }

    fn list(&self, bucket: &str, prefix: &str) -> Result<Vec<Listed>, Trouble> {
        let within = format!("{bucket}/");
        let keys = self.0.iter().filter_map(|(name, bytes)| Some((name.strip_prefix(&within)?, bytes)));
        let listed = keys.filter(|(key, _)| key.starts_with(prefix)).map(|(key, bytes)| Listed {
            key: key.to_owned(),
            size: bytes.len() as u64,
            etag: "0".to_owned(),
            modified: 0,
        });
        Ok(listed.collect())
    }

    fn write(&mut self, bucket: &str, key: &str, bytes: &[u8]) -> Result<(), Trouble> {
        self.0.insert(format!("{bucket}/{key}"), bytes.to_vec());
        Ok(())
    }
}

/// Runs the first of some definitions, which may start the others by name, and gives the history.
pub(crate) fn run(
    definitions: &[(&str, Value)],
    input: Value,
    mocks: Value,
    files: Option<&mut Shelf>,
) -> Result<Value, String> {
    run_as(&Options::default(), definitions, input, mocks, files)
}

/// The same, with options; the machine has the name of its definition.
#[expect(clippy::needless_pass_by_value, reason = "a literal is handed over")]
pub(crate) fn run_as(
    options: &Options,
    definitions: &[(&str, Value)],
    input: Value,
    mocks: Value,
    files: Option<&mut Shelf>,
) -> Result<Value, String> {
    let trees: Vec<(&str, Tree)> =
        definitions.iter().map(|(name, value)| (*name, json::parse(Source::new(value.to_string())))).collect();
    let plan = |tree| Workflow::new(&Definition::new(tree)).expect("it can be walked");
    let mut machines = Machines::default();
    for (name, tree) in &trees {
        machines.add((*name).to_owned(), plan(tree));
    }
    let (name, tree) = trees.first().expect("there is one");
    let options = Options { machine: (*name).to_owned(), ..options.clone() };
    let mut answers = Short::new(mocks.as_object().expect("answers by state"))?;
    let around = Around {
        files: files.map(|shelf| shelf as &mut dyn Files),
        machines: (trees.len() > 1).then_some(&machines),
        ..Around::default()
    };
    run_with(&plan(tree), input, &options, &mut answers, around).map(|run| to_json(&run))
}

/// The output of a history.
pub(crate) fn output(history: &Value) -> Value {
    history["output"].as_str().map_or(Value::Null, |text| serde_json::from_str(text).expect("JSON"))
}
