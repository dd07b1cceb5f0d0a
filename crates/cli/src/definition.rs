//! One definition that is to be walked: read, and reported where AWS would refuse it.

use crate::args::{Color, Format};
use crate::engine::Checked;
use crate::report::{self, Report};
use crate::{input, output};
use asl_check_core::{Analysis, Diagnostic, Options, Stage, Workflow};
use asl_hosts::{Content, Disk, Machine};
use asl_semantics::Definition;
use asl_semantics::plan;
use asl_syntax::{LineIndex, Source, Tree};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A definition and the file that it stands in.
pub(crate) struct Chosen {
    pub(crate) path: PathBuf,
    /// Of the file.
    pub(crate) text: Source,
    pub(crate) tree: Tree,
    /// What the template says that it is.
    workflow: Option<Workflow>,
}

impl Chosen {
    /// The kind of workflow: the template decides, whatever a flag says.
    pub(crate) fn deployed_as(&self, otherwise: Workflow) -> Workflow {
        self.workflow.unwrap_or(otherwise)
    }

    /// What was found out about it, in a file to be shown.
    pub(crate) fn checked(&self, diagnostics: Vec<Diagnostic>) -> Checked {
        Checked::new(&self.path, self.text.text(), 1, diagnostics)
    }
}

/// A file that should hold a definition.
pub(crate) enum Opened {
    /// One that AWS takes.
    Taken(Box<Chosen>),
    /// One that it refuses, which is reported.
    Refused(ExitCode),
}

/// Reads a definition, unless AWS would refuse it; of a file that holds several, that of the machine named.
pub(crate) fn open(file: &Path, machine: Option<&str>, workflow: Workflow, color: Color) -> Result<Opened, String> {
    let chosen = choose(file, input::named(file)?, machine)?;
    Ok(match refused(&chosen, workflow, color) {
        Some(code) => Opened::Refused(code),
        None => Opened::Taken(Box::new(chosen)),
    })
}

/// The definition in a text: itself, or that of a state machine which it declares.
pub(crate) fn choose(file: &Path, source: Source, name: Option<&str>) -> Result<Chosen, String> {
    let text = source.clone();
    let mut template = match asl_hosts::read(file, source, &Disk::around(&[file.to_owned()])) {
        Content::Definition(tree) => {
            return Ok(Chosen { path: file.to_owned(), text, tree, workflow: None });
        }
        Content::Template(template) => template,
    };
    let is_named = |it: &Machine| name.is_none_or(|name| it.name == name || it.construct.as_deref() == Some(name));
    let names = || template.machines.iter().map(|it| format!("`{}`", it.name)).collect::<Vec<_>>().join(", ");
    let failed = |why: String| format!("{}: {why}", file.display());
    let found: Vec<usize> = (0..template.machines.len()).filter(|at| is_named(&template.machines[*at])).collect();
    let at = match (found.as_slice(), name) {
        ([one], _) => *one,
        ([], _) if template.machines.is_empty() => return Err(failed("no state machine is declared in it".to_owned())),
        ([], Some(name)) => return Err(failed(format!("it declares no `{name}`; there is {}", names()))),
        _ => return Err(failed(format!("it declares several state machines: name one with --machine: {}", names()))),
    };
    let mut machine = template.machines.swap_remove(at);
    if machine.definitions.is_empty() {
        return Err(failed(format!("the definition of `{}` can't be read from here", machine.name)));
    }
    let declared = machine.definitions.swap_remove(0);
    let workflow = machine.is_express.map(|it| if it { Workflow::Express } else { Workflow::Standard });
    let (path, text) = declared.file.clone().unwrap_or((file.to_owned(), text));
    Ok(Chosen { path, text, tree: declared.tree, workflow })
}

/// The plan of a definition; what keeps it from being walked is told with its place.
pub(crate) fn plan(chosen: &Chosen) -> Result<plan::Workflow<'_>, String> {
    plan::Workflow::new(&Definition::new(&chosen.tree)).map_err(|gap| {
        let text = chosen.text.text();
        let at = LineIndex::new(text).position(text, chosen.tree.source().resolve(gap.span).start);
        format!("{}:{}:{}: {}", chosen.path.display(), at.line, at.column, gap.message)
    })
}

/// Reports what AWS would refuse the definition for.
fn refused(chosen: &Chosen, workflow: Workflow, color: Color) -> Option<ExitCode> {
    let options = Options { workflow: chosen.deployed_as(workflow), ..Options::default() };
    let analysis = Analysis::new(&chosen.tree, &options);
    let told: Vec<Diagnostic> = analysis.reported().filter(|d| d.rule.stage == Stage::Deploy).cloned().collect();
    if told.is_empty() {
        return None;
    }
    let report = Report { files: &[chosen.checked(told)], problems: &[] };
    Some(output::finish(report::print(&report, Format::Text, color), ExitCode::from(1)))
}
