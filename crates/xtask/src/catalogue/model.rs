//! A service as the generator knows it, before it is packed.

use asl_catalogue::format::Kind;

/// A service of the SDK, or the optimised integration of one.
#[derive(Debug, Default)]
pub(super) struct Service {
    /// As it stands in a resource.
    pub(super) name: String,
    pub(super) is_optimized: bool,
    pub(super) standing: u64,
    pub(super) prefix: String,
    pub(super) id: String,
    pub(super) version: String,
    /// Which of the sources it comes from.
    pub(super) source: usize,
    /// Errors that any action may raise, with their prefix.
    pub(super) general: Vec<String>,
    pub(super) actions: Vec<Action>,
    pub(super) shapes: Shapes,
}

#[derive(Debug, Default)]
pub(super) struct Action {
    pub(super) name: String,
    pub(super) flags: u64,
    pub(super) patterns: u64,
    pub(super) stands_for: String,
    pub(super) input: Option<usize>,
    pub(super) output: Option<usize>,
    pub(super) sync: Option<usize>,
    pub(super) sync2: Option<usize>,
    pub(super) errors: Vec<String>,
}

/// The shapes of a service, which name each other by number.
#[derive(Debug, Default)]
pub(super) struct Shapes(pub(super) Vec<Shape>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    pub(super) kind: Kind,
    pub(super) least: Bound,
    pub(super) most: Bound,
    pub(super) pattern: Option<String>,
    pub(super) values: Vec<String>,
    pub(super) members: Vec<Member>,
    pub(super) is_union: bool,
    pub(super) is_loose: bool,
    pub(super) choices: Vec<Choice>,
    /// Items of a list; values of a map.
    pub(super) of: usize,
    pub(super) key: usize,
}

/// A bound, as decimal text: it is only carried.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Bound {
    pub(super) now: Option<String>,
    /// In an older model, where the newer one allows more.
    pub(super) before: Option<String>,
}

impl Bound {
    pub(super) fn is_there(&self) -> bool {
        self.now.is_some() || self.before.is_some()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Member {
    pub(super) name: String,
    /// The model's own name, if it differs by more than the first letter.
    pub(super) wire: Option<String>,
    pub(super) shape: usize,
    pub(super) flags: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Choice {
    pub(super) is_exclusive: bool,
    pub(super) members: Vec<String>,
}

impl Shape {
    pub(super) fn new(kind: Kind) -> Self {
        Self {
            kind,
            least: Bound::default(),
            most: Bound::default(),
            pattern: None,
            values: Vec::new(),
            members: Vec::new(),
            is_union: false,
            is_loose: false,
            choices: Vec::new(),
            of: 0,
            key: 0,
        }
    }

    /// Is its kind all that there is to it?
    pub(super) fn is_plain(&self) -> bool {
        *self == Self::new(self.kind) && (self.kind as u64) < Kind::PLAIN
    }
}

impl Shapes {
    pub(super) fn add(&mut self, shape: Shape) -> usize {
        self.0.push(shape);
        self.0.len() - 1
    }

    pub(super) fn get(&self, id: usize) -> Result<&Shape, String> {
        self.0.get(id).ok_or_else(|| format!("there is no shape {id}"))
    }

    pub(super) fn get_mut(&mut self, id: usize) -> Result<&mut Shape, String> {
        self.0.get_mut(id).ok_or_else(|| format!("there is no shape {id}"))
    }

    /// Where a path leads: `Entries/[]/Detail`.
    pub(super) fn follow(&self, from: usize, path: &str) -> Result<usize, String> {
        let mut at = from;
        for step in path.split('/').filter(|step| !step.is_empty()) {
            let shape = self.get(at)?;
            at = match step {
                "[]" => shape.of,
                name => {
                    let member = shape.members.iter().find(|member| member.name == name);
                    member.ok_or_else(|| format!("no `{name}` on the way of `{path}`"))?.shape
                }
            };
        }
        Ok(at)
    }
}
