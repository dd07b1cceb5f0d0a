use super::prelude::*;
use asl_infer::{Certainty, Expression as Said, FaultKind, Problem};
use asl_semantics::{MachineId, free_variables};
use asl_syntax::jsonata::ExprKind;
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

pub(super) static RULE: Rule = Rule {
    id: "unassigned-variable",
    category: Category::Variables,
    stage: Stage::Run,
    severity: Severity::Error,
    page: include_str!("unassigned-variable.md"),
    check,
};

fn check<'t>(ctx: &Context<'_, 't>, report: &mut Report<'t>) {
    if ctx.definition.objects().iter().any(|object| may_assign_more(ctx, object)) {
        return;
    }
    let assignments = Assignments::of(ctx);
    if ctx.facts.is_none() {
        return report.add_all(in_refused(ctx, &assignments));
    }
    for problem in ctx.problems() {
        let FaultKind::UnknownVariable { name } = &problem.fault.kind else { continue };
        match problem.fault.certainty {
            Certainty::Certain => report.add(never(ctx, &assignments, problem, name)),
            Certainty::Possible if assignments.may_be_missed(ctx, problem.state.id, name) => {
                report.add(not_always(&assignments, problem, name).possible());
            }
            Certainty::Possible | Certainty::Unproven => {}
        }
    }
}

/// Where variables are assigned.
#[derive(Default)]
struct Assignments<'t> {
    /// The variables, in the order of the text.
    names: Vec<&'t str>,
    by_name: HashMap<&'t str, Vec<(StateId, Str<'t>)>>,
}

impl<'t> Assignments<'t> {
    fn of(ctx: &Context<'_, 't>) -> Self {
        let mut all = Self::default();
        for object in ctx.definition.objects() {
            let Some(assign) = ctx.definition.entry(object, Field::Assign).filter(|e| e.spec.is_some()) else {
                continue;
            };
            let Some(state) = object.state else { continue };
            for member in assign.member.value.members() {
                if let Some(name) = super::variable_name::assigned(object, member.key) {
                    let places = all.by_name.entry(name).or_default();
                    if places.is_empty() {
                        all.names.push(name);
                    }
                    places.push((state, member.key));
                }
            }
        }
        all
    }

    fn of_name(&self, name: &str) -> &[(StateId, Str<'t>)] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// Does a way lead from the start of its machine to a state on which nothing assigns the variable, and nothing is
    /// decided that may go together with that?
    fn may_be_missed(&self, ctx: &Context<'_, '_>, id: StateId, name: &str) -> bool {
        let assigning: HashSet<StateId> = self.of_name(name).iter().map(|(state, _)| *state).collect();
        let machine = ctx.definition.state(id).machine;
        // What is around a machine may have assigned it.
        if ctx.definition.machine(machine).owner.is_some() {
            return false;
        }
        let starts = ctx.graph.transitions().iter().filter(|it| it.from.is_none() && it.machine == machine);
        let mut queue: VecDeque<StateId> = starts.filter_map(|it| it.target).collect();
        let mut seen: HashSet<StateId> = queue.iter().copied().collect();
        while let Some(at) = queue.pop_front() {
            if at == id {
                return true;
            }
            let decides = ctx.definition.state(at).kind.is_none_or(|kind| kind == StateType::Choice);
            if !decides && !assigning.contains(&at) {
                queue.extend(ctx.graph.successors(at).filter(|next| seen.insert(*next)));
            }
        }
        false
    }
}

/// The machines whose variables a state reads, and those whose variables end on the way in.
struct Scope {
    seen: Vec<MachineId>,
    /// Around a distributed Map, which is named.
    beyond: Vec<MachineId>,
    map: Option<StateId>,
}

impl Scope {
    fn of(ctx: &Context<'_, '_>, id: StateId) -> Self {
        let mut scope = Self { seen: Vec::new(), beyond: Vec::new(), map: None };
        let mut machine = Some(ctx.definition.state(id).machine);
        while let Some(at) = machine {
            if scope.map.is_none() { &mut scope.seen } else { &mut scope.beyond }.push(at);
            let owner = ctx.definition.machine(at).owner;
            scope.map = scope.map.or_else(|| owner.filter(|owner| is_distributed(ctx, *owner)));
            machine = owner.map(|owner| ctx.definition.state(owner).machine);
        }
        scope
    }

    fn sees(&self, ctx: &Context<'_, '_>, by: StateId) -> bool {
        self.seen.contains(&ctx.definition.state(by).machine)
    }

    /// How a value gets here that is assigned where this does not see it.
    fn way_to(&self, ctx: &Context<'_, '_>, by: StateId) -> String {
        let machine = ctx.definition.state(by).machine;
        if let Some(map) = self.map.filter(|_| self.beyond.contains(&machine)) {
            let name = ctx.name(map);
            return format!(
                "each item of the distributed Map `{name}` is an execution of its own: pass the value on in its `ItemSelector`"
            );
        }
        match ctx.definition.machine(machine).owner {
            Some(owner) => {
                format!("the variables inside of `{}` end with it: pass the value out as output", ctx.name(owner))
            }
            None => "pass the value on as input".to_owned(),
        }
    }
}

fn is_distributed(ctx: &Context<'_, '_>, id: StateId) -> bool {
    let object = ctx.definition.object(ctx.definition.state(id).object);
    ctx.definition.children(object, ObjectKind::Processor).any(|processor| {
        let mode = ctx.get(processor, Field::ProcessorConfig).and_then(|config| config.get(Field::Mode.name()));
        mode.and_then(Node::as_str).is_some_and(|mode| mode.text == "DISTRIBUTED")
    })
}

/// May a placeholder hide an `Assign` here, or the name of a variable in it?
fn may_assign_more(ctx: &Context<'_, '_>, object: &Object<'_>) -> bool {
    let may_hold = matches!(object.kind, ObjectKind::State(_) | ObjectKind::Catcher | ObjectKind::ChoiceRule);
    may_hold
        && (object.node.is_open()
            || ctx.get(object, Field::Assign).is_some_and(Node::is_open)
            || [Field::Catch, Field::Choices]
                .into_iter()
                .filter_map(|field| ctx.get(object, field))
                .any(|list| list.is_unknown() || list.items().any(Node::is_unknown)))
}

/// In a definition that AWS refuses nobody knows how data flows; but what is assigned nowhere is known.
fn in_refused<'t>(ctx: &Context<'_, 't>, assignments: &Assignments<'t>) -> Vec<Finding<'t>> {
    // A field that is mistyped, or a text that breaks off, may be one that assigns; so may a value that is none.
    let assigns = || ctx.definition.objects().iter().filter_map(|object| ctx.get(object, Field::Assign));
    let is_open = |node: Node<'_>| node.kind() != Kind::Object || node.members().any(|it| it.value.is_unknown());
    if !ctx.mistyped.is_empty() || !ctx.tree().errors().is_empty() || assigns().any(is_open) {
        return Vec::new();
    }
    let mut all = Vec::new();
    for expression in ctx.expressions.iter() {
        let Some(state) = ctx.definition.state_of(ctx.definition.object(expression.object)) else { continue };
        let Some(text) = expression.text() else { continue };
        for (name, span) in read(&expression.body) {
            if assignments.of_name(&name).is_empty() {
                let place = (Place::within(text, span), matches!(expression.body, Body::Jsonata(..)));
                all.push(nowhere(ctx, assignments, state.name.text, place, &name));
            }
        }
    }
    all
}

/// The variables of the workflow that an expression reads, and where.
fn read(body: &Body<'_>) -> Vec<(String, Span)> {
    let owned = |(name, span): (&str, Span)| (name.to_owned(), span);
    match body {
        Body::Path(parsed) if parsed.errors.is_empty() => parsed.path.variables().into_iter().map(owned).collect(),
        Body::Call(parsed) if parsed.errors.is_empty() => {
            let mut all = Vec::new();
            parsed.call.walk_paths(&mut |path| all.extend(path.variables().into_iter().map(owned)));
            all
        }
        Body::Jsonata(begin, parsed) if parsed.errors.is_empty() => {
            let mut names = BTreeSet::new();
            free_variables(&parsed.expr, &mut Vec::new(), &mut names);
            let mut all = Vec::new();
            parsed.expr.walk(|part| match &part.kind {
                ExprKind::Variable(name) if names.remove(name) => {
                    all.push((name.clone(), Span::new(part.span.start + begin, part.span.end + begin)));
                }
                _ => {}
            });
            all
        }
        _ => Vec::new(),
    }
}

fn never<'t>(
    ctx: &Context<'_, 't>,
    assignments: &Assignments<'t>,
    problem: &Problem<'_, 't>,
    name: &str,
) -> Finding<'t> {
    let place = Place::within(problem.text, problem.fault.span);
    let state = problem.state.name;
    let all = assignments.of_name(name);
    let scope = Scope::of(ctx, problem.state.id);
    let seen = all.iter().find(|(by, _)| scope.sees(ctx, *by));
    if let Some((by, key)) = seen {
        let message = format!("`{state}` reads the variable `${name}` before anything assigns it");
        let words = format!("assigned by `{}`, which does not come before it", ctx.name(*by));
        return Finding::new(place, message)
            .label("not assigned yet")
            .related(Place::span(key.node, key.span()), words);
    }
    if let Some((by, key)) = all.first() {
        let message = format!("`{state}` reads the variable `${name}`, which is out of its scope");
        let words = format!("assigned by `{}`", ctx.name(*by));
        return Finding::new(place, message)
            .label("this does not reach it")
            .related(Place::span(key.node, key.span()), words)
            .help(scope.way_to(ctx, *by));
    }
    let is_jsonata = matches!(problem.expression, Said::Jsonata(..));
    nowhere(ctx, assignments, state, (place, is_jsonata), name)
}

fn nowhere<'t>(
    ctx: &Context<'_, 't>,
    assignments: &Assignments<'t>,
    state: &str,
    (place, is_jsonata): (Place<'t>, bool),
    name: &str,
) -> Finding<'t> {
    let message = format!("`{state}` reads the variable `${name}`, which nothing assigns");
    let finding = Finding::new(place, message).label("never assigned");
    if is_jsonata && name == "$" {
        return finding.help("there is no document around an expression: the input of the state is `$states.input`");
    }
    if is_jsonata && ["input", "result", "errorOutput", "context"].contains(&name) {
        return finding.help(format!("write `$states.{name}`"));
    }
    if let Some(close) = ctx.suggest.closest(name, assignments.names.iter().copied()) {
        return finding.help(format!("did you mean `${close}`?"));
    }
    let field = if is_jsonata { "$states.input.name" } else { "$.name" };
    finding.help(format!("`Assign` sets variables; a field of the input is read as `{field}`"))
}

fn not_always<'t>(assignments: &Assignments<'t>, problem: &Problem<'_, 't>, name: &str) -> Finding<'t> {
    let state = problem.state.name;
    let message = format!("`{state}` reads the variable `${name}`, which is not assigned on every way there");
    let place = Place::within(problem.text, problem.fault.span);
    let finding = Finding::new(place, message).label("may not be assigned yet");
    match assignments.of_name(name).first() {
        Some((_, key)) => finding.related(Place::span(key.node, key.span()), "assigned here"),
        None => finding,
    }
}
