// Packs the packages, installs them into an empty project, and uses them as a person would.
//
//   ASL_CHECK=target/release/asl-check node --test packaging/npm/test.mjs
//
// The program stands for the one of this machine. npm is told to stay offline: what it is not given it can't have.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const program = resolve(process.env.ASL_CHECK ?? join(root, "target/release/asl-check"));
const room = mkdtempSync(join(tmpdir(), "asl-check-npm-"));
after(() => rmSync(room, { recursive: true, force: true }));

const platforms = JSON.parse(readFileSync(join(here, "platforms.json"), "utf8"));
const platform = platforms.find(({ os, cpu }) => os === process.platform && cpu === process.arch);
const skip = platform ? false : `there is no package for ${process.platform}-${process.arch}`;

function npm(args, cwd) {
  return execFileSync("npm", args, { cwd, encoding: "utf8", shell: process.platform === "win32" });
}

// Installs the launcher, with the package of this machine or without it; gives the folder of the project.
function install(project, names) {
  const folder = mkdtempSync(join(room, project));
  writeFileSync(join(folder, "package.json"), "{}");
  const tarballs = names.map((name) => npm(["pack", "--silent", join(room, "packages", name)], folder).trim());
  npm(["install", "--offline", "--silent", "--no-audit", "--no-fund", ...tarballs.map((name) => `./${name}`)], folder);
  return folder;
}

let project;
const launcher = () => join(project, "node_modules/asl-check/bin/asl-check.js");
const run = (args, options) => spawnSync(process.execPath, [launcher(), ...args], { encoding: "utf8", ...options });

test("the packages are made and installed", { skip }, () => {
  execFileSync(process.execPath, [join(here, "assemble.mjs"), join(room, "packages"), `${platform.target}=${program}`]);
  project = install("whole-", ["asl-check", platform.name]);
  assert.match(npm(["exec", "--no", "asl-check", "--", "--version"], project), /^asl-check \d+\.\d+\.\d+\n$/);
  const files = readdirSync(join(project, "node_modules/asl-check"));
  assert.deepEqual(files.sort(), ["LICENSE", "README.md", "bin", "package.json"]);
});

test("versions are those of the workspace, each named exactly", { skip }, () => {
  const read = (name) => JSON.parse(readFileSync(join(project, "node_modules", name, "package.json"), "utf8"));
  const [ours, theirs] = [read("asl-check"), read(`@asl-check/${platform.name}`)];
  const names = platforms.map(({ name }) => [`@asl-check/${name}`, ours.version]);
  assert.deepEqual(ours.optionalDependencies, Object.fromEntries(names));
  assert.equal(theirs.version, ours.version);
  assert.ok(execFileSync(program, ["--version"], { encoding: "utf8" }).includes(ours.version));
  assert.equal(ours.scripts ?? theirs.scripts, undefined, "no script is run when it is installed");
});

test("exit codes and standard streams are those of the program", { skip }, () => {
  const clean = readFileSync(join(root, "fixtures/order.asl.json"));
  const faulty = readFileSync(join(root, "fixtures/faulty/misspelt.asl.json"));
  assert.equal(run(["-"], { input: clean }).status, 0);
  const found = run(["--format", "json", "-"], { input: faulty });
  assert.equal(found.status, 1);
  assert.ok(JSON.parse(found.stdout).summary.errors > 0);
  const misused = run(["--no-such-flag"]);
  assert.equal(misused.status, 2);
  assert.match(misused.stderr, /--no-such-flag/);
  const argument = "{% 'a b' & \"c\" %}";
  assert.equal(run(["eval", argument]).stdout, '"a bc"\n');
});

const onLinux = skip || (process.platform === "linux" ? false : "needs /proc");
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) {
  test(`${signal} ends the program, and is what the launcher ends by`, { skip: onLinux }, async () => {
    const server = spawn(process.execPath, [launcher(), "lsp"]);
    const children = `/proc/${server.pid}/task/${server.pid}/children`;
    let child;
    while (!child) {
      child = readFileSync(children, "utf8").trim();
      await new Promise((wake) => setTimeout(wake, 10));
    }
    // Before its start has become that of the program, it is a copy of node.
    while (!readFileSync(`/proc/${child}/cmdline`, "utf8").includes("asl-check\0lsp")) {
      await new Promise((wake) => setTimeout(wake, 10));
    }
    const ended = new Promise((end) => server.on("exit", (code, by) => end([code, by])));
    server.kill(signal);
    assert.deepEqual(await ended, [null, signal]);
    assert.ok(!existsSync(`/proc/${child}`), "the program is gone");
  });
}

test("where no package fits, that is said", { skip }, () => {
  project = install("bare-", ["asl-check"]);
  const missing = run(["--version"]);
  assert.equal(missing.status, 2);
  assert.match(missing.stderr, /@asl-check\/.* is not installed/);

  const fake = join(room, "elsewhere.cjs");
  writeFileSync(fake, "Object.defineProperty(process, 'arch', { value: 'riscv64' });");
  const elsewhere = run(["--version"], { env: { ...process.env, NODE_OPTIONS: `--require ${fake}` } });
  assert.equal(elsewhere.status, 2);
  assert.match(elsewhere.stderr, /no package for .*-riscv64/);
});
