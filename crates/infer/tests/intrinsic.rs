//! What a call gives is of the type that is inferred, and what goes wrong is foreseen.

mod common;

use asl_expressions::Seeded;
use asl_infer::{Faults, intrinsic};
use asl_syntax::intrinsic::{FUNCTIONS, parse};
use common::{Random, Tally, World, cases, value};
use serde_json::{Value, json};

/// An argument that fits the function more often than not.
fn argument(random: &mut Random, name: &str, at: usize, world: &mut World, depth: usize) -> String {
    if depth > 0 && random.once_in(4) {
        return call(random, world, depth - 1);
    }
    let number = ["0", "1", "2", "3", "-1", "1.0", "0.5", "1e10"];
    let text = [
        "'x'",
        "'{}'",
        "'a{}b{}'",
        "'\\\\{'",
        "'{'",
        "'MD5'",
        "'SHA-256'",
        "'[1, 2.0]'",
        "'{\"b\": 1, \"a\": 2}'",
        "'a,b'",
    ];
    let wanted = match (name, at) {
        ("States.Format", 0) => 1,
        ("States.Format" | "States.Array", _) => 3,
        (_, 0) if name.contains("Array") && !name.ends_with("Range") => 2,
        (_, _) if name.contains("Math") || name.ends_with("Range") => 0,
        ("States.ArrayGetItem" | "States.ArrayPartition", 1) => 0,
        ("States.JsonMerge", 0 | 1) => 4,
        ("States.JsonMerge", 2) => 5,
        (_, _) if name.contains("Base64") || name.contains("String") || name.ends_with("Hash") => 1,
        _ => 3,
    };
    match if random.once_in(12) { random.below(6) } else { wanted } {
        0 if random.once_in(2) => random.pick(&number).to_owned(),
        0 => planted(random, world, |random| json!(random.pick(&[-1.0, 0.0, 1.0, 2.0, 3.0].each_ref()))),
        1 if random.once_in(2) => random.pick(&text).to_owned(),
        1 => planted(random, world, |random| json!(random.pick(&common::TEXTS))),
        2 => planted(random, world, |random| Value::Array((0..random.below(4)).map(|_| value(random, 1)).collect())),
        4 => planted(random, world, |random| common::object(random, 1)),
        5 => random.pick(&["false", "true", "null", "$.a"]).to_owned(),
        _ if random.once_in(3) => common::path(random, &world.input),
        _ => planted(random, world, |random| value(random, 2)),
    }
}

/// A path to a value that is put into the input for it.
fn planted(random: &mut Random, world: &mut World, make: impl Fn(&mut Random) -> Value) -> String {
    let name = format!("p{}", world.variables.len());
    let value = make(random);
    let of = common::generalise(&value, random);
    world.variables.insert(name.clone(), value);
    world.variable_types.insert(name.as_str().into(), of);
    format!("${name}")
}

fn call(random: &mut Random, world: &mut World, depth: usize) -> String {
    let function = &FUNCTIONS[random.below(FUNCTIONS.len())];
    let most = function.max.unwrap_or(3);
    let count = if random.once_in(20) { random.below(4) } else { function.min + random.below(most - function.min + 1) };
    let arguments: Vec<String> = (0..count).map(|at| argument(random, function.name, at, world, depth)).collect();
    let name = if random.once_in(60) { "States.Nope" } else { function.name };
    format!("{name}({})", arguments.join(", "))
}

#[test]
fn values_are_of_the_type() {
    let mut tally = Tally::default();
    for seed in cases(20_000) {
        let random = &mut Random::new(seed);
        let mut world = World::new(random);
        let text = call(random, &mut world, 2);
        let parsed = parse(&text);
        if !parsed.errors.is_empty() {
            continue;
        }
        let mut faults = Faults::default();
        let of = intrinsic::evaluate(&parsed.call, &text, &world.types(), &mut faults);
        let outcome =
            asl_expressions::intrinsic::evaluate(&parsed.call, &text, &world.values(), &mut Seeded::new(0, seed));
        let show = || format!("seed {seed}\n{text}\n{}\ntype {of}\n{outcome:?}\n{faults:#?}", world.show());
        tally.hold(&of, &faults, outcome.as_ref().ok(), show);
    }
    tally.tell();
}
