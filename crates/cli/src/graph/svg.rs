//! The picture as SVG: colours for light and dark, and with every state its name and lines, so that an editor can jump.

use super::model::{Area, Box, Link, LinkKind, Picture};
use super::place::{self, Curve, LINE, PADDING, Plan, Spot};
use std::fmt::Write;

const MARGIN: f64 = 20.0;

/// Colours are variables, so that a page around it may set its own.
const STYLE: &str = "\
.asl{--paper:#fff;--ink:#1f2328;--faint:#656d76;--line:#6e7781;--box:#f6f8fa;--room:#0969da0d;--task:#0969da;\
--choice:#9a6700;--flow:#8250df;--wait:#57606a;--good:#1a7f37;--bad:#cf222e;--warn:#bc4c00;--busy:#0969da;\
font-family:system-ui,-apple-system,'Segoe UI','Helvetica Neue',Arial,sans-serif;background:var(--paper)}\
@media(prefers-color-scheme:dark){.asl{--paper:#0d1117;--ink:#e6edf3;--faint:#9198a1;--line:#8b949e;--box:#161b22;\
--room:#388bfd14;--task:#4493f8;--choice:#d29922;--flow:#ab7df8;--wait:#9198a1;--good:#3fb950;--bad:#f85149;\
--warn:#f0883e;--busy:#58a6ff}}\
.asl text{fill:var(--ink);font-size:11px}.asl .name{font-size:14px;font-weight:600}.asl .what{fill:var(--faint)}\
.asl .body{fill:var(--box);stroke:var(--hue);stroke-width:1.5}.asl .mark{fill:var(--hue)}\
.asl .state{--hue:var(--task)}.asl .Choice{--hue:var(--choice)}.asl .Map,.asl .Parallel{--hue:var(--flow)}\
.asl .Wait,.asl .Pass{--hue:var(--wait)}.asl .Succeed{--hue:var(--good)}.asl .Fail,.asl .Missing{--hue:var(--bad)}\
.asl .Missing>.body,.asl .unreachable>.body{stroke-dasharray:4 3}.asl .unreachable>text{opacity:.6}\
.asl .room{fill:var(--room);stroke:var(--line);stroke-width:1;stroke-dasharray:2 3}\
.asl .dot{fill:var(--ink)}.asl .end{fill:none;stroke:var(--ink);stroke-width:1.2}.asl .retry text{fill:var(--warn)}\
.asl .loop{stroke:var(--warn);stroke-dasharray:3 2}\
.asl path{fill:none;stroke:var(--line);stroke-width:1.4}.asl .tip{fill:var(--line);stroke:none}\
.asl .default path{stroke-dasharray:none}.asl .catch path{stroke:var(--warn);stroke-dasharray:6 4}\
.asl .catch text{fill:var(--warn)}.asl .tip.c{fill:var(--warn)}.asl .tip.t{fill:var(--good)}\
.asl .taken path{stroke:var(--good);stroke-width:2.6}.asl .catch.taken path{stroke:var(--warn)}\
.asl .link text{paint-order:stroke;stroke:var(--paper);stroke-width:3px;stroke-linejoin:round;text-anchor:middle}\
.asl .past .state:not(.was)>*{opacity:.55}\
.asl .was>.body{stroke-width:2.5}.asl .succeeded{--hue:var(--good)}.asl .caught{--hue:var(--warn)}\
.asl .failed{--hue:var(--bad)}.asl .aborted{--hue:var(--wait)}.asl .running{--hue:var(--busy)}\
.asl .was>.body{fill:color-mix(in srgb,var(--hue) 12%,var(--box))}";

pub(super) fn write(picture: &Picture) -> String {
    let plan = Plan::new(&picture.area);
    let (width, height) = (plan.width + 2.0 * MARGIN, plan.height + 2.0 * MARGIN);
    let mut out = String::new();
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"asl\" viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\" \
         role=\"img\">\n<title>{}</title>\n<style>{STYLE}</style>\n<defs>\n",
        n(width),
        n(height),
        n(width),
        n(height),
        escape(&picture.title)
    );
    for (id, class) in [("tip", "tip"), ("tip-c", "tip c"), ("tip-t", "tip t")] {
        let _ = writeln!(
            out,
            "<marker id=\"{id}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\" markerHeight=\"9\" \
             markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\"><path class=\"{class}\" d=\"M0 0L10 5L0 10z\"/>\
             </marker>"
        );
    }
    let _ = writeln!(out, "</defs>\n<rect width=\"100%\" height=\"100%\" fill=\"var(--paper)\"/>");
    let _ = writeln!(out, "<g{}>", if picture.has_past { " class=\"past\"" } else { "" });
    area(&mut out, &picture.area, &plan, (MARGIN, MARGIN));
    out.push_str("</g>\n</svg>\n");
    out
}

fn area(out: &mut String, area: &Area, plan: &Plan, at: (f64, f64)) {
    let _ = writeln!(out, "<g transform=\"translate({} {})\">", n(at.0), n(at.1));
    // Boxes cover what goes beneath them, and labels lie on top of all.
    for (link, curve) in area.links.iter().zip(&plan.curves).filter(|(link, _)| link.is_line()) {
        way(out, area, link, curve.as_ref(), plan.spots[link.from]);
    }
    let is_entered = area.start.and_then(|at| area.boxes[at].past).is_some();
    let (taken, tip) = if is_entered { (" taken", "tip-t") } else { ("", "tip") };
    if let Some(curve) = &plan.entry {
        let d = path(curve);
        let _ = writeln!(out, "<g class=\"link start{taken}\"><path d=\"{d}\" marker-end=\"url(#{tip})\"/></g>");
    }
    if let Some(dot) = plan.start {
        let r = dot.width / 2.0;
        let _ = writeln!(out, "<circle class=\"dot\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>", n(dot.x + r), n(dot.y + r), n(r));
    }
    for (at, (spot, inner)) in plan.spots.iter().zip(&plan.inner).enumerate() {
        state(out, area, at, *spot, inner);
    }
    for (link, curve) in area.links.iter().zip(&plan.curves) {
        words(out, link, curve.as_ref(), plan.spots[link.from]);
    }
    out.push_str("</g>\n");
}

fn state(out: &mut String, area: &Area, at: usize, spot: Spot, inner: &[(f64, f64, Plan)]) {
    let of = &area.boxes[at];
    let past = of.past.map(|(status, _)| format!(" was {}", status.name())).unwrap_or_default();
    let reach = if of.is_reachable { "" } else { " unreachable" };
    let _ = writeln!(
        out,
        "<g class=\"state {}{past}{reach}\"{} transform=\"translate({} {})\">\n<title>{}</title>",
        of.kind_name(),
        jump(of),
        n(spot.x),
        n(spot.y),
        escape(&title(of))
    );
    let round = if matches!(of.kind_name(), "Succeed" | "Fail") { 22.0 } else { 7.0 };
    let (width, height) = (n(spot.width), n(spot.height));
    if of.kind_name() == "Choice" {
        let (w, h, cut) = (spot.width, spot.height, 11.0);
        let _ = writeln!(
            out,
            "<polygon class=\"body\" points=\"{},0 {},0 {width},{} {},{height} {},{height} 0,{}\"/>",
            n(cut),
            n(w - cut),
            n(h / 2.0),
            n(w - cut),
            n(cut),
            n(h / 2.0)
        );
    } else {
        let _ = writeln!(out, "<rect class=\"body\" width=\"{width}\" height=\"{height}\" rx=\"{round}\"/>");
    }
    let middle = n(spot.width / 2.0);
    let name = escape(&place::short_name(&of.name));
    let _ = writeln!(out, "<text class=\"name\" x=\"{middle}\" y=\"20\" text-anchor=\"middle\">{name}</text>");
    let what = escape(&place::subtitle(of));
    let _ = writeln!(out, "<text class=\"what\" x=\"{middle}\" y=\"36\" text-anchor=\"middle\">{what}</text>");
    foot(out, area, at, spot);
    marks(out, of, spot);
    for (inside, (x, y, plan)) in of.inner.iter().zip(inner) {
        room(out, inside, plan, (*x, *y));
    }
    out.push_str("</g>\n");
}

/// Where a state is in the text, for an editor.
fn jump(to: &Box) -> String {
    let lines = to.lines.map(|(first, last)| format!(" data-line=\"{first}\" data-last=\"{last}\""));
    format!(" data-state=\"{}\"{}", escape(&to.name), lines.unwrap_or_default())
}

/// The lines at the foot of a state; for retriers there is a way out of it and back, too.
fn foot(out: &mut String, area: &Area, at: usize, spot: Spot) {
    let feet = place::feet(area, at);
    let top = spot.height - LINE * feet.len() as f64;
    for (row, foot) in feet.iter().enumerate() {
        let (class, jump) = match foot.link {
            None => ("retry".to_owned(), String::new()),
            Some(link) => (classes(link), jump(&area.boxes[link.to])),
        };
        let _ = writeln!(
            out,
            "<g class=\"{class}\"{jump}><text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text></g>",
            n(spot.width / 2.0),
            n(top + LINE * row as f64 + 6.0),
            escape(&foot.text)
        );
    }
    if !area.boxes[at].retries.is_empty() {
        let (x, y) = (spot.width, top - 8.0);
        let _ = writeln!(
            out,
            "<path class=\"loop\" d=\"M{} {}C{} {} {} {} {} {}\" marker-end=\"url(#tip-c)\"/>",
            n(x),
            n(y),
            n(x + 16.0),
            n(y - 4.0),
            n(x + 16.0),
            n(y + 16.0),
            n(x + 1.0),
            n(y + 12.0)
        );
    }
}

/// How often an execution came here, and whether the machine may end here.
fn marks(out: &mut String, of: &Box, spot: Spot) {
    if let Some((_, times)) = of.past.filter(|(_, times)| *times > 1) {
        let _ =
            writeln!(out, "<text class=\"times\" x=\"{}\" y=\"-4\" text-anchor=\"end\">×{times}</text>", n(spot.width));
    }
    if of.ends && of.lines.is_some() && !matches!(of.kind_name(), "Succeed" | "Fail" | "State") {
        let (x, y) = (n(spot.width / 2.0), n(spot.height));
        let _ = writeln!(
            out,
            "<circle class=\"end\" cx=\"{x}\" cy=\"{y}\" r=\"6\" style=\"fill:var(--paper)\"/>\
             <circle class=\"dot\" cx=\"{x}\" cy=\"{y}\" r=\"3\"/>"
        );
    }
}

/// A machine inside of a state.
fn room(out: &mut String, inside: &Area, plan: &Plan, at: (f64, f64)) {
    let name = if inside.name.is_empty() { 0.0 } else { LINE };
    let _ = writeln!(
        out,
        "<rect class=\"room\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"5\"/>",
        n(at.0 - PADDING),
        n(at.1 - PADDING - name),
        n(plan.width + 2.0 * PADDING),
        n(plan.height + 2.0 * PADDING + name)
    );
    if !inside.name.is_empty() {
        let _ = writeln!(
            out,
            "<text class=\"what\" x=\"{}\" y=\"{}\">{}</text>",
            n(at.0 - PADDING / 2.0),
            n(at.1 - PADDING - 3.0),
            escape(&inside.name)
        );
    }
    area(out, inside, plan, at);
}

fn classes(link: &Link) -> String {
    format!("link {}{}", link.kind.name(), if link.taken { " taken" } else { "" })
}

/// The line of a transition.
fn way(out: &mut String, area: &Area, link: &Link, curve: Option<&Curve>, from: Spot) {
    let tip = match (link.kind, link.taken) {
        (LinkKind::Catch, _) => "tip-c",
        (_, true) => "tip-t",
        _ => "tip",
    };
    let (d, end) = match curve {
        Some(curve) => (path(curve), if curve.is_reversed { "start" } else { "end" }),
        None => (around(from), "end"),
    };
    let (source, target) = (&area.boxes[link.from].name, &area.boxes[link.to].name);
    let title = match link.label.as_str() {
        "" => format!("{source} → {target}"),
        label => format!("{source} → {target}: {label}"),
    };
    let _ = writeln!(
        out,
        "<g class=\"{}\"><title>{}</title><path d=\"{d}\" marker-{end}=\"url(#{tip})\"/></g>",
        classes(link),
        escape(&title)
    );
}

/// The label of a transition.
fn words(out: &mut String, link: &Link, curve: Option<&Curve>, from: Spot) {
    let lines = place::label_lines(link);
    let Some((x, y)) = place::label_place(link, curve, from) else { return };
    let top = y - 7.0 * lines.len() as f64 + 11.0;
    for (row, line) in lines.iter().enumerate() {
        let _ = writeln!(
            out,
            "<g class=\"{}\"><text x=\"{}\" y=\"{}\">{}</text></g>",
            classes(link),
            n(x),
            n(top + 14.0 * row as f64),
            escape(line)
        );
    }
}

/// The way of a state that leads to itself: out at its right side, and back in.
fn around(spot: Spot) -> String {
    let (x, y) = (spot.x + spot.width, spot.y);
    format!(
        "M{} {}C{} {} {} {} {} {}",
        n(x),
        n(y + 12.0),
        n(x + 34.0),
        n(y + 2.0),
        n(x + 34.0),
        n(y + 44.0),
        n(x),
        n(y + 34.0)
    )
}

fn path(curve: &Curve) -> String {
    let mut out = String::new();
    for (at, (x, y)) in curve.points.iter().enumerate() {
        let sign = match at {
            0 => "M",
            at if at % 3 == 1 => "C",
            _ => " ",
        };
        let _ = write!(out, "{sign}{} {}", n(*x), n(*y));
    }
    out
}

/// All that is known of a state, for who points at it.
fn title(of: &Box) -> String {
    let mut out = format!("{} ({})", of.name, of.kind_name());
    if of.lines.is_none() {
        out.push_str("\nThere is no such state.");
    }
    if !of.detail.is_empty() {
        let _ = write!(out, "\n{}", of.detail);
    }
    for retry in &of.retries {
        let _ = write!(out, "\n↻ {retry}");
    }
    if let Some((status, times)) = of.past {
        let _ = write!(out, "\n{}", status.name());
        if times > 1 {
            let _ = write!(out, ", the last of {times} visits");
        }
    }
    out
}

/// A number with one place behind the point, where it needs it.
fn n(number: f64) -> String {
    let rounded = (number * 10.0).round() / 10.0;
    format!("{}", rounded + 0.0)
}

/// Text and attributes. Characters that XML can't hold are left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
