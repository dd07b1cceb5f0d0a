//! Random values, and types that they are members of.

#![allow(dead_code, reason = "each test uses a part")]
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use asl_infer::{Answer, Certainty, Facts, Faults, Settings, Silent, Tasks};
use asl_semantics::Definition;
use asl_semantics::plan::{State, Task, Workflow};
use asl_types::{Absence, Array, Object, Type, Unknown};
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::sync::Arc;

/// Random numbers that follow from a seed (`SplitMix64`).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678)
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    pub(crate) fn below(&mut self, count: usize) -> usize {
        (self.bits() % count as u64) as usize
    }

    /// One time in so many.
    pub(crate) fn once_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    pub(crate) fn pick<'t, T: ?Sized>(&mut self, of: &[&'t T]) -> &'t T {
        of[self.below(of.len())]
    }
}

/// As many cases as `ASL_CASES` says.
pub(crate) fn cases(default: u64) -> std::ops::Range<u64> {
    let count = std::env::var("ASL_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(default);
    let start = std::env::var("ASL_SEED").ok().and_then(|it| it.parse().ok()).unwrap_or(0);
    start..start + count
}

/// What came of the cases of a test.
#[derive(Default)]
pub(crate) struct Tally {
    given: u32,
    unknown: u32,
    failed: u32,
    sure: u32,
}

impl Tally {
    /// Holds what was inferred of a case against what came of it: a value, or none where it failed.
    pub(crate) fn hold(&mut self, of: &Type, faults: &Faults, value: Option<&Value>, show: impl Fn() -> String) {
        let is_sure = faults.certainty() == Some(Certainty::Certain);
        if let Some(value) = value {
            assert!(of.contains(value), "not of the type\n{}", show());
            assert!(!is_sure, "not certain\n{}", show());
            self.given += 1;
            self.unknown += u32::from(of.is_unknown());
        } else {
            assert!(!faults.is_empty(), "not foreseen\n{}", show());
            self.failed += 1;
            self.sure += u32::from(is_sure);
        }
        assert!(of.has_value() != is_sure, "{}", show());
    }

    /// Tells how much was held, which must be something of each kind.
    pub(crate) fn tell(&self) {
        let Self { given, unknown, failed, sure } = self;
        eprintln!("{given} values, {unknown} of them unknown; {failed} failures, {sure} of them certain");
        assert!(*given > 0 && *failed > 0 && *sure > 0, "too few cases");
    }
}

pub(crate) const NAMES: [&str; 4] = ["a", "b", "c", "d"];
pub(crate) const TEXTS: [&str; 10] =
    ["", "x", "y", "abc", "1", "1.0", "[1]", "$.a", "2024-01-01T00:00:00Z", "2024-06-01T02:00:00+02:00"];

pub(crate) fn scalar(random: &mut Random) -> Value {
    match random.below(12) {
        0 => json!(null),
        1 => json!(true),
        2 => json!(false),
        3 => json!(0),
        4 => json!(1),
        5 => json!(1.0),
        6 => json!(-2.5),
        7 => json!(9_007_199_254_740_993_i64),
        _ => json!(random.pick(&TEXTS)),
    }
}

pub(crate) fn value(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth == 0 { 3 } else { 10 }) {
        0..=2 => scalar(random),
        3..=5 => Value::Array((0..random.below(4)).map(|_| value(random, depth - 1)).collect()),
        _ => object(random, depth),
    }
}

pub(crate) fn object(random: &mut Random, depth: usize) -> Value {
    let depth = depth.saturating_sub(1);
    let mut fields = Map::new();
    for _ in 0..=random.below(4) {
        fields.insert(random.pick(&NAMES).to_owned(), value(random, depth));
    }
    Value::Object(fields)
}

/// A type that has the value.
pub(crate) fn generalise(of: &Value, random: &mut Random) -> Type {
    let out = match random.below(12) {
        0 => Type::unknown(),
        1 => Type::of_any_kind(),
        2 => widened(of, random).join(&Type::unknown()),
        3 | 4 => Type::of(of),
        5..=7 => {
            let other = value(random, 2);
            let other = if random.once_in(2) { Type::of(&other) } else { generalise(&other, random) };
            let this = generalise(of, random);
            this.join(&other)
        }
        _ => widened(of, random),
    };
    assert!(out.contains(of), "{of} in {out}");
    out
}

fn widened(of: &Value, random: &mut Random) -> Type {
    match of {
        Value::Null => Type::null(),
        Value::Bool(it) => {
            if random.once_in(2) {
                Type::boolean()
            } else {
                Type::boolean_of(*it)
            }
        }
        Value::Number(_) => {
            if random.once_in(2) {
                Type::number()
            } else {
                Type::of(of)
            }
        }
        Value::String(_) => {
            if random.once_in(2) {
                Type::string()
            } else {
                Type::of(of)
            }
        }
        Value::Array(items) => array(items, random),
        Value::Object(fields) => object_type(fields, random),
    }
}

fn absence(random: &mut Random) -> Absence {
    [Absence::Never, Absence::Never, Absence::Known, Absence::Unproven][random.below(4)]
}

fn array(items: &[Value], random: &mut Random) -> Type {
    let mut types: Vec<Type> = items.iter().map(|item| generalise(item, random)).collect();
    match random.below(4) {
        0 => Type::array_of(types.iter().fold(Type::never(), |all, it| all.join(it))),
        1 => {
            let prefix = random.below(types.len() + 1);
            let rest = types.split_off(prefix);
            Type::array(Array::new(types, rest.iter().fold(Type::never(), |all, it| all.join(it))))
        }
        2 => {
            let from = random.below(types.len() + 1);
            for item in types.iter_mut().skip(from) {
                *item = item.clone().with_absence(absence(random));
            }
            if random.once_in(2) {
                let more = value(random, 1);
                types.push(generalise(&more, random).with_absence(Absence::Known));
            }
            Type::array(Array::exact(types))
        }
        _ => Type::array(Array::exact(types)),
    }
}

fn object_type(fields: &Map<String, Value>, random: &mut Random) -> Type {
    let mut named: Vec<(Arc<str>, Type)> = Vec::new();
    let mut rest = match random.below(4) {
        0 => Type::unknown().with_absence(Absence::Unproven),
        _ => Type::absent(),
    };
    for (name, field) in fields {
        let of = generalise(field, random);
        if random.once_in(10) {
            rest = rest.join(&of.with_absence(Absence::Unproven));
        } else {
            named.push((name.as_str().into(), of.with_absence(absence(random))));
        }
    }
    for name in NAMES {
        if !fields.contains_key(name) && random.once_in(4) {
            let more = value(random, 1);
            let optional = if random.once_in(2) { Absence::Known } else { Absence::Unproven };
            named.push((name.into(), generalise(&more, random).with_absence(optional)));
        }
    }
    Type::object(Object::new(named, rest))
}

/// Values for the roots of a path, and the types of them.
pub(crate) struct World {
    pub(crate) input: Value,
    pub(crate) context: Value,
    pub(crate) variables: Map<String, Value>,
    pub(crate) input_type: Type,
    pub(crate) context_type: Type,
    pub(crate) variable_types: asl_infer::Variables,
}

impl World {
    pub(crate) fn new(random: &mut Random) -> Self {
        let input = if random.once_in(12) { value(random, 3) } else { object(random, 3) };
        let context = object(random, 1);
        let mut variables = Map::new();
        let mut variable_types = asl_infer::Variables::new();
        for name in ["v", "w"] {
            let value = value(random, 2);
            let of = generalise(&value, random).with_absence(absence(random));
            let is_there = of.absence() == Absence::Never || random.once_in(2);
            if is_there {
                variables.insert(name.to_owned(), value);
            }
            variable_types.insert(name.into(), of);
        }
        let input_type = generalise(&input, random);
        let context_type = generalise(&context, random);
        Self { input, context, variables, input_type, context_type, variable_types }
    }

    pub(crate) fn values(&self) -> asl_expressions::Scope<'_> {
        asl_expressions::Scope { input: &self.input, context: &self.context, variables: &self.variables }
    }

    pub(crate) fn types(&self) -> asl_infer::Scope<'_> {
        asl_infer::Scope { input: &self.input_type, context: &self.context_type, variables: &self.variable_types }
    }

    pub(crate) fn show(&self) -> String {
        let variables: Vec<String> = self.variable_types.iter().map(|(name, of)| format!("${name}: {of}")).collect();
        format!(
            "input    {}\n of type {}\ncontext  {}\n of type {}\nvariables {}\n of type {}",
            self.input,
            self.input_type,
            self.context,
            self.context_type,
            Value::Object(self.variables.clone()),
            variables.join(", ")
        )
    }
}

fn literal(random: &mut Random) -> String {
    let literals = [
        "'x'",
        "'1'",
        "1",
        "1.0",
        "-2.5",
        "true",
        "false",
        "null",
        "'abc'",
        "['x', 1]",
        "{\"a\": 1}",
        "'a'",
        "[[1]]",
        "9007199254740993",
        "x",
        "[]",
        "/a.*/",
        "0",
        "''",
    ];
    random.pick(&literals).to_owned()
}

fn condition(random: &mut Random, depth: usize) -> String {
    match random.below(if depth == 0 { 6 } else { 9 }) {
        0 | 1 => format!("@{}", steps(random, 2, 0)),
        2..=5 => {
            let operators = [
                "==", "==", "!=", "===", "!==", "<", "<=", ">", ">=", "=~", "in", "nin", "subsetof", "anyof", "noneof",
                "size", "contains", "all", "type", "==", "==", "!=", "exists",
            ];
            let operator = random.pick(&operators);
            let side = |random: &mut Random| format!("@{}", steps(random, 2, 0));
            let left = match random.below(12) {
                0 => literal(random),
                _ => side(random),
            };
            let right = match random.below(6) {
                0 => side(random),
                1 => format!("{}{}", random.pick(&["$", "$v", "$$"]), steps(random, 2, 0)),
                _ => literal(random),
            };
            if random.once_in(12) { format!("{left} empty true") } else { format!("{left} {operator} {right}") }
        }
        6 => format!("({} && {})", condition(random, depth - 1), condition(random, depth - 1)),
        7 => format!("({} || {})", condition(random, depth - 1), condition(random, depth - 1)),
        _ => format!("!({})", condition(random, depth - 1)),
    }
}

fn name(random: &mut Random) -> String {
    random.pick(&NAMES).to_owned()
}

/// Up to so many steps; `fancy` is how deep filters may go.
pub(crate) fn steps(random: &mut Random, most: usize, fancy: usize) -> String {
    let mut out = String::new();
    for _ in 0..random.below(most + 1) {
        let bound = |random: &mut Random| {
            if random.once_in(3) {
                String::new()
            } else {
                random.pick(&["-3", "-2", "-1", "0", "1", "2", "3"]).to_owned()
            }
        };
        let step = match random.below(if fancy > 0 { 17 } else { 13 }) {
            0..=6 => format!(".{}", name(random)),
            7 | 8 => format!("[{}]", random.below(3)),
            9 => format!("[-{}]", 1 + random.below(3)),
            10 => ".*".to_owned(),
            11 => format!("['{}','{}']", name(random), name(random)),
            12 => format!("[{},{}]", random.below(3), random.pick(&["-2", "-1", "0", "1", "2"])),
            13 => format!("[{}:{}]", bound(random), bound(random)),
            14 => "[*]".to_owned(),
            15 => match random.below(4) {
                0 => "..*".to_owned(),
                1 => format!("..[{}]", random.below(2)),
                2 => format!("..['{}','{}']", name(random), name(random)),
                _ => format!("..{}", name(random)),
            },
            _ => format!("[?({})]", condition(random, fancy - 1)),
        };
        out.push_str(&step);
    }
    if fancy > 0 && random.once_in(8) {
        out.push_str(&function(random));
        // What follows a call is taken from its result.
        if random.once_in(4) {
            out.push_str(&steps(random, 2, 1));
        }
    }
    out
}

fn function(random: &mut Random) -> String {
    let functions = [
        "length", "size", "min", "max", "sum", "avg", "stddev", "concat", "append", "keys", "values", "first", "last",
        "index", "nope",
    ];
    let arguments = match random.below(4) {
        0 => format!("${}", steps(random, 2, 0)),
        1 => literal(random),
        2 => format!("1, $.{}", name(random)),
        _ => String::new(),
    };
    format!(".{}({arguments})", random.pick(&functions))
}

/// A few steps that lead somewhere in a value.
pub(crate) fn guided(random: &mut Random, of: &Value) -> String {
    let (mut out, mut node) = (String::new(), of);
    while !random.once_in(3) {
        match node {
            Value::Object(fields) if !fields.is_empty() => {
                let Some((name, field)) = fields.iter().nth(random.below(fields.len())) else { break };
                let _ = write!(out, ".{name}");
                node = field;
            }
            Value::Array(items) if !items.is_empty() => {
                let at = random.below(items.len());
                let step = match random.below(4) {
                    0 => "[*]".to_owned(),
                    1 => format!("[-{}]", items.len() - at),
                    2 => format!("[?({})]", condition(random, 1)),
                    _ => format!("[{at}]"),
                };
                out.push_str(&step);
                node = &items[at];
            }
            _ => break,
        }
    }
    out
}

/// The text of a path; most lead somewhere in the input.
pub(crate) fn path(random: &mut Random, input: &Value) -> String {
    if random.once_in(4) {
        let root = random.pick(&["$", "$v", "$w", "$$", "$u"]);
        return format!("{root}{}", steps(random, 4, 2));
    }
    let way = guided(random, input);
    format!("${way}{}", if random.once_in(2) { steps(random, 2, 2) } else { String::new() })
}

/// A value as a definition has it. It lives as long as the tests.
pub(crate) fn node(value: &Value) -> asl_syntax::Node<'static> {
    let tree = asl_syntax::json::parse(asl_syntax::Source::new(value.to_string()));
    Box::leak(Box::new(tree)).root()
}

/// The same of a path; nothing, where it is none.
pub(crate) fn path_text(text: String) -> Option<asl_semantics::plan::PathText<'static>> {
    let text: &'static str = text.leak();
    let parsed = asl_syntax::jsonpath::parse(text);
    let node = node(&Value::from(text));
    parsed.errors.is_empty().then_some(asl_semantics::plan::PathText { text, node, path: parsed.path })
}

/// Knows nothing of any task.
pub(crate) struct UnknownTasks;

impl Tasks for UnknownTasks {
    fn answer(&self, _: &State<'_>, _: &Task<'_>, _: &Type) -> Answer {
        Answer::default()
    }
}

/// Walks a definition of whose input nothing is known.
pub(crate) fn walked<T>(
    definition: &Value,
    told: impl FnOnce(&Definition<'_>, &Workflow<'_>, &Facts<'_, '_>) -> T,
) -> T {
    let tree = asl_syntax::json::parse(asl_syntax::Source::new(definition.to_string()));
    let definition = Definition::new(&tree);
    let workflow = Workflow::new(&definition).expect("a plan");
    let input = Type::unknown_from(Unknown::input());
    let facts = asl_infer::infer(&workflow, Settings { input: &input, tasks: &UnknownTasks }, &mut Silent);
    told(&definition, &workflow, &facts)
}
