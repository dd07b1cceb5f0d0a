//! What is known of a text from the time before changes nothing of what is found.
#![allow(clippy::expect_used, reason = "a test stops where its data is broken")]

use asl_check_core::{Analysis, Memo, Options};
use asl_syntax::{Source, Tree};
use std::fmt::Write;
use std::sync::Mutex;

#[path = "../benches/generate.rs"]
mod generate;

fn tree(text: &str) -> Tree {
    asl_syntax::json::parse(Source::new(text.to_owned()))
}

/// All that is told, with its places.
fn told(analysis: &Analysis) -> String {
    let mut out = String::new();
    for it in &analysis.diagnostics {
        let related: Vec<_> = it.related.iter().map(|it| (it.span, &it.message)).collect();
        writeln!(out, "{} {:?} {} {:?} {related:?}", it.rule.id, it.span, it.message, it.severity).expect("a string");
    }
    out
}

#[test]
fn a_text_that_is_written_is_found_as_one_that_is_opened() {
    let text = generate::definition(4);
    let options = Options { strict: true, ..Options::default() };
    let memo = Mutex::new(Memo::default());
    let mut seed = 7_u64;
    let mut below = |most: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or_default() % most
    };
    let mut edited = text.clone();
    for at in 0..400 {
        // Faults pile up a little, until all begins anew.
        if at % 8 == 0 {
            edited.clone_from(&text);
        }
        // In the middle of a word, the text stays one that AWS takes now and then; a break may stand in front of any mark.
        let strokes = ["a", " ", "0", ".x", "$", "\u{e9}", "\n"];
        let stroke = strokes[below(strokes.len())];
        let place = edited.floor_char_boundary(below(edited.len()));
        let place = if stroke == "\n" { place + edited[place..].find(['"', '}', ']']).unwrap_or(0) } else { place };
        edited.insert_str(place, stroke);
        let tree = tree(&edited);
        let again = Analysis::tell(&tree, &options, Some(&memo), |it| told(&it));
        assert_eq!(again, told(&Analysis::new(&tree, &options)), "{stroke:?} at {place} in\n{edited}");
    }
}
