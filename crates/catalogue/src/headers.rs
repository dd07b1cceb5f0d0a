//! Headers of a request that a task may not set. Source: developer guide, pages on HTTP tasks and on API Gateway.

/// Those of an HTTP task, in small letters.
const HTTP: &[&str] = &[
    "a-im",
    "accept-charset",
    "accept-datetime",
    "accept-encoding",
    "authorization",
    "cache-control",
    "connection",
    "content-encoding",
    "content-md5",
    "date",
    "expect",
    "forwarded",
    "from",
    "host",
    "http2-settings",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "max-forwards",
    "origin",
    "pragma",
    "proxy-authorization",
    "referer",
    "server",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
    "warning",
];

/// Those of a call of API Gateway.
const API_GATEWAY: &[&str] = &[
    "authorization",
    "connection",
    "content-md5",
    "expect",
    "host",
    "max-forwards",
    "proxy-authenticate",
    "server",
    "te",
    "transfer-encoding",
    "trailer",
    "upgrade",
    "via",
    "www-authenticate",
];

/// What the names of others begin with.
const PREFIXES: &[&str] = &["x-forwarded-", "x-amz-", "x-amzn-"];

/// Is it a header that a task of this optimised integration may not set? The name is in small letters.
pub fn is_forbidden_header(service: &str, name: &str) -> bool {
    let names = match service {
        "http" => HTTP,
        "apigateway" => API_GATEWAY,
        _ => return false,
    };
    names.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}
