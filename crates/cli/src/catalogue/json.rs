//! For scripts.

use super::{Asked, pattern, title};
use asl_catalogue::{Action, Bound, Bounds, Member, Service, Shape, Standing, Structure, Support, Text};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};

pub(super) fn print(out: &mut impl Write, asked: &Asked) -> io::Result<()> {
    let value = match asked {
        Asked::Everything => {
            let optimized = asl_catalogue::optimized_services().filter_map(asl_catalogue::optimized);
            let sdk = asl_catalogue::sdk_services().filter_map(asl_catalogue::sdk);
            json!({"services": optimized.chain(sdk).map(head).collect::<Vec<_>>()})
        }
        Asked::Services(services) => json!({"services": services.iter().copied().map(service).collect::<Vec<_>>()}),
        Asked::Actions(actions) => json!({"actions": actions.iter().copied().map(action).collect::<Vec<_>>()}),
    };
    serde_json::to_writer_pretty(&mut *out, &value)?;
    writeln!(out)
}

fn head(service: Service<'_>) -> Value {
    let standing = match service.standing() {
        Standing::Listed => "listed",
        Standing::Unlisted => "unlisted",
        Standing::Retired => "retired",
    };
    let mut value = json!({
        "service": title(service),
        "optimized": service.is_optimized(),
        "standing": standing,
        "error_prefix": service.error_prefix(),
    });
    if !service.is_optimized() {
        value["api"] = json!({"id": service.id(), "version": service.version()});
    }
    if let Some(source) = service.source() {
        value["source"] = json!({"name": source.name, "date": source.date});
    }
    value
}

fn service(service: Service<'_>) -> Value {
    let mut value = head(service);
    let actions = service.actions().map(|action| json!({"action": action.name(), "support": support(action)}));
    value["actions"] = actions.collect();
    value
}

fn support(action: Action<'_>) -> &'static str {
    match action.support() {
        Support::Offered => "offered",
        Support::Excluded => "excluded",
        Support::Streaming => "streaming",
        Support::Removed => "removed",
        Support::Retired => "retired",
    }
}

fn action(action: Action<'_>) -> Value {
    let service = action.service();
    let mut told = BTreeSet::new();
    let mut value = head(service);
    value["action"] = action.name().into();
    value["support"] = support(action).into();
    value["patterns"] = action.patterns().map(pattern).collect();
    value["listed"] = action.is_listed().into();
    value["deprecated"] = action.is_deprecated().into();
    if let Some(api) = action.stands_for() {
        value["calls"] = api.into();
    }
    value["parameters"] = action.input().map_or(Value::Null, |input| structure(input, &mut told));
    let results =
        action.patterns().filter_map(|of| Some((pattern(of).to_owned(), shape(action.result(of)?, &mut told))));
    value["results"] = Value::Object(results.collect());
    value["errors"] = action.errors().collect();
    value["general_errors"] = service.general_errors().collect();
    value
}

fn shape(shape: Shape<'_>, told: &mut BTreeSet<u32>) -> Value {
    match shape {
        Shape::Structure(of) => structure(of, told),
        Shape::List(list) => {
            let items = self::shape(list.items(), told);
            bounded("list", list.bounds(), [("items", Some(items))])
        }
        Shape::Map(map) => {
            let (keys, values) = (self::shape(map.keys(), told), self::shape(map.values(), told));
            bounded("map", map.bounds(), [("keys", Some(keys)), ("values", Some(values))])
        }
        Shape::String(of) => text("string", of),
        Shape::Blob(of) => text("blob", of),
        Shape::Number(number) => bounded(number.type_name(), number.bounds(), []),
        Shape::Boolean => json!({"type": "boolean"}),
        Shape::Timestamp => json!({"type": "timestamp"}),
        Shape::Json => json!({"type": "json"}),
        Shape::Text => json!({"type": "text"}),
    }
}

/// A structure that was told before is only named by its number.
fn structure(structure: Structure<'_>, told: &mut BTreeSet<u32>) -> Value {
    let mut value = json!({"type": "structure", "id": structure.id()});
    if !told.insert(structure.id()) {
        return value;
    }
    value["members"] = structure.members().map(|member| self::member(member, told)).collect();
    let choices = structure.choices().map(|choice| {
        let names: Vec<&str> = choice.members().map(Member::name).collect();
        json!({"members": names, "exclusive": choice.is_exclusive()})
    });
    let choices: Vec<Value> = choices.collect();
    for (key, holds) in [("union", structure.is_union()), ("loose", structure.is_loose())] {
        if holds {
            value[key] = true.into();
        }
    }
    if !choices.is_empty() {
        value["choices"] = choices.into();
    }
    value
}

fn member(member: Member<'_>, told: &mut BTreeSet<u32>) -> Value {
    let mut value = json!({"name": member.name(), "required": member.is_required()});
    value["shape"] = shape(member.shape(), told);
    if let Some(wire) = member.wire_name() {
        value["api_name"] = wire.into();
    }
    let traits =
        [("deprecated", member.is_deprecated()), ("token", member.is_token()), ("streaming", member.is_streaming())];
    for (key, _) in traits.into_iter().filter(|(_, holds)| *holds) {
        value[key] = true.into();
    }
    value
}

fn text(kind: &str, text: Text<'_>) -> Value {
    let values: Vec<&str> = text.values().collect();
    let values = (!values.is_empty()).then(|| json!(values));
    let pattern = text.pattern().map(Value::from);
    bounded(kind, text.bounds(), [("values", values), ("pattern", pattern)])
}

fn bounded<const N: usize>(kind: &str, bounds: Bounds, more: [(&str, Option<Value>); N]) -> Value {
    let bound = |bound: Bound| match bound {
        Bound::Whole(whole) => whole.into(),
        Bound::Decimal(decimal) => decimal.into(),
    };
    let facts = [
        ("type", Some(kind.into())),
        ("least", bounds.least.map(bound)),
        ("most", bounds.most.map(bound)),
        ("least_before", bounds.least_before.map(bound)),
        ("most_before", bounds.most_before.map(bound)),
    ];
    let facts = facts.into_iter().chain(more).filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Object(facts.collect::<Map<_, _>>())
}
