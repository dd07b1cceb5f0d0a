import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { findProgram, isDefinition, isHost, launch, readSettings, speaksOfMachines } from "../src/settings";

test("settings that make no sense are taken for the defaults", () => {
  const of = (values: Record<string, unknown>) => readSettings((key) => values[key]);
  const usual = { path: "asl-check", type: "standard", inlayHints: true, codeLenses: true };
  assert.deepEqual(of({}), usual);
  assert.deepEqual(of({ path: " ", type: "exprss", inlayHints: "no" }), usual);
  assert.deepEqual(of({ path: 7, type: "express", codeLenses: false }), { ...usual, type: "express", codeLenses: false });
});

test("the defaults are those that package.json shows", () => {
  const { contributes } = JSON.parse(readFileSync("package.json", "utf8"));
  const properties = contributes.configuration.properties;
  assert.deepEqual(
    readSettings(() => undefined),
    Object.fromEntries(["path", "type", "inlayHints", "codeLenses"].map((key) => [key, properties[`aslCheck.${key}`].default])),
  );
});

test("a server is started as the settings say", () => {
  const rest = { inlayHints: false, codeLenses: true };
  const settings = { path: "${workspaceFolder}/bin/asl-check", type: "express", ...rest } as const;
  assert.deepEqual(launch(settings, "/work"), {
    command: "/work/bin/asl-check",
    args: ["lsp"],
    initializationOptions: { type: "express", ...rest },
  });
  const command = (path: string) => launch({ ...settings, path }, undefined).command;
  assert.equal(command("~/bin/asl-check"), `${homedir()}/bin/asl-check`);
  assert.equal(command("~other/asl-check"), "~other/asl-check");
});

test("definitions are known by language or by name", () => {
  assert.ok(isDefinition("json", "/a/b.asl.json"));
  assert.ok(isDefinition("yaml", "/a/b.asl.yml"));
  assert.ok(isDefinition("asl", "Untitled-1"));
  assert.ok(isDefinition("asl-yaml", "/a/b.txt"));
  assert.ok(!isDefinition("json", "/a/asl.json"));
  assert.ok(!isDefinition("json", "/a/b.asl.json.bak"));
});

test("files that may declare state machines are known by name", () => {
  for (const path of ["/a/template.yaml", "/a/app.template.json", "/a/my-template.yml", "/a/serverless.yml", "/a/main.tf"]) {
    assert.ok(isHost(path), path);
  }
  for (const path of ["/a/values.yaml", "/a/template.txt", "/a/mytemplate.yaml", "/a/package.json"]) {
    assert.ok(!isHost(path), path);
  }
  assert.ok(speaksOfMachines("Type: AWS::Serverless::StateMachine") && speaksOfMachines('resource "aws_sfn_state_machine" "a" {}'));
  assert.ok(!speaksOfMachines("kind: Pod"));
});

test("programs are found as a shell finds them", { skip: process.platform === "win32" }, () => {
  const folder = mkdtempSync(join(tmpdir(), "asl-check-"));
  try {
    const program = join(folder, "asl-check");
    const env = { PATH: `/nowhere::${folder}` };
    assert.equal(findProgram("asl-check", env), undefined);
    writeFileSync(program, "");
    assert.equal(findProgram("asl-check", env), undefined, "not executable");
    chmodSync(program, 0o755);
    assert.equal(findProgram("asl-check", env), program);
    assert.equal(findProgram(program, {}), program);
    mkdirSync(join(folder, "bin"));
    const bundled = join(folder, "bin", "asl-check");
    writeFileSync(bundled, "", { mode: 0o755 });
    assert.equal(findProgram("asl-check", env, folder), program, "PATH comes first");
    assert.equal(findProgram("asl-check", { PATH: "" }, folder), bundled);
    assert.equal(findProgram("/nowhere/asl-check", { PATH: "" }, folder), undefined, "what was set is not replaced");
    mkdirSync(join(folder, "folder"));
    assert.equal(findProgram("folder", env), undefined);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
