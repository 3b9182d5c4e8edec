import { type Spread, spreadOf } from '../statistics.ts';
import type { Fault } from './faults/fault.ts';
import { type FaultName, faults } from './faults/index.ts';
import type { DatabaseKind } from './house.ts';
import { broken, type Found, nothingBroken } from './reckoning.ts';
import { runTrial, type Size, type TrialResult } from './trial.ts';

/** All trials of one kind on one database. */
export interface MatrixRow {
  readonly kind: FaultName;
  readonly database: DatabaseKind;
  readonly times: number;
  /** Why there was none. */
  readonly leftOut?: string;
  readonly acknowledged: number;
  readonly counts: Readonly<Record<keyof Found, number>>;
  /** Messages that their speakers saw confirmed. */
  readonly confirmed: number;
  readonly bidsAgainMs: Spread | null;
  readonly messagesAgainMs: Spread | null;
  readonly standstillMs: Spread | null;
  readonly notGivenBackMs: Spread | null;
  readonly restarts: number;
  /** What else happened, and how often. */
  readonly notes: Readonly<Record<string, number>>;
  /** What did not hold, with the seed that drew it. */
  readonly failures: readonly string[];
}

export interface MatrixOptions {
  readonly times: number;
  readonly only: readonly FaultName[];
  readonly databases: readonly DatabaseKind[];
  readonly seed: number;
  readonly size: Size;
  readonly onProgress: (line: string) => void;
}

/** The measure: as many as sit in a well visited house. */
export const fullSize: Size = { sockets: 200, lots: 50, rooms: 4, speakersPerRoom: 20 };
/** Sentences of one trial that are repeated. */
const mostShown = 3;

/** Runs every kind on every database, one trial at a time. */
export async function* runMatrix(options: MatrixOptions): AsyncGenerator<MatrixRow> {
  for (const database of options.databases) {
    for (const kind of options.only) yield await runKind(kind, database, options);
  }
}

async function runKind(kind: FaultName, database: DatabaseKind, options: MatrixOptions): Promise<MatrixRow> {
  const fault: Fault = faults[kind];
  const leftOut = fault.whyNot?.() ?? null;
  const results: TrialResult[] = [];
  const failures: string[] = [];
  for (let n = 0; n < options.times && leftOut === null; n++) {
    const seed = options.seed + n;
    options.onProgress(`${kind}, ${database} PostgreSQL: ${n + 1} of ${options.times} (seed ${seed})`);
    try {
      const result = await runTrial(fault, database, seed, options.size);
      results.push(result);
      for (const name of broken) {
        const sentences = result.found[name];
        failures.push(
          ...sentences.slice(0, mostShown).map((sentence) => `seed ${seed}, ${name}: ${sentence}`),
        );
      }
    } catch (error) {
      failures.push(
        `seed ${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }
  return {
    kind,
    database,
    times: leftOut === null ? options.times : 0,
    ...(leftOut === null ? {} : { leftOut }),
    acknowledged: results.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
    counts: countsOf(results),
    confirmed: results.reduce((sum, { confirmed }) => sum + confirmed, 0),
    messagesAgainMs: spreadOf(results.flatMap(({ messagesAgainMs }) => messagesAgainMs)),
    bidsAgainMs: spreadOf(results.flatMap(({ bidsAgainMs }) => bidsAgainMs)),
    standstillMs: spreadOf(results.flatMap(({ standstillMs }) => standstillMs)),
    notGivenBackMs: spreadOf(results.flatMap(({ notGivenBackMs }) => notGivenBackMs)),
    restarts: results.reduce((sum, { restarts }) => sum + restarts, 0),
    notes: tally(results.flatMap(({ notes }) => notes)),
    failures,
  };
}

function countsOf(results: readonly TrialResult[]): Record<keyof Found, number> {
  const counts = Object.fromEntries(Object.keys(nothingBroken()).map((name) => [name, 0]));
  for (const { found } of results) {
    for (const name of broken) counts[name] = (counts[name] ?? 0) + found[name].length;
  }
  return counts as Record<keyof Found, number>;
}

function tally(notes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const note of notes) counts[note] = (counts[note] ?? 0) + 1;
  return counts;
}
