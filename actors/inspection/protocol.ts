import { z } from 'zod';
import type { StoredEvent } from '../journal/journal.ts';
import type { ActorView, ShardView } from '../shard/inspect.ts';

/**
 * What is said over the inspection socket: one request as one line of JSON per connection, then lines of
 * JSON as the answer, each either `{"answer": …}` or, at the end of what went wrong, `{"error": …}`.
 */
export const maxRequestBytes = 4_096;

const actorSchema = z
  .string()
  .regex(/^[a-z]{1,32}\/[\w.-]{1,128}$/i, 'must be kind/id, such as auction/01J…');
const count = (most: number) => z.int(`must be a whole number from 1 to ${most}`).min(1).max(most);

const requests = {
  top: z.strictObject({ request: z.literal('top'), hottest: count(1_000) }),
  actors: z.strictObject({
    request: z.literal('actors'),
    prefix: z.string().max(160),
    limit: count(10_000),
  }),
  show: z.strictObject({ request: z.literal('show'), actor: actorSchema }),
  tail: z.strictObject({ request: z.literal('tail'), actor: actorSchema }),
  replay: z.strictObject({ request: z.literal('replay'), actor: actorSchema, to: z.int().min(0) }),
  dead: z.strictObject({ request: z.literal('dead'), limit: count(1_000) }),
  revive: z.strictObject({ request: z.literal('revive'), actor: actorSchema }),
};

const unknownRequest = `"request" must be one of ${Object.keys(requests).join(', ')}`;

export const requestSchema = z.discriminatedUnion(
  'request',
  [
    requests.top,
    requests.actors,
    requests.show,
    requests.tail,
    requests.replay,
    requests.dead,
    requests.revive,
  ],
  { error: unknownRequest },
);
export type InspectionRequest = z.infer<typeof requestSchema>;
export type RequestOf<Name> = Extract<InspectionRequest, { request: Name }>;

/** What each request is answered with; `tail` many times. */
export interface Answers {
  top: TopAnswer;
  actors: ActorsAnswer;
  show: ShowAnswer;
  tail: StoredEvent;
  replay: ReplayAnswer;
  dead: DeadAnswer;
  revive: ReviveAnswer;
}
export type AnswerTo<Request extends InspectionRequest> = Answers[Request['request']];

export interface TopAnswer {
  /** Server time of the answer in ms since 1970. */
  readonly at: number;
  /** By number; null for a shard that is being replaced. */
  readonly shards: readonly (ShardView | null)[];
}

export interface ActorsAnswer {
  /** Actors in memory, by name. */
  readonly actors: readonly ActorView[];
  /** Whether there are more than the limit. */
  readonly hasMore: boolean;
}

/** An actor as it is. Everything that hangs on its state is null when the state can't be had. */
export interface ShowAnswer extends Omit<ActorView, 'condition'> {
  /** Of the runtime: cold, loading, ready, halted; or stored, when it is not in memory. */
  readonly condition: string;
  /** Where the state is from: its shard, or rebuilt from the journal. */
  readonly source: 'memory' | 'journal' | null;
  readonly haltedBy: string | null;
  /** Why there is no state. */
  readonly problem: string | null;
  readonly lastEvent: unknown;
  readonly state: unknown;
}

export interface ReplayAnswer {
  readonly actor: string;
  readonly seq: number;
  /** Sequence number of its newest event. */
  readonly lastSeq: number;
  /** The event at `seq`; null at 0, before the first one. */
  readonly event: StoredEvent | null;
  readonly status: string;
  readonly deadline: number | null;
  readonly state: unknown;
}

export interface DeadAnswer {
  /** Newest first. */
  readonly dead: readonly DeadRow[];
  readonly hasMore: boolean;
}

export interface DeadRow {
  readonly id: number;
  readonly actor: string;
  /** The actor's last event when the command came. */
  readonly seq: number;
  readonly at: number;
  readonly command: unknown;
  readonly error: string;
}

export interface ReviveAnswer {
  readonly actor: string;
  /** As it is after the attempt: ready, or halted again. */
  readonly condition: string;
  readonly seq: number;
  readonly haltedBy: string | null;
}

export type ErrorCode =
  | 'bad_request'
  | 'unknown_actor'
  | 'not_halted'
  | 'no_such_seq'
  | 'no_journal'
  | 'unsound'
  | 'unavailable';

/** A request that can't be answered, with a message for the operator. */
export class InspectionError extends Error {
  override readonly name = 'InspectionError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
