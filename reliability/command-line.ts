import { parseArgs } from 'node:util';
import { type FaultName, faultNames, faults } from './crashes/faults/index.ts';
import { type DatabaseKind, databaseKinds } from './crashes/house.ts';

/** What the command line asks for. */
export type Request =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'crashes';
      readonly times: number;
      readonly only: readonly FaultName[];
      readonly databases: readonly DatabaseKind[];
      /** Null: a fresh one. */
      readonly seed: number | null;
      readonly isJson: boolean;
    }
  | { readonly kind: 'overload'; readonly isQuick: boolean; readonly isJson: boolean }
  | {
      readonly kind: 'sign-ins';
      readonly perMinute: number;
      readonly seconds: number;
      readonly isJson: boolean;
    }
  /** With flags of its own, help among them. */
  | { readonly kind: 'fuzz'; readonly argv: readonly string[] };

const mostTimes = 10_000;
const mostPerMinute = 60_000;
const mostSeconds = 3_600;
const mostSeed = 2 ** 31;

export const usage = `npm run -s reliability -- crashes|overload|sign-ins|fuzz [flags]

crashes    the real service, 200 sockets that bid in 50 auctions, a disaster at a random moment, and the reckoning
  --times N         how often each kind, on each database (default 3)
  --only NAME,…     these kinds only:
${faultNames.map((name) => `                      ${name.padEnd(18)} ${faults[name].about}`).join('\n')}
  --database NAME   ${databaseKinds.join(' or ')} only
  --seed S          draws all random moments (default: a fresh one, which is printed)

overload   several times as many bids as can be decided, and crowds of sockets that do no good
  --quick           shorter: for a look, not for figures

sign-ins   people who sign in through a real provider, so many a minute, come what may
  --rate N          sign-ins a minute (default 1000)
  --seconds N       for so long (default 60)

fuzz       what nobody should send, to every message, route and request; see fuzz --help

  --json            the last line of stdout is one JSON object, instead of a table

Exit 1 when a promise did not hold, 2 when the command is not understood. Progress goes to stderr.`;

/** Reads the arguments; throws with a sentence for the person who typed them. */
export function readArguments(argv: readonly string[]): Request {
  const [kind, ...args] = argv;
  if (kind === 'fuzz') return { kind, argv: args };
  if (argv.includes('--help') || argv.includes('-h')) return { kind: 'help' };
  if (kind === 'crashes') return readCrashes(args);
  if (kind === 'overload') {
    const { values } = parseArgs({
      args,
      options: { quick: { type: 'boolean' }, json: { type: 'boolean' } },
    });
    return { kind, isQuick: values.quick === true, isJson: values.json === true };
  }
  if (kind === 'sign-ins') return readSignIns(args);
  const given = kind === undefined ? '' : `, not ${JSON.stringify(kind)}`;
  throw new Error(`Say first what to try: fuzz, crashes, overload or sign-ins${given}.`);
}

function readSignIns(args: string[]): Request {
  const { values } = parseArgs({
    args,
    options: { rate: { type: 'string' }, seconds: { type: 'string' }, json: { type: 'boolean' } },
  });
  return {
    kind: 'sign-ins',
    perMinute: values.rate === undefined ? 1_000 : wholeNumber('rate', values.rate, mostPerMinute),
    seconds: values.seconds === undefined ? 60 : wholeNumber('seconds', values.seconds, mostSeconds),
    isJson: values.json === true,
  };
}

function readCrashes(args: string[]): Request {
  const { values } = parseArgs({
    args,
    options: {
      times: { type: 'string' },
      only: { type: 'string' },
      database: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  return {
    kind: 'crashes',
    times: values.times === undefined ? 3 : wholeNumber('times', values.times, mostTimes),
    only:
      values.only === undefined
        ? faultNames
        : values.only.split(',').map((name) => oneOf('only', faultNames, name)),
    databases:
      values.database === undefined ? databaseKinds : [oneOf('database', databaseKinds, values.database)],
    seed: values.seed === undefined ? null : wholeNumber('seed', values.seed, mostSeed),
    isJson: values.json === true,
  };
}

function wholeNumber(flag: string, text: string, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= 1 && number <= most) return number;
  throw new Error(`--${flag} must be a whole number from 1 to ${most}, got ${JSON.stringify(text)}`);
}

function oneOf<Name extends string>(flag: string, names: readonly Name[], text: string): Name {
  const name = names.find((known) => known === text);
  if (name !== undefined) return name;
  throw new Error(`--${flag} knows ${names.join(', ')}; got ${JSON.stringify(text)}`);
}
