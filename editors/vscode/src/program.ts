// Calls of the program beside the server: a picture, a run, a test of a state. Nothing in here needs VS Code.

import { spawn } from "node:child_process";

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs it to its end, or for half a minute. */
export function call(program: string, args: readonly string[], input = ""): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { timeout: 30_000, windowsHide: true });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (data: Buffer) => out.push(data));
    child.stderr.on("data", (data: Buffer) => err.push(data));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? -1, out: text(out), err: text(err) }));
    // A program that refuses its arguments does not wait for what it is told.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

function text(parts: readonly Buffer[]): string {
  return Buffer.concat(parts).toString("utf8");
}

/** The machines of a file that declares several, if that is what the program complains of. */
export function machinesIn(complaint: string): string[] {
  const list = /name one with --machine: (.*)/.exec(complaint)?.[1] ?? "";
  return [...list.matchAll(/`([^`]*)`/g)].map((match) => match[1] ?? "");
}

/** What the program complains of, without its own name. */
export function complaint(said: Said): string {
  return said.err.trim().replace(/^asl-check: /, "") || `asl-check ended with ${said.code}`;
}
