//! Reading an answer.

use super::{Fault, MAX_BODY, Response};
use std::io::Read;

const MAX_HEAD: usize = 64 * 1024;
const MAX_HEADERS: usize = 128;

/// Bytes that came, and those still to be looked at.
struct Reader<S> {
    stream: S,
    bytes: Vec<u8>,
}

/// Reads the answer to a request of a method.
pub(super) fn read(stream: impl Read, method: &str) -> Result<Response, Fault> {
    let mut reader = Reader { stream, bytes: Vec::new() };
    let mut response = loop {
        let response = reader.head()?;
        // 1xx comes before the answer.
        if response.status >= 200 {
            break response;
        }
    };
    if method != "HEAD" && !matches!(response.status, 204 | 304) {
        response.body = match length(&response)? {
            Length::Chunks => reader.chunks()?,
            Length::Bytes(length) if length > MAX_BODY => return Err(Fault::Large),
            Length::Bytes(length) => reader.take(length)?,
            Length::UntilClosed => reader.rest()?,
        };
    }
    Ok(response)
}

/// How the end of a body is told.
enum Length {
    Chunks,
    Bytes(usize),
    UntilClosed,
}

fn length(response: &Response) -> Result<Length, Fault> {
    if let Some(coding) = response.header("transfer-encoding") {
        let is_known = coding.eq_ignore_ascii_case("chunked");
        return is_known
            .then_some(Length::Chunks)
            .ok_or_else(|| broken("the transfer coding of the answer is not known"));
    }
    let mut lengths = response.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let Some((_, first)) = lengths.next() else { return Ok(Length::UntilClosed) };
    if lengths.any(|(_, other)| other != first) {
        return Err(broken("the answer has two lengths"));
    }
    first.parse().map(Length::Bytes).map_err(|_| broken("the length of the answer is no number"))
}

fn broken(what: &str) -> Fault {
    Fault::Broken(what.to_owned())
}

impl<S: Read> Reader<S> {
    /// Reads more; false at the end.
    fn more(&mut self) -> Result<bool, Fault> {
        let mut buffer = [0; 8 * 1024];
        let count = loop {
            match self.stream.read(&mut buffer) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.bytes.extend(buffer.iter().take(count));
        Ok(count > 0)
    }

    /// Reads more, where there has to be more.
    fn demand(&mut self) -> Result<(), Fault> {
        if self.more()? { Ok(()) } else { Err(broken("the connection was closed before the end of the answer")) }
    }

    fn head(&mut self) -> Result<Response, Fault> {
        loop {
            let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
            let mut parsed = httparse::Response::new(&mut headers);
            let status =
                parsed.parse(&self.bytes).map_err(|error| Fault::Broken(format!("this is no HTTP: {error}")))?;
            if let httparse::Status::Complete(end) = status {
                let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                let response = Response {
                    status: parsed.code.unwrap_or_default(),
                    reason: parsed.reason.unwrap_or_default().to_owned(),
                    headers: parsed.headers.iter().map(|line| (line.name.to_owned(), text(line.value))).collect(),
                    body: Vec::new(),
                };
                self.bytes.drain(..end);
                return Ok(response);
            }
            if self.bytes.len() > MAX_HEAD {
                return Err(broken("the headers of the answer have no end"));
            }
            self.demand()?;
        }
    }

    fn take(&mut self, length: usize) -> Result<Vec<u8>, Fault> {
        while self.bytes.len() < length {
            self.demand()?;
        }
        Ok(self.bytes.drain(..length).collect())
    }

    fn rest(&mut self) -> Result<Vec<u8>, Fault> {
        while self.more()? {
            if self.bytes.len() > MAX_BODY {
                return Err(Fault::Large);
            }
        }
        Ok(std::mem::take(&mut self.bytes))
    }

    fn chunks(&mut self) -> Result<Vec<u8>, Fault> {
        let mut body = Vec::new();
        loop {
            let size = self.chunk_size()?;
            if size == 0 {
                // What may follow the last chunk says nothing that a task shows.
                return Ok(body);
            }
            if size > (MAX_BODY - body.len()) as u64 {
                return Err(Fault::Large);
            }
            body.append(&mut self.take(size as usize)?);
            if self.take(2)? != *b"\r\n" {
                return Err(broken("a chunk of the answer has no end"));
            }
        }
    }

    fn chunk_size(&mut self) -> Result<u64, Fault> {
        loop {
            match httparse::parse_chunk_size(&self.bytes) {
                Ok(httparse::Status::Complete((end, size))) => {
                    self.bytes.drain(..end);
                    return Ok(size);
                }
                Ok(httparse::Status::Partial) if self.bytes.len() < MAX_HEAD => self.demand()?,
                _ => return Err(broken("the size of a chunk of the answer is no number")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Response, Fault> {
        super::read(text.as_bytes(), "GET")
    }

    #[test]
    fn words_and_cases_are_kept() {
        let response = read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 299 So So\r\nX-a: 1\r\nx-A: 2\r\n\r\nrest").unwrap();
        assert_eq!((response.status, response.reason.as_str()), (299, "So So"));
        assert_eq!(response.headers, [("X-a".to_owned(), "1".to_owned()), ("x-A".to_owned(), "2".to_owned())]);
        assert_eq!(response.body, b"rest");
    }

    #[test]
    fn bodies_end_where_they_say() {
        let chunked =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n";
        assert_eq!(read(chunked).unwrap().body, b"abcde");
        assert_eq!(read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc").unwrap().body, b"ab");
        assert_eq!(read("HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n").unwrap().body, b"");
        assert_eq!(super::read(&b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"[..], "HEAD").unwrap().body, b"");
    }

    #[test]
    fn what_is_wrong_is_refused() {
        let head = "HTTP/1.1 200 OK\r\n";
        for text in [
            String::new(),
            "SMTP\r\n\r\n".to_owned(),
            format!("{head}Content-Length: 3\r\n\r\nab"),
            format!("{head}Content-Length: -1\r\n\r\nab"),
            format!("{head}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
            format!("{head}Transfer-Encoding: gzip\r\n\r\nab"),
            format!("{head}Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
            format!("{head}Transfer-Encoding: chunked\r\n\r\n1\r\nabc"),
            format!("{head}{}", "x".repeat(MAX_HEAD * 2)),
        ] {
            assert!(matches!(read(&text), Err(Fault::Broken(_))), "{text}");
        }
        for text in [
            format!("{head}Content-Length: {}\r\n\r\n", MAX_BODY + 1),
            format!("{head}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n"),
            format!("{head}\r\n{}", "x".repeat(MAX_BODY + 1)),
        ] {
            assert!(matches!(read(&text), Err(Fault::Large)));
        }
    }
}
