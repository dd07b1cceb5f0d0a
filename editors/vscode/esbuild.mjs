// Bundles the extension, and with --tests what `node --test` runs.
import { build } from "esbuild";
import { readdirSync } from "node:fs";

const tests = process.argv.includes("--tests");
const common = { bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "warning" };

if (tests) {
  const entryPoints = readdirSync("test").filter((name) => name.endsWith(".ts")).map((name) => `test/${name}`);
  await build({ ...common, entryPoints, outdir: "out", outExtension: { ".js": ".cjs" }, sourcemap: "inline" });
} else {
  await build({ ...common, entryPoints: ["src/extension.ts"], outfile: "dist/extension.js", external: ["vscode"], minify: true });
  // The panels run in a page.
  const page = { ...common, platform: "browser", target: "es2022", format: "iife" };
  await build({ ...page, entryPoints: ["src/webview/graph.ts"], outfile: "dist/graph.js", minify: true });
}
