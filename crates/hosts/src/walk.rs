//! Which files are looked at.

use ignore::{DirEntry, WalkBuilder};
use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

/// What a walk came to.
#[derive(Debug, Default)]
pub struct Found {
    /// Files to look at, each once, in a stable order.
    pub files: Vec<Candidate>,
    /// What could not be read, in words.
    pub problems: Vec<String>,
}

/// A file to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Where it is.
    pub path: PathBuf,
    /// Was it only met, under a name that many files have? If nothing is declared in it, it is none of ours.
    pub is_guess: bool,
}

/// Folders that hold what others wrote, or copies of what is looked at anyway. Whoever names one means it.
const FOREIGN: [&str; 6] = [".git", "node_modules", ".terraform", ".aws-sam", ".serverless", ".venv"];

/// The files that the paths name, and the definitions in the folders that they name.
///
/// What a person names outright is taken whatever it is called; in folders, `.gitignore` is respected.
pub fn find(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        if path.is_dir() {
            folder(path, &mut found);
        } else if path.exists() {
            found.files.push(Candidate { path: path.clone(), is_guess: false });
        } else {
            found.problems.push(format!("{}: no such file or folder", path.display()));
        }
    }
    // `a` and `./a` are one file.
    let plain = |path: &Path| path.components().filter(|c| !matches!(c, Component::CurDir)).collect::<PathBuf>();
    // What is named is no guess, whichever way it was met first.
    let certain = found.files.iter().filter(|file| !file.is_guess);
    let named: HashSet<PathBuf> = certain.map(|file| plain(&file.path)).collect();
    let mut seen = HashSet::new();
    found.files.retain(|file| {
        let path = plain(&file.path);
        !(file.is_guess && named.contains(&path)) && seen.insert(path)
    });
    found
}

fn folder(root: &Path, found: &mut Found) {
    let walk = WalkBuilder::new(root)
        .hidden(false)
        .require_git(false)
        .filter_entry(|e| e.depth() == 0 || !is_foreign(e))
        .build();
    let mut inside: Vec<Candidate> = Vec::new();
    for entry in walk {
        match entry {
            Ok(entry) => {
                let kind = Name::of(entry.path()).filter(|_| may_be_read(&entry));
                let path = entry.into_path();
                inside.extend(kind.map(|kind| Candidate { path, is_guess: kind == Name::Common }));
            }
            Err(error) => found.problems.push(error.to_string()),
        }
    }
    inside.sort_by(|a, b| a.path.cmp(&b.path));
    found.files.extend(inside);
}

fn is_foreign(entry: &DirEntry) -> bool {
    FOREIGN.iter().any(|name| entry.file_name() == *name) && entry.file_type().is_some_and(|kind| kind.is_dir())
}

/// Does its name say that a file is a definition?
pub fn is_named_definition(path: &Path) -> bool {
    Name::of(path) == Some(Name::Definition)
}

/// What a name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    /// A definition.
    Definition,
    /// Templates are called so, and much else.
    Common,
}

impl Name {
    fn of(path: &Path) -> Option<Self> {
        let name = path.file_name().map(|n| n.as_encoded_bytes().to_ascii_lowercase()).unwrap_or_default();
        let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end.as_bytes()));
        if ends(&[".asl.json", ".asl.yaml", ".asl.yml"]) {
            Some(Self::Definition)
        } else {
            ends(&[".json", ".yaml", ".yml", ".template", ".tf"]).then_some(Self::Common)
        }
    }
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
        let certain = |name: &str| Candidate { path: at(name), is_guess: false };
        assert_eq!(found.files, [certain("b/two.asl.yaml"), certain("one.asl.json"), certain("other.json")]);
        assert_eq!(found.problems.len(), 1);
        assert_eq!(find(&[at("node_modules")]).files.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_named_is_no_guess() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("other.json"), "{}").unwrap();
        let up: PathBuf = std::env::current_dir().unwrap().components().skip(1).map(|_| "..").collect();
        let near = up.join(folder.path().strip_prefix("/").unwrap());
        let (around, file) = (Path::new(".").join(&near), near.join("other.json"));
        for paths in [[around.clone(), file.clone()], [file.clone(), around]] {
            assert_eq!(find(&paths).files, [Candidate { path: file.clone(), is_guess: false }]);
        }
    }
}
