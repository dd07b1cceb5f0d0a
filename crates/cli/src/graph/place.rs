//! Where everything goes. Each machine is laid out by itself, in layers from its start down; the state around it is then
//! one box of its own machine.

use super::label;
use super::layers;
use super::model::{Area, Box, Link, LinkKind};

pub(super) const LINE: f64 = 17.0;
pub(super) const PADDING: f64 = 12.0;
/// A box's first line holds its name, the second what it is.
pub(super) const HEAD: f64 = 46.0;
/// How many retriers are told before the rest is only counted.
const RETRIES: usize = 2;
/// How far the sign of a retrier goes out of its state.
const RETRY: f64 = 14.0;
const GAP: f64 = 16.0;
const LABEL_WIDTH: usize = 26;
/// How far a way back to the same state goes out of it.
const LOOP: f64 = 34.0;

/// A machine with places.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) width: f64,
    pub(super) height: f64,
    /// Of the dot that it starts at, where it has a first state.
    pub(super) start: Option<Spot>,
    /// By box.
    pub(super) spots: Vec<Spot>,
    /// By link; none where a state leads to itself, or where there is no line.
    pub(super) curves: Vec<Option<Curve>>,
    /// From the dot to the first state.
    pub(super) entry: Option<Curve>,
    /// By box: the machines inside, each with its place in the box.
    pub(super) inner: Vec<Vec<(f64, f64, Plan)>>,
}

/// A place: the upper left corner, and the size.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spot {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A way from box to box.
#[derive(Clone, Debug)]
pub(super) struct Curve {
    /// Where it begins; then two points that bend it and one that it goes through, again and again.
    pub(super) points: Vec<(f64, f64)>,
    /// Is it told from its end to its start?
    pub(super) is_reversed: bool,
    /// The middle of its label.
    pub(super) label: Option<(f64, f64)>,
}

impl Plan {
    pub(super) fn new(area: &Area) -> Self {
        let inner: Vec<Vec<(f64, f64, Plan)>> = area.boxes.iter().map(|it| side_by_side(&it.inner)).collect();
        let sizes = inner.iter().enumerate().map(|(at, inner)| size(area, at, inner));
        let sizes: Vec<(f64, f64)> = sizes.collect();
        let mut plan = layers::lay_out(area, &sizes);
        plan.inner = inner;
        plan.move_to_corner(area);
        plan
    }

    /// Moves all of it so that nothing is left of or above the corner, and takes its size.
    fn move_to_corner(&mut self, area: &Area) {
        let points = self.outermost(area);
        let least = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).fold(f64::INFINITY, f64::min);
        let most = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        if points.is_empty() {
            return;
        }
        let (left, top) = (least(|p| p.0), least(|p| p.1));
        (self.width, self.height) = (most(|p| p.0) - left, most(|p| p.1) - top);
        for spot in self.spots.iter_mut().chain(&mut self.start) {
            (spot.x, spot.y) = (spot.x - left, spot.y - top);
        }
        for curve in self.curves.iter_mut().flatten().chain(&mut self.entry) {
            for point in curve.points.iter_mut().chain(&mut curve.label) {
                *point = (point.0 - left, point.1 - top);
            }
        }
    }

    /// Points that what is drawn lies between.
    fn outermost(&self, area: &Area) -> Vec<(f64, f64)> {
        let mut points: Vec<(f64, f64)> = Vec::new();
        for spot in self.spots.iter().chain(&self.start) {
            points.extend([(spot.x, spot.y), (spot.x + spot.width, spot.y + spot.height)]);
        }
        for (spot, _) in self.spots.iter().zip(&area.boxes).filter(|(_, of)| !of.retries.is_empty()) {
            points.push((spot.x + spot.width + RETRY, spot.y));
        }
        for curve in self.curves.iter().flatten().chain(&self.entry) {
            points.extend(&curve.points);
        }
        for (link, curve) in area.links.iter().zip(&self.curves) {
            let (width, height) = label_size(link);
            let Some((x, y)) = label_place(link, curve.as_ref(), self.spots[link.from]) else { continue };
            points.extend([(x - width / 2.0, y - height / 2.0), (x + width / 2.0, y + height / 2.0)]);
        }
        points
    }
}

/// The middle of the label of a link; of one that leads back to its state, beside that.
pub(super) fn label_place(link: &Link, curve: Option<&Curve>, from: Spot) -> Option<(f64, f64)> {
    match curve {
        Some(curve) => curve.label,
        None if link.is_far => None,
        None => Some((from.x + from.width + LOOP + label_size(link).0 / 2.0, from.y + HEAD / 2.0)),
    }
}

/// How much room the links that lead back to a state take beside it.
pub(super) fn beside(area: &Area, at: usize) -> f64 {
    let own = area.links.iter().filter(|link| link.from == at && link.to == at);
    let retry = if area.boxes[at].retries.is_empty() { 0.0 } else { RETRY };
    own.map(|link| LOOP + label_size(link).0).fold(retry, f64::max)
}

/// The machines inside of a state, in a row below its head.
fn side_by_side(areas: &[Area]) -> Vec<(f64, f64, Plan)> {
    let mut x = PADDING;
    let placed = areas.iter().map(|area| {
        let plan = Plan::new(area);
        let name = if area.name.is_empty() { 0.0 } else { LINE };
        let at = (x + PADDING, HEAD + PADDING + name);
        x += plan.width + 2.0 * PADDING + GAP;
        (at.0, at.1, plan)
    });
    placed.collect()
}

fn size(area: &Area, at: usize, inner: &[(f64, f64, Plan)]) -> (f64, f64) {
    let of = &area.boxes[at];
    let feet = feet(area, at);
    let rows = feet.iter().map(|foot| text_width(&foot.text, 11.0));
    let texts = [1.08 * text_width(&short_name(&of.name), 14.0), text_width(&subtitle(of), 11.0)];
    let width = texts.into_iter().chain(rows).fold(86.0, f64::max) + 2.0 * PADDING;
    let foot = LINE * feet.len() as f64;
    let right = inner.last().map_or(0.0, |(x, _, plan)| x + plan.width + 2.0 * PADDING);
    let below = inner.iter().map(|(_, y, plan)| y + plan.height + 2.0 * PADDING).fold(HEAD, f64::max);
    (width.max(right), below + foot)
}

/// A line at the foot of a box.
pub(super) struct Foot<'a> {
    pub(super) text: String,
    /// The link that it tells of; otherwise it tells of retriers.
    pub(super) link: Option<&'a Link>,
}

/// What stands at the foot of a box: what is tried again, and where it leads to without a line.
pub(super) fn feet(area: &Area, at: usize) -> Vec<Foot<'_>> {
    let retries = &area.boxes[at].retries;
    let mut feet: Vec<Foot<'_>> =
        retries.iter().take(RETRIES).map(|retry| Foot { text: retry_line(retry), link: None }).collect();
    if retries.len() > RETRIES {
        feet.push(Foot { text: format!("↻ and {} more", retries.len() - RETRIES), link: None });
    }
    feet.extend(area.far(at).map(|link| {
        let target = label::short(&area.boxes[link.to].name, 24);
        let text = if link.label.is_empty() {
            format!("→ {target}")
        } else {
            format!("{} → {target}", label::short(&link.label, 24))
        };
        Foot { text, link: Some(link) }
    }));
    feet
}

/// The name of a state, as it is written into its box.
pub(super) fn short_name(name: &str) -> String {
    label::short(name, 40)
}

/// What a state is and does, in a line.
pub(super) fn subtitle(of: &Box) -> String {
    let kind = of.kind_name();
    if of.detail.is_empty() { kind.to_owned() } else { format!("{kind} · {}", label::short(&of.detail, 36)) }
}

/// What a retrier does, in a line.
pub(super) fn retry_line(retry: &str) -> String {
    format!("↻ {}", label::short(retry, 38))
}

/// The lines of a transition's label.
pub(super) fn label_lines(link: &Link) -> Vec<String> {
    label::lines(&link.label, LABEL_WIDTH, if link.kind == LinkKind::Choice { 3 } else { 2 })
}

/// The size of a transition's label.
pub(super) fn label_size(link: &Link) -> (f64, f64) {
    let lines = label_lines(link);
    let width = lines.iter().map(|line| text_width(line, 11.0)).fold(0.0, f64::max);
    (width, 14.0 * lines.len() as f64)
}

/// About how wide a text is in a common typeface without serifs.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    let widths = text.chars().map(|c| match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.30,
        'f' | 'r' | 't' | ' ' | '(' | ')' | '[' | ']' | '/' | '-' | '"' => 0.40,
        'm' | 'M' | 'W' | '@' | '%' | '…' => 0.95,
        'A'..='Z' | 'w' | '&' | '=' | '<' | '>' | '≤' | '≥' | '×' | '↻' => 0.72,
        c if c < '\u{1100}' => 0.59,
        _ => 1.05,
    });
    widths.sum::<f64>() * size
}
