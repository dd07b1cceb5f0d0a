//! Functions of arrays.

use asl_types::{Array, Type};

/// `States.ArrayLength`
pub(super) fn length(of: &Type) -> Type {
    let array = of.sets().arrays.as_deref();
    let exact = array.and_then(|array| array.most().filter(|most| *most == array.least()));
    let count = exact.and_then(|count| u32::try_from(count).ok());
    count.map_or_else(Type::number, |count| Type::number_of(count.into()))
}

/// `States.ArrayPartition`: pieces, none of them empty.
pub(super) fn partition(of: &Type) -> Type {
    some_of(of, |any| Type::array(Array::new(vec![any.clone()], any.clone())))
}

/// `States.ArrayUnique`: in another order.
pub(super) fn unique(of: &Type) -> Type {
    some_of(of, Clone::clone)
}

/// An array of what is made of any of the items; empty only where there are none.
fn some_of(of: &Type, make: impl Fn(&Type) -> Type) -> Type {
    let Some(array) = of.sets().arrays.as_deref() else { return Type::never() };
    let any = array.any();
    if any.is_never() {
        return Type::array(Array::exact([]));
    }
    let item = make(&any);
    let first = item.clone().with_absence(array.item(0).absence());
    Type::array(Array::new(vec![first], item))
}
