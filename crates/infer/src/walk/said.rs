//! What the strings of a state say, found by their places.

use super::facts::Expression;
use asl_expressions::Template;
use asl_semantics::plan::{Destination, Kind, Number, Operand, PathText, Selection, State, Test, Text, Wait};
use asl_syntax::Node;

/// So few strings are looked for one by one; for more, all that the state says is written down first.
const FEW: usize = 4;

/// What the strings of a state say. Of a Map or Parallel, only what is not about its machines is looked through.
pub(super) struct Said<'a, 't> {
    state: &'a State<'t>,
    /// Each string by how far behind its state it stands; none where few are asked for.
    all: Option<Vec<(u32, Expression<'a, 't>)>>,
}

impl<'a, 't> Said<'a, 't> {
    /// Of a state that is asked for so many of them.
    pub(super) fn new(state: &'a State<'t>, count: usize) -> Self {
        let all = (count > FEW).then(|| {
            let mut all = Vec::new();
            let mut take = |node: Node<'t>, said| {
                all.extend(state.node.distance(node).map(|distance| (distance, said)));
                false
            };
            Search(&mut take).state(state);
            all.sort_by_key(|(distance, _)| *distance);
            all
        });
        Self { state, all }
    }

    /// What a string says that stands so far behind the state; none, where nothing in it is computed.
    pub(super) fn at(&self, node: Node<'t>, distance: u32) -> Option<Expression<'a, 't>> {
        if let Some(all) = &self.all {
            let (found, said) = all.get(all.partition_point(|(it, _)| *it < distance))?;
            return (*found == distance).then_some(*said);
        }
        let mut found = None;
        let mut take = |it: Node<'t>, said| {
            let is_it = it == node;
            if is_it {
                found = Some(said);
            }
            is_it
        };
        Search(&mut take).state(self.state);
        found
    }
}

/// Goes through the strings in which something is computed, until one is told to be the last: then it gives true.
struct Search<'s, 'a, 't>(&'s mut dyn FnMut(Node<'t>, Expression<'a, 't>) -> bool);

impl<'a, 't> Search<'_, 'a, 't> {
    fn state(&mut self, state: &'a State<'t>) -> bool {
        self.selection(&state.input_path)
            || self.templates(&[&state.arguments, &state.result_selector, &state.output, &state.assign])
            || self.kind(&state.kind)
            || self.destination(&state.result_path)
            || self.selection(&state.output_path)
            || state
                .catch
                .iter()
                .any(|it| self.templates(&[&it.assign, &it.output]) || self.destination(&it.result_path))
    }

    fn kind(&mut self, kind: &'a Kind<'t>) -> bool {
        match kind {
            Kind::Task(task) => {
                self.number(&task.timeout) || self.number(&task.heartbeat) || self.templates(&[&task.credentials])
            }
            Kind::Choice(choice) => {
                choice.rules.iter().any(|rule| self.templates(&[&rule.assign, &rule.output]) || self.test(&rule.test))
            }
            Kind::Wait(Wait::Seconds(seconds)) => self.number(seconds),
            Kind::Wait(Wait::Timestamp(template)) => self.template(template),
            Kind::Wait(Wait::TimestampPath(path)) => self.path(path),
            Kind::Fail { error, cause } => [error, cause].into_iter().any(|it| match it {
                Text::Absent => false,
                Text::Template(template) | Text::Computed(template) => self.template(template),
            }),
            Kind::Pass(_) | Kind::Succeed | Kind::Parallel(_) | Kind::Map(_) => false,
        }
    }

    fn test(&mut self, test: &'a Test<'t>) -> bool {
        match test {
            Test::And(all) | Test::Or(all) => all.iter().any(|it| self.test(it)),
            Test::Not(test) => self.test(test),
            Test::Condition(template) => self.template(template),
            Test::Compare { variable, operand, .. } => {
                self.path(variable) || matches!(operand, Operand::Path(path) if self.path(path))
            }
        }
    }

    fn templates(&mut self, templates: &[&'a Option<Template<'t>>]) -> bool {
        templates.iter().copied().flatten().any(|it| self.template(it))
    }

    fn template(&mut self, template: &'a Template<'t>) -> bool {
        match template {
            Template::Literal(..) => false,
            Template::Computed(it) => (self.0)(it.text.node, Expression::of(it)),
            Template::Array(items) => items.iter().any(|it| self.template(it)),
            Template::Object { plain, computed } => plain.iter().chain(computed).any(|(_, it)| self.template(it)),
        }
    }

    fn number(&mut self, number: &'a Number<'t>) -> bool {
        match number {
            Number::Absent => false,
            Number::Template(template) => self.template(template),
            Number::Path(path) => self.path(path),
        }
    }

    fn selection(&mut self, selection: &'a Selection<'t>) -> bool {
        matches!(selection, Selection::Path(path) if self.path(path))
    }

    fn destination(&mut self, destination: &'a Destination<'t>) -> bool {
        matches!(destination, Destination::Path(path) if self.path(path))
    }

    fn path(&mut self, path: &'a PathText<'t>) -> bool {
        (self.0)(path.node, Expression::Path(&path.path))
    }
}
