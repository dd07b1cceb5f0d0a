//! The parts of Java that can be seen through the paths and the intrinsic functions of AWS.
//!
//! Jackson gives `Integer` for an integer that fits, else `Long`, else `BigInteger`; `Double` for other numbers;
//! `ArrayList`; and `LinkedHashMap`, which keeps the order of the members.

mod hash;
mod number;
mod random;
mod text;

pub use hash::hash_map_order;
pub(super) use hash::{Table, hash_code, string_hash_code};
pub(super) use number::{int_value, long_value, rounded};
pub(super) use random::Random;
pub(super) use text::{json_text, number_text, text};
