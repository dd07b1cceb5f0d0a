//! `States.Format`.

use serde_json::Value;

use super::arguments::{Arguments, Fault};
use super::{Intrinsic, Kinds, Signature};
use crate::World;

pub(super) const FUNCTION: Intrinsic = Intrinsic {
    name: "States.Format",
    signature: Signature { arguments: &[Kinds::ANY], rest: Some(Kinds::ANY), result: Kinds::STRING, fails: true },
    run,
};

/// The text of each argument for each `{}`. AWS makes a text of a template that is none.
fn run(arguments: &Arguments<'_, '_>, _: &mut dyn World) -> Result<Value, Fault> {
    let template = arguments.get(0)?.java_text();
    let pieces = pieces(&template)?;
    if pieces.len() != arguments.0.len() {
        return Err(Fault::call());
    }
    let mut out = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        if at > 0 {
            out.push_str(&arguments.get(at)?.java_text());
        }
        out.push_str(piece);
    }
    Ok(out.into())
}

/// The texts around each `{}`, without escapes.
fn pieces(template: &str) -> Result<Vec<String>, Fault> {
    let unmatched = |missing: char, found: char| {
        Fault::at(0).saying(format!("Invalid template in States.Format: matching '{missing}' not found for '{found}'."))
    };
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut characters = template.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => piece.push(characters.next_if(|next| matches!(next, '\'' | '{' | '}' | '\\')).unwrap_or('\\')),
            '{' if characters.next_if_eq(&'}').is_some() => pieces.push(std::mem::take(&mut piece)),
            '{' => return Err(unmatched('}', '{')),
            '}' => return Err(unmatched('{', '}')),
            plain => piece.push(plain),
        }
    }
    pieces.push(piece);
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use crate::intrinsic::testing::{gives, says};

    #[test]
    fn examples() {
        gives(&[
            ("States.Format('no places')", "{}", r#""no places""#),
            ("States.Format('fst={} and snd={}.', $.a, $.b)", r#"{"a": "", "b": " "}"#, r#""fst= and snd= .""#),
            ("States.Format('{}{}', $, $)", r#"{"Arg1": 1, "Arg2": []}"#, r#""{Arg1=1, Arg2=[]}{Arg1=1, Arg2=[]}""#),
            (
                "States.Format('{}|{}|{}|{}|{}', null, false, -1, 3.5, 9007199254740991)",
                "{}",
                r#""null|false|-1|3.5|9007199254740991""#,
            ),
            ("States.Format('{} {}', 1e10, 0.00001)", "{}", r#""1.0E10 1.0E-5""#),
            ("States.Format('\\'{}\\' \"{}\" \\{\\} \\\\', 1, 'it\\'s \\{')", "{}", r#""'1' \"it's {\" {} \\""#),
            ("States.Format($.t, $.a)", r#"{"t": "Hello {}", "a": "Ada"}"#, r#""Hello Ada""#),
            ("States.Format('arn:{}', States.JsonToString($))", r#"{"k": 1}"#, r#""arn:{\"k\":1}""#),
            ("States.Format('{}', States.StringToJson($))", r#""\"x\"""#, r#""\"x\"""#),
            ("States.Format('  {}  ', States.MathAdd(1, 1))", "{}", r#""  2  ""#),
        ]);
    }

    #[test]
    fn refusals() {
        let closing = "Invalid template in States.Format: matching '}' not found for '{'.";
        let opening = "Invalid template in States.Format: matching '{' not found for '}'.";
        let count = "Invalid arguments in States.Format";
        says(&[
            ("States.Format('Hello {', 1)", "{}", closing, "'Hello {'"),
            ("States.Format('Hello {{}}', 1)", "{}", closing, "'Hello {{}}'"),
            ("States.Format('}')", "{}", opening, "'}'"),
            ("States.Format('{} {}', 1)", "{}", count, "States.Format('{} {}', 1)"),
            ("States.Format($, 1)", "123", count, "States.Format($, 1)"),
            ("States.Format()", "{}", "Invalid arguments in States.Format", "States.Format()"),
        ]);
    }
}
