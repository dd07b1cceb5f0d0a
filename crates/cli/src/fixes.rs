//! `--fix` and `--diff`: the safe fixes, applied to the text itself.

use crate::engine::{Checked, Wishes};
use crate::output;
use asl_check_core::fix;
use asl_hosts::NoFiles;
use asl_syntax::Source;
use similar::TextDiff;
use std::io::{self, Write};
use std::path::Path;

fn fixed(file: &Checked, wishes: &Wishes) -> Option<fix::Fixed> {
    let has_fix = file.diagnostics.iter().any(|d| d.fix.as_ref().is_some_and(|f| f.safe));
    if !has_fix {
        return None;
    }
    let check = |text: &str| wishes.diagnose(&file.path, Source::new(text), &NoFiles).diagnostics;
    Some(fix::apply(&file.text, check)).filter(|f| !f.applied.is_empty())
}

/// Mends the files. Tells whether any was, and in words what could not be written.
pub(crate) fn write(files: &[Checked], wishes: &Wishes) -> (bool, Vec<String>) {
    let mut problems = Vec::new();
    let (mut count, mut mended) = (0, 0);
    for file in files {
        let Some(fixed) = fixed(file, wishes) else { continue };
        if !file.path.is_file() {
            problems.push(format!(
                "{}: is no file, so nothing is fixed in it; --diff shows the fixes",
                file.path.display()
            ));
            continue;
        }
        if let Err(error) = replace(&file.path, &fixed.text) {
            problems.push(format!("{}: {error}", file.path.display()));
            continue;
        }
        count += fixed.applied.len();
        mended += 1;
    }
    if count > 0 {
        output::note(&format!("mended {} in {}", output::plural(count, "fault"), output::plural(mended, "file")));
    }
    (count > 0, problems)
}

/// Prints what `--fix` would do, and tells whether that is anything.
pub(crate) fn print_diff(files: &[Checked], wishes: &Wishes) -> io::Result<bool> {
    let mut out = io::stdout().lock();
    let mut any = false;
    for file in files {
        if let Some(fixed) = fixed(file, wishes) {
            let name = file.path.display().to_string();
            let diff = TextDiff::from_lines(&file.text, &fixed.text);
            write!(out, "{}", diff.unified_diff().header(&name, &name))?;
            any = true;
        }
    }
    Ok(any)
}

/// Writes a file beside the old one and puts it in its place, so that at no time half of it is there. Through a link the
/// file itself is written.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let target = path.canonicalize()?;
    let mut name = target.file_name().map(ToOwned::to_owned).unwrap_or_default();
    name.push(".asl-check.tmp");
    let beside = target.with_file_name(name);
    std::fs::write(&beside, text)?;
    let permissions = std::fs::metadata(&target)?.permissions();
    let done = std::fs::set_permissions(&beside, permissions).and_then(|()| std::fs::rename(&beside, &target));
    if done.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    done
}
