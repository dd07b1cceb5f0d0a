//! What the strings of a state say, found by their places.

use super::facts::Expression;
use asl_expressions::Template;
use asl_semantics::plan::{Destination, Kind, Number, Operand, PathText, Selection, State, Test, Text, Wait};
use asl_syntax::Node;

/// What a string of a state says; none, where nothing in it is computed. Of a Map or Parallel, only what is not about its
/// machines is looked through.
pub(super) fn said_at<'a, 't>(state: &'a State<'t>, at: Node<'t>) -> Option<Expression<'a, 't>> {
    let find = Find(at);
    let templates = [&state.arguments, &state.result_selector, &state.output, &state.assign];
    let caught = || {
        state.catch.iter().find_map(|it| {
            let own = [&it.assign, &it.output].into_iter().flatten().find_map(|it| find.template(it));
            own.or_else(|| find.destination(&it.result_path))
        })
    };
    find.selection(&state.input_path)
        .or_else(|| templates.into_iter().flatten().find_map(|it| find.template(it)))
        .or_else(|| find.kind(&state.kind))
        .or_else(|| find.destination(&state.result_path))
        .or_else(|| find.selection(&state.output_path))
        .or_else(caught)
}

/// Looks for the string of a node.
#[derive(Clone, Copy)]
struct Find<'t>(Node<'t>);

impl<'t> Find<'t> {
    fn kind<'a>(self, kind: &'a Kind<'t>) -> Option<Expression<'a, 't>> {
        match kind {
            Kind::Task(task) => {
                let numbers = [&task.timeout, &task.heartbeat];
                let in_numbers = numbers.into_iter().find_map(|it| self.number(it));
                in_numbers.or_else(|| task.credentials.as_ref().and_then(|it| self.template(it)))
            }
            Kind::Choice(choice) => choice.rules.iter().find_map(|rule| {
                let shaped = [&rule.assign, &rule.output].into_iter().flatten().find_map(|it| self.template(it));
                shaped.or_else(|| self.test(&rule.test))
            }),
            Kind::Wait(Wait::Seconds(seconds)) => self.number(seconds),
            Kind::Wait(Wait::Timestamp(template)) => self.template(template),
            Kind::Wait(Wait::TimestampPath(path)) => self.path(path),
            Kind::Fail { error, cause } => [error, cause].into_iter().find_map(|it| match it {
                Text::Absent => None,
                Text::Template(template) | Text::Computed(template) => self.template(template),
            }),
            Kind::Pass(_) | Kind::Succeed | Kind::Parallel(_) | Kind::Map(_) => None,
        }
    }

    fn test<'a>(self, test: &'a Test<'t>) -> Option<Expression<'a, 't>> {
        match test {
            Test::And(all) | Test::Or(all) => all.iter().find_map(|it| self.test(it)),
            Test::Not(test) => self.test(test),
            Test::Condition(template) => self.template(template),
            Test::Compare { variable, operand, .. } => self.path(variable).or_else(|| match operand {
                Operand::Path(path) => self.path(path),
                Operand::Literal(_) => None,
            }),
        }
    }

    fn template<'a>(self, template: &'a Template<'t>) -> Option<Expression<'a, 't>> {
        match template {
            Template::Literal(..) => None,
            Template::Computed(it) => (it.text.node == self.0).then(|| Expression::of(it)),
            Template::Array(items) => items.iter().find_map(|it| self.template(it)),
            Template::Object { plain, computed } => plain.iter().chain(computed).find_map(|(_, it)| self.template(it)),
        }
    }

    fn number<'a>(self, number: &'a Number<'t>) -> Option<Expression<'a, 't>> {
        match number {
            Number::Absent => None,
            Number::Template(template) => self.template(template),
            Number::Path(path) => self.path(path),
        }
    }

    fn selection<'a>(self, selection: &'a Selection<'t>) -> Option<Expression<'a, 't>> {
        if let Selection::Path(path) = selection { self.path(path) } else { None }
    }

    fn destination<'a>(self, destination: &'a Destination<'t>) -> Option<Expression<'a, 't>> {
        if let Destination::Path(path) = destination { self.path(path) } else { None }
    }

    fn path<'a>(self, path: &'a PathText<'t>) -> Option<Expression<'a, 't>> {
        (path.node == self.0).then(|| Expression::Path(&path.path))
    }
}
