import type { Outage } from '../../schema/behaviour.ts';

/**
 * Where events are kept for ever. One implementation in memory and one in PostgreSQL pass the same
 * contract test. All times in ms.
 */
export interface Journal {
  /**
   * Takes slots over for `owner`: their epochs rise, so that the one who held them before can't append any
   * more, and the time since that one's last sign of life is written down as an outage.
   */
  claim(slots: readonly number[], owner: string, now: number): Promise<Claim>;

  /**
   * Appends one commit, whole or not at all. Rejects with `Deposed` if a slot has a newer owner or the epoch was
   * renewed, with `Conflict` if a place in a sequence is taken, and with anything else when the outcome is unknown.
   */
  append(commit: Commit): Promise<void>;

  /** Actors of these slots that wait for a deadline, as their last heads have it: bids since then may have moved it. */
  awaiting(slots: readonly number[]): Promise<Array<{ actor: string; deadline: number }>>;

  /**
   * What is needed to rebuild these actors: the newest checkpoint and the events after it. Rejects with `Deposed` if the
   * tenure is given and its owner was not the owner when this was read: what others wrote since is not for it to judge by.
   */
  load(actors: readonly string[], tenure?: Tenure): Promise<Map<string, Loaded>>;

  /**
   * Signs that the owner of these slots lives, and that all time up to `until` is accounted for. An earlier
   * time than is known changes nothing. Rejects with `Deposed` if it no longer owns them.
   */
  heartbeat(tenure: Tenure, until: number): Promise<void>;

  /**
   * Raises the epochs of an owner's slots: once this is done, a commit of before whose outcome is unknown is in the
   * journal or never will be. Rejects with `Deposed` if it no longer owns them. It may be tried again.
   */
  renew(tenure: Tenure): Promise<SlotEpochs>;

  /**
   * Writes down that nobody could bid in these slots between two moments, and signs life up to the later one
   * with it; gives its id. Told again by the same owner with the same `from`, it is the same outage, which lasts
   * until the later `to`. Rejects with `Deposed`, and writes nothing, if one of the slots has a newer owner.
   */
  recordOutage(tenure: Tenure, from: number, to: number): Promise<number>;

  /** Keeps a command that an actor could not decide. */
  recordDead(dead: DeadCommand): Promise<void>;

  /** Events of one actor with `after < seq <= upTo`, in order, at most `limit`. */
  history(actor: string, after: number, upTo: number, limit: number): Promise<StoredEvent[]>;

  close(): Promise<void>;
}

/** Slots with the epoch in which they are held. */
export type SlotEpochs = ReadonlyMap<number, number>;

/** Slots that somebody owns. An owner's name is its own: nobody before or after has the same. */
export interface Tenure {
  readonly owner: string;
  readonly epochs: SlotEpochs;
}

export interface Claim extends Tenure {
  /** Outages that may still have to be given back to running auctions, oldest first. */
  readonly outages: readonly SlotOutage[];
}

export interface SlotOutage extends Outage {
  readonly slots: ReadonlySet<number>;
}

/** One group commit, in columns, as the database takes it. */
export interface Commit {
  /** The slots of the actors in it. */
  readonly epochs: SlotEpochs;
  /**
   * Runs: consecutive events of one actor, the sequence number of the first, and all as JSON objects with commas
   * between. The runs of an actor follow each other.
   */
  readonly runs: {
    readonly actors: string[];
    readonly seqs: number[];
    readonly epochs: number[];
    readonly datas: string[];
  };
  /** How lists show actors from now on, whether this commit has events of theirs or an earlier one. */
  readonly heads: {
    readonly actors: string[];
    readonly slots: number[];
    readonly seqs: number[];
    readonly statuses: string[];
    readonly deadlines: (number | null)[];
    readonly summaries: string[];
  };
  readonly checkpoints: {
    readonly actors: string[];
    readonly seqs: number[];
    readonly states: string[];
  };
}

export interface Loaded {
  /** The last event that lists show; 0 if they don't know the actor. */
  readonly headSeq: number;
  readonly checkpoint: { readonly seq: number; readonly state: unknown } | null;
  readonly events: readonly StoredEvent[];
}

export interface StoredEvent {
  readonly seq: number;
  readonly epoch: number;
  readonly event: { readonly type: string; readonly at: number };
}

export interface DeadCommand {
  readonly actor: string;
  readonly seq: number;
  readonly at: number;
  readonly command: unknown;
  readonly error: string;
}

/** Somebody else owns the slots now. */
export class Deposed extends Error {
  override readonly name = 'Deposed';
}

/** A place in an actor's sequence is taken by events that this owner has not seen. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}
