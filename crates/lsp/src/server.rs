//! The wire: events of the client in, diagnostics and answers out.
//!
//! Handlers never wait. They change what is known under one lock and put what is to be sent into one outbox, also under
//! the lock; so nothing overtakes anything, neither edits nor publications. Analyses run on other threads.

use crate::actions::quick_fixes;
use crate::diagnostics::diagnose;
use crate::document::Document;
use crate::terms::Terms;
use crate::{NAME, ls_types as lsp, project};
use std::collections::{HashMap, HashSet};
use std::num::NonZero;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tower_lsp::jsonrpc::Result as Answer;
use tower_lsp::{Client, LanguageServer, LspService, Server as Transport};

/// Stack of a thread that analyses, in bytes: walks recurse over texts of bounded depth.
const STACK: usize = 16 * 1024 * 1024;

/// Serves one client on standard input and output until it says `exit` or hangs up. The exit code is 0 if the client took
/// its leave as it should.
pub fn run() -> ExitCode {
    // Besides analyses, reading and writing each hold a thread.
    let analyses = std::thread::available_parallelism().map_or(1, NonZero::get);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .thread_name(NAME)
        .thread_stack_size(STACK)
        .max_blocking_threads(analyses + 2)
        .build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{NAME}: {error}");
            return ExitCode::from(2);
        }
    };
    let clean = runtime.block_on(serve(analyses));
    // A client need not close its end, and then a thread reads for ever.
    runtime.shutdown_background();
    if clean { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

async fn serve(analyses: usize) -> bool {
    let (outbox, messages) = unbounded_channel();
    let session = Arc::new(Session {
        terms: OnceLock::new(),
        desk: Mutex::new(Desk { documents: HashMap::new(), analysed: HashSet::new(), revision: 0, outbox }),
        permits: Semaphore::new(analyses),
        shut_down: AtomicBool::new(false),
    });
    let (service, socket) = LspService::new(|client| {
        tokio::spawn(deliver(client, messages));
        Server { session: Arc::clone(&session) }
    });
    // One event after the other: handlers don't wait, so nothing is gained by more, and order is certain.
    Transport::new(tokio::io::stdin(), tokio::io::stdout(), socket).concurrency_level(1).serve(service).await;
    session.shut_down.load(Ordering::Relaxed)
}

/// What is to be sent.
enum Message {
    Diagnostics { uri: lsp::Uri, version: Option<i32>, found: Vec<lsp::Diagnostic> },
    Log(lsp::MessageType, String),
}

async fn deliver(client: Client, mut messages: UnboundedReceiver<Message>) {
    while let Some(message) = messages.recv().await {
        match message {
            Message::Diagnostics { uri, version, found } => client.publish_diagnostics(uri, found, version).await,
            Message::Log(kind, text) => client.log_message(kind, text).await,
        }
    }
}

/// What lasts from `initialize` to `exit`.
struct Session {
    terms: OnceLock<Terms>,
    desk: Mutex<Desk>,
    /// One for each analysis that may run.
    permits: Semaphore,
    shut_down: AtomicBool,
}

/// What is being worked on.
struct Desk {
    documents: HashMap<lsp::Uri, Open>,
    /// Documents that a task looks after; it may be about one that was closed meanwhile, and opened again.
    analysed: HashSet<lsp::Uri>,
    /// Counts states of documents: clients count too, but begin anew when a document is opened again.
    revision: u64,
    outbox: UnboundedSender<Message>,
}

struct Open {
    document: Document,
    revision: u64,
    /// What was complained of: once is enough, as long as it lasts.
    problem: Option<String>,
}

impl Desk {
    fn next_revision(&mut self) -> u64 {
        self.revision += 1;
        self.revision
    }

    /// Nobody listens any more when this fails: the session is over.
    fn send(&self, message: Message) {
        let _ = self.outbox.send(message);
    }
}

impl Session {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        // Nothing is left half done under the lock, so what a panic left is whole.
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn terms(&self) -> Terms {
        self.terms.get().copied().unwrap_or_default()
    }

    /// Sees to it that the newest state of a document is analysed, by the task that is at it or by a new one.
    fn analyse(self: &Arc<Self>, desk: &mut Desk, uri: lsp::Uri) {
        if desk.analysed.insert(uri.clone()) {
            tokio::spawn(Arc::clone(self).follow(uri));
        }
    }

    /// Analyses a document until its newest state is published.
    async fn follow(self: Arc<Self>, uri: lsp::Uri) {
        loop {
            let Ok(_permit) = self.permits.acquire().await else { return };
            let Some((document, revision)) = self.newest(&uri) else { return };
            let version = document.version();
            let (name, terms) = (uri.clone(), self.terms());
            let analysis = move || {
                let (settings, problem) = project::settings(&name);
                (diagnose(&name, document, terms, &settings), problem)
            };
            let result = tokio::task::spawn_blocking(analysis).await;
            let (found, problem) = result.unwrap_or_else(|_| {
                let text = format!("internal fault: this is a bug of {NAME}, please report it with {}", uri.as_str());
                (Vec::new(), Some(text))
            });
            let mut desk = self.desk();
            let complaint = match desk.documents.get_mut(&uri) {
                // Outdated: what was found is of no use.
                Some(open) if open.revision != revision => continue,
                Some(open) => {
                    let before = std::mem::replace(&mut open.problem, problem.clone());
                    problem.filter(|_| before != open.problem)
                }
                None => {
                    desk.analysed.remove(&uri);
                    return;
                }
            };
            desk.analysed.remove(&uri);
            if let Some(text) = complaint {
                desk.send(Message::Log(lsp::MessageType::ERROR, text));
            }
            desk.send(Message::Diagnostics { uri, version: Some(version), found });
            return;
        }
    }

    /// A copy of a document as it is now; without one, nobody looks after it any more.
    fn newest(&self, uri: &lsp::Uri) -> Option<(Document, u64)> {
        let mut desk = self.desk();
        let newest = desk.documents.get(uri).map(|open| (open.document.clone(), open.revision));
        if newest.is_none() {
            desk.analysed.remove(uri);
        }
        newest
    }
}

/// The events.
struct Server {
    session: Arc<Session>,
}

impl LanguageServer for Server {
    async fn initialize(&self, params: lsp::InitializeParams) -> Answer<lsp::InitializeResult> {
        let (terms, problem) = Terms::new(&params);
        if let Some(problem) = problem {
            self.session.desk().send(Message::Log(lsp::MessageType::WARNING, problem));
        }
        let capabilities = capabilities(terms);
        // The protocol has one `initialize`; the transport refuses a second one.
        let _ = self.session.terms.set(terms);
        let info = lsp::ServerInfo { name: NAME.to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
        Ok(lsp::InitializeResult { capabilities, server_info: Some(info), ..lsp::InitializeResult::default() })
    }

    async fn shutdown(&self) -> Answer<()> {
        self.session.shut_down.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn did_open(&self, params: lsp::DidOpenTextDocumentParams) {
        let lsp::TextDocumentItem { uri, version, text, .. } = params.text_document;
        let mut desk = self.session.desk();
        let revision = desk.next_revision();
        desk.documents.insert(uri.clone(), Open { document: Document::new(text, version), revision, problem: None });
        self.session.analyse(&mut desk, uri);
    }

    async fn did_change(&self, params: lsp::DidChangeTextDocumentParams) {
        let lsp::VersionedTextDocumentIdentifier { uri, version } = params.text_document;
        let encoding = self.session.terms().encoding;
        let mut desk = self.session.desk();
        let revision = desk.next_revision();
        let Some(open) = desk.documents.get_mut(&uri) else { return };
        open.document.apply(params.content_changes, version, encoding);
        open.revision = revision;
        self.session.analyse(&mut desk, uri);
    }

    /// Nothing changed since the last edit, but a client that shows nothing gets it again.
    async fn did_save(&self, params: lsp::DidSaveTextDocumentParams) {
        let uri = params.text_document.uri;
        let mut desk = self.session.desk();
        if desk.documents.contains_key(&uri) {
            self.session.analyse(&mut desk, uri);
        }
    }

    async fn did_close(&self, params: lsp::DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        let mut desk = self.session.desk();
        desk.documents.remove(&uri);
        desk.send(Message::Diagnostics { uri, version: None, found: Vec::new() });
    }

    async fn code_action(&self, params: lsp::CodeActionParams) -> Answer<Option<lsp::CodeActionResponse>> {
        let desk = self.session.desk();
        let version = desk.documents.get(&params.text_document.uri).map(|open| open.document.version());
        drop(desk);
        let versioned = self.session.terms().versioned_edits;
        Ok(version.map(|version| quick_fixes(&params, version, versioned)))
    }
}

fn capabilities(terms: Terms) -> lsp::ServerCapabilities {
    let sync = lsp::TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(lsp::TextDocumentSyncKind::INCREMENTAL),
        save: Some(lsp::TextDocumentSyncSaveOptions::Supported(true)),
        ..lsp::TextDocumentSyncOptions::default()
    };
    let actions = lsp::CodeActionOptions {
        code_action_kinds: Some(vec![lsp::CodeActionKind::QUICKFIX]),
        ..lsp::CodeActionOptions::default()
    };
    lsp::ServerCapabilities {
        position_encoding: Some(terms.encoding.kind()),
        text_document_sync: Some(lsp::TextDocumentSyncCapability::Options(sync)),
        code_action_provider: Some(lsp::CodeActionProviderCapability::Options(actions)),
        ..lsp::ServerCapabilities::default()
    }
}
