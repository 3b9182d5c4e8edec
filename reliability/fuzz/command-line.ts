import { parseArgs } from 'node:util';
import { type Target, targets } from './fuzz-case.ts';

export interface FuzzArguments {
  /** Null: a fresh one. */
  readonly seed: number | null;
  readonly durationMs: number;
  readonly targets: readonly Target[];
  readonly cores: number;
  readonly isJson: boolean;
  /** A file of kept cases to run instead of anything else. */
  readonly replay: string | null;
}

export const fuzzUsage = `npm run -s reliability -- fuzz [flags]

Sends a real server what nobody should send: every WebSocket message, HTTP route and inspection request, made from
their schemas and then broken, and what is below them. Kept cases (reliability/fuzz/corpus) are run first.

  --seed S         repeats the cases of a run (default: a fresh seed, which is printed)
  --minutes M      how long fresh cases are made (default 2)
  --only A,B       leave out all but these: ${targets.join(', ')}
  --cores C        share of one core that the run and its server may use (default 0.5)
  --replay FILE    run these kept cases and nothing else
  --json           the last line is one JSON object

Exit 1 when a promise is broken. What broke it is made smaller, kept in the corpus, and the command that runs it
again is printed.`;

/** What the command line asks for; throws with a sentence for the person who typed it. Null: the usage. */
export function readFuzzArguments(argv: readonly string[]): FuzzArguments | null {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seed: { type: 'string' },
      minutes: { type: 'string' },
      only: { type: 'string' },
      cores: { type: 'string' },
      replay: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return null;
  return {
    seed: values.seed === undefined ? null : numberOf('seed', values.seed, { isWhole: true, most: 2 ** 32 }),
    durationMs: numberOf('minutes', values.minutes ?? '2', { isWhole: false, most: 1_440 }) * 60_000,
    targets: values.only === undefined ? targets : values.only.split(',').map(targetOf),
    cores: numberOf('cores', values.cores ?? '0.5', { isWhole: false, most: 64 }),
    isJson: values.json === true,
    replay: values.replay ?? null,
  };
}

function numberOf(flag: string, text: string, { isWhole, most }: { isWhole: boolean; most: number }): number {
  const number = Number(text);
  const isRight =
    text.trim() !== '' && number > 0 && number <= most && (!isWhole || Number.isSafeInteger(number));
  if (!isRight)
    throw new Error(`--${flag} is a positive ${isWhole ? 'whole ' : ''}number up to ${most}, not "${text}"`);
  return number;
}

function targetOf(text: string): Target {
  const known = targets.find((target) => target === text);
  if (known === undefined) throw new Error(`--only knows ${targets.join(', ')}, not "${text}"`);
  return known;
}
