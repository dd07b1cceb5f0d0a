//! The reference interpreter: runs a workflow with mocked tasks under a virtual clock, and gives the history that AWS would.
//!
//! Invariants: a run is deterministic; it depends on nothing but the workflow, the input, the answers and the options. It
//! always ends: by itself, or at a limit that AWS has too. Nothing here reads files or calls anybody but through
//! [`answers::Answers`] and [`Files`].

pub mod answers;
mod context;
mod engine;
mod event;
mod failure;
mod history;
mod payload;
mod resource;
pub mod test_state;
mod time;
mod trace;

pub use engine::{Options, Run, Status, run, run_observed};
pub use event::{Event, EventKind};
pub use failure::Failure;
pub use history::to_json;
pub use payload::{MAX_PAYLOAD, Payload};
pub use time::{parse_time, text_of_time};
pub use trace::{Observer, StepName};
