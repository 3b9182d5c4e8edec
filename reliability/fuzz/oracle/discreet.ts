/** What only somebody who looks inside should see: places in source, failures of JavaScript, the database's own words. */
const inside: readonly RegExp[] = [
  /\bat [\w.<>[\] ]+ \(?(?:file:|node:|\/)[^)\s]*:\d+/,
  /node_modules|file:\/\/\/|node:internal/,
  /\.(?:ts|mts|cts|mjs|cjs):\d+/,
  /\b(?:Type|Reference|Range|Syntax|Zod|Assertion|Kysely|Database|Aggregate)Error\b/,
  /Cannot (?:read|set|convert|destructure|access)|is not (?:a function|iterable|defined)|is undefined|of undefined|of null/,
  /\b(?:syntax error at|violates|duplicate key value|invalid input syntax|relation "|column ")/i,
  /\b(?:select|insert into|update) [\w".*, ]+ (?:from|values|set) /i,
  /\[object \w+\]/,
  /\b(?:ECONN\w+|ENOENT|EACCES|EPIPE)\b/,
];

/** The first thing in an answer that tells of the inside; null if there is none. `sent` is left out: an echo tells nothing. */
export function insideIn(answer: string, sent: string): string | null {
  for (const pattern of inside) {
    const [found] = pattern.exec(answer) ?? [];
    if (found !== undefined && !sent.includes(found)) return found;
  }
  return null;
}
