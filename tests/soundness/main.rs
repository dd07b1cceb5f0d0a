//! What is inferred holds for every run: a value that is seen is of the type for its place, an error that happens was
//! foreseen, and what is said to fail for certain fails.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test stops where its data is broken, and says what it found"
)]

mod faults;
mod hold;
mod planted;
mod random;
mod recordings;
mod services;
mod told;
