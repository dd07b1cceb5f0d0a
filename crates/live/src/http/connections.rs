//! Connections of `EventBridge`, from a file.

use serde::Deserialize;
use serde_json::error::Category;
use std::collections::HashMap;
use std::fmt;

/// Connections by ARN or name, in the shape that `CreateConnection` takes:
/// `{"connections": {"name": {"AuthorizationType": "API_KEY", "AuthParameters": {…}}}}`. A secret, and any other value of a
/// parameter, is a text or `{"env": "NAME"}`, which is read when it is needed.
#[derive(Debug, Default, Deserialize)]
pub struct Connections {
    connections: HashMap<String, Connection>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Connection {
    pub(super) authorization_type: AuthorizationType,
    pub(super) auth_parameters: AuthParameters,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum AuthorizationType {
    Basic,
    ApiKey,
    #[serde(rename = "OAUTH_CLIENT_CREDENTIALS")]
    OAuth,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::struct_field_names, reason = "as AWS calls them")]
pub(super) struct AuthParameters {
    pub(super) basic_auth_parameters: Option<Basic>,
    pub(super) api_key_auth_parameters: Option<ApiKey>,
    #[serde(rename = "OAuthParameters")]
    pub(super) oauth_parameters: Option<OAuth>,
    #[serde(default)]
    pub(super) invocation_http_parameters: HttpParameters,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Basic {
    pub(super) username: Secret,
    pub(super) password: Secret,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ApiKey {
    pub(super) api_key_name: String,
    pub(super) api_key_value: Secret,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OAuth {
    pub(super) client_parameters: Client,
    pub(super) authorization_endpoint: String,
    pub(super) http_method: Method,
    #[serde(default, rename = "OAuthHttpParameters")]
    pub(super) http_parameters: HttpParameters,
}

#[derive(Debug, Deserialize)]
pub(super) struct Client {
    #[serde(rename = "ClientID")]
    pub(super) id: Secret,
    #[serde(rename = "ClientSecret")]
    pub(super) secret: Secret,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum Method {
    Get,
    Post,
    Put,
}

/// What a connection adds to requests.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(clippy::struct_field_names, reason = "as AWS calls them")]
pub(super) struct HttpParameters {
    header_parameters: Vec<Parameter>,
    query_string_parameters: Vec<Parameter>,
    body_parameters: Vec<Parameter>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Parameter {
    key: String,
    value: Secret,
}

/// A value that is not shown.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Secret {
    Text(String),
    Variable(Variable),
}

/// By way of a map: a struct could be given as a list too, and a message would take its element for a name.
#[derive(Deserialize)]
#[serde(try_from = "HashMap<String, String>")]
pub(super) struct Variable {
    env: String,
}

impl TryFrom<HashMap<String, String>> for Variable {
    type Error = &'static str;

    fn try_from(mut fields: HashMap<String, String>) -> Result<Self, Self::Error> {
        let env = fields.remove("env").filter(|_| fields.is_empty());
        env.map(|env| Self { env }).ok_or("not an environment variable")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(not shown)")
    }
}

impl Secret {
    pub(super) fn reveal(&self) -> Result<String, String> {
        match self {
            Self::Text(text) => Ok(text.clone()),
            Self::Variable(Variable { env }) => {
                std::env::var(env).map_err(|_| format!("the connection's environment variable {env} is not set"))
            }
        }
    }
}

/// The parameters of a connection with their secrets in them: names and values. It has no `Debug` for that reason.
#[derive(Default)]
pub(super) struct Added {
    pub(super) headers: Vec<(String, String)>,
    pub(super) query: Vec<(String, String)>,
    pub(super) body: Vec<(String, String)>,
}

impl HttpParameters {
    pub(super) fn reveal(&self) -> Result<Added, String> {
        let all = |parameters: &[Parameter]| {
            parameters.iter().map(|Parameter { key, value }| Ok((key.clone(), value.reveal()?))).collect()
        };
        let headers: Result<_, String> = all(&self.header_parameters);
        Ok(Added { headers: headers?, query: all(&self.query_string_parameters)?, body: all(&self.body_parameters)? })
    }
}

impl Connections {
    /// Reads a file.
    pub fn parse(text: &str) -> Result<Self, String> {
        serde_json::from_str(text).map_err(|error| {
            let place = format!("line {} column {}", error.line(), error.column());
            let told = error.to_string();
            // What serde says of a wrong value quotes it, and it may be a secret.
            if error.classify() == Category::Data && !told.starts_with("missing field") {
                format!("this is no connection as CreateConnection takes it at {place}")
            } else {
                told
            }
        })
    }

    /// The connection of an ARN: by the ARN, or by the name in it.
    pub(super) fn find(&self, arn: &str) -> Option<&Connection> {
        let name = arn.split_once(":connection/").and_then(|(_, rest)| rest.split('/').next());
        self.connections.get(arn).or_else(|| self.connections.get(name?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{"connections": {"A": {"AuthorizationType": "BASIC", "AuthParameters": {
        "BasicAuthParameters": {"Username": "someone", "Password": "s3cret"},
        "InvocationHttpParameters": {"HeaderParameters": [{"Key": "x", "Value": "h1dden", "IsValueSecret": true}]}}}}}"#;

    #[test]
    fn found_by_arn_or_name() {
        let connections = Connections::parse(FILE).unwrap();
        assert!(connections.find("A").is_some());
        assert!(connections.find("arn:aws:events:us-east-1:111111111111:connection/A/1234").is_some());
        assert!(connections.find("arn:aws:events:us-east-1:111111111111:connection/B/A").is_none());
    }

    #[test]
    fn debug_shows_no_secret() {
        let shown = format!("{:?}", Connections::parse(FILE).unwrap());
        assert!(shown.contains("Password") || shown.contains("password"), "{shown}");
        for secret in ["someone", "s3cret", "h1dden"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    #[test]
    fn problems_show_no_secret() {
        for text in [
            FILE.replace("\"BASIC\"", "\"s3cret\""),
            FILE.replace("{\"Username\": \"someone\", \"Password\": \"s3cret\"}", "\"s3cret\""),
            FILE.replace("\"s3cret\"", "{\"s3cret\": 1}"),
            FILE.replace("\"s3cret\"", "[\"s3cret\"]"),
        ] {
            let problem = Connections::parse(&text).unwrap_err();
            assert!(!problem.contains("s3cret") && problem.contains("line"), "{problem}");
        }
        let problem = Connections::parse(&FILE.replace("Username", "User")).unwrap_err();
        assert!(problem.contains("missing field `Username`"), "{problem}");
    }

    #[test]
    fn variables_are_read_when_they_are_needed() {
        let secret = |name: &str| Secret::Variable(Variable { env: name.to_owned() });
        assert_eq!(secret("CARGO_PKG_NAME").reveal().as_deref(), Ok("asl-live"));
        assert!(secret("NO_SUCH_VARIABLE").reveal().unwrap_err().contains("NO_SUCH_VARIABLE"));
    }
}
