//! As much of a client as the tests need.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Client {
    server: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// Requests so far.
    asked: u64,
}

/// A range of (line, column) pairs.
pub(crate) fn range(start: (u32, u32), end: (u32, u32)) -> Value {
    json!({"start": {"line": start.0, "character": start.1}, "end": {"line": end.0, "character": end.1}})
}

impl Client {
    pub(crate) fn start() -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_asl-check"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let input = server.stdin.take();
        let mut output = BufReader::new(server.stdout.take().expect("standard output"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = receive(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Self { server, input, messages, asked: 0 }
    }

    pub(crate) fn send_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the client has not hung up");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server listens");
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.send_raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub(crate) fn notify(&mut self, method: &str, params: &Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Asks without waiting, and gives the number of the request.
    pub(crate) fn send_request(&mut self, method: &str, params: &Value) -> u64 {
        self.asked += 1;
        self.send(&json!({"jsonrpc": "2.0", "id": self.asked, "method": method, "params": params}));
        self.asked
    }

    /// Any message at all.
    pub(crate) fn send_value(&mut self, message: &Value) {
        self.send(message);
    }

    /// The next message, if one comes within a time.
    pub(crate) fn next_within(&mut self, time: Duration) -> Option<Value> {
        self.messages.recv_timeout(time).ok()
    }

    /// The number of the server's process.
    pub(crate) fn process(&self) -> u32 {
        self.server.id()
    }

    /// The whole answer to a request; what arrives before it is lost.
    pub(crate) fn ask(&mut self, method: &str, params: &Value) -> Value {
        let id = self.send_request(method, params);
        self.wait_for(|message| message["id"] == id)
    }

    /// The result of a request.
    pub(crate) fn request(&mut self, method: &str, params: &Value) -> Value {
        let answer = self.ask(method, params);
        assert_eq!(answer.get("error"), None, "{method}: {answer}");
        answer["result"].clone()
    }

    fn wait_for(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let message = self.messages.recv_timeout(left).expect("the server says something");
            if is_it(&message) {
                return message;
            }
        }
    }

    pub(crate) fn initialize(&mut self, capabilities: &Value) -> Value {
        self.initialize_with(capabilities, &Value::Null)
    }

    pub(crate) fn initialize_with(&mut self, capabilities: &Value, options: &Value) -> Value {
        let params =
            json!({"processId": null, "rootUri": null, "capabilities": capabilities, "initializationOptions": options});
        let result = self.request("initialize", &params);
        self.notify("initialized", &json!({}));
        result
    }

    /// The next diagnostics that are published.
    pub(crate) fn published(&mut self) -> Value {
        self.wait_for(|message| message["method"] == "textDocument/publishDiagnostics")["params"].take()
    }

    /// The next text that is logged.
    pub(crate) fn logged(&mut self) -> String {
        let message = self.wait_for(|message| message["method"] == "window/logMessage");
        message["params"]["message"].as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn open(&mut self, uri: &str, version: i32, text: &str) -> Value {
        let document = json!({"uri": uri, "languageId": "asl", "version": version, "text": text});
        self.notify("textDocument/didOpen", &json!({"textDocument": document}));
        self.published()
    }

    pub(crate) fn send_change(&mut self, uri: &str, version: i32, changes: &[Value]) {
        let params = json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": changes});
        self.notify("textDocument/didChange", &params);
    }

    pub(crate) fn change(&mut self, uri: &str, version: i32, changes: &[Value]) -> Value {
        self.send_change(uri, version, changes);
        self.published()
    }

    pub(crate) fn change_unknown(&mut self, uri: &str) {
        self.send_change(uri, 1, &[json!({"text": "{"})]);
    }

    pub(crate) fn hang_up(&mut self) {
        self.input = None;
    }

    /// Shuts the server down as the protocol has it, but keeps its input open, as some clients do.
    pub(crate) fn leave(&mut self) -> Option<i32> {
        assert_eq!(self.request("shutdown", &Value::Null), Value::Null);
        self.notify("exit", &Value::Null);
        self.wait()
    }

    /// The exit code.
    pub(crate) fn wait(&mut self) -> Option<i32> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if let Some(status) = self.server.try_wait().expect("the server can be waited for") {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("the server does not end");
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The next message; none when the server is gone.
fn receive(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
