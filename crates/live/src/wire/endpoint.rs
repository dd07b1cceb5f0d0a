//! URLs, as strictly as can be: what is checked against the allowed hosts is what is called.

use std::fmt::Write;
use std::net::{IpAddr, Ipv6Addr};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Http,
    Https,
}

impl Scheme {
    pub(crate) fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// Where a request goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) scheme: Scheme,
    /// In lower case; an IPv6 address without its brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
    /// Path and query.
    pub(crate) target: String,
}

impl Endpoint {
    /// Reads `https://host[:port][/path][?query]`; a fragment is dropped.
    pub(crate) fn parse(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "https" => Scheme::Https,
            "http" => Scheme::Http,
            _ => return None,
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let (authority, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let (host, port) = host_and_port(authority)?;
        // A space or a line break would end the line that the target stands in.
        if !target.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        let slash = if target.starts_with('/') { "" } else { "/" };
        Some(Self { scheme, host, port: port.unwrap_or(scheme.default_port()), target: format!("{slash}{target}") })
    }

    /// Does nobody listen in? Over TLS, or on this very machine.
    pub(crate) fn is_safe(&self) -> bool {
        self.scheme == Scheme::Https || self.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// Adds to the query what is escaped already.
    pub(crate) fn add_query(&mut self, query: &str) {
        if !query.is_empty() {
            self.target.push(if self.target.contains('?') { '&' } else { '?' });
            self.target.push_str(query);
        }
    }

    /// Host and port, as `Host` and messages have them.
    pub(crate) fn authority(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        if self.port == self.scheme.default_port() { host } else { format!("{host}:{}", self.port) }
    }
}

/// Reads `host[:port]` or `[IPv6][:port]`. Users and passwords are refused: they make a host look like another.
pub(crate) fn host_and_port(authority: &str) -> Option<(String, Option<u16>)> {
    let (host, port) = if let Some(rest) = authority.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        let address: Ipv6Addr = address.parse().ok()?;
        (address.to_string(), port)
    } else {
        let (host, port) = authority.split_at(authority.find(':').unwrap_or(authority.len()));
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
        if host.is_empty() || !host.bytes().all(is_name) {
            return None;
        }
        (host.to_ascii_lowercase(), port)
    };
    match port.strip_prefix(':') {
        None if port.is_empty() => Some((host, None)),
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => Some((host, Some(digits.parse().ok()?))),
        _ => None,
    }
}

/// Percent-encodes all but letters, digits and `-._~`: the guide has `%5B` and `%20`.
pub(crate) fn escape(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            // Writing to a text does not fail.
            let _ = write!(escaped, "%{byte:02X}");
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let endpoint = Endpoint::parse("HTTPS://API.example.com:8443?a=b#c").unwrap();
        assert_eq!(
            (endpoint.host.as_str(), endpoint.port, endpoint.target.as_str()),
            ("api.example.com", 8443, "/?a=b")
        );
        assert_eq!(endpoint.authority(), "api.example.com:8443");
        assert_eq!(Endpoint::parse("https://[::1]/x").unwrap().authority(), "[::1]");
        assert_eq!(Endpoint::parse("https://a").unwrap().target, "/");
    }

    #[test]
    fn hosts_that_look_like_others() {
        for url in [
            "https://good@evil/",
            "https://good:pw@evil/",
            "https://good\\@evil/",
            "https://good%2eevil/",
            "https://good evil/",
            "https://göod/",
            "https://good:+1/",
            "https://good:99999/",
            "https://[::1/",
            "https:///x",
            "https:good",
            "ftp://good/",
            "https://good/\r\nX: y",
            "https://good/a b",
        ] {
            assert_eq!(Endpoint::parse(url), None, "{url}");
        }
    }

    #[test]
    fn escapes() {
        assert_eq!(escape("a+b & c,ö~"), "a%2Bb%20%26%20c%2C%C3%B6~");
    }
}
