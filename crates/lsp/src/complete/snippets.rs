//! Whole states to begin with, in the query language and the format of the place.

use super::Offer;
use super::fields::Place;
use super::plain;
use crate::cursor::Cursor;
use crate::scene::Scene;
use asl_semantics::{Field, QueryLanguage};
use asl_syntax::Node;
use serde_json::Value;
use tower_lsp::ls_types::CompletionItemKind;

/// A state, or a chain of them. In the strings, `«n:text»` is a stop; a string that begins with `#` is written without quotes.
struct Snippet {
    label: &'static str,
    meaning: &'static str,
    json_path: &'static str,
    jsonata: &'static str,
}

/// Snippets at a place where states are written.
pub(super) fn offers(scene: &Scene<'_>, cursor: &Cursor<'_, '_>, container: Node<'_>, place: &Place) -> Vec<Offer> {
    let (Some(object), Some(entry)) = (cursor.object, cursor.entry) else { return Vec::new() };
    if entry.field != Some(Field::States) || entry.member.value != container || place.has_value {
        return Vec::new();
    }
    let language = scene.language(object);
    SNIPPETS.iter().filter_map(|snippet| offer(snippet, language, place)).collect()
}

fn offer(snippet: &Snippet, language: QueryLanguage, place: &Place) -> Option<Offer> {
    let text = match language {
        QueryLanguage::Jsonata => snippet.jsonata,
        QueryLanguage::JsonPath => snippet.json_path,
    };
    let states: Value = serde_json::from_str(text).ok()?;
    let members: Vec<String> = states.as_object()?.iter().map(|(name, state)| member(name, state, place)).collect();
    let comma = if place.is_followed { "," } else { "" };
    let written = if place.is_block { members.join("\n") } else { format!("{}{comma}", members.join(",\n")) };
    let offer = Offer::new(snippet.label, CompletionItemKind::SNIPPET, place.instead).meaning(snippet.meaning);
    Some(Offer { snippet: written, ..offer })
}

fn member(name: &str, state: &Value, place: &Place) -> String {
    if place.is_block {
        let mut out = format!("{}:", stops(&plain(name)));
        yaml(state, 1, &mut out);
        out
    } else {
        format!("{}: {}", string(name), json(state, 0))
    }
}

fn json(value: &Value, depth: usize) -> String {
    let (outer, inner) = ("\t".repeat(depth), "\t".repeat(depth + 1));
    match value {
        Value::Object(members) => {
            let members =
                members.iter().map(|(key, value)| format!("{inner}{}: {}", string(key), json(value, depth + 1)));
            format!("{{\n{}\n{outer}\\}}", members.collect::<Vec<_>>().join(",\n"))
        }
        Value::Array(items) if items.iter().all(Value::is_string) => {
            format!("[{}]", items.iter().map(|item| json(item, depth)).collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            let items = items.iter().map(|item| format!("{inner}{}", json(item, depth + 1)));
            format!("[\n{}\n{outer}]", items.collect::<Vec<_>>().join(",\n"))
        }
        Value::String(text) => scalar(text),
        other => other.to_string(),
    }
}

fn yaml(value: &Value, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Object(members) => {
            for (at, (key, value)) in members.iter().enumerate() {
                let is_item = at == 0 && out.ends_with("- ");
                out.push_str(&if is_item {
                    format!("{}:", stops(&plain(key)))
                } else {
                    format!("\n{indent}{}:", stops(&plain(key)))
                });
                yaml(value, depth + 1, out);
            }
        }
        Value::Array(items) => {
            for item in items {
                out.push_str(&format!("\n{indent}- "));
                yaml(item, depth + 1, out);
            }
        }
        Value::String(text) => {
            let text = scalar(text);
            out.push_str(if out.ends_with("- ") { "" } else { " " });
            out.push_str(&text);
        }
        other => out.push_str(&format!(" {other}")),
    }
}

fn scalar(text: &str) -> String {
    text.strip_prefix('#').map_or_else(|| string(text), stops)
}

fn string(text: &str) -> String {
    format!("\"{}\"", stops(&plain(text).replace('"', "\\\\\"")))
}

/// Stops in the protocol's words.
fn stops(text: &str) -> String {
    text.replace('«', "${").replace('»', "}")
}

const SNIPPETS: [Snippet; 8] = [
    Snippet {
        label: "state: Lambda function",
        meaning: "Calls a function, and tries again what AWS advises to try again.",
        json_path: r##"{"«1:Call function»": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "«2:name»", "Payload.$": "$"}, "ResultSelector": {"value.$": "$.Payload"}, "Retry": [{"ErrorEquals": ["Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException"], "IntervalSeconds": 1, "MaxAttempts": 3, "BackoffRate": 2, "JitterStrategy": "FULL"}], "«3|Next,End|»": "#«4:\"Done\"»"}}"##,
        jsonata: r##"{"«1:Call function»": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {"FunctionName": "«2:name»", "Payload": "{% $states.input %}"}, "Output": "{% $states.result.Payload %}", "Retry": [{"ErrorEquals": ["Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException"], "IntervalSeconds": 1, "MaxAttempts": 3, "BackoffRate": 2, "JitterStrategy": "FULL"}], "«3|Next,End|»": "#«4:\"Done\"»"}}"##,
    },
    Snippet {
        label: "state: Bedrock model",
        meaning: "Sends a prompt to a model of Bedrock, and takes the text of its answer.",
        json_path: r##"{"«1:Ask model»": {"Type": "Task", "Resource": "arn:aws:states:::bedrock:invokeModel", "Parameters": {"ModelId": "«2:us.anthropic.claude-sonnet-4-5-20250929-v1:0»", "Body": {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 1024, "messages": [{"role": "user", "content": [{"type": "text", "text.$": "$.«3:prompt»"}]}]}}, "ResultSelector": {"answer.$": "$.Body.content[0].text"}, "Retry": [{"ErrorEquals": ["Bedrock.ThrottlingException", "States.Timeout"], "IntervalSeconds": 2, "MaxAttempts": 5, "BackoffRate": 2, "JitterStrategy": "FULL"}], "TimeoutSeconds": 120, "«4|Next,End|»": "#«5:\"Done\"»"}}"##,
        jsonata: r##"{"«1:Ask model»": {"Type": "Task", "Resource": "arn:aws:states:::bedrock:invokeModel", "Arguments": {"ModelId": "«2:us.anthropic.claude-sonnet-4-5-20250929-v1:0»", "Body": {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 1024, "messages": [{"role": "user", "content": [{"type": "text", "text": "{% $states.input.«3:prompt» %}"}]}]}}, "Output": {"answer": "{% $states.result.Body.content[0].text %}"}, "Retry": [{"ErrorEquals": ["Bedrock.ThrottlingException", "States.Timeout"], "IntervalSeconds": 2, "MaxAttempts": 5, "BackoffRate": 2, "JitterStrategy": "FULL"}], "TimeoutSeconds": 120, "«4|Next,End|»": "#«5:\"Done\"»"}}"##,
    },
    Snippet {
        label: "state: HTTP call",
        meaning: "Calls an HTTPS endpoint; tries again what the server or the network is to blame for, and nothing else.",
        json_path: r##"{"«1:Call API»": {"Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Parameters": {"ApiEndpoint": "https://«2:example.com/path»", "Method": "«3|GET,POST,PUT,PATCH,DELETE|»", "InvocationConfig": {"ConnectionArn": "«4:arn:aws:events:us-east-1:123456789012:connection/name/id»"}}, "ResultSelector": {"answer.$": "$.ResponseBody"}, "Retry": [{"ErrorEquals": ["States.Http.StatusCode.429"], "IntervalSeconds": 5, "MaxAttempts": 5, "BackoffRate": 2, "JitterStrategy": "FULL"}, {"ErrorEquals": ["States.Http.StatusCode.502", "States.Http.StatusCode.503", "States.Http.StatusCode.504", "States.Http.Socket"], "IntervalSeconds": 1, "MaxAttempts": 3, "BackoffRate": 2, "JitterStrategy": "FULL"}], "TimeoutSeconds": 60, "«5|Next,End|»": "#«6:\"Done\"»"}}"##,
        jsonata: r##"{"«1:Call API»": {"Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Arguments": {"ApiEndpoint": "https://«2:example.com/path»", "Method": "«3|GET,POST,PUT,PATCH,DELETE|»", "InvocationConfig": {"ConnectionArn": "«4:arn:aws:events:us-east-1:123456789012:connection/name/id»"}}, "Output": "{% $states.result.ResponseBody %}", "Retry": [{"ErrorEquals": ["States.Http.StatusCode.429"], "IntervalSeconds": 5, "MaxAttempts": 5, "BackoffRate": 2, "JitterStrategy": "FULL"}, {"ErrorEquals": ["States.Http.StatusCode.502", "States.Http.StatusCode.503", "States.Http.StatusCode.504", "States.Http.Socket"], "IntervalSeconds": 1, "MaxAttempts": 3, "BackoffRate": 2, "JitterStrategy": "FULL"}], "TimeoutSeconds": 60, "«5|Next,End|»": "#«6:\"Done\"»"}}"##,
    },
    Snippet {
        label: "state: callback with timeout",
        meaning: "Sends a task token to a queue and waits until somebody gives it back, but not for ever.",
        json_path: r##"{"«1:Wait for approval»": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "TimeoutSeconds": "#«2:86400»", "Parameters": {"QueueUrl": "«3:https://sqs.us-east-1.amazonaws.com/123456789012/approvals»", "MessageBody": {"token.$": "$$.Task.Token", "input.$": "$"}}, "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "«4:Nobody answered»"}], "«5|Next,End|»": "#«6:\"Done\"»"}}"##,
        jsonata: r##"{"«1:Wait for approval»": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "TimeoutSeconds": "#«2:86400»", "Arguments": {"QueueUrl": "«3:https://sqs.us-east-1.amazonaws.com/123456789012/approvals»", "MessageBody": {"token": "{% $states.context.Task.Token %}", "input": "{% $states.input %}"}}, "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "«4:Nobody answered»"}], "«5|Next,End|»": "#«6:\"Done\"»"}}"##,
    },
    Snippet {
        label: "states: prompt chain",
        meaning: "Two prompts: the second one works on the answer to the first.",
        json_path: r##"{"«1:Draft»": {"Type": "Task", "Resource": "arn:aws:states:::bedrock:invokeModel", "Parameters": {"ModelId": "«2:us.anthropic.claude-sonnet-4-5-20250929-v1:0»", "Body": {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 1024, "messages": [{"role": "user", "content": [{"type": "text", "text.$": "$.«3:prompt»"}]}]}}, "ResultSelector": {"text.$": "$.Body.content[0].text"}, "ResultPath": "$.draft", "Next": "«4:Refine»"}, "«4:Refine»": {"Type": "Task", "Resource": "arn:aws:states:::bedrock:invokeModel", "Parameters": {"ModelId": "«2:us.anthropic.claude-sonnet-4-5-20250929-v1:0»", "Body": {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 1024, "messages": [{"role": "user", "content": [{"type": "text", "text.$": "States.Format('«5:Make this shorter:» {}', $.draft.text)"}]}]}}, "ResultSelector": {"text.$": "$.Body.content[0].text"}, "«6|Next,End|»": "#«7:\"Done\"»"}}"##,
        jsonata: r##"{"«1:Draft»": {"Type": "Task", "Resource": "arn:aws:states:::bedrock:invokeModel", "Arguments": {"ModelId": "«2:us.anthropic.claude-sonnet-4-5-20250929-v1:0»", "Body": {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 1024, "messages": [{"role": "user", "content": [{"type": "text", "text": "{% $states.input.«3:prompt» %}"}]}]}}, "Assign": {"draft": "{% $states.result.Body.content[0].text %}"}, "Next": "«4:Refine»"}, "«4:Refine»": {"Type": "Task", "Resource": "arn:aws:states:::bedrock:invokeModel", "Arguments": {"ModelId": "«2:us.anthropic.claude-sonnet-4-5-20250929-v1:0»", "Body": {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 1024, "messages": [{"role": "user", "content": [{"type": "text", "text": "{% '«5:Make this shorter:» ' & $draft %}"}]}]}}, "Output": {"text": "{% $states.result.Body.content[0].text %}"}, "«6|Next,End|»": "#«7:\"Done\"»"}}"##,
    },
    Snippet {
        label: "state: Choice",
        meaning: "Goes on with one of several states.",
        json_path: r##"{"«1:Decide»": {"Type": "Choice", "Choices": [{"Variable": "$.«2:status»", "StringEquals": "«3:ok»", "Next": "«4:Go on»"}], "Default": "«5:Give up»"}}"##,
        jsonata: r##"{"«1:Decide»": {"Type": "Choice", "Choices": [{"Condition": "{% $states.input.«2:status» = '«3:ok»' %}", "Next": "«4:Go on»"}], "Default": "«5:Give up»"}}"##,
    },
    Snippet {
        label: "state: Map",
        meaning: "Runs a state for each item of an array.",
        json_path: r##"{"«1:For each»": {"Type": "Map", "ItemsPath": "$.«2:items»", "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, "StartAt": "«3:Handle item»", "States": {"«3:Handle item»": {"Type": "Pass", "End": true}}}, "«4|Next,End|»": "#«5:\"Done\"»"}}"##,
        jsonata: r##"{"«1:For each»": {"Type": "Map", "Items": "{% $states.input.«2:items» %}", "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, "StartAt": "«3:Handle item»", "States": {"«3:Handle item»": {"Type": "Pass", "End": true}}}, "«4|Next,End|»": "#«5:\"Done\"»"}}"##,
    },
    Snippet {
        label: "state: Fail",
        meaning: "Ends the execution with an error.",
        json_path: r##"{"«1:Give up»": {"Type": "Fail", "Error": "«2:Name»", "Cause": "«3:What went wrong»"}}"##,
        jsonata: r##"{"«1:Give up»": {"Type": "Fail", "Error": "«2:Name»", "Cause": "«3:What went wrong»"}}"##,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_snippet_is_written_in_each_language_and_format() {
        for snippet in &SNIPPETS {
            for language in [QueryLanguage::JsonPath, QueryLanguage::Jsonata] {
                for is_block in [false, true] {
                    let place =
                        Place { instead: asl_syntax::Span::at(0), has_value: false, is_followed: false, is_block };
                    let offer = offer(snippet, language, &place).unwrap_or_else(|| panic!("{}", snippet.label));
                    let text = super::super::without_stops(&offer.snippet);
                    let first = text.split(':').next().unwrap_or_default().trim_matches('"').to_owned();
                    let ends = if is_block { String::new() } else { "}}".to_owned() };
                    let whole = if is_block {
                        format!("StartAt: \"{first}\"\nStates:\n  {}\n", text.replace('\n', "\n  "))
                    } else {
                        format!("{{\"StartAt\": \"{first}\", \"States\": {{{text}{ends}")
                    };
                    let tree = if is_block {
                        asl_syntax::yaml::parse(asl_syntax::Source::new(whole.clone()))
                    } else {
                        asl_syntax::json::parse(asl_syntax::Source::new(whole.clone()))
                    };
                    assert!(tree.errors().is_empty(), "{whole}\n{:?}", tree.errors());
                    let states = asl_semantics::Definition::new(&tree);
                    assert!(!states.states().is_empty() && states.states().iter().all(|s| s.kind.is_some()), "{whole}");
                }
            }
        }
    }
}
