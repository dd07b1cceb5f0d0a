//! Tasks that are done for real.
//!
//! Invariants: nothing here is called unless a person asked for it, and nobody is called but whom they named. A backend is
//! an [`Answers`](asl_interpret::answers::Answers) around another one: it answers what it knows and passes on the rest.
//! Secrets go to the one they are for and nowhere else: no message, no `Debug` text holds them.

mod http;
mod wire;

pub use http::{Allowed, Connections, Http, Settings};
