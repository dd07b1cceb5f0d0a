//! A result to stand in for one that nobody gave, made of the shape of what a service gives.

use asl_catalogue::{Bound, Member, Number, Shape, Structure, Text};
use serde_json::{Map, Value, json};

/// Structures inside each other are shown so far.
const DEEPEST: usize = 4;

/// A result shows about so many members: what lies deeper is left out then.
const MOST_MEMBERS: usize = 120;

/// When samples happen: 2026-01-01T00:00:00Z.
const TIME: &str = "2026-01-01T00:00:00Z";
const MILLIS: i64 = 1_767_225_600_000;

/// Of a few values, those that say that all went well: a workflow goes on with them, and does not ask for ever.
const GOOD: [&str; 9] =
    ["SUCCEEDED", "COMPLETED", "COMPLETE", "SUCCESS", "SUCCESSFUL", "FINISHED", "ACTIVE", "AVAILABLE", "READY"];

/// Members that say where the next page of a list begins: there is none.
const PAGES: [&str; 6] =
    ["NextToken", "NextMarker", "NextContinuationToken", "LastEvaluatedKey", "PaginationToken", "Marker"];

/// A sample of a shape. The more members a shape has, the less deep the sample goes.
pub(super) fn example(shape: Shape<'_>, is_optimized: bool) -> Option<Value> {
    let made = (1..=DEEPEST).rev().map(|depth| {
        let mut builder = Builder { is_optimized, way: Vec::new(), members: 0 };
        (builder.shape("", shape, depth), builder.members, depth)
    });
    let mut fitting = made.filter(|(_, members, depth)| *members <= MOST_MEMBERS || *depth == 1);
    fitting.next()?.0
}

struct Builder {
    is_optimized: bool,
    /// The structures around: one that holds itself is shown once.
    way: Vec<u32>,
    members: usize,
}

impl Builder {
    /// What stands under a name; nothing, where that is too deep.
    fn shape(&mut self, name: &str, shape: Shape<'_>, depth: usize) -> Option<Value> {
        Some(match shape {
            Shape::Structure(structure) => {
                let is_enough = self.members > MOST_MEMBERS && !self.way.is_empty();
                if depth == 0 || is_enough || self.way.contains(&structure.id()) {
                    return None;
                }
                self.way.push(structure.id());
                let made = self.structure(structure, depth);
                self.way.pop();
                made
            }
            Shape::List(list) => {
                let item = self.shape(name.strip_suffix('s').unwrap_or(name), list.items(), depth);
                item.into_iter().collect()
            }
            Shape::Map(map) => {
                let key = match map.keys() {
                    Shape::String(text) => one_of(text).unwrap_or("key"),
                    _ => "key",
                };
                let value = self.shape("", map.values(), depth);
                value.map(|value| (key.to_owned(), value)).into_iter().collect::<Map<_, _>>().into()
            }
            Shape::String(of) => Value::from(text(name, of)),
            Shape::Number(of) => number(name, of),
            Shape::Boolean => Value::from(false),
            Shape::Timestamp if self.is_optimized => Value::from(MILLIS),
            Shape::Timestamp => Value::from(TIME),
            Shape::Blob(_) | Shape::Text => Value::from("sample"),
            Shape::Json => json!({}),
        })
    }

    fn structure(&mut self, structure: Structure<'_>, depth: usize) -> Value {
        // A value of DynamoDB is of one type, though its model does not say so.
        let is_one = structure.is_union() || ["S", "N", "Ss"].iter().all(|name| structure.member(name).is_some());
        let most = if is_one { 1 } else { usize::MAX };
        let members = structure.members().filter(|member| !PAGES.contains(&member.name()));
        let fields = members.filter_map(|member| self.member(member, depth)).take(most);
        Value::Object(fields.collect())
    }

    fn member(&mut self, member: Member<'_>, depth: usize) -> Option<(String, Value)> {
        self.members += 1;
        let value = self.shape(member.name(), member.shape(), depth.saturating_sub(1))?;
        Some((member.name().to_owned(), value))
    }
}

/// A value that says that all went well, or else the first one.
fn one_of(text: Text<'_>) -> Option<&str> {
    let good = |good: &&str| text.values().find(|value| value.eq_ignore_ascii_case(good));
    GOOD.iter().find_map(good).or_else(|| text.values().next())
}

fn text(name: &str, of: Text<'_>) -> String {
    if let Some(value) = one_of(of) {
        return value.to_owned();
    }
    let ends = |end: &str| name.ends_with(end);
    match () {
        () if ends("Arn") => "arn:aws:service:us-east-1:111111111111:sample".to_owned(),
        () if ends("Url") || ends("Uri") => "https://example.com/sample".to_owned(),
        () if ends("Date") || ends("Time") => TIME.to_owned(),
        () if name == "ContentType" => "application/json".to_owned(),
        () if name.is_empty() => "sample".to_owned(),
        () => format!("sample {name}"),
    }
}

fn number(name: &str, of: Number<'_>) -> Value {
    if name.ends_with("StatusCode") {
        return Value::from(200);
    }
    let least = of.bounds().least.map(Bound::number).filter(|least| *least > 1.0);
    match least {
        Some(least) if !of.is_whole() => Value::from(least),
        #[expect(clippy::cast_possible_truncation, reason = "it is a whole number of the model")]
        Some(least) => Value::from(least as i64),
        None => Value::from(1),
    }
}
