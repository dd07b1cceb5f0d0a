//! `States.StringToJson`.

use serde_json::{Deserializer, Value};

use super::arguments::{Arguments, Fault};
use super::{Intrinsic, Kinds, signature::partial};
use crate::World;

pub(super) const FUNCTION: Intrinsic =
    Intrinsic { name: "States.StringToJson", signature: partial(&[Kinds::STRING], Kinds::ANY), run };

/// `ObjectMapper.readTree`: a text without a value is `null` (recorded), and what follows the first value is not read.
fn run(arguments: &Arguments<'_, '_>, _: &mut dyn World) -> Result<Value, Fault> {
    let text = arguments.text(0)?;
    match Deserializer::from_str(text).into_iter::<Value>().next() {
        None => Ok(Value::Null),
        Some(Ok(value)) => Ok(value),
        Some(Err(error)) => {
            Err(Fault::at(0)
                .saying(format!("Cannot convert String to Json in States.StringToJson, caused by: {error}")))
        }
    }
}
