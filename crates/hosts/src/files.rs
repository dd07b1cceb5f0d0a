//! Files that a template names: which of them may be read, and how.
//!
//! A template may come from anybody. What it names is read only if it lies in the tree that a person asked to have checked,
//! links followed, and is an ordinary file.

use asl_syntax::{MAX_TEXT, Source};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// Where files come from that a template names.
pub trait Files: Sync {
    /// Reads the file that `path` names in the folder `from`.
    fn read(&self, from: &Path, path: &str) -> Result<(PathBuf, Source), Refusal>;

    /// The other files of a folder with this extension, in order.
    fn siblings(&self, file: &Path, extension: &str) -> Vec<(PathBuf, Source)>;
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is none.
    Missing,
    /// It lies outside what was asked for.
    Outside,
    /// The same for what looks like a definition, where no repository tells how far the project goes.
    Elsewhere,
    /// A device, a pipe, a folder.
    NoFile,
    /// What the system says.
    Unreadable(String),
}

/// For texts that have no place: nothing is read.
#[derive(Clone, Copy, Debug)]
pub struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &Path, _: &str) -> Result<(PathBuf, Source), Refusal> {
        Err(Refusal::Missing)
    }

    fn siblings(&self, _: &Path, _: &str) -> Vec<(PathBuf, Source)> {
        Vec::new()
    }
}

/// The files below some folders.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    roots: Vec<PathBuf>,
}

impl Disk {
    /// What a person asked for by these paths: the repositories that they lie in, or else the folders named, and the folders
    /// of files named.
    pub fn around(paths: &[PathBuf]) -> Self {
        let mut roots: Vec<PathBuf> = paths.iter().filter_map(|path| root(path)).collect();
        roots.sort();
        roots.dedup();
        Self { roots }
    }

    fn allows(&self, whole: &Path) -> bool {
        self.roots.iter().any(|root| whole.starts_with(root))
    }
}

fn root(path: &Path) -> Option<PathBuf> {
    let whole = path.canonicalize().ok()?;
    let folder = if whole.is_dir() { whole.as_path() } else { whole.parent()? };
    let repository = folder.ancestors().find(|folder| folder.join(".git").exists());
    Some(repository.unwrap_or(folder).to_owned())
}

impl Files for Disk {
    fn read(&self, from: &Path, path: &str) -> Result<(PathBuf, Source), Refusal> {
        let named = from.join(path);
        let whole = named.canonicalize().map_err(|_| Refusal::Missing)?;
        if !self.allows(&whole) {
            let is_likely = ["json", "yaml", "yml"].iter().any(|e| whole.extension().is_some_and(|it| it == *e));
            let has_end = self.roots.iter().any(|root| root.join(".git").exists());
            return Err(if is_likely && !has_end { Refusal::Elsewhere } else { Refusal::Outside });
        }
        let meta = whole.metadata().map_err(|error| Refusal::Unreadable(error.to_string()))?;
        if !meta.is_file() {
            return Err(Refusal::NoFile);
        }
        Ok((tidy(&named), read_file(&whole).map_err(|error| Refusal::Unreadable(error.to_string()))?))
    }

    fn siblings(&self, file: &Path, extension: &str) -> Vec<(PathBuf, Source)> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
        let is_wanted = |path: &PathBuf| path.extension().is_some_and(|e| e == extension);
        let others = entries.flatten().map(|entry| entry.path()).filter(is_wanted);
        let mut others: Vec<PathBuf> = others.filter(|path| path.file_name() != file.file_name()).collect();
        others.sort();
        let one = |path: PathBuf| Some((path.clone(), self.read(folder, path.file_name()?.to_str()?).ok()?.1));
        others.into_iter().filter_map(one).collect()
    }
}

/// Do two paths name one file, as far as their texts tell?
pub(crate) fn is_same(one: &Path, other: &Path) -> bool {
    tidy(one) == tidy(other)
}

/// A path without its `.` and `..`, as far as its text tells.
fn tidy(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(out.components().next_back(), Some(Component::Normal(_))) => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}

/// Reads a file, but for what is too large to be a definition.
pub fn read_file(path: &Path) -> std::io::Result<Source> {
    let file = std::fs::File::open(path)?;
    let meta = file.metadata()?;
    if meta.is_dir() {
        return Err(std::io::Error::new(std::io::ErrorKind::IsADirectory, "is a folder"));
    }
    if meta.len() > MAX_TEXT as u64 {
        return Ok(Source::too_large(meta.len()));
    }
    limited(file, usize::try_from(meta.len()).unwrap_or(0))
}

/// Of a pipe or a device the length is not known before: one byte more than is allowed tells that there is too much.
pub fn limited(from: impl Read, expected: usize) -> std::io::Result<Source> {
    let mut bytes = Vec::with_capacity(expected + 1);
    from.take(MAX_TEXT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(Source::from_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn only_what_lies_in_the_tree_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("tree/in")).unwrap();
        fs::write(at("tree/in/a.json"), "a").unwrap();
        fs::write(at("tree/b.json"), "b").unwrap();
        fs::write(at("secret"), "s").unwrap();
        let disk = Disk::around(&[at("tree")]);
        let read = |path: &str| disk.read(&at("tree/in"), path).map(|(_, source)| source.text().to_owned());
        assert_eq!(read("a.json").as_deref(), Ok("a"));
        assert_eq!(read("../b.json").as_deref(), Ok("b"));
        assert_eq!(read("gone.json"), Err(Refusal::Missing));
        assert_eq!(read("../../secret"), Err(Refusal::Outside));
        assert_eq!(read("../../gone"), Err(Refusal::Missing));
        assert_eq!(read("/dev/zero"), Err(Refusal::Outside));
        assert_eq!(read("."), Err(Refusal::NoFile));
        let only_inner = Disk::around(&[at("tree/in/a.json")]);
        assert_eq!(only_inner.read(&at("tree/in"), "../b.json").err(), Some(Refusal::Elsewhere));
        fs::create_dir_all(at("tree/.git")).unwrap();
        assert!(Disk::around(&[at("tree/in/a.json")]).read(&at("tree/in"), "../b.json").is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("tree")).unwrap();
        fs::write(at("secret"), "s").unwrap();
        std::os::unix::fs::symlink(at("secret"), at("tree/link.json")).unwrap();
        std::os::unix::fs::symlink("/dev/zero", at("tree/zero.json")).unwrap();
        let disk = Disk::around(&[at("tree")]);
        assert_eq!(disk.read(&at("tree"), "link.json").err(), Some(Refusal::Outside));
        assert_eq!(disk.read(&at("tree"), "zero.json").err(), Some(Refusal::Outside));
    }
}
