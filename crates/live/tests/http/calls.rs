//! What is sent, and what comes back.

use crate::server::{Server, ok, reply};
use crate::{KEY, ask, get, http, outcome, returned, settings, thrown};
use asl_interpret::answers::{Answers, Mocks, Outcome, Question};
use asl_live::{Http, Settings};
use serde_json::{Value, json};
use std::thread::sleep;
use std::time::{Duration, Instant};

#[test]
fn a_call_and_its_result() {
    let server = Server::start(|_| ok(r#"{"a": [1, null]}"#));
    let mut parameters = get(&server, "key");
    parameters["QueryParameters"] = json!({"q": ["a b", "c"], "n": 1});
    let wanted = json!({
        "Headers": {"Content-Type": ["application/json"], "Content-Length": ["16"]},
        "ResponseBody": {"a": [1, null]},
        "StatusCode": 200,
        "StatusText": "OK",
    });
    assert_eq!(returned(outcome(&server, &parameters)), wanted);
    let seen = server.seen().remove(0);
    assert_eq!((seen.line.as_str(), seen.body.as_str()), ("GET /x?q=a%20b&q=c&n=1", ""));
    assert_eq!(seen.header("x-key"), Some("s3cret"));
    assert_eq!(seen.header("Host"), Some(server.url().trim_start_matches("http://")));
    assert_eq!(seen.header("Range"), Some("bytes=0-262144"));
    assert_eq!(seen.header("User-Agent"), Some("Amazon|StepFunctions|HttpInvoke|us-east-1"));
    assert_eq!(seen.header("Content-Length"), None);
}

#[test]
fn every_method() {
    let server = Server::start(|_| ok("1"));
    let methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"];
    for method in methods {
        let mut parameters = get(&server, "key");
        parameters["Method"] = method.into();
        parameters["RequestBody"] = json!({"m": method});
        let result = returned(outcome(&server, &parameters));
        let body = if method == "HEAD" { Value::Null } else { json!(1) };
        assert_eq!(result["ResponseBody"], body, "{method}");
    }
    for (seen, method) in server.seen().iter().zip(methods) {
        assert_eq!(
            (seen.line.as_str(), seen.body.as_str()),
            (&*format!("{method} /x"), &*format!(r#"{{"m":"{method}"}}"#))
        );
    }
    let mut parameters = get(&server, "key");
    parameters["Method"] = "POST".into();
    outcome(&server, &parameters);
    assert_eq!(server.seen().last().unwrap().header("Content-Length"), Some("0"));
}

#[test]
fn every_array_format() {
    let server = Server::start(|_| ok("1"));
    for (format, wanted) in [
        (json!(null), "a%5B0%5D=1&a%5B1%5D=2"),
        (json!("INDICES"), "a%5B0%5D=1&a%5B1%5D=2"),
        (json!("REPEAT"), "a=1&a=2"),
        (json!("COMMAS"), "a=1%2C2"),
        (json!("BRACKETS"), "a%5B%5D=1&a%5B%5D=2"),
    ] {
        let mut parameters = get(&server, "key");
        parameters["Method"] = "POST".into();
        parameters["Headers"] = json!({"content-type": "application/x-www-form-urlencoded"});
        parameters["RequestBody"] = json!({"a": ["1", 2]});
        parameters["Transform"] =
            json!({"RequestBodyEncoding": "URL_ENCODED", "RequestEncodingOptions": {"ArrayFormat": format}});
        returned(outcome(&server, &parameters));
        let seen = server.seen().pop().unwrap();
        assert_eq!(seen.body, wanted);
        assert_eq!(seen.header("content-type"), Some("application/x-www-form-urlencoded"));
        assert_eq!(seen.header("Content-Type"), None);
    }
}

#[test]
fn the_connection_wins() {
    let server = Server::start(|_| ok("1"));
    let basic = r#"{"connections": {"basic": {"AuthorizationType": "BASIC", "AuthParameters": {
        "BasicAuthParameters": {"Username": "owned-user", "Password": "owned-password"},
        "InvocationHttpParameters": {
            "HeaderParameters": [{"Key": "h", "Value": "theirs", "IsValueSecret": true}],
            "QueryStringParameters": [{"Key": "q", "Value": "theirs"}],
            "BodyParameters": [{"Key": "b", "Value": "theirs"}]}}}}}"#;
    let mut parameters = get(&server, "arn:aws:events:us-east-1:111111111111:connection/basic/1d296ce9");
    parameters["Headers"] = json!({"h": "ours", "i": "ours"});
    parameters["QueryParameters"] = json!({"q": "ours", "r": "ours"});
    parameters["RequestBody"] = json!({"b": "ours", "c": "ours"});
    let mut http = http(settings(&server, basic));
    returned(ask(&mut http, &parameters).unwrap().outcome);
    let seen = server.seen().remove(0);
    assert_eq!(seen.line, "GET /x?r=ours&q=theirs");
    assert_eq!(seen.body, r#"{"b":"theirs","c":"ours"}"#);
    assert_eq!((seen.header("h"), seen.header("i")), (Some("theirs"), Some("ours")));
    assert_eq!(seen.header("Authorization"), Some("Basic b3duZWQtdXNlcjpvd25lZC1wYXNzd29yZA=="));
    parameters["RequestBody"] = json!("text");
    assert_eq!(thrown(ask(&mut http, &parameters).unwrap().outcome).0, "States.Runtime");
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn answers_by_type() {
    let server = Server::start(|seen| match seen.line.as_str() {
        "GET /x?k=text" => reply("200 OK", "text/plain", "{}"),
        "GET /x?k=binary" => reply("200 OK", "image/png", "PNG"),
        "GET /x?k=latin" => b"HTTP/1.1 200 OK\r\n\r\n\xff".to_vec(),
        "GET /x?k=large" => reply("200 OK", "text/plain", &"x".repeat(256 * 1024 + 1)),
        _ => b"HTTP/1.1 204 No Content\r\n\r\n".to_vec(),
    });
    let ask = |kind: &str| {
        let mut parameters = get(&server, "key");
        parameters["QueryParameters"] = json!({"k": kind});
        outcome(&server, &parameters)
    };
    assert_eq!(returned(ask("text"))["ResponseBody"], "{}");
    assert_eq!(thrown(ask("binary")).0, "States.Runtime");
    assert_eq!(thrown(ask("latin")).0, "States.Runtime");
    assert_eq!(thrown(ask("large")).0, "States.DataLimitExceeded");
    assert_eq!(returned(ask("none")), json!({"Headers": {}, "StatusCode": 204, "StatusText": "No Content"}));
}

#[test]
fn statuses_that_are_no_success() {
    let other = Server::start(|_| ok("1"));
    let place = other.url();
    let server = Server::start(move |seen| match seen.line.as_str() {
        "GET /404" => reply("404 Not Found", "application/json", r#"{"why": 1}"#),
        "GET /503" => reply("503 Service Unavailable", "text/plain", ""),
        "GET /418" => reply("418 ", "text/plain", "short and stout"),
        _ => format!("HTTP/1.1 302 Found\r\nLocation: {place}/x\r\nContent-Length: 0\r\n\r\n").into_bytes(),
    });
    for (status, body) in
        [(404, json!({"why": 1})), (503, json!(null)), (418, json!("short and stout")), (302, json!(null))]
    {
        let mut parameters = get(&server, "key");
        parameters["ApiEndpoint"] = format!("{}/{status}", server.url()).into();
        let (error, cause) = thrown(outcome(&server, &parameters));
        assert_eq!(error, format!("States.Http.StatusCode.{status}"));
        let cause: Value = serde_json::from_str(&cause.unwrap()).unwrap();
        assert_eq!((&cause["StatusCode"], &cause["ResponseBody"]), (&json!(status), &body));
    }
    assert!(other.seen().is_empty(), "a redirect was followed");
}

#[test]
fn slow_and_broken_servers() {
    let slow = Server::start(|_| {
        sleep(Duration::from_secs(5));
        Vec::new()
    });
    let begun = Instant::now();
    let settings = Settings { limit: Duration::from_millis(200), ..settings(&slow, KEY) };
    let answer = ask(&mut http(settings), &get(&slow, "key")).unwrap();
    assert!(begun.elapsed() < Duration::from_secs(4) && (200..4000).contains(&answer.delay), "{answer:?}");
    assert_eq!(thrown(answer.outcome).0, "States.Http.Socket");
    for bytes in [&b""[..], b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", b"what?\r\n\r\n"] {
        let server = Server::start(move |_| bytes.to_vec());
        assert_eq!(thrown(outcome(&server, &get(&server, "key"))).0, "States.Http.Socket");
    }
}

#[test]
fn nobody_else_is_called() {
    let server = Server::start(|_| ok("1"));
    let mut http = http(settings(&server, KEY));
    let mut parameters = get(&server, "key");
    for place in ["https://127.0.0.1:1", "https://api.example.com/x", "http://127.0.0.2:1/", "http://[::1]/"] {
        parameters["ApiEndpoint"] = place.into();
        let problem = ask(&mut http, &parameters).unwrap_err();
        assert!(problem.contains("`Call`") && problem.contains("--allow"), "{problem}");
    }
    let problem = ask(&mut http, &get(&server, "other")).unwrap_err();
    assert!(problem.contains("`other`") && problem.contains("--connections"), "{problem}");
    assert!(server.seen().is_empty());
}

#[test]
fn other_tasks_are_passed_on() {
    let server = Server::start(|_| ok("1"));
    let mut http = http(settings(&server, KEY));
    let resource = "arn:aws:states:::lambda:invoke";
    let answer = http
        .answer(&Question { place: &[], attempt: 0, resource, input: &get(&server, "key"), timeout: None })
        .unwrap();
    assert_eq!(answer.outcome, Outcome::Sample(json!({})));
    // What others have no answer for is not known here either, so an execution that the task starts may be run.
    let mocks = json!({"StateMachines": {"m": {"TestCases": {"c": {}}}}, "MockedResponses": {}});
    let mocks = Mocks::read(&mocks, None, None).unwrap();
    let http = Http::new(settings(&server, KEY), mocks.into()).unwrap();
    let knows =
        |resource| http.knows(&Question { place: &[], attempt: 0, resource, input: &Value::Null, timeout: None });
    assert!(knows("arn:aws:states:::http:invoke") && !knows(resource));
    assert!(server.seen().is_empty());
}
