// Visual Studio Code in a real browser, with the packaged extension: what a person sees when a broken definition is opened.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { capabilities, chromium, editor, installAll, pack, playwright, root } from "./parts.mjs";

const LIMIT = 280_000;
const NAME = "orders.asl.json";
const DEFINITION = {
  StartAt: "Check the order",
  States: {
    "Check the order": { Type: "Pass", Parameters: { id: 7, "total.$": "States.MathRandom(1, 100)" }, ResultPath: "$.order", Next: "Is it large?" },
    "Is it large?": {
      Type: "Choice",
      Choices: [{ Variable: "$.order.total", NumericGreaterThan: 1000, Next: "Ask somebody" }],
      Default: "Charge",
    },
    "Ask somebody": { Type: "Pass", InputPath: "$.", Next: "Charge" },
    Charge: {
      Type: "Task",
      QueryLanguage: "JSONata",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: "charge", Payload: "{% $merge([$states.input.order, {'at': $now()}]) %}" },
      Retry: [{ ErrorEquals: ["States.TaskFailed"], MaxAttemps: 2 }],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Tell them" }],
      Next: "Done",
    },
    "Tell them": { Type: "Fail", Error: "NotCharged" },
    Done: { Type: "Succeed" },
  },
};
const TEXT = JSON.stringify(DEFINITION, null, 2);
const lineOf = (part) => TEXT.slice(0, TEXT.indexOf(part)).split("\n").length;

const shots = join(root, "target", "e2e");
const folder = mkdtempSync(join(tmpdir(), "asl-check-orders-"));
let page;
let steps = 0;
let skipped = 0;

async function step(name, act) {
  const start = Date.now();
  try {
    await act();
  } catch (error) {
    await page?.screenshot({ path: join(shots, "failed.png") }).catch(() => undefined);
    throw new Error(`${name}: ${error.message}\nsee ${join(shots, "failed.png")}`, { cause: error });
  }
  steps += 1;
  console.log(`  ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
}

/** A step that needs what the server may not have yet. */
async function stepWith(capability, name, act) {
  if (capability) {
    await step(name, act);
  } else {
    skipped += 1;
    console.log(`  skipped: ${name}: the server does not offer it`);
  }
}

const shoot = (name) => page.screenshot({ path: join(shots, `${name}.png`) });

/** Chooses from a list by its words, as one does without a mouse. */
async function pick(words, text = words) {
  const box = page.locator(".quick-input-widget input[type=text]").first();
  await box.waitFor();
  await box.fill(text);
  await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: words }).waitFor();
  await page.keyboard.press("Enter");
}

async function command(title) {
  await page.keyboard.press("F1");
  await pick(title, `>${title}`);
}

async function goTo(line, column = 1) {
  await page.locator(".monaco-editor .view-lines").first().click();
  await page.keyboard.press("Control+G");
  const box = page.locator(".quick-input-widget input");
  await box.waitFor();
  await box.fill(`:${line}:${column}`);
  await page.keyboard.press("Enter");
  await box.waitFor({ state: "hidden" });
}

/** The text of the editor as it is shown. */
const shown = async () => (await page.locator(".monaco-editor .view-lines").first().innerText()).replaceAll("\u00a0", " ");

async function until(what, holds, patience = 15_000) {
  const end = Date.now() + patience;
  for (;;) {
    if (await holds()) {
      return;
    }
    assert.ok(Date.now() < end, `${what} did not come`);
    await page.waitForTimeout(100);
  }
}

/** The frame of a panel in which this is found. */
async function frameWith(selector) {
  let found;
  await until(selector, async () => {
    for (const frame of page.frames()) {
      if ((await frame.locator(selector).count().catch(() => 0)) > 0) {
        found = frame;
        return true;
      }
    }
    return false;
  });
  return found;
}

async function tour(offered) {
  await step("the definition opens", async () => {
    await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
    await page.keyboard.press("Control+P");
    await pick(NAME);
    await page.locator(".monaco-editor .view-line").first().waitFor();
  });
  await step("a squiggle stands under the fault", async () => {
    await goTo(lineOf("MaxAttemps"));
    await page.locator(".monaco-editor .squiggly-error").first().waitFor();
    await page.locator(".statusbar-item", { hasText: "asl-check" }).first().waitFor();
    await shoot("squiggle");
  });
  await step("expressions in strings have colours", async () => {
    for (const [text, least] of [["$merge", 5], ["$.order.total", 4]]) {
      await goTo(lineOf(text));
      const spans = page.locator(".view-line", { hasText: text }).first().locator("span span");
      const classes = await spans.evaluateAll((all) => all.map((span) => span.className));
      assert.ok(new Set(classes).size >= least, `${text}: ${classes.join(" ")}`);
    }
  });
  await step("a message is shown where the mouse rests", async () => {
    await goTo(lineOf("MaxAttemps"));
    await page.locator(".view-line", { hasText: "MaxAttemps" }).getByText(/MaxAttemps/).last().hover();
    await page.locator(".monaco-hover", { hasText: "MaxAttempts" }).first().waitFor();
    await shoot("message");
  });
  await stepWith(offered.hoverProvider, "a state tells of itself where the mouse rests", async () => {
    await page.mouse.move(5, 5);
    await goTo(lineOf('"Charge": {'), 8);
    await command("Show or Focus Hover");
    await page.locator(".monaco-hover", { hasText: "Charge" }).first().waitFor();
    await shoot("hover");
    await page.keyboard.press("Escape");
  });
  const behindPath = [lineOf('"$."'), TEXT.split("\n")[lineOf('"$."') - 1].indexOf("$.") + 3];
  await stepWith(offered.completionProvider, "paths are completed after `$.`", async () => {
    await goTo(...behindPath);
    await page.keyboard.press("Control+Space");
    await page.locator(".suggest-widget .monaco-list-row", { hasText: "order" }).first().waitFor();
    await shoot("completion");
    await page.keyboard.press("Enter");
    await until("$.order", async () => (await shown()).includes('"InputPath": "$.order"'));
  });
  await stepWith(offered.renameProvider, "a state is renamed wherever it is named", async () => {
    await goTo(lineOf('"Done": {'), 8);
    await page.keyboard.press("F2");
    const box = page.locator(".rename-box input, .rename-input").first();
    await box.waitFor();
    await box.fill("All done");
    await page.keyboard.press("Enter");
    await until("the new name", async () => (await shown()).includes('"Next": "All done"'));
  });
  await step("a quick fix mends what was misspelt", async () => {
    await page.mouse.move(5, 5);
    await goTo(lineOf("MaxAttemps"), 14);
    await goTo(lineOf("MaxAttemps"), TEXT.split("\n")[lineOf("MaxAttemps") - 1].indexOf("MaxAttemps") + 3);
    await page.keyboard.press("Control+.");
    const fix = page.locator(".action-widget .monaco-list-row", { hasText: "MaxAttempts" }).first();
    await fix.waitFor();
    await shoot("quick-fix");
    await fix.click();
    await until("the fix", async () => (await shown()).includes('"MaxAttempts": 2'));
  });
  if (!offered.completionProvider) {
    await goTo(...behindPath);
    await page.keyboard.type("order");
  }
  await graph();
}

async function graph() {
  let frame;
  await step("the graph stands beside the text", async () => {
    await goTo(lineOf('"Charge": {'), 6);
    await command("asl-check: Show graph");
    frame = await frameWith("svg.asl g[data-state='Charge']");
    await shoot("graph");
  });
  await step("a click on a state leads to its text", async () => {
    await frame.locator("g[data-state='Tell them'] > .name").click();
    await page.locator(".statusbar-item", { hasText: `Ln ${lineOf('"Tell them": {')},` }).waitFor();
    await frame.locator("g.state.at[data-state='Tell them']").waitFor();
  });
  await step("the graph follows what is typed, errors in red", async () => {
    const line = lineOf('"Default": "Charge"');
    await goTo(line, TEXT.split("\n")[line - 1].indexOf("Charge") + 7);
    await page.keyboard.type("s");
    await frame.locator("g.state.Missing[data-state='Charges']").waitFor();
    await frame.locator("g.state.has-error[data-state='Is it large?']").waitFor();
    await shoot("graph-error");
    await page.keyboard.press("Backspace");
    await frame.locator("g.state.Missing").waitFor({ state: "detached" });
  });
  await step("a run colours the graph and shows its history", async () => {
    await command("asl-check: Run with input and mocks");
    await pick("{}");
    await pick("declined.mocks.json");
    const history = await frameWith("tr[data-state='Charge']");
    await history.locator("h2", { hasText: "FAILED" }).waitFor();
    await shoot("history");
    await command("asl-check: Show graph");
    frame = await frameWith("svg.asl g.was[data-state='Charge']");
    await frame.locator("g.was.caught[data-state='Charge']").waitFor();
    await frame.locator("g.was.failed[data-state='Tell them']").waitFor();
    await shoot("run");
  });
  await step("a state is tested by itself", async () => {
    await goTo(lineOf('"Check the order": {'), 8);
    await command("asl-check: Test the state under the cursor");
    await pick("{}");
    await page.locator(".view-line", { hasText: "SUCCEEDED" }).first().waitFor();
    await shoot("test-state");
  });
}

async function main() {
  mkdirSync(shots, { recursive: true });
  try {
    installAll();
  } catch (error) {
    // Where there is no way to the packages that is no fault of the extension; it is said, and nothing was seen.
    console.log(`> VS Code is not opened in a browser: what it needs can't be installed (${error.message})`);
    rmSync(folder, { recursive: true, force: true });
    return;
  }
  const start = Date.now();
  const vsix = join(shots, "asl-check.vsix");
  pack(vsix);
  writeFileSync(join(folder, NAME), TEXT);
  writeFileSync(join(folder, "declined.mocks.json"), JSON.stringify({ Charge: { Throw: { Error: "CardDeclined", Cause: "no money" } } }));
  const offered = await capabilities();
  const { chromium: browsers } = await playwright();
  const code = await editor(vsix, folder, {
    "workbench.startupEditor": "none",
    "workbench.colorTheme": process.env.ASL_CHECK_THEME ?? "Default Dark Modern",
    "security.workspace.trust.enabled": false,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "chat.disableAIFeatures": true,
    "editor.hover.delay": 100,
    "files.autoSave": "off",
  });
  const browser = await browsers.launch({
    executablePath: chromium(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const late = setTimeout(() => void browser.close(), LIMIT);
  try {
    page = await browser.newPage({ viewport: { width: 1500, height: 950 } });
    await page.goto(code.url);
    await tour(offered);
  } finally {
    clearTimeout(late);
    await browser.close();
    code.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${steps} passed, 0 failed, ${skipped} skipped in ${((Date.now() - start) / 1000).toFixed(0)} s; screenshots in ${shots}`);
}

await main();
