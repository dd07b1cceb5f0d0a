// The AWS Toolkit has messages on definitions of its own. Nothing in here needs VS Code.

export interface Place {
  readonly range: { readonly start: Point; readonly end: Point };
}

interface Point {
  readonly line: number;
  readonly character: number;
}

/** Ours without those that stand where another extension has put a message already. */
export function withoutDoubles<T extends Place>(ours: readonly T[], others: readonly Place[]): T[] {
  return ours.filter((one) => !others.some((other) => one.range.start.line === other.range.start.line && meet(one, other)));
}

function meet(a: Place, b: Place): boolean {
  return !isBefore(a.range.end, b.range.start) && !isBefore(b.range.end, a.range.start);
}

function isBefore(a: Point, b: Point): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
