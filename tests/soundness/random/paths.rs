//! Random expressions of JSONPath: paths, and calls of intrinsic functions.

use super::chance::Chance;
use super::known::Known;
use asl_types::Kinds;

/// A path or a call that likely gives one of some kinds.
pub(crate) fn expression(chance: &mut Chance, known: &Known, kinds: Kinds) -> String {
    match chance.below(10) {
        0..=4 => known.path(chance, kinds).unwrap_or_else(|| call(chance, known, kinds, 1)),
        5..=8 => call(chance, known, kinds, 1),
        _ => odd_path(chance, known),
    }
}

/// A path of more than names and indexes, or to nowhere.
pub(crate) fn odd_path(chance: &mut Chance, known: &Known) -> String {
    let array = known.path(chance, Kinds::ARRAY).unwrap_or_else(|| "$.list".to_owned());
    let object = known.path(chance, Kinds::OBJECT).unwrap_or_else(|| "$".to_owned());
    let name = *chance.one(&["a", "b", "n", "id", "nothing"]);
    match chance.below(19) {
        0 => format!("{array}[*]"),
        1 => format!("{array}[*].{name}"),
        2 => format!("{object}..{name}"),
        3 => format!("{array}[0:2]"),
        4 => format!("{array}[1:]"),
        5 => format!("{array}[-1:]"),
        6 => format!("{array}[?(@.{name} > 1)]"),
        7 => format!("{array}[?(@.{name})]"),
        8 => format!("{array}[-1]"),
        9 => format!("{array}[0,1]"),
        10 => format!("{object}.*"),
        11 => format!("{object}['{name}','a']"),
        12 => format!("{array}[?(@ == 'a')]"),
        13 => format!("{array}[?(@.{name} == 'a' || @.{name} == 1)].{name}"),
        14 => format!("{array}[?(!(@.{name}) && @.a)]"),
        15 => format!("{array}[?(@.{name} =~ /a.*/)]"),
        16 => format!("{array}[?(@.{name} != null)][0]"),
        17 => format!("{array}.length()"),
        _ => format!("{object}.{name}"),
    }
}

/// An argument of some kinds.
fn argument(chance: &mut Chance, known: &Known, kinds: Kinds, depth: usize) -> String {
    if chance.in_hundred(3) {
        return odd_path(chance, known);
    }
    if depth > 0 && chance.in_hundred(20) {
        return call(chance, known, kinds, depth - 1);
    }
    let literal = |chance: &mut Chance| {
        let mut literals: Vec<&str> = Vec::new();
        if kinds.meets(Kinds::NUMBER) {
            literals.extend(["0", "1", "2", "3", "-1", "2.5"]);
        }
        if kinds.meets(Kinds::STRING) {
            literals.extend(["'a'", "'a-b'", "''", "'x y'"]);
        }
        if kinds.meets(Kinds::BOOLEAN) {
            literals.extend(["true", "false"]);
        }
        if kinds.meets(Kinds::NULL) {
            literals.push("null");
        }
        chance.maybe_one(&literals).map(|literal| (*literal).to_owned())
    };
    let one = if chance.in_hundred(65) { known.path(chance, kinds) } else { literal(chance) };
    one.or_else(|| known.path(chance, kinds)).or_else(|| literal(chance)).unwrap_or_else(|| "States.Array()".to_owned())
}

/// A call that likely gives one of some kinds.
fn call(chance: &mut Chance, known: &Known, kinds: Kinds, depth: usize) -> String {
    let mut ways: Vec<fn(&mut Chance, &Known, usize) -> String> = Vec::new();
    if kinds.meets(Kinds::NUMBER) {
        ways.push(number);
    }
    if kinds.meets(Kinds::STRING) {
        ways.push(string);
    }
    if kinds.meets(Kinds::BOOLEAN) {
        ways.push(boolean);
    }
    if kinds.meets(Kinds::ARRAY) {
        ways.push(array);
    }
    if kinds.meets(Kinds::OBJECT) {
        ways.push(object);
    }
    match chance.maybe_one(&ways) {
        Some(way) => way(chance, known, depth),
        None => any(chance, known, depth),
    }
}

fn number(chance: &mut Chance, known: &Known, depth: usize) -> String {
    let mut of = |kinds| argument(chance, known, kinds, depth);
    let (array, a, b) = (of(Kinds::ARRAY), of(Kinds::NUMBER), of(Kinds::NUMBER));
    match chance.below(4) {
        0 => format!("States.ArrayLength({array})"),
        1 => format!("States.MathRandom({a}, {b})"),
        _ => format!("States.MathAdd({a}, {b})"),
    }
}

fn string(chance: &mut Chance, known: &Known, depth: usize) -> String {
    let mut of = |kinds| argument(chance, known, kinds, depth);
    let (any, text) = (of(Kinds::ALL), of(Kinds::STRING));
    match chance.below(7) {
        0 => format!("States.JsonToString({any})"),
        1 => format!("States.Base64Encode({text})"),
        2 => format!("States.Base64Decode({})", if chance.in_hundred(50) { "'YQ=='" } else { &text }),
        3 => format!("States.Hash({any}, {})", if chance.in_hundred(80) { "'SHA-1'" } else { &text }),
        4 => "States.UUID()".to_owned(),
        5 => format!("States.Format({text}, {any})"),
        _ => format!("States.Format('{{}} of {{}}', {any}, {text})"),
    }
}

fn boolean(chance: &mut Chance, known: &Known, depth: usize) -> String {
    let array = argument(chance, known, Kinds::ARRAY, depth);
    format!("States.ArrayContains({array}, {})", argument(chance, known, Kinds::ALL, depth))
}

fn array(chance: &mut Chance, known: &Known, depth: usize) -> String {
    let mut of = |kinds| argument(chance, known, kinds, depth);
    let (a, b, array) = (of(Kinds::ALL), of(Kinds::ALL), of(Kinds::ARRAY));
    let (n, text) = (of(Kinds::NUMBER), of(Kinds::STRING));
    match chance.below(8) {
        0 => format!("States.Array({a})"),
        1 => format!("States.Array({a}, {b})"),
        2 => "States.Array()".to_owned(),
        3 => format!("States.ArrayPartition({array}, {n})"),
        4 => format!("States.ArrayRange(1, {n}, {})", if chance.in_hundred(70) { "1" } else { &n }),
        5 => format!("States.ArrayUnique({array})"),
        _ => format!("States.StringSplit({text}, '-')"),
    }
}

fn object(chance: &mut Chance, known: &Known, depth: usize) -> String {
    let mut of = |kinds| argument(chance, known, kinds, depth);
    let (a, b) = (of(Kinds::OBJECT), of(Kinds::OBJECT));
    if chance.in_hundred(20) {
        return "States.StringToJson('{\"a\": [1, null], \"b\": \"x\"}')".to_owned();
    }
    format!("States.JsonMerge({a}, {b}, false)")
}

fn any(chance: &mut Chance, known: &Known, depth: usize) -> String {
    let mut of = |kinds| argument(chance, known, kinds, depth);
    let (array, n, text) = (of(Kinds::ARRAY), of(Kinds::NUMBER), of(Kinds::STRING));
    if chance.in_hundred(60) {
        format!("States.ArrayGetItem({array}, {n})")
    } else {
        format!("States.StringToJson({text})")
    }
}

/// A path to a text.
pub(crate) fn path_to_text(chance: &mut Chance, known: &Known) -> String {
    known.path(chance, Kinds::STRING).unwrap_or_else(|| "$.id".to_owned())
}
