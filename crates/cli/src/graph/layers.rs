//! One machine in layers. The crate `layout` says in which layer a box is, and in which order the boxes and ways of a layer
//! stand, so that few ways cross; where exactly they stand is found here. (Its own placement fails on some graphs.)

use super::far::{self, order};
use super::model::Area;
use super::place::{self, Curve, Plan, Spot};
use layout::adt::dag::NodeHandle;
use layout::core::base::Orientation;
use layout::core::format::{ClipHandle, RenderBackend};
use layout::core::geometry::Point;
use layout::core::style::StyleAttr;
use layout::std_shapes::shapes::{Arrow, Element, ShapeKind};
use layout::topo::layout::VisualGraph;
use std::collections::HashMap;

const START: f64 = 14.0;
/// Between two neighbours of a layer, and between two layers.
const BESIDE: f64 = 26.0;
const BELOW: f64 = 40.0;
/// How often each layer is moved below the one above it, and above the one below it.
const SWEEPS: usize = 16;
/// Above so many boxes and lines the order of a layer is taken as it comes: to better it takes longer than anybody waits.
const MOST_ORDERED: usize = 700;

/// What stands in a layer: a box, the dot of the start, or a way that passes through, perhaps with its label.
struct Item {
    width: f64,
    height: f64,
    /// Room at the right that is not the thing itself.
    beside: f64,
    /// How much it wants to stand straight below or above its neighbours.
    weight: f64,
    above: Vec<usize>,
    below: Vec<usize>,
    layer: usize,
    /// Its middle.
    x: f64,
    y: f64,
}

struct Layers {
    items: Vec<Item>,
    /// From left to right.
    rows: Vec<Vec<usize>>,
    /// By layer: its top, where all of its items begin, and its bottom.
    extents: Vec<(f64, f64)>,
}

/// Places the boxes and links of a machine; what is inside of the boxes has been.
pub(super) fn lay_out(area: &Area, sizes: &[(f64, f64)]) -> Plan {
    if area.boxes.is_empty() {
        return Plan::default();
    }
    let (forward, back) = order(area);
    let graph = ordered(area, &forward, &back);
    let mut layers = Layers::new(area, sizes, &graph);
    let ways = Ways::new(area, &graph, &back);
    ways.move_labels(&mut layers);
    layers.place();
    ways.plan(area, &layers)
}

/// The graph with layers: first the boxes, then the dot, then what the crate puts in for ways. A link with a label, and one
/// that goes back, bears its number as a text, so that its way can be found again.
fn ordered(area: &Area, forward: &[usize], back: &[usize]) -> VisualGraph {
    let mut graph = VisualGraph::new(Orientation::TopToBottom);
    // To look at it anew after every link takes long, and finds nothing.
    graph.dag.set_validate(false);
    let element = || {
        let size = Point::new(1.0, 1.0);
        Element::create(ShapeKind::new_box(""), StyleAttr::simple(), Orientation::TopToBottom, size)
    };
    let nodes: Vec<NodeHandle> = area.boxes.iter().map(|_| graph.add_node(element())).collect();
    if let Some(to) = area.start {
        let dot = graph.add_node(element());
        graph.add_edge(Arrow::simple(""), dot, nodes[to]);
    }
    // From the top down: the crate looks for ways back with each line, and takes very long if there is much below it.
    let heights = far::layers(area, forward);
    let down = forward.iter().map(|at| {
        let link = &area.links[*at];
        (link.from, link.to, if link.label.is_empty() { String::new() } else { at.to_string() })
    });
    let up = back.iter().map(|at| (area.links[*at].to, area.links[*at].from, at.to_string()));
    let mut lines: Vec<(usize, usize, String)> = down.chain(up).collect();
    lines.sort_by_key(|(from, ..)| heights[*from]);
    for (from, to, text) in lines {
        graph.add_edge(Arrow::simple(&text), nodes[from], nodes[to]);
    }
    let size = area.boxes.len() + forward.len() + back.len();
    graph.do_it(false, size > MOST_ORDERED, true, &mut Nowhere);
    graph
}

/// The link whose number a node of the graph bears.
fn link_of(graph: &VisualGraph, node: NodeHandle) -> Option<usize> {
    match &graph.element(node).shape {
        ShapeKind::Connector(Some(text)) => text.parse().ok(),
        _ => None,
    }
}

impl Layers {
    fn new(area: &Area, sizes: &[(f64, f64)], graph: &VisualGraph) -> Self {
        let numbers = |nodes: &Vec<NodeHandle>| nodes.iter().map(NodeHandle::get_index).collect();
        let items = graph.iter_nodes().map(|node| {
            let at = node.get_index();
            let (width, height) = match (sizes.get(at), link_of(graph, node)) {
                (Some(size), _) => *size,
                (None, Some(link)) => place::label_size(&area.links[link]),
                (None, None) if graph.is_connector(node) => (0.0, 0.0),
                (None, None) => (START, START),
            };
            let beside = if at < sizes.len() { place::beside(area, at) } else { 0.0 };
            let weight = if graph.is_connector(node) { 4.0 } else { 1.0 };
            let (above, below) = (numbers(graph.preds(node)), numbers(graph.succ(node)));
            Item { width, height, beside, weight, above, below, layer: graph.dag.level(node), x: 0.0, y: 0.0 }
        });
        let items = items.collect();
        let rows = (0..graph.dag.num_levels()).map(|row| numbers(graph.dag.row(row))).collect();
        Self { items, rows, extents: Vec::new() }
    }

    fn place(&mut self) {
        let mut y = 0.0;
        for row in &self.rows {
            let height = row.iter().map(|at| self.items[*at].height).fold(0.0, f64::max);
            for at in row {
                let item = &mut self.items[*at];
                item.y = y + item.height / 2.0;
            }
            self.extents.push((y, y + height));
            // What no box stands in, labels and passing ways alone, needs less room.
            y += height + if height < place::HEAD { BELOW / 2.0 } else { BELOW };
        }
        for row in &self.rows {
            let mut x = 0.0;
            for at in row {
                let item = &mut self.items[*at];
                item.x = x + item.width / 2.0;
                x += item.width + item.beside + BESIDE;
            }
        }
        for _ in 0..SWEEPS {
            for row in 0..self.rows.len() {
                self.settle(row, |item| &item.above);
            }
            for row in (0..self.rows.len()).rev() {
                self.settle(row, |item| &item.below);
            }
        }
        for row in 0..self.rows.len() {
            self.settle(row, |item| &item.above);
        }
    }

    /// Moves the items of a layer as near as can be to the middle of their neighbours, without a change of their order:
    /// where two want the same place, they and all that they push share what is left to be wished.
    fn settle(&mut self, row: usize, neighbours: fn(&Item) -> &Vec<usize>) {
        struct Block {
            /// The sums of weights, and of weighted wishes less the offsets in the row.
            weight: f64,
            wish: f64,
            items: usize,
        }
        let mut blocks: Vec<Block> = Vec::new();
        let mut offsets = Vec::with_capacity(self.rows[row].len());
        let mut offset = 0.0;
        let mut before: Option<&Item> = None;
        for at in &self.rows[row] {
            let item = &self.items[*at];
            if let Some(before) = before {
                offset += before.width / 2.0 + before.beside + BESIDE + item.width / 2.0;
            }
            before = Some(item);
            offsets.push(offset);
            let (weight, wish) = self.wish(item, neighbours(item));
            blocks.push(Block { weight, wish: weight * (wish - offset), items: 1 });
            while let [.., left, right] = blocks.as_slice()
                && left.wish / left.weight > right.wish / right.weight
            {
                let right = blocks.pop();
                if let (Some(left), Some(right)) = (blocks.last_mut(), right) {
                    left.weight += right.weight;
                    left.wish += right.wish;
                    left.items += right.items;
                }
            }
        }
        let places = blocks.iter().flat_map(|block| std::iter::repeat_n(block.wish / block.weight, block.items));
        let places: Vec<f64> = places.zip(offsets).map(|(place, offset)| place + offset).collect();
        for (at, x) in self.rows[row].iter().zip(places) {
            self.items[*at].x = x;
        }
    }

    /// Where an item would stand if it were alone, and how much that counts. Without neighbours it stays.
    fn wish(&self, item: &Item, neighbours: &[usize]) -> (f64, f64) {
        if neighbours.is_empty() {
            return (0.1, item.x);
        }
        // Ways that pass through several layers should be straight above all.
        let weigh = |at: &usize| item.weight * self.items[*at].weight;
        let weight: f64 = neighbours.iter().map(weigh).sum();
        let sum: f64 = neighbours.iter().map(|at| weigh(at) * self.items[*at].x).sum();
        (weight, sum / weight)
    }
}

/// The items that each link passes, from its upper box to its lower one.
struct Ways {
    chains: Vec<Vec<usize>>,
    entry: Option<Vec<usize>>,
    is_back: Vec<bool>,
}

impl Ways {
    fn new(area: &Area, graph: &VisualGraph, back: &[usize]) -> Self {
        let mut chains: Vec<Vec<usize>> = vec![Vec::new(); area.links.len()];
        let mut plain: HashMap<(usize, usize), Vec<usize>> = HashMap::new();
        let boxes = area.boxes.len() + usize::from(area.start.is_some());
        for node in graph.iter_nodes().take(boxes) {
            for next in graph.succ(node) {
                let (chain, link) = follow(graph, node, *next);
                let end = chain.last().copied().unwrap_or_default();
                match link.and_then(|link| chains.get_mut(link)) {
                    Some(place) => *place = chain,
                    None => drop(plain.insert((node.get_index(), end), chain)),
                }
            }
        }
        for (link, chain) in area.links.iter().zip(&mut chains).filter(|(link, _)| link.label.is_empty()) {
            if let Some(found) = plain.get(&(link.from, link.to)).filter(|_| chain.is_empty()) {
                chain.clone_from(found);
            }
        }
        let entry = area.start.and_then(|to| plain.get(&(area.boxes.len(), to)).cloned());
        let mut is_back = vec![false; area.links.len()];
        for at in back {
            is_back[*at] = true;
        }
        Self { chains, entry, is_back }
    }

    /// Moves each label next to the state that it is about.
    fn move_labels(&self, layers: &mut Layers) {
        for (chain, is_back) in self.chains.iter().zip(&self.is_back) {
            let [_, passed @ .., _] = chain.as_slice() else { continue };
            let Some(label) = passed.iter().copied().find(|at| layers.items[*at].width > 0.0) else { continue };
            let Some(nearest) = (if *is_back { passed.last() } else { passed.first() }) else { continue };
            let item = &mut layers.items[label];
            let size = (std::mem::take(&mut item.width), std::mem::take(&mut item.height));
            let item = &mut layers.items[*nearest];
            (item.width, item.height) = size;
        }
    }

    fn plan(&self, area: &Area, layers: &Layers) -> Plan {
        let spot = |item: &Item| Spot {
            x: item.x - item.width / 2.0,
            y: item.y - item.height / 2.0,
            width: item.width,
            height: item.height,
        };
        let boxes = area.boxes.len();
        let ports = self.ports(layers);
        let curve = |chain: &Vec<usize>, number: usize| {
            let points = bend(chain, layers, ports.get(&number).copied().unwrap_or_default());
            (chain.len() > 1).then_some(Curve { points, is_reversed: false, label: None })
        };
        let curves = self.chains.iter().enumerate().map(|(number, chain)| {
            let is_reversed = self.is_back[number];
            // Of what a way passes, its label alone has a size.
            let passed = chain.iter().skip(1).filter(|at| **at >= boxes).map(|at| &layers.items[*at]);
            let label = passed.into_iter().find(|item| item.width > 0.0).map(|item| (item.x, item.y));
            curve(chain, number).map(|curve| Curve { is_reversed, label, ..curve })
        });
        Plan {
            start: area.start.and_then(|_| layers.items.get(boxes)).map(spot),
            spots: layers.items.iter().take(boxes).map(spot).collect(),
            curves: curves.collect(),
            entry: self.entry.as_ref().and_then(|chain| curve(chain, usize::MAX)),
            ..Plan::default()
        }
    }

    /// By link, how far from the middle of its upper and lower box it begins and ends.
    fn ports(&self, layers: &Layers) -> HashMap<usize, (f64, f64)> {
        let mut ports: HashMap<usize, (f64, f64)> = HashMap::new();
        let mut leaving: HashMap<usize, Vec<(f64, usize)>> = HashMap::new();
        let mut arriving: HashMap<usize, Vec<(f64, usize)>> = HashMap::new();
        let ways = self.chains.iter().enumerate().chain(self.entry.iter().map(|chain| (usize::MAX, chain)));
        for (number, chain) in ways {
            if let [first, second, ..] = chain[..] {
                leaving.entry(first).or_default().push((layers.items[second].x, number));
            }
            if let [.., before, last] = chain[..] {
                arriving.entry(last).or_default().push((layers.items[before].x, number));
            }
        }
        for (is_upper, side) in [(true, leaving), (false, arriving)] {
            for (at, mut ways) in side {
                ways.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                let step = (layers.items[at].width * 0.7 / ways.len() as f64).min(28.0);
                for (place, (_, number)) in ways.iter().enumerate() {
                    let shift = (place as f64 - (ways.len() - 1) as f64 / 2.0) * step;
                    let port = ports.entry(*number).or_default();
                    *(if is_upper { &mut port.0 } else { &mut port.1 }) = shift;
                }
            }
        }
        ports
    }
}

/// The items from a box down to the next one, and the link that they belong to, if one of them tells.
fn follow(graph: &VisualGraph, from: NodeHandle, next: NodeHandle) -> (Vec<usize>, Option<usize>) {
    let mut chain = vec![from.get_index(), next.get_index()];
    let mut at = next;
    let mut link = None;
    while graph.is_connector(at)
        && let [below, ..] = graph.succ(at)[..]
    {
        link = link.or(link_of(graph, at));
        chain.push(below.get_index());
        at = below;
    }
    (chain, link)
}

/// A way through its items: straight down through a layer, bent between two.
fn bend(chain: &[usize], layers: &Layers, (leave, arrive): (f64, f64)) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = Vec::new();
    let last = chain.len().saturating_sub(1);
    for (place, at) in chain.iter().enumerate() {
        let item = &layers.items[*at];
        let (top, bottom) = layers.extents[item.layer];
        let x = item.x
            + if place == 0 {
                leave
            } else if place == last {
                arrive
            } else {
                0.0
            };
        if let Some(&(before, above)) = points.last() {
            let middle = f64::midpoint(above, top);
            points.extend([(before, middle), (x, middle), (x, top)]);
        } else {
            points.push((x, item.y + item.height / 2.0));
        }
        let from = points.last().copied().unwrap_or((x, top));
        // Where there is nothing to go, an arrow's head could not tell where to.
        if place != last && bottom - from.1 > 0.5 {
            points.extend([from, (x, bottom), (x, bottom)]);
        }
    }
    points
}

/// The crate draws on this; where things are is asked of it afterwards.
struct Nowhere;

impl RenderBackend for Nowhere {
    fn draw_rect(&mut self, _: Point, _: Point, _: &StyleAttr, _: Option<String>, _: Option<ClipHandle>) {}

    fn draw_line(&mut self, _: Point, _: Point, _: &StyleAttr, _: Option<String>) {}

    fn draw_circle(&mut self, _: Point, _: Point, _: &StyleAttr, _: Option<String>) {}

    fn draw_text(&mut self, _: Point, _: &str, _: &StyleAttr) {}

    fn draw_arrow(
        &mut self,
        _: &[(Point, Point)],
        _: bool,
        _: (bool, bool),
        _: &StyleAttr,
        _: Option<String>,
        _: &str,
    ) {
    }

    fn create_clip(&mut self, _: Point, _: Point, _: usize) -> ClipHandle {
        0
    }
}
