//! Bytes as a JSON Schema: a type, which can be printed and read, written as a schema and read, and has a sample.

use super::{text, value};
use asl_check_core::given::schema_in;
use asl_types::Type;
use std::path::Path;

pub(super) fn feed(bytes: &[u8]) {
    let text = text(bytes);
    let of = match schema_in(Path::new("s.json"), text.to_owned()) {
        Ok(of) => of,
        Err(problem) => return assert!(problem.starts_with("s.json"), "{problem}"),
    };
    let printed = of.to_string();
    match printed.parse::<Type>() {
        Ok(again) => assert_eq!(again.to_string(), printed),
        // What is longer than anybody writes is not read.
        Err(error) => assert!(printed.len() > 1 << 20, "{error}: {printed}"),
    }
    assert!(of.short(60).chars().count() <= 60);
    let written = of.to_json_schema();
    let again = Type::from_json_schema(&written);
    assert!(again.is_ok(), "{again:?}: {written}");
    if let Some(sample) = of.sample() {
        assert!(of.contains(&sample), "{sample} is not of {printed}");
    }
    std::hint::black_box(Type::like(&value(text)));
}
