//! What a person is told and led to, beside what is offered.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test stops where its data is broken")]

mod marked;

use asl_lsp::ls_types::{
    CodeActionOrCommand, DocumentChanges, FormattingOptions, GotoDefinitionResponse, HoverContents, InlayHintLabel,
    Position, PrepareRenameResponse, Range, WorkspaceEdit,
};
use asl_lsp::{calls, format, hints, hover, links, navigate, ranges, refactor, rename, symbols, tokens};
use marked::{edited, marked, part, snapshot};
use std::sync::Arc;

const JSON: &str = "a.asl.json";

const ORDER: &str = r#"{
  "StartAt": "Load",
  "States": {
    "Load": {
      "Type": "Task",
      "Resource": "arn:aws:states:::dynamodb:getItem",
      "Parameters": {"TableName": "orders", "Key": {"id": {"S.$": "$.id"}}},
      "Assign": {"seen": true, "key.$": "$.Item"},
      "Next": "Each"
    },
    "Each": {
      "Type": "Map",
      "ItemsPath": "$.Item.lines.L",
      "ItemProcessor": {
        "StartAt": "Line",
        "States": {"Line": {"Type": "Pass", "Parameters": {"s.$": "$seen", "n.$": "States.Format('{}', $seen)"}, "End": true}}
      },
      "Next": "Done"
    },
    "Done": {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $seen and $map([1], function($seen){$seen}) %}", "End": true}
  }
}
"#;

fn at(needle: &str, within: usize) -> String {
    let start = ORDER.find(needle).unwrap() + within;
    format!("{}¦{}", &ORDER[..start], &ORDER[start..])
}

fn hovered(text: &str) -> Option<(String, String)> {
    let (snapshot, position) = marked(JSON, text);
    let hover = hover::hover(&snapshot, position)?;
    let HoverContents::Markup(markup) = hover.contents else { panic!("no markup") };
    Some((markup.value, part(&text.replace('¦', ""), hover.range?).to_owned()))
}

fn edits(edit: WorkspaceEdit) -> Vec<asl_lsp::ls_types::TextEdit> {
    match edit.document_changes {
        Some(DocumentChanges::Edits(_)) => panic!("this client takes no versions"),
        _ => edit.changes.unwrap().into_values().flatten().collect(),
    }
}

fn renamed(name: &str, text: &str, new: &str) -> Result<String, String> {
    let (snapshot, position) = marked(name, text);
    let edit = rename::rename(&snapshot, position, new)?.expect("something to rename");
    Ok(edited(&text.replace('¦', ""), &edits(edit)))
}

#[test]
fn hover_tells_of_states_fields_calls_errors_models_and_types() {
    let (words, place) = hovered(&at("\"Load\": {", 2)).unwrap();
    assert!(
        words.contains("**Load** · Task") && words.contains("`dynamodb:getItem`") && words.contains("output: "),
        "{words}"
    );
    assert!(words.contains("DynamoD"), "{words}");
    assert_eq!(place, "\"Load\"");
    assert!(hovered(&at("\"Load\",", 2)).unwrap().0.contains("**Load**"), "where it is meant, too");
    assert!(hovered(&at("\"ItemsPath\"", 3)).unwrap().0.contains("JSONPath only"));
    assert!(hovered(&at("\"TableName\"", 3)).unwrap().0.contains("string, required"));
    assert!(hovered(&at("dynamodb:getItem", 3)).unwrap().0.contains("Needs `Key`, `TableName`"));
    let (words, place) = hovered(&at("$.Item.lines", 4)).unwrap();
    assert_eq!(place, "$.Item");
    assert!(words.contains("$.Item: {"), "{words}");
    assert_eq!(hovered(&at("$.Item.lines", 9)).unwrap().1, "$.Item.lines");
    assert!(hovered(&at("States.Format", 3)).unwrap().0.contains("States.Format('template'"));
    let (words, _) = hovered(&at("$seen and", 2)).unwrap();
    assert!(words.contains("$seen: true"), "{words}");
    assert!(hovered(&at("$map(", 2)).unwrap().0.contains("$map(array, function)"));
    assert!(hovered(&at("\"seen\"", 2)).unwrap().0.contains("Set in `Load`"));
    let read = |path: &str| hovered(&ORDER.replace("$.Item.lines.L", path)).unwrap().0;
    assert!(read("$$.Execution.Start¦Time").contains("When the execution was started."));
    assert!(!read("$.in¦put").contains("The input of the state"), "a field of the data that happens to bear the name");
    assert!(hovered(&at("\"Pass\", \"Param", 2)).unwrap().0.contains("Passes its input on"));
    let caught = ORDER
        .replace("\"Next\": \"Each\"", "\"Retry\": [{\"ErrorEquals\": [\"States.Time¦out\"]}], \"Next\": \"Each\"");
    assert!(hovered(&caught).unwrap().0.contains("TimeoutSeconds"));
    let model = "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::bedrock:invokeModel\", \"Parameters\": {\"ModelId\": \"anthropic.claude-¦v2:1\"}, \"End\": true}}}";
    assert!(
        hovered(model).unwrap().0.contains("Calls fail from") || hovered(model).unwrap().0.contains("legacy"),
        "{:?}",
        hovered(model)
    );
}

#[test]
fn names_lead_to_where_they_are_made() {
    let target = |text: &str| {
        let (snapshot, position) = marked(JSON, text);
        let Some(GotoDefinitionResponse::Array(places)) = navigate::definition(&snapshot, position) else {
            return vec![];
        };
        places.iter().map(|it| (it.range.start.line, part(ORDER, it.range).to_owned())).collect()
    };
    assert_eq!(target(&at("\"Each\"\n", 2)), [(10, "\"Each\"".to_owned())]);
    assert_eq!(target(&at("\"Line\",", 2)), [(15, "\"Line\"".to_owned())]);
    assert_eq!(target(&at("$seen)", 3)), [(7, "\"seen\"".to_owned())]);
    assert_eq!(target(&at("$seen and", 1)), [(7, "\"seen\"".to_owned())]);
    assert_eq!(target(&at("function($seen", 11)), [], "the function's own");
    let (snapshot, position) = marked(JSON, &at("\"seen\"", 2));
    let all = navigate::references(&snapshot, position, true).unwrap();
    let texts: Vec<&str> = all.iter().map(|it| part(ORDER, it.range)).collect();
    assert_eq!(texts, ["\"seen\"", "seen", "seen", "seen"]);
    assert_eq!(navigate::references(&snapshot, position, false).unwrap().len(), 3);
    assert_eq!(navigate::highlights(&snapshot, position).unwrap().len(), 4);
}

#[test]
fn states_and_variables_get_other_names() {
    let text = renamed(JSON, &at("\"Each\": {", 2), "For \"each\"").unwrap();
    assert_eq!(text, ORDER.replace("\"Each\"", "\"For \\\"each\\\"\""));
    let text = renamed(JSON, &at("$seen and", 2), "found").unwrap();
    let expected = ORDER.replace("seen", "found").replace("function($found){$found}", "function($seen){$seen}");
    assert_eq!(text, expected);
    assert_eq!(renamed(JSON, &at("\"key.$\"", 2), "k").unwrap(), ORDER.replace("\"key.$\"", "\"k.$\""));
    assert!(renamed(JSON, &at("\"Each\": {", 2), "Line").unwrap_err().contains("unique"));
    assert!(renamed(JSON, &at("\"Each\": {", 2), "").unwrap_err().contains("1 to 80"));
    assert!(renamed(JSON, &at("$seen and", 2), "a-b").unwrap_err().contains("no name of a variable"));
    let long = "ü".repeat(80);
    assert!(renamed(JSON, &at("$seen and", 2), &long).unwrap().contains(&long));
    let beside = at("$seen and", 2).replace("$map([1]", "($n := 2; $seen > $n) and $map([1]");
    assert!(renamed(JSON, &beside, "n").unwrap_err().contains("`$n` means something else"));
    assert!(renamed(JSON, &beside, "map").unwrap_err().contains("`$map` means something else"));
    assert!(renamed(JSON, &beside, "m").is_ok());
    let (snapshot, position) = marked(JSON, &at("$seen and", 2));
    let Some(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder }) = rename::prepare(&snapshot, position)
    else {
        panic!("nothing to rename")
    };
    assert_eq!((part(ORDER, range), &*placeholder), ("seen", "seen"));
    let yaml = "StartAt: A¦\nStates:\n  A:\n    Type: Succeed\n";
    assert_eq!(renamed("a.asl.yaml", yaml, "B c").unwrap(), "StartAt: B c\nStates:\n  B c:\n    Type: Succeed\n");
    assert_eq!(
        renamed("a.asl.yaml", yaml, "B: c").unwrap(),
        "StartAt: \"B: c\"\nStates:\n  \"B: c\":\n    Type: Succeed\n"
    );
    assert_eq!(
        renamed("a.asl.yaml", yaml, "yes").unwrap(),
        "StartAt: \"yes\"\nStates:\n  \"yes\":\n    Type: Succeed\n"
    );
}

#[test]
fn names_inside_of_templates_are_quoted_as_their_place_wants_it() {
    let json = "{\"Resources\": {\"M\": {\"Type\": \"AWS::StepFunctions::StateMachine\", \"Properties\": {\"DefinitionString\": \
        \"{\\\"StartAt\\\": \\\"¦A\\\", \\\"States\\\": {\\\"A\\\": {\\\"Type\\\": \\\"Succeed\\\"}}}\"}}}}";
    let expected = json.replace('¦', "").replace("\\\"A\\\"", "\\\"x\\\\\\\"y\\\"");
    assert_eq!(renamed("template.json", json, "x\"y").unwrap(), expected);
    let block = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: |\n        {\"StartAt\": \"¦A\",\n         \"States\": {\"A\": {\"Type\": \"Succeed\"}}}\n";
    assert_eq!(renamed("t.yaml", block, "B").unwrap(), block.replace('¦', "").replace("\"A\"", "\"B\""));
    let object = "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        StartAt: ¦A\n        States:\n          A: {Type: Succeed}\n";
    assert_eq!(
        renamed("t.yaml", object, "B").unwrap(),
        object.replace('¦', "").replace("StartAt: A", "StartAt: B").replace("A: {", "B: {")
    );
}

#[test]
fn the_outline_has_machines_in_states() {
    let outline = symbols::outline(&snapshot(JSON, ORDER));
    let names: Vec<&str> = outline.iter().map(|it| &*it.name).collect();
    assert_eq!(names, ["Load", "Each", "Done"]);
    assert_eq!(outline[1].children.as_ref().unwrap()[0].name, "Line");
    assert_eq!(symbols::search(&snapshot(JSON, ORDER), "ln")[0].name, "Line");
}

#[test]
fn objects_fold_and_selections_grow() {
    let folds = ranges::folding(&snapshot(JSON, ORDER));
    assert!(folds.iter().any(|it| (it.start_line, it.end_line) == (3, 8)), "{folds:?}");
    let yaml = "StartAt: A\nStates:\n  A: {Type: Pass, Next: B}\n  B: {Type: Succeed}\n";
    let folds = ranges::folding(&snapshot("a.asl.yaml", yaml));
    assert_eq!(folds.iter().map(|it| (it.start_line, it.end_line)).collect::<Vec<_>>(), [(0, 3), (1, 3)]);
    let (snapshot, position) = marked(JSON, &at("$.Item.lines", 4));
    let mut next = ranges::selection(&snapshot, &[position]).pop().map(Box::new);
    let mut texts = Vec::new();
    while let Some(it) = next {
        texts.push(part(ORDER, it.range).to_owned());
        next = it.parent;
    }
    assert_eq!(texts[..4], ["Item", "$.Item.lines.L", "\"$.Item.lines.L\"", "\"ItemsPath\": \"$.Item.lines.L\""]);
    assert_eq!(texts.last().unwrap(), ORDER);
}

#[test]
fn words_have_kinds_inside_of_strings_too() {
    let snapshot = snapshot(JSON, ORDER);
    let mut at = Position::new(0, 0);
    let mut words = Vec::new();
    for token in tokens::tokens(&snapshot, None) {
        let column = if token.delta_line == 0 { at.character } else { 0 };
        at = Position::new(at.line + token.delta_line, column + token.delta_start);
        let end = Position::new(at.line, at.character + token.length);
        words.push((part(ORDER, Range::new(at, end)), token.token_type, token.token_modifiers_bitset));
    }
    let has = |word, kind: tokens::Word, is_made: u32| words.contains(&(word, kind as u32, is_made));
    assert!(has("Load", tokens::Word::State, 1) && has("Load", tokens::Word::State, 0));
    assert!(has("States.Format", tokens::Word::Function, 0) && has("'{}'", tokens::Word::Text, 0));
    assert!(has("Item", tokens::Word::Property, 0) && has("$seen", tokens::Word::Variable, 0), "{words:?}");
    assert!(
        has("function", tokens::Word::Keyword, 0)
            && has("and", tokens::Word::Operator, 0)
            && has("1", tokens::Word::Number, 0)
    );
    let lines = Range::new(Position::new(4, 0), Position::new(5, 0));
    assert_eq!(tokens::tokens(&snapshot, Some(lines)).len(), 2);
}

#[test]
fn types_stand_behind_states_and_actions_above() {
    let snapshot = snapshot(JSON, ORDER);
    let all = Range::new(Position::new(0, 0), Position::new(99, 0));
    let hints = hints::types(&snapshot, all);
    let told = |line| hints.iter().find(|it| it.position.line == line).map(|it| it.label.clone());
    assert!(matches!(told(9), Some(InlayHintLabel::String(text)) if text.starts_with("→ {")), "{hints:?}");
    let lenses = hints::lenses(&snapshot);
    let commands: Vec<&str> = lenses.iter().map(|it| &*it.command.as_ref().unwrap().title).collect();
    assert_eq!(commands.iter().filter(|it| **it == "Test this state").count(), 4);
    assert_eq!(commands[0], "Run");
    let pages = links::links(&snapshot);
    assert!(pages[0].target.as_ref().unwrap().as_str().ends_with("connect-ddb.html"), "{pages:?}");
}

#[test]
fn layout_changes_blanks_only() {
    let options = FormattingOptions { tab_size: 2, insert_spaces: true, ..FormattingOptions::default() };
    let laid = |text: &str| edited(text, &format::format(&snapshot(JSON, text), &options));
    let ugly = "{\"States\":{ \"A\": {\"Type\":\"Fail\",  \"Error\":\"a  b\"}\n},\"StartAt\":\"A\", \"N\":[1.0,2e3]}";
    let laid_out = "{\n  \"States\": {\n    \"A\": { \"Type\": \"Fail\", \"Error\": \"a  b\" }\n  },\n  \"StartAt\": \"A\",\n  \"N\": [1.0, 2e3]\n}\n";
    assert_eq!(laid(ugly), laid_out);
    assert_eq!(laid(laid_out), laid_out);
    assert_eq!(laid("{\"a\": }"), "{\"a\": }", "what is broken stays");
    let item = |length: usize| format!("{{\"a\": [[], {{}}, {{\"b\": \"{}\"}}]}}", "x".repeat(length));
    assert_eq!(laid(&item(72)).lines().nth(1).unwrap().len(), 100);
    assert_eq!(laid(&item(73)).lines().nth(1).unwrap(), "  \"a\": [");
}

/// The text after a change of the state at the mark, whose title has these words.
fn action(name: &str, text: &str, words: &str) -> Option<String> {
    let (snapshot, position) = marked(name, text);
    let all = refactor::actions(&snapshot, Range::new(position, position), None);
    let found = all.into_iter().find_map(|it| match it {
        CodeActionOrCommand::CodeAction(it) if it.title.contains(words) => it.edit,
        _ => None,
    });
    found.map(|it| edited(&text.replace('¦', ""), &edits(it)))
}

#[test]
fn parameters_move_into_a_pass_in_front() {
    let task = |rest: &str| {
        format!(
            "{{\"StartAt\": \"A\", \"States\": {{\"A¦\": {{\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::sqs:sendMessage\", \"Parameters\": {{\"QueueUrl\": \"q\", \"MessageBody.$\": \"$.x\"}}{rest}, \"End\": true}}}}}}"
        )
    };
    assert_eq!(
        action(JSON, &task(""), "Pass state").unwrap(),
        "{\"StartAt\": \"Prepare A\", \"States\": {\"Prepare A\": { \"Type\": \"Pass\", \"Parameters\": {\"QueueUrl\": \"q\", \"MessageBody.$\": \"$.x\"}, \"Next\": \"A\" }, \"A\": {\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::sqs:sendMessage\", \"Parameters\": { \"QueueUrl.$\": \"$.QueueUrl\", \"MessageBody.$\": \"$.MessageBody\" }, \"End\": true}}}"
    );
    assert_eq!(action(JSON, &task(", \"ResultPath\": \"$.r\""), "Pass state"), None, "the result goes into the input");
    for (path, is_of_the_task) in
        [("$$.State", true), ("$$['State'].Name", true), ("$$.Task.Token", true), ("$$.Map.Item.Value", false)]
    {
        let moved = action(JSON, &task("").replace("$.x", path), "Pass state");
        assert_eq!(moved.is_none(), is_of_the_task, "{path}");
    }
    let jsonata = task("")
        .replace("\"Parameters\"", "\"QueryLanguage\": \"JSONata\", \"Arguments\"")
        .replace("MessageBody.$\": \"$.x", "MessageBody\": \"{% $states.input.x %}");
    let text = action(JSON, &jsonata, "Pass state").unwrap();
    assert!(
        text.contains("\"Output\": {\"QueueUrl\": \"q\"") && text.contains("\"Arguments\": \"{% $states.input %}\""),
        "{text}"
    );
    for own in ["$states.context.State", "$string($states.context)", "($s := $states; $s.context.Task.Token)"] {
        assert_eq!(action(JSON, &jsonata.replace("$states.input.x", own), "Pass state"), None, "{own}");
    }
}

#[test]
fn jsonpath_becomes_jsonata_where_it_means_the_same() {
    let state = |members: &str| format!("{{\"StartAt\": \"A\", \"States\": {{\"A¦\": {{{members}, \"End\": true}}}}}}");
    let task = "\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::sqs:sendMessage\", \"Parameters\": {\"QueueUrl\": \"q\", \"MessageBody.$\": \"$.x['y z'].and\"}";
    let text = action(JSON, &state(&format!("{task}, \"ResultPath\": \"$.sent\"")), "in JSONata").unwrap();
    assert_eq!(
        text,
        state("\"QueryLanguage\": \"JSONata\", \"Type\": \"Task\", \"Resource\": \"arn:aws:states:::sqs:sendMessage\", \"Arguments\": {\"QueueUrl\": \"q\", \"MessageBody\": \"{% $states.input.x.`y z`.`and` %}\"}, \"Output\": \"{% $merge([$states.input, {'sent': $states.result}]) %}\"").replace('¦', "")
    );
    for uncertain in [
        "\"Type\": \"Pass\", \"Parameters\": {\"a.$\": \"$.x[*]\"}",
        "\"Type\": \"Pass\", \"Parameters\": {\"a.$\": \"States.UUID()\"}",
        "\"Type\": \"Pass\", \"Parameters\": {\"a\": [{\"b.$\": \"$.x\"}]}",
        "\"Type\": \"Pass\", \"Result\": 1, \"ResultPath\": \"$.x\"",
        "\"Type\": \"Pass\", \"InputPath\": \"$.x\"",
        "\"Type\": \"Pass\", \"Parameters\": {\"a.$\": \"$count\"}",
    ] {
        assert_eq!(action(JSON, &state(uncertain), "in JSONata"), None, "{uncertain}");
    }
}

#[test]
fn handlers_are_written_where_there_are_none() {
    let text = action(JSON, &at("\"Load\": {", 2), "again").unwrap();
    assert!(text.contains("\n      \"Retry\": [\n        {\n          \"ErrorEquals\": ["), "{text}");
    let text = action(JSON, &at("\"Load\": {", 2), "Catch").unwrap();
    assert!(text.contains("\"Load failed\": {\n      \"Type\": \"Fail\""), "{text}");
    let tree = asl_syntax::json::parse(asl_syntax::Source::new(text));
    let found = asl_check_core::Analysis::new(&tree, &asl_check_core::Options::default());
    assert!(found.reported().all(|it| it.rule.stage != asl_check_core::Stage::Deploy), "{:?}", found.diagnostics);
    assert_eq!(action(JSON, &at("\"Done\": {", 2), "Catch"), None, "a Pass can't fail at its work");
    let block = "StartAt: A\nStates:\n  A¦:\n    Type: Task\n    Resource: arn:aws:lambda:us-east-1:123456789012:function:f\n    End: true\n";
    let caught = block.replace("  A¦:", "  A failed:\n    Type: Fail\n    Error: Failed\n  A:").replace(
        "    End: true",
        "    Catch:\n      - ErrorEquals:\n          - States.ALL\n        Next: \"A failed\"\n    End: true",
    );
    assert_eq!(action("a.asl.yaml", block, "Catch"), Some(caught));
}

#[test]
fn nested_executions_are_calls() {
    let start = |name: &str| {
        format!(
            "{{\"StartAt\": \"A\", \"States\": {{\"A\": {{\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::states:startExecution.sync:2\", \"Parameters\": {{\"StateMachineArn\": \"{name}\"}}, \"End\": true}}}}}}"
        )
    };
    let outer =
        Arc::new(snapshot("outer.asl.json", &start("arn:aws:states:us-east-1:111111111111:stateMachine:inner")));
    let inner = Arc::new(snapshot("inner.asl.json", &start("${OtherArn}")));
    let all = [Arc::clone(&outer), inner];
    let item = calls::prepare(&outer, Position::new(0, 5)).unwrap().pop().unwrap();
    assert_eq!(item.name, "outer");
    let out = calls::outgoing(&all, &item);
    assert_eq!(out.len(), 1);
    assert_eq!(out[0].to.name, "inner");
    let back = calls::incoming(&all, &out[0].to);
    assert_eq!(back[0].from.name, "outer");
    assert!(calls::outgoing(&all, &out[0].to).is_empty());
    let called = |target: &str| {
        let outer = Arc::new(snapshot("outer.asl.json", &start(target)));
        let others = ["inner.asl.json", "states.asl.json"].map(|name| Arc::new(snapshot(name, ORDER)));
        let all = [&[Arc::clone(&outer)], &others[..]].concat();
        let item = calls::prepare(&outer, Position::new(0, 5)).unwrap().pop().unwrap();
        calls::outgoing(&all, &item).into_iter().map(|call| call.to.name).collect::<Vec<_>>()
    };
    assert_eq!(called("arn:aws:states:us-east-1:111111111111:stateMachine:inner:PROD"), ["inner"], "an alias");
    assert!(called("{% $states.input.arn %}").is_empty(), "nobody knows");
}
