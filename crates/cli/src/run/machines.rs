//! The definitions that tasks may start.

use super::name_of;
use crate::definition::{Chosen, choose, plan};
use crate::input;
use asl_interpret::Machines;
use std::path::{Path, PathBuf};

/// Reads the files.
pub(super) fn read(files: &[PathBuf]) -> Result<Vec<(PathBuf, Chosen)>, String> {
    let one = |file: &PathBuf| choose(file, input::read(file)?, None).map(|chosen| (file.clone(), chosen));
    files.iter().map(one).collect::<Result<_, String>>().map_err(|problem| format!("--machines: {problem}"))
}

/// The machines by name, with the one that is run, which may start itself; none where no others are given.
pub(super) fn of<'t>(
    others: &'t [(PathBuf, Chosen)],
    (name, file, chosen): (&str, &Path, &'t Chosen),
) -> Result<Option<Machines<'t>>, String> {
    if others.is_empty() {
        return Ok(None);
    }
    let mut machines = Machines::default();
    machines.add(name.to_owned(), plan(chosen)?);
    for (other, chosen) in others {
        let name = name_of(other);
        if machines.add(name.clone(), plan(chosen)?).is_some() && other != file {
            return Err(format!("--machines: {}: there is another state machine `{name}`", other.display()));
        }
    }
    Ok(Some(machines))
}
