//! The HTTP task, `arn:aws:states:::http:invoke`.
//!
//! What is sent and what comes back follows AWS's guide; where the guide is silent (redirects, the causes of errors) the
//! choice is ours and said at its place. An answer is passed on as it is: a server that repeats a secret puts it into the
//! result, here as on AWS. Tasks are done one after the other; the time that each takes moves the virtual clock.

mod allowed;
mod connections;
mod form;
mod result;
mod task;
mod tokens;

pub use allowed::Allowed;
pub use connections::Connections;

use crate::wire::{Client, Fault, Request, Response};
use asl_expressions::Value;
use asl_interpret::Failure;
use asl_interpret::answers::{Answer, Answers, MapRun, Outcome, Question, Step, Whole};
use base64::Engine as _;
use connections::{Added, AuthorizationType, Connection, OAuth};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use task::Task;
use tokens::Tokens;

const TOO_LARGE: &str =
    "The state/task 'http' returned a result with a size exceeding the maximum number of bytes service limit.";

/// How HTTP tasks are done.
#[derive(Debug)]
pub struct Settings {
    /// Whom they may call.
    pub allowed: Allowed,
    /// The connections that they name.
    pub connections: Connections,
    /// A PEM file of certificates to trust besides those that the machine trusts.
    pub authorities: Option<PathBuf>,
    /// In what the service says of itself.
    pub region: String,
    /// How long a task may take; 60 seconds on AWS.
    pub limit: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            allowed: Allowed::default(),
            connections: Connections::default(),
            authorities: None,
            region: "us-east-1".to_owned(),
            limit: Duration::from_secs(60),
        }
    }
}

/// Answers HTTP tasks by requests, and asks somebody else about the rest.
pub struct Http {
    rest: Box<dyn Answers>,
    caller: Caller,
    connections: Connections,
    tokens: Tokens,
    region: String,
    limit: Duration,
}

impl Http {
    /// An error tells what is wrong with the settings.
    pub fn new(settings: Settings, rest: Box<dyn Answers>) -> Result<Self, String> {
        let Settings { allowed, connections, authorities, region, limit } = settings;
        let client = Client::new(authorities.as_deref())?;
        Ok(Self { rest, caller: Caller { client, allowed }, connections, tokens: Tokens::default(), region, limit })
    }

    fn call(&mut self, parameters: &Value) -> Result<Value, Stop> {
        let deadline = Instant::now() + self.limit;
        let task = Task::read(parameters)?;
        self.caller.allowed.check(&task.endpoint).map_err(Stop::Run)?;
        let name = task.connection;
        let Some(connection) = self.connections.find(name) else {
            return Err(Stop::Run(format!("there is no connection `{name}`; `--connections FILE` gives connections")));
        };
        let (added, oauth) = credentials(connection).map_err(Stop::Run)?;
        let endpoint = task.endpoint(&added)?;
        let body = task.body(&added)?;
        let mut headers = task.headers(&added, &self.region)?;
        let without_token = headers.len();
        let mut refreshed = false;
        loop {
            headers.truncate(without_token);
            if let Some(oauth) = oauth {
                let token = self.tokens.get(name, oauth, &mut self.caller, deadline)?;
                headers.push(("Authorization".to_owned(), format!("Bearer {token}")));
            }
            let request =
                Request { method: task.method, endpoint: &endpoint, headers: &headers, body: body.as_deref() };
            let response = self.caller.send(&request, deadline)?;
            if oauth.is_some() && matches!(response.status, 401 | 407) && !refreshed {
                self.tokens.forget(name);
                refreshed = true;
                continue;
            }
            return Ok(result::result(&response)?);
        }
    }
}

impl Answers for Http {
    fn answer(&mut self, question: &Question<'_>) -> Result<Answer, String> {
        if !is_http(question) {
            return self.rest.answer(question);
        }
        let begun = Instant::now();
        let outcome = match self.call(question.input) {
            Ok(result) => Outcome::Return(result),
            Err(Stop::Failed(failure)) => Outcome::Throw(failure),
            Err(Stop::Run(problem)) => return Err(format!("the HTTP task `{}`: {problem}", question.state())),
        };
        let delay = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
        Ok(Answer { delay, ..outcome.into() })
    }

    fn knows(&self, question: &Question<'_>) -> bool {
        is_http(question) || self.rest.knows(question)
    }

    fn map_run(&mut self, place: &[Step]) -> Option<MapRun> {
        self.rest.map_run(place)
    }

    fn whole(&mut self, place: &[Step]) -> Option<Whole> {
        self.rest.whole(place)
    }

    fn started(&self) -> Option<i64> {
        self.rest.started()
    }
}

fn is_http(question: &Question<'_>) -> bool {
    question.resource.ends_with(":states:::http:invoke")
}

/// Why a task has no result.
enum Stop {
    /// It failed, as it would on AWS.
    Failed(Failure),
    /// The run can't go on: something that the person has to know or allow.
    Run(String),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// Calls nobody but whom it may.
struct Caller {
    client: Client,
    allowed: Allowed,
}

impl Caller {
    fn send(&mut self, request: &Request<'_>, deadline: Instant) -> Result<Response, Stop> {
        let Self { client, allowed } = self;
        let endpoint = request.endpoint;
        allowed.check(endpoint).map_err(Stop::Run)?;
        let may_call = |address| allowed.may_call(endpoint, address);
        client.send(request, &may_call, deadline).map_err(|fault| match fault {
            Fault::Late => Failure::new("States.Http.Socket", "The HTTP request timed out.").into(),
            Fault::Broken(what) => Failure::new("States.Http.Socket", what).into(),
            Fault::Large => Failure::new("States.DataLimitExceeded", TOO_LARGE).into(),
            Fault::Unable(problem) => Stop::Run(problem),
            Fault::Barred(address) => {
                let host = &endpoint.host;
                Stop::Run(format!("{host} leads to {address}, which is not public; `--allow` has to name it itself"))
            }
        })
    }
}

/// What a connection adds to a request, and how it gets the rest.
fn credentials(connection: &Connection) -> Result<(Added, Option<&OAuth>), String> {
    let parameters = &connection.auth_parameters;
    let mut added = parameters.invocation_http_parameters.reveal()?;
    match connection.authorization_type {
        AuthorizationType::Basic => {
            let basic = parameters.basic_auth_parameters.as_ref().ok_or("the connection has no BasicAuthParameters")?;
            let both = format!("{}:{}", basic.username.reveal()?, basic.password.reveal()?);
            let coded = base64::engine::general_purpose::STANDARD.encode(both);
            added.headers.push(("Authorization".to_owned(), format!("Basic {coded}")));
        }
        AuthorizationType::ApiKey => {
            let key =
                parameters.api_key_auth_parameters.as_ref().ok_or("the connection has no ApiKeyAuthParameters")?;
            added.headers.push((key.api_key_name.clone(), key.api_key_value.reveal()?));
        }
        AuthorizationType::OAuth => {
            let oauth = parameters.oauth_parameters.as_ref().ok_or("the connection has no OAuthParameters")?;
            return Ok((added, Some(oauth)));
        }
    }
    Ok((added, None))
}
