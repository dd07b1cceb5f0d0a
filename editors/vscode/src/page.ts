// Pages of panels. Nothing in here needs VS Code.

/** A word that only scripts of our own bear. */
function nonce(): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  return Array.from({ length: 32 }, () => letters[Math.floor(Math.random() * letters.length)]).join("");
}

interface Page {
  readonly title: string;
  readonly body: string;
  readonly style: string;
  readonly script: { readonly uri: string } | { readonly text: string };
}

export function page({ title, body, style, script }: Page): string {
  const key = nonce();
  const scripted = "uri" in script ? `<script nonce="${key}" src="${script.uri}">` : `<script nonce="${key}">${script.text}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${key}';">
<title>${title}</title>
<style>${style}</style>
</head>
<body>${body}
${scripted}</script>
</body>
</html>`;
}

/** The picture in the colours of the editor. */
export const GRAPH_STYLE = `
body{margin:0;padding:0 4px}
#bar{position:sticky;top:0;padding:4px;background:var(--vscode-editor-background);z-index:1}
#bar button{background:var(--vscode-button-secondaryBackground);color:var(--vscode-button-secondaryForeground);border:0;padding:3px 9px;cursor:pointer}
#problem{color:var(--vscode-errorForeground);padding:4px;white-space:pre-wrap}
body svg.asl{--paper:var(--vscode-editor-background);--ink:var(--vscode-editor-foreground);--faint:var(--vscode-descriptionForeground);font-family:var(--vscode-font-family)}
body.vscode-light svg.asl{--line:#6e7781;--box:#f6f8fa;--room:#0969da0d;--task:#0969da;--choice:#9a6700;--flow:#8250df;--wait:#57606a;--good:#1a7f37;--bad:#cf222e;--warn:#bc4c00;--busy:#0969da}
body:not(.vscode-light) svg.asl{--line:#8b949e;--box:#ffffff0d;--room:#388bfd14;--task:#4493f8;--choice:#d29922;--flow:#ab7df8;--wait:#9198a1;--good:#3fb950;--bad:#f85149;--warn:#f0883e;--busy:#58a6ff}
.asl [data-line]{cursor:pointer}
.asl .at>.body{stroke-width:3.5}
.asl .has-error>.body{stroke:var(--bad);fill:color-mix(in srgb,var(--bad) 16%,transparent);stroke-width:2.5}
.asl .has-warning>.body{stroke:var(--warn);fill:color-mix(in srgb,var(--warn) 14%,transparent)}
`;

export const GRAPH_BODY = `<div id="bar"><button id="smaller" title="Smaller">−</button> <button id="larger" title="Larger">+</button> <button id="fit" title="As wide as the panel">Fit</button></div>
<div id="problem" hidden></div>
<div id="picture"></div>`;

export const HISTORY_STYLE = `
table{border-collapse:collapse;width:100%;font-size:var(--vscode-editor-font-size)}
td,th{text-align:left;padding:2px 8px;white-space:nowrap;vertical-align:top}
td:last-child{overflow:hidden;text-overflow:ellipsis;max-width:0;width:100%;font-family:var(--vscode-editor-font-family)}
tr[data-state]{cursor:pointer}tr:hover{background:var(--vscode-list-hoverBackground)}
.bad{color:var(--vscode-errorForeground)}.good{color:var(--vscode-testing-iconPassed)}
pre{white-space:pre-wrap}
`;

/** Tells which state was clicked. */
export const HISTORY_SCRIPT = `
const vscode = acquireVsCodeApi();
document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-state]");
  if (row) vscode.postMessage({ kind: "jump", state: row.dataset.state });
});`;
