//! Tasks that are done for real.

use crate::args::RunArgs;
use asl_interpret::answers::Answers;
use asl_live::{Allowed, Connections, Http, Settings};

/// Answers HTTP tasks by requests.
pub(super) fn http(args: &RunArgs, rest: Box<dyn Answers>) -> Result<Box<dyn Answers>, String> {
    let given = &args.http;
    let connections = match &given.connections {
        Some(path) => {
            let failed = |what: String| format!("{}: {what}", path.display());
            let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
            Connections::parse(&text).map_err(failed)?
        }
        None => Connections::default(),
    };
    let settings = Settings {
        allowed: Allowed::new(&given.allow)?,
        connections,
        authorities: given.ca.clone(),
        region: args.region.clone(),
        ..Settings::default()
    };
    Ok(Box::new(Http::new(settings, rest)?))
}
