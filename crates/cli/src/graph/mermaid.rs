//! The picture as a flowchart of Mermaid, for pages in Markdown.

use super::hue;
use super::model::{Area, Box, Link, LinkKind, Picture};
use super::place::{label_lines, retry_line, subtitle};
use asl_interpret::past::Status;
use std::fmt::Write;

pub(super) fn write(picture: &Picture) -> String {
    let mut writer = Writer { out: String::from("flowchart TD\n"), ways: 0, taken: Vec::new() };
    writer.area(&picture.area, "top", 1);
    let mut out = writer.out;
    out.push_str("  classDef missing stroke:#cf222e,stroke-dasharray:4 3\n");
    if picture.has_past {
        for status in Status::ALL {
            let _ = writeln!(out, "  classDef {} stroke:{},stroke-width:3px", status.name(), hue(status));
        }
    }
    if !writer.taken.is_empty() {
        let ways: Vec<String> = writer.taken.iter().map(usize::to_string).collect();
        let _ = writeln!(out, "  linkStyle {} stroke-width:3px", ways.join(","));
    }
    out
}

struct Writer {
    out: String,
    /// How many ways there are so far: styles name them by number.
    ways: usize,
    taken: Vec<usize>,
}

impl Writer {
    fn area(&mut self, area: &Area, id: &str, depth: usize) {
        if area.start.is_some() {
            self.line(depth, &format!("{id}_start(( ))"));
        }
        for of in &area.boxes {
            self.state(of, depth);
        }
        if let Some(first) = area.start {
            self.way(depth, &format!("{id}_start --> s{}", area.boxes[first].id), false);
        }
        for link in &area.links {
            self.link(area, link, depth);
        }
    }

    fn state(&mut self, of: &Box, depth: usize) {
        let id = format!("s{}", of.id);
        let text = format!("{}<br/>{}", escape(&of.name), escape(&subtitle(of)));
        if of.inner.is_empty() {
            let (open, close) = match of.kind_name() {
                "Choice" => ("{{", "}}"),
                "Succeed" | "Fail" => ("([", "])"),
                _ if of.ends => ("[[", "]]"),
                _ => ("[", "]"),
            };
            self.line(depth, &format!("{id}{open}\"{text}\"{close}"));
        } else {
            self.line(depth, &format!("subgraph {id}[\"{text}\"]"));
            for (at, inner) in of.inner.iter().enumerate() {
                let room = format!("{id}_{}", at + 1);
                if inner.name.is_empty() {
                    self.area(inner, &room, depth + 1);
                } else {
                    self.line(depth + 1, &format!("subgraph {room}[\"{}\"]", escape(&inner.name)));
                    self.area(inner, &room, depth + 2);
                    self.line(depth + 1, "end");
                }
            }
            self.line(depth, "end");
        }
        for retry in &of.retries {
            let text = escape(&retry_line(retry));
            self.way(depth, &format!("{id} -. \"{text}\" .-> {id}"), false);
        }
        let class = of.past.map(|(status, _)| status.name()).or(of.lines.is_none().then_some("missing"));
        if let Some(class) = class {
            self.line(depth, &format!("class {id} {class}"));
        }
    }

    fn link(&mut self, area: &Area, link: &Link, depth: usize) {
        let (from, to) = (area.boxes[link.from].id, area.boxes[link.to].id);
        let text = label_lines(link).iter().map(|line| escape(line)).collect::<Vec<_>>().join("<br/>");
        let arrow = match (link.kind, text.is_empty()) {
            (LinkKind::Catch, true) => "-.->".to_owned(),
            (LinkKind::Catch, false) => format!("-. \"{text}\" .->"),
            (_, true) => "-->".to_owned(),
            (_, false) => format!("-- \"{text}\" -->"),
        };
        self.way(depth, &format!("s{from} {arrow} s{to}"), link.taken);
    }

    fn way(&mut self, depth: usize, text: &str, taken: bool) {
        self.line(depth, text);
        self.taken.extend(taken.then_some(self.ways));
        self.ways += 1;
    }

    fn line(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.out, "{:width$}{text}", "", width = 2 * depth);
    }
}

/// Text in quotes: whatever Mermaid or HTML might read otherwise is said by its number.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '#' | '<' | '>' | '&' | ';' | '`' | '\\' | '{' | '}' | '[' | ']' | '|' | '*' | '_' => {
                let _ = write!(out, "#{};", c as u32);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
