//! The optimised integrations: what is kept of them by hand, laid over the models of the services that they call.

use super::botocore::{Model, Reader, Spelling};
use super::facts::{OptimizedAction, OptimizedService, Type};
use super::model::{Action, Choice, Member, Service, Shape, Shapes};
use asl_catalogue::Pattern;
use asl_catalogue::format::{Kind, action, member, standing};
use std::collections::BTreeMap;

/// The service models, by name.
type Models = BTreeMap<String, Model>;

/// The integration of a service.
pub(super) fn service(
    name: &str,
    facts: &OptimizedService,
    models: &Models,
    older: Option<&Models>,
) -> Result<Service, String> {
    let mut builder = Builder { models, older, readers: BTreeMap::new(), shapes: Shapes::default() };
    let mut actions = Vec::new();
    for (action, known) in &facts.actions {
        let action =
            builder.action(action, known, facts.metadata).map_err(|problem| format!("{name}:{action}: {problem}"))?;
        actions.push(action);
    }
    Ok(Service {
        name: name.to_owned(),
        is_optimized: true,
        standing: standing::LISTED,
        prefix: facts.errors.clone(),
        general: facts.general.clone(),
        actions,
        shapes: builder.shapes,
        ..Service::default()
    })
}

/// Gathers shapes of several models in one table.
struct Builder<'m> {
    models: &'m Models,
    older: Option<&'m Models>,
    readers: BTreeMap<&'m str, Reader<'m>>,
    shapes: Shapes,
}

impl Builder<'_> {
    fn action(&mut self, name: &str, facts: &OptimizedAction, metadata: Option<bool>) -> Result<Action, String> {
        let mut built = Action { name: name.to_owned(), ..Action::default() };
        if let Some(api) = &facts.api {
            let called = self.called(api)?;
            built.stands_for.clone_from(api);
            built.errors.clone_from(&called.errors);
            // Streams are for the integration to read, and what the API deprecates is said where the API is used itself.
            built.input = called.input;
            built.output = called.output;
        }
        built.patterns = patterns(&facts.patterns)?;
        if facts.parameters.is_some() {
            built.flags |= action::LISTED;
        }
        built.input = Some(self.input(built.input, facts)?);
        if let Some(result) = &facts.result {
            built.output = Some(self.build(result)?);
        }
        built.output = built.output.map(|output| self.result(output, metadata)).transpose()?;
        if let Some(sync) = &facts.sync {
            built.sync = Some(self.build(sync)?);
            built.flags |= action::SYNC;
        }
        if let Some(sync) = &facts.sync2 {
            built.sync2 = Some(self.build(sync)?);
            built.flags |= action::SYNC2;
        }
        Ok(built)
    }

    fn input(&mut self, api: Option<usize>, facts: &OptimizedAction) -> Result<usize, String> {
        let mut input = api.map(|api| self.shapes.get(api).cloned()).transpose()?;
        let input = input.get_or_insert_with(|| Shape::new(Kind::Structure));
        let input = self.shapes.add(input.clone());
        self.change(input, &facts.with, &facts.without)?;
        let mut shape = self.shapes.get(input)?.clone();
        if let Some(parameters) = &facts.parameters {
            for name in parameters {
                if shape.members.iter().all(|member| member.name != *name) {
                    return Err(format!("the API has no `{name}`"));
                }
            }
            shape.members.retain(|member| parameters.contains(&member.name));
        }
        if let Some(required) = &facts.required {
            require(&mut shape, required);
        }
        let groups = facts.either.iter().map(|group| (false, group));
        for (is_exclusive, members) in groups.chain(facts.exclusive.iter().map(|group| (true, group))) {
            shape.choices.push(Choice { is_exclusive, members: members.clone() });
        }
        *self.shapes.get_mut(input)? = shape;
        Ok(input)
    }

    /// The result of a call. Results hold the metadata of the call where that was recorded; where nothing was, more than
    /// the API gives may be there.
    fn result(&mut self, output: usize, metadata: Option<bool>) -> Result<usize, String> {
        let mut shape = self.shapes.get(output)?.clone();
        if shape.kind != Kind::Structure {
            return Ok(output);
        }
        shape.is_loose |= metadata.is_none();
        if metadata == Some(true) {
            let string = self.shapes.add(Shape::new(Kind::String));
            let integer = self.shapes.add(Shape::new(Kind::Integer));
            let strings = self.shapes.add(Shape { of: string, ..Shape::new(Kind::List) });
            let map = |of| Shape { key: string, of, ..Shape::new(Kind::Map) };
            let (all, first) = (self.shapes.add(map(strings)), self.shapes.add(map(string)));
            let http = [("AllHttpHeaders", all), ("HttpHeaders", first), ("HttpStatusCode", integer)];
            let http = self.shapes.add(structure(&http));
            let response = self.shapes.add(structure(&[("RequestId", string)]));
            let more = structure(&[("SdkHttpMetadata", http), ("SdkResponseMetadata", response)]);
            shape.members.extend(more.members);
        }
        Ok(self.shapes.add(shape))
    }

    /// The action that is called, its shapes taken over.
    fn called(&mut self, api: &str) -> Result<Action, String> {
        let (service, action) = api.split_once(':').ok_or_else(|| format!("`{api}` is no action"))?;
        let (service, model) = self.models.get_key_value(service).ok_or_else(|| format!("there is no {service}"))?;
        let older = self.older.and_then(|older| older.get(service));
        let reader = self.readers.entry(service).or_insert_with(|| Reader::new(model, older, Spelling::Optimized));
        // One table for all: the reader goes on in ours, where its own shapes lie as well.
        let mut called = reader.find(action)?;
        let first = self.shapes.0.len();
        let moved = |id: usize| id + first;
        self.shapes.0.extend(reader.shapes.0.iter().map(|shape| {
            let mut shape = shape.clone();
            shape.of = moved(shape.of);
            shape.key = moved(shape.key);
            for member in &mut shape.members {
                member.shape = moved(member.shape);
            }
            shape
        }));
        called.input = called.input.map(moved);
        called.output = called.output.map(moved);
        Ok(called)
    }

    fn build(&mut self, facts: &Type) -> Result<usize, String> {
        let shape = match facts {
            Type::Named(name) if name.contains(':') => return self.place(name),
            Type::Named(name) => Shape::new(scalar(name)?),
            Type::Values(values) => Shape { values: values.clone(), ..Shape::new(Kind::String) },
            Type::List { list } => Shape { of: self.build(list)?, ..Shape::new(Kind::List) },
            Type::Map { map } => {
                let key = self.shapes.add(Shape::new(Kind::String));
                Shape { key, of: self.build(map)?, ..Shape::new(Kind::Map) }
            }
            Type::Object { object, required } => {
                let members: Result<Vec<_>, String> =
                    object.iter().map(|(name, of)| Ok((name.as_str(), self.build(of)?))).collect();
                let mut shape = structure(&members?);
                require(&mut shape, required);
                shape
            }
            Type::Changed { from, with, without, required } => {
                let from = self.build(from)?;
                let copy = self.shapes.get(from)?.clone();
                let copy = self.shapes.add(copy);
                self.change(copy, with, without)?;
                ask_for(self.shapes.get_mut(copy)?, required)?;
                return Ok(copy);
            }
        };
        Ok(self.shapes.add(shape))
    }

    /// `emr:addJobFlowSteps.in/Steps/[]`
    fn place(&mut self, place: &str) -> Result<usize, String> {
        let (head, path) = place.split_once('/').unwrap_or((place, ""));
        let (api, side) = head.split_once('.').ok_or_else(|| format!("`{place}` names no side of the action"))?;
        let called = self.called(api)?;
        let side = if side == "in" { called.input } else { called.output };
        self.shapes.follow(side.ok_or_else(|| format!("there is no `{head}`"))?, path)
    }

    /// Replaces and removes what paths lead to. What lies on the way is copied: others may name it as well.
    fn change(&mut self, root: usize, with: &BTreeMap<String, Type>, without: &[String]) -> Result<(), String> {
        for (path, facts) in with {
            let shape = self.build(facts)?;
            let (owner, name) = self.copy_way(root, path)?;
            let owner = self.shapes.get_mut(owner)?;
            match owner.members.iter_mut().find(|member| member.name == name) {
                Some(member) => member.shape = shape,
                None => owner.members.push(Member { name: name.to_owned(), wire: None, shape, flags: 0 }),
            }
        }
        for path in without {
            let (owner, name) = self.copy_way(root, path)?;
            let members = &mut self.shapes.get_mut(owner)?.members;
            let before = members.len();
            members.retain(|member| member.name != name);
            if members.len() == before {
                return Err(format!("there is no `{path}` to take away"));
            }
        }
        Ok(())
    }

    /// The structure that owns the last name of a path, reached by copies alone; and that name.
    fn copy_way<'p>(&mut self, root: usize, path: &'p str) -> Result<(usize, &'p str), String> {
        let (way, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut at = root;
        for step in way.split('/').filter(|step| !step.is_empty()) {
            let next = self.shapes.follow(at, step)?;
            let copy = self.shapes.get(next)?.clone();
            let copy = self.shapes.add(copy);
            let owner = self.shapes.get_mut(at)?;
            if step == "[]" {
                owner.of = copy;
            }
            for member in owner.members.iter_mut().filter(|member| member.name == step) {
                member.shape = copy;
            }
            at = copy;
        }
        Ok((at, name))
    }
}

fn structure(members: &[(&str, usize)]) -> Shape {
    let members =
        members.iter().map(|(name, shape)| Member { name: (*name).to_owned(), wire: None, shape: *shape, flags: 0 });
    Shape { members: members.collect(), ..Shape::new(Kind::Structure) }
}

/// Makes exactly these members required.
fn require(shape: &mut Shape, required: &[String]) {
    for member in &mut shape.members {
        member.flags &= !member::REQUIRED;
        if required.contains(&member.name) {
            member.flags |= member::REQUIRED;
        }
    }
}

/// Makes these members required, beside those that are.
fn ask_for(shape: &mut Shape, required: &[String]) -> Result<(), String> {
    for name in required {
        let member = shape.members.iter_mut().find(|member| member.name == *name);
        member.ok_or_else(|| format!("there is no `{name}` to ask for"))?.flags |= member::REQUIRED;
    }
    Ok(())
}

fn scalar(name: &str) -> Result<Kind, String> {
    Ok(match name {
        "string" => Kind::String,
        "integer" => Kind::Integer,
        "boolean" => Kind::Boolean,
        "json" => Kind::Json,
        "text" => Kind::Text,
        other => return Err(format!("`{other}` is no type")),
    })
}

fn patterns(names: &[String]) -> Result<u64, String> {
    names.iter().try_fold(0, |bits, name| {
        let suffix = if name == "request_response" { String::new() } else { format!(".{name}") };
        Ok(bits | Pattern::of(&suffix).ok_or_else(|| format!("`{name}` is no pattern"))?.bit())
    })
}
