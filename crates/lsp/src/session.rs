//! What lasts from `initialize` to `exit`: the documents, what is known of them, and what is to be sent.

use crate::diagnostics;
use crate::document::Document;
use crate::snapshot::Snapshot;
use crate::terms::Terms;
use crate::workshop::Workshop;
use crate::workspace::Workspace;
use crate::{NAME, ls_types as lsp};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tokio::sync::Semaphore;
use tokio::sync::mpsc::UnboundedSender;

/// Stack of a thread that analyses, in bytes: walks recurse over texts of bounded depth.
pub(crate) const STACK: usize = 16 * 1024 * 1024;

/// What is to be sent.
pub(crate) enum Message {
    /// What was found in a document.
    Diagnostics { uri: lsp::Uri, version: Option<i32>, found: Vec<lsp::Diagnostic> },
    /// Words for the log.
    Log(lsp::MessageType, String),
    /// What was told may not hold any more: the client should ask again, as was agreed on.
    Refresh(Terms),
}

/// A session.
pub(crate) struct Session {
    pub(crate) terms: OnceLock<Terms>,
    desk: Mutex<Desk>,
    /// One for each analysis that may run.
    permits: Semaphore,
    workshop: Workshop,
    pub(crate) workspace: Workspace,
    pub(crate) shut_down: AtomicBool,
}

/// What is being worked on.
pub(crate) struct Desk {
    pub(crate) documents: HashMap<lsp::Uri, Open>,
    /// Documents that a task looks after; it may be about one that was closed meanwhile, and opened again.
    analysed: HashSet<lsp::Uri>,
    /// Counts states of documents: clients count too, but begin anew when a document is opened again.
    revision: u64,
    outbox: UnboundedSender<Message>,
}

/// An open document.
pub(crate) struct Open {
    pub(crate) document: Document,
    pub(crate) revision: u64,
    /// What was complained of: once is enough, as long as it lasts.
    problem: Option<String>,
    /// The last state of it that was read, and which that was.
    read: Option<(u64, Arc<Snapshot>)>,
}

impl Open {
    pub(crate) fn new(document: Document, revision: u64) -> Self {
        Self { document, revision, problem: None, read: None }
    }
}

/// A state of a document: read, or to be read.
pub(crate) enum State {
    Read(Arc<Snapshot>),
    Unread { document: Document, revision: u64, before: Option<Arc<Snapshot>> },
}

impl State {
    /// The last state that was read before this one.
    fn before(&self) -> Option<Arc<Snapshot>> {
        match self {
            Self::Read(_) => None,
            Self::Unread { before, .. } => before.clone(),
        }
    }
}

impl Desk {
    pub(crate) fn next_revision(&mut self) -> u64 {
        self.revision += 1;
        self.revision
    }

    /// Nobody listens any more when this fails: the session is over.
    pub(crate) fn send(&self, message: Message) {
        let _ = self.outbox.send(message);
    }

    /// A document as it is now.
    pub(crate) fn state(&self, uri: &lsp::Uri) -> Option<State> {
        let open = self.documents.get(uri)?;
        Some(match &open.read {
            Some((revision, snapshot)) if *revision == open.revision => State::Read(Arc::clone(snapshot)),
            read => State::Unread {
                document: open.document.clone(),
                revision: open.revision,
                before: read.as_ref().map(|(_, snapshot)| Arc::clone(snapshot)),
            },
        })
    }

    /// All documents as they are now.
    fn states(&self) -> Vec<(lsp::Uri, State)> {
        self.documents.keys().filter_map(|uri| Some((uri.clone(), self.state(uri)?))).collect()
    }
}

impl Session {
    pub(crate) fn new(analyses: usize, outbox: UnboundedSender<Message>) -> Self {
        Self {
            terms: OnceLock::new(),
            desk: Mutex::new(Desk { documents: HashMap::new(), analysed: HashSet::new(), revision: 0, outbox }),
            permits: Semaphore::new(analyses),
            workshop: Workshop::default(),
            workspace: Workspace::default(),
            shut_down: AtomicBool::new(false),
        }
    }

    pub(crate) fn desk(&self) -> MutexGuard<'_, Desk> {
        // Nothing is left half done under the lock, so what a panic left is whole.
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn terms(&self) -> Terms {
        self.terms.get().copied().unwrap_or_default()
    }

    /// Reads a state of a document, if that was not done before, and keeps it as long as it is the newest.
    pub(crate) fn read(&self, uri: &lsp::Uri, state: State) -> Arc<Snapshot> {
        match state {
            State::Read(snapshot) => snapshot,
            State::Unread { document, revision, before } => {
                let snapshot = Snapshot::new(uri, document, self.terms());
                let snapshot = Arc::new(snapshot.after(before.as_deref()));
                let mut desk = self.desk();
                if let Some(open) = desk.documents.get_mut(uri).filter(|open| open.revision == revision) {
                    open.read = Some((revision, Arc::clone(&snapshot)));
                }
                snapshot
            }
        }
    }

    /// Sees to it that the newest state of a document is analysed, by the task that is at it or by a new one.
    pub(crate) fn analyse(self: &Arc<Self>, desk: &mut Desk, uri: lsp::Uri) {
        if !self.terms().pull && desk.analysed.insert(uri.clone()) {
            tokio::spawn(Arc::clone(self).follow(uri));
        }
    }

    /// Analyses a document until its newest state is published.
    async fn follow(self: Arc<Self>, uri: lsp::Uri) {
        loop {
            let Ok(_permit) = self.permits.acquire().await else { return };
            let Some((state, revision, version)) = self.newest(&uri) else { return };
            let (name, session) = (uri.clone(), Arc::clone(&self));
            let analysis = move || {
                // What was read before is given back when all is told.
                let _before = state.before();
                let snapshot = session.read(&name, state);
                let problem = snapshot.problem.clone();
                diagnostics::tell(&snapshot, |found| session.publish(&name, (revision, version), found, problem))
            };
            let is_newest = self.workshop.work(STACK, analysis).await.unwrap_or_else(|| {
                let text = format!("internal fault: this is a bug of {NAME}, please report it with {}", uri.as_str());
                self.publish(&uri, (revision, version), Vec::new(), Some(text))
            });
            if is_newest {
                return;
            }
        }
    }

    /// Sends what was found in a state of a document. It is of no use if there is a newer one: then it must be looked at
    /// again.
    fn publish(
        &self,
        uri: &lsp::Uri,
        (revision, version): (u64, i32),
        found: Vec<lsp::Diagnostic>,
        problem: Option<String>,
    ) -> bool {
        let mut desk = self.desk();
        if let Some(open) = desk.documents.get_mut(uri) {
            if open.revision != revision {
                return false;
            }
            let before = std::mem::replace(&mut open.problem, problem.clone());
            if let Some(text) = problem.filter(|_| before != open.problem) {
                desk.send(Message::Log(lsp::MessageType::ERROR, text));
            }
            desk.send(Message::Diagnostics { uri: uri.clone(), version: Some(version), found });
        }
        desk.analysed.remove(uri);
        true
    }

    /// A document as it is now; without one, nobody looks after it any more.
    fn newest(&self, uri: &lsp::Uri) -> Option<(State, u64, i32)> {
        let mut desk = self.desk();
        let newest = desk.documents.get(uri).map(|open| (open.revision, open.document.version()));
        let state = desk.state(uri);
        if newest.is_none() {
            desk.analysed.remove(uri);
        }
        newest.zip(state).map(|((revision, version), state)| (state, revision, version))
    }

    /// What changed outside of the documents: everything is looked at again.
    pub(crate) fn look_again(self: &Arc<Self>) {
        let mut desk = self.desk();
        let uris: Vec<lsp::Uri> = desk.documents.keys().cloned().collect();
        for uri in uris {
            let revision = desk.next_revision();
            if let Some(open) = desk.documents.get_mut(&uri) {
                open.revision = revision;
            }
            self.analyse(&mut desk, uri);
        }
        desk.send(Message::Refresh(self.terms()));
    }

    /// An answer about a document as it is now, made on a thread of its own; none, where it is not open.
    ///
    /// The document is looked up before anything waits, so that the answer is about the text that the client had.
    pub(crate) async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        uri: lsp::Uri,
        answer: impl FnOnce(&Snapshot) -> T + Send + 'static,
    ) -> Option<T> {
        let state = self.desk().state(&uri)?;
        let session = Arc::clone(self);
        self.apart(move || answer(&session.read(&uri, state))).await
    }

    /// An answer about all open documents, and the other files of the client's folders.
    pub(crate) async fn ask_all<T: Send + Default + 'static>(
        self: &Arc<Self>,
        answer: impl FnOnce(&[Arc<Snapshot>]) -> T + Send + 'static,
    ) -> T {
        let mut states = self.desk().states();
        states.sort_by(|a, b| a.0.as_str().cmp(b.0.as_str()));
        let session = Arc::clone(self);
        let answer = self.apart(move || {
            let mut read: Vec<_> = states.into_iter().map(|(uri, state)| session.read(&uri, state)).collect();
            let open = read.iter().map(|it| it.uri.clone()).collect();
            read.extend(session.workspace.read(&open, session.terms()));
            answer(&read)
        });
        answer.await.unwrap_or_default()
    }

    /// Makes an answer on a thread of its own. If that panics there is none, and the log says so.
    async fn apart<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let answer = tokio::task::spawn_blocking(work).await.ok();
        if answer.is_none() {
            let text = format!("internal fault: this is a bug of {NAME}, please report it");
            self.desk().send(Message::Log(lsp::MessageType::ERROR, text));
        }
        answer
    }
}
