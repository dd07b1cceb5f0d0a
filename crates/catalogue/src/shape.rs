//! Shapes: what a value that goes to a service or comes from one looks like.
//!
//! A shape is a view on the tables of its service, cheap to copy. Shapes may hold themselves: whoever walks them bounds
//! the walk, by the value at hand or by [`Structure::id`].

use crate::data::{Bound, ChoiceRecord, Data, MemberRecord, ShapeRecord};
use crate::format::{Kind, choice, member};

/// What a value looks like.
#[derive(Clone, Copy, Debug)]
pub enum Shape<'c> {
    /// An object with members of its own names.
    Structure(Structure<'c>),
    /// An array.
    List(List<'c>),
    /// An object whose keys are data.
    Map(Map<'c>),
    /// A string.
    String(Text<'c>),
    /// A number.
    Number(Number<'c>),
    /// `true` or `false`.
    Boolean,
    /// A point in time, as a string.
    Timestamp,
    /// Bytes, as a string.
    Blob(Text<'c>),
    /// Any JSON value.
    Json,
    /// A string; of any other value Step Functions makes its JSON.
    Text,
}

/// An object with members of its own names.
#[derive(Clone, Copy, Debug)]
pub struct Structure<'c>(Handle<'c>);

/// A member of a structure.
#[derive(Clone, Copy, Debug)]
pub struct Member<'c> {
    data: &'c Data,
    record: &'c MemberRecord,
}

/// Members of a structure that depend on each other.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'c> {
    owner: Structure<'c>,
    record: &'c ChoiceRecord,
}

/// An array.
#[derive(Clone, Copy, Debug)]
pub struct List<'c>(Handle<'c>);

/// An object whose keys are data.
#[derive(Clone, Copy, Debug)]
pub struct Map<'c>(Handle<'c>);

/// Text: any, or some values, or what a pattern and lengths allow.
#[derive(Clone, Copy, Debug)]
pub struct Text<'c>(Handle<'c>);

/// A number.
#[derive(Clone, Copy, Debug)]
pub struct Number<'c>(Handle<'c>);

/// The bounds of a value, of a length, or of how many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounds {
    /// The least that is allowed.
    pub least: Option<Bound>,
    /// The most that is allowed.
    pub most: Option<Bound>,
    /// The least that an older model allowed, where the newest has a lower bound or none.
    pub least_before: Option<Bound>,
    /// The most that an older model allowed, where the newest has a higher bound or none. Step Functions lags behind the
    /// SDK: it was seen to hold on to such a bound.
    pub most_before: Option<Bound>,
}

#[derive(Clone, Copy)]
struct Handle<'c> {
    data: &'c Data,
    id: u32,
    record: &'c ShapeRecord,
}

impl std::fmt::Debug for Handle<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}", self.record.kind, self.id)
    }
}

impl<'c> Handle<'c> {
    fn bounds(self) -> Bounds {
        let record = |at: Option<u32>| self.data.bounds.get(at? as usize).copied();
        let (least, most) =
            (record(self.record.least).unwrap_or_default(), record(self.record.most).unwrap_or_default());
        Bounds { least: least.now, most: most.now, least_before: least.before, most_before: most.before }
    }

    fn values(self) -> impl Iterator<Item = &'c str> {
        self.record.run.of(&self.data.names).iter().map(move |name| self.data.string(*name))
    }
}

impl<'c> Shape<'c> {
    pub(crate) fn new(data: &'c Data, id: u32) -> Self {
        let Some(record) = data.shapes.get(id as usize) else { return Self::Json };
        let handle = Handle { data, id, record };
        match record.kind {
            Kind::Structure => Self::Structure(Structure(handle)),
            Kind::List => Self::List(List(handle)),
            Kind::Map => Self::Map(Map(handle)),
            Kind::String => Self::String(Text(handle)),
            Kind::Integer | Kind::Long | Kind::Float | Kind::Double => Self::Number(Number(handle)),
            Kind::Boolean => Self::Boolean,
            Kind::Timestamp => Self::Timestamp,
            Kind::Blob => Self::Blob(Text(handle)),
            Kind::Json => Self::Json,
            Kind::Text => Self::Text,
        }
    }

    /// The kind of JSON value that it is, as a person says it; of one that may be any, `any value`.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Structure(_) | Self::Map(_) => "an object",
            Self::List(_) => "an array",
            Self::String(_) | Self::Timestamp | Self::Blob(_) => "a string",
            Self::Number(_) => "a number",
            Self::Boolean => "a boolean",
            Self::Json | Self::Text => "any value",
        }
    }
}

impl<'c> Structure<'c> {
    /// The same within a service for the same structure only.
    pub fn id(self) -> u32 {
        self.0.id
    }

    /// Its members, in the order of the model.
    pub fn members(self) -> impl Iterator<Item = Member<'c>> {
        let data = self.0.data;
        self.0.record.run.of(&data.members).iter().map(move |record| Member { data, record })
    }

    /// The member of exactly this name.
    pub fn member(self, name: &str) -> Option<Member<'c>> {
        self.members().find(|member| member.name() == name)
    }

    /// Is exactly one of its members given?
    pub fn is_union(self) -> bool {
        self.0.record.is_union
    }

    /// May there be members that are not known, or known ones in another spelling?
    pub fn is_loose(self) -> bool {
        self.records().any(|record| record.kind == choice::LOOSE)
    }

    /// Members that depend on each other.
    pub fn choices(self) -> impl Iterator<Item = Choice<'c>> {
        self.records().filter(|record| record.kind != choice::LOOSE).map(move |record| Choice { owner: self, record })
    }

    fn records(self) -> impl Iterator<Item = &'c ChoiceRecord> {
        self.0.record.choices.of(&self.0.data.choices).iter()
    }
}

impl<'c> Member<'c> {
    /// Its name, as Step Functions spells it.
    pub fn name(self) -> &'c str {
        self.data.string(self.record.name)
    }

    /// What it looks like.
    pub fn shape(self) -> Shape<'c> {
        Shape::new(self.data, self.record.shape)
    }

    /// The name that the service itself gives it, where more than the case of the first letter differs from
    /// [`name`](Self::name): `DBInstanceIdentifier` for `DbInstanceIdentifier`. How such names are spelled follows from a
    /// rule of the SDK that was seen to hold for few of them.
    pub fn wire_name(self) -> Option<&'c str> {
        self.record.wire().map(|name| self.data.string(name))
    }

    /// Does the service not do without it? In a result: is it always there?
    pub fn is_required(self) -> bool {
        self.record.flags & member::REQUIRED > 0
    }

    /// Does the service deprecate it?
    pub fn is_deprecated(self) -> bool {
        self.record.flags & member::DEPRECATED > 0
    }

    /// Is it a token that keeps a call from being done twice, and that the SDK makes up if it is missing?
    pub fn is_token(self) -> bool {
        self.record.flags & member::TOKEN > 0
    }

    /// Is it streamed?
    pub fn is_streaming(self) -> bool {
        self.record.flags & member::STREAMING > 0
    }
}

impl<'c> Choice<'c> {
    /// The members.
    pub fn members(self) -> impl Iterator<Item = Member<'c>> {
        let data = self.owner.0.data;
        let members = self.owner.0.record.run.of(&data.members);
        let chosen = self.record.members.of(&data.chosen).iter();
        chosen.filter_map(move |at| Some(Member { data, record: members.get(*at as usize)? }))
    }

    /// May at most one of them be given? Otherwise at least one has to be.
    pub fn is_exclusive(self) -> bool {
        self.record.kind == choice::EXCLUSIVE
    }
}

impl<'c> List<'c> {
    /// What its items look like.
    pub fn items(self) -> Shape<'c> {
        Shape::new(self.0.data, self.0.record.of)
    }

    /// How many there may be.
    pub fn bounds(self) -> Bounds {
        self.0.bounds()
    }
}

impl<'c> Map<'c> {
    /// What its keys look like.
    pub fn keys(self) -> Shape<'c> {
        Shape::new(self.0.data, self.0.record.key)
    }

    /// What its values look like.
    pub fn values(self) -> Shape<'c> {
        Shape::new(self.0.data, self.0.record.of)
    }

    /// How many there may be.
    pub fn bounds(self) -> Bounds {
        self.0.bounds()
    }
}

impl<'c> Text<'c> {
    /// The values that are allowed; none, if it is not one of a few. A service may know newer ones.
    pub fn values(self) -> impl Iterator<Item = &'c str> {
        self.0.values()
    }

    /// The regular expression that the model gives, in the words of Java.
    pub fn pattern(self) -> Option<&'c str> {
        self.0.record.pattern.map(|name| self.0.data.string(name))
    }

    /// How long it may be.
    pub fn bounds(self) -> Bounds {
        self.0.bounds()
    }
}

impl Number<'_> {
    /// Is it a whole one?
    pub fn is_whole(self) -> bool {
        matches!(self.0.record.kind, Kind::Integer | Kind::Long)
    }

    /// What the model calls it: `integer`, `long`, `float` or `double`.
    pub fn type_name(self) -> &'static str {
        match self.0.record.kind {
            Kind::Integer => "integer",
            Kind::Long => "long",
            Kind::Float => "float",
            _ => "double",
        }
    }

    /// How great it may be.
    pub fn bounds(self) -> Bounds {
        self.0.bounds()
    }
}
