// The picture of the definition at hand, beside its text and as new as that.

import * as vscode from "vscode";
import { GRAPH_BODY, GRAPH_STYLE, page } from "./page";
import { call, complaint, machinesIn } from "./program";
import { stateAt, statesOf, type State } from "./states";
import { isDefinition, isHost } from "./settings";

/** How long the text must rest. */
const REST = 120;

/** The file of a history, and the machine that it is of, where the document has several. */
interface Run {
  readonly history: string;
  readonly machine: string | undefined;
}

export class Graph implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private document: vscode.TextDocument | undefined;
  private states: State[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly machines = new Map<string, string>();
  private readonly runs = new Map<string, Run>();
  /** Files of which nobody said which machine to draw: nobody is asked again until the graph is. */
  private readonly unsaid = new Set<string>();
  private readonly listeners: vscode.Disposable[];
  /** Of the newest picture that was asked for: an older one that comes later is not shown. */
  private asked = 0;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly program: () => string | undefined,
  ) {
    this.listeners = [
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        // Without a change in it, the text was only saved.
        if (contentChanges.length > 0) {
          this.runs.delete(document.uri.toString());
        }
        if (document === this.document) {
          this.soon();
        }
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor?.document)),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.tellWhere(textEditor)),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        if (uris.some((uri) => uri.toString() === this.document?.uri.toString())) {
          this.mark();
        }
      }),
    ];
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.panel?.dispose();
    this.listeners.forEach((listener) => listener.dispose());
  }

  async show(document: vscode.TextDocument): Promise<void> {
    this.document = document;
    // Whoever asks again may mean another one, or the one that was chosen is gone.
    this.machines.delete(document.uri.toString());
    this.unsaid.delete(document.uri.toString());
    if (this.panel === undefined) {
      this.panel = this.open();
    } else {
      this.panel.reveal(undefined, true);
    }
    await this.draw();
  }

  /** Colours the picture of a machine by what an execution of it did, until the text is another. */
  colour(document: vscode.TextDocument, history: string, machine: string | undefined): void {
    const key = document.uri.toString();
    this.runs.set(key, { history, machine });
    if (machine !== undefined) {
      this.machines.set(key, machine);
    }
    if (document === this.document) {
      void this.draw();
    }
  }

  private open(): vscode.WebviewPanel {
    const folder = vscode.Uri.joinPath(this.context.extensionUri, "dist");
    const panel = vscode.window.createWebviewPanel(
      "aslCheck.graph",
      "Graph",
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [folder], retainContextWhenHidden: true },
    );
    panel.onDidDispose(() => (this.panel = undefined));
    panel.webview.onDidReceiveMessage((message: { kind: string; line?: number }) => {
      if (message.kind === "ready") {
        void this.draw();
      } else if (message.kind === "jump" && message.line !== undefined) {
        void this.jump(message.line);
      }
    });
    const uri = panel.webview.asWebviewUri(vscode.Uri.joinPath(folder, "graph.js")).toString();
    panel.webview.html = page({ title: "Graph", body: GRAPH_BODY, style: GRAPH_STYLE, script: { uri } });
    return panel;
  }

  /** The panel shows the definition that was looked at last. */
  private follow(document: vscode.TextDocument | undefined): void {
    const isOurs = document && (isDefinition(document.languageId, document.uri.path) || isHost(document.uri.path));
    if (isOurs && this.panel !== undefined && document !== this.document) {
      this.document = document;
      void this.draw();
    }
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.draw(), REST);
  }

  private async draw(): Promise<void> {
    const { document, panel } = this;
    // Nobody is told that there is no program while nothing is to be drawn.
    const program = document === undefined || panel === undefined ? undefined : this.program();
    if (document === undefined || panel === undefined || program === undefined) {
      return;
    }
    const mine = ++this.asked;
    const key = document.uri.toString();
    const [machine, run] = [this.machines.get(key), this.runs.get(key)];
    const args = ["graph", "-", "--stdin-filename", document.uri.fsPath];
    args.push(...(machine === undefined ? [] : ["--machine", machine]));
    // Another machine of the file did nothing of that.
    const isOfAnother = machine !== undefined && run?.machine !== undefined && run.machine !== machine;
    args.push(...(run === undefined || isOfAnother ? [] : ["--history", run.history]));
    const said = await call(program, args, document.getText());
    if (mine !== this.asked || panel !== this.panel) {
      return;
    }
    panel.title = `Graph of ${document.uri.path.split("/").at(-1) ?? ""}`;
    if (said.code === 0) {
      this.states = statesOf(said.out);
      await panel.webview.postMessage({ kind: "picture", svg: said.out });
      this.mark();
      return;
    }
    const machines = machinesIn(said.err);
    if (machines.length > 0 && machine === undefined && !this.unsaid.has(key)) {
      this.unsaid.add(key);
      const chosen = await vscode.window.showQuickPick(machines, { title: "Which state machine?" });
      if (chosen !== undefined) {
        this.machines.set(key, chosen);
        await this.draw();
      }
      return;
    }
    // The last picture stays below.
    await panel.webview.postMessage({ kind: "problem", text: complaint(said) });
  }

  /** What is told of the text, by state. */
  private mark(): void {
    const { document, panel } = this;
    if (document === undefined || panel === undefined) {
      return;
    }
    const marks = new Map<string, { state: string; severity: string; messages: string[] }>();
    const found = [...vscode.languages.getDiagnostics(document.uri)].sort((a, b) => a.severity - b.severity);
    for (const diagnostic of found) {
      const state = stateAt(this.states, diagnostic.range.start.line + 1)?.name;
      if (state !== undefined) {
        const severity = ["error", "warning"][diagnostic.severity] ?? "info";
        const mark = marks.get(state) ?? { state, severity, messages: [] };
        mark.messages.push(diagnostic.message);
        marks.set(state, mark);
      }
    }
    void panel.webview.postMessage({ kind: "marks", marks: [...marks.values()] });
  }

  private tellWhere(editor: vscode.TextEditor): void {
    if (editor.document === this.document) {
      const state = stateAt(this.states, editor.selection.active.line + 1)?.name;
      void this.panel?.webview.postMessage({ kind: "at", state });
    }
  }

  private async jump(line: number): Promise<void> {
    if (this.document !== undefined) {
      await revealLine(this.document, line);
    }
  }
}

/** Shows a line of a document, where it is open already if it is. */
export async function revealLine(document: vscode.TextDocument, line: number): Promise<void> {
  const open = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const viewColumn = open?.viewColumn ?? vscode.ViewColumn.One;
  const editor = await vscode.window.showTextDocument(document, { viewColumn });
  const at = new vscode.Position(Math.min(line, document.lineCount) - 1, 0);
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
