// Beside the AWS Toolkit, which has messages on definitions of its own: where both point at the same thing, ours is held back.

import * as vscode from "vscode";
import { withoutDoubles } from "./beside";
import { isDefinition, speaksOfMachines } from "./settings";

const TOOLKIT = "amazonwebservices.aws-toolkit-vscode";

type Next = (uri: vscode.Uri, diagnostics: vscode.Diagnostic[]) => void;

export class Beside implements vscode.Disposable {
  private readonly ours = new Map<string, { diagnostics: vscode.Diagnostic[]; shown: vscode.Diagnostic[]; next: Next }>();
  private readonly listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => uris.forEach((uri) => this.again(uri)));

  dispose(): void {
    this.listener.dispose();
  }

  /** What the server found, on its way to the editor. */
  take(uri: vscode.Uri, diagnostics: vscode.Diagnostic[], next: Next): void {
    const shown = filtered(uri, diagnostics);
    this.ours.set(uri.toString(), { diagnostics, shown, next });
    next(uri, shown);
  }

  /** The Toolkit may be slower, or faster. */
  private again(uri: vscode.Uri): void {
    const known = this.ours.get(uri.toString());
    if (known === undefined) {
      return;
    }
    const shown = filtered(uri, known.diagnostics);
    if (shown.length !== known.shown.length || shown.some((one, at) => one !== known.shown[at])) {
      known.shown = shown;
      known.next(uri, shown);
    }
  }
}

/** A file with the name of a template may be of another kind: it is only looked at if it speaks of state machines. */
function mayDeclare(uri: vscode.Uri): boolean {
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  return document === undefined || isDefinition(document.languageId, uri.path) || speaksOfMachines(document.getText());
}

/** Those that are shown of what the server found. */
function filtered(uri: vscode.Uri, diagnostics: vscode.Diagnostic[]): vscode.Diagnostic[] {
  if (!mayDeclare(uri)) {
    return [];
  }
  const hides = vscode.workspace.getConfiguration("aslCheck").get("besideToolkit") !== "all";
  if (!hides || vscode.extensions.getExtension(TOOLKIT) === undefined) {
    return diagnostics;
  }
  const others = vscode.languages.getDiagnostics(uri).filter((one) => one.source !== "asl-check");
  return withoutDoubles(diagnostics, others);
}
