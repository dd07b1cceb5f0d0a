//! Random paths over random documents, against an engine for RFC 9535.
//!
//! The subset on which Jayway and the RFC agree leaves out:
//! * lists of names (Jayway gives one object), a step of a slice, and slices with two bounds of which one is negative;
//! * filters on objects (Jayway tests the object, the RFC its fields), so a filter follows a field that holds an array;
//! * comparisons of a number with a string, and of two paths (where both miss, the RFC says equal);
//! * filters after `..`, and functions;
//! * the order of what `..` finds, which the RFC leaves open in part, and of what `[0,1]` finds, where the other engine
//!   goes by index before it goes by node: there the matches are compared sorted.
//!
//! Jayway unwraps the value of a definite path, and misses are errors to it; both are undone here.

use asl_expressions::{Scope, Seeded, Value, World, jsonpath::evaluate};
use asl_syntax::jsonpath::parse;
use jsonpath_rust::JsonPath;
use serde_json::{Map, json};

const ROUNDS: usize = 8_000;

struct Random(Seeded);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0.random_bits() % limit
    }

    fn one_of<T: Clone>(&mut self, items: &[T]) -> T {
        let at = self.below(items.len() as u64);
        items[at as usize].clone()
    }

    /// `n` holds no strings and `s` no numbers, so that no filter compares across; `l` holds arrays.
    fn document(&mut self, depth: u32) -> Value {
        match self.below(if depth == 0 { 4 } else { 9 }) {
            0 => json!(self.below(5)),
            1 => json!(self.one_of(&["x", "y", ""])),
            2 => self.one_of(&[Value::Null, json!(true), json!(1.0), json!(2.5)]),
            3 => json!([]),
            4 | 5 => self.list(depth - 1),
            _ => self.object(depth - 1),
        }
    }

    fn list(&mut self, depth: u32) -> Value {
        (0..self.below(7)).map(|_| self.document(depth)).collect()
    }

    fn object(&mut self, depth: u32) -> Value {
        let mut fields = Map::new();
        for _ in 0..2 + self.below(8) {
            let name = self.one_of(&["a", "b", "n", "s", "l"]);
            let value = match name {
                "n" => self.one_of(&[json!(0), json!(1), json!(2.5), json!(-3), Value::Null, json!(true)]),
                "s" => self.one_of(&[json!("x"), json!("y"), json!("yy"), Value::Null, json!(false)]),
                "l" => self.list(depth),
                _ => self.document(depth),
            };
            fields.insert(name.to_owned(), value);
        }
        Value::Object(fields)
    }

    fn path(&mut self) -> String {
        let mut path = String::from("$");
        for _ in 0..=self.below(3) {
            path.push_str(&self.step());
        }
        path
    }

    fn step(&mut self) -> String {
        let name = self.one_of(&["a", "b", "n", "s", "l"]);
        let (i, j) = (self.below(4), self.below(4));
        match self.below(16) {
            0..=3 => format!(".{name}"),
            4 => format!("['{name}']"),
            5 | 6 => format!("[{i}]"),
            7 => format!("[-{}]", i + 1),
            8 => self.one_of(&["[*]", ".*"]).to_owned(),
            9 => format!("[{i},{j}]"),
            10 => self.one_of(&[
                format!("[{i}:{j}]"),
                format!("[{i}:]"),
                format!("[:{j}]"),
                format!("[-{}:]", i + 1),
                format!("[:-{}]", j + 1),
            ]),
            11 => format!("..{name}"),
            12 => self.one_of(&["..*".to_owned(), format!("..[{i}]")]),
            _ => {
                let condition = self.condition(2);
                format!(".l[?({condition})]")
            }
        }
    }

    fn condition(&mut self, depth: u32) -> String {
        let operator = self.one_of(&["==", "!=", "<", "<=", ">", ">="]);
        let equality = self.one_of(&["==", "!="]);
        let (number, string) = (self.one_of(&["0", "1", "2.5", "-3"]), self.one_of(&["x", "y", ""]));
        match self.below(if depth == 0 { 5 } else { 8 }) {
            0 => format!("@.{}", self.one_of(&["a", "b", "n", "s", "l", "a.b", "l[0]"])),
            1 => format!("@.n {operator} {number}"),
            2 => format!("@.s {operator} '{string}'"),
            3 => format!("@.n {equality} {}", self.one_of(&["null", "true", "false"])),
            4 => format!("{number} {operator} @.n"),
            5 => format!("({}) && ({})", self.condition(depth - 1), self.condition(depth - 1)),
            6 => format!("({}) || ({})", self.condition(depth - 1), self.condition(depth - 1)),
            _ => format!("!({})", self.condition(depth - 1)),
        }
    }
}

/// What is found, or nothing where our engine knows no result.
fn ours(text: &str, document: &Value) -> Vec<Value> {
    let (parsed, variables) = (parse(text), Map::new());
    assert_eq!(parsed.errors, [], "{text}");
    let scope = Scope { input: document, context: &Value::Null, variables: &variables };
    let definite = parsed.path.is_definite();
    match evaluate(&parsed.path, &scope).map(std::borrow::Cow::into_owned) {
        Err(_) => Vec::new(),
        Ok(Value::Array(items)) if !definite => items,
        Ok(value) => vec![value],
    }
}

#[test]
fn random_paths_find_what_another_engine_finds() {
    let mut random = Random(Seeded::new(0, 9535));
    let mut hits = 0;
    for _ in 0..ROUNDS {
        let document = random.object(4);
        let text = random.path();
        let theirs = document.query(&text);
        assert!(theirs.is_ok(), "{text}: {theirs:?}");
        let mut theirs: Vec<Value> = theirs.unwrap_or_default().into_iter().cloned().collect();
        let mut ours = ours(&text, &document);
        if text.contains("..") || text.contains(',') {
            theirs.sort_by_key(Value::to_string);
            ours.sort_by_key(Value::to_string);
        }
        hits += usize::from(!ours.is_empty());
        assert_eq!(ours, theirs, "{text} over {document}");
    }
    assert!(hits > ROUNDS / 6, "only {hits} paths found something");
}
