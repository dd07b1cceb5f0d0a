//! The definitions that tasks may start.

use super::name_of;
use crate::definition::plan;
use crate::input;
use asl_hosts::Content;
use asl_interpret::Machines;
use asl_syntax::Tree;
use std::path::{Path, PathBuf};

/// Reads the files.
pub(super) fn read(files: &[PathBuf]) -> Result<Vec<(PathBuf, Tree)>, String> {
    let one = |file: &PathBuf| match asl_hosts::read(file, input::read(file)?) {
        Content::Definition(tree) => Ok((file.clone(), tree)),
        Content::Host(_) => Err(format!("--machines: {}: this is no definition", file.display())),
    };
    files.iter().map(one).collect()
}

/// The machines by name, with the one that is run, which may start itself; none where no others are given.
pub(super) fn of<'t>(
    others: &'t [(PathBuf, Tree)],
    (name, file, tree): (&str, &Path, &'t Tree),
) -> Result<Option<Machines<'t>>, String> {
    if others.is_empty() {
        return Ok(None);
    }
    let mut machines = Machines::default();
    machines.add(name.to_owned(), plan(file, tree)?);
    for (other, tree) in others {
        let name = name_of(other);
        if machines.add(name.clone(), plan(other, tree)?).is_some() && other != file {
            return Err(format!("--machines: {}: there is another state machine `{name}`", other.display()));
        }
    }
    Ok(Some(machines))
}
