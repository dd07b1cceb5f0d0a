//! A definition of a document with all that features ask of it, each read when it is asked for first.

use crate::snapshot::{Part, Snapshot};
use crate::typed::{StateTypes, Typed};
use asl_catalogue::Resource;
use asl_check_core::Edit;
use asl_semantics::{Definition, Expressions, Field, Graph, Object, QueryLanguage, StateId};
use asl_syntax::{Format, Node, Span, Tree, placeholder};
use std::cell::OnceCell;
use std::sync::Arc;
use tower_lsp::ls_types::{Location, Range, TextEdit};

/// A definition, and the document that it stands in.
#[derive(Debug)]
pub struct Scene<'s> {
    /// The document.
    pub snapshot: &'s Snapshot,
    /// Which of its definitions.
    pub part: Part<'s>,
    /// The model.
    pub definition: Definition<'s>,
    graph: OnceCell<Graph<'s>>,
    expressions: OnceCell<Expressions<'s>>,
    types: OnceCell<Option<Arc<Typed>>>,
}

impl<'s> Scene<'s> {
    /// Of one of a document's definitions.
    pub fn new(snapshot: &'s Snapshot, part: Part<'s>) -> Self {
        Self {
            snapshot,
            part,
            definition: Definition::new(part.tree),
            graph: OnceCell::new(),
            expressions: OnceCell::new(),
            types: OnceCell::new(),
        }
    }

    /// The tree.
    pub fn tree(&self) -> &'s Tree {
        self.part.tree
    }

    /// The graph.
    pub fn graph(&self) -> &Graph<'s> {
        self.graph.get_or_init(|| Graph::new(&self.definition))
    }

    /// Paths, calls and expressions.
    pub fn expressions(&self) -> &Expressions<'s> {
        self.expressions.get_or_init(|| Expressions::new(&self.definition))
    }

    /// The types, as far as they are known.
    pub fn types(&self) -> Option<&Typed> {
        self.types.get_or_init(|| self.snapshot.types(self.part.index)).as_deref()
    }

    /// Those of a state.
    pub fn state_types(&self, id: StateId) -> Option<&StateTypes> {
        self.types()?.state(&self.definition, id)
    }

    /// The name of a state.
    pub fn name(&self, id: StateId) -> &'s str {
        self.definition.state(id).name.text
    }

    /// The state's own object.
    pub fn object(&self, id: StateId) -> &Object<'s> {
        self.definition.object(self.definition.state(id).object)
    }

    /// What a Task does.
    pub fn resource(&self, id: StateId) -> Option<Resource<'s>> {
        let text = self.definition.get(self.object(id), Field::Resource).and_then(Node::as_str)?;
        Resource::parse(text.text, placeholder::is_hidden).ok()
    }

    /// The language of an object, JSONPath where it is not known.
    pub fn language(&self, object: &Object<'_>) -> QueryLanguage {
        object.language.unwrap_or(QueryLanguage::JsonPath)
    }

    /// The place in the file.
    pub fn span(&self, span: Span) -> Span {
        self.tree().source().resolve(span)
    }

    /// The same, as the client has it.
    pub fn range(&self, span: Span) -> Range {
        self.snapshot.range(self.span(span))
    }

    /// The same, with the document.
    pub fn location(&self, span: Span) -> Location {
        Location::new(self.snapshot.uri.clone(), self.range(span))
    }

    /// An edit as it is made in the file; none, where it can't be made there.
    pub fn in_file(&self, edit: &Edit) -> Option<Edit> {
        let tree = self.tree();
        let can_be = tree.format() != Format::Hcl && !tree.is_rewritten(edit.span);
        let (span, text) = can_be.then(|| tree.source().edit(edit.span, &edit.text)).flatten()?;
        Some(Edit { span, text })
    }

    /// The same, as the client has it.
    pub fn edit(&self, edit: &Edit) -> Option<TextEdit> {
        let Edit { span, text } = self.in_file(edit)?;
        Some(TextEdit::new(self.snapshot.range(span), text))
    }
}
