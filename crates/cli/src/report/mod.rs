//! Reports: for each `--format` one view on what was found.
//!
//! All of them are stable (the same files give the same bytes, whatever the clock, the machine or the number of cores),
//! name files as the user did, and end with a newline.

mod excerpt;
mod fingerprint;
mod github;
mod gitlab;
mod json;
mod junit;
mod sarif;
mod text;

pub(crate) use text::{print_coloured, print_config_faults};

use crate::args::{Color, Format};
use crate::engine::Checked;
use asl_check_core::{Diagnostic, Stage};
use asl_syntax::Position;
use std::io::{self, Write};
use std::path::{MAIN_SEPARATOR, Path};

/// What a run found.
pub(crate) struct Report<'a> {
    /// Every file that was looked at, in the order in which they were named.
    pub(crate) files: &'a [Checked],
    /// What could not be looked at, in words. They are on standard error in any case.
    pub(crate) problems: &'a [String],
}

/// Writes the report to standard output.
pub(crate) fn print(report: &Report<'_>, format: Format, color: Color) -> io::Result<()> {
    if matches!(format, Format::Text) {
        // Only this one has colours, which are a matter of the terminal.
        return text::print(report.files, color);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    match format {
        Format::Text => {}
        Format::Json => json::write(&mut out, report.files)?,
        Format::Sarif => sarif::write(&mut out, report)?,
        Format::Github => github::write(&mut out, report)?,
        Format::Junit => junit::write(&mut out, report)?,
        Format::Gitlab => gitlab::write(&mut out, report)?,
    }
    out.flush()
}

/// The findings of one file, as `--format json` has them.
pub(crate) fn diagnostics(file: &Checked) -> serde_json::Value {
    json::diagnostics(file)
}

/// Where a finding begins and ends, as people count.
fn range(file: &Checked, d: &Diagnostic) -> (Position, Position) {
    (file.lines.position(&file.text, d.span.start), file.lines.position(&file.text, d.span.end))
}

/// That AWS refuses the definition for this, and under which code.
fn refusal(d: &Diagnostic) -> Option<String> {
    let code = d.aws.as_ref().map(|a| format!(" ({})", a.code.name())).unwrap_or_default();
    (d.rule.stage == Stage::Deploy).then(|| format!("AWS refuses the definition{code}"))
}

/// A path as services write them: slashes, and no `./` in front, which they would take for another file.
fn slashed(path: &Path) -> String {
    let plain = path.strip_prefix(".").unwrap_or(path).to_string_lossy().into_owned();
    if MAIN_SEPARATOR == '/' { plain } else { plain.replace(MAIN_SEPARATOR, "/") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use asl_check_core::{Category, Severity};

    #[test]
    fn the_schema_of_reports_knows_every_name() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../../../schemas/report.schema.json")).expect("a schema is JSON");
        let names = |member: &str| {
            let pointer = format!("/$defs/diagnostic/properties/{member}/enum");
            let names = schema.pointer(&pointer).and_then(|names| names.as_array()).expect("a list of names");
            names.iter().filter_map(|name| name.as_str()).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(names("category"), Category::ALL.iter().map(|c| c.name()).collect::<Vec<_>>());
        assert_eq!(names("stage"), Stage::ALL.iter().map(|s| s.name()).collect::<Vec<_>>());
        assert_eq!(names("severity"), Severity::ALL.iter().map(|s| s.name()).collect::<Vec<_>>());
    }

    #[test]
    fn services_get_plain_paths() {
        assert_eq!(slashed(Path::new("./a/b.asl.json")), "a/b.asl.json");
        assert_eq!(slashed(Path::new("../a.asl.json")), "../a.asl.json");
    }
}
