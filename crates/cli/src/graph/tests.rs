//! What must hold of every picture.

use super::model::Picture;
use super::place::{Plan, Spot};
use super::{dot, mermaid, svg};
use crate::definition;
use asl_semantics::Definition;
use asl_syntax::Source;
use std::fmt::Write;
use std::path::Path;

fn with<T>(text: &str, look: impl FnOnce(&Picture) -> T) -> T {
    let chosen = definition::choose(Path::new("a.asl.json"), Source::new(text), None).expect("a definition");
    look(&Picture::new(&Definition::new(&chosen.tree), &chosen, None))
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// A machine that leads anywhere, and sometimes nowhere.
    fn machine(&mut self, names: &mut u64, depth: u64) -> String {
        let count = self.roll(if depth == 0 { 24 } else { 6 }) + 1;
        let first = *names;
        *names += count;
        let mut out = format!("{{\"StartAt\": \"S{}\", \"States\": {{", first + self.roll(count));
        for name in first..first + count {
            let mut next = || format!("\"Next\": \"S{}\"", first + self.roll(count + 1));
            let catch = format!("\"Catch\": [{{\"ErrorEquals\": [\"States.ALL\"], {}}}]", next());
            let rule = format!("{{\"Variable\": \"$.x\", \"IsNull\": true, {}}}", next());
            let choices =
                format!("\"Type\": \"Choice\", \"Choices\": [{rule}, {{\"Condition\": \"{{% 1 %}}\", {}}}]", next());
            let next = next();
            let body = match self.roll(if depth < 2 { 6 } else { 4 }) {
                0 => "\"Type\": \"Fail\"".to_owned(),
                1 => choices,
                2 => format!("\"Type\": \"Pass\", {next}"),
                3 => format!("\"Type\": \"Task\", \"Retry\": [{{\"ErrorEquals\": [\"A\"]}}], {catch}, {next}"),
                4 => format!(
                    "\"Type\": \"Map\", \"ItemProcessor\": {}, {catch}, \"End\": true",
                    self.machine(names, depth + 1)
                ),
                _ => {
                    let branches = [self.machine(names, depth + 1), self.machine(names, depth + 1)].join(", ");
                    format!("\"Type\": \"Parallel\", \"Branches\": [{branches}], {catch}, {next}")
                }
            };
            let comma = if name > first { ", " } else { "" };
            let _ = write!(out, "{comma}\"S{name}\": {{{body}}}");
        }
        out.push_str("}}");
        out
    }
}

/// No two boxes of a machine lie over each other, and all lie within it.
fn check(plan: &Plan) {
    let apart = |a: &Spot, b: &Spot| {
        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y
    };
    let all: Vec<&Spot> = plan.spots.iter().chain(&plan.start).collect();
    for (at, spot) in all.iter().enumerate() {
        assert!(all.iter().skip(at + 1).all(|other| apart(spot, other)), "{spot:?} lies over another");
        let is_inside = spot.x >= -0.1
            && spot.y >= -0.1
            && spot.x + spot.width <= plan.width + 0.1
            && spot.y + spot.height <= plan.height + 0.1;
        assert!(is_inside, "{spot:?} lies outside of {} x {}", plan.width, plan.height);
    }
    for (spot, inner) in plan.spots.iter().zip(&plan.inner) {
        for (x, y, room) in inner {
            assert!(x + room.width <= spot.width && y + room.height <= spot.height, "a room is larger than its state");
            check(room);
        }
    }
}

#[test]
fn boxes_lie_apart_and_pictures_are_the_same_each_time() {
    for seed in 0..60 {
        let text = Dice(seed).machine(&mut 0, 0);
        let views = || {
            with(&text, |picture| {
                check(&Plan::new(&picture.area));
                [svg::write(picture), mermaid::write(picture), dot::write(picture)]
            })
        };
        assert_eq!(views(), views(), "{text}");
    }
}

#[test]
fn every_line_ends_at_its_boxes() {
    let text = Dice(7).machine(&mut 0, 0);
    with(&text, |picture| {
        let plan = Plan::new(&picture.area);
        let near = |spot: &Spot, (x, y): (f64, f64)| {
            x >= spot.x && x <= spot.x + spot.width && (y - spot.y).abs().min((y - spot.y - spot.height).abs()) < 0.1
        };
        let mut lines = 0;
        for (link, curve) in picture.area.links.iter().zip(&plan.curves) {
            let Some(curve) = curve else {
                assert!(link.from == link.to || link.is_far, "{link:?} has no line");
                continue;
            };
            let (first, last) = (curve.points[0], curve.points[curve.points.len() - 1]);
            let (first, last) = if curve.is_reversed { (last, first) } else { (first, last) };
            assert!(near(&plan.spots[link.from], first) && near(&plan.spots[link.to], last), "{link:?} {curve:?}");
            lines += 1;
        }
        assert!(lines > 5);
    });
}

/// A row of tasks that all lead to one handler.
fn row(length: usize) -> String {
    let mut states = String::new();
    for at in 0..length {
        let catch = "\"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"Next\": \"Tell\"}]";
        let _ = write!(states, "\"S{at}\": {{\"Type\": \"Task\", {catch}, \"Next\": \"S{}\"}}, ", at + 1);
    }
    format!(
        "{{\"StartAt\": \"S0\", \"States\": {{{states}\"S{length}\": {{\"Type\": \"Succeed\"}}, \"Tell\": {{\"Type\": \"Fail\"}}}}}}"
    )
}

#[test]
fn what_all_lead_to_hides_nothing() {
    with(&row(70), |picture| {
        let far = picture.area.links.iter().filter(|link| link.is_far).count();
        assert!((60..70).contains(&far), "{far}");
        let plan = Plan::new(&picture.area);
        assert!(plan.width < 700.0, "{}", plan.width);
        assert!(svg::write(picture).contains("States.ALL → Tell"));
    });
    with(&row(4), |picture| assert!(picture.area.links.iter().all(|link| !link.is_far)));
}

#[test]
fn names_are_text_and_nothing_else() {
    let name = r#"</title><script>x()</script> \" ]; }\n# \u0001 %% --> end"#;
    let text =
        format!("{{\"StartAt\": \"{name}\", \"States\": {{\"{name}\": {{\"Type\": \"Pass\", \"End\": true}}}}}}");
    with(&text, |picture| {
        let drawn = svg::write(picture);
        assert!(!drawn.contains("<script") && !drawn.contains('\u{1}'), "{drawn}");
        assert!(drawn.contains("data-state=\"&lt;/title&gt;&lt;script&gt;x()"));
        let chart = mermaid::write(picture);
        let line = chart.lines().find(|line| line.contains("s1[")).expect("the state");
        assert_eq!(line.matches('"').count(), 2, "{line}");
        let graph = dot::write(picture);
        let line = graph.lines().find(|line| line.contains("s1 [")).expect("the state");
        assert!(line.contains(r#"x()</script> \" ]; }"#), "{line}");
    });
}

#[test]
fn states_know_their_lines_and_missing_ones_are_shown() {
    let text = "{\n  \"StartAt\": \"A\",\n  \"States\": {\n    \"A\": {\n      \"Type\": \"Pass\",\n      \"Next\": \"B\"\n    }\n  }\n}";
    with(text, |picture| {
        let drawn = svg::write(picture);
        assert!(drawn.contains("data-state=\"A\" data-line=\"4\" data-last=\"7\""), "{drawn}");
        assert!(drawn.contains("class=\"state Missing\" data-state=\"B\""), "{drawn}");
    });
}

/// What once took minutes: many ways through few states.
#[test]
fn a_thicket_is_drawn_soon() {
    let count = 120;
    let mut states = String::new();
    for at in 0..count {
        let rule =
            |by: usize| format!("{{\"Condition\": \"{{% 1 %}}\", \"Next\": \"S{}\"}}", (at * 7 + by * 13) % count);
        let rules: Vec<String> = (0..6).map(rule).collect();
        let comma = if at > 0 { ", " } else { "" };
        let _ = write!(states, "{comma}\"S{at}\": {{\"Type\": \"Choice\", \"Choices\": [{}]}}", rules.join(", "));
    }
    let text = format!("{{\"StartAt\": \"S0\", \"States\": {{{states}}}}}");
    let start = std::time::Instant::now();
    with(&text, |picture| check(&Plan::new(&picture.area)));
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
