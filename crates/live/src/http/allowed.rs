//! Whom a run may call.

use crate::wire::{Endpoint, Scheme};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The hosts that a person named.
#[derive(Clone, Debug, Default)]
pub struct Allowed(Vec<Endpoint>);

impl Allowed {
    /// Reads hosts: `HOST`, `HOST:PORT`, or `http://127.0.0.1:PORT`, the one form without TLS. Without a port, it is the
    /// default one.
    pub fn new(hosts: &[String]) -> Result<Self, String> {
        hosts.iter().map(|text| host(text)).collect::<Result<_, _>>().map(Self)
    }

    /// A problem if an endpoint is not among them.
    pub(super) fn check(&self, endpoint: &Endpoint) -> Result<(), String> {
        if self.has(endpoint.scheme, &endpoint.host, endpoint.port) {
            return Ok(());
        }
        let scheme = if endpoint.scheme == Scheme::Http { "http://" } else { "" };
        let place = endpoint.authority();
        Err(format!("{place} is not a host that this run may call; `--allow {scheme}{place}` allows it"))
    }

    /// May an address be called that the name of an allowed host leads to? A name does not make a private address allowed:
    /// it has to be named itself.
    pub(super) fn may_call(&self, endpoint: &Endpoint, address: IpAddr) -> bool {
        is_public(address) || self.has(endpoint.scheme, &address.to_string(), endpoint.port)
    }

    fn has(&self, scheme: Scheme, host: &str, port: u16) -> bool {
        self.0.iter().any(|entry| entry.scheme == scheme && entry.host == host && entry.port == port)
    }
}

fn host(text: &str) -> Result<Endpoint, String> {
    let url = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let endpoint = Endpoint::parse(&url).filter(|endpoint| endpoint.target == "/");
    let Some(endpoint) = endpoint else {
        return Err(format!("--allow: `{text}` is no host such as api.example.com or api.example.com:8443"));
    };
    if !endpoint.is_safe() {
        return Err(format!(
            "--allow: `{text}`: only a loopback address such as http://127.0.0.1:8080 goes without TLS"
        ));
    }
    Ok(endpoint)
}

fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    // 0/8 is this network, 100.64/10 is shared behind a provider, 192.0.0/24 is for protocols, 240/4 is reserved.
    let is_special =
        first == 0 || first >= 240 || (first == 100 && second & 0xC0 == 64) || (first == 198 && second & 0xFE == 18);
    let is_protocol = address.octets().starts_with(&[192, 0, 0]);
    !(is_special
        || is_protocol
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    // 2000::/3 is all that is given out; 6to4 and NAT64 addresses hide one of IPv4.
    let [first, second, ..] = address.segments();
    first & 0xE000 == 0x2000 && first != 0x2002 && !(first == 0x2001 && second < 0x0200)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(hosts: &[&str]) -> Allowed {
        Allowed::new(&hosts.iter().map(|host| (*host).to_owned()).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn hosts_are_exact() {
        let allowed = allowed(&["API.example.com", "b.example.com:8443", "http://127.0.0.1:80"]);
        let may = |url: &str| allowed.check(&Endpoint::parse(url).unwrap()).is_ok();
        assert!(may("https://api.example.com/x") && may("https://api.example.com:443"));
        assert!(may("https://b.example.com:8443/") && may("http://127.0.0.1/"));
        for url in [
            "https://example.com",
            "https://x.api.example.com",
            "https://api.example.com.evil",
            "https://api.example.com:8443",
            "http://api.example.com",
            "https://b.example.com",
            "https://127.0.0.1",
        ] {
            assert!(!may(url), "{url}");
        }
    }

    #[test]
    fn only_hosts_can_be_allowed() {
        for text in ["", "*", "a/b", "https://a/b", "u@a", "http://api.example.com", "ftp://a", "http://10.0.0.1"] {
            assert!(Allowed::new(&[text.to_owned()]).is_err(), "{text}");
        }
    }

    #[test]
    fn names_do_not_open_private_addresses() {
        let allowed = allowed(&["api.example.com", "10.0.0.1"]);
        let endpoint = Endpoint::parse("https://api.example.com").unwrap();
        let may = |address: &str| allowed.may_call(&endpoint, address.parse().unwrap());
        assert!(may("1.1.1.1") && may("2606:4700::1111") && may("10.0.0.1"));
        for address in [
            "10.0.0.2",
            "127.0.0.1",
            "169.254.169.254",
            "192.168.0.1",
            "172.16.0.1",
            "0.0.0.0",
            "100.64.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.2",
            "64:ff9b::a00:2",
            "2002:a00:2::",
        ] {
            assert!(!may(address), "{address}");
        }
    }
}
