//! From records to the tree: aliases and merge keys become copies.

use std::collections::{HashMap, HashSet};

use super::MAX_ERRORS;
use super::read::too_deep;
use super::record::{NONE, Reading, Record, What};
use super::scalar::NOTES;
use crate::json::MAX_DEPTH;
use crate::tree::{Builder, Kind, NodeId, unquoted};
use crate::{Span, SyntaxError};

/// So many nodes may be copies. No definition needs a tenth of that; texts that grow without end need more.
pub(super) const MAX_COPIES: u32 = 100_000;

/// Writes the tree.
struct Emitter<'r> {
    records: &'r [Record],
    reading: &'r Reading,
    original: &'r str,
    out: Builder,
    errors: Vec<SyntaxError>,
    /// Names of members of mappings with `<<`, numbered; and which record has which.
    number_of_name: HashMap<String, u32>,
    number_of_record: HashMap<usize, u32>,
    copies: u32,
    /// Within a copy: what is in it was counted already.
    copying: bool,
    /// It was told that there are too many copies, and that something lies too deep.
    too_many: bool,
    too_deep: bool,
}

/// Gives the tree's nodes, and the errors found on the way.
pub(super) fn emit(original: &str, reading: &mut Reading) -> (Builder, Vec<SyntaxError>) {
    let mut out = Builder::new(original.len());
    for (text, pieces) in std::mem::take(&mut reading.texts) {
        out.text(text, pieces);
    }
    let mut emitter = Emitter {
        records: &reading.records,
        reading,
        original,
        out,
        errors: Vec::new(),
        number_of_name: HashMap::new(),
        number_of_record: HashMap::new(),
        copies: 0,
        copying: false,
        too_many: false,
        too_deep: false,
    };
    if !emitter.records.is_empty() {
        emitter.node(0);
    }
    (emitter.out, emitter.errors)
}

impl<'r> Emitter<'r> {
    fn error(&mut self, error: SyntaxError) {
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(error);
        }
    }

    fn record(&self, at: usize) -> Option<&'r Record> {
        self.records.get(at)
    }

    fn next(&self, at: usize) -> usize {
        self.record(at).map_or(usize::MAX, |record| (record.end as usize).max(at + 1))
    }

    /// Writes the record as a value: exactly one node.
    fn node(&mut self, at: usize) {
        let Some(record) = self.record(at) else { return };
        if let What::Alias(target) = record.what {
            if self.may_copy(record) {
                let before = std::mem::replace(&mut self.copying, true);
                self.node(target as usize);
                self.copying = before;
            } else {
                self.out.leaf(Kind::Missing, record.span);
            }
            return;
        }
        if self.is_too_deep(record) {
            return;
        }
        match self.reading.tags.get(record.tag as usize) {
            Some(tag) if tag.unknown => {
                let id = self.out.open(Kind::Unknown, tag.start);
                self.out.tag(id, &tag.name);
                self.untagged(at, record);
                self.out.close(record.span.end);
            }
            Some(tag) => {
                let id = self.untagged(at, record);
                self.out.tag(id, &tag.name);
            }
            None => {
                self.untagged(at, record);
            }
        }
    }

    fn is_too_deep(&mut self, record: &Record) -> bool {
        let is_wrapped = self.reading.tags.get(record.tag as usize).is_some_and(|tag| tag.unknown);
        let levels = usize::from(matches!(record.what, What::Array | What::Object)) + usize::from(is_wrapped);
        if levels == 0 || self.out.depth() + levels <= MAX_DEPTH {
            return false;
        }
        if !std::mem::replace(&mut self.too_deep, true) {
            self.error(too_deep(Span::new(record.span.start, record.span.start)));
        }
        self.out.leaf(Kind::Missing, record.span);
        true
    }

    fn untagged(&mut self, at: usize, record: &Record) -> NodeId {
        let id = match record.what {
            What::Array => return self.array(at, record),
            What::Object => return self.object(at, record),
            What::Leaf(kind) => self.out.leaf(kind, record.span),
            What::Text | What::Merge => self.out.string_of(record.span, text_of(record)),
            // An alias never has a tag, and stands for no other alias.
            What::Alias(_) => self.out.leaf(Kind::Missing, record.span),
        };
        self.note(id, record);
        id
    }

    fn note(&mut self, id: NodeId, record: &Record) {
        if let Some(what) = NOTES.get(record.note as usize).filter(|what| !what.is_empty()) {
            self.out.mark_as_ambiguous(id, what);
        }
    }

    /// May this alias be expanded? Each counts with its whole size, before anything is copied.
    fn may_copy(&mut self, alias: &Record) -> bool {
        if self.copying {
            return true;
        }
        if let Some(sum) = self.copies.checked_add(alias.size).filter(|sum| *sum <= MAX_COPIES) {
            self.copies = sum;
            return true;
        }
        if !std::mem::replace(&mut self.too_many, true) {
            let message =
                format!("the aliases expand to more than {MAX_COPIES} values; this one and others are left out");
            self.error(SyntaxError::new(alias.span, message));
        }
        false
    }

    fn array(&mut self, at: usize, record: &Record) -> NodeId {
        let id = self.out.open(Kind::Array, record.span.start);
        let mut item = at + 1;
        while item < record.end as usize {
            self.node(item);
            item = self.next(item);
        }
        self.out.close(record.span.end);
        id
    }

    fn object(&mut self, at: usize, record: &Record) -> NodeId {
        let id = self.out.open(Kind::Object, record.span.start);
        if record.merges {
            self.merged(at, &mut HashSet::new(), 0);
        } else {
            let mut key = at + 1;
            while let Some((value, next)) = self.pair(key, record) {
                if let Some(name) = self.name(key) {
                    self.member(name, value);
                }
                key = next;
            }
        }
        self.out.close(record.span.end);
        id
    }

    /// The value of this key of a mapping, and the next key.
    fn pair(&self, key: usize, mapping: &Record) -> Option<(usize, usize)> {
        let value = self.next(key);
        (value < mapping.end as usize).then(|| (value, self.next(value)))
    }

    /// The text that is this key; an alias may stand for it. Nothing for a key that is none.
    fn name(&self, key: usize) -> Option<usize> {
        let at = match self.record(key)?.what {
            What::Alias(target) => target as usize,
            _ => key,
        };
        let what = self.record(at)?.what;
        (what == What::Text || matches!(what, What::Leaf(kind) if kind != Kind::Missing)).then_some(at)
    }

    fn member(&mut self, name: usize, value: usize) {
        let Some(name) = self.record(name) else { return };
        let id = self.out.string_of(name.span, text_of(name));
        self.out.mark_as_key(id);
        self.note(id, name);
        self.node(value);
    }

    /// The members of a mapping with `<<`: its own first, then of each source those that are new. Own members may be
    /// written twice, which is for a rule to tell; from elsewhere come only new ones.
    fn merged(&mut self, at: usize, seen: &mut HashSet<u32>, depth: usize) {
        let Some(record) = self.record(at) else { return };
        if depth > MAX_DEPTH {
            if !std::mem::replace(&mut self.too_deep, true) {
                self.error(too_deep(Span::at(record.span.start)));
            }
            return;
        }
        let mut own = Vec::new();
        let mut key = at + 1;
        while let Some((value, next)) = self.pair(key, record) {
            if let Some(name) = self.name(key) {
                let number = self.number_of(name);
                if depth == 0 || !seen.contains(&number) {
                    self.member(name, value);
                }
                own.push(number);
            }
            key = next;
        }
        seen.extend(own);
        let mut key = at + 1;
        while let Some((value, next)) = self.pair(key, record) {
            if self.record(key).is_some_and(|r| r.what == What::Merge) {
                self.sources(value, seen, depth);
            }
            key = next;
        }
    }

    /// Merges what stands behind `<<`: a mapping, an alias of one, or a list of those.
    fn sources(&mut self, value: usize, seen: &mut HashSet<u32>, depth: usize) {
        let Some(record) = self.record(value) else { return };
        match record.what {
            What::Object => self.merged(value, seen, depth + 1),
            What::Array if depth <= MAX_DEPTH => {
                let mut item = value + 1;
                while item < record.end as usize {
                    // One level only: a list in a list is no source.
                    let is_list = self.record(item).is_some_and(|r| r.what == What::Array);
                    if is_list {
                        self.no_source(item);
                    } else {
                        self.sources(item, seen, depth + 1);
                    }
                    item = self.next(item);
                }
            }
            What::Alias(target) => {
                if self.may_copy(record) {
                    let before = std::mem::replace(&mut self.copying, true);
                    self.sources(target as usize, seen, depth);
                    self.copying = before;
                }
            }
            What::Leaf(Kind::Missing) => {}
            _ => self.no_source(value),
        }
    }

    fn no_source(&mut self, at: usize) {
        // A copy of it was told of where it is written.
        let told = |span: Span| self.errors.iter().any(|error| error.span == span);
        if let Some(record) = self.record(at).filter(|record| !told(record.span)) {
            let error = SyntaxError::new(record.span, "`<<` takes a mapping or a list of mappings");
            self.error(error.with_help("give the alias of a mapping: `<<: *name`"));
        }
    }

    /// A number for the name of a member: equal for equal names. Each record is read once, however often it is copied.
    fn number_of(&mut self, name: usize) -> u32 {
        if let Some(number) = self.number_of_record.get(&name) {
            return *number;
        }
        let Some(record) = self.record(name) else { return 0 };
        let raw = self.original.get(record.span.range()).unwrap_or_default();
        let text = self.out.decoded_text(text_of(record)).unwrap_or_else(|| unquoted(raw)).to_owned();
        let next = self.number_of_name.len() as u32;
        let number = *self.number_of_name.entry(text).or_insert(next);
        self.number_of_record.insert(name, number);
        number
    }
}

fn text_of(record: &Record) -> Option<u32> {
    (record.text != NONE).then_some(record.text)
}
