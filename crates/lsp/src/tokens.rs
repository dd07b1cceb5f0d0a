//! What the words of a document are, also inside of its expressions.

use crate::scene::Scene;
use crate::snapshot::Snapshot;
use asl_semantics::{Body, Expression, Field, Shape};
use asl_syntax::intrinsic::{ArgKind, Call};
use asl_syntax::jsonata::{Expr, ExprKind};
use asl_syntax::jsonpath::{self, Path, StepKind};
use asl_syntax::{Kind, Node, Span, Str};
use tower_lsp::ls_types::{Range, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokensLegend};

/// The kinds of words, in the order of their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// The name of a state.
    State,
    /// A field of data.
    Property,
    /// A variable, and the roots of expressions.
    Variable,
    /// A function.
    Function,
    /// A string within an expression.
    Text,
    /// A number within an expression.
    Number,
    /// An operator.
    Operator,
    /// A word of a language.
    Keyword,
    /// The name of an error.
    Error,
    /// The ARN of what is called.
    Resource,
    /// A regular expression.
    Regex,
}

/// What the numbers of tokens mean.
pub fn legend() -> SemanticTokensLegend {
    let token_types = vec![
        SemanticTokenType::CLASS,
        SemanticTokenType::PROPERTY,
        SemanticTokenType::VARIABLE,
        SemanticTokenType::FUNCTION,
        SemanticTokenType::STRING,
        SemanticTokenType::NUMBER,
        SemanticTokenType::OPERATOR,
        SemanticTokenType::KEYWORD,
        SemanticTokenType::EVENT,
        SemanticTokenType::NAMESPACE,
        SemanticTokenType::REGEXP,
    ];
    SemanticTokensLegend { token_types, token_modifiers: vec![SemanticTokenModifier::DECLARATION] }
}

/// The words of a document, or of the lines of a range.
pub fn tokens(snapshot: &Snapshot, within: Option<Range>) -> Vec<SemanticToken> {
    let mut found: Vec<(Span, Word, bool)> = Vec::new();
    for scene in snapshot.scenes() {
        let mut words = Words { scene: &scene, out: Vec::new() };
        words.names();
        scene.expressions().iter().for_each(|it| words.expression(it));
        found.extend(words.out.into_iter().map(|(span, word, is_made)| (scene.span(span), word, is_made)));
    }
    found.sort_by_key(|(span, ..)| (span.start, span.end));
    let ruler = snapshot.ruler();
    let mut out = Vec::with_capacity(found.len());
    let (mut line, mut column, mut end) = (0, 0, 0);
    for (span, word, is_made) in found {
        // What lies in another word, or goes over lines, the protocol has no words for.
        if span.start < end || span.is_empty() {
            continue;
        }
        let range = ruler.range(span);
        let is_asked = within.is_none_or(|it| it.start.line <= range.start.line && range.start.line <= it.end.line);
        if range.start.line != range.end.line || !is_asked {
            continue;
        }
        end = span.end;
        let delta_line = range.start.line - line;
        let delta_start = if delta_line == 0 { range.start.character - column } else { range.start.character };
        (line, column) = (range.start.line, range.start.character);
        out.push(SemanticToken {
            delta_line,
            delta_start,
            length: range.end.character - range.start.character,
            token_type: word as u32,
            token_modifiers_bitset: u32::from(is_made),
        });
    }
    out
}

struct Words<'c, 's> {
    scene: &'c Scene<'s>,
    out: Vec<(Span, Word, bool)>,
}

impl<'s> Words<'_, 's> {
    fn push(&mut self, span: Span, word: Word) {
        self.out.push((span, word, false));
    }

    /// Names of states, errors, resources, types and variables that are set.
    fn names(&mut self) {
        let definition = &self.scene.definition;
        self.out.extend(definition.states().iter().map(|state| (content(state.name), Word::State, true)));
        let transitions = self.scene.graph().transitions().iter().filter_map(|it| it.name);
        self.out.extend(transitions.map(|name| (content(name), Word::State, false)));
        for object in definition.objects() {
            for entry in definition.entries(object) {
                let Some(spec) = entry.spec else { continue };
                let texts = entry.member.value.descendants().filter_map(Node::as_str);
                match spec.shape {
                    Shape::ErrorNames => self.out.extend(texts.map(|it| (content(it), Word::Error, false))),
                    Shape::Resource => self.out.extend(texts.map(|it| (content(it), Word::Resource, false))),
                    Shape::OneOf(_) if matches!(spec.field, Field::Type | Field::QueryLanguage) => {
                        self.out.extend(texts.map(|it| (content(it), Word::Keyword, false)));
                    }
                    Shape::Variables if entry.member.value.kind() == Kind::Object => {
                        let keys = entry.member.value.members().map(|member| member.key);
                        self.out.extend(keys.map(|it| (content(it), Word::Variable, true)));
                    }
                    _ => {}
                }
            }
        }
    }

    fn expression(&mut self, expression: &Expression<'s>) {
        let Some(text) = expression.text() else { return };
        match &expression.body {
            Body::Path(parsed) => self.path(text, &parsed.path),
            Body::Call(parsed) => self.call(text, &parsed.call),
            Body::Jsonata(start, parsed) => {
                let length = text.text.len() as u32;
                self.push(text.place(Span::new(0, 2)), Word::Keyword);
                self.push(text.place(Span::new(length.saturating_sub(2), length)), Word::Keyword);
                parsed.expr.walk(|expr| self.jsonata(text, *start, expr));
            }
            Body::HalfOpen | Body::Other | Body::Unknown => {}
        }
    }

    fn path(&mut self, text: Str<'s>, path: &Path<'_>) {
        path.walk(&mut |path| {
            let root = match path.root {
                jsonpath::Root::Context => 2,
                jsonpath::Root::Variable { span, .. } => span.end - path.span.start,
                jsonpath::Root::Input | jsonpath::Root::Current => 1,
            };
            self.push(text.place(Span::new(path.span.start, path.span.start + root)), Word::Variable);
            for step in &path.steps {
                match &step.kind {
                    StepKind::Name { name, .. } => self.push(text.place(name.span), Word::Property),
                    StepKind::Names(names) => {
                        for name in names {
                            self.push(text.place(name.span), Word::Property);
                        }
                    }
                    StepKind::Call { name, .. } => self.push(text.place(name.span), Word::Function),
                    _ => {}
                }
            }
        });
    }

    fn call(&mut self, text: Str<'s>, call: &Call<'_>) {
        call.walk(&mut |call| {
            self.push(text.place(call.name_span), Word::Function);
            for arg in &call.args {
                match &arg.kind {
                    ArgKind::String(_) => self.push(text.place(arg.span), Word::Text),
                    ArgKind::Number(_) => self.push(text.place(arg.span), Word::Number),
                    ArgKind::Bool(_) | ArgKind::Null => self.push(text.place(arg.span), Word::Keyword),
                    ArgKind::Path(path) => self.path(text, path),
                    ArgKind::Call(_) | ArgKind::Invalid => {}
                }
            }
        });
    }

    fn jsonata(&mut self, text: Str<'s>, start: u32, expr: &Expr) {
        let mut push = |span: Span, word| self.out.push((text.place(span.shifted(start)), word, false));
        match &expr.kind {
            ExprKind::Null | ExprKind::Bool(_) => push(expr.span, Word::Keyword),
            ExprKind::Number(_) => push(expr.span, Word::Number),
            ExprKind::String(_) => push(expr.span, Word::Text),
            ExprKind::Regex(_) => push(expr.span, Word::Regex),
            ExprKind::Field { .. } => push(expr.span, Word::Property),
            ExprKind::Variable(name) if asl_expressions::jsonata::is_function_of_aws(name) => {
                push(expr.span, Word::Function);
            }
            ExprKind::Variable(_) => push(expr.span, Word::Variable),
            ExprKind::Wildcard | ExprKind::Descendants | ExprKind::Parent => push(expr.span, Word::Operator),
            ExprKind::Binary(it) => push(it.op_span, Word::Operator),
            ExprKind::Assign(it) => push(it.op_span, Word::Operator),
            ExprKind::Condition(it) => push(it.op_span, Word::Operator),
            ExprKind::Lambda(it) => {
                push(it.keyword_span, Word::Keyword);
                it.params.iter().for_each(|param| push(param.span, Word::Variable));
            }
            _ => {}
        }
    }
}

/// A string without its quotes.
fn content(text: Str<'_>) -> Span {
    text.place(Span::new(0, text.text.len() as u32))
}
