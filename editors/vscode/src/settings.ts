// From settings to what the server is started with. Nothing in here needs VS Code.

import { homedir } from "node:os";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

export interface Settings {
  readonly path: string;
  readonly type: "standard" | "express";
  readonly inlayHints: boolean;
  readonly codeLenses: boolean;
}

/** Which documents are ours: by the language ids of the AWS Toolkit, or by name. */
export const LANGUAGES: readonly string[] = ["asl", "asl-yaml"];
export const FILES = "**/*.asl.{json,yaml,yml}";
/** Files that may declare state machines; the server looks into them. */
export const HOSTS: readonly string[] = [
  "**/{template,*.template,*-template,serverless}.{json,yaml,yml}",
  "**/*.tf",
];

export function isDefinition(languageId: string, path: string): boolean {
  return LANGUAGES.includes(languageId) || /\.asl\.(json|yaml|yml)$/.test(path);
}

export function isHost(path: string): boolean {
  return /(^|\/)(template|[^/]*[.-]template|serverless)\.(json|yaml|yml)$/.test(path) || path.endsWith(".tf");
}

/** One of these words stands in every file that declares a state machine. */
export function speaksOfMachines(text: string): boolean {
  return /StateMachine|stateMachines|stepFunctions|aws_sfn_state_machine/.test(text);
}

/** Settings are what people write into JSON: anything. What makes no sense is taken for the default. */
export function readSettings(get: (key: string) => unknown): Settings {
  const path = get("path");
  return {
    path: typeof path === "string" && path.trim() !== "" ? path.trim() : "asl-check",
    type: get("type") === "express" ? "express" : "standard",
    inlayHints: get("inlayHints") !== false,
    codeLenses: get("codeLenses") !== false,
  };
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly initializationOptions: Omit<Settings, "path">;
}

export function launch(settings: Settings, workspaceFolder: string | undefined): Launch {
  const { path, ...initializationOptions } = settings;
  return { command: fillIn(path, workspaceFolder), args: ["lsp"], initializationOptions };
}

function fillIn(path: string, workspaceFolder: string | undefined): string {
  const home = /^~(?=$|[/\\])/.test(path) ? homedir() + path.slice(1) : path;
  return workspaceFolder === undefined ? home : home.replaceAll("${workspaceFolder}", workspaceFolder);
}

/**
 * The program that a command means, as a shell would find it, and where there is none, the one that came with the
 * extension. A path that somebody set is never replaced by another program.
 */
export function findProgram(
  command: string,
  env: NodeJS.ProcessEnv = process.env,
  extensionFolder?: string,
): string | undefined {
  const windows = process.platform === "win32";
  const endings = windows ? ["", ...(env["PATHEXT"] ?? ".EXE").split(";")] : [""];
  const named = isAbsolute(command) || /[/\\]/.test(command);
  const folders = named ? [""] : (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  if (command === "asl-check" && extensionFolder !== undefined) {
    folders.push(join(extensionFolder, "bin"));
  }
  for (const folder of folders) {
    for (const ending of endings) {
      const program = (folder === "" ? command : join(folder, command)) + ending;
      if (isProgram(program)) {
        return program;
      }
    }
  }
  return undefined;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
