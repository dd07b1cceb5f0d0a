#!/usr/bin/env node
// Starts the program that npm installed for this machine, and gets out of its way.
"use strict";

const { spawn } = require("node:child_process");
const { constants } = require("node:os");

const platform = `${process.platform}-${process.arch}`;
const name = `@asl-check/${platform}`;

function locate() {
  const file = process.platform === "win32" ? "asl-check.exe" : "asl-check";
  try {
    return require.resolve(`${name}/bin/${file}`);
  } catch {
    const { optionalDependencies = {} } = require("../package.json");
    const why =
      name in optionalDependencies
        ? `The package ${name} is not installed. npm leaves it out with --omit=optional, and where package-lock.json ` +
          "was written on another system by an old npm: install again without that flag, or without that file."
        : `There is no package for ${platform}. The program can be built with \`cargo install asl-check\`.`;
    process.stderr.write(`asl-check: ${why}\n`);
    process.exit(2);
  }
}

const child = spawn(locate(), process.argv.slice(2), { stdio: "inherit", windowsHide: true });

// A signal to this process is meant for the program, which decides what becomes of it.
const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"].filter((signal) => signal in constants.signals);
for (const signal of signals) {
  process.on(signal, () => child.kill(signal));
}

child.on("error", (error) => {
  process.stderr.write(`asl-check: ${error.message}\n`);
  process.exit(2);
});
child.on("exit", (code, signal) => {
  if (signal === null) {
    process.exit(code);
  }
  // Whoever started this sees the same end as if the program had been started by itself.
  signals.forEach((name) => process.removeAllListeners(name));
  process.kill(process.pid, signal);
});
