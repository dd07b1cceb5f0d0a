//! The language server as an editor meets it: the program itself, over its standard input and output.
#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its data is broken")]

#[path = "lsp/client.rs"]
mod client;
#[path = "../../check/benches/generate.rs"]
mod generate;
#[path = "lsp/latency.rs"]
mod latency;
#[path = "lsp/memory.rs"]
mod memory;
#[path = "lsp/random.rs"]
mod random;
#[path = "lsp/robot.rs"]
mod robot;

use client::{Client, range};
use serde_json::{Value, json};

const URI: &str = "file:///work/orders.asl.json";

/// Two faults: a misspelt field, and a transition to nowhere behind characters of two and four bytes.
const FAULTY: &str = "{\r\n  \"StartAt\": \"Pack\",\r\n  \"States\": {\r\n    \"Pack\": {\"Type\": \"Pass\", \"Next\": \"\u{1f4e6}é\", \"ResultPaht\": null},\r\n    \"Ship\": {\"Type\": \"Succeed\", \"Comment\": \"\u{1f4e6}é\"},\r\n    \"\u{1f4e6}\": {\"Type\": \"Pass\", \"Next\": \"Shpi\"}\r\n  }\r\n}\r\n";

fn rules(published: &Value) -> Vec<&str> {
    published["diagnostics"].as_array().expect("diagnostics").iter().filter_map(|d| d["code"].as_str()).collect()
}

fn of<'a>(published: &'a Value, rule: &str) -> &'a Value {
    let all = published["diagnostics"].as_array().expect("diagnostics");
    all.iter().find(|d| d["code"] == rule).unwrap_or_else(|| panic!("no {rule} in {published}"))
}

#[test]
fn says_what_it_is_and_takes_its_leave() {
    let mut client = Client::start();
    let hello = client.initialize(&json!({}));
    assert_eq!(hello["serverInfo"]["name"], "asl-check");
    assert_eq!(hello["serverInfo"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(hello["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(hello["capabilities"]["textDocumentSync"]["change"], 2);
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn leaving_without_a_word_is_told() {
    let mut client = Client::start();
    client.initialize(&json!({}));
    client.notify("exit", &Value::Null);
    assert_eq!(client.wait(), Some(1));
    let mut client = Client::start();
    client.initialize(&json!({}));
    client.hang_up();
    assert_eq!(client.wait(), Some(1));
}

#[test]
fn faults_are_published_with_the_version() {
    let mut client = Client::start();
    client.initialize(&json!({}));
    let published = client.open(URI, 5, FAULTY);
    assert_eq!(published["uri"], URI);
    assert_eq!(published["version"], 5);
    let field = of(&published, "unknown-field");
    assert_eq!(field["severity"], 1);
    assert_eq!(field["source"], "asl-check");
    // `ResultPaht` stands behind a character that counts two and one that counts one.
    assert_eq!(field["range"], range((3, 44), (3, 56)));
    assert!(field["message"].as_str().is_some_and(|m| m.ends_with("\nhelp: did you mean `ResultPath`?")), "{field}");
    assert_eq!(field.get("codeDescription"), None, "no link to a page that is not on the web");
    client.leave();

    let mut client = Client::start();
    let hello = client.initialize(&json!({"general": {"positionEncodings": ["utf-16", "utf-8"]}}));
    assert_eq!(hello["capabilities"]["positionEncoding"], "utf-8");
    let published = client.open(URI, 1, FAULTY);
    assert_eq!(of(&published, "unknown-field")["range"], range((3, 47), (3, 59)));
    client.leave();
}

#[test]
fn a_half_typed_document_keeps_its_other_findings() {
    let mut client = Client::start();
    client.initialize(&json!({}));
    let text = include_str!("../../../fixtures/faulty/half-typed.asl.json");
    let published = client.open("file:///half-typed.asl.json", 1, text);
    assert!(rules(&published).contains(&"syntax-error"), "{published}");
    assert!(rules(&published).contains(&"exclusive-fields"), "{published}");
    client.leave();
}

#[test]
fn edits_are_followed() {
    let mut client = Client::start();
    client.initialize(&json!({}));
    client.open(URI, 1, FAULTY);
    // The second edit counts on the first, and stands behind an emoji.
    let published = client.change(
        URI,
        2,
        &[
            json!({"range": range((3, 38), (3, 41)), "text": "\u{1f69a}\u{1f4e6}"}),
            json!({"range": range((3, 38), (3, 42)), "text": "Ship"}),
            json!({"range": range((3, 54), (3, 56)), "text": "th"}),
            json!({"range": range((0, 1), (0, 1)), "text": "\n  \"Comment\": \"\u{1f600}\",\n"}),
        ],
    );
    assert_eq!(published["version"], 2);
    // Left is the transition of a state that nothing leads to, two lines below where it was.
    assert_eq!(of(&published, "dangling-transition")["range"], range((7, 35), (7, 41)), "{published}");
    assert!(!rules(&published).contains(&"unknown-field"), "{published}");
    // Positions from nowhere are taken for the nearest ones there are.
    let wild = json!({"range": range((9, 700), (4_000_000_000, 4_000_000_000)), "text": ""});
    let published = client.change(URI, 3, &[wild, json!({"text": "{}"})]);
    assert_eq!(published["version"], 3);
    assert_eq!(rules(&published), ["missing-field"], "{published}");
    client.leave();
}

#[test]
fn a_burst_of_edits_ends_in_what_the_last_one_left() {
    let mut client = Client::start();
    client.initialize(&json!({}));
    client.open(URI, 0, FAULTY);
    for version in 1..=300 {
        client.send_change(URI, version, &[json!({"range": range((1, 14), (1, 14)), "text": "x"})]);
    }
    let mut last = 0;
    let published = loop {
        let published = client.published();
        let version = published["version"].as_i64().expect("a version");
        assert!(version > last, "{version} after {last}");
        last = version;
        if last == 300 {
            break published;
        }
    };
    let message = of(&published, "dangling-transition")["message"].as_str().expect("a message").to_owned();
    assert!(message.contains(&"x".repeat(300)), "{message}");
    client.leave();
}

#[test]
fn a_quick_fix_mends_a_typo() {
    for (capabilities, pointer) in [
        (json!({"workspace": {"workspaceEdit": {"documentChanges": true}}}), "/0/edit/documentChanges/0/edits/0"),
        (json!({}), "/0/edit/changes/file:~1~1~1work~1orders.asl.json/0"),
    ] {
        let mut client = Client::start();
        client.initialize(&capabilities);
        let published = client.open(URI, 1, FAULTY);
        let typo = of(&published, "unknown-field");
        let ask = json!({
            "textDocument": {"uri": URI}, "range": typo["range"], "context": {"diagnostics": published["diagnostics"]},
        });
        let actions = client.request("textDocument/codeAction", &ask);
        let mend = actions.as_array().and_then(|a| a.iter().find(|a| a["diagnostics"][0]["code"] == "unknown-field"));
        let mend = json!([mend.expect("a quick fix")]);
        assert_eq!(mend[0]["title"], "rename it to `ResultPath`");
        assert_eq!(mend[0]["kind"], "quickfix");
        let edit = mend.pointer(pointer).unwrap_or_else(|| panic!("no {pointer} in {mend}"));
        let published = client.change(URI, 2, &[json!({"range": edit["range"], "text": edit["newText"]})]);
        assert!(!rules(&published).contains(&"unknown-field"), "{published}");
        // The findings of version 1 are no longer of use.
        assert_eq!(client.request("textDocument/codeAction", &ask), json!([]));
        client.leave();
    }
}

#[test]
fn closing_clears_and_reopening_begins_anew() {
    let mut client = Client::start();
    client.initialize(&json!({}));
    assert!(!rules(&client.open(URI, 9, FAULTY)).is_empty());
    // An edit just before must not bring anything back.
    client.send_change(URI, 10, &[json!({"range": range((0, 0), (0, 0)), "text": " "})]);
    client.notify("textDocument/didClose", &json!({"textDocument": {"uri": URI}}));
    let published = loop {
        let published = client.published();
        if published["version"] != 10 {
            break published;
        }
    };
    assert_eq!(published["diagnostics"], json!([]));
    let published = client.open(URI, 1, "{}");
    assert_eq!(published["version"], 1);
    assert_eq!(rules(&published), ["missing-field"]);
    client.leave();
}

#[test]
fn the_type_of_workflow_is_an_option() {
    let text = "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::sqs:sendMessage.waitForTaskToken\", \"TimeoutSeconds\": 60, \"Parameters\": {\"QueueUrl\": \"q\", \"MessageBody.$\": \"$$.Task.Token\"}, \"End\": true}}}";
    for (options, expected) in [
        (json!({}), vec![]),
        (json!({"type": "standard"}), vec![]),
        (json!({"type": "express"}), vec!["express-unsupported"]),
    ] {
        let mut client = Client::start();
        client.initialize_with(&json!({}), &options);
        assert_eq!(rules(&client.open(URI, 1, text)), expected, "{options}");
        client.leave();
    }
}

#[test]
fn the_config_file_of_the_project_holds() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = folder.path().join("asl-check.toml");
    let uri = format!("file://{}", folder.path().join("a.asl.json").display());
    let mut client = Client::start();
    client.initialize(&json!({}));
    assert_eq!(rules(&client.open(&uri, 1, "{\"X\": 1}")), ["missing-field", "unknown-field"]);
    std::fs::write(&config, "ignore = [\"missing-field\"]\n[severity]\nunknown-field = \"note\"\n")
        .expect("a config file");
    client.notify("textDocument/didSave", &json!({"textDocument": {"uri": uri}}));
    let published = client.published();
    assert_eq!(rules(&published), ["unknown-field"]);
    assert_eq!(of(&published, "unknown-field")["severity"], 3);
    std::fs::write(&config, "ignore = [\"missing-filed\"]").expect("a config file");
    client.notify("textDocument/didSave", &json!({"textDocument": {"uri": uri}}));
    let complaint = client.logged();
    assert!(complaint.contains("asl-check.toml:1:11: ") && complaint.contains("`missing-field`"), "{complaint}");
    assert_eq!(rules(&client.published()), ["missing-field", "unknown-field"]);
    client.leave();
}

#[test]
fn what_makes_no_sense_is_survived() {
    let mut client = Client::start();
    client.initialize_with(&json!({}), &json!({"type": 7}));
    client.change_unknown("file:///never-opened.asl.json");
    client.notify("textDocument/didOpen", &json!({"textDocument": {"uri": "not a uri \u{e9}"}}));
    client.notify("textDocument/didOpen", &json!([1, 2]));
    client.notify("no/such/notification", &json!({}));
    client.notify("textDocument/didClose", &json!({"textDocument": {"uri": "x:never-opened"}}));
    assert_eq!(client.published()["diagnostics"], json!([]));
    let answer = client.ask("textDocument/codeAction", &json!({"textDocument": {"uri": URI}}));
    assert_eq!(answer["error"]["code"], -32602);
    assert_eq!(client.ask("no/such/request", &Value::Null)["error"]["code"], -32601);
    // No UTF-8 behind the percent signs, and a host.
    assert!(!rules(&client.open("file:///%ff%fe.asl.json", 1, "{}")).is_empty());
    assert!(rules(&client.open("file:///template.yaml", 1, "Resources:\n  A: {Type: x}\n")).is_empty());
    // Deep, and with a character that is nowhere near the end of its line.
    let deep = format!("{}\u{1f600}{}", "[".repeat(200_000), "]".repeat(200_000));
    assert!(!rules(&client.open("file:///deep.asl.json", 1, &deep)).is_empty());
    assert_eq!(client.leave(), Some(0));
}

#[test]
fn malformed_input_ends_the_session_soon() {
    for input in ["Content-Length: 5\r\n\r\n{\"a\":", "Content-Length: x\r\n\r\n{}", "hello\r\n\r\n", "\0\u{1}\r\n\r\n"]
    {
        let mut client = Client::start();
        client.initialize(&json!({}));
        client.send_raw(input.as_bytes());
        // Not even now does the client hang up.
        assert_eq!(client.wait(), Some(1), "{input:?}");
    }
    for input in ["", "Content-Length: 500\r\n\r\n{}", "Content-Le"] {
        let mut client = Client::start();
        client.send_raw(input.as_bytes());
        client.hang_up();
        assert_eq!(client.wait(), Some(1), "{input:?}");
    }
}

#[test]
fn who_asks_for_diagnostics_gets_them_then_and_only_then() {
    let mut client = Client::start();
    let hello = client.initialize(&json!({"textDocument": {"diagnostic": {}}}));
    assert_eq!(hello["capabilities"]["diagnosticProvider"]["identifier"], "asl-check");
    let document = json!({"uri": URI, "languageId": "asl", "version": 1, "text": FAULTY});
    client.notify("textDocument/didOpen", &json!({"textDocument": document}));
    let ask = json!({"textDocument": {"uri": URI}});
    let id = client.send_request("textDocument/diagnostic", &ask);
    let answer = client.next_within(std::time::Duration::from_secs(30)).expect("an answer");
    assert_eq!((answer["id"].as_u64(), &answer["result"]["kind"]), (Some(id), &json!("full")), "nothing comes unasked");
    let rules: Vec<&str> =
        answer["result"]["items"].as_array().expect("items").iter().filter_map(|it| it["code"].as_str()).collect();
    assert!(rules.contains(&"unknown-field"), "{rules:?}");
    client.send_change(URI, 2, &[json!({"text": "{}"})]);
    assert_eq!(client.request("textDocument/diagnostic", &ask)["items"][0]["code"], "missing-field");
    client.leave();
    // One that can be told to ask again is told, when a config file may have changed.
    let mut client = Client::start();
    let workspace = json!({"diagnostics": {"refreshSupport": true}});
    client.initialize(&json!({"textDocument": {"diagnostic": {}}, "workspace": workspace}));
    client.notify("workspace/didChangeWatchedFiles", &json!({"changes": []}));
    let told = client.next_within(std::time::Duration::from_secs(30)).expect("a request");
    assert_eq!(told["method"], "workspace/diagnostic/refresh");
    client.hang_up();
    client.wait();
    // One that takes what is sent, too, is sent it, and not told that it may ask.
    let mut client = Client::start();
    let both = json!({"textDocument": {"diagnostic": {}, "publishDiagnostics": {}}});
    assert_eq!(client.initialize(&both)["capabilities"].get("diagnosticProvider"), None);
    assert!(!rules_of_opened(&mut client).is_empty());
    client.leave();
}

fn rules_of_opened(client: &mut Client) -> Vec<String> {
    rules(&client.open(URI, 1, FAULTY)).into_iter().map(str::to_owned).collect()
}

#[test]
fn answers_are_about_the_text_that_the_client_had() {
    let mut client = Client::start();
    client.initialize(&json!({}));
    let text = "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}";
    client.open(URI, 1, text);
    // Sent in one go: each question stands between two edits.
    let place = json!({"textDocument": {"uri": URI}, "position": {"line": 0, "character": 13}, "newName": "Z"});
    let mut asked = Vec::new();
    for version in 2..40 {
        let name = format!("A{version}");
        client.send_change(URI, version, &[json!({"text": text.replace("\"A\"", &format!("\"{name}\""))})]);
        asked.push((client.send_request("textDocument/prepareRename", &place), name));
    }
    let mut left = asked.len();
    while left > 0 {
        let message = client.next_within(std::time::Duration::from_secs(30)).expect("an answer");
        if let Some((_, name)) = asked.iter().find(|(id, _)| message["id"] == *id) {
            assert_eq!(message["result"]["placeholder"], **name, "{message}");
            left -= 1;
        }
    }
    client.leave();
}

#[test]
fn names_are_searched_for_in_all_documents_and_refused_with_words() {
    let mut client = Client::start();
    client.initialize(&json!({}));
    client.open(
        "file:///one/a.asl.json",
        1,
        "{\"StartAt\": \"Load\", \"States\": {\"Load\": {\"Type\": \"Succeed\"}}}",
    );
    client.open("file:///two/b.asl.yaml", 1, "StartAt: Reload\nStates:\n  Reload:\n    Type: Succeed\n");
    let found = client.request("workspace/symbol", &json!({"query": "load"}));
    let names: Vec<&str> = found.as_array().expect("symbols").iter().filter_map(|it| it["name"].as_str()).collect();
    assert_eq!(names, ["Load", "Reload"]);
    let place = json!({"textDocument": {"uri": "file:///one/a.asl.json"}, "position": {"line": 0, "character": 13}, "newName": ""});
    let answer = client.ask("textDocument/rename", &place);
    assert_eq!(answer["error"]["code"], -32803);
    assert!(answer["error"]["message"].as_str().is_some_and(|it| it.contains("1 to 80 characters")), "{answer}");
    client.leave();
}

#[test]
fn a_changed_config_file_is_read_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let uri = format!("file://{}", folder.path().join("a.asl.json").display());
    let mut client = Client::start();
    client.initialize(&json!({}));
    assert_eq!(rules(&client.open(&uri, 1, "{\"X\": 1}")), ["missing-field", "unknown-field"]);
    std::fs::write(folder.path().join("asl-check.toml"), "ignore = [\"missing-field\"]\n").expect("a config file");
    client.notify("workspace/didChangeWatchedFiles", &json!({"changes": []}));
    assert_eq!(rules(&client.published()), ["unknown-field"]);
    client.leave();
}

#[cfg(target_os = "linux")]
#[test]
fn the_server_ends_with_its_client() {
    let mut editor = std::process::Command::new("sleep").arg("600").spawn().expect("a process");
    let mut client = Client::start();
    let params = json!({"processId": editor.id(), "rootUri": null, "capabilities": {}});
    client.request("initialize", &params);
    editor.kill().and_then(|()| editor.wait()).expect("it ends");
    // Its end of the pipe is still open.
    assert_eq!(client.wait(), Some(1));
}
