//! `eval`: one expression or template, or one a line.

mod answer;
mod lines;

use crate::args::{EvalArgs, EvalFormat};
use crate::input::json_of_flag;
use crate::output;
use answer::{Answer, Request};
use asl_expressions::{Seeded, Value};
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

pub(crate) fn run(args: &EvalArgs) -> ExitCode {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis());
    let mut world = Seeded::new(i64::try_from(now).unwrap_or(i64::MAX), args.seed);
    let Some(expr) = args.expression.clone() else { return lines::run(&mut world) };
    output::code(request(args, expr).map(|request| print(&Answer::of(&request, &mut world), args.format)))
}

fn print(answer: &Answer, format: EvalFormat) -> ExitCode {
    let written = match format {
        EvalFormat::Json => serde_json::to_string(answer).map(Some),
        EvalFormat::Text => match answer {
            Answer::Value(value) => serde_json::to_string_pretty(value).map(Some),
            _ => Ok(None),
        },
    };
    let written = written.map_err(io::Error::from).and_then(|text| match text {
        Some(text) => writeln!(io::stdout().lock(), "{text}"),
        None => Ok(()),
    });
    let is_value = matches!(answer, Answer::Value(_));
    let code = output::finish(written, if is_value { ExitCode::SUCCESS } else { ExitCode::from(1) });
    if format == EvalFormat::Text {
        match answer {
            Answer::Value(_) => {}
            Answer::Undefined => output::note("the expression has no value (undefined)"),
            Answer::Error { error, message, .. } => output::note(&format!("{error}: {message}")),
        }
    }
    code
}

fn request(args: &EvalArgs, expr: String) -> Result<Request, String> {
    let Value::Object(variables) = json_of_flag("--variables", &args.variables)? else {
        return Err("--variables: an object is needed, such as {\"name\": 1}".to_owned());
    };
    let input = Some(json_of_flag("--input", &args.input)?);
    Ok(Request { expr, input, context: json_of_flag("--context", &args.context)?, variables, language: None })
}
