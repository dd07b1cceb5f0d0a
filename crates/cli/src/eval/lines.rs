//! `eval --lines`: one request a line, one answer a line, in order.

use super::answer::{Answer, Language, Request};
use crate::output;
use asl_expressions::{Seeded, Value};
use serde_json::Map;
use std::io::{self, BufRead, Write};
use std::process::ExitCode;

pub(super) fn run(world: &mut Seeded) -> ExitCode {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().split(b'\n') {
        let line = match line {
            Ok(line) => line,
            Err(error) => {
                output::problem(&format!("standard input: {error}"));
                return ExitCode::from(2);
            }
        };
        let answer = match read(&line) {
            Ok(None) => continue,
            Ok(Some(request)) => Answer::of(&request, world),
            Err(message) => Answer::Error { error: "InvalidRequest".to_owned(), message, range: None },
        };
        // Each answer goes out at once: who asks may wait for it before asking on.
        let written = serde_json::to_writer(&mut out, &answer)
            .map_err(io::Error::from)
            .and_then(|()| writeln!(out))
            .and_then(|()| out.flush());
        if let Err(error) = written {
            return output::finish(Err(error), ExitCode::SUCCESS);
        }
    }
    ExitCode::SUCCESS
}

/// The request of a line; none where the line is blank.
fn read(line: &[u8]) -> Result<Option<Request>, String> {
    if line.trim_ascii().is_empty() {
        return Ok(None);
    }
    let value: Value = serde_json::from_slice(line).map_err(|error| format!("this is no JSON: {error}"))?;
    let Value::Object(mut fields) = value else { return Err("a request is an object".to_owned()) };
    let Some(Value::String(expr)) = fields.remove("expr") else { return Err("`expr` must be a string".to_owned()) };
    let variables = match fields.remove("variables") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(variables)) => variables,
        Some(_) => return Err("`variables` must be an object".to_owned()),
    };
    let language = match fields.remove("language") {
        None => None,
        Some(Value::String(language)) if language.eq_ignore_ascii_case("jsonata") => Some(Language::Jsonata),
        Some(_) => return Err("`language` is `jsonata`, or left out".to_owned()),
    };
    let context = fields.remove("context").unwrap_or_else(|| Value::Object(Map::new()));
    Ok(Some(Request { expr, input: fields.remove("input"), context, variables, language }))
}
