//! `catalogue`: what is known of AWS's services: their actions, parameters, results and errors.

mod json;
mod text;

use crate::args::{CatalogueArgs, CatalogueFormat};
use crate::output;
use asl_catalogue::{Action, Pattern, Service, Standing, Support};
use asl_check_core::closest;
use std::io::{self, Write};
use std::process::ExitCode;

pub(crate) fn run(args: &CatalogueArgs) -> ExitCode {
    let asked = match args.name.as_deref().map_or(Ok(Asked::Everything), find) {
        Ok(asked) => asked,
        Err(problem) => {
            output::problem(&problem);
            return ExitCode::from(2);
        }
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let written = match args.format {
        CatalogueFormat::Text => text::print(&mut out, &asked),
        CatalogueFormat::Json => json::print(&mut out, &asked),
    };
    output::finish(written.and_then(|()| out.flush()))
}

/// What is to be told.
enum Asked {
    Everything,
    Services(Vec<Service<'static>>),
    Actions(Vec<Action<'static>>),
}

/// Reads a name as people write it (`s3.getObject`, `aws-sdk:s3:getObject`), or a whole resource. A service may be both
/// one of the SDK's and have an integration of its own.
fn find(name: &str) -> Result<Asked, String> {
    let name = name.split_once(":states:").and_then(|(_, rest)| rest.splitn(3, ':').nth(2)).unwrap_or(name);
    let (name, is_sdk) = match name.strip_prefix("aws-sdk:") {
        Some(rest) => (rest, true),
        None => (name, false),
    };
    let (service, action) = match name.split_once(['.', ':']) {
        Some((service, action)) => (service, Some(action)),
        None => (name, None),
    };
    let own = if is_sdk { None } else { asl_catalogue::optimized(service) };
    let services: Vec<Service<'_>> = own.into_iter().chain(asl_catalogue::sdk(service)).collect();
    if services.is_empty() {
        let known = asl_catalogue::optimized_services().filter(|_| !is_sdk).chain(asl_catalogue::sdk_services());
        return Err(unknown(&format!("there is no service `{service}`"), closest(service, known)));
    }
    let Some(action) = action else { return Ok(Asked::Services(services)) };
    // Behind the action may stand how a task waits.
    let action = action.split_once('.').map_or(action, |(action, _)| action);
    let actions: Vec<Action<'_>> = services.iter().filter_map(|service| service.action(action)).collect();
    if actions.is_empty() {
        let known = services.iter().flat_map(|service| service.actions().map(Action::name));
        return Err(unknown(&format!("`{service}` has no action `{action}`"), closest(action, known)));
    }
    Ok(Asked::Actions(actions))
}

fn unknown(what: &str, meant: Option<&str>) -> String {
    match meant {
        Some(meant) => format!("{what}; did you mean `{meant}`?"),
        None => what.to_owned(),
    }
}

/// As it stands in a resource.
fn title(service: Service<'_>) -> String {
    let of_sdk = if service.is_optimized() { "" } else { "aws-sdk:" };
    format!("{of_sdk}{}", service.name())
}

/// What a person should know before relying on it; of what is listed and offered, nothing.
fn caveat(service: Service<'_>) -> Option<&'static str> {
    match service.standing() {
        Standing::Listed => None,
        Standing::Unlisted => Some("not on AWS's list of integrations"),
        Standing::Retired => Some("retired"),
    }
}

fn support(action: Action<'_>) -> Option<&'static str> {
    match action.support() {
        Support::Offered => None,
        Support::Excluded => Some("AWS says that Step Functions does not support it"),
        Support::Streaming => Some("it streams events, which a task can't"),
        Support::Removed => Some("the SDK that Step Functions uses has left it out"),
        Support::Retired => Some("the service had it once"),
    }
}

/// How a pattern is called.
fn pattern(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::RequestResponse => "request-response",
        other => other.suffix(),
    }
}
