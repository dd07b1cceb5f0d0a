//! What became of states, from one walk to the next of a text that is being written.

use super::facts::{Expression, Problem, Reads};
use super::machine::{Entry, grown};
use super::outcome::{Outcome, Visit};
use super::said::Said;
use crate::context::Around;
use crate::{Fault, Variables};
use asl_semantics::plan::State;
use asl_semantics::{QueryLanguage, StateId};
use asl_syntax::{Format, Source, Span, Tree};
use asl_types::Type;
use std::collections::HashMap;
use std::sync::Arc;

/// So often may a state of a loop be entered with something else, and all of that is remembered.
const MOST_ENTRIES: usize = 6;

/// What is known of the states of a text.
///
/// A state is known by its text, its number, its name, where its ways lead, and all that it gets. So whatever is changed
/// elsewhere, what is known of it is what would be found out anew.
#[derive(Debug, Default)]
pub struct Memo {
    before: Walked,
    now: Walked,
    /// What is of no more use.
    spent: Walked,
}

/// What was found out in one walk.
#[derive(Debug, Default)]
struct Walked {
    text: Option<Source>,
    states: HashMap<StateId, Vec<Known>>,
    /// What types came to together, by where these are in memory.
    joins: HashMap<(usize, usize), Join>,
}

/// What two types came to. They are kept, so that no others are where they are.
#[derive(Debug)]
struct Join {
    _of: [Type; 2],
    joined: Type,
    is_more: bool,
}

/// What is asked of a state.
pub(super) struct Asked<'a, 't> {
    pub(super) state: &'a State<'t>,
    /// Where it leads.
    pub(super) ways: Vec<usize>,
    pub(super) entry: Entry,
    pub(super) around: Around,
}

/// What became of a state.
#[derive(Debug)]
struct Known {
    text: Span,
    name: Box<str>,
    language: QueryLanguage,
    ways: Vec<usize>,
    entry: Entry,
    around: Around,
    outcome: Arc<Outcome>,
    problems: Vec<Loose>,
}

/// A problem that is bound to no text.
#[derive(Debug)]
struct Loose {
    id: usize,
    field: String,
    /// How far behind its state the string stands, counted in nodes.
    distance: u32,
    is_computed: bool,
    reads: Reads,
    input: Type,
    fault: Fault,
}

/// Does each state's text say all of it? In YAML, what an alias (`*name`) stands for is written elsewhere (`&name`).
pub(super) fn is_written_out(tree: &Tree) -> bool {
    match tree.format() {
        Format::Json => true,
        Format::Yaml => !(tree.text().contains('*') && tree.text().contains('&')),
        Format::Hcl => false,
    }
}

impl Memo {
    /// A walk begins.
    pub(super) fn begin(&mut self, text: &Source) {
        self.now = Walked { text: Some(text.clone()), ..Walked::default() };
    }

    /// The walk has come to its end; what it did not come by is of no more use.
    pub(super) fn end(&mut self) {
        self.spent = std::mem::replace(&mut self.before, std::mem::take(&mut self.now));
    }

    /// Gives back the memory of what is of no more use, when there is time for it.
    pub fn tidy(&mut self) {
        self.spent = Walked::default();
    }

    /// What two types come to, and whether that is more than the first.
    pub(super) fn join(&mut self, old: &Type, new: &Type) -> (Type, bool) {
        let place = (old.address(), new.address());
        let of = || {
            let (joined, is_more) = grown(old, new, Type::join);
            Join { _of: [old.clone(), new.clone()], joined, is_more }
        };
        let before = &mut self.before.joins;
        let known = self.now.joins.entry(place).or_insert_with(|| before.remove(&place).unwrap_or_else(of));
        (known.joined.clone(), known.is_more)
    }

    /// What became of a state the last time that all was as it is.
    pub(super) fn recall<'a, 't>(&mut self, asked: &Asked<'a, 't>) -> Option<Visit<'a, 't>> {
        let id = asked.state.id;
        if let Some(at) = self.now.find(asked) {
            return self.now.states.get(&id)?.get(at)?.visit(asked.state);
        }
        let at = self.before.find(asked)?;
        let mut known = self.before.states.get_mut(&id)?.swap_remove(at);
        known.text = asked.state.node.span();
        let visit = known.visit(asked.state);
        self.now.states.entry(id).or_default().push(known);
        visit
    }

    /// Remembers what became of a state.
    pub(super) fn keep(&mut self, asked: Asked<'_, '_>, visit: &Visit<'_, '_>) {
        let Asked { state, ways, entry, around } = asked;
        let problems: Option<Vec<Loose>> = visit.problems.iter().map(Loose::of).collect();
        let place = self.now.states.entry(state.id).or_default();
        if let Some(problems) = problems.filter(|_| place.len() < MOST_ENTRIES) {
            place.push(Known {
                text: state.node.span(),
                name: state.name.into(),
                language: state.language,
                ways,
                entry,
                around,
                outcome: Arc::clone(&visit.outcome),
                problems,
            });
        }
    }
}

impl Walked {
    /// Which of the answers for a state is one to this question.
    fn find(&self, asked: &Asked<'_, '_>) -> Option<usize> {
        let text = self.text.as_ref()?.text();
        self.states.get(&asked.state.id)?.iter().position(|it| it.answers(asked, text))
    }
}

impl Known {
    fn answers(&self, asked: &Asked<'_, '_>, text: &str) -> bool {
        let Asked { state, ways, entry, around } = asked;
        self.entry.input.is_identical(&entry.input)
            && are_identical(&self.entry.variables, &entry.variables)
            && text.get(self.text.range()) == Some(state.node.raw())
            && *self.name == *state.name
            && self.language == state.language
            && self.ways == *ways
            && self.around.is_identical(around)
    }

    fn visit<'a, 't>(&self, state: &'a State<'t>) -> Option<Visit<'a, 't>> {
        let said = Said::new(state, self.problems.iter().filter(|it| it.is_computed).count());
        let problems = self.problems.iter().map(|it| it.bound(state, &said)).collect::<Option<_>>()?;
        Some(Visit { outcome: Arc::clone(&self.outcome), problems })
    }
}

fn are_identical(one: &Arc<Variables>, other: &Arc<Variables>) -> bool {
    Arc::ptr_eq(one, other)
        || one.len() == other.len()
            && one.iter().zip(&**other).all(|((a, of), (b, other))| a == b && of.is_identical(other))
}

impl Loose {
    fn of(problem: &Problem<'_, '_>) -> Option<Self> {
        let Problem { id, state, field, text, expression, reads, input, fault } = problem;
        Some(Self {
            id: *id,
            field: field.clone(),
            distance: state.node.distance(text.node)?,
            is_computed: !matches!(expression, Expression::None),
            reads: *reads,
            input: input.clone(),
            fault: fault.clone(),
        })
    }

    fn bound<'a, 't>(&self, state: &'a State<'t>, said: &Said<'a, 't>) -> Option<Problem<'a, 't>> {
        let node = state.node.further(self.distance)?;
        Some(Problem {
            id: self.id,
            state,
            field: self.field.clone(),
            text: node.as_str()?,
            expression: if self.is_computed { said.at(node, self.distance)? } else { Expression::None },
            reads: self.reads,
            input: self.input.clone(),
            fault: self.fault.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_an_alias_stands_a_text_does_not_say_all() {
        let is_told = |text: &str| is_written_out(&asl_syntax::yaml::parse(Source::new(text)));
        assert!(is_told("Output: \"{% $states.input.a & 'x' %}\""));
        assert!(!is_told("A: &one {Type: Pass}\nB: *one"));
    }
}
