import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { auctionActor, lotIdSchema } from '../../../schema/ids.ts';
import { type InspectionRequest, requestSchema } from '../protocol.ts';
import { UsageError } from './failures.ts';

/** What the command line asks for. */
export interface Invocation {
  readonly request: InspectionRequest;
  readonly json: boolean;
  /** Whether `top` ends after one look. */
  readonly once: boolean;
  /** Null when it is as configured. */
  readonly socket: string | null;
}

/** Hottest actors that `top` asks each shard for, so that those hot just now are among them. */
const hottestAsked = 200;

const options = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  socket: { type: 'string' },
  once: { type: 'boolean' },
  limit: { type: 'string' },
  to: { type: 'string' },
} as const;
type OptionName = keyof typeof options;
type Values = { [Name in OptionName]?: (typeof options)[Name]['type'] extends 'string' ? string : boolean };

interface Command {
  readonly words: 'none' | 'one' | 'one or none';
  readonly options: readonly OptionName[];
  readonly request: (word: string, values: Values) => InspectionRequest;
}

const commands: Readonly<Record<string, Command>> = {
  top: { words: 'none', options: ['once'], request: () => ({ request: 'top', hottest: hottestAsked }) },
  actors: {
    words: 'one or none',
    options: ['limit'],
    request: (word, { limit }) => ({
      request: 'actors',
      prefix: prefixNamed(word),
      limit: wholeNumber('--limit', limit, 50),
    }),
  },
  show: { words: 'one', options: [], request: (word) => ({ request: 'show', actor: actorNamed(word) }) },
  tail: { words: 'one', options: [], request: (word) => ({ request: 'tail', actor: actorNamed(word) }) },
  replay: {
    words: 'one',
    options: ['to'],
    request: (word, { to }) => ({ request: 'replay', actor: actorNamed(word), to: wholeNumber('--to', to) }),
  },
  dead: {
    words: 'none',
    options: ['limit'],
    request: (_, { limit }) => ({ request: 'dead', limit: wholeNumber('--limit', limit, 20) }),
  },
  revive: { words: 'one', options: [], request: (word) => ({ request: 'revive', actor: actorNamed(word) }) },
};

/** Reads the command line; null when it asks for help. Throws `UsageError`. */
export function readArguments(args: readonly string[]): Invocation | null {
  const { values, positionals } = parse(args);
  if (values.help) return null;
  const [name, word, ...rest] = positionals;
  if (name === undefined) throw new UsageError('A command is missing.');
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    throw new UsageError(`There is no command "${name}"; there are ${Object.keys(commands).join(', ')}.`);
  }
  if (word === undefined && command.words === 'one') throw new UsageError(`${name} needs an ACTOR.`);
  if ((word !== undefined && command.words === 'none') || rest.length > 0) {
    throw new UsageError(`${name} takes nothing named "${rest.at(-1) ?? word}".`);
  }
  const allowed: readonly string[] = ['json', 'socket', ...command.options];
  const foreign = Object.keys(values).find((option) => !allowed.includes(option));
  if (foreign !== undefined) throw new UsageError(`${name} has no option --${foreign}.`);
  return {
    request: checked(command.request(word ?? '', values)),
    json: values.json ?? false,
    once: values.once ?? false,
    socket: values.socket === undefined ? null : resolve(values.socket),
  };
}

function parse(args: readonly string[]): { values: Values; positionals: string[] } {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function checked(request: InspectionRequest): InspectionRequest {
  const parsed = requestSchema.safeParse(request);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`${issue?.path.join('.')} ${issue?.message}.`);
}

/** A lot's id alone names its auction. */
function actorNamed(word: string): string {
  const lot = lotIdSchema.safeParse(word.toUpperCase());
  return lot.success ? auctionActor(lot.data) : word;
}

function prefixNamed(word: string): string {
  return /^[0-7][0-9A-HJKMNP-TV-Z]{0,25}$/i.test(word) ? auctionActor(word.toUpperCase()) : word;
}

function wholeNumber(option: string, text: string | undefined, unset?: number): number {
  if (text === undefined && unset !== undefined) return unset;
  if (text === undefined) throw new UsageError(`${option} is missing.`);
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`${option} must be a whole number, got "${text}".`);
  return Number(text);
}
