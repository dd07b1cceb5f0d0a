// Starts `asl-check lsp` when the first definition is opened, and keeps it as the settings say.

import * as vscode from "vscode";
import { LanguageClient, State, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";
import { FILES, LANGUAGES, findProgram, isDefinition, launch, readSettings, type Launch } from "./settings";

const SECTION = "aslCheck";
const INSTALL = "cargo install --path crates/cli";

let client: LanguageClient | undefined;
let log: vscode.LogOutputChannel;
/** Starts and stops follow each other: two at once would leave a server behind. */
let queue: Promise<void> = Promise.resolve();

export function activate(context: vscode.ExtensionContext): void {
  log = vscode.window.createOutputChannel("asl-check", { log: true });
  context.subscriptions.push(
    log,
    vscode.commands.registerCommand("aslCheck.restart", () => enqueue(restart)),
    vscode.commands.registerCommand("aslCheck.showLog", () => log.show()),
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (isOurs(document)) {
        void enqueue(startOnce);
      }
    }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      const ours = ["path", "type"].some((key) => change.affectsConfiguration(`${SECTION}.${key}`));
      if (ours && wanted()) {
        void enqueue(restart);
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (wanted()) {
        void enqueue(restart);
      }
    }),
  );
  if (wanted()) {
    void enqueue(startOnce);
  }
}

export function deactivate(): Promise<void> {
  return enqueue(stop);
}

function enqueue(step: () => Promise<void>): Promise<void> {
  queue = queue.then(step).catch((error: unknown) => log.error(String(error)));
  return queue;
}

function isOurs(document: vscode.TextDocument): boolean {
  return isDefinition(document.languageId, document.uri.path);
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
  // A server that never came up can't be stopped.
  if (stopped !== undefined && stopped.state !== State.Stopped) {
    await stopped.dispose();
  }
}

async function start(): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(SECTION);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const wish = launch(readSettings((key) => configuration.get(key)), folder);
  const program = findProgram(wish.command);
  if (program === undefined) {
    // Not waited for: the queue must go on while the message is shown.
    void tellMissing(wish.command);
    return;
  }
  log.info(`starting ${program} ${wish.args.join(" ")}`);
  client = new LanguageClient(SECTION, "asl-check", serverOptions(program, wish), clientOptions(wish));
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    void tell(`asl-check: the server does not start: ${String(error)}`, "Show Log");
  }
}

function serverOptions(program: string, wish: Launch): ServerOptions {
  return { command: program, args: [...wish.args] };
}

function clientOptions(wish: Launch): LanguageClientOptions {
  return {
    documentSelector: [...LANGUAGES.map((language) => ({ language })), { pattern: FILES }],
    initializationOptions: wish.initializationOptions,
    outputChannel: log,
    diagnosticCollectionName: "asl-check",
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
