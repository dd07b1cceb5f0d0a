//! HTTP/1.1 over TCP and TLS: one request, one answer, one deadline.
//!
//! A task's result shows the names of headers and the words after the status as the server wrote them. Clients that are
//! built on the `http` crate give neither, so the little of HTTP that a task needs is here, on `httparse` and `rustls`. No
//! redirects, no cookies, no proxies, no connection that is kept: what AWS does not do can't happen by accident.

mod answer;
mod endpoint;
mod stream;

pub(crate) use endpoint::{Endpoint, Scheme, escape};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::io::{self, Write};
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// The largest body of an answer.
pub(crate) const MAX_BODY: usize = 256 * 1024;

/// What is sent.
pub(crate) struct Request<'r> {
    pub(crate) method: &'r str,
    pub(crate) endpoint: &'r Endpoint,
    /// In order; a name may come again.
    pub(crate) headers: &'r [(String, String)],
    pub(crate) body: Option<&'r [u8]>,
}

/// What comes back.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// The words after the status.
    pub(crate) reason: String,
    /// In order, as the server wrote them.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// The first header of a name, whatever its case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The deadline passed.
    Late,
    /// The connection or what came over it.
    Broken(String),
    /// The body is too large.
    Large,
    /// The name leads to addresses that may not be called; here is one.
    Barred(IpAddr),
    /// This machine can't call anybody over TLS.
    Unable(String),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // A socket's own timeout is the time that is left until the deadline.
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Self::Late,
            _ => Self::Broken(error.to_string()),
        }
    }
}

/// Sends requests.
#[derive(Debug, Default)]
pub(crate) struct Client {
    extra: Vec<CertificateDer<'static>>,
    tls: Option<Arc<ClientConfig>>,
}

impl Client {
    /// A client that trusts the certificates of a PEM file besides those that the machine trusts.
    pub(crate) fn new(authorities: Option<&Path>) -> Result<Self, String> {
        let Some(path) = authorities else { return Ok(Self::default()) };
        let failed = |error: rustls::pki_types::pem::Error| format!("{}: {error}", path.display());
        let certificates = CertificateDer::pem_file_iter(path).map_err(failed)?;
        let extra: Vec<_> = certificates.collect::<Result<_, _>>().map_err(failed)?;
        if extra.is_empty() {
            return Err(format!("{}: there is no certificate in it", path.display()));
        }
        Ok(Self { extra, tls: None })
    }

    /// Sends a request, to addresses that `may_call` lets through only.
    pub(crate) fn send(
        &mut self,
        request: &Request<'_>,
        may_call: &dyn Fn(IpAddr) -> bool,
        deadline: Instant,
    ) -> Result<Response, Fault> {
        let endpoint = request.endpoint;
        // Before anything is sent: what can't be trusted should not be asked for.
        let tls = match endpoint.scheme {
            Scheme::Https => Some(self.tls()?),
            Scheme::Http => None,
        };
        let socket = stream::connect(endpoint, may_call, deadline)?;
        let head = head(request);
        match tls {
            Some(config) => exchange(stream::secure(socket, endpoint, config)?, request, &head),
            None => exchange(socket, request, &head),
        }
    }

    fn tls(&mut self) -> Result<Arc<ClientConfig>, Fault> {
        if let Some(config) = &self.tls {
            return Ok(Arc::clone(config));
        }
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        for certificate in &self.extra {
            roots.add(certificate.clone()).map_err(|error| Fault::Unable(error.to_string()))?;
        }
        if roots.is_empty() {
            return Err(Fault::Unable(
                "this machine trusts no certificate authority; `--ca FILE` gives one".to_owned(),
            ));
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| Fault::Unable(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Arc::clone(self.tls.insert(Arc::new(config))))
    }
}

fn exchange(mut stream: impl io::Read + Write, request: &Request<'_>, head: &str) -> Result<Response, Fault> {
    stream.write_all(head.as_bytes())?;
    if let Some(body) = request.body {
        stream.write_all(body)?;
    }
    stream.flush()?;
    answer::read(stream, request.method)
}

fn head(request: &Request<'_>) -> String {
    let endpoint = request.endpoint;
    let mut head = format!("{} {} HTTP/1.1\r\nHost: {}\r\n", request.method, endpoint.target, endpoint.authority());
    let mut line = |name: &str, value: &str| {
        head.push_str(name);
        head.push_str(": ");
        head.push_str(value);
        head.push_str("\r\n");
    };
    for (name, value) in request.headers {
        line(name, value);
    }
    let length = request.body.map(<[u8]>::len);
    let expects_body = matches!(request.method, "POST" | "PUT" | "PATCH");
    if let Some(length) = length.or(expects_body.then_some(0)) {
        line("Content-Length", &length.to_string());
    }
    line("Connection", "close");
    head.push_str("\r\n");
    head
}
