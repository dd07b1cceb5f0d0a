//! The values of JSONata: JSON, functions, and nothing at all.

use super::memory::Charge;
use super::number;
use super::procedure::Procedure;
use super::tuple::Tuple;
use indexmap::IndexMap;
use std::rc::Rc;

/// A value. Copies are cheap: everything large is shared.
#[derive(Clone, Debug, Default)]
pub(super) enum Val {
    /// No value.
    #[default]
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(Rc<Text>),
    Array(Rc<Array>),
    Object(Rc<Object>),
    Function(Rc<Procedure>),
    /// A path whose steps bind variables, on its way to the step that reads them.
    Tuples(Rc<Vec<Tuple>>),
}

/// A string.
#[derive(Debug)]
pub struct Text {
    text: Box<str>,
    _charge: Charge,
}

impl Text {
    pub(super) fn new(text: impl Into<Box<str>>) -> Self {
        let text = text.into();
        let charge = Charge::new(text.len() + OVERHEAD);
        Self { text, _charge: charge }
    }
}

impl std::ops::Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

/// How an array came about, which decides what becomes of one with a single item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each says one thing of its own, and any may go with any")]
pub(super) struct Marks {
    /// The result of a query: with one item it stands for the item, with none for nothing.
    pub(super) sequence: bool,
    /// `[]` was written: one item stays an array.
    pub(super) keep_singleton: bool,
    /// Written with brackets as the end of a path: not flattened into the sequence around it.
    pub(super) constructed: bool,
    /// The array around an input that is itself an array.
    pub(super) outer: bool,
}

impl Marks {
    pub(super) const SEQUENCE: Self = Self { sequence: true, keep_singleton: false, constructed: false, outer: false };
}

/// An array.
#[derive(Debug)]
pub(super) struct Array {
    pub(super) items: Vec<Val>,
    pub(super) marks: Marks,
    depth: u32,
    /// One of its items is true. Worked out once: items that are shared would be asked again in each place.
    truth: bool,
    _charge: Charge,
}

/// The fields of an object, in the order in which they came.
pub(super) type Fields = IndexMap<Rc<str>, Val, Hash>;

/// A fast hash; its seed differs from process to process.
pub(super) type Hash = foldhash::fast::RandomState;

/// An object.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) fields: Fields,
    depth: u32,
    _charge: Charge,
}

const ITEM: usize = size_of::<Val>();
/// What a value costs beside its content: counts, marks, the allocator's own.
const OVERHEAD: usize = 64;

impl Val {
    pub(super) fn text(text: impl Into<Box<str>>) -> Self {
        Self::Text(Rc::new(Text::new(text)))
    }

    pub(super) fn array(items: Vec<Val>) -> Self {
        Self::marked(items, Marks::default())
    }

    /// The result of a query.
    pub(super) fn sequence(items: Vec<Val>) -> Self {
        Self::marked(items, Marks::SEQUENCE)
    }

    pub(super) fn marked(items: Vec<Val>, marks: Marks) -> Self {
        let depth = 1 + items.iter().map(Self::depth).max().unwrap_or(0);
        let truth = items.iter().any(Self::is_true);
        let charge = Charge::new(items.capacity() * ITEM + OVERHEAD);
        Self::Array(Rc::new(Array { items, marks, depth, truth, _charge: charge }))
    }

    pub(super) fn object(fields: Fields) -> Self {
        let depth = 1 + fields.values().map(Self::depth).max().unwrap_or(0);
        // An entry holds its hash and its place in the index, and the name once more.
        let charge = Charge::new(fields.len() * (ITEM + 64) + OVERHEAD);
        Self::Object(Rc::new(Object { fields, depth, _charge: charge }))
    }

    /// How deep arrays, objects and functions are nested in it.
    pub(super) fn depth(&self) -> u32 {
        match self {
            Self::Array(array) => array.depth,
            Self::Object(object) => object.depth,
            Self::Function(function) => function.depth(),
            _ => 0,
        }
    }

    pub(super) fn is_undefined(&self) -> bool {
        matches!(self, Self::Undefined)
    }

    pub(super) fn is_function(&self) -> bool {
        matches!(self, Self::Function(_))
    }

    pub(super) fn as_array(&self) -> Option<&Rc<Array>> {
        match self {
            Self::Array(array) => Some(array),
            _ => None,
        }
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The items of an array, or the value as the only item.
    pub(super) fn items(&self) -> &[Val] {
        match self {
            Self::Array(array) => &array.items,
            other => std::slice::from_ref(other),
        }
    }

    /// A copy of an array with other marks.
    pub(super) fn remarked(self, change: impl FnOnce(&mut Marks)) -> Self {
        match self {
            Self::Array(array) => {
                let mut marks = array.marks;
                change(&mut marks);
                if marks == array.marks {
                    return Self::Array(array);
                }
                Self::marked(Rc::try_unwrap(array).map_or_else(|shared| shared.items.clone(), |own| own.items), marks)
            }
            other => other,
        }
    }

    /// What a sequence stands for: nothing without items, the item when there is one.
    pub(super) fn unwrapped(self) -> Self {
        match &self {
            Self::Array(array) if array.marks.sequence => match array.items.as_slice() {
                [] => Self::Undefined,
                [only] if !array.marks.keep_singleton => only.clone(),
                _ => self,
            },
            _ => self,
        }
    }

    /// Is the value true where a condition is needed? None where there is no value.
    pub(super) fn truth(&self) -> Option<bool> {
        Some(match self {
            Self::Undefined => return None,
            Self::Null | Self::Function(_) => false,
            Self::Bool(value) => *value,
            Self::Number(number) => *number != 0.0,
            Self::Text(text) => !text.is_empty(),
            Self::Array(array) => array.truth,
            Self::Object(object) => !object.fields.is_empty(),
            Self::Tuples(tuples) => !tuples.is_empty(),
        })
    }

    pub(super) fn is_true(&self) -> bool {
        self.truth() == Some(true)
    }

    /// A JSON value as a value of JSONata.
    pub(super) fn from_json(value: &serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => Self::Number(number.as_f64().unwrap_or(f64::NAN)),
            Value::String(text) => Self::text(text.as_str()),
            Value::Array(items) => Self::array(items.iter().map(Self::from_json).collect()),
            Value::Object(fields) => Self::object(
                fields.iter().map(|(key, value)| (Rc::from(key.as_str()), Self::from_json(value))).collect(),
            ),
        }
    }

    /// The value as JSON; what JSON cannot hold is left out of objects, and null in arrays, as JavaScript has it. None
    /// where there is no value. Values that are shared are written out each time, so the bytes are counted.
    pub(super) fn to_json(&self, left: &mut usize) -> Result<Option<serde_json::Value>, TooLarge> {
        use serde_json::Value;
        let size = match self {
            Self::Text(text) => text.len() + 1,
            Self::Array(array) => array.items.len() + 1,
            Self::Object(object) => object.fields.keys().map(|key| key.len() + 2).sum::<usize>() + 1,
            _ => 1,
        };
        *left = left.checked_sub(size).ok_or(TooLarge)?;
        Ok(Some(match self {
            Self::Undefined | Self::Function(_) => return Ok(None),
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(value) => number::to_json(*value),
            Self::Text(text) => Value::String(text.text.to_string()),
            Self::Array(array) => Value::Array(all_to_json(array.items.iter(), left)?),
            Self::Tuples(tuples) => Value::Array(all_to_json(tuples.iter().map(|tuple| &tuple.focus), left)?),
            Self::Object(object) => {
                let mut fields = serde_json::Map::new();
                for (key, value) in &object.fields {
                    if let Some(value) = value.to_json(left)? {
                        fields.insert(key.to_string(), value);
                    }
                }
                Value::Object(fields)
            }
        }))
    }
}

/// A value that has more bytes as JSON than are allowed.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooLarge;

fn all_to_json<'v>(items: impl Iterator<Item = &'v Val>, left: &mut usize) -> Result<Vec<serde_json::Value>, TooLarge> {
    items.map(|item| Ok(item.to_json(left)?.unwrap_or(serde_json::Value::Null))).collect()
}
