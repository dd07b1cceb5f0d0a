//! Getting a botocore: pip knows where from.

use crate::run;
use std::path::{Path, PathBuf};

/// An unpacked botocore.
pub(super) struct Botocore {
    pub(super) version: String,
    /// The day on which it was built.
    pub(super) date: String,
    /// The folder of its service models.
    pub(super) data: PathBuf,
}

/// Gets a version, once: what was unpacked before is used again.
pub(super) fn botocore(version: &str) -> Result<Botocore, String> {
    let is_version = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == '.');
    if !is_version(version) {
        return Err(format!("`{version}` is no version of botocore"));
    }
    let folder = run::root().join("target/catalogue");
    let unpacked = folder.join(format!("botocore-{version}"));
    let models = unpacked.join("botocore/data");
    let built = unpacked.join("built");
    if !built.is_file() {
        std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let package = format!("botocore=={version}");
        let to = folder.to_string_lossy();
        run::run(&["python3", "-m", "pip", "download", "--quiet", "--no-deps", "--dest", &to, &package])?;
        let wheel = wheel(&folder, version)?;
        run::run(&["python3", "-m", "zipfile", "-e", &wheel.to_string_lossy(), &unpacked.to_string_lossy()])?;
        let listing = run::output(&["python3", "-m", "zipfile", "-l", &wheel.to_string_lossy()]);
        let day = newest(&listing.unwrap_or_default()).ok_or("the wheel tells no date")?;
        std::fs::write(&built, day).map_err(|error| format!("{}: {error}", built.display()))?;
    }
    let date = std::fs::read_to_string(&built).map_err(|error| format!("{}: {error}", built.display()))?;
    Ok(Botocore { version: version.to_owned(), date, data: models })
}

fn wheel(folder: &Path, version: &str) -> Result<PathBuf, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let start = format!("botocore-{version}-");
    let mut files = entries.flatten().map(|entry| entry.path());
    files
        .find(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(&start) && file.extension().is_some_and(|extension| extension == "whl")
        })
        .ok_or_else(|| format!("pip left no wheel of botocore {version}"))
}

/// The latest date in what `zipfile` lists: name, date, time, size.
fn newest(listing: &str) -> Option<String> {
    let is_date = |word: &&str| word.len() == 10 && word.starts_with("20") && word.matches('-').count() == 2;
    listing.lines().filter_map(|line| line.split_whitespace().rev().find(is_date)).max().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_newest_date_of_a_listing() {
        let listing = "File Name   Modified             Size\n\
                       a/b.py      2026-11-16 19:13:12     1\n\
                       a/c d.py    2026-11-17 08:00:00    22\n";
        assert_eq!(super::newest(listing).as_deref(), Some("2026-11-17"));
        assert_eq!(super::newest("File Name\n"), None);
    }
}
