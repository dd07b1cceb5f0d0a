//! The type of what a service gives, by the shape of it.

use asl_catalogue::{Member, Shape, Structure};
use asl_types::{Absence, Object, Type};
use std::sync::Arc;

/// Structures inside each other are told apart so far.
const DEEPEST: usize = 8;

/// A structure that holds itself is followed so often.
const MOST_OF_ITSELF: usize = 3;

/// A result is made of no more members: what lies deeper is unknown then. A state may hold many results.
const MOST_MEMBERS: usize = 1000;

/// What tells of the call itself.
const METADATA: [&str; 2] = ["SdkHttpMetadata", "SdkResponseMetadata"];

type Fields = Vec<(Arc<str>, Type)>;

/// The type of a result.
pub(super) fn result(shape: Shape<'_>, is_optimized: bool) -> Type {
    let fits = |depth: &usize| Size { way: Vec::new(), left: MOST_MEMBERS }.takes(shape, *depth);
    let depth = (1..=DEEPEST).rev().find(fits).unwrap_or(1);
    let mut builder = Builder { is_optimized, way: Vec::new() };
    match shape {
        // Of some integrations nobody said whether they tell of the call itself; that is all they may have beside.
        Shape::Structure(structure) if is_optimized && structure.is_loose() => {
            let mut fields = builder.fields(structure, depth);
            fields.extend(METADATA.map(|name| (name.into(), Type::unknown().with_absence(Absence::Unproven))));
            Type::object(Object::closed(fields))
        }
        shape => builder.shape(shape, depth),
    }
}

/// Is a structure around itself as often as it is followed?
fn is_followed(way: &[u32], structure: Structure<'_>) -> bool {
    way.iter().filter(|id| **id == structure.id()).count() == MOST_OF_ITSELF
}

/// How much a result may be made of.
struct Size {
    way: Vec<u32>,
    left: usize,
}

impl Size {
    /// Is there room for all of a shape, as deep as this?
    fn takes(&mut self, shape: Shape<'_>, depth: usize) -> bool {
        match shape {
            Shape::Structure(structure) if depth > 0 && !is_followed(&self.way, structure) => {
                self.way.push(structure.id());
                let takes = structure.members().all(|member| {
                    self.left = self.left.saturating_sub(1);
                    self.left > 0 && self.takes(member.shape(), depth - 1)
                });
                self.way.pop();
                takes
            }
            Shape::List(list) => self.takes(list.items(), depth),
            Shape::Map(map) => self.takes(map.values(), depth),
            _ => true,
        }
    }
}

struct Builder {
    is_optimized: bool,
    /// The structures around.
    way: Vec<u32>,
}

impl Builder {
    fn shape(&mut self, shape: Shape<'_>, depth: usize) -> Type {
        match shape {
            Shape::Structure(structure) => {
                if depth == 0 || is_followed(&self.way, structure) {
                    return Type::unknown();
                }
                self.way.push(structure.id());
                let made = self.structure(structure, depth);
                self.way.pop();
                made
            }
            Shape::List(list) => Type::array_of(self.shape(list.items(), depth)),
            Shape::Map(map) => {
                let values = self.shape(map.values(), depth).with_absence(Absence::Unproven);
                Type::object(Object::new([], values))
            }
            Shape::String(_) => Type::string(),
            Shape::Number(_) => Type::number(),
            Shape::Boolean => Type::boolean(),
            // The SDK's are texts; integrations of their own were seen to give numbers.
            Shape::Timestamp if !self.is_optimized => Type::string(),
            // How bytes are shown nobody says.
            Shape::Timestamp | Shape::Blob(_) | Shape::Json | Shape::Text => Type::unknown(),
        }
    }

    fn structure(&mut self, structure: Structure<'_>, depth: usize) -> Type {
        let rest = if structure.is_loose() { Type::unknown().with_absence(Absence::Unproven) } else { Type::absent() };
        Type::object(Object::new(self.fields(structure, depth), rest))
    }

    /// The members. Each may be left out: a service may not give what its model requires of it.
    fn fields(&mut self, structure: Structure<'_>, depth: usize) -> Fields {
        let mut fields = Fields::new();
        for member in structure.members() {
            let of = self.member(member, depth - 1).with_absence(Absence::Unproven);
            // Spellings that a rule gave are not certain: the service's own may stand there.
            fields.extend(member.wire_name().map(|name| (name.into(), of.clone())));
            fields.push((member.name().into(), of));
        }
        fields
    }

    fn member(&mut self, member: Member<'_>, depth: usize) -> Type {
        match member.shape() {
            // The body of an object in S3 comes as text.
            Shape::Blob(_) if member.is_streaming() => Type::string(),
            shape => self.shape(shape, depth),
        }
    }
}
