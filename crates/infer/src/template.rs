//! Templates over types.

use crate::requires::Read;
use crate::{Certainty, Fault, FaultKind, Faults, Scope, Variables, intrinsic, jsonata, jsonpath};
use asl_expressions::Template;
use asl_expressions::template::{Body, Computed};
use asl_syntax::{Kind, Node, Span, placeholder};
use asl_types::{Absence, Object, Type};
use std::sync::Arc;

/// What a template is evaluated with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Environment<'e> {
    /// The roots of paths.
    pub(crate) scope: Scope<'e>,
    /// The variables of JSONata, `states` among them.
    pub(crate) variables: &'e Variables,
}

/// Takes the faults of the strings of a template.
pub(crate) trait Sink<'a, 't> {
    /// A string of a template has a fault.
    fn fault(&mut self, computed: &'a Computed<'t>, fault: Fault);
}

/// What a template may give; never, where it certainly fails.
pub(crate) fn evaluate<'a, 't>(
    template: &'a Template<'t>,
    environment: &Environment<'_>,
    sink: &mut dyn Sink<'a, 't>,
) -> Type {
    match template {
        Template::Literal(node) => literal(*node),
        Template::Computed(computed) => evaluate_computed(computed, environment, sink),
        Template::Array(items) => {
            let items: Vec<Type> = items.iter().map(|item| evaluate(item, environment, sink)).collect();
            if items.iter().any(Type::is_never) { Type::never() } else { Type::array(asl_types::Array::exact(items)) }
        }
        Template::Object { plain, computed } => {
            let fields = plain.iter().chain(computed);
            let fields: Vec<(Arc<str>, Type)> =
                fields.map(|(name, template)| (Arc::from(*name), evaluate(template, environment, sink))).collect();
            if fields.iter().any(|(_, of)| of.is_never()) { Type::never() } else { object(fields) }
        }
    }
}

fn evaluate_computed<'a, 't>(
    computed: &'a Computed<'t>,
    environment: &Environment<'_>,
    sink: &mut dyn Sink<'a, 't>,
) -> Type {
    // Nobody knows what it will say.
    if placeholder::is_hidden(computed.text.text) {
        return Type::unknown();
    }
    let mut faults = Faults::default();
    let of = match &computed.body {
        Body::Path(path) => jsonpath::evaluate(path, &environment.scope, &mut faults),
        Body::Call(call) => intrinsic::evaluate(call, computed.text.text, &environment.scope, &mut faults),
        Body::Jsonata(expression) => {
            let of = jsonata::evaluate(&expression.program, environment.variables, &mut faults);
            if let Some(certainty) = Certainty::of_absence(&of) {
                faults.add(certainty, Span::new(0, expression.span.len()), FaultKind::Nothing);
            }
            faults.shift(expression.span.start);
            Read::new(&expression.expr, environment.variables).placed(of).present()
        }
    };
    for fault in faults {
        sink.fault(computed, fault);
    }
    of
}

/// The type of a value as it stands: what a placeholder hides is not known.
pub fn literal(node: Node<'_>) -> Type {
    match node.kind() {
        Kind::Object => {
            object(node.members().map(|member| (Arc::from(member.key.text), literal(member.value))).collect())
        }
        Kind::Array => Type::array(asl_types::Array::exact(node.items().map(literal))),
        Kind::Unknown | Kind::Missing => Type::unknown(),
        _ => match node.as_str() {
            Some(text) if placeholder::is_hidden(text.text) => Type::string(),
            _ => Type::of(&asl_expressions::value_of(node)),
        },
    }
}

/// Objects of fields, some of whose names may be hidden.
fn object(fields: Vec<(Arc<str>, Type)>) -> Type {
    let (hidden, known): (Vec<_>, Vec<_>) = fields.into_iter().partition(|(name, _)| placeholder::is_hidden(name));
    if hidden.is_empty() {
        return Type::object(Object::closed(known));
    }
    // A hidden name may be that of a known field.
    let rest = Type::unknown().with_absence(Absence::Unproven);
    Type::object(Object::new(known.into_iter().map(|(name, of)| (name, of.join(&Type::unknown()))), rest))
}
