//! What each function gives, where it cannot just be called.

use super::{Evaluation, Given, arrays, merge};
use crate::{Certainty, FaultKind};
use asl_expressions::{Seeded, intrinsic};
use asl_syntax::intrinsic::Call;
use asl_types::{Array, Kinds, Type};
use serde_json::Value;

impl Evaluation<'_, '_> {
    /// The arguments are as many as there must be, and of the kinds that they must be of.
    pub(super) fn result(&mut self, call: &Call<'_>, arguments: &[Given]) -> Option<Type> {
        let of = |at: usize| arguments.get(at).map_or_else(Type::never, |given| given.of.clone());
        Some(match call.name {
            "States.Array" => Type::array(Array::exact(arguments.iter().map(|given| given.of.clone()))),
            "States.ArrayContains" => Type::boolean(),
            "States.ArrayGetItem" => return self.get_item(call, &of(0), &of(1)),
            "States.ArrayLength" => arrays::length(&of(0)),
            "States.ArrayPartition" => {
                // So much may be in an array that it is refused.
                self.refuse(Certainty::Unproven, call, Some(0));
                self.positive(call, 1, &of(1))?;
                arrays::partition(&of(0))
            }
            "States.ArrayRange" => {
                self.steps(call, &of(2))?;
                Type::array_of(Type::number())
            }
            "States.ArrayUnique" => arrays::unique(&of(0)),
            // Long texts are refused.
            "States.Base64Decode" | "States.Base64Encode" => {
                self.refuse(Certainty::Unproven, call, Some(0));
                Type::string()
            }
            "States.Format" => {
                self.try_with(call, arguments, &[0])?;
                Type::string()
            }
            "States.Hash" => {
                self.refuse(Certainty::Unproven, call, Some(0));
                self.try_with(call, arguments, &[1])?;
                Type::string()
            }
            "States.JsonMerge" => {
                self.shallow(call, &of(2))?;
                merge::merge(&of(0), &of(1))
            }
            "States.JsonToString" | "States.UUID" => Type::string(),
            "States.MathAdd" => {
                self.refuse(Certainty::Unproven, call, None);
                Type::number()
            }
            "States.MathRandom" => {
                self.try_with(call, arguments, &[0, 1])?;
                Type::number()
            }
            "States.StringSplit" => Type::array_of(Type::string()),
            "States.StringToJson" => {
                self.refuse(Certainty::Unproven, call, Some(0));
                Type::unknown()
            }
            _ => Type::unknown(),
        })
    }

    /// Some arguments alone decide whether the function refuses: it is called with them where they are known, and with
    /// others in the place of the rest.
    fn try_with(&mut self, call: &Call<'_>, arguments: &[Given], decisive: &[usize]) -> Option<()> {
        let stand_in = |at: usize| if call.name == "States.MathRandom" { at.into() } else { Value::from("") };
        let value = |(at, given): (usize, &Given)| {
            if decisive.contains(&at) { given.roughly() } else { Some(stand_in(at)) }
        };
        let Some(values) = arguments.iter().enumerate().map(value).collect::<Option<Vec<_>>>() else {
            self.refuse(Certainty::Unproven, call, decisive.first().copied());
            return Some(());
        };
        let outcome = intrinsic::apply(call, self.text, &values, &mut Seeded::new(0, 0));
        if outcome.is_ok() { Some(()) } else { self.folded(call, outcome, arguments).map(|_| ()) }
    }

    fn get_item(&mut self, call: &Call<'_>, array: &Type, index: &Type) -> Option<Type> {
        let Some(array) = array.sets().arrays.as_deref() else { return Some(Type::never()) };
        let may_be_empty = array.least() == 0;
        // An empty array has `null` at every index.
        let empty = if may_be_empty { Type::null() } else { Type::never() };
        if array.any().is_never() {
            return Some(empty);
        }
        let Some(index) = whole(index) else {
            self.refuse(Certainty::Unproven, call, Some(1));
            return Some(array.any().join(&empty));
        };
        let item = usize::try_from(index).map_or_else(|_| Type::absent(), |index| array.item(index));
        if let Some(certainty) = Certainty::of_absence(&item) {
            let certainty = if may_be_empty { certainty.min(Certainty::Possible) } else { certainty };
            let span = call.args.get(1).map_or(call.span, |arg| arg.span);
            self.faults.add(certainty, span, FaultKind::NoItem { index, of: Type::array(array.clone()) });
        }
        Some(item.present().join(&empty)).filter(Type::has_value)
    }

    /// A number that must be above zero.
    fn positive(&mut self, call: &Call<'_>, at: usize, of: &Type) -> Option<()> {
        match whole(of) {
            Some(number) if number > 0 => Some(()),
            Some(_) => {
                self.refuse(Certainty::Certain, call, Some(at));
                None
            }
            None => {
                self.refuse(Certainty::Unproven, call, Some(at));
                Some(())
            }
        }
    }

    /// The step of a range must not be zero, and there may be too many.
    fn steps(&mut self, call: &Call<'_>, step: &Type) -> Option<()> {
        let is_zero = whole(step) == Some(0);
        let certainty = if is_zero { Certainty::Certain } else { Certainty::Unproven };
        self.refuse(certainty, call, is_zero.then_some(2));
        (!is_zero).then_some(())
    }

    /// A deep merge is refused.
    fn shallow(&mut self, call: &Call<'_>, deep: &Type) -> Option<()> {
        let is_only_true = deep.as_value() == Some(Value::Bool(true));
        let certainty = match deep.sets().booleans {
            _ if is_only_true => Some(Certainty::Certain),
            [_, true] => Some(Certainty::Possible),
            _ => deep.is_unknown().then_some(Certainty::Unproven),
        };
        if let Some(certainty) = certainty {
            self.refuse(certainty, call, Some(2));
        }
        (!is_only_true).then_some(())
    }
}

/// The one number that it can be, without its fraction, as far as Java's `int` goes.
fn whole(of: &Type) -> Option<i64> {
    const LARGEST: f64 = 2_147_483_647.0;
    let number = of.sets().numbers.single().filter(|_| of.kinds() == Kinds::NUMBER && !of.is_unknown())?.value();
    (number.abs() < LARGEST).then_some(number as i64)
}
