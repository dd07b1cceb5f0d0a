//! Answers by state: `{State: answer | [answer, …]}`.

use super::{Answer, Answers, Asked, Outcome, Question};
use crate::Failure;
use asl_expressions::Value;
use serde_json::Map;
use std::collections::HashMap;

/// The short form of a mock file. A list is used up in order over visits and attempts, and iterations begin at their
/// index; its last answer is repeated.
#[derive(Debug)]
pub struct Short {
    answers: HashMap<String, Vec<Answer>>,
    asked: Asked,
}

impl Short {
    /// Reads the form. An error tells what is wrong with it.
    pub fn new(file: &Map<String, Value>) -> Result<Self, String> {
        let mut answers = HashMap::new();
        for (state, value) in file {
            let list = match value {
                Value::Array(items) => items.iter().map(|item| read(item, state)).collect::<Result<Vec<_>, _>>()?,
                one => vec![read(one, state)?],
            };
            if list.is_empty() {
                return Err(format!("the list of answers of `{state}` is empty"));
            }
            answers.insert(state.clone(), list);
        }
        Ok(Self { answers, asked: Asked::default() })
    }

    /// The states that have answers.
    pub fn states(&self) -> impl Iterator<Item = &str> {
        self.answers.keys().map(String::as_str)
    }
}

impl Answers for Short {
    fn answer(&mut self, question: &Question<'_>) -> Result<Answer, String> {
        let state = question.state();
        let Some(list) = self.answers.get(state) else {
            return Ok(Outcome::Sample(Value::Object(Map::new())).into());
        };
        let at = self.asked.next(question);
        list.get(at).or(list.last()).cloned().ok_or_else(|| format!("`{state}` has no answer"))
    }
}

/// Reads an answer: an object with one of its keys, or a bare value as what is returned.
pub(super) fn read(value: &Value, whose: &str) -> Result<Answer, String> {
    const KEYS: [&str; 6] = ["Return", "Throw", "Never", "Command", "Delay", "Heartbeats"];
    const OUTCOMES: [&str; 4] = ["Return", "Throw", "Never", "Command"];
    let fields = match value {
        Value::Object(fields)
            if fields.keys().any(|key| OUTCOMES.contains(&key.as_str()))
                && fields.keys().all(|key| KEYS.contains(&key.as_str())) =>
        {
            fields
        }
        bare => return Ok(Outcome::Return(bare.clone()).into()),
    };
    let wrong = |what: &str| Err(format!("the answer of `{whose}`: {what}"));
    let outcomes: Vec<&str> = OUTCOMES.into_iter().filter(|key| fields.contains_key(*key)).collect();
    let [outcome] = outcomes.as_slice() else {
        return wrong(&format!("{} can't all come", outcomes.join(" and ")));
    };
    let outcome = match (*outcome, fields.get(*outcome)) {
        ("Return", Some(value)) => Outcome::Return(value.clone()),
        ("Throw", Some(thrown @ Value::Object(_))) => Outcome::Throw(Failure::read(&thrown["Error"], &thrown["Cause"])),
        ("Throw", _) => return wrong("`Throw` is an object with `Error` and `Cause`"),
        ("Never", Some(Value::Bool(true))) => Outcome::Never,
        ("Never", _) => return wrong("`Never` is true, or left out"),
        (_, Some(Value::Array(words))) if !words.is_empty() && words.iter().all(Value::is_string) => {
            Outcome::Command(words.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        }
        _ => return wrong("`Command` is a list of the program and its arguments"),
    };
    let Some(delay) = millis(fields.get("Delay").unwrap_or(&Value::from(0))) else {
        return wrong("`Delay` is a number of seconds");
    };
    let heartbeats = match fields.get("Heartbeats") {
        None => Some(Vec::new()),
        Some(Value::Array(beats)) => beats.iter().map(millis).collect(),
        Some(_) => None,
    };
    let Some(heartbeats) = heartbeats else { return wrong("`Heartbeats` is a list of seconds") };
    Ok(Answer { delay, heartbeats, ..outcome.into() })
}

#[expect(clippy::cast_possible_truncation, reason = "it is checked to be in range")]
fn millis(value: &Value) -> Option<i64> {
    let seconds = value.as_f64().filter(|seconds| (0.0..1e10).contains(seconds))?;
    Some((seconds * 1000.0).round() as i64)
}
