//! The files of the folders that a client has open, beside the documents in its editors.

use crate::document::Document;
use crate::snapshot::Snapshot;
use crate::terms::Terms;
use asl_hosts::{find, may_be_host};
use asl_syntax::MAX_TEXT;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tower_lsp::ls_types::{InitializeParams, Uri, WorkspaceFoldersChangeEvent};

/// So many files with definitions go into one answer.
const MOST_FILES: usize = 2000;

/// The folders that a client has open.
#[derive(Debug, Default)]
pub(crate) struct Workspace(Mutex<Vec<Uri>>);

impl Workspace {
    /// Those that it names when it says hello.
    pub(crate) fn begin(&self, params: &InitializeParams) {
        let named = params.workspace_folders.iter().flatten().map(|folder| folder.uri.clone());
        #[expect(deprecated, reason = "what older clients have in place of folders")]
        let root = params.root_uri.clone().filter(|_| params.workspace_folders.is_none());
        *self.folders() = named.chain(root).collect();
    }

    /// Some come, some go.
    pub(crate) fn change(&self, event: WorkspaceFoldersChangeEvent) {
        let mut folders = self.folders();
        folders.retain(|folder| event.removed.iter().all(|removed| removed.uri != *folder));
        folders.extend(event.added.into_iter().map(|added| added.uri));
    }

    /// The definitions in them, read as they are now, but for those that are open.
    pub(crate) fn read(&self, open: &HashSet<Uri>, terms: Terms) -> Vec<Arc<Snapshot>> {
        let folders: Vec<PathBuf> =
            self.folders().iter().filter_map(|uri| uri.to_file_path().map(std::borrow::Cow::into_owned)).collect();
        let shut = find(&folders).files.into_iter().filter_map(|file| {
            let uri = Uri::from_file_path(&file.path).filter(|uri| !open.contains(uri))?;
            if std::fs::metadata(&file.path).ok()?.len() > MAX_TEXT as u64 {
                return None;
            }
            let text = std::fs::read_to_string(&file.path).ok()?;
            if file.is_guess && !may_be_host(&text) {
                return None;
            }
            let snapshot = Snapshot::new(&uri, Document::new(text, 0), terms);
            (!snapshot.is_foreign()).then(|| Arc::new(snapshot))
        });
        shut.take(MOST_FILES).collect()
    }

    fn folders(&self) -> MutexGuard<'_, Vec<Uri>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tower_lsp::ls_types::WorkspaceFolder;

    #[test]
    fn what_no_editor_shows_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        let definition = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}"#;
        write("a.asl.json", definition);
        write("b.asl.json", definition);
        write("package.json", "{\"name\": \"x\"}");
        let uri = |name: &str| Uri::from_file_path(folder.path().join(name)).unwrap();
        let workspace = Workspace::default();
        let open = HashSet::from([uri("b.asl.json")]);
        assert!(workspace.read(&open, Terms::default()).is_empty());
        let added = WorkspaceFolder { uri: Uri::from_file_path(folder.path()).unwrap(), name: "x".to_owned() };
        workspace.change(WorkspaceFoldersChangeEvent { added: vec![added.clone()], removed: Vec::new() });
        let read = workspace.read(&open, Terms::default());
        assert_eq!(read.iter().map(|it| it.uri.clone()).collect::<Vec<_>>(), [uri("a.asl.json")]);
        workspace.change(WorkspaceFoldersChangeEvent { added: Vec::new(), removed: vec![added] });
        assert!(workspace.read(&open, Terms::default()).is_empty());
    }
}
