// Starts `asl-check lsp` when the first definition is opened, and keeps it as the settings say; the commands beside it.

import * as vscode from "vscode";
import { LanguageClient, State, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";
import { Beside } from "./toolkit";
import { Graph } from "./graph";
import { Runner, type Wish } from "./run";
import { Status, menu } from "./status";
import { FILES, HOSTS, LANGUAGES, findProgram, isDefinition, isHost, launch, readSettings, speaksOfMachines, type Launch } from "./settings";

const SECTION = "aslCheck";
const INSTALL = "cargo install --locked --path crates/cli";
/** Settings that the server is started with. */
const STARTED_WITH = ["enable", "path", "type", "inlayHints", "codeLenses"];

let client: LanguageClient | undefined;
let log: vscode.LogOutputChannel;
let status: Status;
let beside: Beside;
let folder: string;
/** Starts and stops follow each other: two at once would leave a server behind. */
let queue: Promise<void> = Promise.resolve();

export function activate(context: vscode.ExtensionContext): void {
  log = vscode.window.createOutputChannel("asl-check", { log: true });
  folder = context.extensionPath;
  status = new Status(isOurs);
  beside = new Beside();
  const graph = new Graph(context, programToCall);
  const runner = new Runner(context, graph, programToCall);
  context.subscriptions.push(log, status, beside, graph, runner, ...commands(graph, runner), ...watchers());
  if (wanted()) {
    void enqueue(startOnce);
  }
}

export function deactivate(): Promise<void> {
  return enqueue(stop);
}

/** Those that a code lens names are called as the server calls them. */
function commands(graph: Graph, runner: Runner): vscode.Disposable[] {
  const on = (name: string, act: (document: vscode.TextDocument, wish: Wish) => Promise<void>) =>
    vscode.commands.registerCommand(name, async (wish?: Wish | vscode.Uri) => {
      const document = await documentOf(wish);
      if (document !== undefined) {
        await act(document, wish === undefined || wish instanceof vscode.Uri ? {} : wish).catch((error: unknown) =>
          tell(`asl-check: ${error instanceof Error ? error.message : String(error)}`, "Show Log"),
        );
      }
    });
  return [
    vscode.commands.registerCommand("aslCheck.restart", () => enqueue(restart)),
    vscode.commands.registerCommand("aslCheck.showLog", () => log.show()),
    vscode.commands.registerCommand("aslCheck.menu", menu),
    on("asl-check.showGraph", (document) => graph.show(document)),
    on("asl-check.run", (document, wish) => runner.run(document, wish)),
    on("asl-check.testState", (document, wish) => runner.test(document, wish)),
  ];
}

function watchers(): vscode.Disposable[] {
  return [
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (isOurs(document)) {
        void enqueue(startOnce);
      }
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      const ours = STARTED_WITH.some((key) => change.affectsConfiguration(`${SECTION}.${key}`));
      if (ours && wanted()) {
        void enqueue(restart);
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (wanted()) {
        void enqueue(restart);
      }
    }),
  ];
}

/** The document that a command is about: the one that it was given, or the one at hand. */
async function documentOf(wish: Wish | vscode.Uri | undefined): Promise<vscode.TextDocument | undefined> {
  const uri = wish instanceof vscode.Uri ? wish : typeof wish?.uri === "string" ? vscode.Uri.parse(wish.uri) : undefined;
  if (uri !== undefined) {
    return vscode.workspace.openTextDocument(uri);
  }
  const document = vscode.window.activeTextEditor?.document ?? vscode.window.visibleTextEditors.map((it) => it.document).find(isOurs);
  if (document === undefined || !isOurs(document)) {
    void vscode.window.showInformationMessage("asl-check: open a definition first.");
    return undefined;
  }
  return document;
}

function enqueue(step: () => Promise<void>): Promise<void> {
  queue = queue.then(step).catch((error: unknown) => log.error(String(error)));
  return queue;
}

function isOurs(document: vscode.TextDocument): boolean {
  const { languageId, uri } = document;
  return isDefinition(languageId, uri.path) || (isHost(uri.path) && speaksOfMachines(document.getText()));
}

/** This extension also wakes up for any JSON or YAML; a server is only started for a definition. */
function wanted(): boolean {
  return client !== undefined || vscode.workspace.textDocuments.some(isOurs);
}

async function startOnce(): Promise<void> {
  if (client === undefined) {
    await start();
  }
}

async function restart(): Promise<void> {
  await stop();
  await start();
}

async function stop(): Promise<void> {
  const stopped = client;
  client = undefined;
  status.set("off");
  // A server that never came up can't be stopped.
  if (stopped !== undefined && stopped.state !== State.Stopped) {
    await stopped.dispose();
  }
}

/** What the server is started with, as the settings are now. */
function launchNow(): Launch {
  const configuration = vscode.workspace.getConfiguration(SECTION);
  return launch(readSettings((key) => configuration.get(key)), vscode.workspace.workspaceFolders?.[0]?.uri.fsPath);
}

function programToCall(): string | undefined {
  const { command } = launchNow();
  const program = findProgram(command, process.env, folder);
  if (program === undefined) {
    void tellMissing(command);
  }
  return program;
}

async function start(): Promise<void> {
  if (vscode.workspace.getConfiguration(SECTION).get("enable") === false) {
    return;
  }
  const started = launchNow();
  const program = findProgram(started.command, process.env, folder);
  if (program === undefined) {
    status.set("missing");
    // Not waited for: the queue must go on while the message is shown.
    void tellMissing(started.command);
    return;
  }
  log.info(`starting ${program} ${started.args.join(" ")}`);
  status.set("starting");
  client = new LanguageClient(SECTION, "asl-check", serverOptions(program, started), clientOptions(started));
  try {
    await client.start();
    status.set("running", client.initializeResult?.serverInfo?.version ?? "");
  } catch (error) {
    client = undefined;
    status.set("missing");
    void tell(`asl-check: the server does not start: ${String(error)}`, "Show Log");
  }
}

function serverOptions(program: string, started: Launch): ServerOptions {
  return { command: program, args: [...started.args] };
}

function clientOptions(started: Launch): LanguageClientOptions {
  return {
    documentSelector: [...LANGUAGES.map((language) => ({ language })), ...[FILES, ...HOSTS].map((pattern) => ({ pattern }))],
    initializationOptions: started.initializationOptions,
    outputChannel: log,
    diagnosticCollectionName: "asl-check",
    middleware: { handleDiagnostics: (uri, diagnostics, next) => beside.take(uri, diagnostics, next) },
  };
}

async function tellMissing(command: string): Promise<void> {
  const message =
    `asl-check: there is no program "${command}". ` +
    `Install it ("${INSTALL}" in its repository) or set "${SECTION}.path", then restart the server.`;
  await tell(message, "Open Settings", "Restart");
}

type Choice = "Open Settings" | "Restart" | "Show Log";

async function tell(message: string, ...choices: Choice[]): Promise<void> {
  log.error(message);
  switch (await vscode.window.showErrorMessage(message, ...choices)) {
    case "Open Settings":
      await vscode.commands.executeCommand("workbench.action.openSettings", `${SECTION}.path`);
      break;
    case "Restart":
      await enqueue(restart);
      break;
    case "Show Log":
      log.show();
      break;
    case undefined:
      break;
  }
}
