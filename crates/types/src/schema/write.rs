//! From a type to a schema.

use crate::{Absence, Array, Kinds, Object, Sets, Type};
use serde_json::{Map, Value, json};

impl Type {
    /// A schema under which every value of the type is valid, and no other where JSON Schema can say it. Whether something
    /// may be missing as a whole is not said, nor why a field may be.
    pub fn to_json_schema(&self) -> Value {
        if self.is_unknown() {
            return Value::Bool(true);
        }
        let sets = self.sets();
        let shapes = sets.objects.as_ref().map_or(&[][..], |it| it.shapes());
        let mut ways: Vec<Value> = Vec::new();
        let literals = literals(sets);
        match literals.as_slice() {
            [] => {}
            [one] => ways.push(json!({ "const": one })),
            _ => ways.push(json!({ "enum": literals })),
        }
        // What one says of arrays does not touch objects: both stand in one schema.
        let single = if let [single] = shapes { Some(single) } else { None };
        ways.extend(whole(sets, single));
        ways.extend(
            shapes.iter().filter(|_| single.is_none()).filter_map(|shape| whole(&Sets::default(), Some(shape))),
        );
        match ways.len() {
            0 => Value::Bool(false),
            1 => ways.swap_remove(0),
            // Of every kind, and this is known.
            _ if self.kinds() == Kinds::ALL => json!({ "type": names(self.kinds()), "anyOf": ways }),
            _ => json!({ "anyOf": ways }),
        }
    }
}

fn literals(sets: &Sets) -> Vec<Value> {
    let mut literals: Vec<Value> = Vec::new();
    if let [no, yes] = sets.booleans
        && no != yes
    {
        literals.push(yes.into());
    }
    literals.extend(sets.numbers.few().into_iter().flatten().map(|it| it.to_json()));
    literals.extend(sets.strings.few().into_iter().flatten().map(|it| Value::from(&**it)));
    literals
}

/// The kinds of which more than literals is possible, with what is known of arrays and objects.
fn whole(sets: &Sets, object: Option<&Object>) -> Option<Value> {
    let mut kinds = Kinds::NONE;
    for (kind, is_whole) in [
        (Kinds::NULL, sets.null),
        (Kinds::BOOLEAN, sets.booleans == [true; 2]),
        (Kinds::NUMBER, sets.numbers.few().is_none()),
        (Kinds::STRING, sets.strings.few().is_none()),
        (Kinds::ARRAY, sets.arrays.is_some()),
        (Kinds::OBJECT, object.is_some()),
    ] {
        kinds = if is_whole { kinds | kind } else { kinds };
    }
    if kinds == Kinds::NONE {
        return None;
    }
    let mut out = Map::new();
    out.insert("type".to_owned(), names(kinds));
    if let Some(array) = &sets.arrays {
        write_array(&mut out, array);
    }
    if let Some(object) = object {
        write_object(&mut out, object);
    }
    Some(out.into())
}

/// One name, or a list of them.
fn names(kinds: Kinds) -> Value {
    let mut names: Vec<Value> = kinds.names().map(Value::from).collect();
    if names.len() == 1 { names.swap_remove(0) } else { names.into() }
}

fn write_array(out: &mut Map<String, Value>, array: &Array) {
    if !array.known().is_empty() {
        out.insert("prefixItems".to_owned(), array.known().iter().map(Type::to_json_schema).collect());
    }
    if !array.rest().is_unknown() {
        out.insert("items".to_owned(), array.rest().to_json_schema());
    }
    if array.least() > 0 {
        out.insert("minItems".to_owned(), array.least().into());
    }
}

fn write_object(out: &mut Map<String, Value>, object: &Object) {
    let properties: Map<String, Value> =
        object.told().map(|(name, of)| (name.to_owned(), of.to_json_schema())).collect();
    let required: Vec<&str> =
        object.told().filter(|(_, of)| of.absence() == Absence::Never).map(|(name, _)| name).collect();
    if !properties.is_empty() {
        out.insert("properties".to_owned(), properties.into());
    }
    if !required.is_empty() {
        out.insert("required".to_owned(), required.into());
    }
    if !object.rest().is_unknown() {
        out.insert("additionalProperties".to_owned(), object.rest().to_json_schema());
    }
}
