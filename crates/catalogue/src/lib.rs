//! What AWS offers to a Task state: the services and actions of its SDK, and the optimised integrations, with what they
//! take, give and raise, in the spelling of Step Functions.
//!
//! Invariant: facts only, from data under `data/` that `cargo xtask catalogue` generates; nothing is decoded before it
//! is asked for. Where a list may lag the service, whoever asks is told so and stays silent.
//!
//! ```
//! use asl_catalogue::Shape;
//!
//! let action = asl_catalogue::sdk("dynamodb").and_then(|service| service.action("getItem")).unwrap();
//! assert_eq!(action.required().collect::<Vec<_>>(), ["Key", "TableName"]);
//! let table = action.input().and_then(|input| input.member("TableName")).unwrap();
//! assert!(matches!(table.shape(), Shape::String(_)));
//! ```

pub mod bedrock;
mod data;
mod date;
pub mod format;
mod headers;
mod packed;
mod pattern;
mod resource;
mod service;
mod shape;

pub use data::Bound;
pub use date::{Date, NoDate};
pub use headers::is_forbidden_header;
pub use packed::{Catalogue, Source, Standing};
pub use pattern::Pattern;
pub use resource::{Fault, Resource, STORAGE_READERS, STORAGE_WRITER};
pub use service::{Action, Service, Support};
pub use shape::{Bounds, Choice, List, Map, Member, Number, Shape, Structure, Text};

/// A service of the SDK: what may stand behind `aws-sdk:` in a resource.
pub fn sdk(name: &str) -> Option<Service<'static>> {
    Catalogue::own().sdk(name)
}

/// The optimised integration of a service.
pub fn optimized(name: &str) -> Option<Service<'static>> {
    Catalogue::own().optimized(name)
}

/// The names of the SDK's services.
pub fn sdk_services() -> impl Iterator<Item = &'static str> {
    Catalogue::own().sdk_services()
}

/// The names of the services that have an optimised integration.
pub fn optimized_services() -> impl Iterator<Item = &'static str> {
    Catalogue::own().optimized_services()
}
