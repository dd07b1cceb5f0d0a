// The item in the status bar: whether the server runs, and what it found in the definition at hand.

import * as vscode from "vscode";

export type Health = "off" | "starting" | "running" | "missing";

export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("aslCheck.status", vscode.StatusBarAlignment.Left, 0);
  private readonly listeners: vscode.Disposable[];
  private health: Health = "off";
  private version = "";

  constructor(private readonly isOurs: (document: vscode.TextDocument) => boolean) {
    this.item.name = "asl-check";
    this.item.command = "aslCheck.menu";
    this.listeners = [
      vscode.window.onDidChangeActiveTextEditor(() => this.update()),
      vscode.languages.onDidChangeDiagnostics(() => this.update()),
    ];
  }

  dispose(): void {
    this.item.dispose();
    this.listeners.forEach((listener) => listener.dispose());
  }

  set(health: Health, version = ""): void {
    this.health = health;
    this.version = version;
    this.update();
  }

  private update(): void {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || !this.isOurs(document)) {
      this.item.hide();
      return;
    }
    const found = vscode.languages.getDiagnostics(document.uri).filter((one) => one.source === "asl-check");
    const count = (severity: vscode.DiagnosticSeverity) => found.filter((one) => one.severity === severity).length;
    const [errors, warnings] = [count(vscode.DiagnosticSeverity.Error), count(vscode.DiagnosticSeverity.Warning)];
    const told = [errors > 0 ? `$(error) ${errors}` : "", warnings > 0 ? `$(warning) ${warnings}` : ""].join(" ").trim();
    this.item.text = {
      off: "$(circle-slash) asl-check",
      missing: "$(circle-slash) asl-check",
      starting: "$(loading~spin) asl-check",
      running: `asl-check ${told || "$(check)"}`,
    }[this.health];
    this.item.tooltip = {
      off: "asl-check is off",
      missing: "The program asl-check was not found",
      starting: "asl-check starts",
      running: `asl-check ${this.version}`,
    }[this.health];
    this.item.show();
  }
}

/** What a click on it offers. */
export async function menu(): Promise<void> {
  const items = [
    { label: "$(type-hierarchy) Show graph", command: "asl-check.showGraph" },
    { label: "$(play) Run with input and mocks", command: "asl-check.run" },
    { label: "$(beaker) Test this state", command: "asl-check.testState" },
    { label: "$(refresh) Restart the server", command: "aslCheck.restart" },
    { label: "$(output) Show the log", command: "aslCheck.showLog" },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: "asl-check" });
  if (chosen !== undefined) {
    await vscode.commands.executeCommand(chosen.command);
  }
}
