//! The type of what a service gives, by the shape of it.

use asl_catalogue::{Member, Shape, Structure};
use asl_types::{Absence, Object, Type, Unknown};
use std::collections::HashMap;
use std::sync::Arc;

/// Structures inside each other are told apart so far; shapes may hold themselves.
const DEEPEST: usize = 8;

/// A type is made of no more members: what lies deeper is unknown then.
const MOST_MEMBERS: usize = 4000;

/// What tells of the call itself.
const METADATA: [&str; 2] = ["SdkHttpMetadata", "SdkResponseMetadata"];

type Fields = Vec<(Arc<str>, Type)>;

/// The type of a result.
pub(super) fn result(shape: Shape<'_>, is_optimized: bool) -> Type {
    let mut sizes = HashMap::new();
    let depth = (1..=DEEPEST).rev().find(|depth| size(shape, *depth, &mut sizes) <= MOST_MEMBERS).unwrap_or(1);
    let mut builder = Builder { is_optimized, made: HashMap::new() };
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

/// How many members there are, as deep as this.
fn size(shape: Shape<'_>, depth: usize, known: &mut HashMap<(u32, usize), usize>) -> usize {
    match shape {
        Shape::Structure(_) if depth == 0 => 1,
        Shape::Structure(structure) => {
            let key = (structure.id(), depth);
            if let Some(size) = known.get(&key) {
                return *size;
            }
            let inner = structure.members().map(|member| size(member.shape(), depth - 1, known));
            let size = inner.fold(1_usize, usize::saturating_add);
            known.insert(key, size);
            size
        }
        Shape::List(list) => size(list.items(), depth, known).saturating_add(1),
        Shape::Map(map) => size(map.values(), depth, known).saturating_add(1),
        _ => 1,
    }
}

struct Builder {
    is_optimized: bool,
    /// By structure and how deep it may still go, so that what is met again is shared.
    made: HashMap<(u32, usize), Type>,
}

impl Builder {
    fn shape(&mut self, shape: Shape<'_>, depth: usize) -> Type {
        match shape {
            Shape::Structure(_) if depth == 0 => Type::unknown(),
            Shape::Structure(structure) => {
                let key = (structure.id(), depth);
                if let Some(made) = self.made.get(&key) {
                    return made.clone();
                }
                let made = self.structure(structure, depth);
                self.made.insert(key, made.clone());
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
        let rest = if structure.is_loose() {
            Type::unknown_from(Unknown::Opaque).with_absence(Absence::Unproven)
        } else {
            Type::absent()
        };
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
