import { median } from '../../statistics/median.ts';
import { type Point, theilSenSlope } from '../../statistics/theil-sen.ts';
import type { Sample } from './sample.ts';

/** What must not grow, and how far a line may rise without counting as growth: a share of its level, or so much. */
export interface FlatRule {
  readonly figure: keyof Sample;
  readonly what: string;
  readonly share: number;
  readonly allowance: number;
  readonly unit: string;
}

const memory = { share: 0.05, unit: 'MiB' } as const;
const handles = { share: 0.05, unit: '' } as const;

/** Memory and handles of the server and of its database. Latencies are not judged: others use the machine too. */
export const flatRules: readonly FlatRule[] = [
  { figure: 'serverMiB', what: 'memory of the server', allowance: 12, ...memory },
  { figure: 'keptMiB', what: 'memory of the server without garbage', allowance: 2, ...memory },
  { figure: 'postgresMiB', what: "memory of PostgreSQL's own", allowance: 8, ...memory },
  { figure: 'serverFiles', what: 'open files of the server', allowance: 10, ...handles },
  { figure: 'postgresFilesEach', what: 'open files of a process of PostgreSQL', allowance: 2, ...handles },
  { figure: 'serverThreads', what: 'threads of the server', allowance: 0.5, ...handles },
  { figure: 'postgresProcesses', what: 'processes of PostgreSQL', allowance: 1, ...handles },
  { figure: 'subscriptions', what: 'subscriptions', allowance: 10, ...handles },
  { figure: 'actors', what: 'actors in memory', allowance: 5, ...handles },
];

/** How one line went in the second half of the run. */
export interface LineVerdict {
  /** Its median there. */
  readonly level: number;
  /** How far the robust line through it rose from the beginning to the end of that half. */
  readonly rise: number;
  readonly bound: number;
  readonly isFlat: boolean;
}

export interface Verdict {
  readonly isFlat: boolean;
  readonly reasons: readonly string[];
  readonly lines: Readonly<Record<string, LineVerdict>>;
}

/**
 * Whether memory and handles stayed flat. The first half of a run warms up and is not judged. Through each line of the
 * second half goes Theil and Sen's, which a few high or low samples don't move; what it rises by from the first to the
 * last moment of that half must not be more than a share of the line's median there, nor than what the line is allowed in
 * any case because it wavers, whichever is more. What falls is flat.
 */
export function judge(samples: readonly Sample[], rules: readonly FlatRule[] = flatRules): Verdict {
  const from = secondHalfFrom(samples);
  const to = samples.at(-1)?.atSeconds ?? 0;
  const judged = samples.filter(({ atSeconds }) => atSeconds >= from);
  const lines: Record<string, LineVerdict> = {};
  const reasons: string[] = [];
  for (const { figure, what, share, allowance, unit } of rules) {
    const points = judged.flatMap((sample): Point[] => {
      const value = sample[figure];
      return value === null ? [] : [[sample.atSeconds, value]];
    });
    const level = median(points.map(([, value]) => value));
    const rise = theilSenSlope(points) * (to - from);
    const bound = Math.max(share * level, allowance);
    const isFlat = rise <= bound;
    lines[figure] = { level, rise, bound, isFlat };
    if (isFlat) continue;
    const told = [rise, level, bound].map((value) => `${value.toFixed(1)} ${unit}`.trimEnd());
    reasons.push(`${what} rose by ${told[0]} in the second half, at ${told[1]}; ${told[2]} are allowed`);
  }
  return { isFlat: reasons.length === 0, reasons, lines };
}

/** When the second half of the samples begins, in seconds. */
export function secondHalfFrom(samples: readonly Pick<Sample, 'atSeconds'>[]): number {
  return (samples.at(-1)?.atSeconds ?? 0) / 2;
}
