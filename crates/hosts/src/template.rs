//! What a file that is no definition declares: state machines, and where their definitions stand.

use crate::files::{Refusal, is_same};
use asl_syntax::{Source, Span, Tree};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The kinds of files that hold definitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// `CloudFormation` or SAM, also as CDK writes it.
    CloudFormation,
    /// The Serverless Framework.
    Serverless,
    /// Terraform, or a plan of it.
    Terraform,
}

impl Host {
    /// What a person calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CloudFormation => "a CloudFormation template",
            Self::Serverless => "a Serverless Framework file",
            Self::Terraform => "Terraform",
        }
    }
}

/// A file that declares state machines, or may.
#[derive(Debug)]
pub struct Template {
    /// What kind of file it is.
    pub host: Host,
    /// Its text.
    pub source: Source,
    /// In the order of the text.
    pub machines: Vec<Machine>,
    /// Templates that it names, which are files of their own.
    pub nested: Vec<PathBuf>,
    /// What is to be told of the file itself.
    pub notes: Vec<Note>,
}

/// A state machine that a file declares.
#[derive(Debug)]
pub struct Machine {
    /// What it is called there: a logical id, or the name of a resource.
    pub name: String,
    /// The path of its construct, where CDK tells.
    pub construct: Option<String>,
    /// Is it an Express workflow? None, where the file does not say, or not here.
    pub is_express: Option<bool>,
    /// Mostly one; where a condition decides, each that may be.
    pub definitions: Vec<Declared>,
}

/// A definition of a state machine.
#[derive(Debug)]
pub struct Declared {
    /// The JSON Pointer to it in the file that declares it.
    pub pointer: String,
    /// The file that it stands in, if that is another, and its text.
    pub file: Option<(PathBuf, Source)>,
    /// The definition.
    pub tree: Tree,
    /// Placeholders in it that nothing fills.
    pub unfilled: Vec<Unfilled>,
}

/// A placeholder that AWS will see as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfilled {
    /// Its place in the file.
    pub span: Span,
    /// The JSON Pointer within the definition to the text that it stands in.
    pub pointer: String,
    /// Its name.
    pub name: String,
    /// What fills the others: `DefinitionSubstitutions`.
    pub by: &'static str,
    /// The names that are filled, shared by all placeholders of a definition.
    pub known: Arc<[String]>,
}

/// Something to be told of a template.
#[derive(Debug)]
pub struct Note {
    /// Its place in the file.
    pub span: Span,
    /// What it is.
    pub what: What,
}

/// What is to be told.
#[derive(Debug)]
pub enum What {
    /// The file can't be read as what it is, in the parser's words.
    Broken(String),
    /// A definition that can't be looked at: in a sentence.
    Unread(String),
    /// A file that is not read for safety's sake: why, and what to do.
    Refused {
        /// In one sentence.
        why: String,
        /// What the person can do.
        help: Option<&'static str>,
    },
    /// A substitution whose placeholder does not stand in the definition.
    Unused {
        /// Its name.
        name: String,
        /// The state machine.
        machine: String,
        /// A placeholder that nothing fills and that may be meant.
        meant: Option<String>,
    },
}

impl Template {
    pub(crate) fn new(host: Host, source: Source) -> Self {
        Self { host, source, machines: Vec::new(), nested: Vec::new(), notes: Vec::new() }
    }

    pub(crate) fn note(&mut self, span: Span, what: What) {
        self.notes.push(Note { span, what });
    }

    /// Says that a definition is not looked at; `why` follows its name.
    pub(crate) fn unread(&mut self, span: Span, machine: &str, why: &str) {
        self.note(span, What::Unread(format!("the definition of `{machine}` {why}, and is not looked at")));
    }

    /// Takes the file that was read for the definition of a machine, or says why it is not looked at.
    pub(crate) fn take(
        &mut self,
        read: Result<(PathBuf, Source), Refusal>,
        own: &Path,
        (span, location): (Span, &str),
        machine: &str,
    ) -> Option<(PathBuf, Source)> {
        match read {
            Ok((path, _)) if is_same(&path, own) => {
                let this = if self.host == Host::CloudFormation { "template" } else { "file" };
                let why = format!("the definition of `{machine}` is said to be this {this} itself");
                self.note(span, What::Refused { why, help: None });
                None
            }
            Ok(read) => Some(read),
            Err(refusal) => {
                self.refuse(span, location, &format!("the definition of `{machine}`"), &refusal);
                None
            }
        }
    }

    /// Says of a file that the template names why it is not read.
    pub(crate) fn refuse(&mut self, span: Span, path: &str, what: &str, refusal: &Refusal) {
        let (why, help) = match refusal {
            Refusal::Missing => {
                let why = format!("there is no file `{path}`, so {what} is not looked at");
                return self.note(span, What::Unread(why));
            }
            Refusal::Elsewhere => {
                let why = format!(
                    "`{path}` lies outside of what is checked: name a folder that holds both, to have {what} looked at"
                );
                return self.note(span, What::Unread(why));
            }
            Refusal::Outside => (
                format!("`{path}` lies outside of what is checked, so {what} is not read"),
                Some("name a folder that holds both, if it is meant"),
            ),
            Refusal::NoFile => (format!("`{path}` is no ordinary file, so {what} is not read"), None),
            Refusal::Unreadable(error) => (format!("`{path}` can't be read: {error}"), None),
        };
        self.note(span, What::Refused { why, help });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Content, Disk, read};
    use std::fs;

    #[test]
    fn no_file_is_its_own_definition() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("inner")).unwrap();
        let disk = Disk::around(&[folder.path().to_owned()]);
        let sam =
            "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties: {DefinitionUri: t.yaml}\n";
        let framework = "service: s\nprovider: p\n\
                         stepFunctions: {stateMachines: {M: {definition: '${file(serverless.yml)}'}}}\n";
        let terraform = "resource \"aws_sfn_state_machine\" \"M\" {\n  definition = file(\"main.tf\")\n}\n";
        for (name, text, this) in
            [("t.yaml", sam, "template"), ("serverless.yml", framework, "file"), ("main.tf", terraform, "file")]
        {
            for path in [folder.path().join(name), folder.path().join("inner/..").join(name)] {
                fs::write(&path, text).unwrap();
                let Content::Template(template) = read(&path, Source::new(text), &disk) else {
                    unreachable!("{name} declares a state machine")
                };
                assert!(template.machines.iter().all(|machine| machine.definitions.is_empty()), "{name}");
                let notes: Vec<&What> = template.notes.iter().map(|note| &note.what).collect();
                let wanted = format!("the definition of `M` is said to be this {this} itself");
                assert!(matches!(notes.as_slice(), [What::Refused { why, .. }] if *why == wanted), "{notes:?}");
            }
        }
    }
}
