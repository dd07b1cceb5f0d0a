//! `--fix` and `--diff`: the safe fixes, applied to the text itself.

use crate::engine::{Checked, Wishes};
use crate::output;
use asl_check_core::fix;
use asl_hosts::NoFiles;
use asl_syntax::Source;
use imara_diff::{Algorithm, Diff, InternedInput, Interner, Token, UnifiedDiffConfig, UnifiedDiffPrinter};
use std::fmt::{self, Write as _};
use std::fs;
use std::io;
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

/// What `--fix` would do, as a unified diff.
pub(crate) fn diffs(files: &[Checked], wishes: &Wishes) -> String {
    let mut out = String::new();
    for file in files {
        if let Some(fixed) = fixed(file, wishes) {
            let name = file.path.display().to_string();
            let texts = InternedInput::new(file.text.as_str(), fixed.text.as_str());
            let mut diff = Diff::compute(Algorithm::Histogram, &texts);
            diff.postprocess_lines(&texts);
            let lines = Lines(&texts.interner);
            let shown = diff.unified_diff(&lines, UnifiedDiffConfig::default(), &texts);
            let _ = write!(out, "--- {name}\n+++ {name}\n{shown}");
        }
    }
    out
}

/// Prints hunks as `patch` takes them.
struct Lines<'t>(&'t Interner<&'t str>);

impl Lines<'_> {
    fn line(&self, mut out: impl fmt::Write, sign: char, token: Token) -> fmt::Result {
        let text = self.0[token];
        let end = if text.ends_with('\n') { "" } else { "\n\\ No newline at end of file\n" };
        write!(out, "{sign}{text}{end}")
    }
}

impl UnifiedDiffPrinter for Lines<'_> {
    fn display_header(&self, mut out: impl fmt::Write, old: u32, new: u32, old_len: u32, new_len: u32) -> fmt::Result {
        // Of an empty range the line before it is named, and of one line its number alone.
        let range = |from: u32, len: u32| match len {
            1 => format!("{}", from + 1),
            len => format!("{},{len}", from + u32::from(len > 0)),
        };
        writeln!(out, "@@ -{} +{} @@", range(old, old_len), range(new, new_len))
    }

    fn display_context_token(&self, out: impl fmt::Write, token: Token) -> fmt::Result {
        self.line(out, ' ', token)
    }

    fn display_hunk(&self, mut out: impl fmt::Write, before: &[Token], after: &[Token]) -> fmt::Result {
        before.iter().try_for_each(|token| self.line(&mut out, '-', *token))?;
        after.iter().try_for_each(|token| self.line(&mut out, '+', *token))
    }
}

/// Writes a file beside the old one and puts it in its place, so that at no time half of it is there. Through a link the
/// file itself is written.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let target = path.canonicalize()?;
    let permissions = fs::metadata(&target)?.permissions();
    let mut name = target.file_name().map(ToOwned::to_owned).unwrap_or_default();
    name.push(".asl-check.tmp");
    let beside = target.with_file_name(name);
    // Something that a fix left behind when it was stopped; or a link, put there by a stranger.
    match fs::remove_file(&beside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let written = output::write_new(&beside, text).and_then(|()| fs::set_permissions(&beside, permissions));
    let done = written.and_then(|()| fs::rename(&beside, &target));
    if done.is_err() {
        let _ = fs::remove_file(&beside);
    }
    done
}
