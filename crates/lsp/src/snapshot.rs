//! A document at one version, read once: every feature is a function over it.

use crate::document::Document;
use crate::lines::{Lines, Ruler};
use crate::project;
use crate::scene::Scene;
use crate::terms::Terms;
use crate::typed::Typed;
use asl_check_core::{Memo, Options, Settings, Workflow, hosted};
use asl_hosts::{Content, Disk, is_named_definition};
use asl_syntax::{Source, Span, Tree};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock};
use tower_lsp::ls_types::{Position, Range, Uri};

/// A document that was read.
#[derive(Debug)]
pub struct Snapshot {
    /// Its name.
    pub uri: Uri,
    /// The number that the client gave to this state of it.
    pub version: i32,
    /// What the client agreed to.
    pub terms: Terms,
    /// What its project asks for.
    pub settings: Settings,
    /// What is wrong with the project's config, in words.
    pub problem: Option<String>,
    /// What stands in it.
    pub content: Content,
    /// What is known of its states, from version to version.
    pub memo: Arc<Mutex<Memo>>,
    source: Source,
    lines: Lines,
    marks: Vec<usize>,
    /// The types of its definitions, once somebody asked.
    types: OnceLock<Vec<Option<Arc<Typed>>>>,
    /// Those of the version before, for definitions that can't be walked while they are typed.
    before: Vec<Option<Arc<Typed>>>,
}

/// A definition in a document.
#[derive(Clone, Copy, Debug)]
pub struct Part<'s> {
    /// Which of the document's definitions it is.
    pub index: usize,
    /// Its tree.
    pub tree: &'s Tree,
    /// What it is called, where it stands in a template.
    pub name: Option<&'s str>,
    /// The kind of workflow that it is deployed as.
    pub workflow: Workflow,
}

impl Snapshot {
    /// Reads a document.
    pub fn new(uri: &Uri, document: Document, terms: Terms) -> Self {
        let (settings, problem) = project::settings(uri);
        Self { problem, ..Self::with_settings(uri, document, terms, settings) }
    }

    /// Is it a file of some other kind? Editors hand over any JSON or YAML if they are told to.
    pub fn is_foreign(&self) -> bool {
        let path = path(&self.uri);
        let is_common = path.extension().is_some_and(|end| end == "json" || end == "yaml" || end == "yml");
        let Content::Definition(tree) = &self.content else { return false };
        let begins = |name: &str| tree.root().get(name).is_some();
        is_common && !is_named_definition(&path) && !begins("StartAt") && !begins("States")
    }

    /// Reads a document of a project with these settings.
    pub fn with_settings(uri: &Uri, document: Document, terms: Terms, settings: Settings) -> Self {
        let version = document.version();
        let (text, lines) = document.into_parts();
        let source = Source::new(text);
        let path = path(uri);
        let content = asl_hosts::read(&path, source.clone(), &Disk::around(std::slice::from_ref(&path)));
        let marks = Ruler::marks(source.text(), terms.encoding);
        Self {
            uri: uri.clone(),
            version,
            terms,
            settings,
            problem: None,
            content,
            memo: Arc::default(),
            source,
            lines,
            marks,
            types: OnceLock::new(),
            before: Vec::new(),
        }
    }

    /// The same, that knows what the version before it was.
    #[must_use]
    pub fn after(mut self, before: Option<&Self>) -> Self {
        let known = |it: &Self| it.types.get().cloned().unwrap_or_else(|| it.before.clone());
        self.before = before.map(known).unwrap_or_default();
        if let Some(before) = before {
            self.memo = Arc::clone(&before.memo);
        }
        self
    }

    /// The same document with another text.
    #[must_use]
    pub fn with_text(&self, text: String) -> Self {
        Self::with_settings(&self.uri, Document::new(text, self.version), self.terms, self.settings.clone())
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.source.text()
    }

    /// What a check is told.
    pub fn options(&self) -> Options {
        // The settings were read just now; what has changed since is told the next time.
        self.settings.options(self.terms.workflow).unwrap_or_else(|_| Options {
            workflow: self.settings.workflow.unwrap_or(self.terms.workflow),
            strict: self.settings.strict,
            ..Options::default()
        })
    }

    /// Its definitions, as far as they stand in it.
    pub fn parts(&self) -> Vec<Part<'_>> {
        let workflow = self.settings.workflow.unwrap_or(self.terms.workflow);
        let template = match &self.content {
            Content::Definition(tree) => return vec![Part { index: 0, tree, name: None, workflow }],
            Content::Template(template) => template,
        };
        let here = hosted::definitions(template).filter(|(_, declared)| declared.file.is_none());
        here.enumerate()
            .map(|(index, (machine, declared))| {
                let workflow = match machine.is_express {
                    Some(true) => Workflow::Express,
                    Some(false) => Workflow::Standard,
                    None => workflow,
                };
                Part { index, tree: &declared.tree, name: Some(&machine.name), workflow }
            })
            .collect()
    }

    /// Its definitions, read as such.
    pub fn scenes(&self) -> impl Iterator<Item = Scene<'_>> {
        self.parts().into_iter().map(|part| Scene::new(self, part))
    }

    /// The definition that a byte of the document stands in, and where in its text.
    pub fn scene_at(&self, offset: u32) -> Option<(Scene<'_>, u32)> {
        let is_whole = matches!(self.content, Content::Definition(_));
        self.parts().into_iter().find_map(|part| {
            let source = part.tree.source();
            let at = source.locate(offset)?;
            let root = part.tree.root().span();
            (is_whole || root.start <= at && at <= root.end).then(|| (Scene::new(self, part), at))
        })
    }

    /// The types of a definition: of this version, or where it can't be walked as it stands, of one before.
    pub fn types(&self, index: usize) -> Option<Arc<Typed>> {
        let types = self.types.get_or_init(|| {
            let options = self.options();
            let old = |index: usize| self.before.get(index).cloned().flatten();
            self.parts()
                .iter()
                .map(|part| Typed::of(part, &options).map(Arc::new).or_else(|| old(part.index)))
                .collect()
        });
        types.get(index).cloned().flatten()
    }

    /// The byte that a position means.
    pub fn offset(&self, position: Position) -> u32 {
        self.lines.offset(self.text(), position, self.terms.encoding) as u32
    }

    /// What turns bytes into positions.
    pub fn ruler(&self) -> Ruler<'_> {
        Ruler::new(self.text(), &self.lines, self.terms.encoding, &self.marks)
    }

    /// The range of a span.
    pub fn range(&self, span: Span) -> Range {
        self.ruler().range(span)
    }
}

/// The name of a document, as far as it tells what kind of file it is. It need not exist, nor be UTF-8.
pub fn path(uri: &Uri) -> PathBuf {
    PathBuf::from(uri.path().decode().to_string_lossy().into_owned())
}
