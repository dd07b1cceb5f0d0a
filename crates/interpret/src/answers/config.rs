//! The `MockConfigFile.json` of Step Functions Local.

use super::short::read;
use super::{Answer, Answers, Asked, Question};
use asl_expressions::Value;
use serde_json::Map;
use std::collections::HashMap;

/// The name of a mocked response, and its answers: from which number, to which.
type Response = (String, Vec<(usize, usize, Answer)>);

/// A test case of a mock file.
#[derive(Debug)]
pub struct MockConfig {
    case: String,
    /// Of each state: the name of its response, and the answers by index.
    responses: HashMap<String, Response>,
    asked: Asked,
}

impl MockConfig {
    /// Is this such a file?
    pub fn is_one(file: &Map<String, Value>) -> bool {
        file.get("StateMachines").is_some_and(Value::is_object)
            || file.get("MockedResponses").is_some_and(Value::is_object)
    }

    /// Reads a test case. Without a machine or a case, there must be only one; an error names those that there are.
    pub fn new(file: &Map<String, Value>, machine: Option<&str>, case: Option<&str>) -> Result<Self, String> {
        let machines = file.get("StateMachines").and_then(Value::as_object).ok_or("`StateMachines` is missing")?;
        let cases_of =
            |machine: &str| machines.get(machine).and_then(|m| m.get("TestCases")).and_then(Value::as_object);
        let owner = match machine {
            Some(machine) if machines.contains_key(machine) => machine,
            _ => {
                // The name of the machine is often not known here: the one that has the case is meant.
                let having =
                    machines.keys().filter(|m| case.is_none_or(|c| cases_of(m).is_some_and(|all| all.contains_key(c))));
                if let (Some(case), None) = (case, having.clone().next()) {
                    let all = machines.keys().filter_map(|m| cases_of(m)).flat_map(Map::keys);
                    return Err(format!("there is no test case `{case}`: {}", list(all)));
                }
                one(having, "state machine")?
            }
        };
        let cases = cases_of(owner).ok_or_else(|| format!("the state machine `{owner}` has no `TestCases`"))?;
        let name = match case {
            Some(case) if cases.contains_key(case) => case,
            Some(case) => {
                return Err(format!("there is no test case `{case}`: {}", list(cases.keys())));
            }
            None => one(cases.keys(), "test case")?,
        };
        let states =
            cases.get(name).and_then(Value::as_object).ok_or_else(|| format!("the test case `{name}` is no object"))?;
        let mut responses = HashMap::new();
        for (state, response) in states {
            let Some(response) = response.as_str() else {
                return Err(format!("test case `{name}`: `{state}` must name a mocked response"));
            };
            let mocked = file.get("MockedResponses").and_then(|all| all.get(response)).and_then(Value::as_object);
            let Some(mocked) = mocked else { return Err(format!("there is no mocked response `{response}`")) };
            let mut answers = Vec::new();
            for (index, answer) in mocked {
                let Some((from, to)) = range(index) else {
                    return Err(format!(
                        "mocked response `{response}`: `{index}` is no index such as \"0\" or \"1-2\""
                    ));
                };
                answers.push((from, to, read(answer, response)?));
            }
            responses.insert(state.clone(), (response.to_owned(), answers));
        }
        Ok(Self { case: name.to_owned(), responses, asked: Asked::default() })
    }
}

fn list<'s>(names: impl Iterator<Item = &'s String>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "there are none".to_owned() } else { format!("there are {}", names.join(", ")) }
}

fn one<'s>(mut names: impl Iterator<Item = &'s String> + Clone, what: &str) -> Result<&'s str, String> {
    let all = names.clone();
    match (names.next(), names.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(format!("which {what} is meant has to be said: {}", list(all))),
    }
}

/// `0`, `1-2`
fn range(text: &str) -> Option<(usize, usize)> {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let (from, to) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    (from <= to).then_some((from, to))
}

impl Answers for MockConfig {
    fn answer(&mut self, question: &Question<'_>) -> Result<Answer, String> {
        let state = question.state();
        let Some((response, answers)) = self.responses.get(state) else {
            return Err(format!("the test case `{}` has no answer for the state `{state}`", self.case));
        };
        let at = self.asked.next(question);
        let found = answers.iter().find(|(from, to, _)| (*from..=*to).contains(&at));
        found.map(|(_, _, answer)| answer.clone()).ok_or_else(|| {
            format!("the mocked response `{response}` has no answer number {at}, which the state `{state}` asks for")
        })
    }
    fn knows(&self, question: &Question<'_>) -> bool {
        self.responses.contains_key(question.state())
    }
}
