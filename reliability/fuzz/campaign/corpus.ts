import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Failure, promises } from '../failure.ts';
import type { FuzzCase } from '../fuzz-case.ts';

const folder = fileURLToPath(new URL('../corpus', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Cases that once broke a promise, or may: they are run before anything new. */
export interface KeptCases {
  /** What they are about, for people. */
  readonly about: string;
  readonly cases: readonly FuzzCase[];
}

/** All that is kept, by file name. */
export function readCorpus(): ReadonlyMap<string, KeptCases> {
  if (!existsSync(folder)) return new Map();
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  return new Map(files.map((name) => [name, readKept(join(folder, name))] as const));
}

/** Reads one file of kept cases. */
export const readKept = (path: string): KeptCases => JSON.parse(readFileSync(path, 'utf8'));

/** Keeps the cases that broke a promise; gives the path from the checkout. */
export function keep(failure: Failure, cases: readonly FuzzCase[]): string {
  const kept: KeptCases = { about: `${promises[failure.promise]}: ${failure.seen}`, cases };
  const text = `${JSON.stringify(kept, null, 2)}\n`;
  const digest = createHash('sha256').update(JSON.stringify(cases)).digest('hex').slice(0, 8);
  const path = join(folder, `${failure.promise}-${cases[0]?.target}-${digest}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, text);
  return relative(root, path);
}

/** The command that runs kept cases again. */
export const replayCommand = (path: string): string => `npm run -s reliability -- fuzz --replay ${path}`;
