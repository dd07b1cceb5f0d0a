//! Types as a person reads them: `{amount: number, id?: string}`. [`Type::from_str`](std::str::FromStr) reads them, too.
//!
//! A mark tells that something may be missing: `?` where that is known, `??` where only nobody said otherwise. What follows
//! the fields that are known, or the items, stands behind `...`, and alone if nothing is known of it.

use crate::{Absence, Array, Object, Type};
use serde_json::Value;
use std::fmt::{self, Debug, Display, Formatter, Write};

/// How much is shown.
#[derive(Clone, Copy)]
struct Detail {
    /// So many levels of objects and arrays.
    depth: usize,
    /// So many fields, items and alternatives of each.
    width: usize,
    /// So many characters of a text.
    text: usize,
}

impl Detail {
    const ALL: Self = Self { depth: usize::MAX, width: usize::MAX, text: usize::MAX };

    const FLAT: Self = Self { depth: 0, ..Self::ALL };

    const fn deeper(self) -> Self {
        Self { depth: self.depth.saturating_sub(1), ..self }
    }
}

impl Type {
    /// As [`Display`] has it, in so many characters at most: what is nested deepest is left out first, then what stands last.
    pub fn short(&self, most: usize) -> String {
        let deep = (1..=self.depth()).rev().map(|depth| Detail { depth, width: usize::MAX, text: 40 });
        let wide = [12, 8, 5, 4, 3, 2, 1].map(|width| Detail { depth: 1, width, text: 24 });
        let flat = [6, 4, 3, 2, 1].map(|width| Detail { depth: 0, width, text: 12 });
        let tries = [Detail::ALL].into_iter().chain(deep).chain(wide).chain(flat);
        let fitting = tries.into_iter().find_map(|detail| {
            let mut page = Page { text: String::new(), room: most };
            write_type(&mut page, self, detail).ok().map(|()| page.text)
        });
        fitting.unwrap_or_else(|| "…".to_owned())
    }

    /// How many alternatives it is printed as.
    fn alternatives(&self) -> usize {
        let mut count = Alternatives { out: &mut Nowhere, most: usize::MAX, count: 0 };
        // Nothing fails that is written nowhere.
        let _ = write_values(&mut count, self, Detail::FLAT);
        count.count
    }
}

/// A page of so many characters.
struct Page {
    text: String,
    room: usize,
}

impl Write for Page {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.room = self.room.checked_sub(text.chars().count()).ok_or(fmt::Error)?;
        self.text.push_str(text);
        Ok(())
    }
}

struct Nowhere;

impl Write for Nowhere {
    fn write_str(&mut self, _: &str) -> fmt::Result {
        Ok(())
    }
}

/// Writes one after the other, with strokes between them; what is too much is elided.
struct Alternatives<'w> {
    out: &'w mut dyn Write,
    most: usize,
    count: usize,
}

impl Alternatives<'_> {
    fn add(&mut self, write: impl FnOnce(&mut dyn Write) -> fmt::Result) -> fmt::Result {
        self.count += 1;
        if self.count > self.most.saturating_add(1) {
            return Ok(());
        }
        if self.count > 1 {
            self.out.write_str(" | ")?;
        }
        if self.count > self.most { self.out.write_str("…") } else { write(self.out) }
    }

    fn word(&mut self, word: &str) -> fmt::Result {
        self.add(|out| out.write_str(word))
    }
}

impl Display for Type {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_type(f, self, Detail::ALL)
    }
}

/// As a person reads it: whoever looks at a type for debugging is one.
impl Debug for Type {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

impl Display for Array {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_array(f, self, Detail::ALL)
    }
}

impl Display for Object {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_object(f, self, Detail::ALL)
    }
}

fn write_type(out: &mut dyn Write, of: &Type, detail: Detail) -> fmt::Result {
    let mut alternatives = Alternatives { out, most: detail.width, count: 0 };
    if of.has_value() || of.absence() == Absence::Never {
        write_values(&mut alternatives, of, detail)?;
    }
    match of.absence() {
        Absence::Never => Ok(()),
        Absence::Unproven => alternatives.word("unproven"),
        Absence::Known => alternatives.word("missing"),
    }
}

/// What it is where it is anything.
fn write_values(out: &mut Alternatives<'_>, of: &Type, detail: Detail) -> fmt::Result {
    let sets = of.sets();
    if of.is_of_any_kind() {
        out.word("any")?;
    } else {
        if sets.null {
            out.word("null")?;
        }
        match sets.booleans {
            [true, true] => out.word("boolean")?,
            [true, false] => out.word("false")?,
            [false, true] => out.word("true")?,
            [false, false] => {}
        }
        match sets.numbers.few() {
            None => out.word("number")?,
            Some(few) => few.iter().try_for_each(|number| out.word(&number.to_json().to_string()))?,
        }
        match sets.strings.few() {
            None => out.word("string")?,
            Some(few) => few.iter().try_for_each(|text| out.add(|out| write_text(out, text, detail)))?,
        }
        if let Some(array) = &sets.arrays {
            out.add(|out| write_array(out, array, detail))?;
        }
        for shape in sets.objects.iter().flat_map(|objects| objects.shapes()) {
            out.add(|out| write_object(out, shape, detail))?;
        }
    }
    if of.is_unknown() {
        out.word("unknown")?;
    }
    if of.has_value() { Ok(()) } else { out.word("never") }
}

fn write_array(out: &mut dyn Write, array: &Array, detail: Detail) -> fmt::Result {
    let is_empty = array.known().is_empty() && (!array.is_open() || array.rest().is_wholly_unknown());
    if detail.depth == 0 && !is_empty {
        return out.write_str("[…]");
    }
    out.write_str("[")?;
    for (at, item) in array.known().iter().enumerate() {
        out.write_str(if at > 0 { ", " } else { "" })?;
        if at >= detail.width {
            return out.write_str("…]");
        }
        write_item(out, item, detail.deeper())?;
    }
    if array.is_open() {
        out.write_str(if array.known().is_empty() { "" } else { ", " })?;
        write_rest(out, array.rest(), array.ends(), detail.deeper())?;
    }
    out.write_str("]")
}

fn write_item(out: &mut dyn Write, item: &Type, detail: Detail) -> fmt::Result {
    let value = item.clone().present();
    let mark = mark(item.absence());
    if mark.is_empty() || value.alternatives() < 2 {
        write_type(out, &value, detail)?;
        return out.write_str(mark);
    }
    out.write_str("(")?;
    write_type(out, &value, detail)?;
    write!(out, "){mark}")
}

fn write_object(out: &mut dyn Write, object: &Object, detail: Detail) -> fmt::Result {
    let rest = object.rest().clone().present();
    let mut fields = object.told().enumerate().peekable();
    let is_empty = fields.peek().is_none();
    if detail.depth == 0 && !(is_empty && (!object.is_open() || rest.is_wholly_unknown())) {
        return out.write_str("{…}");
    }
    out.write_str("{")?;
    for (at, (name, of)) in fields {
        out.write_str(if at > 0 { ", " } else { "" })?;
        if at >= detail.width {
            return out.write_str("…}");
        }
        write_name(out, name, detail)?;
        write!(out, "{}: ", mark(of.absence()))?;
        write_type(out, &of.clone().present(), detail.deeper())?;
    }
    if object.is_open() {
        out.write_str(if is_empty { "" } else { ", " })?;
        write_rest(out, &rest, object.rest().absence(), detail.deeper())?;
    }
    out.write_str("}")
}

/// What follows. That it may be missing goes without saying, unless that is known.
fn write_rest(out: &mut dyn Write, rest: &Type, absence: Absence, detail: Detail) -> fmt::Result {
    out.write_str(if absence == Absence::Known { "...?" } else { "..." })?;
    if rest.is_wholly_unknown() { Ok(()) } else { write_type(out, rest, detail) }
}

fn mark(absence: Absence) -> &'static str {
    match absence {
        Absence::Never => "",
        Absence::Unproven => "??",
        Absence::Known => "?",
    }
}

fn write_name(out: &mut dyn Write, name: &str, detail: Detail) -> fmt::Result {
    if is_plain(name) && name.len() <= detail.text { out.write_str(name) } else { write_text(out, name, detail) }
}

/// Does a name need no quotes?
pub(crate) fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

fn write_text(out: &mut dyn Write, text: &str, detail: Detail) -> fmt::Result {
    match text.char_indices().nth(detail.text).and_then(|(at, _)| text.get(..at)) {
        Some(start) => write!(out, "{}", Value::from(format!("{start}…"))),
        None => write!(out, "{}", Value::from(text)),
    }
}
