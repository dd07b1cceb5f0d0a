//! What a path gives is of the type that is inferred, and what goes wrong is foreseen.

mod common;

use asl_infer::{Certainty, Faults, jsonpath};
use asl_syntax::jsonpath::parse;
use common::{Random, World, cases};

#[test]
fn values_are_of_the_type() {
    let (mut given, mut failed, mut unknown, mut sure) = (0, 0, 0, 0);
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
        if let Ok(value) = &outcome {
            assert!(of.contains(value), "not of the type\n{}", show());
            assert!(faults.certainty() != Some(Certainty::Certain), "not certain\n{}", show());
            given += 1;
            unknown += usize::from(of.is_unknown());
        } else {
            assert!(!faults.is_empty(), "not foreseen\n{}", show());
            failed += 1;
            sure += usize::from(faults.certainty() == Some(Certainty::Certain));
        }
        assert!(of.has_value() != (faults.certainty() == Some(Certainty::Certain)), "{}", show());
    }
    eprintln!("{given} values, {unknown} of them unknown; {failed} failures, {sure} of them certain");
}
