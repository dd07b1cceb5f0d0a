//! A value for which a rule matches is of the type after the match, and one for which it does not, of the other.

mod common;

use asl_expressions::choice::{Class, Operator, Test as Asked, holds};
use asl_infer::choice::{Narrowed, Notes, decide};
use asl_infer::{Certainty, jsonpath};
use asl_semantics::plan::{Given, Operand, PathText, Test};
use asl_types::Absence;
use common::{Random, World, cases};
use serde_json::{Value, json};

const FIELDS: [&str; 22] = [
    "StringEquals",
    "StringEquals",
    "StringEqualsPath",
    "StringLessThan",
    "StringGreaterThanEquals",
    "StringMatches",
    "NumericEquals",
    "NumericEqualsPath",
    "NumericLessThan",
    "NumericGreaterThan",
    "NumericLessThanEqualsPath",
    "BooleanEquals",
    "BooleanEqualsPath",
    "TimestampEquals",
    "TimestampLessThan",
    "IsPresent",
    "IsPresent",
    "IsNull",
    "IsString",
    "IsNumeric",
    "IsBoolean",
    "IsTimestamp",
];

fn path(random: &mut Random, world: &World) -> Option<PathText<'static>> {
    common::path_text(common::path(random, &world.input))
}

fn compare(random: &mut Random, world: &World) -> Option<Test<'static>> {
    let variable = path(random, world)?;
    let operator = Operator::of(random.pick(&FIELDS))?;
    let operand = if operator.path {
        Operand::Path(path(random, world)?)
    } else {
        let found = asl_expressions::jsonpath::evaluate(&variable.path, &world.values());
        let literal = match (random.below(4), &found) {
            (0 | 1, Ok(found)) if !matches!(operator.test, Asked::Is(_)) => found.clone().into_owned(),
            (2, _) if operator.test == Asked::StringMatches => json!(random.pick(&["*", "a*", "\\", "2024*Z", "x"])),
            _ if matches!(operator.test, Asked::Is(_)) && !random.once_in(20) => json!(random.once_in(2)),
            _ => common::scalar(random),
        };
        Operand::Literal(Given { node: common::node(&literal), value: literal })
    };
    Some(Test::Compare { variable, operator, operand })
}

fn test(random: &mut Random, world: &World, depth: usize) -> Option<Test<'static>> {
    let several = |random: &mut Random| (0..=random.below(3)).map(|_| test(random, world, depth - 1)).collect();
    Some(match random.below(if depth == 0 { 1 } else { 6 }) {
        0..=2 => compare(random, world)?,
        3 => Test::And(Option::from_iter::<Vec<Option<_>>>(several(random))?),
        4 => Test::Or(Option::from_iter::<Vec<Option<_>>>(several(random))?),
        _ => Test::Not(Box::new(test(random, world, depth - 1)?)),
    })
}

/// As the interpreter does it; nothing where it fails.
fn answer(test: &Test, world: &World) -> Option<bool> {
    match test {
        Test::And(tests) => {
            for test in tests {
                if !answer(test, world)? {
                    return Some(false);
                }
            }
            Some(true)
        }
        Test::Or(tests) => {
            for test in tests {
                if answer(test, world)? {
                    return Some(true);
                }
            }
            Some(false)
        }
        Test::Not(test) => answer(test, world).map(|holds| !holds),
        Test::Compare { variable, operator, operand } => {
            let resolve = |path: &PathText| {
                asl_expressions::jsonpath::evaluate(&path.path, &world.values()).ok().map(std::borrow::Cow::into_owned)
            };
            let found = resolve(variable);
            if found.is_none() && operator.test != Asked::Is(Class::Present) {
                return None;
            }
            let operand = match operand {
                Operand::Literal(given) => given.value.clone(),
                Operand::Path(path) => resolve(path)?,
            };
            Some(holds(*operator, found.as_ref(), &operand))
        }
        Test::Condition(_) => None,
    }
}

fn is_within(world: &World, narrowed: Option<&Narrowed>) -> bool {
    let Some(narrowed) = narrowed else { return false };
    let variables = narrowed.among(&world.variable_types);
    let has_all = variables.iter().all(|(name, of)| match world.variables.get(&**name) {
        Some(value) => of.contains(value),
        None => of.absence() != Absence::Never,
    });
    has_all && narrowed.input.contains(&world.input)
}

#[test]
fn values_are_of_the_narrowed_type() {
    let (mut matches, mut others, mut failed, mut decided, mut narrowed) = (0, 0, 0, 0, 0);
    for seed in cases(20_000) {
        let random = &mut Random::new(seed);
        let world = World::new(random);
        let Some(test) = test(random, &world, 2) else { continue };
        let mut notes = Notes::default();
        let types = world.types();
        let decision = decide(&test, &types, &mut notes);
        let outcome = answer(&test, &world);
        let certain = notes.faults.iter().any(|noted| noted.fault.certainty == Certainty::Certain);
        let show = || format!("seed {seed}\n{test:#?}\n{}\n{outcome:?}\n{decision:#?}\n{notes:#?}", world.show());
        match outcome {
            Some(true) => {
                assert!(is_within(&world, decision.matched.as_ref()), "matched\n{}", show());
                matches += 1;
            }
            Some(false) => {
                assert!(is_within(&world, decision.not_matched.as_ref()), "not matched\n{}", show());
                others += 1;
            }
            None => {
                assert!(!notes.faults.is_empty(), "not foreseen\n{}", show());
                failed += 1;
            }
        }
        assert!(outcome.is_none() || !certain, "not certain\n{}", show());
        decided += usize::from(decision.matched.is_some() != decision.not_matched.is_some());
        let is_narrower = |it: &Narrowed| !it.variables.is_empty() || it.input != world.input_type;
        narrowed += usize::from(decision.matched.iter().chain(&decision.not_matched).any(is_narrower));
    }
    eprintln!("{matches} matches, {others} others, {failed} failures; {decided} decided, {narrowed} narrowed");
    assert!([matches, others, failed, decided, narrowed].iter().all(|count| *count > 0), "too few cases");
}

/// A comparison that is said to be of the wrong kind for certain never holds.
#[test]
fn mismatches_never_hold() {
    let mut met = 0;
    for seed in cases(20_000) {
        let random = &mut Random::new(seed);
        let world = World::new(random);
        let Some(test @ Test::Compare { .. }) = compare(random, &world) else { continue };
        let mut notes = Notes::default();
        let types = world.types();
        let decision = decide(&test, &types, &mut notes);
        if notes.mismatches.iter().any(|noted| noted.fault.certainty == Certainty::Certain) {
            assert!(decision.matched.is_none() && answer(&test, &world) != Some(true), "seed {seed}\n{test:#?}");
            met += 1;
        }
    }
    assert!(met > 0, "none was met");
}

/// What is changed where a path leads stays a type of all values in which it was changed so.
#[test]
fn places_are_found_and_replaced() {
    for seed in cases(20_000) {
        let random = &mut Random::new(seed);
        let world = World::new(random);
        let Some(PathText { path, text, .. }) = path(random, &world) else { continue };
        let values = asl_expressions::Scope { input: &world.input, ..world.values() };
        let found = asl_expressions::jsonpath::evaluate(&path, &values).ok();
        if !matches!(path.root, asl_syntax::jsonpath::Root::Input) {
            continue;
        }
        let of = jsonpath::at(&path, &world.input_type);
        let show = || format!("seed {seed}\n{text}\n{}\n{of}\n{found:?}", world.show());
        let is_plain = path.is_definite() && !text.contains(['\'', '(', '{', ',']);
        if is_plain {
            assert!(
                found.as_ref().map_or(of.absence() != Absence::Never, |found| of.contains(found)),
                "not of the type\n{}",
                show()
            );
        }
        let kept = jsonpath::replace(&path, &world.input_type, &mut Clone::clone);
        assert!(kept.contains(&world.input), "{}\n{kept}", show());
        if !is_plain {
            continue;
        }
        let (there, gone) = (
            jsonpath::replace(&path, &world.input_type, &mut |of| of.clone().present()),
            jsonpath::replace(&path, &world.input_type, &mut |of| {
                if of.absence() == Absence::Never { asl_types::Type::never() } else { asl_types::Type::absent() }
            }),
        );
        let part = if found.is_some() { &there } else { &gone };
        assert!(part.contains(&world.input), "{}\n{there}\n{gone}", show());
    }
}

#[test]
fn a_result_is_inserted() {
    let mut given = 0;
    for seed in cases(20_000) {
        let random = &mut Random::new(seed);
        let world = World::new(random);
        let text = if random.once_in(8) {
            common::path(random, &world.input)
        } else {
            format!("${}{}", common::guided(random, &world.input), common::steps(random, 2, 0))
        };
        let parsed = asl_syntax::jsonpath::parse(&text);
        if !parsed.errors.is_empty() {
            continue;
        }
        let value: Value = common::value(random, 2);
        let of_value = common::generalise(&value, random);
        let mut faults = asl_infer::Faults::default();
        let of = jsonpath::insert(&parsed.path, &world.input_type, &of_value, &mut faults);
        let outcome = asl_expressions::jsonpath::insert(&parsed.path, world.input.clone(), value.clone());
        let show = || format!("seed {seed}\n{text}\n{value}\n{}\n{of}\n{outcome:?}\n{faults:#?}", world.show());
        let certain = faults.certainty() == Some(Certainty::Certain);
        if let Ok(value) = &outcome {
            assert!(of.contains(value) && !certain, "{}", show());
            given += 1;
        } else {
            assert!(!faults.is_empty(), "{}", show());
        }
        assert!(!certain || of.is_never(), "{}", show());
    }
    eprintln!("{given} inserted");
    assert!(given > 0, "none was inserted");
}
