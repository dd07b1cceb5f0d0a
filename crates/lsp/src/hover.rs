//! What a person is told of what the pointer rests on.

use crate::complete::{about, kind, life, raised, shape_at, takes, waits};
use crate::cursor::{Cursor, Spot};
use crate::functions;
use crate::scene::Scene;
use crate::snapshot::Snapshot;
use crate::symbol::Symbol;
use crate::words;
use asl_catalogue::{Action, Resource, Structure, bedrock};
use asl_semantics::plan::StepName;
use asl_semantics::{Body, Field, QueryLanguage, Shape, StateId};
use asl_syntax::jsonata::{Expr, ExprKind};
use asl_syntax::jsonpath::{Path, StepKind, Value};
use asl_syntax::{Node, Span, Str};
use asl_types::Type;
use tower_lsp::ls_types::{Hover, HoverContents, MarkupContent, MarkupKind, Position};

/// So many characters of a type are shown.
const SHORT: usize = 400;

/// What is told at a position.
pub fn hover(snapshot: &Snapshot, position: Position) -> Option<Hover> {
    let (scene, at) = snapshot.scene_at(snapshot.offset(position))?;
    let cursor = scene.cursor(at);
    let (value, span) = told(&scene, &cursor)?;
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
    Some(Hover { contents, range: Some(scene.range(span)) })
}

/// The words, and what they are about.
pub fn told<'s>(scene: &Scene<'s>, cursor: &Cursor<'_, 's>) -> Option<(String, Span)> {
    let node = cursor.spot.node();
    if let Some((text, span)) = cursor.spot.text().and_then(|text| in_expression(scene, cursor, text)) {
        return Some((text, span));
    }
    let words = match scene.symbol(cursor) {
        Some(Symbol::State(id)) => state(scene, id),
        Some(symbol @ Symbol::Variable(..)) => variable(scene, cursor, &symbol)?,
        None => match cursor.spot {
            Spot::Key(member) => name(scene, cursor, member)?,
            Spot::Value(_) => value(scene, cursor, cursor.spot.text()?)?,
            Spot::Between(_) => return None,
        },
    };
    Some((words, node.span()))
}

/// A state: what it does, what it calls, and the data at each of its steps.
fn state(scene: &Scene<'_>, id: StateId) -> String {
    let state = scene.definition.state(id);
    let mut out = match state.kind {
        Some(kind) => vec![format!("**{}** · {}", state.name.text, kind.name()), words::state_type(kind).to_owned()],
        None => vec![format!("**{}**", state.name.text)],
    };
    let comment = scene.definition.get(scene.object(id), Field::Comment).and_then(Node::as_str);
    out.extend(comment.map(|it| format!("> {}", it.text.replace('\n', " "))));
    out.extend(scene.resource(id).map(|it| call(&it)));
    if let Some(known) = scene.state_types(id) {
        let steps = known.steps().filter(|(step, _)| *step != StepName::Variables);
        let lines = steps.map(|(step, of)| format!("{}: {}", words::step(step), of.short(SHORT)));
        out.push(block(&lines.collect::<Vec<_>>().join("\n")));
        let variables: Vec<String> =
            known.variables.iter().map(|(name, of)| format!("${name}: {}", of.short(SHORT))).collect();
        out.extend((!variables.is_empty()).then(|| block(&variables.join("\n"))));
    }
    let errors = raised(scene, id).into_iter().filter(|it| !it.is_empty());
    let errors: Vec<String> = errors.map(|it| format!("`{it}`")).collect();
    out.extend((!errors.is_empty()).then(|| format!("May fail with {}.", few(&errors))));
    out.join("\n\n")
}

fn few(names: &[String]) -> String {
    const FEW: usize = 12;
    let shown = names.get(..FEW.min(names.len())).unwrap_or_default().join(", ");
    if names.len() > FEW { format!("{shown} and {} more", names.len() - FEW) } else { shown }
}

fn block(text: &str) -> String {
    format!("```asl-type\n{text}\n```")
}

/// What a resource is.
fn call(resource: &Resource<'_>) -> String {
    match resource {
        Resource::Function { name, .. } => format!("Calls the function `{name}`."),
        Resource::Activity => "Waits for a worker to do the activity.".to_owned(),
        Resource::Unknown => "What it calls is not known here.".to_owned(),
        Resource::Optimized { service, action, .. } | Resource::Sdk { service, action, .. } => {
            let how = resource.pattern().map_or("", waits);
            let what = resource.action().map_or_else(|| "No such action is known.".to_owned(), parameters);
            format!("Calls `{service}:{action}` and {how}. {what}").trim_end().to_owned()
        }
    }
}

/// What an action takes, in words.
fn parameters(action: Action<'_>) -> String {
    let optional = action.input().into_iter().flat_map(Structure::members).filter(|it| !it.is_required());
    let names: Vec<String> = optional.map(|it| format!("`{}`", it.name())).collect();
    let may = if names.is_empty() { String::new() } else { format!("Takes {}.", few(&names)) };
    let old = if action.is_deprecated() { "The service deprecates it." } else { "" };
    [takes(action), may, old.to_owned()].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The name of a member.
fn name(scene: &Scene<'_>, cursor: &Cursor<'_, '_>, member: asl_syntax::Member<'_>) -> Option<String> {
    let entry = cursor.entry?;
    if entry.member.key.node == member.key.node {
        let field = entry.field?;
        let spec = entry.spec?;
        let language = spec.language.map_or(String::new(), |it| format!(" · {} only", it.name()));
        let required = if spec.required { " · required" } else { "" };
        return Some(format!("**{field}**{required}{language}\n\n{}", words::field(field)));
    }
    let stem = member.key.text.strip_suffix(".$").unwrap_or(member.key.text);
    let parent = shape_at(scene, cursor, member.key.node.parent()?)?;
    let asl_catalogue::Shape::Structure(structure) = parent else { return None };
    let known = structure.member(stem)?;
    let required = if known.is_required() { ", required" } else { "" };
    let old = if known.is_deprecated() { " The service deprecates it." } else { "" };
    Some(format!("**{}** · {}{required}\n\n{}{old}", known.name(), kind(known.shape()), about(known.shape())))
}

/// A string that is no expression.
fn value(scene: &Scene<'_>, cursor: &Cursor<'_, '_>, text: Str<'_>) -> Option<String> {
    let spec = cursor.entry?.spec?;
    match spec.shape {
        Shape::ErrorNames => {
            let meaning = words::error(text.text).or_else(|| {
                let (prefix, _) = text.text.split_once('.')?;
                Some(format!("An error of {prefix}."))
            })?;
            Some(format!("**{}**\n\n{meaning}", text.text))
        }
        Shape::Resource => {
            let resource = Resource::parse(text.text, asl_syntax::placeholder::is_hidden).ok()?;
            Some(call(&resource))
        }
        _ if spec.field == Field::Type => {
            let kind = asl_semantics::StateType::of(text.text)?;
            Some(format!("**{}**\n\n{}", kind.name(), words::state_type(kind)))
        }
        Shape::Template if text.node.key().is_some_and(|key| key.text == "ModelId") => {
            let id = bedrock::ModelId::parse(text.text).ok()?.model()?;
            Some(format!("**{id}**\n\n{}", life(id, bedrock::model(id)?)))
        }
        Shape::Template => {
            let shape = shape_at(scene, cursor, text.node)?;
            let about = about(shape);
            (!about.is_empty()).then(|| format!("{}. {about}", kind(shape)))
        }
        _ => None,
    }
}

/// A variable: its type, and where it is set.
fn variable<'s>(scene: &Scene<'s>, cursor: &Cursor<'_, 's>, symbol: &Symbol) -> Option<String> {
    let Symbol::Variable(name, _) = symbol else { return None };
    let roots = scene.roots(cursor);
    let of = roots.and_then(|roots| roots.variables.get(&**name).cloned()).or_else(|| {
        let known = scene.state_types(cursor.object?.state?)?;
        known.assigned.iter().find(|(other, _)| other == name).map(|(_, of)| of.clone())
    });
    let out = block(&format!("${name}: {}", of.map_or_else(|| "unknown".to_owned(), |of| of.short(SHORT))));
    let places = scene.uses(symbol).into_iter().filter(|it| it.is_declaration);
    let mut names: Vec<String> = places
        .filter_map(|it| scene.cursor(it.span().start).object.and_then(|object| object.state))
        .map(|id| format!("`{}`", scene.name(id)))
        .collect();
    names.dedup();
    Some(if names.is_empty() { out } else { format!("{out}\n\nSet in {}.", few(&names)) })
}

/// The part of an expression under the pointer, with its type.
fn in_expression<'s>(scene: &Scene<'s>, cursor: &Cursor<'_, 's>, text: Str<'s>) -> Option<(String, Span)> {
    let expression = scene.expression(text.node)?;
    let at = cursor.within(text)?;
    let language = scene.language(cursor.object?);
    let roots = scene.roots(cursor)?;
    let told = |part: Span, of: Option<Type>| {
        let written = text.text.get(part.range())?;
        let of = of.map_or_else(|| "unknown".to_owned(), |of| of.short(SHORT));
        let meaning = words::member(written).map_or(String::new(), |it| format!("\n\n{it}"));
        Some((format!("{}{meaning}", block(&format!("{written}: {of}"))), text.place(part)))
    };
    match &expression.body {
        Body::Path(parsed) => {
            let part = part_of_path(&parsed.path, at)?;
            told(part, roots.evaluate(text.text.get(part.range())?, language))
        }
        Body::Call(parsed) => {
            let mut found = None;
            parsed.call.walk(&mut |call| {
                if touches(call.name_span, at) {
                    found = Some((call.name, call.name_span));
                }
            });
            if let Some((name, span)) = found {
                return function(name, language).map(|it| (it, text.place(span)));
            }
            let mut part = None;
            parsed.call.walk_paths(&mut |path| part = part.or_else(|| part_of_path(path, at)));
            let part = part?;
            told(part, roots.evaluate(text.text.get(part.range())?, language))
        }
        Body::Jsonata(start, parsed) => {
            let inner = at.checked_sub(*start)?;
            let source = text.text.get(*start as usize..)?;
            if let Some((name, span)) = called_at(&parsed.expr, inner) {
                return function(&name, language).map(|it| (it, text.place(span.shifted(*start))));
            }
            let part = part_of_jsonata(&parsed.expr, inner)?;
            told(part.shifted(*start), roots.evaluate(source.get(part.range())?, language))
        }
        _ => None,
    }
}

fn touches(span: Span, at: u32) -> bool {
    span.start <= at && at <= span.end
}

fn function(name: &str, language: QueryLanguage) -> Option<String> {
    let function = functions::find(name, language)?;
    Some(format!("```asl-type\n{}\n```\n\n{}", function.usage(), function.meaning))
}

/// From the root of a path to the end of the step at an offset.
fn part_of_path(path: &Path<'_>, at: u32) -> Option<Span> {
    if !touches(path.span, at) {
        return None;
    }
    let step = path.steps.iter().find(|step| step.span.start < at && at <= step.span.end);
    // A path inside of a filter has another root.
    let is_inner = step.is_some_and(|step| match &step.kind {
        StepKind::Filter(_) => true,
        StepKind::Call { args, .. } => args.iter().any(|it| matches!(it.value, Value::Path(_)) && touches(it.span, at)),
        _ => false,
    });
    (!is_inner)
        .then(|| Span::new(path.span.start, step.map_or(path.span.end.min(root_end(path)), |step| step.span.end)))
}

fn root_end(path: &Path<'_>) -> u32 {
    path.steps.first().map_or(path.span.end, |step| step.span.start)
}

/// The function whose name stands at an offset.
fn called_at(expr: &Expr, at: u32) -> Option<(String, Span)> {
    let mut found = None;
    expr.walk(|it| {
        if let ExprKind::Call(call) = &it.kind
            && touches(call.callee.span, at)
            && let Some(name) = call.name()
        {
            found = Some((format!("${name}"), call.callee.span));
        }
    });
    found
}

/// The part at an offset that can be looked at by itself: a chain of names that begins with a variable, up to that name.
fn part_of_jsonata(expr: &Expr, at: u32) -> Option<Span> {
    let mut found: Option<Span> = None;
    expr.walk(|it| {
        let part = match &it.kind {
            ExprKind::Path(steps) => {
                let begins = steps.first().is_some_and(|it| it.head().variable().is_some_and(|name| !name.is_empty()));
                let step = steps.iter().find(|step| touches(step.head().span, at));
                step.filter(|_| begins).map(|step| Span::new(it.span.start, step.head().span.end))
            }
            ExprKind::Variable(name) if !name.is_empty() && touches(it.span, at) => Some(it.span),
            _ => None,
        };
        if let Some(part) = part.filter(|_| found.is_none()) {
            found = Some(part);
        }
    });
    found
}
