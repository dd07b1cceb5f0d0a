//! A folder that stands for S3: its folders are buckets, and what is in them objects.

use asl_interpret::{Files, Listed, Trouble};
use md5::{Digest, Md5};
use std::fmt::Write as _;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The most bytes that an object may have here: AWS takes 10 GB, which nobody has in a folder of test data.
const MAX_OBJECT: u64 = 1 << 30;
/// The most objects of a list.
const MAX_LISTED: usize = 1_000_000;

#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
}

type Result<T> = std::result::Result<T, Trouble>;

fn other<T>(path: &Path, error: &io::Error) -> Result<T> {
    Err(Trouble::Other(format!("--s3: {}: {error}", path.display())))
}

impl Folder {
    /// The folder must be there.
    pub(super) fn new(root: &Path) -> std::result::Result<Self, String> {
        match fs::canonicalize(root) {
            Ok(root) if root.is_dir() => Ok(Self { root }),
            Ok(_) => Err(format!("--s3: {}: this is no folder", root.display())),
            Err(error) => Err(format!("--s3: {}: {error}", root.display())),
        }
    }

    fn bucket(&self, bucket: &str) -> Result<PathBuf> {
        let mut parts = Path::new(bucket).components();
        match (parts.next(), parts.next()) {
            (Some(Component::Normal(_)), None) if !bucket.contains(['/', '\\']) => Ok(self.root.join(bucket)),
            _ => Err(Trouble::Other(format!("--s3: `{bucket}` is no name of a bucket"))),
        }
    }

    /// The place of an object. A key that leads out of its bucket is a key for S3, but not for a folder.
    fn place(&self, bucket: &str, key: &str) -> Result<PathBuf> {
        let bucket = self.bucket(bucket)?;
        let is_plain = |part: &str| !part.is_empty() && part != "." && part != "..";
        let is_inside = Path::new(key).components().all(|part| matches!(part, Component::Normal(_)));
        if !key.split('/').all(is_plain) || !is_inside || key.contains(['\\', '\0']) {
            return Err(Trouble::Other(format!("--s3: the key `{key}` is no place in a folder")));
        }
        let place = bucket.join(key);
        self.follow(&place)?;
        Ok(place)
    }

    /// Refuses a path that symbolic links lead out of the folder; what does not exist yet leads nowhere.
    fn follow(&self, place: &Path) -> Result<()> {
        let existing = place.ancestors().find(|path| path.symlink_metadata().is_ok()).unwrap_or(&self.root);
        match fs::canonicalize(existing) {
            Ok(real) if real.starts_with(&self.root) => Ok(()),
            Ok(_) => Err(Trouble::Other(format!("--s3: {}: a link leads out of the folder", place.display()))),
            Err(error) => other(existing, &error),
        }
    }

    fn collect(folder: &Path, key: &str, prefix: &str, listed: &mut Vec<(String, PathBuf)>) -> Result<()> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return other(folder, &error),
        };
        let mut is_empty = true;
        for entry in entries {
            is_empty = false;
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return other(folder, &error),
            };
            let (path, name) = (entry.path(), entry.file_name());
            let key = format!("{key}{}", name.to_string_lossy());
            // Links are not followed, so that there is no way round in a circle.
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => {
                    let key = key + "/";
                    if key.starts_with(prefix) || prefix.starts_with(&key) {
                        Self::collect(&path, &key, prefix, listed)?;
                    }
                }
                Ok(kind) if kind.is_file() && key.starts_with(prefix) => listed.push((key, path)),
                Ok(_) => {}
                Err(error) => return other(&path, &error),
            }
            if listed.len() > MAX_LISTED {
                return Err(Trouble::Other(format!("--s3: {}: there are too many objects", folder.display())));
            }
        }
        // An empty folder stands for the object that the console of S3 makes of a folder.
        if is_empty && !key.is_empty() && key.starts_with(prefix) {
            listed.push((key.to_owned(), folder.to_path_buf()));
        }
        Ok(())
    }
}

impl Files for Folder {
    fn read(&self, bucket: &str, key: &str) -> Result<Vec<u8>> {
        if !self.bucket(bucket)?.is_dir() {
            return Err(Trouble::NoBucket);
        }
        let place = self.place(bucket, key)?;
        if place.is_dir() {
            return Err(Trouble::NoObject);
        }
        let mut bytes = Vec::new();
        match fs::File::open(&place).and_then(|file| file.take(MAX_OBJECT + 1).read_to_end(&mut bytes)) {
            Ok(size) if size as u64 > MAX_OBJECT => {
                Err(Trouble::Other(format!("--s3: {}: it is larger than 1 GiB", place.display())))
            }
            Ok(_) => Ok(bytes),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                Err(Trouble::NoObject)
            }
            Err(error) => other(&place, &error),
        }
    }

    fn list(&self, bucket: &str, prefix: &str) -> Result<Vec<Listed>> {
        let folder = self.bucket(bucket)?;
        if !folder.is_dir() {
            return Err(Trouble::NoBucket);
        }
        self.follow(&folder)?;
        let mut found = Vec::new();
        Self::collect(&folder, "", prefix, &mut found)?;
        found.sort_unstable();
        found.into_iter().map(|(key, path)| listed(key, &path).or_else(|error| other(&path, &error))).collect()
    }

    fn write(&mut self, bucket: &str, key: &str, bytes: &[u8]) -> Result<()> {
        let place = self.place(bucket, key)?;
        let folder = place.parent().unwrap_or(&self.root);
        match fs::create_dir_all(folder).and_then(|()| fs::write(&place, bytes)) {
            Ok(()) => Ok(()),
            Err(error) => other(&place, &error),
        }
    }
}

fn listed(key: String, path: &Path) -> io::Result<Listed> {
    let about = fs::metadata(path)?;
    let modified = about.modified()?.duration_since(UNIX_EPOCH).map_or(0, |age| age.as_secs());
    let mut hash = Md5::new();
    let mut size = 0;
    if about.is_file() {
        let mut file = fs::File::open(path)?;
        let mut part = [0; 8192];
        loop {
            let read = file.read(&mut part)?;
            let Some(bytes) = part.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            hash.update(bytes);
            size += read as u64;
        }
    }
    let etag = hash.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    });
    Ok(Listed { key, size, etag, modified: i64::try_from(modified).unwrap_or(i64::MAX) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_come_and_go() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut folder = Folder::new(dir.path()).expect("it is there");
        assert_eq!(folder.read("b", "x"), Err(Trouble::NoBucket));
        folder.write("b", "in/x.txt", b"hello").expect("written");
        fs::create_dir(dir.path().join("b/in/empty")).expect("made");
        assert_eq!(folder.read("b", "in/x.txt"), Ok(b"hello".to_vec()));
        assert_eq!(folder.read("b", "in"), Err(Trouble::NoObject));
        assert_eq!(folder.read("b", "in/x.txt/y"), Err(Trouble::NoObject));
        let listed = folder.list("b", "in/").expect("listed");
        assert_eq!(
            listed.iter().map(|one| (one.key.as_str(), one.size)).collect::<Vec<_>>(),
            [("in/empty/", 0), ("in/x.txt", 5)]
        );
        assert_eq!(listed[1].etag, "5d41402abc4b2a76b9719d911017c592");
        assert_eq!(folder.list("b", "other"), Ok(Vec::new()));
    }

    #[test]
    fn nothing_leads_out() {
        let dir = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(dir.path().join("s3/b")).expect("made");
        fs::write(dir.path().join("secret"), "x").expect("written");
        let mut folder = Folder::new(&dir.path().join("s3")).expect("it is there");
        for (bucket, key) in [
            ("..", "secret"),
            ("b", "../../secret"),
            ("b", "/etc/passwd"),
            ("b", "a//b"),
            ("b", "a/./b"),
            ("b", ""),
            ("", "secret"),
            ("b/..", "x"),
        ] {
            assert!(matches!(folder.read(bucket, key), Err(Trouble::Other(_) | Trouble::NoBucket)), "{bucket} {key}");
            assert!(matches!(folder.write(bucket, key, b""), Err(Trouble::Other(_))), "{bucket} {key}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_lead_out() {
        let dir = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(dir.path().join("s3/b")).expect("made");
        fs::write(dir.path().join("secret"), "x").expect("written");
        std::os::unix::fs::symlink(dir.path(), dir.path().join("s3/b/out")).expect("linked");
        std::os::unix::fs::symlink(dir.path(), dir.path().join("s3/c")).expect("linked");
        std::os::unix::fs::symlink(dir.path().join("new"), dir.path().join("s3/b/dangling")).expect("linked");
        let mut folder = Folder::new(&dir.path().join("s3")).expect("it is there");
        assert!(matches!(folder.read("b", "out/secret"), Err(Trouble::Other(_))));
        assert!(matches!(folder.read("c", "secret"), Err(Trouble::Other(_))));
        assert!(matches!(folder.write("b", "dangling", b"x"), Err(Trouble::Other(_))));
        assert!(matches!(folder.list("c", ""), Err(Trouble::Other(_))));
        assert_eq!(folder.list("b", ""), Ok(Vec::new()));
        assert!(!dir.path().join("new").exists());
    }
}
