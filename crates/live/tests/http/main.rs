//! HTTP tasks against servers on this machine.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where its data is broken")]

mod calls;
mod oauth;
mod server;
mod tls;

use asl_interpret::answers::{Answer, Answers, Outcome, Question, Samples, Step};
use asl_live::{Allowed, Connections, Http, Settings};
use serde_json::{Value, json};
use server::Server;

const KEY: &str = r#"{"connections": {"key": {"AuthorizationType": "API_KEY", "AuthParameters": {
    "ApiKeyAuthParameters": {"ApiKeyName": "x-key", "ApiKeyValue": "s3cret"}}}}}"#;

fn settings(server: &Server, connections: &str) -> Settings {
    Settings {
        allowed: Allowed::new(&[server.url()]).unwrap(),
        connections: Connections::parse(connections).unwrap(),
        ..Settings::default()
    }
}

fn http(settings: Settings) -> Http {
    Http::new(settings, Box::new(Samples)).unwrap()
}

fn ask(http: &mut Http, parameters: &Value) -> Result<Answer, String> {
    let place = [Step { state: "Call".to_owned(), index: None }];
    let resource = "arn:aws:states:::http:invoke";
    http.answer(&Question { place: &place, attempt: 0, resource, input: parameters, timeout: None })
}

/// Asks once, with the key.
fn outcome(server: &Server, parameters: &Value) -> Outcome {
    ask(&mut http(settings(server, KEY)), parameters).unwrap().outcome
}

fn get(server: &Server, connection: &str) -> Value {
    json!({"ApiEndpoint": format!("{}/x", server.url()), "Method": "GET", "InvocationConfig": {"ConnectionArn": connection}})
}

fn returned(outcome: Outcome) -> Value {
    match outcome {
        Outcome::Return(value) => value,
        other => panic!("no result: {other:?}"),
    }
}

/// Error and cause.
fn thrown(outcome: Outcome) -> (String, Option<String>) {
    match outcome {
        Outcome::Throw(failure) => (failure.error.unwrap_or_default(), failure.cause),
        other => panic!("no error: {other:?}"),
    }
}
