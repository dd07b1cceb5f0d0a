// Runs of a definition with mocked tasks, and tests of a state by itself.

import * as vscode from "vscode";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { historyPage, type History } from "./history";
import { HISTORY_SCRIPT, HISTORY_STYLE, page } from "./page";
import { call, complaint, machinesIn } from "./program";
import { revealLine, type Graph } from "./graph";
import { stateAt, statesOf } from "./states";

/** What a code lens gives, or another extension; what is missing is asked for. */
export interface Wish {
  readonly uri?: string;
  readonly machine?: string | null;
  readonly state?: string;
  readonly input?: string;
  readonly mocks?: string | null;
  readonly mock?: string;
}

const INPUT = "aslCheck.input:";
/** Answers are documents that nobody is asked to save. */
const ANSWER = "asl-check-answer";

export class Runner implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private document: vscode.TextDocument | undefined;
  private machine: string | undefined;
  private folder: string | undefined;
  private runs = 0;
  private readonly answers = new Map<string, string>();
  private readonly provider = vscode.workspace.registerTextDocumentContentProvider(ANSWER, {
    provideTextDocumentContent: (uri) => this.answers.get(uri.toString()),
  });

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly graph: Graph,
    private readonly program: () => string | undefined,
  ) {}

  dispose(): void {
    this.panel?.dispose();
    this.provider.dispose();
    if (this.folder !== undefined) {
      void rm(this.folder, { recursive: true, force: true });
    }
  }

  /** `asl-check run`, and its history in a panel. */
  async run(document: vscode.TextDocument, wish: Wish): Promise<void> {
    const program = this.program();
    // The program reads the file.
    if (program === undefined || !(await document.save())) {
      return;
    }
    const input = wish.input ?? (await this.askInput(document));
    const mocks = input === undefined || wish.mocks !== undefined ? wish.mocks : await askMocks();
    if (input === undefined || mocks === undefined) {
      return;
    }
    const args = ["run", document.uri.fsPath, "--input", input, "--format", "history"];
    if (mocks !== null) {
      const testCase = await askTestCase(mocks);
      if (testCase === undefined) {
        return;
      }
      args.push("--mocks", mocks, ...(testCase === null ? [] : ["--test-case", testCase]));
    }
    const machine = wish.machine ?? (await askMachine(program, document));
    if (machine === undefined) {
      return;
    }
    args.push(...(machine === null ? [] : ["--machine", machine]));
    const said = await call(program, args);
    if (said.out.trim() === "" || said.code > 1) {
      void vscode.window.showErrorMessage(`asl-check: ${complaint(said)}`);
      return;
    }
    // A definition that AWS refuses is not run: the report comes instead of a history.
    const history = parsed<History>(said.out);
    if (history === undefined) {
      void vscode.window.showErrorMessage("asl-check: AWS would refuse this definition, so it can't be run: see its errors.");
      return;
    }
    this.show(document, history);
    this.machine = machine ?? undefined;
    this.graph.colour(document, await this.keep(said.out), this.machine);
  }

  /** `asl-check test-state`, and its answer as a document. */
  async test(document: vscode.TextDocument, wish: Wish): Promise<void> {
    const program = this.program();
    if (program === undefined) {
      return;
    }
    const definition = document.getText();
    if (parsed(definition) === undefined) {
      void vscode.window.showInformationMessage("asl-check: a state is tested in a definition in JSON, without faults.");
      return;
    }
    const drawn = await call(program, ["graph", "-", "--stdin-filename", document.uri.fsPath], definition);
    const states = statesOf(drawn.out);
    const line = (vscode.window.activeTextEditor?.selection.active.line ?? 0) + 1;
    const found = states.find((state) => state.name === wish.state) ?? stateAt(states, line);
    const name = found?.name ?? (await vscode.window.showQuickPick(states.map((state) => state.name), { title: "Which state?" }));
    const state = states.find((one) => one.name === name);
    const input = state && (wish.input ?? (await this.askInput(document)));
    if (state === undefined || input === undefined) {
      return;
    }
    const request: Record<string, unknown> = { definition, stateName: state.name, input, inspectionLevel: "DEBUG" };
    if (["Task", "Map", "Parallel"].includes(state.type)) {
      const prompt = `What ${state.name} gets as its result, as JSON`;
      const result = wish.mock ?? (await vscode.window.showInputBox({ prompt, value: "{}", validateInput: fault }));
      if (result === undefined) {
        return;
      }
      request["mock"] = { result };
    }
    const said = await call(program, ["test-state", "--request", "-"], JSON.stringify(request));
    const content = said.out.trim() === "" ? complaint(said) : said.out;
    const uri = vscode.Uri.from({ scheme: ANSWER, path: `/${state.name.replaceAll("/", " ")}.json`, query: String(++this.runs) });
    this.answers.set(uri.toString(), content);
    const answer = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(answer, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  }

  private show(document: vscode.TextDocument, history: History): void {
    this.document = document;
    if (this.panel === undefined) {
      const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.panel = vscode.window.createWebviewPanel("aslCheck.history", "History", place, { enableScripts: true });
      this.panel.onDidDispose(() => (this.panel = undefined));
      this.panel.webview.onDidReceiveMessage((message: { state?: string }) => void this.jump(message.state));
    }
    const title = `Run of ${basename(document.uri.path)}`;
    this.panel.title = title;
    this.panel.webview.html = page({
      title: "History",
      body: historyPage(history),
      style: HISTORY_STYLE,
      script: { text: HISTORY_SCRIPT },
    });
    this.panel.reveal(undefined, true);
  }

  private async jump(name: string | undefined): Promise<void> {
    const program = this.program();
    if (this.document === undefined || program === undefined) {
      return;
    }
    const args = ["graph", "-", "--stdin-filename", this.document.uri.fsPath];
    args.push(...(this.machine === undefined ? [] : ["--machine", this.machine]));
    const drawn = await call(program, args, this.document.getText());
    const state = statesOf(drawn.out).find((one) => one.name === name);
    if (state !== undefined) {
      await revealLine(this.document, state.first);
    }
  }

  /** Histories are files: the program that draws reads them. */
  private async keep(history: string): Promise<string> {
    this.folder ??= await mkdtemp(join(tmpdir(), "asl-check-"));
    const path = join(this.folder, `history-${++this.runs}.json`);
    await writeFile(path, history);
    return path;
  }

  private async askInput(document: vscode.TextDocument): Promise<string | undefined> {
    const key = INPUT + document.uri.toString();
    const last = this.context.workspaceState.get<string>(key);
    const files = await vscode.workspace.findFiles("**/*.input.json", "**/node_modules/**", 50);
    const typed = { label: "$(edit) Type it…" };
    const given = [...(last === undefined ? [] : [{ label: last, description: "the last one" }]), { label: "{}", description: "nothing" }];
    const items = [...given, ...files.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri })), typed];
    const chosen: { label: string; uri?: vscode.Uri } | undefined = await vscode.window.showQuickPick(items, { title: "What is it started with?" });
    if (chosen === undefined) {
      return undefined;
    }
    let input: string | undefined = chosen.uri === undefined ? chosen.label : await readFile(chosen.uri.fsPath, "utf8");
    if (chosen === typed) {
      input = await vscode.window.showInputBox({ prompt: "JSON", value: last ?? "{}", validateInput: fault });
    }
    if (input !== undefined) {
      await this.context.workspaceState.update(key, input);
    }
    return input;
  }
}

/** A file of mocks; null: none. */
async function askMocks(): Promise<string | null | undefined> {
  const files = await vscode.workspace.findFiles("**/{*mocks.json,MockConfigFile.json,*.history.json}", "**/node_modules/**", 50);
  if (files.length === 0) {
    return null;
  }
  const none = { label: "No mocks", description: "tasks answer with samples of what their services give" };
  const items = files.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), path: uri.fsPath }));
  const chosen: { label: string; path?: string } | undefined = await vscode.window.showQuickPick([none, ...items], {
    title: "What do tasks answer?",
  });
  return chosen === undefined ? undefined : (chosen.path ?? null);
}

/** The test case of a MockConfigFile.json; null where there is none to choose, undefined where nobody chose. */
async function askTestCase(mocks: string): Promise<string | null | undefined> {
  type Config = { StateMachines?: Record<string, { TestCases?: Record<string, unknown> }> } | null;
  const content = parsed<Config>(await readFile(mocks, "utf8").catch(() => ""));
  const cases = Object.values(content?.StateMachines ?? {}).flatMap((machine) => Object.keys(machine.TestCases ?? {}));
  return cases.length > 0 ? vscode.window.showQuickPick(cases, { title: "Which test case?" }) : null;
}

/** The state machine of a template with several; null where there is none to choose, undefined where nobody chose. */
async function askMachine(program: string, document: vscode.TextDocument): Promise<string | null | undefined> {
  const said = await call(program, ["graph", document.uri.fsPath]);
  const machines = machinesIn(said.err);
  return machines.length > 0 ? vscode.window.showQuickPick(machines, { title: "Which state machine?" }) : null;
}

/** What a text of JSON holds, taken on trust for what it should be; undefined: it is none. */
function parsed<T = unknown>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}

function fault(text: string): string | undefined {
  return parsed(text) === undefined ? "This is no JSON" : undefined;
}
