//! `ItemReader`: the items of a Map that are in S3.

mod csv;
#[cfg(test)]
mod tests;

use crate::files::{Files, Listed, Trouble};
use asl_expressions::Value;
use csv::Headers;
use flate2::read::MultiGzDecoder;
use serde_json::json;
use std::io::Read;

/// The most bytes that a compressed object may have when it is unpacked: what is larger is no test data.
const MAX_UNPACKED: u64 = 1 << 30;

/// What an `ItemReader` says, with everything computed.
#[derive(Debug)]
pub(crate) struct Request<'r> {
    pub(crate) resource: &'r str,
    pub(crate) arguments: &'r Value,
    pub(crate) config: &'r Value,
    /// `MaxItems`
    pub(crate) most: usize,
}

/// An item that was found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    /// The name of a member of an object.
    pub(crate) key: Option<String>,
    pub(crate) value: Value,
    /// `Map.Item.Source`
    pub(crate) source: Option<String>,
}

/// Why there are no items.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// AWS fails with this cause.
    Failed(String),
    /// The run can't go on here, though it may on AWS.
    Problem(String),
}

impl From<Trouble> for Refusal {
    fn from(trouble: Trouble) -> Self {
        match trouble.cause() {
            Ok(cause) => Self::Failed(cause.to_owned()),
            Err(problem) => Self::Problem(problem.to_owned()),
        }
    }
}

type Result<T> = std::result::Result<T, Refusal>;

fn failed<T>(cause: impl Into<String>) -> Result<T> {
    Err(Refusal::Failed(cause.into()))
}

/// Reads the items.
pub(crate) fn read(files: &dyn Files, request: &Request<'_>) -> Result<Vec<Found>> {
    let bucket = argument(request, "Bucket")?;
    let mut reader = Reader { files, config: request.config, most: request.most, found: Vec::new() };
    if request.resource.ends_with(":s3:listObjectsV2") {
        let prefix = request.arguments["Prefix"].as_str().unwrap_or_default();
        let objects = files.list(bucket, prefix)?;
        if reader.says("Transformation", "LOAD_AND_FLATTEN") {
            reader.objects(bucket, objects)?;
        } else {
            reader.listed(bucket, objects);
        }
    } else {
        let key = argument(request, "Key")?;
        if reader.says("InputType", "PARQUET") && request.arguments.get("VersionId").is_some() {
            return failed("S3 Version ID selection is not currently supported for PARQUET files");
        }
        reader.object(bucket, key)?;
    }
    Ok(reader.found)
}

fn argument<'r>(request: &Request<'r>, name: &str) -> Result<&'r str> {
    match request.arguments[name].as_str() {
        Some(text) => Ok(text),
        None => failed(format!("The required field '{name}' of the ItemReader is missing or is not a string")),
    }
}

struct Reader<'r> {
    files: &'r dyn Files,
    config: &'r Value,
    most: usize,
    found: Vec<Found>,
}

impl Reader<'_> {
    fn says(&self, field: &str, value: &str) -> bool {
        self.config[field].as_str() == Some(value)
    }

    fn room(&self) -> usize {
        self.most.saturating_sub(self.found.len())
    }

    fn add(&mut self, values: impl IntoIterator<Item = (Option<String>, Value)>, source: &str) {
        let room = self.room();
        let found = values.into_iter().take(room);
        self.found.extend(found.map(|(key, value)| Found { key, value, source: Some(source.to_owned()) }));
    }

    fn listed(&mut self, bucket: &str, objects: Vec<Listed>) {
        let item = |object: Listed| {
            let value = json!({
                "Etag": format!("\"{}\"", object.etag),
                "LastModified": object.modified,
                "Key": object.key,
                "Size": object.size,
                "StorageClass": "STANDARD",
            });
            (None, value)
        };
        self.add(objects.into_iter().map(item), &format!("s3://{bucket}"));
    }

    /// The records of all objects that are not folders.
    fn objects(&mut self, bucket: &str, objects: Vec<Listed>) -> Result<()> {
        for object in objects.into_iter().filter(|object| !object.key.ends_with('/')) {
            if self.room() == 0 {
                break;
            }
            let bytes = self.content(bucket, &object.key)?;
            self.records(&bytes, &format!("s3://{bucket}/{}", object.key))?;
        }
        Ok(())
    }

    fn object(&mut self, bucket: &str, key: &str) -> Result<()> {
        let bytes = self.content(bucket, key)?;
        match self.config["ManifestType"].as_str() {
            Some("ATHENA_DATA") => self.athena(&bytes),
            Some(_) => self.inventory(bucket, &bytes),
            None if self.says("InputType", "MANIFEST") => self.inventory(bucket, &bytes),
            None => self.records(&bytes, &format!("s3://{bucket}/{key}")),
        }
    }

    /// An object, unpacked if its name says that it is packed.
    fn content(&self, bucket: &str, key: &str) -> Result<Vec<u8>> {
        let bytes = self.files.read(bucket, key)?;
        if key.ends_with(".zst") || key.ends_with(".zstd") {
            return Err(Refusal::Problem(format!("s3://{bucket}/{key}: Zstandard is not read here; gzip is")));
        }
        if !key.ends_with(".gz") {
            return Ok(bytes);
        }
        let mut unpacked = Vec::new();
        let read = MultiGzDecoder::new(bytes.as_slice()).take(MAX_UNPACKED + 1).read_to_end(&mut unpacked);
        match read {
            Ok(size) if size as u64 > MAX_UNPACKED => {
                Err(Refusal::Problem(format!("s3://{bucket}/{key}: it is too large when it is unpacked")))
            }
            Ok(_) => Ok(unpacked),
            Err(error) => failed(format!("s3://{bucket}/{key}: this is no gzip file: {error}")),
        }
    }

    /// The records of one file of data.
    fn records(&mut self, bytes: &[u8], source: &str) -> Result<()> {
        match self.config["InputType"].as_str() {
            Some("CSV") => self.csv(bytes, &self.headers(), source),
            Some("JSONL") => self.json_lines(bytes, source),
            Some("PARQUET") => Err(Refusal::Problem(format!(
                "{source}: Parquet files are not read here: convert it, or give the outcome of the Map as a recorded history"
            ))),
            _ => self.json(bytes, source),
        }
    }

    fn json(&mut self, bytes: &[u8], source: &str) -> Result<()> {
        let mut whole: Value = match serde_json::from_slice(bytes) {
            Ok(whole) => whole,
            Err(error) => return failed(format!("{source} can't be read as JSON: {error}")),
        };
        let node = match self.config["ItemsPointer"].as_str() {
            Some(pointer) => whole.pointer_mut(pointer).map(Value::take),
            None => Some(whole),
        };
        match node {
            Some(Value::Array(items)) => self.add(items.into_iter().map(|item| (None, item)), source),
            Some(Value::Object(members)) => {
                self.add(members.into_iter().map(|(name, value)| (Some(name), value)), source);
            }
            _ => return failed("Attempting to map over non-iterable node."),
        }
        Ok(())
    }

    fn json_lines(&mut self, bytes: &[u8], source: &str) -> Result<()> {
        let lines = bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).enumerate();
        for (at, line) in lines.filter(|(_, line)| !line.is_empty()).take(self.room()) {
            match serde_json::from_slice(line) {
                Ok(value) => self.add([(None, value)], source),
                Err(error) => return failed(format!("{source}: line {} can't be read as JSON: {error}", at + 1)),
            }
        }
        Ok(())
    }

    fn csv(&mut self, bytes: &[u8], headers: &Headers, source: &str) -> Result<()> {
        let text = String::from_utf8_lossy(bytes);
        match csv::rows(&text, self.delimiter(), headers, self.room()) {
            Ok(rows) => {
                self.add(rows.into_iter().map(|row| (None, row)), source);
                Ok(())
            }
            Err(cause) => failed(cause),
        }
    }

    fn delimiter(&self) -> char {
        match self.config["CSVDelimiter"].as_str() {
            Some("PIPE") => '|',
            Some("SEMICOLON") => ';',
            Some("SPACE") => ' ',
            Some("TAB") => '\t',
            _ => ',',
        }
    }

    fn headers(&self) -> Headers {
        match self.config["CSVHeaders"].as_array() {
            Some(names) if self.says("CSVHeaderLocation", "GIVEN") => {
                Headers::Given(names.iter().filter_map(Value::as_str).map(str::to_owned).collect())
            }
            _ => Headers::FirstRow,
        }
    }

    /// A list of data files, one a line.
    fn athena(&mut self, bytes: &[u8]) -> Result<()> {
        let text = String::from_utf8_lossy(bytes);
        for line in text.lines().map(|line| line.trim().trim_matches('"')).filter(|line| !line.is_empty()) {
            if self.room() == 0 {
                break;
            }
            let Some((bucket, key)) = line.strip_prefix("s3://").and_then(|path| path.split_once('/')) else {
                return failed(format!("The manifest names '{line}', which is no S3 URI"));
            };
            let bytes = self.content(bucket, key)?;
            self.records(&bytes, line)?;
        }
        Ok(())
    }

    /// `manifest.json` of an inventory: it names the columns of its files.
    fn inventory(&mut self, bucket: &str, bytes: &[u8]) -> Result<()> {
        let Ok(manifest) = serde_json::from_slice::<Value>(bytes) else {
            return failed("The inventory manifest can't be read as JSON");
        };
        if let Some(format) = manifest["fileFormat"].as_str().filter(|format| *format != "CSV") {
            return failed(format!("The inventory has the format {format}; only CSV is supported"));
        }
        let (Some(schema), Some(listed)) = (manifest["fileSchema"].as_str(), manifest["files"].as_array()) else {
            return failed("The inventory manifest has no fileSchema or no files");
        };
        let headers = Headers::Given(schema.split(',').map(|name| name.trim().to_owned()).collect());
        let destination = manifest["destinationBucket"].as_str().map_or(bucket, bucket_of);
        for key in listed.iter().filter_map(|file| file["key"].as_str()) {
            if self.room() == 0 {
                break;
            }
            let bytes = self.content(destination, key)?;
            self.csv(&bytes, &headers, &format!("s3://{destination}/{key}"))?;
        }
        Ok(())
    }
}

/// The name of a bucket that may be given by its ARN.
fn bucket_of(text: &str) -> &str {
    text.rsplit_once(":::").map_or(text, |(_, name)| name)
}
