//! What a definition means, once: the typed model, the state graph, the expressions.
//!
//! Invariants: nothing is refused here, every field is optional and keeps its place; what a placeholder hides is unknown,
//! never guessed. The crate knows trees and expressions, not services, and says nothing to people.

mod definition;
mod expression;
mod field;
pub mod graph;
pub mod plan;
mod references;
pub mod shape;

pub use definition::{Definition, Entry, Machine, MachineId, Object, ObjectId, State, StateId};
pub use expression::{Body, Expression, Expressions, Role};
pub use field::Field;
pub use graph::{Graph, Transition};
pub use references::{each_free_variable, free_variables, variable_references};
pub use shape::{FieldSpec, Group, ObjectKind, Operand, QueryLanguage, Shape, StateType};
