// What the end-to-end run stands on: programs that it needs, the package of the extension, an editor in a browser.

import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
export const extension = resolve(here, "..");
export const root = resolve(here, "../../..");
const cache = process.env.ASL_CHECK_E2E ?? join(homedir(), ".cache", "asl-check-e2e");
const tools = join(cache, "tools");
const server = join(cache, "server");
const bin = (folder, name) => join(folder, "node_modules", ".bin", name);

/** What npm tells a script that it runs would lead another npm astray. */
const outer = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")));
/** code-server runs on the Node that it names. */
const env = { ...outer, PATH: `${join(tools, "node_modules", ".bin")}${delimiter}${process.env.PATH}` };

/** Installs what package-lock.json names into a folder that later runs find again. */
function install(from, to) {
  const lock = readFileSync(join(from, "package-lock.json"), "utf8");
  const stamp = join(to, "installed.json");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) {
    return;
  }
  console.log(`> installing ${Object.keys(JSON.parse(readFileSync(join(from, "package.json"), "utf8")).dependencies).join(", ")}`);
  mkdirSync(to, { recursive: true });
  for (const name of ["package.json", "package-lock.json"]) {
    copyFileSync(join(from, name), join(to, name));
  }
  execFileSync("npm", ["ci", "--silent", "--no-audit", "--no-fund"], { cwd: to, env, stdio: "inherit", timeout: 900_000 });
  writeFileSync(stamp, lock);
}

export function installAll() {
  install(here, tools);
  install(join(here, "server"), server);
}

export function chromium() {
  for (const folder of process.env.PATH.split(delimiter)) {
    for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
      if (existsSync(join(folder, name))) {
        return join(folder, name);
      }
    }
  }
  throw new Error("there is no chromium on PATH: apt-get install chromium");
}

export async function playwright() {
  return import(join(tools, "node_modules", "playwright-core", "index.mjs"));
}

/** The program that cargo built, or that ASL_CHECK names. */
export function program() {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
  const built = ["release", "debug"].map((profile) => join(target, profile, "asl-check")).find(existsSync);
  const found = process.env.ASL_CHECK ?? built;
  if (found === undefined) {
    throw new Error("asl-check is not built: cargo build --release");
  }
  return resolve(found);
}

/** The .vsix, with the program bundled as a package for one system has it. */
export function pack(to) {
  mkdirSync(join(extension, "bin"), { recursive: true });
  copyFileSync(program(), join(extension, "bin", "asl-check"));
  copyFileSync(join(root, "LICENSE"), join(extension, "LICENSE"));
  const args = [bin(tools, "vsce"), "package", "--no-dependencies", "--allow-missing-repository", "-o", to];
  execFileSync(bin(tools, "node"), args, { cwd: extension, env, stdio: ["ignore", "ignore", "inherit"], timeout: 120_000 });
}

function freePort() {
  return new Promise((done) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** Starts the editor with the extension on a folder; `stop` ends it. */
export async function editor(vsix, folder, settings) {
  const home = mkdtempSync(join(tmpdir(), "asl-check-e2e-"));
  const [data, extensions] = [join(home, "data"), join(home, "extensions")];
  mkdirSync(join(data, "User"), { recursive: true });
  writeFileSync(join(data, "User", "settings.json"), JSON.stringify(settings));
  writeFileSync(join(home, "config.yaml"), "");
  const common = ["--config", join(home, "config.yaml"), "--user-data-dir", data, "--extensions-dir", extensions];
  const run = { env: { ...env, HOME: home }, cwd: home };
  const [node, code] = [bin(tools, "node"), join(server, "node_modules", "code-server")];
  execFileSync(node, [code, ...common, "--install-extension", vsix], { ...run, stdio: ["ignore", "ignore", "inherit"], timeout: 60_000 });
  const port = await freePort();
  const args = [code, ...common, "--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--disable-telemetry", "--disable-update-check", folder];
  const child = spawn(node, args, { ...run, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  await new Promise((ready, failed) => {
    const late = setTimeout(() => failed(new Error(`code-server does not start:\n${said}`)), 60_000);
    const hear = (data) => {
      said += data;
      if (said.includes("HTTP server listening")) {
        clearTimeout(late);
        ready();
      }
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("exit", () => failed(new Error(`code-server ended:\n${said}`)));
  });
  return { url: `http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`, stop: () => child.kill(), said: () => said };
}

/** What the server offers, from its answer to hello. */
export function capabilities() {
  return new Promise((done, failed) => {
    const child = spawn(program(), ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
    const hello = { jsonrpc: "2.0", id: 1, method: "initialize", params: { processId: null, rootUri: null, capabilities: {} } };
    const body = JSON.stringify(hello);
    let said = "";
    child.stdout.on("data", (data) => {
      said += data;
      const [, answer] = said.split("\r\n\r\n", 2);
      try {
        done(JSON.parse(answer).result.capabilities);
        child.kill();
      } catch {
        // There is more to come.
      }
    });
    child.on("error", failed);
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  });
}
