//! Types as a person reads them: `{amount: number, id?: string}`.

use crate::{Absence, Array, Literals, Object, Type};
use std::fmt::{self, Display, Formatter};

impl Display for Type {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut alternatives = Vec::new();
        let sets = self.sets();
        if sets.null {
            alternatives.push("null".to_owned());
        }
        match sets.booleans {
            [true, true] => alternatives.push("boolean".to_owned()),
            [true, false] => alternatives.push("false".to_owned()),
            [false, true] => alternatives.push("true".to_owned()),
            [false, false] => {}
        }
        match &sets.numbers {
            Literals::All => alternatives.push("number".to_owned()),
            Literals::Some(few) => alternatives.extend(few.iter().map(|number| number.to_json().to_string())),
        }
        match &sets.strings {
            Literals::All => alternatives.push("string".to_owned()),
            Literals::Some(few) => {
                alternatives.extend(few.iter().map(|text| serde_json::Value::from(&**text).to_string()));
            }
        }
        alternatives.extend(sets.arrays.iter().map(ToString::to_string));
        alternatives.extend(sets.objects.iter().flat_map(|objects| objects.shapes()).map(Object::to_string));
        if self.is_unknown() {
            alternatives.push("?".to_owned());
        }
        match sets.absence {
            Absence::Never => {}
            Absence::Unproven => alternatives.push("unproven".to_owned()),
            Absence::Known => alternatives.push("missing".to_owned()),
        }
        if alternatives.is_empty() {
            alternatives.push("never".to_owned());
        }
        f.write_str(&alternatives.join(" | "))
    }
}

/// As a person reads it: whoever looks at a type for debugging is one.
impl fmt::Debug for Type {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

impl Display for Array {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        for (at, item) in self.known().iter().enumerate() {
            let comma = if at > 0 { ", " } else { "" };
            write!(f, "{comma}{item}")?;
        }
        if self.is_open() {
            let comma = if self.known().is_empty() { "" } else { ", " };
            write!(f, "{comma}...{}", self.rest())?;
        }
        f.write_str("]")
    }
}

impl Display for Object {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        let mut first = true;
        for (name, of) in self.fields() {
            if !std::mem::take(&mut first) {
                f.write_str(", ")?;
            }
            let is_plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            let name = if is_plain { name.to_owned() } else { serde_json::Value::from(name).to_string() };
            let mark = match of.absence() {
                Absence::Never => "",
                Absence::Unproven => "??",
                Absence::Known => "?",
            };
            write!(f, "{name}{mark}: {}", of.clone().present())?;
        }
        if self.is_open() {
            let comma = if first { "" } else { ", " };
            write!(f, "{comma}...{}", self.rest())?;
        }
        f.write_str("}")
    }
}
