//! Where texts come from: files, folders, standard input.

use asl_syntax::{MAX_TEXT, Source};
use std::io::Read;
use std::path::{Path, PathBuf};

/// A text to look at.
pub(crate) enum Input {
    /// A file; it is read when its turn comes.
    File(PathBuf),
    /// Standard input, under the name that it goes by.
    Text(PathBuf, Source),
}

/// The texts that the paths name, and what could not be found, in words.
pub(crate) fn collect(paths: &[PathBuf], stdin_name: &Path) -> (Vec<Input>, Vec<String>) {
    let (stdin, named): (Vec<PathBuf>, Vec<PathBuf>) = paths.iter().cloned().partition(|p| p.as_os_str() == "-");
    let found = asl_hosts::find(&named);
    let mut problems = found.problems;
    let nothing = |p: &PathBuf| format!("{}: there is no *.asl.json, *.asl.yaml or *.asl.yml in it", p.display());
    problems.extend(found.empty.iter().map(nothing));
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
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    let file = std::fs::File::open(path).map_err(failed)?;
    let meta = file.metadata().map_err(failed)?;
    if meta.is_dir() {
        return Err(format!("{}: is a folder", path.display()));
    }
    if meta.len() > MAX_TEXT as u64 {
        return Ok(Source::too_large(meta.len()));
    }
    limited(file, usize::try_from(meta.len()).unwrap_or(0)).map_err(failed)
}

/// Reads standard input.
pub(crate) fn read_stdin() -> Result<Source, String> {
    limited(std::io::stdin().lock(), 0).map_err(|error| format!("standard input: {error}"))
}

/// Of a pipe or a device the length is not known before: one byte more than is allowed tells that there is too much.
fn limited(from: impl Read, expected: usize) -> std::io::Result<Source> {
    let mut bytes = Vec::with_capacity(expected + 1);
    from.take(MAX_TEXT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(Source::from_bytes(bytes))
}
