//! Connections that fetch a token.

use crate::server::{Server, ok, reply};
use crate::{ask, get, http, returned, settings, thrown};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A connection whose token comes from the server's `/token`.
fn connections(url: &str, method: &str) -> String {
    format!(
        r#"{{"connections": {{"oauth": {{"AuthorizationType": "OAUTH_CLIENT_CREDENTIALS", "AuthParameters": {{
            "OAuthParameters": {{
                "ClientParameters": {{"ClientID": "owned-client", "ClientSecret": "owned secret"}},
                "AuthorizationEndpoint": "{url}/token", "HttpMethod": "{method}",
                "OAuthHttpParameters": {{
                    "HeaderParameters": [{{"Key": "x-oauth", "Value": "h"}}],
                    "QueryStringParameters": [{{"Key": "q", "Value": "1"}}],
                    "BodyParameters": [{{"Key": "grant_type", "Value": "client_credentials"}}]}}}}}}}}}}}}"#
    )
}

const GRANT: &str = "grant_type=client_credentials&client_id=owned-client&client_secret=owned%20secret";

/// A server that gives `token-1`, `token-2`, … and takes those that `good` takes.
fn server(life: &'static str, good: fn(&str) -> bool) -> Server {
    let given = AtomicUsize::new(0);
    Server::start(move |seen| {
        if seen.line.contains("/token") {
            let number = given.fetch_add(1, Ordering::Relaxed) + 1;
            return ok(&format!(
                r#"{{"access_token": "token-{number}", "token_type": "Bearer", "expires_in": {life}}}"#
            ));
        }
        match seen.header("Authorization") {
            Some(token) if good(token) => ok("1"),
            _ => reply("401 Unauthorized", "text/plain", ""),
        }
    })
}

fn lines(server: &Server) -> Vec<String> {
    server.seen().into_iter().map(|seen| seen.line).collect()
}

#[test]
fn a_token_is_fetched_once() {
    let server = server("3600", |_| true);
    let mut http = http(settings(&server, &connections(&server.url(), "POST")));
    for _ in 0..2 {
        returned(ask(&mut http, &get(&server, "oauth")).unwrap().outcome);
    }
    assert_eq!(lines(&server), ["POST /token?q=1", "GET /x", "GET /x"]);
    let seen = server.seen();
    assert_eq!((seen[0].body.as_str(), seen[0].header("x-oauth")), (GRANT, Some("h")));
    assert_eq!(seen[0].header("Content-Type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(seen[2].header("Authorization"), Some("Bearer token-1"));
}

#[test]
fn other_methods() {
    for (method, line, body) in
        [("GET", format!("GET /token?q=1&{GRANT}"), ""), ("PUT", "PUT /token?q=1".to_owned(), GRANT)]
    {
        let server = server("3600", |_| true);
        let mut http = http(settings(&server, &connections(&server.url(), method)));
        returned(ask(&mut http, &get(&server, "oauth")).unwrap().outcome);
        let seen = server.seen().remove(0);
        assert_eq!((seen.line, seen.body.as_str()), (line, body));
    }
}

#[test]
fn a_token_that_is_refused_is_fetched_again_once() {
    let second = server("3600", |token| token == "Bearer token-2");
    let mut http_ = http(settings(&second, &connections(&second.url(), "POST")));
    returned(ask(&mut http_, &get(&second, "oauth")).unwrap().outcome);
    assert_eq!(lines(&second), ["POST /token?q=1", "GET /x", "POST /token?q=1", "GET /x"]);

    let never = server("3600", |_| false);
    let mut http = http(settings(&never, &connections(&never.url(), "POST")));
    let (error, _) = thrown(ask(&mut http, &get(&never, "oauth")).unwrap().outcome);
    assert_eq!(error, "States.Http.StatusCode.401");
    assert_eq!(lines(&never).len(), 4);
}

#[test]
fn a_token_that_is_about_to_expire_is_fetched_again() {
    let server = server("\"59\"", |_| true);
    let mut http = http(settings(&server, &connections(&server.url(), "POST")));
    for _ in 0..2 {
        returned(ask(&mut http, &get(&server, "oauth")).unwrap().outcome);
    }
    assert_eq!(lines(&server), ["POST /token?q=1", "GET /x", "POST /token?q=1", "GET /x"]);
}

#[test]
fn no_token() {
    for bytes in [
        reply("403 Forbidden", "text/plain", "owned secret"),
        reply("200 OK", "text/plain", "owned secret"),
        ok(r#"{"access_token": "a\r\nb: c"}"#),
        Vec::new(),
        b"HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n".to_vec(),
    ] {
        let server = Server::start(move |_| bytes.clone());
        let mut http = http(settings(&server, &connections(&server.url(), "POST")));
        let (error, cause) = thrown(ask(&mut http, &get(&server, "oauth")).unwrap().outcome);
        assert_eq!(error, "Events.ConnectionResource.InvalidConnectionState");
        let cause = cause.unwrap();
        assert!(!cause.contains("owned") && !cause.contains("b: c"), "{cause}");
        assert_eq!(lines(&server), ["POST /token?q=1"]);
    }
}

#[test]
fn the_token_comes_from_an_allowed_host() {
    let server = server("3600", |_| true);
    let mut http = http(settings(&server, &connections("https://auth.example.com", "GET")));
    let problem = ask(&mut http, &get(&server, "oauth")).unwrap_err();
    assert!(problem.contains("`--allow auth.example.com`") && !problem.contains("owned"), "{problem}");
    assert!(server.seen().is_empty());
}
