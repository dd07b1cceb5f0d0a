//! From the parser's events to records.

mod scalars;

pub(super) use scalars::mask;

use granit_parser::{Event, Parser, ScanError, StructureStyle, Tag};

use super::MAX_ERRORS;
use super::patch::Patched;
use super::record::{Meaning, Reading, Record, Stop, Tagged, What, meaning};
use crate::json::MAX_DEPTH;
use crate::tree::Kind;
use crate::{Span, SyntaxError};

/// The parser itself may go this deep, so that what lies too deep is skipped and the rest is read. It does not recurse.
const PARSER_DEPTH: usize = 200_000;

struct Frame {
    record: usize,
    is_map: bool,
    wants_key: bool,
    /// Of a container with brackets.
    bracket: Option<usize>,
}

struct Reader<'p, 't> {
    patched: &'p Patched<'t>,
    /// Places, in the original, where a value was lost: an empty value in front of one is missing, not null.
    holes: &'p [Span],
    out: Reading,
    frames: Vec<Frame>,
    /// Anchors by the parser's number: (number, record).
    anchors: Vec<(usize, u32)>,
    /// Containers open within one that lies too deep.
    skipping: usize,
    documents: usize,
    /// It was told that something lies too deep.
    too_deep: bool,
    /// Depth of a key that is a list or mapping; what is in it is not told of.
    bad_key: Option<usize>,
    /// End of the last thing that was read, in the original.
    end: u32,
    /// See [`Reader::line_end`].
    line_end: u32,
}

/// Runs the parser over the text.
pub(super) fn read(patched: &Patched, holes: &[Span]) -> Reading {
    let mut reader = Reader {
        patched,
        holes,
        out: Reading::default(),
        frames: Vec::new(),
        anchors: Vec::new(),
        skipping: 0,
        documents: 0,
        too_deep: false,
        bad_key: None,
        end: 0,
        line_end: 0,
    };
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_comments: false,
        block_scalar_eof_without_line_feed: true,
        flow_nesting_limit: PARSER_DEPTH,
        block_nesting_limit: PARSER_DEPTH,
    };
    for item in Parser::new_from_str_with_options(patched.text(), options) {
        match item {
            Ok((event, span)) => {
                if !reader.event(event, &span) {
                    break;
                }
            }
            Err(error) => {
                reader.out.stop = Some(reader.stop(&error));
                break;
            }
        }
    }
    reader.finish()
}

impl Reader<'_, '_> {
    fn stop(&self, error: &ScanError) -> Stop {
        let at = error.marker().byte_offset().unwrap_or(self.out.last_end);
        Stop { kind: error.kind().clone(), at }
    }

    fn finish(mut self) -> Reading {
        self.out.too_deep = self.skipping > 0;
        self.out.flows = self.frames.iter().filter_map(|frame| frame.bracket).collect();
        while let Some(frame) = self.frames.pop() {
            self.close(&frame, self.end);
        }
        self.out
    }

    fn error(&mut self, error: SyntaxError) {
        if self.out.errors.len() < MAX_ERRORS {
            self.out.errors.push(error);
        }
    }

    /// The span as repaired, and in the original.
    fn spans(&self, span: &granit_parser::Span) -> (Span, Span) {
        let start = span.start.byte_offset().unwrap_or_default() as u32;
        let end = span.end.byte_offset().unwrap_or_default() as u32;
        let current = Span::new(start, end.max(start));
        (current, self.patched.origin_of(current))
    }

    /// Takes one event; false when there is no more to read.
    fn event(&mut self, event: Event, at: &granit_parser::Span) -> bool {
        let (current, span) = self.spans(at);
        match event {
            Event::DocumentStart(explicit, _) => {
                self.documents += 1;
                // Without `---` the parser gives the span of what comes first in the document.
                let after = if explicit { current.end } else { current.start };
                let shown = if explicit { span } else { Span::at(span.start) };
                let bom = if self.patched.text().starts_with('\u{feff}') { 3 } else { 0 };
                self.out.last_end = if explicit { after as usize } else { bom };
                return self.documents == 1 || self.second_document(after as usize, shown);
            }
            Event::Scalar(value, style, anchor, tag) => {
                if self.skipping == 0 {
                    self.scalar(&value, style, (anchor, tag.as_deref()), at);
                }
            }
            Event::SequenceStart(style, anchor, tag) => self.open(false, style, (anchor, tag.as_deref()), at),
            Event::MappingStart(style, anchor, tag) => self.open(true, style, (anchor, tag.as_deref()), at),
            Event::SequenceEnd | Event::MappingEnd => self.leave(current, span),
            Event::Alias(id) if self.skipping == 0 => self.alias(id, span),
            Event::UnresolvedAlias(name) if self.skipping == 0 => {
                let name = shorten(&name);
                let error = SyntaxError::new(span, format!("there is no anchor `&{name}` before this"));
                self.error(error.with_help("`*` begins an alias; a text that begins with `*` is quoted"));
                self.leaf(Kind::Missing, span);
            }
            _ => return true,
        }
        if !current.is_empty() {
            self.out.last_end = current.end as usize;
        }
        true
    }

    /// A second document is an error, unless nothing is in it. It is not read.
    fn second_document(&mut self, after: usize, span: Span) -> bool {
        let rest = self.patched.text().get(after..).unwrap_or_default();
        let is_content = |line: &&str| {
            let line = line.trim();
            !line.is_empty() && !line.starts_with('#') && line != "---" && line != "..."
        };
        if rest.lines().any(|line| is_content(&line)) {
            let error = SyntaxError::new(span, "a second document begins here; only the first one is read");
            self.error(error.with_help("put each definition into a file of its own"));
        }
        false
    }

    /// Adds a record to the container at hand; gives its number.
    fn push(&mut self, what: What, span: Span) -> usize {
        let number = self.out.records.len();
        let size = if let What::Alias(target) = what { self.size_of(target) } else { 1 };
        self.out.records.push(Record::new(what, span, number, size));
        if let Some(frame) = self.frames.last_mut() {
            frame.wants_key = frame.is_map && !frame.wants_key;
        }
        number
    }

    fn size_of(&self, record: u32) -> u32 {
        self.out.records.get(record as usize).map_or(1, |r| r.size)
    }

    fn leaf(&mut self, kind: Kind, span: Span) -> usize {
        self.add_size(1);
        self.end = self.end.max(span.end);
        self.push(What::Leaf(kind), span)
    }

    fn add_size(&mut self, size: u32) {
        let record = self.frames.last().map(|frame| frame.record);
        if let Some(record) = record.and_then(|at| self.out.records.get_mut(at)) {
            record.size = record.size.saturating_add(size);
        }
    }

    fn at_key(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.is_map && frame.wants_key)
    }

    fn anchor(&mut self, id: usize, record: usize) {
        if id != 0 {
            self.anchors.push((id, record as u32));
        }
    }

    fn alias(&mut self, id: usize, span: Span) {
        let found = self.anchors.binary_search_by_key(&id, |(id, _)| *id).ok();
        let target = found.and_then(|at| self.anchors.get(at)).map(|(_, record)| *record);
        let is_open = |record: u32| self.out.records.get(record as usize).is_some_and(|r| r.end == 0);
        match target {
            Some(record) if !is_open(record) => {
                self.add_size(self.size_of(record));
                self.end = self.end.max(span.end);
                self.push(What::Alias(record), span);
            }
            Some(_) => {
                self.error(SyntaxError::new(span, "this alias stands within its own anchor: it would never end"));
                self.leaf(Kind::Missing, span);
            }
            // Its anchor lies too deep, and that was told.
            None => {
                self.leaf(Kind::Missing, span);
            }
        }
    }

    fn keep_tag(&mut self, number: usize, tag: Option<&Tag>, at: &granit_parser::Span) {
        let Some(tag) = tag.filter(|tag| tag.is_custom()) else { return };
        let (is_text, is_container) = match self.out.records.get(number) {
            Some(record) => (record.what == What::Text, matches!(record.what, What::Array | What::Object)),
            None => return,
        };
        let name = shorten(&tag.original());
        let unknown = match meaning(tag) {
            Meaning::Text => is_container,
            _ => true,
        };
        if name == "!" || (!unknown && !is_text) {
            return;
        }
        let start = at.tag_start().and_then(|mark| mark.byte_offset()).unwrap_or_default();
        let start = self.patched.origin(start) as u32;
        self.out.tags.push(Tagged { name, start, unknown });
        let index = self.out.tags.len() as u32 - 1;
        if let Some(record) = self.out.records.get_mut(number) {
            record.tag = index;
        }
    }

    fn open(&mut self, is_map: bool, style: StructureStyle, with: (usize, Option<&Tag>), at: &granit_parser::Span) {
        let (current, span) = self.spans(at);
        if self.skipping > 0 {
            self.skipping += 1;
            return;
        }
        if self.frames.len() >= MAX_DEPTH {
            self.skipping = 1;
            if !std::mem::replace(&mut self.too_deep, true) {
                self.error(too_deep(span));
            }
            self.leaf(Kind::Missing, span);
            return;
        }
        if self.at_key() && self.bad_key.is_none_or(|depth| self.frames.len() <= depth) {
            self.bad_key = Some(self.frames.len());
            self.complex_key(is_map, span);
        }
        let record = self.push(if is_map { What::Object } else { What::Array }, span);
        self.keep_tag(record, with.1, at);
        self.anchor(with.0, record);
        let bracket = (style == StructureStyle::Flow && !current.is_empty()).then_some(current.start as usize);
        self.frames.push(Frame { record, is_map, wants_key: is_map, bracket });
        self.end = self.end.max(span.end);
    }

    fn complex_key(&mut self, is_map: bool, span: Span) {
        let is_template =
            is_map && self.patched.original().get(..span.start as usize).is_some_and(|s| s.ends_with('{'));
        let what = if is_map { "a mapping" } else { "a list" };
        let error = SyntaxError::new(span, format!("a key must be a text, not {what}; this member is not read"));
        self.error(error.with_help(if is_template {
            "a placeholder `{{…}}` of a template language is quoted"
        } else {
            "quote the key if it is a text"
        }));
    }

    fn leave(&mut self, current: Span, span: Span) {
        // Without brackets a container ends with its last part; the parser tells where the next thing begins.
        let end = if current.is_empty() { self.end } else { span.end };
        self.end = self.end.max(end);
        if self.skipping > 0 {
            self.skipping -= 1;
            if let (0, Some(record)) = (self.skipping, self.out.records.last_mut()) {
                record.span.end = record.span.end.max(span.end);
            }
        } else if let Some(frame) = self.frames.pop() {
            self.close(&frame, end);
        }
    }

    fn close(&mut self, frame: &Frame, end: u32) {
        // Cut off between a key and its value.
        if frame.is_map && !frame.wants_key {
            let number = self.out.records.len();
            self.out.records.push(Record::new(What::Leaf(Kind::Missing), Span::at(end), number, 1));
        }
        let next = self.out.records.len() as u32;
        let mut size = 1;
        if let Some(record) = self.out.records.get_mut(frame.record) {
            record.end = next;
            record.span.end = end.max(record.span.end);
            size = record.size;
        }
        self.add_size(size);
    }
}

pub(super) fn too_deep(span: Span) -> SyntaxError {
    SyntaxError::new(span, format!("nested more than {MAX_DEPTH} levels deep; what lies deeper is not read"))
}

/// A name from the text, short enough for a message of one line.
pub(super) fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(40) {
        Some((cut, _)) => format!("{}…", line.get(..cut).unwrap_or_default()),
        None => line.to_owned(),
    }
}
