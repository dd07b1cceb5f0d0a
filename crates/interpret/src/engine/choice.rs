//! `Choice`

use super::flow::Extra;
use super::{Engine, Exit, Flow};
use crate::event::NoteKind;
use crate::failure::Failure;
use asl_expressions::Value;
use asl_expressions::choice::{Class, Operator, Test as Asked, holds};
use asl_semantics::QueryLanguage;
use asl_semantics::plan::{Choice, Operand, PathText, Rule, State, Test};

impl<'p, 't> Engine<'p, 't, '_> {
    pub(super) fn choice(&mut self, f: usize, state: &'p State<'t>, choice: &'p Choice<'t>) -> Result<Flow, Failure> {
        let input = self.effective_input(f, state)?;
        let mut chosen: Option<(usize, &'p Rule<'t>)> = None;
        for (at, rule) in choice.rules.iter().enumerate() {
            if self.test(f, &rule.test, input.value())? {
                chosen = Some((at, rule));
                break;
            }
        }
        let at = chosen.map(|(at, _)| at);
        let chosen = chosen.map(|(_, rule)| rule);
        let next = chosen.map(|rule| rule.next).or(choice.default);
        let Some(next) = next else {
            let cause = "Failed to transition out of the state. The state does not point to a next state.";
            return Err(Failure::runtime(cause));
        };
        if let Some(next) = self.frames[f].machine.states.get(next) {
            self.note(f, NoteKind::Chosen { rule: at, next: next.name });
        }
        let assign = chosen.map_or(state.assign.as_ref(), |rule| rule.assign.as_ref());
        let assigned = self.assigned(f, assign, input.value(), &Extra::None)?;
        let output = match state.language {
            QueryLanguage::JsonPath => self.select(f, &state.output_path, &input)?,
            QueryLanguage::Jsonata => match chosen.and_then(|rule| rule.output.as_ref()).or(state.output.as_ref()) {
                Some(output) => self.evaluate(f, output, &Value::Null, &Extra::None)?.into(),
                None => input,
            },
        };
        Ok(Flow::Exit(Exit { output, assigned, next: Some(next) }))
    }

    fn test(&mut self, f: usize, test: &'p Test<'t>, input: &Value) -> Result<bool, Failure> {
        match test {
            Test::And(tests) => {
                for test in tests {
                    if !self.test(f, test, input)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Test::Or(tests) => {
                for test in tests {
                    if self.test(f, test, input)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Test::Not(test) => Ok(!self.test(f, test, input)?),
            Test::Condition(template) => match self.evaluate(f, template, input, &Extra::None)? {
                Value::Bool(holds) => Ok(holds),
                other => Err(self.unexpected(f, Some(template), &other, "Condition", "boolean")),
            },
            Test::Compare { variable, operator, operand } => self.compare(f, variable, *operator, operand, input),
        }
    }

    fn compare(
        &mut self,
        f: usize,
        variable: &PathText<'t>,
        operator: Operator,
        operand: &Operand<'t>,
        input: &Value,
    ) -> Result<bool, Failure> {
        let found = self.resolve(f, variable, input).ok();
        if found.is_none() && operator.test != Asked::Is(Class::Present) {
            return Err(missing(variable));
        }
        let read;
        let operand = match operand {
            Operand::Literal(given) => &given.value,
            Operand::Path(path) => {
                read = self.resolve(f, path, input).map_err(|_| missing(path))?;
                &read
            }
        };
        Ok(holds(operator, found.as_ref(), operand))
    }
}

fn missing(path: &PathText<'_>) -> Failure {
    Failure::runtime(format!(
        "Invalid path '{}': The choice state's condition path references an invalid value.",
        path.text
    ))
}
