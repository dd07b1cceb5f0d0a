//! `JSONata` over values.

pub mod picture;
