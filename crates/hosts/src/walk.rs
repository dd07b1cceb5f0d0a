//! Which files are looked at.

use ignore::{DirEntry, WalkBuilder};
use std::path::{Component, Path, PathBuf};

/// What a walk came to.
#[derive(Debug, Default)]
pub struct Found {
    /// Files to look at, each once, in a stable order.
    pub files: Vec<PathBuf>,
    /// What could not be read, in words.
    pub problems: Vec<String>,
    /// Folders in which there was nothing to look at.
    pub empty: Vec<PathBuf>,
}

/// The files that the paths name, and the definitions in the folders that they name.
///
/// What a person names outright is taken whatever it is called; in folders, `.gitignore` is respected.
pub fn find(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        if path.is_dir() {
            folder(path, &mut found);
        } else if path.exists() {
            found.files.push(path.clone());
        } else {
            found.problems.push(format!("{}: no such file or folder", path.display()));
        }
    }
    let mut seen = std::collections::HashSet::new();
    // `a` and `./a` are one file.
    found
        .files
        .retain(|f| seen.insert(f.components().filter(|c| !matches!(c, Component::CurDir)).collect::<PathBuf>()));
    found
}

fn folder(root: &Path, found: &mut Found) {
    let before = found.files.len();
    let walk =
        WalkBuilder::new(root).hidden(false).require_git(false).filter_entry(|e| e.file_name() != ".git").build();
    let mut inside: Vec<PathBuf> = Vec::new();
    for entry in walk {
        match entry {
            Ok(entry) if is_definition(entry.path()) && may_be_read(&entry) => {
                inside.push(entry.into_path());
            }
            Ok(_) => {}
            Err(error) => found.problems.push(error.to_string()),
        }
    }
    inside.sort();
    found.files.extend(inside);
    if found.files.len() == before {
        found.empty.push(root.to_owned());
    }
}

fn is_definition(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.as_encoded_bytes().to_ascii_lowercase()).unwrap_or_default();
    [".asl.json", ".asl.yaml", ".asl.yml"].iter().any(|end| name.ends_with(end.as_bytes()))
}

/// A file, or a link to one; of a link that leads nowhere, reading tells. Pipes and devices are not for a walk.
fn may_be_read(entry: &DirEntry) -> bool {
    match entry.file_type() {
        Some(kind) if kind.is_symlink() => entry.path().metadata().is_ok_and(|m| m.is_file()) || !entry.path().exists(),
        Some(kind) => kind.is_file(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn folders_are_walked_in_order_and_ignored_files_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("b")).unwrap();
        fs::create_dir_all(at("node_modules")).unwrap();
        for name in ["b/two.asl.yaml", "one.asl.json", "other.json", "node_modules/x.asl.json"] {
            fs::write(at(name), "{}").unwrap();
        }
        fs::write(at(".gitignore"), "node_modules/\n").unwrap();
        let found = find(&[folder.path().to_owned(), at("other.json"), at("one.asl.json"), at("gone.json")]);
        assert_eq!(found.files, [at("b/two.asl.yaml"), at("one.asl.json"), at("other.json")]);
        assert_eq!(found.problems.len(), 1);
        assert_eq!(find(&[at("node_modules")]).files.len(), 1);
        assert!(!find(&[at("b"), at("node_modules")]).empty.contains(&at("b")));
    }
}
