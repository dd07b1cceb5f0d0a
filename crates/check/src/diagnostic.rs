//! What a rule says: a finding while it checks, a diagnostic when its places are resolved.

use crate::fix::{Edit, Fix};
use crate::{Rule, Severity, visible};
use asl_syntax::{Node, NodeId, Span, Str};

/// The codes under which AWS reports faults of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are AWS's own")]
pub enum AwsCode {
    InvalidJsonDescription,
    SchemaValidationFailed,
    MissingTransitionTarget,
    MissingEndState,
    DuplicateStateName,
    InvalidStateName,
    DuplicateLabelName,
    InvalidLabelName,
    InvalidVariableName,
    ReservedVariableName,
    TooDeeplyNested,
    UnsupportedJsonataExpression,
    InvalidJsonataExpression,
}

impl AwsCode {
    /// As AWS writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvalidJsonDescription => "INVALID_JSON_DESCRIPTION",
            Self::SchemaValidationFailed => "SCHEMA_VALIDATION_FAILED",
            Self::MissingTransitionTarget => "MISSING_TRANSITION_TARGET",
            Self::MissingEndState => "MISSING_END_STATE",
            Self::DuplicateStateName => "DUPLICATE_STATE_NAME",
            Self::InvalidStateName => "INVALID_STATE_NAME",
            Self::DuplicateLabelName => "DUPLICATE_LABEL_NAME",
            Self::InvalidLabelName => "INVALID_LABEL_NAME",
            Self::InvalidVariableName => "INVALID_VARIABLE_NAME",
            Self::ReservedVariableName => "RESERVED_VARIABLE_NAME",
            Self::TooDeeplyNested => "TOO_DEEPLY_NESTED",
            Self::UnsupportedJsonataExpression => "UNSUPPORTED_JSONATA_EXPRESSION",
            Self::InvalidJsonataExpression => "INVALID_JSONATA_EXPRESSION",
        }
    }
}

/// What AWS says of the same fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aws {
    /// Its code.
    pub code: AwsCode,
    /// Its words, as far as they were recorded.
    pub message: String,
    /// The place as AWS writes it, coarser than ours; some faults have none.
    pub location: Option<String>,
}

/// A place in a tree: a node, or a part of its text.
#[derive(Clone, Copy, Debug)]
pub struct Place<'t> {
    pub(crate) node: Node<'t>,
    pub(crate) span: Span,
}

impl<'t> From<Node<'t>> for Place<'t> {
    /// A container is shown by the key in front of it, or by how it begins: all of it would be too much.
    fn from(node: Node<'t>) -> Self {
        let is_container = matches!(node.kind(), asl_syntax::Kind::Object | asl_syntax::Kind::Array);
        let span = match node.key() {
            Some(key) if is_container => key.span(),
            _ if is_container && node.raw().contains('\n') => beginning(node),
            _ => node.span(),
        };
        Self { node, span }
    }
}

/// The opening bracket, or the first name where there is none.
fn beginning(node: Node<'_>) -> Span {
    let start = node.span().start;
    match node.members().next() {
        Some(first) if !node.raw().starts_with('{') => first.key.span(),
        _ => Span::new(start, start + node.raw().chars().next().map_or(0, |c| c.len_utf8() as u32)),
    }
}

impl<'t> From<Str<'t>> for Place<'t> {
    fn from(text: Str<'t>) -> Self {
        Self { node: text.node, span: text.span() }
    }
}

impl<'t> Place<'t> {
    /// A part of a string's value.
    pub fn within(text: Str<'t>, span: Span) -> Self {
        Self { node: text.node, span: text.place(span) }
    }

    /// A span of the source, said of a node.
    pub fn span(node: Node<'t>, span: Span) -> Self {
        Self { node, span }
    }
}

/// A fix in the making.
#[derive(Debug)]
pub(crate) struct Mend {
    pub(crate) title: String,
    pub(crate) edits: Vec<Edit>,
    pub(crate) safe: bool,
}

/// A finding in the making.
#[derive(Debug)]
pub struct Finding<'t> {
    pub(crate) place: Place<'t>,
    pub(crate) message: String,
    pub(crate) label: String,
    pub(crate) related: Vec<(Place<'t>, String)>,
    pub(crate) help: Option<String>,
    pub(crate) aws: Option<Aws>,
    pub(crate) fix: Option<Mend>,
    pub(crate) follows: bool,
    /// Other than that of its rule.
    pub(crate) severity: Option<Severity>,
    /// It says that something is not in this object, which no one knows if the object could not be read.
    pub(crate) absent_in: Option<NodeId>,
}

impl<'t> Finding<'t> {
    /// What is wrong, and where.
    pub fn new(place: impl Into<Place<'t>>, message: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            message: message.into(),
            label: String::new(),
            related: Vec::new(),
            help: None,
            aws: None,
            fix: None,
            follows: false,
            severity: None,
            absent_in: None,
        }
    }

    /// It may go wrong, and need not.
    #[must_use]
    pub(crate) fn possible(mut self) -> Self {
        self.severity = Some(Severity::Warning);
        self
    }

    /// It does no harm by itself, where its rule is about what does.
    #[must_use]
    pub(crate) fn advice(mut self) -> Self {
        self.severity = Some(Severity::Note);
        self
    }

    /// It goes wrong for certain, where its rule is less sure.
    #[must_use]
    pub(crate) fn certain(mut self) -> Self {
        self.severity = Some(Severity::Error);
        self
    }

    /// What stands under the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Another place that matters, and why.
    #[must_use]
    pub fn related(mut self, place: impl Into<Place<'t>>, message: impl Into<String>) -> Self {
        self.related.push((place.into(), message.into()));
        self
    }

    /// What to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, if there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// What AWS says of it, at the object that AWS names.
    #[must_use]
    pub fn aws(mut self, code: AwsCode, message: impl Into<String>, at: Node<'t>) -> Self {
        self.aws = Some(Aws { code, message: message.into(), location: Some(at.aws_location()) });
        self
    }

    /// The same with the code that most faults have.
    #[must_use]
    pub fn schema(self, message: impl Into<String>, at: Node<'t>) -> Self {
        self.aws(AwsCode::SchemaValidationFailed, message, at)
    }

    /// What AWS says of it, without a place, or with one that is no node.
    #[must_use]
    pub fn aws_at(mut self, code: AwsCode, message: impl Into<String>, location: Option<String>) -> Self {
        self.aws = Some(Aws { code, message: message.into(), location });
        self
    }

    /// Says that something is not in this object: if it could not be read as written, that is not told.
    #[must_use]
    pub fn absent_in(mut self, object: Node<'_>) -> Self {
        self.absent_in = Some(object.id());
        self
    }

    /// Follows from a fault that is reported already: `check` holds it back, `validate` shows it as AWS does.
    #[must_use]
    pub fn follows_if(mut self, follows: bool) -> Self {
        self.follows |= follows;
        self
    }

    /// An edit that mends it, to be read by a person before.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, edit: Edit) -> Self {
        self.fix = Some(Mend { title: title.into(), edits: vec![edit], safe: false });
        self
    }

    /// An edit that mends it and nothing else: it may be applied unread.
    #[must_use]
    pub fn safe_fix(self, title: impl Into<String>, edit: Edit) -> Self {
        self.safe_fixes(title, vec![edit])
    }

    /// The same with several places. None may touch another; without any there is no fix.
    #[must_use]
    pub fn safe_fixes(mut self, title: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.fix = (!edits.is_empty()).then(|| Mend { title: title.into(), edits, safe: true });
        self
    }
}

/// A finding with its places in the file.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// What stands under the caret.
    pub label: String,
    /// Its place in the file, in bytes.
    pub span: Span,
    /// The JSON Pointer within the definition.
    pub pointer: String,
    /// Other places that matter.
    pub related: Vec<Related>,
    /// What to write instead.
    pub help: Option<String>,
    /// What AWS says of it.
    pub aws: Option<Aws>,
    /// Edits that mend it.
    pub fix: Option<Fix>,
    /// The state machine that it is told of, where a file declares it by a name.
    pub machine: Option<String>,
    /// Follows from another finding.
    pub follows: bool,
    /// A comment in the text asks not to be told.
    pub suppressed: bool,
}

impl Diagnostic {
    /// Of a rule whose faults no check finds.
    pub(crate) fn found_elsewhere(rule: &'static Rule, span: Span, message: &str, help: Option<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: visible(message),
            label: String::new(),
            span,
            pointer: String::new(),
            related: Vec::new(),
            help: help.map(|help| visible(&help)),
            aws: None,
            fix: None,
            machine: None,
            follows: false,
            suppressed: false,
        }
    }

    /// Is a person told? Of one fault there is one report.
    pub fn is_reported(&self) -> bool {
        !self.follows && !self.suppressed
    }
}

/// Another place that matters, and why.
#[derive(Clone, Debug)]
pub struct Related {
    /// Its place in the file.
    pub span: Span,
    /// The JSON Pointer within the definition.
    pub pointer: String,
    /// Why it matters.
    pub message: String,
}
