//! A client that does anything at all, in any order: the server lives, tells nothing of a version that is gone, answers what
//! it is asked, and knows in the end what it would know if the documents had just been opened.

use crate::client::{Client, range};
use crate::random::Random;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

/// So much is done.
const ACTIONS: usize = 10_000;

const PATIENCE: Duration = Duration::from_secs(60);

const DOCUMENTS: [(&str, &str); 4] = [
    ("file:///a.asl.json", include_str!("../../../../fixtures/order.asl.json")),
    ("file:///b.asl.yaml", include_str!("../../../../fixtures/feedback-loop.asl.yaml")),
    ("file:///template.yaml", include_str!("../../../../fixtures/hosts/faulty/template.yaml")),
    ("untitled:c", "{\"StartAt\": \"\u{1f600}\", \"States\": {\"\u{1f600}\": {\"Type\": \"Pass\", \"End\": true}}}"),
];

const PIECES: [&str; 16] = [
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\n",
    "\r\n",
    "\u{1f600}",
    "é",
    "$.",
    "{% $states.",
    "\"Next\": \"\"",
    "  ",
    "x",
];

/// Asked at a place.
const AT: [&str; 8] = [
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/signatureHelp",
    "textDocument/definition",
    "textDocument/documentHighlight",
    "textDocument/prepareRename",
    "textDocument/prepareCallHierarchy",
    "textDocument/references",
];

/// Asked of a whole document.
const OF: [&str; 6] = [
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/semanticTokens/full",
    "textDocument/codeLens",
    "textDocument/documentLink",
    "textDocument/diagnostic",
];

/// What does not depend on what was there before: types may be those of an older version.
const STATELESS: [&str; 4] = [
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/semanticTokens/full",
    "textDocument/codeLens",
];

struct Robot {
    client: Client,
    random: Random,
    /// Text and version of what is open.
    open: HashMap<&'static str, (String, i32)>,
    /// What was published last.
    told: HashMap<String, Value>,
    /// How often each was closed without that being told yet.
    closed: HashMap<String, usize>,
    /// Requests without an answer.
    pending: HashSet<u64>,
}

#[test]
fn whatever_a_client_does() {
    let mut client = Client::start();
    client.initialize(&json!({}));
    let (open, told, closed, pending) = (HashMap::new(), HashMap::new(), HashMap::new(), HashSet::new());
    let mut robot = Robot { client, random: Random::new(42), open, told, closed, pending };
    for count in 0..ACTIONS {
        robot.act();
        if count % 20 == 0 {
            while robot.receive(Duration::ZERO) {}
        }
    }
    robot.settle();
    robot.compare_with_a_fresh_start();
    assert_eq!(robot.client.leave(), Some(0));
}

impl Robot {
    fn act(&mut self) {
        match self.random.below(20) {
            0 => self.open_or_close(),
            1..9 => self.edit(),
            9..14 => self.ask(),
            14 | 15 => {
                // One that waits, one that was answered long ago, or one that never was.
                let id = self.random.below(2 * ACTIONS) as u64;
                let id = self.pending.iter().next().copied().filter(|_| id.is_multiple_of(2)).unwrap_or(id);
                self.client.notify("$/cancelRequest", &json!({"id": id}));
            }
            _ => self.nonsense(),
        }
    }

    fn open_or_close(&mut self) {
        let (uri, text) = *self.random.one(&DOCUMENTS);
        if self.open.remove(uri).is_some() {
            *self.closed.entry(uri.to_owned()).or_default() += 1;
            self.client.notify("textDocument/didClose", &json!({"textDocument": {"uri": uri}}));
            return;
        }
        let version = i32::from(self.random.below(100) as u8);
        let document = json!({"uri": uri, "languageId": "asl", "version": version, "text": text});
        self.client.notify("textDocument/didOpen", &json!({"textDocument": document}));
        self.open.insert(uri, (text.to_owned(), version));
    }

    fn edit(&mut self) {
        let (uri, original) = *self.random.one(&DOCUMENTS);
        let mut changes = Vec::new();
        for _ in 0..=self.random.below(3) {
            let text = self.random.one(&PIECES).repeat(self.random.below(2) + 1);
            let whole = self.random.below(40) == 0;
            let (start, length) = (self.place(uri), self.random.below(4) as u32);
            let end = (start.0, start.1.saturating_add(length));
            let (text, range) = if whole { (original.to_owned(), Value::Null) } else { (text, range(start, end)) };
            if let Some((known, _)) = self.open.get_mut(uri) {
                if whole {
                    known.clone_from(&text);
                } else {
                    let (from, to) = (offset(known, start), offset(known, end));
                    known.replace_range(from..to, &text);
                }
            }
            changes.push(if whole { json!({"text": text}) } else { json!({"range": range, "text": text}) });
        }
        let version = match self.open.get_mut(uri) {
            Some((_, version)) => {
                *version += 1;
                *version
            }
            None => 1,
        };
        self.client.send_change(uri, version, &changes);
    }

    fn place(&mut self, uri: &str) -> (u32, u32) {
        let lines = self.open.get(uri).map_or(1, |(text, _)| text.lines().count());
        let line = if self.random.below(50) == 0 { u32::MAX } else { self.random.below(lines + 2) as u32 };
        let column = if self.random.below(50) == 0 { 4_000_000_000 } else { self.random.below(60) as u32 };
        (line, column)
    }

    fn ask(&mut self) {
        let (uri, _) = *self.random.one(&DOCUMENTS);
        let (line, column) = self.place(uri);
        let document = json!({"uri": uri});
        let position = json!({"line": line, "character": column});
        let (method, params) = match self.random.below(6) {
            0..3 => {
                let context = json!({"includeDeclaration": true});
                (*self.random.one(&AT), json!({"textDocument": document, "position": position, "context": context}))
            }
            3 => (*self.random.one(&OF), json!({"textDocument": document})),
            4 => {
                let rename = json!({"textDocument": document, "position": position, "newName": "N"});
                ("textDocument/rename", rename)
            }
            _ => {
                let range = range((0, 0), (line, column));
                let ask = json!({"textDocument": document, "range": range, "context": {"diagnostics": []},
                    "positions": [position], "options": {"tabSize": 2, "insertSpaces": true}, "query": "o"});
                let methods = [
                    "textDocument/inlayHint",
                    "textDocument/codeAction",
                    "textDocument/selectionRange",
                    "textDocument/formatting",
                    "workspace/symbol",
                    "textDocument/semanticTokens/range",
                ];
                (*self.random.one(&methods), ask)
            }
        };
        // The editor's own answer to a context that some do not take.
        let params = if method == "textDocument/completion" { without_context(params) } else { params };
        let id = self.client.send_request(method, &params);
        self.pending.insert(id);
    }

    fn nonsense(&mut self) {
        let (uri, _) = *self.random.one(&DOCUMENTS);
        match self.random.below(7) {
            0 => {
                self.client.notify("textDocument/didChange", &json!({"textDocument": {"uri": 7}, "contentChanges": 1}));
            }
            1 => self.client.notify("textDocument/didOpen", &json!([])),
            2 => self.client.send_value(&json!({"jsonrpc": "2.0", "id": 1_000_000, "result": {"a": []}})),
            3 => self.client.notify("workspace/didChangeConfiguration", &json!({"settings": null})),
            4 => self.client.notify("textDocument/didSave", &json!({"textDocument": {"uri": uri}})),
            5 => {
                let id = self.client.send_request("textDocument/hover", &json!({"textDocument": uri}));
                self.pending.insert(id);
            }
            _ => {
                let id = self.client.send_request("no/such/method", &json!(null));
                self.pending.insert(id);
            }
        }
    }

    /// Takes a message, if there is one.
    fn receive(&mut self, patience: Duration) -> bool {
        let Some(message) = self.client.next_within(patience) else { return false };
        if message["method"] == "textDocument/publishDiagnostics" {
            let params = &message["params"];
            let uri = params["uri"].as_str().expect("a name").to_owned();
            let closed = self.closed.entry(uri.clone()).or_default();
            match params["version"].as_i64() {
                None => {
                    *closed = closed.checked_sub(1).expect("nobody closed it");
                    self.told.remove(&uri);
                    return true;
                }
                // What was on its way when it was closed.
                Some(_) if *closed > 0 => return true,
                Some(version) => {
                    let newest = self.open.get(&*uri).map(|(_, version)| i64::from(*version)).expect("it is open");
                    let before = self.told.get(&uri).and_then(|told| told["version"].as_i64()).unwrap_or(-1);
                    assert!(before <= version && version <= newest, "{uri}: {version}, after {before}, of {newest}");
                }
            }
            self.told.insert(uri, params.clone());
        } else if let (Some(id), None) = (message["id"].as_u64(), message.get("method")) {
            assert!(self.pending.remove(&id), "an answer that nobody waits for: {message}");
            let code = message["error"]["code"].as_i64();
            let is_known = code.is_none_or(|it| [-32601, -32602, -32800, -32803].contains(&it));
            assert!(is_known, "{message}");
        } else if message["method"] == "window/logMessage" {
            let text = message["params"]["message"].as_str().unwrap_or_default();
            assert!(!text.contains("internal fault"), "{text}");
        } else if let Some(id) = message.get("id") {
            self.client.send_value(&json!({"jsonrpc": "2.0", "id": id, "result": null}));
        }
        true
    }

    /// Waits until all is answered and the newest versions are told.
    fn settle(&mut self) {
        let begun = Instant::now();
        let is_told =
            |robot: &Self, uri: &str, version: i32| robot.told.get(uri).is_some_and(|told| told["version"] == version);
        loop {
            let open: Vec<(&str, i32)> = self.open.iter().map(|(uri, (_, version))| (*uri, *version)).collect();
            let is_done = self.pending.is_empty() && open.iter().all(|(uri, version)| is_told(self, uri, *version));
            if is_done && !self.receive(Duration::from_millis(300)) {
                return;
            }
            self.receive(Duration::from_millis(20));
            assert!(begun.elapsed() < PATIENCE, "{:?} wait for answers; told: {:?}", self.pending, self.told.keys());
        }
    }

    fn compare_with_a_fresh_start(&mut self) {
        let mut fresh = Client::start();
        fresh.initialize(&json!({}));
        assert!(!self.open.is_empty(), "nothing is left to compare");
        for (uri, (text, version)) in self.open.clone() {
            let expected = fresh.open(uri, version, &text);
            let told = self.told.get(uri).expect("diagnostics");
            assert_eq!(told["diagnostics"], expected["diagnostics"], "{uri}: {text}");
            for method in STATELESS {
                let ask = json!({"textDocument": {"uri": uri}});
                assert_eq!(self.client.request(method, &ask), fresh.request(method, &ask), "{method} of {uri}");
            }
        }
        fresh.leave();
    }
}

fn without_context(mut params: Value) -> Value {
    params.as_object_mut().expect("an object").remove("context");
    params
}

/// The byte of a place, by the words of the protocol: lines end with `\n`, `\r\n` or `\r`, columns are units of UTF-16.
fn offset(text: &str, (line, column): (u32, u32)) -> usize {
    let mut start = 0;
    let bytes = text.as_bytes();
    for _ in 0..line {
        let Some(end) = text[start..].find(['\n', '\r']) else { return text.len() };
        let end = start + end;
        start = if bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n') { end + 2 } else { end + 1 };
    }
    let rest = &text[start..];
    let content = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
    let mut units = 0;
    for (at, c) in content.char_indices() {
        units += c.len_utf16() as u32;
        if units > column {
            return start + at;
        }
    }
    start + content.len()
}
