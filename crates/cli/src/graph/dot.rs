//! The picture in the language of Graphviz.

use super::hue;
use super::model::{Area, Box, Link, LinkKind, Picture};
use super::place::{label_lines, retry_line, subtitle};
use std::fmt::Write;

pub(super) fn write(picture: &Picture) -> String {
    let mut out = String::from("digraph {\n");
    let head = [
        "compound=true".to_owned(),
        format!("label={}", quoted(&picture.title)),
        "node [shape=box, style=rounded, fontname=\"sans-serif\"]".to_owned(),
        "edge [fontname=\"sans-serif\", fontsize=10]".to_owned(),
    ];
    for text in head {
        line(&mut out, 1, &text);
    }
    area(&mut out, &picture.area, "top", 1);
    out.push_str("}\n");
    out
}

fn area(out: &mut String, area: &Area, id: &str, depth: usize) {
    for of in &area.boxes {
        state(out, of, depth);
    }
    if let Some(first) = area.start {
        line(out, depth, &format!("{id}_start [shape=point, width=0.15]"));
        line(out, depth, &format!("{id}_start -> s{}{}", area.boxes[first].id, ends(None, &area.boxes[first], &[])));
    }
    for it in &area.links {
        link(out, area, it, depth);
    }
}

/// A state with machines inside is a cluster; a box in it bears the name and takes the edges, which are cut at its rim.
fn state(out: &mut String, of: &Box, depth: usize) {
    let id = of.id;
    let shape = match of.kind_name() {
        "Choice" => ", shape=hexagon",
        _ if of.ends => ", peripheries=2",
        _ => "",
    };
    let colour = match (of.past, of.lines) {
        (Some((status, _)), _) => format!(", color=\"{}\", penwidth=2", hue(status)),
        (None, None) => ", color=\"#cf222e\", style=dashed".to_owned(),
        (None, Some(_)) => String::new(),
    };
    let text = quoted(&format!("{}\n{}", of.name, subtitle(of)));
    let place = of.lines.map(|(first, _)| format!(", tooltip=\"line {first}\"")).unwrap_or_default();
    let node = format!("s{id} [label={text}{shape}{colour}{place}]");
    if of.inner.is_empty() {
        line(out, depth, &node);
    } else {
        line(out, depth, &format!("subgraph cluster_s{id} {{"));
        line(out, depth + 1, "label=\"\"");
        line(out, depth + 1, &node.replacen("label=", "shape=plain, label=", 1));
        for (at, inner) in of.inner.iter().enumerate() {
            let room = format!("s{id}_{}", at + 1);
            line(out, depth + 1, &format!("subgraph cluster_{room} {{"));
            line(out, depth + 2, &format!("label={}", quoted(&inner.name)));
            area(out, inner, &room, depth + 2);
            line(out, depth + 1, "}");
        }
        line(out, depth, "}");
    }
    for retry in &of.retries {
        let text = quoted(&retry_line(retry));
        line(out, depth, &format!("s{id} -> s{id} [style=dotted, color=\"#bc4c00\", label={text}]"));
    }
}

fn link(out: &mut String, area: &Area, link: &Link, depth: usize) {
    let (from, to) = (&area.boxes[link.from], &area.boxes[link.to]);
    let mut attributes = Vec::new();
    let label = label_lines(link).join("\n");
    if !label.is_empty() {
        attributes.push(format!("label={}", quoted(&label)));
    }
    if link.kind == LinkKind::Catch {
        attributes.push("style=dashed, color=\"#bc4c00\"".to_owned());
    }
    if link.taken {
        attributes.push("penwidth=2.5".to_owned());
    }
    line(out, depth, &format!("s{} -> s{}{}", from.id, to.id, ends(Some(from), to, &attributes)));
}

/// The attributes of an edge, with the clusters that it is cut at.
fn ends(from: Option<&Box>, to: &Box, others: &[String]) -> String {
    let is_loop = from.is_some_and(|from| from.id == to.id);
    let cut = |name: &str, of: &Box| (!of.inner.is_empty() && !is_loop).then(|| format!("{name}=cluster_s{}", of.id));
    let tail = from.and_then(|from| cut("ltail", from));
    let all: Vec<String> = others.iter().cloned().chain(tail).chain(cut("lhead", to)).collect();
    if all.is_empty() { String::new() } else { format!(" [{}]", all.join(", ")) }
}

fn line(out: &mut String, depth: usize, text: &str) {
    let _ = writeln!(out, "{:width$}{text}", "", width = 2 * depth);
}

/// A text in quotes, where a backslash would begin an escape and a line break is one.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
