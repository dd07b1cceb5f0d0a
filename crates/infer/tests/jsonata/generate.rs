//! Random values, types around them, and expressions.

use crate::Variable;
use asl_expressions::Value;
use asl_types::{Absence, Array, Object, Type, Unknown};
use serde_json::{Map, json};
use std::sync::Arc;

/// Random choices that a seed decides.
pub(crate) struct Random(u64);

const FIELDS: [&str; 6] = ["a", "b", "c", "d", "name", "items"];
const TEXTS: [&str; 8] = ["", "x", "abc", "a,b", "12", "x", "2024-01-01T00:00:00Z", "b c"];
const NUMBERS: [f64; 8] = [0.0, 1.0, 2.0, 3.0, -1.0, 1.5, 10.0, 7.0];

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678_9abc_def1);
        random.below(2);
        random.below(2);
        random
    }

    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        usize::try_from(z % count as u64).unwrap()
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn value(&mut self, depth: u32) -> Value {
        match self.below(if depth == 0 { 4 } else { 8 }) {
            0 => Value::Null,
            1 => json!(self.one_in(2)),
            2 => self.number(),
            3 => json!(self.pick(&TEXTS)),
            4 | 5 => {
                let length = self.below(4);
                if self.one_in(2) {
                    let like = self.value(depth - 1);
                    return (0..length).map(|_| self.like(&like)).collect();
                }
                (0..length).map(|_| self.value(depth - 1)).collect()
            }
            _ => {
                let mut fields = Map::new();
                for _ in 0..self.below(4) {
                    let name = self.pick(&FIELDS);
                    fields.insert(name.to_owned(), self.value(depth - 1));
                }
                Value::Object(fields)
            }
        }
    }

    fn number(&mut self) -> Value {
        let number = self.pick(&NUMBERS);
        if number.fract() == 0.0 { json!(number as i64) } else { json!(number) }
    }

    /// A value of the same shape.
    fn like(&mut self, value: &Value) -> Value {
        match value {
            Value::Number(_) => self.number(),
            Value::String(_) => json!(self.pick(&TEXTS)),
            Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), self.like(value))).collect(),
            other => other.clone(),
        }
    }

    /// A type that the value is of.
    fn around(&mut self, value: &Value) -> Type {
        if self.one_in(4) {
            return Type::of(value);
        }
        if self.one_in(9) {
            return Type::unknown_from(if self.one_in(2) { Unknown::input() } else { Unknown::Opaque });
        }
        let mut ty = match value {
            Value::Null => Type::null(),
            Value::Bool(_) => Type::boolean(),
            Value::Number(_) if self.one_in(2) => Type::number(),
            Value::String(_) if self.one_in(2) => Type::string(),
            Value::Number(_) | Value::String(_) => {
                let other = self.like(value);
                Type::of(value).join(&Type::of(&other))
            }
            Value::Array(items) => self.around_items(items),
            Value::Object(fields) => self.around_fields(fields),
        };
        if self.one_in(5) {
            let other = self.value(2);
            ty = ty.join(&self.around(&other));
        }
        ty
    }

    fn around_items(&mut self, items: &[Value]) -> Type {
        let mut types: Vec<Type> = items.iter().map(|item| self.around(item)).collect();
        if self.one_in(2) {
            return Type::array_of(Type::join_all(&types));
        }
        let least = self.below(types.len() + 1);
        for item in types.iter_mut().skip(least) {
            *item = item.clone().with_absence(Absence::Known);
        }
        if self.one_in(3) {
            let rest = self.value(1);
            return Type::array(Array::new(types, self.around(&rest)));
        }
        Type::array(Array::exact(types))
    }

    fn around_fields(&mut self, fields: &Map<String, Value>) -> Type {
        let mut known: Vec<(Arc<str>, Type)> = Vec::new();
        let open = self.one_in(5);
        for (name, value) in fields {
            if open && self.one_in(2) {
                continue;
            }
            let mut of = self.around(value);
            if self.one_in(4) {
                of = of.with_absence(if self.one_in(2) { Absence::Known } else { Absence::Unproven });
            }
            known.push((name.as_str().into(), of));
        }
        let extra = self.pick(&FIELDS);
        if self.one_in(3) && !fields.contains_key(extra) {
            let value = self.value(1);
            known.push((extra.into(), self.around(&value).with_absence(Absence::Known)));
        }
        let rest = if open { Type::unknown().with_absence(Absence::Unproven) } else { Type::absent() };
        Type::object(Object::new(known, rest))
    }

    /// `$x`, `$y`, `$z` and `$states`.
    pub(crate) fn variables(&mut self) -> Vec<Variable> {
        let mut all = Vec::new();
        for name in ["x", "y", "z"] {
            let value = self.value(3);
            let mut ty = self.around(&value);
            let mut value = Some(value);
            if self.one_in(6) {
                ty = ty.with_absence(Absence::Known);
                if self.one_in(2) {
                    value = None;
                }
            }
            all.push(Variable { name, value, ty });
        }
        let mut fields = Map::new();
        let input = if self.one_in(3) { self.value(3) } else { self.object() };
        fields.insert("input".into(), input);
        fields.insert("context".into(), json!({"State": {"Name": "s"}}));
        let types: Vec<(&str, Type)> = fields.iter().map(|(name, value)| (name.as_str(), self.around(value))).collect();
        let ty = Type::object_of(types);
        all.push(Variable { name: "states", value: Some(Value::Object(fields)), ty });
        all
    }

    fn object(&mut self) -> Value {
        let mut fields = Map::new();
        for name in FIELDS {
            if !self.one_in(3) {
                fields.insert(name.to_owned(), self.value(2));
            }
        }
        Value::Object(fields)
    }

    pub(crate) fn expression(&mut self) -> String {
        let depth = 1 + self.below(4) as u32;
        self.expr(depth, false)
    }

    fn root(&mut self) -> &'static str {
        self.pick(&["$states.input", "$x", "$y", "$z", "$states.input", "$states.context.State"])
    }

    fn literal(&mut self) -> String {
        match self.below(6) {
            0 => "null".into(),
            1 => self.pick(&["true", "false"]).into(),
            2 | 3 => self.number().to_string(),
            _ => format!("{:?}", self.pick(&TEXTS)),
        }
    }

    /// Inside, there is something that a path is applied to.
    fn expr(&mut self, depth: u32, inside: bool) -> String {
        if depth == 0 {
            return match self.below(6) {
                0 => self.literal(),
                1 if inside => "$".into(),
                2 if inside => self.pick(&FIELDS).into(),
                3 => self.root().into(),
                _ => {
                    let root = self.root();
                    let name = self.pick(&FIELDS);
                    format!("{root}.{name}")
                }
            };
        }
        match self.below(24) {
            0 => self.literal(),
            1..=6 => self.path(depth, inside),
            7 => {
                let op = self.pick(&["+", "-", "*", "/", "%"]);
                self.infix(op, depth, inside)
            }
            8 => {
                let op = self.pick(&["=", "!=", "<", "<=", ">", ">=", "in"]);
                self.infix(op, depth, inside)
            }
            9 => {
                let op = self.pick(&["and", "or", "&", "?:", "??"]);
                self.infix(op, depth, inside)
            }
            10 => {
                let items: Vec<String> = (0..self.below(4)).map(|_| self.expr(depth - 1, inside)).collect();
                format!("[{}]", items.join(", "))
            }
            11 => self.braces(depth, inside),
            12 | 13 => {
                let (test, then, other) =
                    (self.test(depth - 1, inside), self.expr(depth - 1, inside), self.expr(depth - 1, inside));
                if self.one_in(4) { format!("({test} ? {then})") } else { format!("({test} ? {then} : {other})") }
            }
            14 => {
                let (value, then) = (self.expr(depth - 1, inside), self.expr(depth - 1, inside));
                let used = self.pick(&["$v", "$v", "$v.a", "[$v]", "$v + 1", "$count($v)"]);
                let then = if self.one_in(2) { used.to_owned() } else { then };
                format!("($v := {value}; {then})")
            }
            15..=18 => self.call(depth, inside),
            19..=21 => self.higher(depth, inside),
            22 => {
                let (value, op) =
                    (self.expr(depth - 1, inside), self.pick(&["$string", "$count", "$keys", "$sum()", "$type"]));
                format!("({value} ~> {op})")
            }
            _ => self.odd(depth, inside),
        }
    }

    fn infix(&mut self, op: &str, depth: u32, inside: bool) -> String {
        format!("({} {op} {})", self.expr(depth - 1, inside), self.expr(depth - 1, inside))
    }

    fn braces(&mut self, depth: u32, inside: bool) -> String {
        let mut pairs = Vec::new();
        for name in FIELDS.iter().take(self.below(4)) {
            let key = if self.one_in(12) { self.expr(0, inside) } else { format!("\"{name}\"") };
            pairs.push(format!("{key}: {}", self.expr(depth - 1, inside)));
        }
        format!("{{{}}}", pairs.join(", "))
    }

    fn path(&mut self, depth: u32, inside: bool) -> String {
        let mut path = match self.below(8) {
            0 if inside => self.pick(&FIELDS).to_owned(),
            1 => format!("({})", self.expr(depth - 1, inside)),
            _ => self.root().to_owned(),
        };
        for _ in 0..=self.below(3) {
            match self.below(16) {
                0..=7 => path = format!("{path}.{}", self.pick(&FIELDS)),
                8 => path = format!("{path}[{}]", self.pick(&["0", "1", "-1", "-2", "2"])),
                9 => path = format!("{path}[{}]", self.test(depth - 1, true)),
                10 => path = format!("{path}.({})", self.expr(depth - 1, true)),
                11 => path = format!("{path}.[{}]", self.expr(depth - 1, true)),
                12 => path = format!("{path}.{}", self.braces(depth, true)),
                13 => path = format!("{path}.*"),
                14 => path = format!("{path}[]"),
                _ => path = format!("{path}.{}", self.pick(&["**", "$", "%", "a.%", "$string()", "$keys()"])),
            }
        }
        match self.below(30) {
            0 => format!("{path}^({})", self.pick(&["a", ">b", "$", "$string($)"])),
            1 => format!("{path}{}", self.braces(depth, true)),
            2 => format!("{path}@$f.{{\"f\": $f.a, \"g\": a}}"),
            3 => format!("{path}#$i.{{\"i\": $i, \"g\": a}}"),
            4 => format!("{path}#$i[$i < 2].a"),
            5 => format!("{path}@$f[$f.a = 1].$f"),
            _ => path,
        }
    }

    /// Something that is true or false.
    fn test(&mut self, depth: u32, inside: bool) -> String {
        let deep = depth.saturating_sub(1);
        match self.below(11) {
            0 => format!("$exists({})", self.expr(deep, inside)),
            1 | 2 => format!("{} = {}", self.expr(deep, inside), self.literal()),
            3 => format!("{} != {}", self.expr(deep, inside), self.literal()),
            4 => {
                let kind = self.pick(&["string", "number", "null", "object", "array", "boolean"]);
                format!("$type({}) {} \"{kind}\"", self.expr(deep, inside), self.pick(&["=", "!="]))
            }
            5 if depth > 0 => format!("({} and {})", self.test(deep, inside), self.test(deep, inside)),
            6 if depth > 0 => format!("({} or {})", self.test(deep, inside), self.test(deep, inside)),
            7 => format!("$not({})", self.test(deep, inside)),
            8 => format!("{} in [\"x\", 1, \"abc\"]", self.expr(deep, inside)),
            9 => format!("{} < 3", self.expr(deep, inside)),
            _ => self.expr(deep, inside),
        }
    }

    pub(crate) fn condition(&mut self) -> String {
        let depth = self.below(4) as u32;
        self.test(depth, false)
    }

    fn call(&mut self, depth: u32, inside: bool) -> String {
        const ONE: [&str; 46] = [
            "abs",
            "average",
            "base64decode",
            "base64encode",
            "boolean",
            "ceil",
            "clone",
            "count",
            "decodeUrl",
            "distinct",
            "encodeUrl",
            "exists",
            "floor",
            "fromMillis",
            "keys",
            "length",
            "lowercase",
            "max",
            "merge",
            "min",
            "not",
            "number",
            "reverse",
            "round",
            "shuffle",
            "sort",
            "spread",
            "sqrt",
            "string",
            "sum",
            "toMillis",
            "trim",
            "type",
            "uppercase",
            "zip",
            "parse",
            "partition",
            "random",
            "single",
            "sift",
            "now",
            "millis",
            "assert",
            "formatBase",
            "join",
            "substring",
        ];
        const TWO: [&str; 23] = [
            "append",
            "contains",
            "formatBase",
            "formatInteger",
            "formatNumber",
            "hash",
            "join",
            "lookup",
            "pad",
            "parseInteger",
            "partition",
            "power",
            "round",
            "split",
            "string",
            "substring",
            "substringAfter",
            "substringBefore",
            "zip",
            "fromMillis",
            "toMillis",
            "match",
            "assert",
        ];
        match self.below(10) {
            0..=4 => format!("${}({})", self.pick(&ONE), self.expr(depth - 1, inside)),
            5..=7 => {
                let second = match self.below(3) {
                    0 => self.expr(depth - 1, inside),
                    1 => self.literal(),
                    _ => self.pick(&["\"SHA-256\"", "\"a\"", "2", "/b/", "\"#0\"", "-1", "\"\""]).to_owned(),
                };
                format!("${}({}, {second})", self.pick(&TWO), self.expr(depth - 1, inside))
            }
            8 => {
                let name = self.pick(&["substring", "replace", "range", "zip", "pad", "split", "formatNumber"]);
                let (a, b, c) = (self.expr(depth - 1, inside), self.expr(0, inside), self.literal());
                format!("${name}({a}, {b}, {c})")
            }
            _ => self
                .pick(&["$random()", "$uuid()", "$now()", "$range(1, 3, 1)", "[1..3]", "$error()", "$nope(1)"])
                .to_owned(),
        }
    }

    fn higher(&mut self, depth: u32, inside: bool) -> String {
        let of = if self.one_in(2) { self.expr(depth - 1, inside) } else { format!("{}.items", self.root()) };
        let body = match self.below(8) {
            0 => "$p".to_owned(),
            1 => "$p.a".to_owned(),
            2 => "$p.a & \"\"".to_owned(),
            3 => "$keys($p)".to_owned(),
            4 => "{\"k\": $p, \"n\": $q}".to_owned(),
            5 => "$p = 1".to_owned(),
            6 => "$exists($p.a)".to_owned(),
            _ => self.expr(depth - 1, inside),
        };
        let params = self.pick(&["$p", "$p, $q", "$p, $q, $r"]);
        let lambda = match self.below(10) {
            0 => self.pick(&["$string", "$keys", "$number", "$uppercase", "$exists", "$sum", "$distinct"]).to_owned(),
            1 => "$append(?, 1)".to_owned(),
            2 => "($string ~> $length)".to_owned(),
            3 => format!("function($p)<x:x>{{{body}}}"),
            _ => format!("function({params}){{{body}}}"),
        };
        match self.below(9) {
            0..=2 => format!("$map({of}, {lambda})"),
            3 => format!("$filter({of}, {lambda})"),
            4 => format!("$single({of}, {lambda})"),
            5 => {
                let step =
                    self.pick(&["$a + $b", "$append($a, $b)", "$merge([$a, $b])", "$a", "$b", "[$a, $b]", "$a & $b"]);
                let start = self.pick(&[", 0", ", []", "", ", \"\""]);
                format!("$reduce({of}, function($a, $b){{{step}}}{start})")
            }
            6 => format!("$each({of}, {lambda})"),
            7 => format!("$sift({of}, {lambda})"),
            _ => format!("$sort({of}, function($l, $r){{$l > $r}})"),
        }
    }

    fn odd(&mut self, depth: u32, inside: bool) -> String {
        match self.below(10) {
            0 => format!("({} ~> |$|{{\"a\": 1}}|)", self.expr(depth - 1, inside)),
            1 => format!("({} ~> |**|{{\"b\": $count($)}}, \"a\"|)", self.expr(depth - 1, inside)),
            2 => format!("-({})", self.expr(depth - 1, inside)),
            3 => format!("[{}..{}]", self.expr(depth - 1, inside), self.pick(&["1", "3", "$x", "0"])),
            4 => format!("$merge([{}, {}])", self.expr(depth - 1, inside), self.braces(depth, inside)),
            5 => format!("($f := function($n){{$n > 0 ? $f($n - 1) : {}}}; $f(2))", self.expr(depth - 1, inside)),
            6 => "$nothing".to_owned(),
            7 => format!("{{\"f\": function($n){{$n}}}}.f({})", self.expr(depth - 1, inside)),
            8 => format!("[{}, $string]", self.expr(depth - 1, inside)),
            _ => format!("({}; {})", self.expr(depth - 1, inside), self.expr(depth - 1, inside)),
        }
    }
}
