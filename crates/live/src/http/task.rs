//! What a task asks for.

use super::connections::Added;
use super::form::{self, ArrayFormat};
use crate::wire::Endpoint;
use asl_expressions::Value;
use asl_interpret::Failure;
use serde_json::Map;

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"];
/// Headers that the service sets itself, and those that frame the request.
const OWN_HEADERS: [&str; 6] = ["User-Agent", "Range", "Host", "Content-Length", "Connection", "Transfer-Encoding"];

/// The words are ours: of this AWS only documents that it is States.Runtime.
const CANNOT_MERGE: &str = "The body parameters of the connection can't be merged into a RequestBody that is a string";

/// The parameters of a task, read.
pub(super) struct Task<'v> {
    pub(super) endpoint: Endpoint,
    pub(super) method: &'v str,
    pub(super) connection: &'v str,
    headers: Option<&'v Map<String, Value>>,
    query: &'v Value,
    body: Option<&'v Value>,
    form: Option<ArrayFormat>,
}

/// An error that nothing catches; the cause as it is.
pub(super) fn runtime(cause: impl Into<String>) -> Failure {
    Failure::new("States.Runtime", cause)
}

fn invalid(field: &str) -> Failure {
    runtime(format!("The value of the field '{field}' has an invalid format"))
}

impl<'v> Task<'v> {
    pub(super) fn read(parameters: &'v Value) -> Result<Self, Failure> {
        let text = |field: &str| parameters[field].as_str().ok_or_else(|| invalid(field));
        let endpoint = Endpoint::parse(text("ApiEndpoint")?).ok_or_else(|| invalid("ApiEndpoint"))?;
        if !endpoint.is_safe() {
            return Err(invalid("ApiEndpoint"));
        }
        let method = text("Method")?;
        if !METHODS.contains(&method) {
            return Err(invalid("Method"));
        }
        let connection =
            ["InvocationConfig", "Authentication"].map(|field| parameters[field]["ConnectionArn"].as_str());
        let Some(connection) = connection.into_iter().flatten().next() else { return Err(invalid("ConnectionArn")) };
        let headers = match &parameters["Headers"] {
            Value::Null => None,
            Value::Object(headers) => Some(headers),
            _ => return Err(invalid("Headers")),
        };
        Ok(Self {
            endpoint,
            method,
            connection,
            headers,
            query: &parameters["QueryParameters"],
            body: Some(&parameters["RequestBody"]).filter(|body| !body.is_null()),
            form: form_of(&parameters["Transform"])?,
        })
    }

    /// The headers with those of the connection, which come first and win over the same name.
    pub(super) fn headers(&self, added: &Added, region: &str) -> Result<Vec<(String, String)>, Failure> {
        let mut headers = added.headers.clone();
        for (name, value) in self.headers.into_iter().flatten() {
            if added.headers.iter().any(|(given, _)| given.eq_ignore_ascii_case(name)) {
                continue;
            }
            match value {
                Value::Array(values) => headers.extend(values.iter().map(|value| (name.clone(), form::text(value)))),
                value => headers.push((name.clone(), form::text(value))),
            }
        }
        headers.retain(|(name, _)| !OWN_HEADERS.iter().any(|own| own.eq_ignore_ascii_case(name)));
        if let Some((name, _)) = headers.iter().find(|(name, value)| !is_header(name, value)) {
            return Err(runtime(format!("The header '{}' has an invalid format", name.escape_debug())));
        }
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
            headers.push(("Content-Type".to_owned(), "application/json; charset=UTF-8".to_owned()));
        }
        headers.push(("User-Agent".to_owned(), format!("Amazon|StepFunctions|HttpInvoke|{region}")));
        headers.push(("Range".to_owned(), "bytes=0-262144".to_owned()));
        Ok(headers)
    }

    /// The endpoint with the query of the task and then that of the connection, which wins.
    pub(super) fn endpoint(&self, added: &Added) -> Result<Endpoint, Failure> {
        let mut fields = query_fields(self.query)?;
        fields.retain(|(name, _)| !added.query.iter().any(|(given, _)| given == name));
        fields.extend(added.query.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))));
        let mut endpoint = self.endpoint.clone();
        endpoint.add_query(&form::encode(fields.iter().map(|(name, value)| (name, value)), ArrayFormat::Repeat));
        Ok(endpoint)
    }

    /// The body: the fields of the connection win, in the places of those that they replace.
    pub(super) fn body(&self, added: &Added) -> Result<Option<Vec<u8>>, Failure> {
        let mut body = self.body.cloned();
        if !added.body.is_empty() {
            let Value::Object(fields) = body.get_or_insert_with(|| Value::Object(Map::new())) else {
                return Err(runtime(CANNOT_MERGE));
            };
            fields.extend(added.body.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))));
        }
        Ok(body.map(|body| match (body, self.form) {
            (Value::String(text), _) => text.into_bytes(),
            (Value::Object(fields), Some(arrays)) => form::encode(&fields, arrays).into_bytes(),
            (other, _) => other.to_string().into_bytes(),
        }))
    }
}

fn form_of(transform: &Value) -> Result<Option<ArrayFormat>, Failure> {
    match &transform["RequestBodyEncoding"] {
        Value::Null => return Ok(None),
        Value::String(encoding) if encoding == "NONE" => return Ok(None),
        Value::String(encoding) if encoding == "URL_ENCODED" => {}
        _ => return Err(invalid("RequestBodyEncoding")),
    }
    match &transform["RequestEncodingOptions"]["ArrayFormat"] {
        Value::Null => Ok(Some(ArrayFormat::Indices)),
        format => format.as_str().and_then(ArrayFormat::of).map(Some).ok_or_else(|| invalid("ArrayFormat")),
    }
}

/// The fields of a query: an object's, those of the elements of an array, or those that a text `a=b&c=d` names.
fn query_fields(query: &Value) -> Result<Vec<(String, Value)>, Failure> {
    Ok(match query {
        Value::Null => Vec::new(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        Value::String(text) => {
            let pairs = text.split('&').filter(|pair| !pair.is_empty());
            pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(name, value)| (name.to_owned(), value.into()))
                .collect()
        }
        Value::Array(items) if items.iter().all(|item| item.is_object() || item.is_string()) => {
            items.iter().map(query_fields).collect::<Result<Vec<_>, _>>()?.concat()
        }
        _ => return Err(invalid("QueryParameters")),
    })
}

/// Can it be sent as it is? A line break in a value would begin another header.
pub(super) fn is_header(name: &str, value: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token) && !value.chars().any(|c| c.is_control() && c != '\t')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn parameters() -> Value {
        json!({
            "ApiEndpoint": "https://a.example.com/echo", "Method": "POST", "Authentication": {"ConnectionArn": "c"},
            "Headers": {"X-Tenant": "of the task", "x-trace": ["1", "2"], "range": "no"},
            "QueryParameters": {"page": 2, "filter": "a+b & c"},
            "RequestBody": {"model": {"name": "of the task"}, "tags": [1, "two"], "more": {"a": "b"}},
        })
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    fn added() -> Added {
        Added {
            headers: vec![pair("x-tenant", "of the connection")],
            query: vec![pair("page", "of the connection"), pair("key", "k")],
            body: vec![pair("model", "of the connection"), pair("secret", "s")],
        }
    }

    #[test]
    fn what_the_connection_adds_wins() {
        let parameters = parameters();
        let task = Task::read(&parameters).unwrap();
        let body = task.body(&added()).unwrap().unwrap();
        let wanted = r#"{"model":"of the connection","tags":[1,"two"],"more":{"a":"b"},"secret":"s"}"#;
        assert_eq!(String::from_utf8(body).unwrap(), wanted);
        let query = "/echo?filter=a%2Bb%20%26%20c&page=of%20the%20connection&key=k";
        assert_eq!(task.endpoint(&added()).unwrap().target, query);
        let headers = task.headers(&added(), "us-west-2").unwrap();
        let wanted = [
            pair("x-tenant", "of the connection"),
            pair("x-trace", "1"),
            pair("x-trace", "2"),
            pair("Content-Type", "application/json; charset=UTF-8"),
            pair("User-Agent", "Amazon|StepFunctions|HttpInvoke|us-west-2"),
            pair("Range", "bytes=0-262144"),
        ];
        assert_eq!(headers, wanted);
    }

    #[test]
    fn texts_can_not_be_merged() {
        let mut parameters = parameters();
        parameters["RequestBody"] = json!("plain words");
        let task = Task::read(&parameters).unwrap();
        assert_eq!(task.body(&Added::default()).unwrap().unwrap(), b"plain words");
        assert_eq!(task.body(&added()).unwrap_err().cause.as_deref(), Some(CANNOT_MERGE));
    }

    #[test]
    fn queries_of_other_forms() {
        for query in [json!("a=b c&d"), json!([{"a": "b c"}, "d="]), json!({"a": "b c", "d": null})] {
            let mut parameters = parameters();
            parameters["QueryParameters"] = query;
            assert_eq!(
                Task::read(&parameters).unwrap().endpoint(&Added::default()).unwrap().target,
                "/echo?a=b%20c&d="
            );
        }
    }

    #[test]
    fn what_can_not_be_sent() {
        for (field, value) in [
            ("ApiEndpoint", json!("http://a.example.com/")),
            ("ApiEndpoint", json!("a.example.com")),
            ("ApiEndpoint", json!(1)),
            ("Method", json!("TRACE")),
            ("Method", json!("GET / HTTP/1.1\r\nX: y")),
            ("Authentication", json!({})),
            ("Headers", json!("x: y")),
            ("Transform", json!({"RequestBodyEncoding": "GZIP"})),
            (
                "Transform",
                json!({"RequestBodyEncoding": "URL_ENCODED", "RequestEncodingOptions": {"ArrayFormat": "x"}}),
            ),
        ] {
            let mut parameters = parameters();
            parameters[field] = value;
            assert_eq!(Task::read(&parameters).err().unwrap().error.as_deref(), Some("States.Runtime"), "{field}");
        }
        for headers in [json!({"a b": "c"}), json!({"": "c"}), json!({"a": "b\r\nc: d"}), json!({"a\r\nb": "c"})] {
            let mut parameters = parameters();
            parameters["Headers"] = headers;
            assert!(Task::read(&parameters).unwrap().headers(&Added::default(), "").is_err());
        }
    }
}
