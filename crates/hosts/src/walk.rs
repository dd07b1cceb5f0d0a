//! Which files are looked at.

use ignore::WalkBuilder;
use std::path::{Path, PathBuf};

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
    found.files.retain(|f| seen.insert(f.clone()));
    found
}

fn folder(root: &Path, found: &mut Found) {
    let before = found.files.len();
    let walk =
        WalkBuilder::new(root).hidden(false).require_git(false).filter_entry(|e| e.file_name() != ".git").build();
    let mut inside: Vec<PathBuf> = Vec::new();
    for entry in walk {
        match entry {
            Ok(entry) if is_definition(entry.path()) && entry.file_type().is_some_and(|t| !t.is_dir()) => {
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
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
    [".asl.json", ".asl.yaml", ".asl.yml"].iter().any(|end| name.ends_with(end))
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
