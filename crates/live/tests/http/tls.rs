//! TLS, with an authority made for the test.

use crate::server::{Server, ok};
use crate::{KEY, ask, http, returned, thrown};
use asl_live::{Allowed, Connections, Settings};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use tempfile::TempPath;

/// A server for a name, and the file of the authority that vouches for it.
fn server(name: &str) -> (Server, TempPath) {
    let key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let file = tempfile::NamedTempFile::new().unwrap().into_temp_path();
    std::fs::write(&file, authority.self_signed(&key).unwrap().pem()).unwrap();
    let own = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap();
    let certificate = certificate.signed_by(&own, &Issuer::new(authority, key)).unwrap();
    let chain = vec![CertificateDer::from(certificate)];
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, PrivateKeyDer::try_from(own.serialize_der()).unwrap())
        .unwrap();
    let config = Arc::new(config);
    let wrap = move |stream| StreamOwned::new(ServerConnection::new(Arc::clone(&config)).unwrap(), stream);
    (Server::start_with(wrap, |_| ok("1")), file)
}

fn settings(hosts: &[String], authority: &Path) -> Settings {
    Settings {
        allowed: Allowed::new(hosts).unwrap(),
        connections: Connections::parse(KEY).unwrap(),
        authorities: Some(authority.to_owned()),
        ..Settings::default()
    }
}

fn parameters(host: &str) -> Value {
    json!({"ApiEndpoint": format!("https://{host}/x"), "Method": "GET", "InvocationConfig": {"ConnectionArn": "key"}})
}

#[test]
fn a_server_is_trusted_by_the_given_authority() {
    let (server, authority) = server("localhost");
    let (name, address) = (format!("localhost:{}", server.port), format!("127.0.0.1:{}", server.port));
    let hosts = [name.clone(), address.clone()];
    let result = ask(&mut http(settings(&hosts, &authority)), &parameters(&name)).unwrap();
    assert_eq!(returned(result.outcome)["ResponseBody"], json!(1));
    assert_eq!(server.seen().remove(0).header("x-key"), Some("s3cret"));

    // The certificate is for another name.
    let other = ask(&mut http(settings(&hosts, &authority)), &parameters(&address)).unwrap();
    assert_eq!(thrown(other.outcome).0, "States.Http.Socket");
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn a_server_is_not_trusted_by_itself() {
    let (trusted, authority) = server("127.0.0.1");
    let (strange, _) = server("localhost");
    let host = format!("127.0.0.1:{}", strange.port);
    let result = ask(&mut http(settings(std::slice::from_ref(&host), &authority)), &parameters(&host)).unwrap();
    let (error, cause) = thrown(result.outcome);
    assert_eq!(error, "States.Http.Socket");
    assert!(!cause.unwrap().contains("s3cret"));
    assert!(strange.seen().is_empty() && trusted.seen().is_empty());
}

#[test]
fn a_name_does_not_open_a_private_address() {
    let (server, authority) = server("private");
    let name = format!("localhost:{}", server.port);
    let problem = ask(&mut http(settings(std::slice::from_ref(&name), &authority)), &parameters(&name)).unwrap_err();
    assert!(problem.contains("which is not public"), "{problem}");
    assert!(server.seen().is_empty());
}
