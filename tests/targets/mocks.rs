//! Bytes as a mock file, in any of its forms: read, and asked for answers.

use super::{text, value};
use asl_expressions::Value;
use asl_interpret::answers::{Answers, Mocks, Question, Step};

/// More than the answers of any list that a fuzzer writes.
const ASKED: u64 = 8;

pub(super) fn feed(bytes: &[u8]) {
    let file = value(text(bytes));
    let names = |of: Option<&Value>| -> Vec<String> {
        of.and_then(Value::as_object).into_iter().flat_map(|all| all.keys().take(4).cloned()).collect()
    };
    ask(Mocks::read(&file, None, None), &file);
    for machine in names(file.get("StateMachines")) {
        ask(Mocks::read(&file, Some(&machine), None), &file);
        for case in names(file.get("StateMachines").and_then(|all| all.get(&machine)?.get("TestCases"))) {
            ask(Mocks::read(&file, Some(&machine), Some(&case)), &file);
            ask(Mocks::read(&file, None, Some(&case)), &file);
        }
    }
}

fn ask(mocks: Result<Mocks, String>, file: &Value) {
    let mut answers: Box<dyn Answers> = match mocks {
        Ok(mocks) => mocks.into(),
        Err(problem) => return assert!(!problem.is_empty()),
    };
    let states = file.as_object().into_iter().flat_map(|all| all.keys().take(4).map(String::as_str));
    for state in states.chain(["A", ""]) {
        for (attempt, index) in (0..ASKED).flat_map(|attempt| [(attempt, None), (attempt, Some(attempt as usize))]) {
            let around = Step { state: "Map".to_owned(), index };
            let place = [around, Step { state: state.to_owned(), index: None }];
            let question = Question { place: &place, attempt, resource: "r", input: &Value::Null, timeout: Some(1) };
            match answers.answer(&question) {
                Ok(answer) => assert!(answer.delay >= 0 && answer.heartbeats.iter().all(|beat| *beat >= 0)),
                Err(problem) => assert!(!problem.is_empty()),
            }
            std::hint::black_box((answers.knows(&question), answers.map_run(&place), answers.whole(&place)));
        }
    }
    std::hint::black_box(answers.started());
}
