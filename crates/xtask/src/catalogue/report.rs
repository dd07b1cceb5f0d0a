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
}

/// The difference between two catalogues.
pub(super) fn difference(before: &Catalogue<'_>, after: &Catalogue<'_>) -> String {
    let (before, after) = (Names::of(before), Names::of(after));
    let mut out = String::new();
    let kinds = [
        ("services", &before.services, &after.services),
        ("actions", &before.actions, &after.actions),
        ("parameters", &before.parameters, &after.parameters),
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
            let mut seen = BTreeSet::new();
            self.structure(&title, "", input, &mut seen);
        }
        self.actions.insert(title);
    }

    /// The parameters of a structure, those inside as well; of a structure that is met again, only the first place.
    fn structure(&mut self, title: &str, path: &str, structure: Structure<'_>, seen: &mut BTreeSet<u32>) {
        if !seen.insert(structure.id()) {
            return;
        }
        for member in structure.members() {
            let path = format!("{path}{}", member.name());
            self.parameters.insert(format!("{title} {path}"));
            if let Some(inner) = inner(member.shape()) {
                self.structure(title, &format!("{path}."), inner, seen);
            }
        }
    }
}

/// The structure inside of lists and maps.
fn inner(mut shape: Shape<'_>) -> Option<Structure<'_>> {
    // Lists of lists end somewhere, and where they hold themselves there is nothing to tell.
    for _ in 0..8 {
        shape = match shape {
            Shape::Structure(structure) => return Some(structure),
            Shape::List(list) => list.items(),
            Shape::Map(map) => map.values(),
            _ => return None,
        };
    }
    None
}

fn title(service: Service<'_>) -> String {
    let kind = if service.is_optimized() { "" } else { "aws-sdk:" };
    format!("{kind}{}", service.name())
}
