//! Packing: services into columns, columns into one file. `asl_catalogue::format` tells how they lie.

use super::model::{Bound, Service, Shape};
use asl_catalogue::format::{COLUMNS, Column, Kind, MAGIC, NEW, NO_SHAPE, action, bound, choice, member, shape};
use flate2::{Compress, Compression, FlushCompress, Status};
use std::collections::{BTreeMap, HashMap};

/// How much text the services share. Deflate sees no further back than 32 KiB.
const DICTIONARY: usize = 24 * 1024;

/// The file: sources (name, date), and services in the order of the catalogue.
pub(super) fn file(sources: &[(String, String)], services: &[Service]) -> Result<Vec<u8>, String> {
    let columns = services.iter().map(columns).collect::<Result<Vec<_>, _>>()?;
    let dictionary = dictionary(services);
    let mut out = MAGIC.to_vec();
    number(&mut out, sources.len());
    for (name, date) in sources {
        text(&mut out, name);
        text(&mut out, date);
    }
    let packed = deflate(&dictionary, &[])?;
    number(&mut out, dictionary.len());
    number(&mut out, packed.len());
    out.extend(packed);
    number(&mut out, services.iter().filter(|service| !service.is_optimized).count());
    number(&mut out, services.len());
    let (mut index, mut bodies) = (Vec::new(), Vec::new());
    for (service, columns) in services.iter().zip(&columns) {
        let packed = deflate(columns, &dictionary)?;
        text(&mut index, &service.name);
        varint(&mut index, service.standing);
        number(&mut index, columns.len());
        number(&mut index, packed.len());
        bodies.extend(packed);
    }
    number(&mut out, index.len());
    out.extend(index);
    out.extend(bodies);
    Ok(out)
}

/// Strings that several services have, the most used last, where they are nearest.
fn dictionary(services: &[Service]) -> Vec<u8> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for service in services {
        let mut own: Vec<&str> = strings(service).collect();
        own.sort_unstable();
        own.dedup();
        for string in own {
            *uses.entry(string).or_default() += 1;
        }
    }
    // What is gained is about what each use but the first spares; a reference costs some three bytes.
    let gain = |string: &str, uses: usize| (uses - 1) * string.len().saturating_sub(3);
    let mut ranked: Vec<(usize, &str)> = uses.into_iter().map(|(string, uses)| (gain(string, uses), string)).collect();
    ranked.sort_by(|a, b| b.cmp(a));
    let mut room = DICTIONARY;
    let mut chosen = Vec::new();
    for (gain, string) in ranked {
        if gain == 0 || string.len() > room {
            continue;
        }
        room -= string.len();
        chosen.push(string);
    }
    chosen.reverse();
    chosen.concat().into_bytes()
}

fn strings(service: &Service) -> impl Iterator<Item = &str> {
    let actions = service.actions.iter().flat_map(|action| action.errors.iter().chain([&action.name]));
    let shapes = service.shapes.0.iter().flat_map(|shape| {
        let members = shape.members.iter().flat_map(|member| [Some(&member.name), member.wire.as_ref()]);
        members.flatten().chain(&shape.values).chain(&shape.pattern)
    });
    actions.chain(shapes).map(String::as_str)
}

/// Deflates what follows a text that both sides know: that text goes in first, and what comes out for it is dropped.
fn deflate(bytes: &[u8], known: &[u8]) -> Result<Vec<u8>, String> {
    let mut deflate = Compress::new(Compression::new(9), false);
    let mut out = Vec::with_capacity(known.len() + bytes.len() + 1024);
    let failed = |what: &dyn std::fmt::Display| format!("deflate: {what}");
    if !known.is_empty() {
        deflate.compress_vec(known, &mut out, FlushCompress::Sync).map_err(|error| failed(&error))?;
        if deflate.total_in() != known.len() as u64 {
            return Err(failed(&"the dictionary did not go in at once"));
        }
        out.clear();
    }
    match deflate.compress_vec(bytes, &mut out, FlushCompress::Finish) {
        Ok(Status::StreamEnd) => Ok(out),
        Ok(status) => Err(failed(&format!("{status:?}"))),
        Err(error) => Err(failed(&error)),
    }
}

/// A service before it is compressed.
fn columns(service: &Service) -> Result<Vec<u8>, String> {
    let mut writer = Writer::new(service);
    writer.service()?;
    let mut out = Vec::new();
    for column in &writer.columns {
        number(&mut out, column.len());
    }
    out.extend(writer.columns.concat());
    Ok(out)
}

struct Writer<'s> {
    service: &'s Service,
    columns: [Vec<u8>; COLUMNS],
    strings: HashMap<&'s str, usize>,
    /// The numbers that shapes get, in the order in which they are met.
    numbers: HashMap<usize, usize>,
    met: Vec<usize>,
}

impl<'s> Writer<'s> {
    fn new(service: &'s Service) -> Self {
        Self { service, columns: Default::default(), strings: HashMap::new(), numbers: HashMap::new(), met: Vec::new() }
    }

    fn put(&mut self, column: Column, value: u64) {
        varint(&mut self.columns[column as usize], value);
    }

    fn count(&mut self, count: usize) {
        self.put(Column::Counts, count as u64);
    }

    fn name(&mut self, string: &'s str) {
        if let Some(known) = self.strings.get(string) {
            let known = *known as u64;
            return self.put(Column::Names, known + 1);
        }
        self.strings.insert(string, self.strings.len());
        self.put(Column::Names, NEW);
        self.put(Column::Lengths, string.len() as u64);
        self.columns[Column::Text as usize].extend(string.as_bytes());
    }

    fn names(&mut self, strings: &'s [String]) {
        self.count(strings.len());
        for string in strings {
            self.name(string);
        }
    }

    fn shape_id(&mut self, id: Option<usize>) -> Result<(), String> {
        let Some(id) = id else {
            self.put(Column::Shapes, NO_SHAPE);
            return Ok(());
        };
        let shape = self.service.shapes.get(id)?;
        if shape.is_plain() {
            self.put(Column::Shapes, shape.kind as u64 + 1);
        } else if let Some(number) = self.numbers.get(&id) {
            let number = *number as u64;
            self.put(Column::Shapes, number + NO_SHAPE + 1);
        } else {
            self.numbers.insert(id, self.met.len());
            self.met.push(id);
            self.put(Column::Shapes, NEW);
        }
        Ok(())
    }

    fn service(&mut self) -> Result<(), String> {
        let service = self.service;
        self.name(&service.prefix);
        self.name(&service.id);
        self.name(&service.version);
        self.count(service.source);
        self.names(&service.general);
        self.count(service.actions.len());
        // How many shapes there are is known when all were met; the columns of counts is mended then.
        let before = std::mem::take(&mut self.columns[Column::Counts as usize]);
        for action in &service.actions {
            self.name(&action.name);
            self.put(Column::Flags, action.flags);
            self.put(Column::Flags, action.patterns);
            self.name(&action.stands_for);
            self.shape_id(action.input)?;
            self.shape_id(action.output)?;
            if action.flags & action::SYNC > 0 {
                self.shape_id(action.sync)?;
            }
            if action.flags & action::SYNC2 > 0 {
                self.shape_id(action.sync2)?;
            }
            self.names(&action.errors);
        }
        let mut at = 0;
        while let Some(id) = self.met.get(at) {
            let shape = service.shapes.get(*id)?;
            self.shape(shape)?;
            at += 1;
        }
        let behind = std::mem::replace(&mut self.columns[Column::Counts as usize], before);
        self.count(at);
        self.columns[Column::Counts as usize].extend(behind);
        Ok(())
    }

    fn shape(&mut self, given: &'s Shape) -> Result<(), String> {
        let is_structure = given.kind == Kind::Structure;
        let third = if is_structure { given.is_union } else { given.pattern.is_some() };
        let fourth = if is_structure { given.is_loose || !given.choices.is_empty() } else { !given.values.is_empty() };
        let traits = [
            (shape::LEAST, given.least.is_there()),
            (shape::MOST, given.most.is_there()),
            (shape::PATTERN_OR_UNION, third),
            (shape::VALUES_OR_CHOICES, fourth),
        ];
        let byte = traits.into_iter().filter(|(_, holds)| *holds).fold(given.kind as u8, |byte, (bit, _)| byte | bit);
        self.columns[Column::Kinds as usize].push(byte);
        for bound in [&given.least, &given.most].into_iter().filter(|bound| bound.is_there()) {
            self.bound(bound);
        }
        match given.kind {
            Kind::Structure => {
                self.members(given)?;
                if fourth {
                    self.choices(given)?;
                }
            }
            Kind::List => self.shape_id(Some(given.of))?,
            Kind::Map => {
                self.shape_id(Some(given.key))?;
                self.shape_id(Some(given.of))?;
            }
            _ => {
                if let Some(pattern) = &given.pattern {
                    self.name(pattern);
                }
                if fourth {
                    self.names(&given.values);
                }
            }
        }
        Ok(())
    }

    fn bound(&mut self, bound: &'s Bound) {
        if let Some(before) = &bound.before {
            self.put(Column::Bounds, bound::WIDENED);
            self.decimal(before);
        }
        match &bound.now {
            Some(now) => self.decimal(now),
            None => self.put(Column::Bounds, bound::NONE),
        }
    }

    fn decimal(&mut self, decimal: &'s str) {
        // Whole numbers are often written with a point.
        let whole = decimal.strip_suffix(".0").unwrap_or(decimal).parse::<i64>();
        let zigzag = whole.ok().map(|whole| ((whole << 1) ^ (whole >> 63)).cast_unsigned());
        if let Some(code) = zigzag.and_then(|zigzag| zigzag.checked_add(bound::WHOLE)) {
            self.put(Column::Bounds, code);
        } else {
            self.put(Column::Bounds, bound::DECIMAL);
            self.name(decimal);
        }
    }

    fn members(&mut self, given: &'s Shape) -> Result<(), String> {
        self.count(given.members.len());
        for member in &given.members {
            let respelled = if member.wire.is_some() { member::RESPELLED } else { 0 };
            self.put(Column::Flags, member.flags | respelled);
            self.name(&member.name);
            if let Some(wire) = &member.wire {
                self.name(wire);
            }
            self.shape_id(Some(member.shape))?;
        }
        Ok(())
    }

    fn choices(&mut self, given: &Shape) -> Result<(), String> {
        self.count(given.choices.len() + usize::from(given.is_loose));
        if given.is_loose {
            self.put(Column::Flags, choice::LOOSE);
        }
        for choice in &given.choices {
            self.put(Column::Flags, if choice.is_exclusive { choice::EXCLUSIVE } else { choice::EITHER });
            self.count(choice.members.len());
            for name in &choice.members {
                let at = given.members.iter().position(|member| member.name == *name);
                self.count(at.ok_or_else(|| format!("`{name}` is to be chosen and not there"))?);
            }
        }
        Ok(())
    }
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn number(out: &mut Vec<u8>, value: usize) {
    varint(out, value as u64);
}

fn text(out: &mut Vec<u8>, text: &str) {
    number(out, text.len());
    out.extend(text.as_bytes());
}
