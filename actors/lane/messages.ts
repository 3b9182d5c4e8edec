/**
 * What crosses between a gateway's thread and a shard's, typed once for both sides. A lane is one
 * MessagePort between one gateway and one shard; per turn of its event loop each side posts one message at most.
 */

/** From a gateway to a shard. Bids cross in memory that both share (see BidRing). */
export type ToShard = Handful | typeof bidsWait;

/** What a gateway had in its hands. */
export interface Handful {
  /** Things other than bids, in order. */
  readonly orders: readonly Order[];
  /** Everything that this gateway received before this time (ms) has been sent or written, this message included. */
  readonly markMs: number;
}

/** Says no more than that bids were written. */
export const bidsWait = 'bidsWait';

export type Order =
  /** From now on `handle` stands for this actor on this lane. */
  | { readonly order: 'bind'; readonly handle: number; readonly actor: string }
  | { readonly order: 'unbind'; readonly handle: number }
  /** Send a snapshot (as the answer to `correlation`), and all news after it; once more, for another snapshot. */
  | { readonly order: 'watch'; readonly handle: number; readonly correlation: number }
  | { readonly order: 'unwatch'; readonly handle: number }
  | {
      readonly order: 'command';
      readonly handle: number;
      readonly correlation: number;
      readonly command: unknown;
    }
  | {
      readonly order: 'ask';
      readonly handle: number;
      readonly correlation: number;
      readonly question: unknown;
    }
  /** Send the summaries of changed actors of all kinds from now on, or no longer. */
  | { readonly order: 'summaries'; readonly on: boolean }
  | { readonly order: 'inspect'; readonly correlation: number; readonly question: InspectQuestion };

/** From a shard to a gateway. */
export interface FromShard {
  /** Answers to commands, `replyRecord.length` doubles each; null if there are none. */
  readonly replies: Float64Array | null;
  readonly news: readonly News[];
  /** Where watched actors stand that had to be rebuilt: news before this may have been lost. */
  readonly refreshes: readonly Refresh[];
  /** Handles of watched actors that were stopped, after their last news. If one is revived, a refresh says so. */
  readonly halts: readonly number[];
  readonly answers: readonly AskAnswer[];
  readonly summaries: readonly ActorSummary[];
  /** A mark (see Handful.markMs) of at least this time is wanted soon; 0 if none is. */
  readonly wantMarkMs: number;
}

/** Where things stand in an answer to a command. */
export const replyRecord = {
  length: 5,
  correlation: 0,
  code: 1,
  value: 2,
  flag: 3,
  position: 4,
} as const;

/** Committed public events of a watched actor: JSON texts with `newsSeparator` between them. */
export interface News {
  readonly handle: number;
  /** Positions of the first and the last event. */
  readonly first: number;
  readonly last: number;
  readonly text: string;
}

/** Valid between the items of a JSON array, and never inside one: JSON text has no raw line feeds here. */
export const newsSeparator = ',\n';

export interface AskAnswer {
  readonly correlation: number;
  /** Null if there is no answer now. */
  readonly value: unknown;
  /** The actor was stopped: asked again, it answers no more until it is revived, and then its watchers are told. */
  readonly isHalted: boolean;
}

export interface Refresh {
  readonly handle: number;
  readonly snapshot: Snapshot;
}

/** Answer to `watch` and to `{ask: 'snapshot'}`, if there is one. `exists` is false for an actor without any event. */
export interface Snapshot {
  readonly exists: boolean;
  readonly position: number;
  readonly state: unknown;
}

/** Answer to `{ask: 'place'}`: the last event of an actor and the position of the last public one, at one moment. */
export interface Place {
  readonly seq: number;
  readonly position: number;
}

export interface ActorSummary {
  readonly actor: string;
  readonly status: string;
  /** The summary as JSON text. */
  readonly summary: string;
}

/** What the inspection CLI can ask of a shard. */
export type InspectQuestion =
  | { readonly inspect: 'shard'; readonly hottest: number }
  | { readonly inspect: 'actors'; readonly prefix: string; readonly limit: number }
  | { readonly inspect: 'actor'; readonly actor: string }
  | { readonly inspect: 'revive'; readonly actor: string };
