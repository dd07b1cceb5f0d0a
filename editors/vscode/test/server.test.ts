// The real server, started as the extension starts it, on the protocol library that the extension uses.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  CodeActionRequest,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializeRequest,
  InitializedNotification,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  createProtocolConnection,
  type PublishDiagnosticsParams,
} from "vscode-languageserver-protocol/node";
import { launch, readSettings } from "../src/settings";

const root = resolve("../..");

/** ASL_CHECK names the program; otherwise what cargo built is taken. */
function program(): string | undefined {
  const target = process.env["CARGO_TARGET_DIR"] ?? resolve(root, "target");
  const built = ["release", "debug"].map((profile) => resolve(target, profile, "asl-check"));
  return process.env["ASL_CHECK"] ?? built.find(existsSync);
}

const path = program();
const skip = path === undefined ? "asl-check is not built: cargo build" : false;

test("the server publishes a finding and mends it", { skip, timeout: 30_000 }, async () => {
  const { command, args, initializationOptions } = launch(readSettings((key) => (key === "path" ? path : undefined)), root);
  const server = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<number | null>((done) => server.on("exit", done));
  const connection = createProtocolConnection(server.stdout, server.stdin);
  const published = new Promise<PublishDiagnosticsParams>((done) =>
    connection.onNotification(PublishDiagnosticsNotification.type, done),
  );
  connection.listen();
  try {
    const hello = await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      capabilities: { workspace: { workspaceEdit: { documentChanges: true } } },
      initializationOptions,
    });
    assert.equal(hello.serverInfo?.name, "asl-check");
    await connection.sendNotification(InitializedNotification.type, {});

    const file = resolve(root, "fixtures/faulty/misspelt.asl.json");
    const uri = pathToFileURL(file).href;
    const textDocument = { uri, languageId: "asl", version: 1, text: readFileSync(file, "utf8") };
    await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    const { diagnostics, version } = await published;
    assert.equal(version, 1);
    const typo = diagnostics.find((diagnostic) => diagnostic.code === "unknown-field");
    assert.ok(typo, JSON.stringify(diagnostics));

    const context = { diagnostics: [typo] };
    const actions = await connection.sendRequest(CodeActionRequest.type, { textDocument, range: typo.range, context });
    assert.match(actions?.[0]?.title ?? "", /ResultPath/);

    await connection.sendRequest(ShutdownRequest.type);
    await connection.sendNotification(ExitNotification.type);
    assert.equal(await ended, 0);
  } finally {
    connection.dispose();
    server.kill();
  }
});
