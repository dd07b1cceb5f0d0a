//! The request.

use super::STATE_NAME;
use crate::Failure;
use asl_expressions::Value;
use asl_syntax::{Kind, Source, Tree, json};
use serde_json::Map;

/// What `TestState` is asked. JSON within it is text, as AWS has it.
#[derive(Clone, Debug)]
pub struct Request {
    /// A state, or with `state_name` a whole definition.
    pub definition: String,
    /// The state that is meant.
    pub state_name: Option<String>,
    /// What the state gets.
    pub input: String,
    /// How much is shown.
    pub level: Level,
    /// The role of the execution.
    pub role: Option<String>,
    /// What the state's work comes to.
    pub mock: Option<Mock>,
    /// The context object.
    pub context: Option<String>,
    /// Where the state stands.
    pub configuration: Configuration,
    /// The variables that are assigned before.
    pub variables: Option<String>,
    /// Are secrets of an HTTP task shown?
    pub reveal_secrets: bool,
}

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Output and status.
    Info,
    /// The steps as well.
    Debug,
    /// Also the request of an HTTP task.
    Trace,
}

/// What the state's work comes to.
#[derive(Clone, Debug)]
pub struct Mock {
    /// A result, as JSON text.
    pub result: Option<String>,
    /// An error.
    pub error: Option<Failure>,
    /// How the result is checked.
    pub mode: Mode,
}

/// How a mocked result is checked against what the service answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// What is there, and that what is required is there.
    Strict,
    /// What is there.
    Present,
    /// Not at all.
    None,
}

/// Where the state stands.
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    /// How often it was tried again before.
    pub retries: u64,
    /// How many iterations of a Map failed.
    pub failed_iterations: Option<usize>,
    /// What the `ItemReader` of a Map reads.
    pub reader_data: Option<String>,
}

impl Request {
    /// Reads it. An error is for the person who wrote it.
    pub fn read(value: &Value) -> Result<Self, String> {
        let Value::Object(fields) = value else { return Err("a request is an object".to_owned()) };
        let Some(definition) = text(fields, "definition")? else { return Err("`definition` is missing".to_owned()) };
        let level = match text(fields, "inspectionLevel")?.as_deref() {
            None | Some("INFO") => Level::Info,
            Some("DEBUG") => Level::Debug,
            Some("TRACE") => Level::Trace,
            Some(other) => return Err(format!("`inspectionLevel` is INFO, DEBUG or TRACE, not `{other}`")),
        };
        let reveal_secrets = match fields.get("revealSecrets") {
            None | Some(Value::Null) => false,
            Some(Value::Bool(reveal)) => *reveal,
            Some(_) => return Err("`revealSecrets` is true or false".to_owned()),
        };
        Ok(Self {
            definition,
            state_name: text(fields, "stateName")?,
            input: text(fields, "input")?.unwrap_or_else(|| "{}".to_owned()),
            level,
            role: text(fields, "roleArn")?,
            mock: object(fields, "mock")?.map(Mock::read).transpose()?,
            context: text(fields, "context")?,
            configuration: object(fields, "stateConfiguration")?
                .map(Configuration::read)
                .transpose()?
                .unwrap_or_default(),
            variables: text(fields, "variables")?,
            reveal_secrets,
        })
    }

    /// The tree of the definition. A single state becomes the only one of a machine; what is no object stays as it is.
    pub fn tree(&self) -> Tree {
        let tree = json::parse(Source::new(self.definition.as_str()));
        let is_whole = tree.errors().is_empty() && tree.root().kind() == Kind::Object;
        if self.state_name.is_some() || !is_whole {
            return tree;
        }
        let state = self.definition.trim_start_matches('\u{feff}');
        json::parse(Source::new(format!("{{\"StartAt\":\"{STATE_NAME}\",\"States\":{{\"{STATE_NAME}\":{state}}}}}")))
    }
}

impl Mock {
    fn read(fields: &Map<String, Value>) -> Result<Self, String> {
        let error = object(fields, "errorOutput")?.map(|error| {
            let (error, cause) = (text(error, "error")?, text(error, "cause")?);
            Ok::<_, String>(Failure::given(error, cause))
        });
        let mode = match text(fields, "fieldValidationMode")?.as_deref() {
            None | Some("STRICT") => Mode::Strict,
            Some("PRESENT") => Mode::Present,
            Some("NONE") => Mode::None,
            Some(other) => return Err(format!("`fieldValidationMode` is STRICT, PRESENT or NONE, not `{other}`")),
        };
        Ok(Self { result: text(fields, "result")?, error: error.transpose()?, mode })
    }
}

impl Configuration {
    fn read(fields: &Map<String, Value>) -> Result<Self, String> {
        let failed = count(fields, "mapIterationFailureCount")?;
        // Which state inside failed changes nothing that is told.
        text(fields, "errorCausedByState")?;
        Ok(Self {
            retries: count(fields, "retrierRetryCount")?.unwrap_or(0),
            failed_iterations: failed.map(|failed| usize::try_from(failed).unwrap_or(usize::MAX)),
            reader_data: text(fields, "mapItemReaderData")?,
        })
    }
}

fn text(fields: &Map<String, Value>, key: &str) -> Result<Option<String>, String> {
    match fields.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(format!("`{key}` is a string; JSON goes into it as text")),
    }
}

fn object<'v>(fields: &'v Map<String, Value>, key: &str) -> Result<Option<&'v Map<String, Value>>, String> {
    match fields.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(inner)) => Ok(Some(inner)),
        Some(_) => Err(format!("`{key}` is an object")),
    }
}

fn count(fields: &Map<String, Value>, key: &str) -> Result<Option<u64>, String> {
    match fields.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_u64().map(Some).ok_or_else(|| format!("`{key}` is a whole number from 0")),
    }
}
