//! Names that stand for something: states and variables, and each place where one is meant.

use crate::cursor::{Cursor, Spot};
use crate::scene::Scene;
use asl_expressions::jsonata::is_function_of_aws;
use asl_semantics::{Body, Expression, Field, MachineId, ObjectKind, StateId, each_free_variable};
use asl_syntax::{Kind, Node, Span, Str};

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// A state.
    State(StateId),
    /// A variable, and the machine whose states assign it.
    Variable(String, MachineId),
}

/// A place where it is meant.
#[derive(Clone, Copy, Debug)]
pub struct Use<'s> {
    /// The string that it stands in.
    pub text: Str<'s>,
    /// Its part that is the name, without a `$`; none: all of it.
    pub within: Option<Span>,
    /// Does this place make it?
    pub is_declaration: bool,
}

impl Use<'_> {
    /// Its place in the definition's text.
    pub fn span(&self) -> Span {
        self.within.map_or_else(|| self.text.span(), |within| self.text.place(within))
    }
}

impl<'s> Scene<'s> {
    /// What the name at a place stands for.
    pub fn symbol(&self, cursor: &Cursor<'_, 's>) -> Option<Symbol> {
        let node = cursor.spot.node();
        if let Spot::Key(member) = cursor.spot {
            if let Some(state) = self.definition.states().iter().find(|state| state.name.node == member.key.node) {
                return Some(Symbol::State(state.id));
            }
        } else if let Some(target) = self.graph().transitions().iter().find(|it| it.node == node) {
            return target.target.map(Symbol::State);
        }
        let uses = self.variable_uses(|owner| owner == node);
        let touches = |span: Span| span.start.saturating_sub(1) <= cursor.at && cursor.at <= span.end;
        let (name, machine, _) = uses.into_iter().find(|(_, _, it)| touches(it.span()))?;
        Some(Symbol::Variable(name.clone(), self.scope_of(&name, machine)))
    }

    /// All places where it is meant, those that make it first.
    pub fn uses(&self, symbol: &Symbol) -> Vec<Use<'s>> {
        let mut out: Vec<Use<'s>> = match symbol {
            Symbol::State(id) => {
                let state = self.definition.state(*id);
                let own = Use { text: state.name, within: None, is_declaration: true };
                let into = self.graph().transitions_into(*id).filter_map(|it| it.name);
                std::iter::once(own).chain(into.map(|text| Use { text, within: None, is_declaration: false })).collect()
            }
            Symbol::Variable(name, scope) => {
                let all = self.variable_uses(|_| true);
                let same = all.into_iter().filter(|(other, at, _)| other == name && self.scope_of(name, *at) == *scope);
                same.map(|(_, _, it)| it).collect()
            }
        };
        out.sort_by_key(|it| (!it.is_declaration, it.span().start));
        out
    }

    /// The machine whose states assign a variable that is met in another, or in the same.
    fn scope_of(&self, name: &str, machine: MachineId) -> MachineId {
        let mut scope = machine;
        for around in self.definition.enclosing(machine) {
            if self.assigns(around.id, name) {
                scope = around.id;
            }
            // A child workflow sees nothing of what is around it.
            if self.is_child_workflow(around.id) {
                break;
            }
        }
        scope
    }

    fn is_child_workflow(&self, machine: MachineId) -> bool {
        let object = self.definition.object(self.definition.machine(machine).object);
        let mode = self.definition.get(object, Field::ProcessorConfig).and_then(|config| config.get("Mode"));
        mode.and_then(Node::as_str).is_some_and(|mode| mode.text == "DISTRIBUTED")
    }

    fn assigns(&self, machine: MachineId, name: &str) -> bool {
        let objects = self.definition.objects().iter().filter(|object| object.machine == machine);
        let mut assigned = objects.filter_map(|object| self.definition.get(object, Field::Assign));
        assigned.any(|node| node.members().any(|member| variable_of(member.key.text) == name))
    }

    /// Does an expression of JSONata that reads a variable mean something of its own by another name: what it binds itself,
    /// or a function?
    pub fn means_its_own(&self, variable: &str, name: &str) -> bool {
        let readers = self
            .expressions()
            .iter()
            .filter(|it| matches!(it.body, Body::Jsonata(..)) && read_in(it).iter().any(|(read, _)| read == variable));
        let mut texts = readers.filter_map(Expression::text).peekable();
        let is_function = texts.peek().is_some() && is_function_of_aws(name);
        is_function || texts.any(|text| names_variable(text.text, name))
    }

    /// The variables of the definition: name, the machine that assigns it, and a place that does.
    pub fn variables(&self) -> Vec<(String, MachineId, Use<'s>)> {
        let all = self.variable_uses(|_| true);
        all.into_iter().filter(|(_, _, it)| it.is_declaration).collect()
    }

    /// Every place where a variable is written or read in one of these strings.
    pub fn variable_uses(&self, of: impl Fn(Node<'s>) -> bool) -> Vec<(String, MachineId, Use<'s>)> {
        let mut out = Vec::new();
        for object in self.definition.objects() {
            let assigned = self.definition.get(object, Field::Assign).filter(|node| node.kind() == Kind::Object);
            let takes = matches!(object.kind, ObjectKind::State(_) | ObjectKind::Catcher | ObjectKind::ChoiceRule);
            for member in assigned.into_iter().filter(|_| takes).flat_map(Node::members).filter(|m| of(m.key.node)) {
                let name = variable_of(member.key.text);
                let within = (name.len() < member.key.text.len()).then(|| Span::new(0, name.len() as u32));
                let it = Use { text: member.key, within, is_declaration: true };
                out.push((name.to_owned(), object.machine, it));
            }
        }
        for expression in self.expressions().iter().filter(|it| of(it.node)) {
            let machine = self.definition.object(expression.object).machine;
            for (name, span) in read_in(expression) {
                if let Some(text) = expression.text() {
                    out.push((name, machine, Use { text, within: Some(span), is_declaration: false }));
                }
            }
        }
        out
    }
}

/// The variables that an expression reads, with the spans of their names in its string, without the `$`.
fn read_in(expression: &Expression<'_>) -> Vec<(String, Span)> {
    let mut out = Vec::new();
    match &expression.body {
        Body::Path(parsed) => {
            out.extend(parsed.path.variables().into_iter().map(|(name, span)| (name.to_owned(), span)));
        }
        Body::Call(parsed) => parsed.call.walk_paths(&mut |path| {
            if let asl_syntax::jsonpath::Root::Variable { name, span } = path.root {
                out.push((name.to_owned(), span));
            }
        }),
        Body::Jsonata(start, parsed) => each_free_variable(&parsed.expr, &mut Vec::new(), &mut |name, span| {
            out.push((name.to_owned(), Span::new(span.start + 1, span.end).shifted(*start)));
        }),
        Body::HalfOpen | Body::Other | Body::Unknown => {}
    }
    out
}

/// The variable that a key of `Assign` names.
fn variable_of(key: &str) -> &str {
    key.strip_suffix(".$").unwrap_or(key)
}

/// Does the name stand behind a `$` somewhere in a text?
fn names_variable(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.split('$').skip(1).any(|rest| rest.strip_prefix(name).is_some_and(|behind| !behind.starts_with(is_part)))
}

/// May a variable bear this name?
pub fn is_variable_name(name: &str) -> bool {
    const LONGEST: usize = 80;
    let begins = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let is_short = name.chars().count() <= LONGEST;
    begins && is_short && name.chars().all(|c| c.is_alphanumeric() || c == '_') && name != "states"
}
