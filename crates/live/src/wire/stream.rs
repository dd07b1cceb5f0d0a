//! Connections that know when to give up.

use super::{Endpoint, Fault};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use std::io::{self, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

/// A socket whose every read and write ends at the deadline.
pub(super) struct Timed {
    socket: TcpStream,
    deadline: Instant,
}

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.socket.set_read_timeout(Some(left(self.deadline)?))?;
        self.socket.read(buffer)
    }
}

impl Write for Timed {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.socket.set_write_timeout(Some(left(self.deadline)?))?;
        self.socket.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.socket.flush()
    }
}

/// What is left until a deadline; an error after it.
fn left(deadline: Instant) -> io::Result<Duration> {
    let left = deadline.saturating_duration_since(Instant::now());
    if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
}

/// Connects to the first address that answers, of those that may be called.
pub(super) fn connect(
    endpoint: &Endpoint,
    may_call: &dyn Fn(IpAddr) -> bool,
    deadline: Instant,
) -> Result<Timed, Fault> {
    let (open, barred): (Vec<_>, Vec<_>) = resolve(endpoint, deadline)?.into_iter().partition(|to| may_call(to.ip()));
    if let (true, Some(address)) = (open.is_empty(), barred.first()) {
        return Err(Fault::Barred(address.ip()));
    }
    let mut last = Fault::Broken(format!("{}: the name has no address", endpoint.host));
    for address in open {
        match TcpStream::connect_timeout(&address, left(deadline)?) {
            Ok(socket) => return Ok(Timed { socket, deadline }),
            Err(error) => last = error.into(),
        }
    }
    Err(last)
}

/// The addresses of a host. The system's resolver has no deadline, so it is waited for from outside.
fn resolve(endpoint: &Endpoint, deadline: Instant) -> Result<Vec<SocketAddr>, Fault> {
    if let Ok(address) = endpoint.host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, endpoint.port)]);
    }
    let (sender, receiver) = mpsc::channel();
    let asked = (endpoint.host.clone(), endpoint.port);
    thread::spawn(move || {
        // Nobody may be waiting any more.
        let _ = sender.send(asked.to_socket_addrs().map(Vec::from_iter));
    });
    match receiver.recv_timeout(left(deadline)?) {
        Ok(found) => found.map_err(|error| Fault::Broken(format!("{}: {error}", endpoint.host))),
        Err(_) => Err(Fault::Late),
    }
}

pub(super) fn secure(
    socket: Timed,
    endpoint: &Endpoint,
    config: Arc<ClientConfig>,
) -> Result<StreamOwned<ClientConnection, Timed>, Fault> {
    let broken = |error: String| Fault::Broken(format!("{}: {error}", endpoint.host));
    let name = ServerName::try_from(endpoint.host.clone()).map_err(|error| broken(error.to_string()))?;
    let connection = ClientConnection::new(config, name).map_err(|error| broken(error.to_string()))?;
    Ok(StreamOwned::new(connection, socket))
}
