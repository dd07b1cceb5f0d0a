//! The reference interpreter: runs a workflow with mocked tasks under a virtual clock, and gives the history that AWS would.
//!
//! Invariants: a run is deterministic; it depends on nothing but the workflow, the input, the answers and the options. It
//! always ends: by itself, or at a limit that AWS has too. Nothing here reads files or calls anybody but through
//! [`answers::Answers`] and [`Files`].

pub mod answers;
mod context;
mod description;
mod engine;
mod event;
mod failure;
mod files;
mod history;
mod items;
pub mod past;
mod payload;
mod read;
mod redrive;
mod resource;
pub mod test_state;
#[cfg(test)]
mod testing;
mod time;
mod trace;

pub use engine::{Around, Machines, Options, Run, Status, redrive_with, run, run_with};
pub use event::{Event, EventKind, FailedStep, Note, NoteKind, ResourceName, Schedule, Worker};
pub use failure::Failure;
pub use files::{Files, Listed, Trouble};
pub use history::{summary, to_json};
pub use payload::Payload;
pub use time::{parse_time, text_of_time};
pub use trace::{Observer, StepName};
