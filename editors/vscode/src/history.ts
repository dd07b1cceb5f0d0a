// A history as a page. Nothing in here needs VS Code.

export interface Event {
  readonly id: number;
  readonly previousEventId?: number;
  readonly type: string;
  readonly timestamp?: string;
  readonly [details: string]: unknown;
}

export interface History {
  readonly status?: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly events: readonly Event[];
}

export interface Row {
  readonly id: number;
  readonly at: string;
  readonly type: string;
  readonly state: string;
  readonly details: string;
  readonly isBad: boolean;
}

/** One row an event, with the state that it belongs to. */
export function rows(history: History): Row[] {
  const states = new Map<number, string>();
  const start = Date.parse(history.events[0]?.timestamp ?? "");
  return history.events.map((event) => {
    const details = detailsOf(event);
    const named = /State(Entered|Exited)$/.test(event.type) ? details["name"] : undefined;
    const state = typeof named === "string" ? named : (states.get(event.previousEventId ?? 0) ?? "");
    states.set(event.id, state);
    const seconds = (Date.parse(event.timestamp ?? "") - start) / 1000;
    return {
      id: event.id,
      at: Number.isFinite(seconds) ? `+${seconds.toFixed(1)} s` : "",
      type: event.type,
      state,
      details: shown(details),
      isBad: /(Failed|TimedOut|Aborted)$/.test(event.type),
    };
  });
}

function detailsOf(event: Event): Record<string, unknown> {
  const key = Object.keys(event).find((name) => name.endsWith("EventDetails"));
  const details = key === undefined ? undefined : event[key];
  return typeof details === "object" && details !== null ? (details as Record<string, unknown>) : {};
}

/** What the other columns tell, or every event alike. */
const KNOWN = new Set(["name", "resource", "resourceType", "region", "roleArn"]);

function shown(details: Record<string, unknown>): string {
  const parts = Object.entries(details).filter(([name]) => !KNOWN.has(name) && !/Details$/.test(name));
  return parts.map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`).join("  ");
}

export function pretty(json: string | undefined): string {
  try {
    return json === undefined ? "" : JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json ?? "";
  }
}

export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** The body of the page. */
export function historyPage(history: History): string {
  const status = history.status ?? "";
  const outcome = [history.error, history.cause].filter((part) => part !== undefined).join(": ");
  const table = rows(history).map((row) => {
    const cells = [String(row.id), row.at, row.state, row.type, row.details].map((cell) => `<td>${escapeHtml(cell)}</td>`);
    return `<tr class="${row.isBad ? "bad" : ""}" data-state="${escapeHtml(row.state)}" title="${escapeHtml(row.details)}">${cells.join("")}</tr>`;
  });
  return `<h2 class="${status === "SUCCEEDED" ? "good" : "bad"}">${escapeHtml(status)}</h2>
<pre>${escapeHtml(outcome || pretty(history.output))}</pre>
<table><thead><tr><th>#</th><th>time</th><th>state</th><th>event</th><th></th></tr></thead><tbody>${table.join("\n")}</tbody></table>`;
}
