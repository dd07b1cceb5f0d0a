//! What `$`, `$$`, `$name` and `$states` stand for where an expression stands, and what a part of one may be.

use crate::cursor::Cursor;
use crate::scene::Scene;
use crate::typed::{StateTypes, Typed, context};
use asl_expressions::jsonata::Program;
use asl_infer::{Faults, Scope, Variables};
use asl_semantics::plan::StepName::{
    AfterInputPath, AfterParameters, AfterResultPath, AfterResultSelector, Input, Result,
};
use asl_semantics::{Field, ObjectKind, QueryLanguage, StateType};
use asl_syntax::{jsonata, jsonpath};
use asl_types::Type;
use std::sync::Arc;

/// The types behind the roots of an expression.
#[derive(Clone, Debug)]
pub struct Roots {
    /// `$`, in JSONPath.
    pub input: Type,
    /// `$$`
    pub context: Type,
    /// `$name`
    pub variables: Variables,
    /// `$states`, in JSONata.
    pub states: Type,
}

impl<'s> Scene<'s> {
    /// The types of the definition; where it can't be walked because of the expression that is being written, as they would
    /// be with another one there.
    fn types_around(&self, cursor: &Cursor<'_, 's>) -> Option<Arc<Typed>> {
        if let Some(types) = self.snapshot.types(self.part.index) {
            return Some(types);
        }
        let node = cursor.spot.text()?.node;
        let other = match self.language(cursor.object?) {
            QueryLanguage::JsonPath => "\"$\"",
            QueryLanguage::Jsonata => "\"{% null %}\"",
        };
        let (span, text) = self.tree().source().edit(cursor.replaced(node), other)?;
        let edit = asl_check_core::Edit::new(span, text);
        let text = asl_check_core::fix::edited(self.snapshot.text(), vec![&edit])?;
        self.snapshot.with_text(text).types(self.part.index)
    }

    /// What the roots stand for at a place.
    pub fn roots(&self, cursor: &Cursor<'_, 's>) -> Option<Roots> {
        let object = cursor.object?;
        let state = object.state;
        let types = self.types_around(cursor);
        let known = state.and_then(|id| types.as_ref()?.state(&self.definition, id));
        let context = types.as_ref().map_or_else(|| context(&Type::unknown()), |types| types.context());
        let field = cursor.field();
        let shapes_output = matches!(field, Some(Field::Output | Field::Assign));
        let error = Type::object_of([("Error", Type::string()), ("Cause", Type::string())]);
        let whole = known.map_or_else(Type::unknown, |known| known.input.clone());
        let mut states = vec![("input", whole), ("context", context.clone())];
        match object.kind {
            ObjectKind::Catcher if shapes_output => states.push(("errorOutput", error.clone())),
            ObjectKind::State(Some(StateType::Task | StateType::Map | StateType::Parallel)) if shapes_output => {
                let result = known.and_then(|known| known.at(Result));
                states.push(("result", result.cloned().unwrap_or_else(Type::unknown)));
            }
            _ => {}
        }
        let is_error = object.kind == ObjectKind::Catcher && field != Some(Field::ResultPath);
        let input = if is_error { Some(error) } else { known.and_then(|known| input(known, field)).cloned() };
        Some(Roots {
            input: input.unwrap_or_else(Type::unknown),
            context,
            variables: known.map(|known| known.variables.clone()).unwrap_or_default(),
            states: Type::object_of(states),
        })
    }
}

/// What `$` means in a field of a state whose language is JSONPath.
fn input(known: &StateTypes, field: Option<Field>) -> Option<&Type> {
    match field {
        // A result goes into the input as it came, whatever `InputPath` took of it.
        Some(Field::InputPath | Field::ResultPath) => Some(&known.input),
        Some(Field::ResultSelector) => known.at(Result),
        Some(Field::OutputPath) => {
            known.first(&[AfterResultPath, AfterResultSelector, Result, AfterParameters, AfterInputPath, Input])
        }
        Some(Field::Assign) => known.first(&[AfterResultSelector, Result, AfterParameters, AfterInputPath, Input]),
        _ => known.first(&[AfterInputPath, Input]),
    }
}

impl Roots {
    /// What a text may come to, in one of the languages; none, where it can't be read.
    pub fn evaluate(&self, text: &str, language: QueryLanguage) -> Option<Type> {
        match language {
            QueryLanguage::JsonPath => self.path(text),
            QueryLanguage::Jsonata => self.jsonata(text),
        }
    }

    fn path(&self, text: &str) -> Option<Type> {
        let parsed = jsonpath::parse(text);
        if !parsed.errors.is_empty() {
            return None;
        }
        let scope = Scope { input: &self.input, context: &self.context, variables: &self.variables };
        Some(asl_infer::jsonpath::evaluate(&parsed.path, &scope, &mut Faults::default()))
    }

    fn jsonata(&self, text: &str) -> Option<Type> {
        let parsed = jsonata::parse(text);
        if !parsed.errors.is_empty() {
            return None;
        }
        let program = Program::new(&parsed.expr).ok()?;
        let mut variables = self.variables.clone();
        variables.insert("states".into(), self.states.clone());
        Some(asl_infer::jsonata::evaluate(&program, &variables, &mut Faults::default()))
    }
}
