//! `ResultWriter` of a distributed Map.

use super::Engine;
use super::flow::Extra;
use super::group::Group;
use crate::context::Identity;
use crate::description::Description;
use crate::failure::{Failure, RESULT_WRITER_FAILED};
use crate::files::Trouble;
use crate::payload::Payload;
use crate::time::text_of_time;
use asl_expressions::Value;
use asl_semantics::plan::{Map, State, Writer};
use serde_json::json;
use std::rc::Rc;

/// A child execution that ended.
#[derive(Debug)]
pub(super) struct Ended {
    index: usize,
    identity: Rc<Identity>,
    input: Payload,
    outcome: Result<Payload, Failure>,
    stopped: i64,
}

impl Ended {
    /// Everything that is known of it.
    fn record(&self) -> Value {
        let (status, output, failure) = match &self.outcome {
            Ok(output) => ("SUCCEEDED", Some(output.value()), None),
            Err(failure) => ("FAILED", None, Some(failure)),
        };
        let description = Description {
            identity: &self.identity,
            input: self.input.value(),
            status,
            output,
            error: failure.and_then(|failure| failure.error.as_deref()),
            cause: failure.and_then(|failure| failure.cause.as_deref()),
            started: self.identity.start_time.as_str().into(),
            stopped: text_of_time(self.stopped).into(),
        };
        Value::Object(description.object())
    }
}

/// `Transformation` for those that succeeded; of those that failed all is told.
fn transformed(transformation: &str, ended: &[Ended]) -> Vec<Value> {
    let mut out = Vec::with_capacity(ended.len());
    for one in ended {
        match (transformation, &one.outcome) {
            ("NONE", _) | (_, Err(_)) => out.push(one.record()),
            ("FLATTEN", Ok(output)) => match output.value() {
                Value::Array(items) => out.extend(items.iter().cloned()),
                other => out.push(other.clone()),
            },
            (_, Ok(output)) => out.push(output.value().clone()),
        }
    }
    out
}

impl<'p, 't> Engine<'p, 't, '_> {
    /// Keeps what a `ResultWriter` wants to know of a child execution that ends. Without one, AWS has the results as
    /// `COMPACT` makes them: all that is known of what failed stands among the outputs.
    pub(super) fn note_end(&mut self, f: usize, index: usize, child: usize, outcome: Result<&Payload, &Failure>) {
        let frame = &self.frames[child];
        let (identity, input) = (Rc::clone(&frame.identity), frame.execution_input.clone());
        let outcome = outcome.cloned().map_err(Clone::clone);
        let ended = Ended { index, identity, input, outcome, stopped: self.clock };
        let Some(group) = &mut self.frames[f].group else { return };
        if group.map.is_some_and(|map| map.writer.is_some()) {
            group.ended.push(ended);
        } else if ended.outcome.is_err()
            && let Some(result) = group.results.get_mut(index)
        {
            *result = Some(ended.record().into());
        }
    }

    /// The result of a distributed Map whose child executions have ended: their outputs, or where they were written to.
    pub(super) fn written(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        map: &'p Map<'t>,
        group: Group<'p, 't>,
    ) -> Result<Payload, Failure> {
        let Some(writer) = &map.writer else {
            let results = group.results.into_iter().flatten().map(Payload::into_value);
            return Ok(Value::Array(results.collect()).into());
        };
        let mut ended = group.ended;
        ended.sort_by_key(|one| one.index);
        if writer.resource.is_none() {
            let transformation = writer.config["Transformation"].as_str().unwrap_or("COMPACT");
            return Ok(Value::Array(transformed(transformation, &ended)).into());
        }
        let input = self.effective_input(f, state)?;
        let arguments = match &writer.arguments {
            Some(template) => self.evaluate(f, template, input.value(), &Extra::None)?,
            None => Value::Null,
        };
        let arn = group.arn.as_deref().unwrap_or_default();
        self.export(writer, &arguments, arn, ended)
    }

    fn export(
        &mut self,
        writer: &Writer<'t>,
        arguments: &Value,
        arn: &str,
        ended: Vec<Ended>,
    ) -> Result<Payload, Failure> {
        let Some(bucket) = arguments["Bucket"].as_str() else {
            return Err(Failure::new(RESULT_WRITER_FAILED, "The required field 'Bucket' is missing"));
        };
        let folder = arn.rsplit(':').next().unwrap_or_default();
        let folder = match arguments["Prefix"].as_str().map(|prefix| prefix.trim_end_matches('/')) {
            Some(prefix) if !prefix.is_empty() => format!("{prefix}/{folder}"),
            _ => folder.to_owned(),
        };
        let transformation = writer.config["Transformation"].as_str().unwrap_or("NONE");
        let in_lines = writer.config["OutputType"].as_str() == Some("JSONL");
        let (well, failed): (Vec<Ended>, Vec<Ended>) = ended.into_iter().partition(|one| one.outcome.is_ok());
        let mut results = json!({"FAILED": [], "PENDING": [], "SUCCEEDED": []});
        for (name, ended) in [("FAILED", failed), ("SUCCEEDED", well)] {
            if ended.is_empty() {
                continue;
            }
            let key = format!("{folder}/{name}_0.{}", if in_lines { "jsonl" } else { "json" });
            let text = text_of(transformed(transformation, &ended), in_lines);
            results[name] = json!([{"Key": key, "Size": text.len()}]);
            self.put(bucket, &key, &text)?;
        }
        let key = format!("{folder}/manifest.json");
        let manifest = json!({"DestinationBucket": bucket, "MapRunArn": arn, "ResultFiles": results});
        self.put(bucket, &key, &manifest.to_string())?;
        Ok(json!({"MapRunArn": arn, "ResultWriterDetails": {"Bucket": bucket, "Key": key}}).into())
    }

    /// Writes an object. Without files it goes nowhere, which no later state can tell but by reading it.
    fn put(&mut self, bucket: &str, key: &str, text: &str) -> Result<(), Failure> {
        let Some(files) = &mut self.around.files else { return Ok(()) };
        files.write(bucket, key, text.as_bytes()).map_err(|trouble| {
            if let Trouble::Other(problem) = &trouble {
                self.problem = Some(problem.clone());
            }
            Failure::new(RESULT_WRITER_FAILED, trouble.cause().unwrap_or_else(|problem| problem))
        })
    }
}

fn text_of(values: Vec<Value>, in_lines: bool) -> String {
    if in_lines {
        return values.iter().flat_map(|value| [value.to_string(), "\n".to_owned()]).collect();
    }
    Value::Array(values).to_string()
}
