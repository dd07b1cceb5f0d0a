//! OAuth tokens of connections.

use super::connections::{Method, OAuth};
use super::{Caller, Stop, form};
use crate::wire::{Endpoint, Request, Response};
use asl_expressions::Value;
use asl_interpret::Failure;
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// A token is fetched again when it has no more than this left.
const MARGIN: Duration = Duration::from_secs(60);

/// The tokens that were fetched, by connection. It has no `Debug`: they are secrets.
#[derive(Default)]
pub(super) struct Tokens(HashMap<String, Token>);

struct Token {
    text: String,
    expires: Option<Instant>,
}

impl Tokens {
    /// The token of a connection, from before or fetched now.
    pub(super) fn get(
        &mut self,
        connection: &str,
        oauth: &OAuth,
        caller: &mut Caller,
        deadline: Instant,
    ) -> Result<String, Stop> {
        let is_fresh = |token: &Token| token.expires.is_none_or(|end| end > Instant::now() + MARGIN);
        if let Some(token) = self.0.get(connection).filter(|token| is_fresh(token)) {
            return Ok(token.text.clone());
        }
        let token = fetch(oauth, caller, deadline)?;
        let text = token.text.clone();
        self.0.insert(connection.to_owned(), token);
        Ok(text)
    }

    pub(super) fn forget(&mut self, connection: &str) {
        self.0.remove(connection);
    }
}

fn fetch(oauth: &OAuth, caller: &mut Caller, deadline: Instant) -> Result<Token, Stop> {
    let Some(mut endpoint) = Endpoint::parse(&oauth.authorization_endpoint) else {
        return Err(Stop::Run("the connection's AuthorizationEndpoint is no URL".to_owned()));
    };
    let mut added = oauth.http_parameters.reveal().map_err(Stop::Run)?;
    added.body.push(("client_id".to_owned(), oauth.client_parameters.id.reveal().map_err(Stop::Run)?));
    added.body.push(("client_secret".to_owned(), oauth.client_parameters.secret.reveal().map_err(Stop::Run)?));
    endpoint.add_query(&form::join(&added.query));
    let pairs = form::join(&added.body);
    let (method, body) = match oauth.http_method {
        Method::Get => {
            endpoint.add_query(&pairs);
            ("GET", None)
        }
        Method::Post => ("POST", Some(pairs)),
        Method::Put => ("PUT", Some(pairs)),
    };
    let mut headers = added.headers;
    if headers.iter().any(|(name, value)| !super::task::is_header(name, value)) {
        return Err(Stop::Run("a header of the connection's OAuthHttpParameters can't be sent".to_owned()));
    }
    headers.push(("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned()));
    headers.push(("User-Agent".to_owned(), "asl-check".to_owned()));
    let body = body.as_deref().map(str::as_bytes);
    match caller.send(&Request { method, endpoint: &endpoint, headers: &headers, body }, deadline) {
        Ok(response) => token(&response).map_err(|why| not_authorized(&why)),
        Err(Stop::Failed(failure)) => Err(not_authorized(failure.cause.as_deref().unwrap_or_default())),
        Err(problem) => Err(problem),
    }
}

fn token(response: &Response) -> Result<Token, String> {
    if !(200..300).contains(&response.status) {
        return Err(format!("status {}", response.status));
    }
    let answer: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    let Some(text) = answer["access_token"].as_str().filter(|text| super::task::is_header("x", text)) else {
        return Err("no access_token in the answer".to_owned());
    };
    let life = match &answer["expires_in"] {
        // Some give it as a text.
        Value::String(digits) => digits.parse().ok(),
        other => other.as_u64(),
    };
    let expires = life.and_then(|seconds| Instant::now().checked_add(Duration::from_secs(seconds)));
    Ok(Token { text: text.to_owned(), expires })
}

/// What AWS says of a connection that it could not authorize is not known but for the name.
fn not_authorized(why: &str) -> Stop {
    let cause = format!("The connection is not authorized: its authorization endpoint gave no token ({why}).");
    Stop::Failed(Failure::new("Events.ConnectionResource.InvalidConnectionState", cause))
}
