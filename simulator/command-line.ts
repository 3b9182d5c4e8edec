import { parseArgs } from 'node:util';
import { nothingOmitted, type Omissible, type Omissions, omissible } from './plan.ts';

export interface Arguments {
  readonly seeds: number;
  /** Null: a fresh one. */
  readonly firstSeed: number | null;
  readonly timeLimitMs: number;
  readonly isJson: boolean;
  readonly omissions: Omissions;
  /** Ends at the first seed that fails. */
  readonly stopsAtFailure: boolean;
}

export const usage = `npm run -s simulate -- [flags]

Runs the real runtime and the real rules in virtual time, with faults, and holds them against every promise.

  --seeds N        how many seeds to run (default 100)
  --seed S         the first of them (default: a fresh one, which is printed)
  --minutes M      begin no new seed after so long
  --without A,B    leave these out: ${omissible.join(', ')}
  --lots N         at most so many lots
  --bidders N      at most so many bidders
  --stop           end at the first seed that fails
  --json           the last line is one JSON object

Exit 1 when a seed fails. A failing seed prints its shortest known trace and the command that replays it.`;

/** What the command line asks for; throws with a sentence for the person who typed it. Null: the usage. */
export function readArguments(argv: readonly string[]): Arguments | null {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      minutes: { type: 'string' },
      without: { type: 'string' },
      lots: { type: 'string' },
      bidders: { type: 'string' },
      stop: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return null;
  const minutes = numberOf('minutes', values.minutes, Number.POSITIVE_INFINITY, false);
  return {
    seeds: numberOf('seeds', values.seeds, values.minutes === undefined ? 100 : Number.POSITIVE_INFINITY),
    firstSeed: values.seed === undefined ? null : numberOf('seed', values.seed, 0),
    timeLimitMs: minutes * 60_000,
    isJson: values.json === true,
    omissions: {
      without: new Set((values.without ?? '').split(',').filter(Boolean).map(omissibleOf)),
      maxLots: numberOf('lots', values.lots, nothingOmitted.maxLots),
      maxBidders: numberOf('bidders', values.bidders, nothingOmitted.maxBidders),
    },
    stopsAtFailure: values.stop === true,
  };
}

function numberOf(flag: string, text: string | undefined, otherwise: number, isWhole = true): number {
  if (text === undefined) return otherwise;
  const number = Number(text);
  const isRight = text.trim() !== '' && number > 0 && (isWhole ? Number.isSafeInteger(number) : number < 1e6);
  if (!isRight) throw new Error(`--${flag} is a positive ${isWhole ? 'whole ' : ''}number, not "${text}"`);
  return number;
}

function omissibleOf(text: string): Omissible {
  const known = omissible.find((one) => one === text);
  if (known === undefined) throw new Error(`--without knows ${omissible.join(', ')}, not "${text}"`);
  return known;
}
