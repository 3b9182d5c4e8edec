import type { AuctionSpec } from '../../../schema/auction/spec.ts';

/** One row of a worked example: a command, and how things stand after it, as the document writes it. */
export interface ExampleRow {
  readonly at: string;
  readonly happens: string;
  readonly shown: readonly string[];
}

/** A worked example of the document: what is special about the lot, and a table of what happens. */
export interface Example {
  readonly rules: Partial<AuctionSpec>;
  readonly rows: readonly ExampleRow[];
}

/** Reads the worked examples out of a document: each is a comment with the rules and the table after it. */
export function examplesIn(markdown: string): Example[] {
  return [...markdown.matchAll(/<!-- example (.*) -->\n((?:\|.*\n)+)/g)].map(([, rules, table]) => {
    const lines = (table ?? '').trim().split('\n').slice(2);
    const rows = lines.map((line) => {
      const [at, happens, ...shown] = line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim());
      return { at: at ?? '', happens: happens ?? '', shown };
    });
    return { rules: JSON.parse(rules ?? ''), rows };
  });
}
