//! What a task gives back.

use super::task::runtime;
use crate::wire::Response;
use asl_expressions::Value;
use asl_interpret::Failure;
use serde_json::{Map, json};

/// The result of a task, or its error. AWS says that the cause of an error holds the body and the headers of the answer, but
/// not how; here it is the text of what a result would be.
pub(super) fn result(response: &Response) -> Result<Value, Failure> {
    let answer = |body: Option<Value>| {
        let mut answer = Map::new();
        answer.insert("Headers".to_owned(), headers(response).into());
        answer.extend(body.map(|body| ("ResponseBody".to_owned(), body)));
        answer.insert("StatusCode".to_owned(), response.status.into());
        answer.insert("StatusText".to_owned(), response.reason.as_str().into());
        Value::from(answer)
    };
    if (200..300).contains(&response.status) {
        return Ok(answer(body(response)?));
    }
    let cause = answer(body(response).unwrap_or_default()).to_string();
    Err(Failure::new(format!("States.Http.StatusCode.{}", response.status), cause))
}

/// Each name with all its values, as the API Gateway integration gives them.
fn headers(response: &Response) -> Map<String, Value> {
    let mut headers = Map::new();
    for (name, value) in &response.headers {
        if let Value::Array(values) = headers.entry(name.as_str()).or_insert_with(|| json!([])) {
            values.push(Value::from(value.as_str()));
        }
    }
    headers
}

/// The body by its content type: JSON as what it says, else text; none if it is empty.
fn body(response: &Response) -> Result<Option<Value>, Failure> {
    let given = response.header("content-type").unwrap_or_default();
    let kind = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_binary = ["image/", "video/", "audio/"].iter().any(|prefix| kind.starts_with(prefix));
    if is_binary || kind == "application/octet-stream" {
        return Err(runtime(format!(
            "The content type of the response, '{given}', is not one that an HTTP task takes"
        )));
    }
    if response.body.is_empty() {
        return Ok(None);
    }
    let Ok(text) = std::str::from_utf8(&response.body) else {
        return Err(runtime("The body of the response is no text"));
    };
    let is_json = kind == "application/json" || kind.ends_with("+json");
    let value = is_json.then(|| serde_json::from_str(text).ok()).flatten();
    Ok(Some(value.unwrap_or_else(|| Value::from(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, reason: &str, kind: &str, body: &[u8]) -> Response {
        let headers = vec![("Content-Type".to_owned(), kind.to_owned())];
        Response { status, reason: reason.to_owned(), headers, body: body.to_owned() }
    }

    #[test]
    fn bodies_by_type() {
        let body = |kind: &str, body: &[u8]| result(&response(200, "OK", kind, body)).unwrap()["ResponseBody"].clone();
        assert_eq!(body("application/json; charset=utf-8", b"{\"a\": 1}"), json!({"a": 1}));
        assert_eq!(body("application/problem+json", b"[1]"), json!([1]));
        assert_eq!(body("application/json", b"{"), json!("{"));
        assert_eq!(body("text/plain", b"{\"a\": 1}"), json!("{\"a\": 1}"));
    }

    #[test]
    fn what_aws_does_not_take() {
        for kind in ["application/octet-stream", "image/png", "Video/mp4", "audio/x"] {
            let failure = result(&response(200, "OK", kind, b"abc")).unwrap_err();
            assert_eq!(failure.error.as_deref(), Some("States.Runtime"));
            assert!(failure.cause.unwrap().contains(&format!("'{kind}'")));
        }
        let failure = result(&response(200, "OK", "text/plain", b"\xff")).unwrap_err();
        assert_eq!(failure.error.as_deref(), Some("States.Runtime"));
    }

    #[test]
    fn a_failure_tells_what_came_back() {
        let failure = result(&response(403, "Forbidden", "application/json", b"{\"why\": 1}")).unwrap_err();
        assert_eq!(failure.error.as_deref(), Some("States.Http.StatusCode.403"));
        let wanted = json!({
            "Headers": {"Content-Type": ["application/json"]}, "ResponseBody": {"why": 1},
            "StatusCode": 403, "StatusText": "Forbidden",
        });
        assert_eq!(serde_json::from_str::<Value>(&failure.cause.unwrap()).unwrap(), wanted);
        let failure = result(&response(500, "", "image/png", b"x")).unwrap_err();
        assert_eq!(failure.error.as_deref(), Some("States.Http.StatusCode.500"));
    }

    #[test]
    fn no_body_is_no_field() {
        let wanted =
            json!({"Headers": {"Content-Type": ["text/plain"]}, "StatusCode": 204, "StatusText": "No Content"});
        assert_eq!(result(&response(204, "No Content", "text/plain", b"")).unwrap(), wanted);
    }
}
