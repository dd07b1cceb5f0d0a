import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { findProgram, isDefinition, launch, readSettings } from "../src/settings";

test("settings that make no sense are taken for the defaults", () => {
  const of = (values: Record<string, unknown>) => readSettings((key) => values[key]);
  assert.deepEqual(of({}), { path: "asl-check", type: "standard" });
  assert.deepEqual(of({ path: " ", type: "exprss" }), { path: "asl-check", type: "standard" });
  assert.deepEqual(of({ path: 7, type: "express" }), { path: "asl-check", type: "express" });
});

test("the defaults are those that package.json shows", () => {
  const { contributes } = JSON.parse(readFileSync("package.json", "utf8"));
  const properties = contributes.configuration.properties;
  assert.deepEqual(
    readSettings(() => undefined),
    { path: properties["aslCheck.path"].default, type: properties["aslCheck.type"].default },
  );
});

test("a server is started as the settings say", () => {
  const settings = { path: "${workspaceFolder}/bin/asl-check", type: "express" } as const;
  assert.deepEqual(launch(settings, "/work"), {
    command: "/work/bin/asl-check",
    args: ["lsp"],
    initializationOptions: { type: "express" },
  });
  assert.equal(launch({ path: "~/bin/asl-check", type: "standard" }, undefined).command, `${homedir()}/bin/asl-check`);
  assert.equal(launch({ path: "~other/asl-check", type: "standard" }, undefined).command, "~other/asl-check");
});

test("definitions are known by language or by name", () => {
  assert.ok(isDefinition("json", "/a/b.asl.json"));
  assert.ok(isDefinition("yaml", "/a/b.asl.yml"));
  assert.ok(isDefinition("asl", "Untitled-1"));
  assert.ok(isDefinition("asl-yaml", "/a/b.txt"));
  assert.ok(!isDefinition("json", "/a/asl.json"));
  assert.ok(!isDefinition("json", "/a/b.asl.json.bak"));
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
    mkdirSync(join(folder, "folder"));
    assert.equal(findProgram("folder", env), undefined);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
