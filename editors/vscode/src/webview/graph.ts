// Inside of the panel: shows the picture, marks what the text says of its states, and tells what was clicked.

interface Mark {
  readonly state: string;
  readonly severity: "error" | "warning" | "info";
  readonly messages: readonly string[];
}

type Message =
  | { readonly kind: "picture"; readonly svg: string }
  | { readonly kind: "marks"; readonly marks: readonly Mark[] }
  | { readonly kind: "at"; readonly state: string | undefined }
  | { readonly kind: "problem"; readonly text: string };

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const vscode = acquireVsCodeApi();
const picture = element("picture");
const problem = element("problem");
let marks: readonly Mark[] = [];
let at: string | undefined;
/** How large it is shown; 0: as wide as the panel, but no larger than it is. */
let zoom = 0;

window.addEventListener("message", ({ data }: MessageEvent<Message>) => {
  switch (data.kind) {
    case "picture":
      problem.hidden = true;
      picture.innerHTML = data.svg;
      resize();
      mark();
      break;
    case "marks":
      marks = data.marks;
      mark();
      break;
    case "at":
      at = data.state;
      select();
      break;
    case "problem":
      problem.hidden = false;
      problem.textContent = data.text;
      break;
  }
});

picture.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target.closest("[data-line]") : null;
  if (target !== null) {
    vscode.postMessage({ kind: "jump", line: Number(target.getAttribute("data-line")) });
  }
});

for (const [id, factor] of [["smaller", 0.8], ["larger", 1.25], ["fit", 0]] as const) {
  element(id).addEventListener("click", () => {
    zoom = factor === 0 ? 0 : (zoom || shownScale()) * factor;
    resize();
  });
}
window.addEventListener("resize", resize);
vscode.postMessage({ kind: "ready" });

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) {
    throw new Error(id);
  }
  return found;
}

function drawn(): SVGSVGElement | null {
  return picture.querySelector("svg");
}

function shownScale(): number {
  const svg = drawn();
  return svg === null ? 1 : svg.clientWidth / svg.viewBox.baseVal.width;
}

function resize(): void {
  const svg = drawn();
  if (svg === null) {
    return;
  }
  const { width, height } = svg.viewBox.baseVal;
  const scale = zoom || Math.min(1, (document.body.clientWidth - 8) / width);
  svg.setAttribute("width", String(width * scale));
  svg.setAttribute("height", String(height * scale));
}

function states(): Element[] {
  return [...picture.querySelectorAll("g.state")];
}

function mark(): void {
  for (const state of states()) {
    const found = marks.find((one) => one.state === state.getAttribute("data-state"));
    state.classList.remove("has-error", "has-warning", "has-info");
    if (found !== undefined) {
      state.classList.add(`has-${found.severity}`);
    }
    const title = state.querySelector<SVGTitleElement>(":scope > title");
    if (title !== null) {
      // What the picture tells of the state; messages on it come and go.
      const own = (title.dataset["own"] ??= title.textContent ?? "");
      title.textContent = [own, ...(found?.messages ?? [])].join("\n");
    }
  }
  select();
}

function select(): void {
  for (const state of states()) {
    state.classList.toggle("at", at !== undefined && state.getAttribute("data-state") === at);
  }
}
