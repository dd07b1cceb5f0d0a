// The parts that need no editor: states in a picture, messages beside the Toolkit's, pages.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { withoutDoubles } from "../src/beside";
import { historyPage, rows } from "../src/history";
import { page } from "../src/page";
import { machinesIn } from "../src/program";
import { stateAt, statesOf } from "../src/states";

test("states are read off a picture, the innermost at a line", () => {
  const group = (kind: string, name: string, first: number, last: number) =>
    `<g class="state ${kind} was failed" data-state="${name}" data-line="${first}" data-last="${last}" transform="">`;
  const svg = [group("Map", "All &amp; &lt;each&gt;", 3, 20), group("Task", "One", 6, 12), group("Pass", "Two", 13, 18)].join("\n");
  const states = statesOf(svg);
  assert.deepEqual(states[0], { name: "All & <each>", type: "Map", first: 3, last: 20 });
  const at = (line: number) => stateAt(states, line)?.name;
  assert.deepEqual([2, 3, 6, 12, 13, 19, 21].map(at), [undefined, "All & <each>", "One", "One", "Two", "All & <each>", undefined]);
});

test("what the Toolkit tells at the same place is not told twice", () => {
  const at = (line: number, from: number, to: number) => ({
    range: { start: { line, character: from }, end: { line, character: to } },
  });
  const [same, beside, below] = [at(3, 4, 9), at(3, 20, 25), at(4, 4, 9)];
  assert.deepEqual(withoutDoubles([same, beside, below], [at(3, 6, 7)]), [beside, below]);
  assert.deepEqual(withoutDoubles([same], []), [same]);
});

test("a history is shown with the state of each event", () => {
  const events = [
    { id: 1, previousEventId: 0, type: "ExecutionStarted", timestamp: "2026-01-01T00:00:00.000Z" },
    { id: 2, previousEventId: 0, type: "TaskStateEntered", timestamp: "2026-01-01T00:00:00.000Z", stateEnteredEventDetails: { name: "<A>", input: "{}" } },
    { id: 3, previousEventId: 2, type: "TaskFailed", timestamp: "2026-01-01T00:00:01.500Z", taskFailedEventDetails: { error: "E", cause: "a<b" } },
  ];
  const last = rows({ events })[2];
  assert.deepEqual(last, { id: 3, at: "+1.5 s", type: "TaskFailed", state: "<A>", details: "error: E  cause: a<b", isBad: true });
  const body = historyPage({ status: "FAILED", error: "E", cause: "a<b", events });
  assert.match(body, /E: a&lt;b/);
  assert.ok(!body.includes("<A>"));
});

test("pages run our scripts alone", () => {
  const one = page({ title: "t", body: "", style: "", script: { text: "1" } });
  const key = /script-src 'nonce-(\w+)'/.exec(one)?.[1];
  assert.ok(key !== undefined && one.includes(`<script nonce="${key}">1</script>`));
  assert.notEqual(key, /nonce-(\w+)/.exec(page({ title: "t", body: "", style: "", script: { text: "1" } }))?.[1]);
});

test("machines of a file are read off what the program says", () => {
  const said = "asl-check: a.yaml: it declares several state machines: name one with --machine: `A`, `B`";
  assert.deepEqual(machinesIn(said), ["A", "B"]);
  assert.deepEqual(machinesIn("asl-check: a.yaml: no state machine is declared in it"), []);
});

test("all that package.json names is there", () => {
  const { contributes } = JSON.parse(readFileSync("package.json", "utf8"));
  const commands: string[] = contributes.commands.map((one: { command: string }) => one.command);
  const source = readdirSync("src").filter((name) => name.endsWith(".ts")).map((name) => readFileSync(`src/${name}`, "utf8")).join();
  for (const command of commands) {
    assert.ok(source.includes(`"${command}"`), command);
  }
  for (const key of Object.keys(contributes.configuration.properties).filter((name) => !name.includes("trace"))) {
    assert.ok(source.includes(`"${key.replace("aslCheck.", "")}"`), key);
  }
  const grammars: { path: string; scopeName: string }[] = contributes.grammars;
  for (const { path, scopeName } of grammars) {
    assert.equal(JSON.parse(readFileSync(path, "utf8")).scopeName, scopeName);
  }
  for (const { path } of grammars) {
    for (const [expression] of readFileSync(path, "utf8").matchAll(/(?<="(?:match|begin|end)": )"(?:[^"\\]|\\.)*"/g)) {
      assert.doesNotThrow(() => new RegExp(JSON.parse(expression), "u"), expression);
    }
  }
  for (const { media } of contributes.walkthroughs[0].steps) {
    assert.ok(readFileSync(media.markdown, "utf8").startsWith("# "));
  }
});
