//! The data that flows between states.

use asl_expressions::{Data, Value};
use std::cell::OnceCell;
use std::io::{self, Write};
use std::rc::Rc;

/// The most bytes that AWS lets an input or output have.
pub(crate) const MAX_PAYLOAD: usize = 262_144;

/// A JSON value that is shared, with what is known of it.
#[derive(Clone, Debug)]
pub struct Payload(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    value: Value,
    size: OnceCell<usize>,
    data: OnceCell<Data>,
}

impl Payload {
    /// Its value.
    pub fn value(&self) -> &Value {
        &self.0.value
    }

    /// The value, taken out if nobody else has it.
    pub(crate) fn into_value(self) -> Value {
        Rc::try_unwrap(self.0).map_or_else(|shared| shared.value.clone(), |own| own.value)
    }

    /// How many bytes its JSON text has, without blanks.
    pub fn size(&self) -> usize {
        *self.0.size.get_or_init(|| size_of(&self.0.value))
    }

    /// It as JSONata has it, converted once.
    pub(crate) fn data(&self) -> Data {
        self.0.data.get_or_init(|| Data::from(&self.0.value)).clone()
    }
}

impl From<Value> for Payload {
    fn from(value: Value) -> Self {
        Self(Rc::new(Inner { value, size: OnceCell::new(), data: OnceCell::new() }))
    }
}

struct Count(usize);

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The length of the JSON text of a value.
pub(crate) fn size_of(value: &Value) -> usize {
    let mut count = Count(0);
    // Counting cannot fail.
    let _ = serde_json::to_writer(&mut count, value);
    count.0
}
