//! The wire: events of the client in, diagnostics and answers out.
//!
//! Handlers of events never wait. They change what is known under one lock and put what is to be sent into one outbox, also
//! under the lock; so nothing overtakes anything, neither edits nor publications. Requests look their document up before
//! they wait. Analyses and answers are made on other threads.

use crate::actions::quick_fixes;
use crate::diagnostics::diagnose;
use crate::document::Document;
use crate::session::{Message, Open, STACK, Session};
use crate::snapshot::Snapshot;
use crate::terms::Terms;
use crate::{
    NAME, calls, capabilities, complete, format, hints, hover, links, ls_types as lsp, navigate, ranges, refactor,
    rename, symbols, tokens,
};
use lsp::{TextDocumentPositionParams, Uri};
use std::future::Future;
use std::num::NonZero;
use std::path::PathBuf;
use std::pin::pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tower_lsp::jsonrpc::{Error, ErrorCode, Result as Answer};
use tower_lsp::{Client, LanguageServer, LspService, Server as Transport};

/// So many requests may be waited for at a time.
const REQUESTS: usize = 64;

/// The protocol's number for a request that is fine and can't be done.
const REQUEST_FAILED: i64 = -32803;

/// How often it is looked whether the client is alive.
const PULSE: Duration = Duration::from_secs(3);

/// Serves one client on standard input and output until it says `exit` or hangs up. The exit code is 0 if the client took
/// its leave as it should.
pub fn run() -> ExitCode {
    // Besides analyses and answers, reading and writing each hold a thread.
    let analyses = std::thread::available_parallelism().map_or(1, NonZero::get);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .thread_name(NAME)
        .thread_stack_size(STACK)
        .max_blocking_threads(2 * analyses + 2)
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
    let session = Arc::new(Session::new(analyses, outbox));
    let (service, socket) = LspService::new(|client| {
        tokio::spawn(deliver(client, messages));
        Server { session: Arc::clone(&session) }
    });
    // Messages are begun in the order in which they come, and only requests wait.
    let transport = Transport::new(tokio::io::stdin(), tokio::io::stdout(), socket).concurrency_level(REQUESTS);
    let mut served = pin!(transport.serve(service));
    let mut orphaned = pin!(orphaned(Arc::clone(&session)));
    let over = |cx: &mut Context<'_>| {
        let is_over = served.as_mut().poll(cx).is_ready() || orphaned.as_mut().poll(cx).is_ready();
        if is_over { Poll::Ready(()) } else { Poll::Pending }
    };
    std::future::poll_fn(over).await;
    session.shut_down.load(Ordering::Relaxed)
}

/// Waits until the client's process is gone. Its end of a pipe may live on in a process that it started. Where there is
/// nothing to see processes by, it waits for ever.
async fn orphaned(session: Arc<Session>) {
    loop {
        tokio::time::sleep(PULSE).await;
        let process = session.terms.get().and_then(|terms| terms.process);
        let place = process.map(|id| PathBuf::from(format!("/proc/{id}")));
        if place.is_some_and(|place| !place.exists()) && PathBuf::from("/proc/self").exists() {
            return;
        }
    }
}

async fn deliver(client: Client, mut messages: UnboundedReceiver<Message>) {
    while let Some(message) = messages.recv().await {
        match message {
            Message::Diagnostics { uri, version, found } => client.publish_diagnostics(uri, found, version).await,
            Message::Log(kind, text) => client.log_message(kind, text).await,
            Message::Refresh(terms) => refresh(client.clone(), terms),
        }
    }
}

/// Asks the client to ask again, as far as it knows how; whether it does, nobody waits for.
fn refresh(client: Client, terms: Terms) {
    tokio::spawn(async move {
        if terms.refreshes_diagnostics {
            let _ = client.workspace_diagnostic_refresh().await;
        }
        if terms.refreshes_hints {
            let _ = client.inlay_hint_refresh().await;
        }
    });
}

/// The events.
struct Server {
    session: Arc<Session>,
}

impl Server {
    /// An answer about a place in a document.
    async fn at<T: Send + 'static>(
        &self,
        place: TextDocumentPositionParams,
        answer: impl FnOnce(&Snapshot, lsp::Position) -> Option<T> + Send + 'static,
    ) -> Answer<Option<T>> {
        let position = place.position;
        let found = self.session.ask(place.text_document.uri, move |snapshot| answer(snapshot, position)).await;
        Ok(found.flatten())
    }

    /// An answer about a whole document.
    async fn of<T: Send + 'static>(
        &self,
        document: lsp::TextDocumentIdentifier,
        answer: impl FnOnce(&Snapshot) -> T + Send + 'static,
    ) -> Answer<Option<T>> {
        Ok(self.session.ask(document.uri, answer).await)
    }
}

impl LanguageServer for Server {
    async fn initialize(&self, params: lsp::InitializeParams) -> Answer<lsp::InitializeResult> {
        let (terms, problem) = Terms::new(&params);
        if let Some(problem) = problem {
            self.session.desk().send(Message::Log(lsp::MessageType::WARNING, problem));
        }
        self.session.workspace.begin(&params);
        let capabilities = capabilities::all(terms);
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
        desk.documents.insert(uri.clone(), Open::new(Document::new(text, version), revision));
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

    /// Nothing changed since the last edit but what lies around the document, and a client that shows nothing gets it again.
    async fn did_save(&self, params: lsp::DidSaveTextDocumentParams) {
        let uri = params.text_document.uri;
        let mut desk = self.session.desk();
        let revision = desk.next_revision();
        let Some(open) = desk.documents.get_mut(&uri) else { return };
        open.revision = revision;
        self.session.analyse(&mut desk, uri);
    }

    async fn did_close(&self, params: lsp::DidCloseTextDocumentParams) {
        let uri = params.text_document.uri;
        let mut desk = self.session.desk();
        desk.documents.remove(&uri);
        desk.send(Message::Diagnostics { uri, version: None, found: Vec::new() });
    }

    async fn did_change_configuration(&self, _: lsp::DidChangeConfigurationParams) {
        self.session.look_again();
    }

    async fn did_change_watched_files(&self, _: lsp::DidChangeWatchedFilesParams) {
        self.session.look_again();
    }

    async fn did_change_workspace_folders(&self, params: lsp::DidChangeWorkspaceFoldersParams) {
        self.session.workspace.change(params.event);
        self.session.look_again();
    }

    async fn diagnostic(&self, params: lsp::DocumentDiagnosticParams) -> Answer<lsp::DocumentDiagnosticReportResult> {
        let items = self.session.ask(params.text_document.uri, diagnose).await.unwrap_or_default();
        let report = lsp::RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport { result_id: None, items },
        };
        Ok(lsp::DocumentDiagnosticReportResult::Report(lsp::DocumentDiagnosticReport::Full(report)))
    }

    async fn code_action(&self, params: lsp::CodeActionParams) -> Answer<Option<lsp::CodeActionResponse>> {
        let uri: Uri = params.text_document.uri.clone();
        let actions = move |snapshot: &Snapshot| {
            let mut out = quick_fixes(&params, snapshot.version, snapshot.terms.versioned_edits);
            out.extend(refactor::actions(snapshot, params.range, params.context.only.as_deref()));
            out
        };
        Ok(self.session.ask(uri, actions).await)
    }

    async fn hover(&self, params: lsp::HoverParams) -> Answer<Option<lsp::Hover>> {
        self.at(params.text_document_position_params, hover::hover).await
    }

    async fn completion(&self, params: lsp::CompletionParams) -> Answer<Option<lsp::CompletionResponse>> {
        let found = self.at(params.text_document_position, complete::complete).await?;
        Ok(found.map(lsp::CompletionResponse::List))
    }

    async fn signature_help(&self, params: lsp::SignatureHelpParams) -> Answer<Option<lsp::SignatureHelp>> {
        self.at(params.text_document_position_params, complete::help).await
    }

    async fn goto_definition(&self, params: lsp::GotoDefinitionParams) -> Answer<Option<lsp::GotoDefinitionResponse>> {
        self.at(params.text_document_position_params, navigate::definition).await
    }

    async fn references(&self, params: lsp::ReferenceParams) -> Answer<Option<Vec<lsp::Location>>> {
        let with_declaration = params.context.include_declaration;
        let find = move |snapshot: &Snapshot, position| navigate::references(snapshot, position, with_declaration);
        self.at(params.text_document_position, find).await
    }

    async fn document_highlight(
        &self,
        params: lsp::DocumentHighlightParams,
    ) -> Answer<Option<Vec<lsp::DocumentHighlight>>> {
        self.at(params.text_document_position_params, navigate::highlights).await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Answer<Option<lsp::PrepareRenameResponse>> {
        self.at(params, rename::prepare).await
    }

    async fn rename(&self, params: lsp::RenameParams) -> Answer<Option<lsp::WorkspaceEdit>> {
        let lsp::RenameParams { text_document_position: place, new_name, .. } = params;
        let position = place.position;
        let rename = move |snapshot: &Snapshot| rename::rename(snapshot, position, &new_name);
        match self.session.ask(place.text_document.uri, rename).await {
            Some(Err(why)) => {
                Err(Error { code: ErrorCode::ServerError(REQUEST_FAILED), message: why.into(), data: None })
            }
            Some(Ok(edit)) => Ok(edit),
            None => Ok(None),
        }
    }

    async fn document_symbol(&self, params: lsp::DocumentSymbolParams) -> Answer<Option<lsp::DocumentSymbolResponse>> {
        let found = self.of(params.text_document, symbols::outline).await?;
        Ok(found.map(lsp::DocumentSymbolResponse::Nested))
    }

    async fn symbol(&self, params: lsp::WorkspaceSymbolParams) -> Answer<Option<lsp::WorkspaceSymbolResponse>> {
        let query = params.query;
        let search = move |all: &[Arc<Snapshot>]| all.iter().flat_map(|it| symbols::search(it, &query)).collect();
        Ok(Some(lsp::WorkspaceSymbolResponse::Flat(self.session.ask_all(search).await)))
    }

    async fn folding_range(&self, params: lsp::FoldingRangeParams) -> Answer<Option<Vec<lsp::FoldingRange>>> {
        self.of(params.text_document, ranges::folding).await
    }

    async fn selection_range(&self, params: lsp::SelectionRangeParams) -> Answer<Option<Vec<lsp::SelectionRange>>> {
        let positions = params.positions;
        self.of(params.text_document, move |snapshot| ranges::selection(snapshot, &positions)).await
    }

    async fn semantic_tokens_full(
        &self,
        params: lsp::SemanticTokensParams,
    ) -> Answer<Option<lsp::SemanticTokensResult>> {
        let found = self.of(params.text_document, |snapshot| tokens::tokens(snapshot, None)).await?;
        Ok(found.map(|data| lsp::SemanticTokensResult::Tokens(lsp::SemanticTokens { result_id: None, data })))
    }

    async fn semantic_tokens_range(
        &self,
        params: lsp::SemanticTokensRangeParams,
    ) -> Answer<Option<lsp::SemanticTokensRangeResult>> {
        let range = params.range;
        let found = self.of(params.text_document, move |snapshot| tokens::tokens(snapshot, Some(range))).await?;
        Ok(found.map(|data| lsp::SemanticTokensRangeResult::Tokens(lsp::SemanticTokens { result_id: None, data })))
    }

    async fn inlay_hint(&self, params: lsp::InlayHintParams) -> Answer<Option<Vec<lsp::InlayHint>>> {
        let range = params.range;
        self.of(params.text_document, move |snapshot| hints::types(snapshot, range)).await
    }

    async fn code_lens(&self, params: lsp::CodeLensParams) -> Answer<Option<Vec<lsp::CodeLens>>> {
        self.of(params.text_document, hints::lenses).await
    }

    async fn document_link(&self, params: lsp::DocumentLinkParams) -> Answer<Option<Vec<lsp::DocumentLink>>> {
        self.of(params.text_document, links::links).await
    }

    async fn formatting(&self, params: lsp::DocumentFormattingParams) -> Answer<Option<Vec<lsp::TextEdit>>> {
        let options = params.options;
        self.of(params.text_document, move |snapshot| format::format(snapshot, &options)).await
    }

    async fn prepare_call_hierarchy(
        &self,
        params: lsp::CallHierarchyPrepareParams,
    ) -> Answer<Option<Vec<lsp::CallHierarchyItem>>> {
        self.at(params.text_document_position_params, calls::prepare).await
    }

    async fn incoming_calls(
        &self,
        params: lsp::CallHierarchyIncomingCallsParams,
    ) -> Answer<Option<Vec<lsp::CallHierarchyIncomingCall>>> {
        Ok(Some(self.session.ask_all(move |all| calls::incoming(all, &params.item)).await))
    }

    async fn outgoing_calls(
        &self,
        params: lsp::CallHierarchyOutgoingCallsParams,
    ) -> Answer<Option<Vec<lsp::CallHierarchyOutgoingCall>>> {
        Ok(Some(self.session.ask_all(move |all| calls::outgoing(all, &params.item)).await))
    }
}
