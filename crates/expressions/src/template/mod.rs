//! Fields whose value is computed: payload templates of JSONPath, and JSONata in any string.
//!
//! A template is read once and evaluated as often as wanted. Errors are AWS's, with the field that it names and the place in
//! the definition.

mod evaluate;
mod read;
#[cfg(test)]
mod tests;

use crate::{Data, Error, Limits, Scope, World};
use asl_syntax::intrinsic::Call;
use asl_syntax::jsonata::Expr;
use asl_syntax::jsonpath::Path;
use asl_syntax::{Node, Span, Str, intrinsic, jsonata, jsonpath};
use std::sync::Arc;

use crate::jsonata::Program;

/// A field whose value is computed.
#[derive(Debug)]
pub enum Template<'t> {
    /// A value as it stands.
    Literal(Node<'t>),
    /// A path, a call or an expression.
    Computed(Box<Computed<'t>>),
    /// Items in order.
    Array(Vec<Template<'t>>),
    /// AWS builds an object of what stands as it is, in order, and then of what a `.$` key computes.
    Object {
        /// The plain members.
        plain: Vec<(&'t str, Template<'t>)>,
        /// The members whose key ends in `.$`, without it.
        computed: Vec<(&'t str, Template<'t>)>,
    },
}

/// A string that is evaluated.
#[derive(Debug)]
pub struct Computed<'t> {
    /// The string in the definition.
    pub text: Str<'t>,
    /// What AWS calls the field in a message: the key (`value.$`) of a payload template, the way from the field of the
    /// state (`Output/result`) in JSONata.
    pub field: String,
    /// What the string says.
    pub body: Body<'t>,
    /// Does it say anything of the context object?
    pub reads_context: bool,
}

/// What a computed string says.
#[derive(Debug)]
pub enum Body<'t> {
    /// `$.a`
    Path(Arc<Path<'t>>),
    /// `States.Format(...)`
    Call(Arc<Call<'t>>),
    /// `{% … %}`
    Jsonata(Box<Jsonata>),
}

/// An expression of JSONata in a string.
#[derive(Debug)]
pub struct Jsonata {
    /// Its tree; spans count from where its text begins.
    pub expr: Arc<Expr>,
    /// The same, ready to run.
    pub program: Program,
    /// Where its text is in the string.
    pub span: Span,
}

/// Has texts that were parsed before.
pub trait Texts<'t> {
    /// The path that a string is.
    fn path(&self, text: Str<'t>) -> jsonpath::Parsed<'t> {
        jsonpath::parse(text.text)
    }

    /// The call that a string is.
    fn call(&self, text: Str<'t>) -> intrinsic::Parsed<'t> {
        intrinsic::parse(text.text)
    }

    /// The expression that a string holds, and the text of it.
    fn jsonata(&self, text: Str<'t>, inner: &'t str) -> jsonata::Parsed {
        let _ = text;
        jsonata::parse(inner)
    }
}

/// Has none, and parses each when it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Unread;

impl Texts<'_> for Unread {}

/// What a template is evaluated with.
pub struct Environment<'e> {
    /// The roots of paths.
    pub scope: Scope<'e>,
    /// The variables of JSONata, `states` among them.
    pub variables: &'e [(&'e str, Data)],
    /// What an expression of JSONata may use.
    pub limits: Limits,
    /// Clock and randomness.
    pub world: &'e mut dyn World,
}

/// A template that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The error name: `States.Runtime` or `States.QueryEvaluationError`.
    pub error: &'static str,
    /// AWS's cause, without the words about the state before it.
    pub cause: String,
    /// In JSONata, AWS's `location`: the way from the field of the state.
    pub location: Option<String>,
    /// What the language itself says.
    pub inner: Option<Error>,
    /// The place in the definition.
    pub span: Span,
}

impl Template<'_> {
    /// May it read the context object? JSONata may, as long as it reads `$states`.
    pub fn reads_context(&self) -> bool {
        match self {
            Self::Literal(..) => false,
            Self::Computed(computed) => computed.reads_context,
            Self::Array(items) => items.iter().any(Template::reads_context),
            Self::Object { plain, computed } => {
                plain.iter().chain(computed).any(|(_, template)| template.reads_context())
            }
        }
    }
}

impl<'t> Template<'t> {
    /// Reads a payload template: keys that end in `.$` hold paths or calls. Its mistakes are AWS's at creation.
    pub fn json_path(node: Node<'t>) -> Result<Self, Vec<Error>> {
        Self::json_path_of(node, &Unread)
    }

    /// The same, of texts that were parsed before.
    pub fn json_path_of(node: Node<'t>, texts: &dyn Texts<'t>) -> Result<Self, Vec<Error>> {
        read::whole(read::Language::JsonPath, node, "", texts)
    }

    /// Reads a field of JSONPath that is a path or a call itself, such as `ErrorPath`.
    pub fn path_or_call(node: Node<'t>, field: &str, texts: &dyn Texts<'t>) -> Result<Self, Vec<Error>> {
        read::path_or_call(node, field, texts)
    }

    /// Reads the value of a JSONata field of this name: strings in `{% … %}` are expressions.
    pub fn jsonata(node: Node<'t>, field: &str) -> Result<Self, Vec<Error>> {
        Self::jsonata_of(node, field, &Unread)
    }

    /// The same, of texts that were parsed before.
    pub fn jsonata_of(node: Node<'t>, field: &str, texts: &dyn Texts<'t>) -> Result<Self, Vec<Error>> {
        read::whole(read::Language::Jsonata, node, field, texts)
    }
}
