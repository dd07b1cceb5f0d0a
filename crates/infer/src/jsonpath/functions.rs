//! Functions at the end of a path.

use super::found::Found;
use super::place::item;
use super::plan::{Argument, Plan};
use super::trouble::{Class, Troubles};
use super::walk::Walk;
use crate::{Certainty, FaultKind};
use asl_syntax::jsonpath::{Literal, Name};
use asl_types::{Absence, Array, Kinds, Object, Type};

impl Walk<'_> {
    /// What a function makes of a node and its arguments; nothing where it certainly fails.
    pub(super) fn call(
        &self,
        name: &Name,
        args: &[Argument],
        node: &Type,
        most: Certainty,
        troubles: &mut Troubles,
    ) -> Option<Type> {
        let call = Call { walk: self, name, args, node, most };
        match &*name.text {
            "length" | "size" => call.length(troubles),
            "min" | "max" => call.aggregate(Type::number(), troubles),
            // What is no JSON number, JSON has no way to say.
            "sum" | "avg" | "stddev" => call.aggregate(Type::number().join(&Type::null()), troubles),
            "concat" => call.arguments(troubles).map(|_| Type::string()),
            "append" => call.append(troubles),
            "keys" => Some(call.of_objects(|shape| {
                let names = shape.names().map(Type::string_of);
                let rest = if shape.is_open() { Type::string() } else { Type::never() };
                names.fold(rest, |all, name| all.join(&name))
            })),
            "values" => Some(call.of_objects(Object::any)),
            "first" => call.element(&item(node, 0), troubles),
            "last" => call.element(&item(node, -1), troubles),
            "index" => {
                call.arguments(troubles)?;
                let any = node.items();
                let absence = if any.has_value() { Absence::Unproven } else { Absence::Known };
                call.element(&any.with_absence(absence), troubles)
            }
            other => {
                let kind = FaultKind::UnknownFunction { name: other.to_owned() };
                troubles.add(Class::Invalid, most, name.span, kind);
                None
            }
        }
    }
}

struct Call<'c, 'a> {
    walk: &'c Walk<'a>,
    name: &'c Name<'c>,
    args: &'c [Argument<'c>],
    node: &'c Type,
    most: Certainty,
}

impl Call<'_, '_> {
    fn fail(&self, certainty: Certainty, kind: FaultKind, troubles: &mut Troubles) {
        troubles.add(Class::Failed, certainty.min(self.most), self.name.span, kind);
    }

    /// Of a path among the arguments; from the root of the document, whatever its own root.
    fn path(&self, plan: &Plan, troubles: &mut Troubles) -> Option<Type> {
        let root = self.walk.root(plan.root);
        if let Some(certainty) = Certainty::of_absence(&root) {
            troubles.add(Class::NotFound, certainty.min(self.most), plan.span, FaultKind::NoMatch);
        }
        Some(self.walk.value(plan, &root.present(), self.most, troubles)).filter(Type::has_value)
    }

    fn arguments(&self, troubles: &mut Troubles) -> Option<Vec<Type>> {
        let value = |arg: &Argument| match arg {
            Argument::Path(plan) => self.path(plan, troubles),
            Argument::Literal(Literal::String(text)) => Some(Type::string_of(text)),
            Argument::Literal(_) => Some(Type::unknown()),
        };
        self.args.iter().map(value).collect()
    }

    /// With a path as argument, Jayway counts all that is in what the path finds.
    fn length(&self, troubles: &mut Troubles) -> Option<Type> {
        if let Some(Argument::Path(plan)) = self.args.first()
            && !plan.calls
        {
            self.path(plan, troubles)?;
            let otherwise = if plan.steps.is_empty() { self.count() } else { Type::never() };
            return Some(Type::number().join(&otherwise));
        }
        Some(self.count())
    }

    /// Of the items or fields of the node.
    fn count(&self) -> Type {
        let exactly = |count: Option<usize>| {
            count.and_then(|count| u32::try_from(count).ok()).map_or_else(Type::number, |it| Type::number_of(it.into()))
        };
        let sets = self.node.sets();
        let mut out = Type::never();
        if let Some(array) = &sets.arrays {
            out = out.join(&exactly(array.most().filter(|most| *most == array.least())));
        }
        for shape in sets.objects.iter().flat_map(|objects| objects.shapes()) {
            let is_sure = !shape.is_open() && shape.fields().all(|(_, of)| of.absence() == Absence::Never);
            out = out.join(&exactly(is_sure.then(|| shape.fields().count())));
        }
        if self.node.is_unknown() {
            out = out.join(&Type::number());
        }
        if self.is_all(Kinds::ARRAY | Kinds::OBJECT) { out } else { out.join(&Type::null()) }
    }

    fn is_all(&self, kinds: Kinds) -> bool {
        self.node.kinds().is_within(kinds) && !self.node.is_unknown()
    }

    /// Needs a number, in the node or in the arguments.
    fn aggregate(&self, result: Type, troubles: &mut Troubles) -> Option<Type> {
        let arguments = self.arguments(troubles)?;
        let of_array = |of: &Type| of.sets().arrays.as_deref().cloned();
        let is_number = |of: &Type| of.kinds() == Kinds::NUMBER && !of.is_unknown() && of.absence() == Absence::Never;
        let is_array = |of: &Type| of.kinds() == Kinds::ARRAY && !of.is_unknown();
        let in_array =
            |of: &Type| is_array(of) && of_array(of).is_some_and(|array| array.known().iter().any(is_number));
        let may = |of: &Type| of.is_unknown() || of.kinds().meets(Kinds::NUMBER);
        let may_in_array = |of: &Type| may(&of.items());
        let is_sure = in_array(self.node) || arguments.iter().any(|of| is_number(of) || in_array(of));
        let is_possible = may_in_array(self.node) || arguments.iter().any(|of| may(of) || may_in_array(of));
        if !is_sure {
            let is_known = arguments.is_empty() && !self.node.kinds().is_within(Kinds::ARRAY);
            let certainty = match (is_possible, is_known) {
                (false, _) => Certainty::Certain,
                (true, true) => Certainty::Possible,
                (true, false) => Certainty::Unproven,
            };
            let message = "Aggregation function attempted to calculate value using empty array".to_owned();
            self.fail(certainty, FaultKind::Other(message), troubles);
        }
        is_possible.then_some(result)
    }

    /// With the arguments as further items, where it is an array.
    fn append(&self, troubles: &mut Troubles) -> Option<Type> {
        let others = self.node.without(Kinds::ARRAY);
        let Some(array) = &self.node.sets().arrays else {
            if self.node.is_unknown() {
                let call = Self { most: Certainty::Unproven, ..*self };
                call.arguments(troubles);
            }
            return Some(others);
        };
        let most = if self.is_all(Kinds::ARRAY) { self.most } else { self.most.min(Certainty::Possible) };
        let call = Self { most, ..*self };
        let Some(arguments) = call.arguments(troubles) else { return Some(others).filter(Type::has_value) };
        let items = Found::of(array.as_ref().clone()).then(&Found::of(Array::exact(arguments)));
        Some(others.join(&items.into_type()))
    }

    /// Arrays, in an order that is not known, of what is in the objects; `null` of anything else.
    fn of_objects(&self, any: impl Fn(&Object) -> Type) -> Type {
        let sets = self.node.sets();
        let shapes = sets.objects.iter().flat_map(|objects| objects.shapes());
        let mut out = shapes.fold(Type::never(), |out, shape| out.join(&Type::array_of(any(shape))));
        if self.node.is_unknown() {
            out = out.join(&Type::array_of(Type::unknown()));
        }
        if self.is_all(Kinds::OBJECT) { out } else { out.join(&Type::null()) }
    }

    /// An item of the node, which must be an array that has it.
    fn element(&self, of: &Type, troubles: &mut Troubles) -> Option<Type> {
        if let Some(certainty) = Certainty::of_kind(self.node, Kinds::ARRAY) {
            let kind = FaultKind::WrongKind { wanted: Kinds::ARRAY, of: self.node.clone() };
            self.fail(certainty, kind, troubles);
        }
        if let Some(certainty) = Certainty::of_absence(of) {
            self.fail(certainty, FaultKind::NoItem { index: 0, of: self.node.clone() }, troubles);
        }
        Some(of.clone().present()).filter(Type::has_value)
    }
}
