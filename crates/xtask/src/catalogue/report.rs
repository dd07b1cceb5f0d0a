//! What a new catalogue changes, in a few lines for whoever commits it.

use asl_catalogue::{Action, Catalogue, Service, Shape, Structure};
use std::collections::BTreeSet;
use std::fmt::Write;

/// How many names are told before the rest is counted.
const TOLD: usize = 12;

/// What is in a catalogue: `aws-sdk:s3:getObject Bucket`, in the sets of its depth.
#[derive(Default)]
struct Names {
    services: BTreeSet<String>,
    actions: BTreeSet<String>,
    parameters: BTreeSet<String>,
    /// Those of them that an action asks for.
    required: BTreeSet<String>,
    /// Those that take a text of a few, and which: `… StorageClass = GLACIER`.
    values: BTreeSet<String>,
    results: BTreeSet<String>,
    errors: BTreeSet<String>,
}

/// The sides of an action.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Input,
    Output,
}

/// The difference between two catalogues.
pub(super) fn difference(before: &Catalogue<'_>, after: &Catalogue<'_>) -> String {
    let mut out = String::new();
    let (old, new) = (newest(before), newest(after));
    if old != new {
        let _ = writeln!(out, "{old} -> {new}");
    }
    let (before, after) = (Names::of(before), Names::of(after));
    let kinds = [
        ("services", &before.services, &after.services),
        ("actions", &before.actions, &after.actions),
        ("parameters", &before.parameters, &after.parameters),
        ("required parameters", &before.required, &after.required),
        ("values of parameters", &before.values, &after.values),
        ("members of results", &before.results, &after.results),
        ("errors", &before.errors, &after.errors),
    ];
    for (what, old, new) in kinds {
        let added: Vec<&String> = new.difference(old).collect();
        let removed: Vec<&String> = old.difference(new).collect();
        let _ = writeln!(out, "{what}: {} (+{} -{})", new.len(), added.len(), removed.len());
        for (sign, names) in [('+', added), ('-', removed)] {
            for name in names.iter().take(TOLD) {
                let _ = writeln!(out, "  {sign} {name}");
            }
            if names.len() > TOLD {
                let _ = writeln!(out, "  {sign} … and {} more", names.len() - TOLD);
            }
        }
    }
    out
}

impl Names {
    fn of(catalogue: &Catalogue<'_>) -> Self {
        let mut names = Self::default();
        let sdk = catalogue.sdk_services().filter_map(|name| catalogue.sdk(name));
        let optimized = catalogue.optimized_services().filter_map(|name| catalogue.optimized(name));
        for service in sdk.chain(optimized) {
            names.services.insert(title(service));
            for action in service.actions() {
                names.action(action);
            }
        }
        names
    }

    fn action(&mut self, action: Action<'_>) {
        let title = format!("{}:{}", title(action.service()), action.name());
        if let Some(input) = action.input() {
            self.structure(&title, Side::Input, "", input, &mut BTreeSet::new());
        }
        if let Some(output) = action.output().and_then(inner) {
            self.structure(&title, Side::Output, "", output, &mut BTreeSet::new());
        }
        self.errors.extend(action.errors().map(|error| format!("{title} {error}")));
        self.actions.insert(title);
    }

    /// The members of a structure, those inside as well; of a structure that is met again, only the first place.
    fn structure(&mut self, title: &str, side: Side, path: &str, of: Structure<'_>, seen: &mut BTreeSet<u32>) {
        if !seen.insert(of.id()) {
            return;
        }
        for member in of.members() {
            let path = format!("{path}{}", member.name());
            let name = format!("{title} {path}");
            if side == Side::Output {
                self.results.insert(name);
            } else {
                if let Shape::String(text) = innermost(member.shape()) {
                    self.values.extend(text.values().map(|value| format!("{name} = {value}")));
                }
                if member.is_required() {
                    self.required.insert(name.clone());
                }
                self.parameters.insert(name);
            }
            if let Some(inner) = inner(member.shape()) {
                self.structure(title, side, &format!("{path}."), inner, seen);
            }
        }
    }
}

/// What the models were taken from, and when that was released.
fn newest(catalogue: &Catalogue<'_>) -> String {
    let source = catalogue.sources().first();
    source.map_or_else(String::new, |source| format!("{} of {}", source.name, source.date))
}

/// The structure inside of lists and maps.
fn inner(shape: Shape<'_>) -> Option<Structure<'_>> {
    match innermost(shape) {
        Shape::Structure(structure) => Some(structure),
        _ => None,
    }
}

/// What is inside of lists and maps.
fn innermost(mut shape: Shape<'_>) -> Shape<'_> {
    // Lists of lists end somewhere, and where they hold themselves there is nothing to tell.
    for _ in 0..8 {
        shape = match shape {
            Shape::List(list) => list.items(),
            Shape::Map(map) => map.values(),
            other => return other,
        };
    }
    shape
}

fn title(service: Service<'_>) -> String {
    let kind = if service.is_optimized() { "" } else { "aws-sdk:" };
    format!("{kind}{}", service.name())
}
