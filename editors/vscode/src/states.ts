// Where the states of a definition are, read off its picture. Nothing in here needs VS Code.

export interface State {
  readonly name: string;
  readonly type: string;
  /** From 1, both inclusive. */
  readonly first: number;
  readonly last: number;
}

const STATE = /<g class="state (\w+)[^"]*" data-state="([^"]*)" data-line="(\d+)" data-last="(\d+)"/g;

export function statesOf(svg: string): State[] {
  return [...svg.matchAll(STATE)].map(([, type = "", name = "", first, last]) => ({
    name: unescape(name),
    type,
    first: Number(first),
    last: Number(last),
  }));
}

/** The innermost state at a line: those that begin last lie inside of the others. */
export function stateAt(states: readonly State[], line: number): State | undefined {
  const around = states.filter((state) => state.first <= line && line <= state.last);
  return around.reduce<State | undefined>((best, state) => (best && best.first > state.first ? best : state), undefined);
}

function unescape(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}
