// Makes the packages of npm out of programs that are built already.
//
//   node packaging/npm/assemble.mjs OUT TARGET=PROGRAM…
//   node packaging/npm/assemble.mjs target/npm x86_64-unknown-linux-musl=target/release/asl-check
//
// OUT gets a folder for each program and one, `asl-check`, for the launcher, which names them all. Nothing is downloaded
// when one of them is installed: npm takes the package whose `os` and `cpu` fit.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");

const platforms = JSON.parse(readFileSync(join(here, "platforms.json"), "utf8"));
const manifest = readFileSync(join(root, "Cargo.toml"), "utf8");
const version = /^version = "(.*)"$/m.exec(manifest)[1];
const common = {
  version,
  license: "Apache-2.0",
  ...(/^repository = "(.*)"$/m.exec(manifest) && { repository: /^repository = "(.*)"$/m.exec(manifest)[1] }),
};

function write(folder, json, readme) {
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(json, null, 2)}\n`);
  writeFileSync(join(folder, "README.md"), readme);
  copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
}

function platformPackage(out, { name, os, cpu, target }, program) {
  const folder = join(out, name);
  const file = os === "win32" ? "asl-check.exe" : "asl-check";
  const json = {
    name: `@asl-check/${name}`,
    description: `The program of the package asl-check, for ${target}`,
    ...common,
    os: [os],
    cpu: [cpu],
    files: ["bin"],
    preferUnplugged: true,
  };
  write(folder, json, `# @asl-check/${name}\n\nThe program of the package \`asl-check\`, for ${target}. Install that one.\n`);
  copyFileSync(program, join(folder, "bin", file));
  chmodSync(join(folder, "bin", file), 0o755);
}

function launcherPackage(out) {
  const folder = join(out, "asl-check");
  const json = {
    name: "asl-check",
    description: "Checks definitions of AWS Step Functions (Amazon States Language) before AWS does",
    keywords: ["aws", "step-functions", "amazon-states-language", "asl", "linter"],
    ...common,
    bin: { "asl-check": "bin/asl-check.js" },
    files: ["bin"],
    engines: { node: ">=18" },
    optionalDependencies: Object.fromEntries(platforms.map(({ name }) => [`@asl-check/${name}`, version])),
  };
  write(folder, json, readFileSync(join(root, "packaging/about.md"), "utf8"));
  copyFileSync(join(here, "bin/asl-check.js"), join(folder, "bin/asl-check.js"));
  chmodSync(join(folder, "bin/asl-check.js"), 0o755);
}

const [out, ...programs] = process.argv.slice(2);
if (!out || programs.length === 0) {
  console.error("usage: node assemble.mjs OUT TARGET=PROGRAM…");
  process.exit(2);
}
rmSync(out, { recursive: true, force: true });
for (const pair of programs) {
  const [target, program] = pair.split(/=(.*)/s);
  const platform = platforms.find((platform) => platform.target === target);
  if (!platform || !program || !statSync(program, { throwIfNoEntry: false })?.isFile()) {
    console.error(platform ? `${program}: there is no such file` : `${target}: there is no package for it`);
    process.exit(2);
  }
  platformPackage(out, platform, program);
}
launcherPackage(out);
console.log(`${programs.length + 1} packages of version ${version} in ${out}`);
