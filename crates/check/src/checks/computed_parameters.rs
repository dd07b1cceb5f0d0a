//! What paths and expressions give to the parameters of a call, against what those take. Part of `wrong-parameter-type`.

use super::prelude::*;
use super::wrong_parameter_type::{is_attribute, is_long_text};
use crate::call::{Call, Part};
use crate::trail;
use asl_catalogue::{Member, Shape as Takes};
use asl_types::{Absence, Kinds, Object, Type};

/// How far into a value is looked.
const DEPTH: usize = 6;

pub(super) fn check<'t>(ctx: &Context<'_, 't>, call: &Call<'_, 't>, report: &mut Report<'t>) {
    let Some(state) = call.task.object.state else { return };
    let Some(facts) = ctx.facts.and_then(|facts| facts.state(state)) else { return };
    for part in &call.parts {
        let &Part::Computed(text, shape) = part else { continue };
        let of = call.at(text.node, &facts.arguments).present();
        let search = Search { is_sdk: !call.action.service().is_optimized() };
        if let Some(misfit) = search.misfit(&of, shape, DEPTH) {
            report.add(told(ctx, call, state, text, &misfit));
        }
    }
}

/// A value, or one inside of it, that is not what is taken there.
struct Misfit<'v> {
    /// The way into the value; nothing for an item.
    names: Vec<Option<&'v str>>,
    of: &'v Type,
    /// What is not taken of what it may be.
    wrong: Kinds,
    shape: Takes<'static>,
    /// Is it never what is taken?
    is_certain: bool,
}

#[derive(Clone, Copy)]
struct Search {
    is_sdk: bool,
}

impl Search {
    /// The first thing that does not fit. What is not known may fit.
    fn misfit<'v>(self, of: &'v Type, shape: Takes<'static>, depth: usize) -> Option<Misfit<'v>> {
        if of.is_unknown() || depth == 0 {
            return None;
        }
        let (kinds, taken) = (of.kinds(), self.taken(of, shape));
        if !kinds.is_within(taken) {
            let wrong = kinds.intersection(taken.complement());
            return Some(Misfit { names: Vec::new(), of, wrong, shape, is_certain: !kinds.meets(taken) });
        }
        let sets = of.sets();
        if let Some(objects) = &sets.objects {
            let is_one = kinds == Kinds::OBJECT && objects.shapes().len() == 1;
            for (name, field) in objects.shapes().iter().flat_map(Object::told) {
                let inner = match shape {
                    Takes::Structure(structure) => structure.member(name).map(Member::shape),
                    Takes::Map(map) => Some(map.values()),
                    _ => None,
                };
                let is_certain = is_one && field.absence() == Absence::Never;
                let found = inner.and_then(|shape| self.misfit(field, shape, depth - 1));
                if let Some(found) = found {
                    return Some(found.inside(Some(name), is_certain));
                }
            }
        }
        let (Some(array), Takes::List(list)) = (&sets.arrays, shape) else { return None };
        for (at, item) in array.known().iter().enumerate() {
            let is_certain = kinds == Kinds::ARRAY && at < array.least();
            if let Some(found) = self.misfit(item, list.items(), depth - 1) {
                return Some(found.inside(None, is_certain));
            }
        }
        self.misfit(array.rest(), list.items(), depth - 1).map(|found| found.inside(None, false))
    }

    /// The kinds of value that may stand for a shape. What reads as the wanted kind may be taken for it.
    fn taken(self, of: &Type, shape: Takes<'_>) -> Kinds {
        let sdk = |kinds| if self.is_sdk { kinds } else { Kinds::NONE };
        let text = |reads: fn(&str) -> bool| {
            let never = of.sets().strings.few().is_some_and(|few| !few.iter().any(|it| reads(it)));
            if never { Kinds::NONE } else { Kinds::STRING }
        };
        let other = match shape {
            Takes::Json | Takes::Text | Takes::Blob(_) => Kinds::ALL,
            // The SDK is given what Jackson makes of it, and that makes texts of scalars.
            Takes::String(_) if is_long_text(shape) => Kinds::STRING | sdk(Kinds::ALL),
            Takes::String(_) => Kinds::STRING | sdk(Kinds::NUMBER | Kinds::BOOLEAN),
            Takes::Timestamp => Kinds::STRING | Kinds::NUMBER,
            Takes::Number(_) => Kinds::NUMBER | text(|it| it.trim().parse::<f64>().is_ok()),
            Takes::Boolean => {
                Kinds::BOOLEAN | text(|it| it.eq_ignore_ascii_case("true") || it.eq_ignore_ascii_case("false"))
            }
            Takes::Structure(_) if is_attribute(shape) => Kinds::OBJECT | Kinds::STRING,
            Takes::Structure(_) | Takes::Map(_) => Kinds::OBJECT,
            Takes::List(_) => Kinds::ARRAY,
        };
        other | Kinds::NULL
    }
}

impl<'v> Misfit<'v> {
    fn inside(mut self, name: Option<&'v str>, is_certain: bool) -> Self {
        self.names.insert(0, name);
        self.is_certain &= is_certain;
        self
    }
}

fn told<'t>(
    ctx: &Context<'_, 't>,
    call: &Call<'_, 't>,
    state: StateId,
    text: Str<'t>,
    misfit: &Misfit<'_>,
) -> Finding<'t> {
    let way = call.way(text.node);
    let way = way.strip_suffix(".$").unwrap_or(&way);
    let inner: String = misfit.names.iter().map(|it| it.map_or("[…]".to_owned(), |name| format!(".{name}"))).collect();
    let verb = if misfit.is_certain { "gives" } else { "may give" };
    let there = if misfit.names.is_empty() { "" } else { " there" };
    let message = format!(
        "`{way}{inner}` of {} is {}, and `{}` {verb} {}{there} ({})",
        call.name(),
        misfit.shape.noun(),
        text.text,
        misfit.wrong.words(),
        ctx.describe(call.task.object)
    );
    let finding = Finding::new(text, message).label(format!("there is {}", trail::show(misfit.of)));
    let names: Option<Vec<&str>> = misfit.names.iter().copied().collect();
    let finding = finding.maybe_help(help(call.language, misfit));
    let finding = match names {
        Some(names) => trail::tell_origin(ctx, state, text.node, &names, finding),
        None => finding,
    };
    if misfit.is_certain { finding } else { finding.possible() }
}

fn help(language: QueryLanguage, misfit: &Misfit<'_>) -> Option<String> {
    let is_jsonata = language == QueryLanguage::Jsonata;
    let kinds = misfit.of.kinds();
    let help = match misfit.shape {
        Takes::String(_) if is_jsonata => "`$string` makes a text of it",
        Takes::String(_) if kinds.meets(Kinds::OBJECT | Kinds::ARRAY) => "`States.JsonToString` makes a text of it",
        Takes::String(_) => "`States.Format('{}', …)` makes a text of it",
        Takes::List(_) if is_jsonata && kinds.meets(Kinds::ARRAY) => {
            "of one result JSONata makes no array: put brackets around the expression, {% [ … ] %}, and it always is one"
        }
        Takes::List(_) if is_jsonata => "put brackets around the expression, {% [ … ] %}: it is a list of one then",
        Takes::List(_) => "`States.Array(…)` makes a list of it",
        _ => return None,
    };
    Some(help.to_owned())
}
