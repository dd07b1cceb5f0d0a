//! `States.JsonMerge`

use asl_types::{Absence, Object, Type};
use std::collections::BTreeSet;
use std::sync::Arc;

/// So many pairs of shapes are merged apart.
const MOST_PAIRS: usize = 16;

/// The fields of both objects; those of the second win.
pub(super) fn merge(first: &Type, second: &Type) -> Type {
    let (Some(first), Some(second)) = (first.sets().objects.as_deref(), second.sets().objects.as_deref()) else {
        return Type::never();
    };
    if first.shapes().len() * second.shapes().len() > MOST_PAIRS {
        return Type::object(pair(&first.merged(), &second.merged()));
    }
    let pairs = first.shapes().iter().flat_map(|a| second.shapes().iter().map(move |b| pair(a, b)));
    pairs.fold(Type::never(), |all, merged| all.join(&Type::object(merged)))
}

fn pair(first: &Object, second: &Object) -> Object {
    let names: BTreeSet<&str> = first.fields().chain(second.fields()).map(|(name, _)| name).collect();
    let fields = names.into_iter().map(|name| (Arc::from(name), field(&first.field(name), &second.field(name))));
    Object::new(fields, field(first.rest(), second.rest()))
}

fn field(first: &Type, second: &Type) -> Type {
    if second.absence() == Absence::Never {
        return second.clone();
    }
    second.clone().present().join(first)
}
