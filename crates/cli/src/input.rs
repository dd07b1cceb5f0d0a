//! Where texts come from: files, folders, standard input, flags.

use asl_expressions::Value;
use asl_hosts::Candidate;
use asl_syntax::Source;
use std::path::{Path, PathBuf};

/// A text to look at.
pub(crate) enum Input {
    /// A file; it is read when its turn comes.
    File(Candidate),
    /// Standard input, under the name that it goes by.
    Text(PathBuf, Source),
}

/// The texts that the paths name, and what could not be found, in words.
pub(crate) fn collect(paths: &[PathBuf], stdin_name: &Path) -> (Vec<Input>, Vec<String>) {
    let (stdin, named): (Vec<PathBuf>, Vec<PathBuf>) = paths.iter().cloned().partition(|p| p.as_os_str() == "-");
    let found = asl_hosts::find(&named);
    let mut problems = found.problems;
    let mut inputs: Vec<Input> = found.files.into_iter().map(Input::File).collect();
    if !stdin.is_empty() {
        match read_stdin() {
            Ok(source) => inputs.push(Input::Text(stdin_name.to_owned(), source)),
            Err(problem) => problems.push(problem),
        }
    }
    (inputs, problems)
}

/// Reads a file, but for what is too large to be a definition.
pub(crate) fn read(path: &Path) -> Result<Source, String> {
    asl_hosts::read_file(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Reads a file, or standard input where `-` is named.
pub(crate) fn named(file: &Path) -> Result<Source, String> {
    if file.as_os_str() == "-" { read_stdin() } else { read(file) }
}

/// Reads a file of JSON.
pub(crate) fn json_file(path: &Path) -> Result<Value, String> {
    let failed = |what: String| format!("{}: {what}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    json(&text).map_err(failed)
}

/// The JSON that a flag gives: as it stands, or in the file that `@` names.
pub(crate) fn json_of_flag(flag: &str, text: &str) -> Result<Value, String> {
    let Some(path) = text.strip_prefix('@') else { return json(text).map_err(|what| format!("{flag}: {what}")) };
    let content = std::fs::read_to_string(path).map_err(|error| format!("{flag}: {path}: {error}"))?;
    json(&content).map_err(|what| format!("{flag}: {what}"))
}

/// Reads a text as JSON.
pub(crate) fn json(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| {
        let error = error.to_string();
        // The reader has no other name for it.
        match error.strip_prefix("recursion limit exceeded") {
            Some(place) => format!("this is nested more than 127 levels deep{place}"),
            None => format!("this is no JSON: {error}"),
        }
    })
}

/// Reads standard input.
pub(crate) fn read_stdin() -> Result<Source, String> {
    asl_hosts::limited(std::io::stdin().lock(), 0).map_err(|error| format!("standard input: {error}"))
}
