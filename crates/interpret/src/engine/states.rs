//! What each type of state does when it is entered.

use super::flow::Extra;
use super::{Engine, Exit, Flow, What, seconds_to_millis};
use crate::failure::Failure;
use crate::payload::Payload;
use crate::time::parse_time;
use crate::trace::StepName;
use asl_expressions::Value;
use asl_semantics::QueryLanguage;
use asl_semantics::plan::{Kind, Number, State, Wait};

/// AWS counts a wait in seconds that fit 31 bits.
const MAX_WAIT_SECONDS: i64 = i32::MAX as i64;

impl<'p, 't> Engine<'p, 't, '_> {
    /// Does the work of the state that a frame is in.
    pub(super) fn perform(&mut self, f: usize) -> Result<Flow, Failure> {
        let state = self.frames[f].state();
        match &state.kind {
            Kind::Pass(result) => self.pass(f, state, result.as_ref().map(|given| &given.value)),
            Kind::Succeed => self.succeed(f, state),
            Kind::Fail { error, cause } => {
                let input = self.effective_input(f, state)?;
                let error = self.text(f, error, input.value(), "Error")?;
                let cause = self.text(f, cause, input.value(), "Cause")?;
                Ok(Flow::Fail(Failure::given(error, cause)))
            }
            Kind::Wait(wait) => self.wait(f, state, wait),
            Kind::Choice(choice) => self.choice(f, state, choice),
            Kind::Task(task) => self.task(f, state, task),
            Kind::Parallel(branches) => self.parallel(f, state, branches),
            Kind::Map(map) => self.map(f, state, map),
        }
    }

    fn pass(&mut self, f: usize, state: &'p State<'t>, result: Option<&Value>) -> Result<Flow, Failure> {
        let input = self.effective_input(f, state)?;
        if state.language == QueryLanguage::Jsonata {
            return self.jsonata_exit(f, state, &input, &Extra::None);
        }
        let result = match result {
            Some(result) => {
                let result = Payload::from(result.clone());
                self.saw(f, StepName::Result, || result.clone());
                result
            }
            None => self.arguments(f, state, &input)?,
        };
        let assigned = self.assigned(f, state.assign.as_ref(), result.value(), &Extra::None)?;
        self.outgoing(f, state, &result, assigned)
    }

    /// Leaves a state of JSONata: by default its output is what it got, or its result.
    pub(super) fn jsonata_exit(
        &mut self,
        f: usize,
        state: &'p State<'t>,
        otherwise: &Payload,
        extra: &Extra<'_>,
    ) -> Result<Flow, Failure> {
        let assigned = self.assigned(f, state.assign.as_ref(), &Value::Null, extra)?;
        let output = match &state.output {
            Some(output) => self.evaluate(f, output, &Value::Null, extra)?.into(),
            None => otherwise.clone(),
        };
        Ok(Flow::Exit(Exit { output, assigned, next: state.next }))
    }

    fn succeed(&mut self, f: usize, state: &'p State<'t>) -> Result<Flow, Failure> {
        let input = self.effective_input(f, state)?;
        if state.language == QueryLanguage::Jsonata {
            return self.jsonata_exit(f, state, &input, &Extra::None);
        }
        let output = self.select(f, &state.output_path, &input)?;
        Ok(Flow::Exit(Exit { output, assigned: None, next: None }))
    }

    fn wait(&mut self, f: usize, state: &'p State<'t>, wait: &Wait<'t>) -> Result<Flow, Failure> {
        let input = self.effective_input(f, state)?;
        let after = match wait {
            Wait::Seconds(seconds) => self.wait_seconds(f, seconds, input.value())?,
            Wait::Timestamp(template) => {
                let value = self.evaluate(f, template, input.value(), &Extra::None)?;
                let Value::String(text) = &value else {
                    return Err(self.unexpected(f, Some(template), &value, "Timestamp", "string"));
                };
                let moment = parse_time(text).ok_or_else(|| {
                    let what =
                        "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string";
                    Failure::query(format!("{what}: {text}"), "Timestamp")
                })?;
                moment.saturating_sub(self.clock)
            }
            Wait::TimestampPath(path) => {
                let value = self.resolve(f, path, input.value()).map_err(|_| {
                    Failure::runtime(format!(
                        "The TimestampPath parameter does not reference an input value: {}",
                        path.text
                    ))
                })?;
                let moment = value.as_str().and_then(parse_time).ok_or_else(|| {
                    Failure::runtime(format!(
                        "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time \
                         format string: {} == {}",
                        path.text,
                        plain(&value)
                    ))
                })?;
                moment.saturating_sub(self.clock)
            }
        };
        if after / 1000 > MAX_WAIT_SECONDS {
            return Err(Failure::runtime("Wait state delay is too long."));
        }
        let visit = self.frames[f].visit;
        self.due(after.max(0), f, visit, What::Wake);
        Ok(Flow::Pending)
    }

    /// Milliseconds.
    fn wait_seconds(&mut self, f: usize, seconds: &Number<'t>, input: &Value) -> Result<i64, Failure> {
        if let Number::Path(path) = seconds {
            let value = self.resolve(f, path, input).map_err(|_| {
                Failure::runtime(format!("The SecondsPath parameter does not reference an input value: {}", path.text))
            })?;
            let text = path.text;
            let whole = value.as_i64().or_else(|| value.as_str().and_then(|text| text.parse().ok()));
            return match whole {
                Some(whole) if whole < 0 => Err(Failure::runtime(format!(
                    "The SecondsPath parameter references a negative value: {text} == {whole}"
                ))),
                Some(whole) => Ok(whole.saturating_mul(1000)),
                None => Err(Failure::runtime(format!(
                    "The SecondsPath parameter cannot be parsed as a long value: {text} == {}",
                    plain(&value)
                ))),
            };
        }
        let Some(value) = self.number(f, seconds, input, "Seconds")? else { return Ok(0) };
        whole(&value, "Seconds").map(seconds_to_millis)
    }

    /// A wait is over.
    pub(super) fn woken(&mut self, f: usize) -> Result<Flow, Failure> {
        let state = self.frames[f].state();
        let raw = self.frames[f].input.clone();
        if state.language == QueryLanguage::Jsonata {
            return self.jsonata_exit(f, state, &raw, &Extra::None);
        }
        let input = self.select(f, &state.input_path, &raw)?;
        let assigned = self.assigned(f, state.assign.as_ref(), input.value(), &Extra::None)?;
        let output = self.select(f, &state.output_path, &input)?;
        Ok(Flow::Exit(Exit { output, assigned, next: state.next }))
    }
}

/// An integer from 0 to 99999999 that JSONata has computed.
pub(super) fn whole(value: &Value, field: &str) -> Result<u64, Failure> {
    const GREATEST: f64 = 99_999_999.0;
    let number = value.as_f64().unwrap_or(f64::NAN);
    if number.fract() != 0.0 || number.is_nan() {
        return Err(Failure::query(format!("The {field} field cannot be parsed as an integer: {value}"), field));
    }
    if !(0.0..=GREATEST).contains(&number) {
        let message = format!("{field} must be between 0 and 99999999 but was: {value}");
        return Err(Failure::query(message, field));
    }
    #[expect(clippy::cast_sign_loss, clippy::cast_possible_truncation, reason = "it is checked to be in range")]
    Ok(number as u64)
}

/// The text of a value in a message: strings as they are.
pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
