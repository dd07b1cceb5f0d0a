//! One definition that is to be walked: read, and reported where AWS would refuse it.

use crate::args::{Color, Format};
use crate::engine::Wishes;
use crate::report::{self, Report};
use crate::{input, output};
use asl_check_core::{Config, Selection, Severity};
use asl_hosts::Content;
use asl_semantics::Definition;
use asl_semantics::plan::Workflow;
use asl_syntax::{Source, Tree};
use std::path::Path;
use std::process::ExitCode;

/// A file that should hold a definition.
pub(crate) enum Opened {
    /// One that AWS takes.
    Taken(Tree),
    /// One that it refuses, which is reported.
    Refused(ExitCode),
}

/// Reads a definition, unless AWS would refuse it.
pub(crate) fn open(file: &Path, workflow: asl_check_core::Workflow, color: Color) -> Result<Opened, String> {
    let source = if file.as_os_str() == "-" { input::read_stdin()? } else { input::read(file)? };
    if let Some(code) = refused(file, source.clone(), workflow, color) {
        return Ok(Opened::Refused(code));
    }
    match asl_hosts::read(file, source) {
        Content::Definition(tree) => Ok(Opened::Taken(tree)),
        Content::Host(_) => Err(format!("{}: this is no definition", file.display())),
    }
}

/// The plan of a definition; what keeps it from being walked is told with its place.
pub(crate) fn plan<'t>(file: &Path, tree: &'t Tree) -> Result<Workflow<'t>, String> {
    Workflow::new(&Definition::new(tree)).map_err(|gap| {
        let lines = asl_syntax::LineIndex::new(tree.source().text());
        let at = lines.position(tree.source().text(), gap.span.start);
        format!("{}:{}:{}: {}", file.display(), at.line, at.column, gap.message)
    })
}

/// Reports what AWS would refuse the definition for.
fn refused(file: &Path, source: Source, workflow: asl_check_core::Workflow, color: Color) -> Option<ExitCode> {
    let wishes = Wishes {
        config: Config::default(),
        selection: Selection { select: vec!["deploy".to_owned()], ignore: Vec::new() },
        workflow: Some(workflow),
        input: None,
        strict: false,
        now: None,
    };
    let checked = [wishes.diagnose(file, source)];
    if checked.iter().all(|file| file.diagnostics.iter().all(|d| d.severity != Severity::Error)) {
        return None;
    }
    let report = Report { files: &checked, problems: &[] };
    Some(match report::print(&report, Format::Text, color) {
        Err(error) => output::write_failed(&error),
        Ok(()) => ExitCode::from(1),
    })
}
