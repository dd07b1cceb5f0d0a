//! A service, unpacked: flat tables that point into each other by number.

use crate::format::{COLUMNS, Column, Cursor, Kind, NEW, NO_SHAPE, action, bound, choice, member, shape};

/// What stands for a missing number.
const NONE: u32 = u32::MAX;

/// The tables of a service.
#[derive(Debug, Default)]
pub(crate) struct Data {
    text: String,
    ends: Vec<u32>,
    pub(crate) prefix: u32,
    pub(crate) id: u32,
    pub(crate) version: u32,
    pub(crate) source: usize,
    /// Errors that any action may raise.
    pub(crate) general: Run,
    /// Sorted by name.
    pub(crate) actions: Vec<ActionRecord>,
    pub(crate) shapes: Vec<ShapeRecord>,
    pub(crate) members: Vec<MemberRecord>,
    /// Strings that others name: values of texts, errors of actions.
    pub(crate) names: Vec<u32>,
    pub(crate) bounds: Vec<BoundRecord>,
    pub(crate) choices: Vec<ChoiceRecord>,
    /// Of choices: which member of the structure.
    pub(crate) chosen: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Run {
    first: u32,
    count: u32,
}

impl Run {
    fn new(first: usize, end: usize) -> Self {
        Self { first: first as u32, count: (end - first) as u32 }
    }

    /// Its part of a table.
    pub(crate) fn of<T>(self, table: &[T]) -> &[T] {
        let first = self.first as usize;
        table.get(first..first + self.count as usize).unwrap_or_default()
    }
}

#[derive(Debug)]
pub(crate) struct ActionRecord {
    pub(crate) name: u32,
    pub(crate) flags: u64,
    /// A bit for each pattern, in their order.
    pub(crate) patterns: u64,
    /// The action of the SDK that it stands for.
    pub(crate) stands_for: u32,
    pub(crate) input: Option<u32>,
    pub(crate) output: Option<u32>,
    pub(crate) sync: Option<u32>,
    pub(crate) sync2: Option<u32>,
    pub(crate) errors: Run,
}

#[derive(Debug)]
pub(crate) struct ShapeRecord {
    pub(crate) kind: Kind,
    pub(crate) is_union: bool,
    pub(crate) least: Option<u32>,
    pub(crate) most: Option<u32>,
    pub(crate) pattern: Option<u32>,
    /// Of a list its items, of a map its values.
    pub(crate) of: u32,
    /// Of a map.
    pub(crate) key: u32,
    /// Members of a structure, values of a text.
    pub(crate) run: Run,
    pub(crate) choices: Run,
}

#[derive(Debug)]
pub(crate) struct MemberRecord {
    pub(crate) name: u32,
    pub(crate) shape: u32,
    pub(crate) flags: u64,
    wire: u32,
}

impl MemberRecord {
    /// The model's own name, if it is spelled in another way.
    pub(crate) fn wire(&self) -> Option<u32> {
        (self.wire != NONE).then_some(self.wire)
    }
}

#[derive(Debug)]
pub(crate) struct ChoiceRecord {
    pub(crate) kind: u64,
    pub(crate) members: Run,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct BoundRecord {
    pub(crate) now: Option<Bound>,
    /// In an older model, where the newer one allows more.
    pub(crate) before: Option<Bound>,
}

/// A bound of a value or of a length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// A whole number.
    Whole(i64),
    /// Any other.
    Decimal(f64),
}

impl Bound {
    /// As a number, which for the greatest whole ones is near it.
    #[allow(clippy::cast_precision_loss, reason = "what is compared with it is a float of JSON as well")]
    pub fn number(self) -> f64 {
        match self {
            Self::Whole(whole) => whole as f64,
            Self::Decimal(decimal) => decimal,
        }
    }
}

impl std::fmt::Display for Bound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(whole) => whole.fmt(f),
            Self::Decimal(decimal) => decimal.fmt(f),
        }
    }
}

impl Data {
    /// The string of a number.
    pub(crate) fn string(&self, id: u32) -> &str {
        let id = id as usize;
        let start = id.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(id).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Reads what was packed. What is cut off or broken leaves less, and never panics.
    pub(crate) fn read(packed: &[u8]) -> Self {
        let mut reader = Reader::new(packed);
        let mut data = Self::default();
        let text = reader.columns[Column::Text as usize];
        data.text = String::from_utf8_lossy(text.rest()).into_owned();
        let mut lengths = reader.columns[Column::Lengths as usize];
        let mut end = 0_u32;
        while !lengths.is_empty() {
            end = end.saturating_add(lengths.number() as u32);
            data.ends.push(end);
        }
        data.prefix = reader.name();
        data.id = reader.name();
        data.version = reader.name();
        data.source = reader.count();
        data.general = reader.names(&mut data);
        let (actions, shapes) = (reader.count(), reader.count());
        for _ in 0..actions.min(packed.len()) {
            let record = reader.action(&mut data);
            data.actions.push(record);
        }
        data.shapes = Kind::ALL.into_iter().take(Kind::PLAIN as usize).map(ShapeRecord::plain).collect();
        for _ in 0..shapes.min(packed.len()) {
            let record = reader.shape(&mut data);
            data.shapes.push(record);
        }
        data
    }
}

impl ShapeRecord {
    fn plain(kind: Kind) -> Self {
        Self {
            kind,
            is_union: false,
            least: None,
            most: None,
            pattern: None,
            of: 0,
            key: 0,
            run: Run::default(),
            choices: Run::default(),
        }
    }
}

/// The columns, each read from its start on.
struct Reader<'b> {
    columns: [Cursor<'b>; COLUMNS],
    strings: u32,
    shapes: u32,
}

impl<'b> Reader<'b> {
    fn new(packed: &'b [u8]) -> Self {
        let mut rest = Cursor::new(packed);
        let lengths: [usize; COLUMNS] = std::array::from_fn(|_| rest.count());
        Self { columns: lengths.map(|length| Cursor::new(rest.bytes(length))), strings: 0, shapes: 0 }
    }

    fn number(&mut self, column: Column) -> u64 {
        self.columns[column as usize].number()
    }

    fn count(&mut self) -> usize {
        self.columns[Column::Counts as usize].count()
    }

    /// A string: the next, or the one of a number.
    fn name(&mut self) -> u32 {
        match self.number(Column::Names) {
            NEW => {
                self.strings += 1;
                self.strings - 1
            }
            number => (number - 1) as u32,
        }
    }

    /// A shape: the next, a plain one, none, or the one of a number.
    fn shape_id(&mut self) -> Option<u32> {
        match self.number(Column::Shapes) {
            NEW => {
                self.shapes += 1;
                Some(Kind::PLAIN as u32 + self.shapes - 1)
            }
            NO_SHAPE => None,
            number if number < NO_SHAPE => Some((number - 1) as u32),
            number => Some((number - 2) as u32),
        }
    }

    fn action(&mut self, data: &mut Data) -> ActionRecord {
        let name = self.name();
        let flags = self.number(Column::Flags);
        let patterns = self.number(Column::Flags);
        let stands_for = self.name();
        let (input, output) = (self.shape_id(), self.shape_id());
        let sync = if flags & action::SYNC > 0 { self.shape_id() } else { None };
        let sync2 = if flags & action::SYNC2 > 0 { self.shape_id() } else { None };
        let errors = self.names(data);
        ActionRecord { name, flags, patterns, stands_for, input, output, sync, sync2, errors }
    }

    fn names(&mut self, data: &mut Data) -> Run {
        let first = data.names.len();
        for _ in 0..self.count() {
            if self.columns[Column::Names as usize].is_empty() {
                break;
            }
            let name = self.name();
            data.names.push(name);
        }
        Run::new(first, data.names.len())
    }

    fn bound(&mut self, data: &mut Data) -> u32 {
        let mut record = BoundRecord::default();
        let mut code = self.number(Column::Bounds);
        if code == bound::WIDENED {
            let before = self.number(Column::Bounds);
            record.before = self.decimal(before, data);
            code = self.number(Column::Bounds);
        }
        record.now = self.decimal(code, data);
        data.bounds.push(record);
        (data.bounds.len() - 1) as u32
    }

    fn decimal(&mut self, code: u64, data: &Data) -> Option<Bound> {
        match code {
            bound::DECIMAL => {
                let name = self.name();
                let text = data.string(name);
                text.parse().map(Bound::Whole).or_else(|_| text.parse().map(Bound::Decimal)).ok()
            }
            code => {
                let zigzag = code.checked_sub(bound::WHOLE)?;
                Some(Bound::Whole((zigzag >> 1).cast_signed() ^ -((zigzag & 1).cast_signed())))
            }
        }
    }

    fn shape(&mut self, data: &mut Data) -> ShapeRecord {
        let byte = self.columns[Column::Kinds as usize].byte();
        let kind = Kind::ALL.get(usize::from(byte & 0x0f)).copied().unwrap_or(Kind::Json);
        let mut record = ShapeRecord::plain(kind);
        record.least = (byte & shape::LEAST > 0).then(|| self.bound(data));
        record.most = (byte & shape::MOST > 0).then(|| self.bound(data));
        let (third, fourth) = (byte & shape::PATTERN_OR_UNION > 0, byte & shape::VALUES_OR_CHOICES > 0);
        match kind {
            Kind::Structure => {
                record.is_union = third;
                record.run = self.members(data);
                if fourth {
                    record.choices = self.choices(data);
                }
            }
            Kind::List => record.of = self.shape_id().unwrap_or_default(),
            Kind::Map => {
                record.key = self.shape_id().unwrap_or_default();
                record.of = self.shape_id().unwrap_or_default();
            }
            _ => {
                record.pattern = third.then(|| self.name());
                if fourth {
                    record.run = self.names(data);
                }
            }
        }
        record
    }

    fn members(&mut self, data: &mut Data) -> Run {
        let first = data.members.len();
        for _ in 0..self.count() {
            if self.columns[Column::Names as usize].is_empty() {
                break;
            }
            let flags = self.number(Column::Flags);
            let name = self.name();
            let wire = if flags & member::RESPELLED > 0 { self.name() } else { NONE };
            let shape = self.shape_id().unwrap_or_default();
            data.members.push(MemberRecord { name, shape, flags, wire });
        }
        Run::new(first, data.members.len())
    }

    fn choices(&mut self, data: &mut Data) -> Run {
        let first = data.choices.len();
        for _ in 0..self.count() {
            if self.columns[Column::Flags as usize].is_empty() {
                break;
            }
            let kind = self.number(Column::Flags);
            let start = data.chosen.len();
            if kind != choice::LOOSE {
                for _ in 0..self.count().min(usize::from(u8::MAX)) {
                    let member = self.count() as u32;
                    data.chosen.push(member);
                }
            }
            data.choices.push(ChoiceRecord { kind, members: Run::new(start, data.chosen.len()) });
        }
        Run::new(first, data.choices.len())
    }
}
