//! What a path gives is of the type that is inferred, and what goes wrong is foreseen.

mod common;

use asl_infer::{Faults, jsonpath};
use asl_syntax::jsonpath::parse;
use common::{Random, Tally, World, cases};

#[test]
fn values_are_of_the_type() {
    let mut tally = Tally::default();
    for seed in cases(20_000) {
        let random = &mut Random::new(seed);
        let world = World::new(random);
        let text = common::path(random, &world.input);
        let parsed = parse(&text);
        if !parsed.errors.is_empty() {
            continue;
        }
        let mut faults = Faults::default();
        let of = jsonpath::evaluate(&parsed.path, &world.types(), &mut faults);
        let outcome = asl_expressions::jsonpath::evaluate(&parsed.path, &world.values());
        let show = || format!("seed {seed}\n{text}\n{}\ntype {of}\n{outcome:?}\n{faults:#?}", world.show());
        tally.hold(&of, &faults, outcome.as_deref().ok(), show);
    }
    tally.tell();
}
