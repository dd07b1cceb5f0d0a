//! Which workflow variables each state reads, as `DescribeStateMachine` tells it.

use crate::{Body, Definition, Expressions, Field};
use asl_expressions::jsonata::is_function_of_aws;
use asl_syntax::jsonata::{Expr, ExprKind};
use asl_syntax::{Node, Span};
use std::collections::{BTreeMap, BTreeSet};

/// By state, the names of the variables that its fields read. States that read none are left out.
pub fn variable_references<'t>(
    definition: &Definition<'t>,
    expressions: &Expressions<'t>,
) -> BTreeMap<&'t str, BTreeSet<String>> {
    let mut out: BTreeMap<&'t str, BTreeSet<String>> = BTreeMap::new();
    let assigned = assigned(definition);
    for expression in expressions.iter() {
        let Some(state) = definition.state_of(definition.object(expression.object)) else { continue };
        let mut names = BTreeSet::new();
        match &expression.body {
            Body::Path(parsed) => names.extend(parsed.path.variables().iter().map(|(name, _)| (*name).to_owned())),
            Body::Call(parsed) => parsed.call.walk_paths(&mut |path| {
                names.extend(path.variables().iter().map(|(name, _)| (*name).to_owned()));
            }),
            Body::Jsonata(_, parsed) => each_free_name(&parsed.expr, &mut Vec::new(), &mut |name, _| {
                // A variable hides the function that has its name.
                if !is_function_of_aws(name) || assigned.contains(name) {
                    names.insert(name.to_owned());
                }
            }),
            Body::HalfOpen | Body::Other | Body::Unknown => {}
        }
        if !names.is_empty() {
            out.entry(state.name.text).or_default().extend(names);
        }
    }
    out
}

/// The keys of all `Assign`.
fn assigned<'t>(definition: &Definition<'t>) -> BTreeSet<&'t str> {
    let all = definition.objects().iter().filter_map(|object| definition.get(object, Field::Assign));
    all.flat_map(Node::members).map(|it| it.key.text.strip_suffix(".$").unwrap_or(it.key.text)).collect()
}

/// The variables that an expression does not bind itself: those of the workflow. `$states` and the names of functions are
/// none of them.
pub fn free_variables(expr: &Expr, bound: &mut Vec<String>, out: &mut BTreeSet<String>) {
    each_free_variable(expr, bound, &mut |name, _| {
        out.insert(name.to_owned());
    });
}

/// Calls `see` with each place where an expression reads one of them: its name, and its span with the `$`.
pub fn each_free_variable(expr: &Expr, bound: &mut Vec<String>, see: &mut dyn FnMut(&str, Span)) {
    each_free_name(expr, bound, &mut |name, span| {
        if !is_function_of_aws(name) {
            see(name, span);
        }
    });
}

/// The same with the names of functions.
fn each_free_name(expr: &Expr, bound: &mut Vec<String>, see: &mut dyn FnMut(&str, Span)) {
    let before = bound.len();
    match &expr.kind {
        ExprKind::Variable(name) => {
            let own = name.is_empty() || name == "$" || name == "states" || bound.contains(name);
            if !own {
                see(name, expr.span);
            }
        }
        ExprKind::Assign(assign) => {
            each_free_name(&assign.value, bound, see);
            // It is seen by what follows in the block around, which takes it back.
            bound.extend(assign.target.variable().map(str::to_owned));
            return;
        }
        ExprKind::Focus(bind) | ExprKind::Index(bind) => {
            each_free_name(&bind.base, bound, see);
            bound.push(bind.variable.text.clone());
            return;
        }
        ExprKind::Lambda(lambda) => {
            bound.extend(lambda.params.iter().map(|param| param.text.clone()));
            each_free_name(&lambda.body, bound, see);
            bound.truncate(before);
            return;
        }
        _ => {}
    }
    for child in expr.children() {
        each_free_name(child, bound, see);
    }
    if matches!(expr.kind, ExprKind::Block(_)) {
        bound.truncate(before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free(text: &str) -> Vec<String> {
        let mut out = BTreeSet::new();
        free_variables(&asl_syntax::jsonata::parse(text).expr, &mut Vec::new(), &mut out);
        out.into_iter().collect()
    }

    #[test]
    fn what_an_expression_binds_is_its_own() {
        assert_eq!(free("$a + $sum($b)"), ["a", "b"]);
        assert_eq!(free("($x := $a; $x + $y)"), ["a", "y"]);
        assert_eq!(free("$map($list, function($v){$v & $suffix})"), ["list", "suffix"]);
        assert_eq!(free("$states.input.x[$ > $least]"), ["least"]);
        assert_eq!(free("$books@$b.$loans[$b.id = id]"), ["books", "loans"]);
        assert_eq!(free("($x := 1; $x) + $x"), ["x"]);
    }
}
