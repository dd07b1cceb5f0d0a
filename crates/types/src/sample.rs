//! A value to stand in for one that nobody gave.

use crate::{Absence, Array, Object, Type};
use serde_json::{Map, Value};

/// What may be missing is there down to this depth.
const DEEPEST: usize = 3;

/// What may be missing is there until the sample has so many values.
const MOST: usize = 200;

impl Type {
    /// A small value of the type, the same each time; none, where there is no value. It shows what there may be: of the
    /// kinds the one that holds most, of what may be missing the upper levels.
    pub fn sample(&self) -> Option<Value> {
        Sampler { left: MOST }.of(self, 0)
    }
}

struct Sampler {
    left: usize,
}

impl Sampler {
    fn of(&mut self, of: &Type, depth: usize) -> Option<Value> {
        self.left = self.left.saturating_sub(1);
        let sets = of.sets();
        let mut shapes = sets.objects.iter().flat_map(|it| it.shapes());
        if let Some(object) = shapes.find_map(|shape| self.object(shape, depth)) {
            return Some(object);
        }
        if let Some(array) = sets.arrays.as_ref().and_then(|array| self.array(array, depth)) {
            return Some(array);
        }
        match sets.strings.few() {
            None => return Some(Value::from("sample")),
            Some([first, ..]) => return Some(Value::from(&**first)),
            Some([]) => {}
        }
        match sets.numbers.few() {
            None => return Some(Value::from(1)),
            Some([first, ..]) => return Some(first.to_json()),
            Some([]) => {}
        }
        match sets.booleans {
            [true, _] => Some(Value::from(false)),
            [false, true] => Some(Value::from(true)),
            [false, false] if sets.null => Some(Value::Null),
            // Nobody said what it is.
            [false, false] => of.is_unknown().then(|| Value::Object(Map::new())),
        }
    }

    fn is_left_out(&self, of: &Type, depth: usize) -> bool {
        of.absence() != Absence::Never && (depth >= DEEPEST || self.left == 0)
    }

    fn object(&mut self, shape: &Object, depth: usize) -> Option<Value> {
        let mut out = Map::new();
        for (name, of) in shape.fields().filter(|(_, of)| of.has_value() || of.absence() == Absence::Never) {
            if !self.is_left_out(of, depth) {
                out.insert(name.to_owned(), self.of(of, depth + 1)?);
            }
        }
        // An object whose names are data has one of them.
        let rest = shape.rest();
        if out.is_empty() && rest.has_value() && !rest.is_unknown() && !self.is_left_out(rest, depth) {
            let of = shape.field("key");
            if let Some(value) = self.of(&of, depth + 1).filter(|_| of.has_value()) {
                out.insert("key".to_owned(), value);
            }
        }
        Some(Value::Object(out))
    }

    fn array(&mut self, array: &Array, depth: usize) -> Option<Value> {
        let mut items = Vec::new();
        for at in 0..array.least() {
            items.push(self.of(&array.item(at), depth + 1)?);
        }
        let first = array.item(0);
        if items.is_empty() && first.has_value() && !self.is_left_out(&first, depth) {
            items.extend(self.of(&first, depth + 1));
        }
        Some(Value::Array(items))
    }
}

#[cfg(test)]
mod tests {
    use crate::{Absence, Object, Type};
    use serde_json::json;

    fn sample(text: &str) -> Option<serde_json::Value> {
        text.parse::<Type>().ok().and_then(|of| of.sample())
    }

    #[test]
    fn samples_show_what_there_may_be() {
        assert_eq!(
            sample("{id: string, n?: number, ok?: boolean}"),
            Some(json!({"id": "sample", "n": 1, "ok": false}))
        );
        assert_eq!(sample("[...{a: null | number}]"), Some(json!([{"a": 1}])));
        assert_eq!(sample("\"b\" | \"a\""), Some(json!("a")));
        assert_eq!(Type::unknown().sample(), Some(json!({})));
        assert_eq!(Type::absent().sample(), None);
        assert_eq!(Type::never().sample(), None);
        let tags = Object::new([], Type::string().with_absence(Absence::Unproven));
        assert_eq!(Type::object(tags).sample(), Some(json!({"key": "sample"})));
    }

    #[test]
    fn what_may_be_missing_is_left_out_below() {
        let optional = |of: Type| of.with_absence(Absence::Unproven);
        let mut of = Type::string();
        for _ in 0..6 {
            of = Type::object_of([("a", optional(of)), ("b", Type::null())]);
        }
        let inner = json!({"b": null});
        let wanted = json!({"a": {"a": {"a": inner, "b": null}, "b": null}, "b": null});
        assert_eq!(of.sample(), Some(wanted));
    }
}
