/**
 * What the actor runtime asks of an actor's behaviour, and all that it knows of it. Everything here is a
 * pure function of its arguments: no I/O, no clock, no randomness.
 */
export interface Behaviour<State = unknown, Command = unknown, Event extends EventBase = EventBase> {
  /** The first half of an actor's name: `auction` in `auction/01J…`. */
  readonly kind: string;

  /** Whether its commands give way to those of other kinds on the same shard: nobody's bid waits for them. */
  readonly givesWay: boolean;

  /** The state before the first event. */
  initial(): State;

  /** Decides a command at the time `now` (ms). It must not change `state`. An answer without events is a refusal or a repetition. */
  decide(state: State, command: Command, now: number): Decision<Event>;

  /**
   * Applies an event. It takes the state over: it may change it in place and return it, so whoever needs
   * the old one copies it first. This spares the copy of a large state for each bid.
   */
  evolve(state: State, event: Event): State;

  /**
   * When the actor wants its next `tick`, in ms, or null. A packed command that was received at that time or later
   * is decided after the tick, or when the deadline has moved beyond it.
   */
  deadline(state: State): number | null;

  /** The command that is decided when a deadline has come. */
  tick(deadline: number): Command;

  /** The command that tells of an outage, or null if this kind has no use for it. */
  outage(outage: Outage): Command | null;

  /** Makes the command out of its packed form, at `offset` of a lane's records (see commandRecord), which are good for this call only. */
  unpack(batch: Float64Array, offset: number): Command;

  /** Identity of a command whose refusal is remembered for a retry, or null. */
  retryKey(command: Command): string | null;

  /** An event as the journal keeps it, as JSON text: what JSON.stringify gives, for a hot event perhaps sooner. */
  record(event: Event): string;

  /** One event as watchers see it, as JSON text, or null if it is private; `state` is the state after it. */
  publish(state: State, event: Event): string | null;

  /**
   * What is left to tell of an event when `next` is told right after it, in the same frame; both as `publish` gave them.
   * Nobody is told the former without the latter.
   */
  abridge(text: string, next: string): string;

  /** How many public events the state has seen: the position of the last one published. */
  position(state: State): number;

  /** The public view of the state, for a watcher's first picture. */
  snapshot(state: State): unknown;

  /** The few facts that lists show of the actor, small, as JSON. */
  summary(state: State): unknown;

  /**
   * Whether lists may show what follows from an event a little later (see limits.maxHeadLagMs) instead of as soon as it
   * is committed: for what comes often. It must leave the status as it is, and whether there is a deadline.
   */
  mayShowLater(event: Event): boolean;

  /** The word that lists filter by. */
  status(state: State): string;

  /** A private question of one person about the state, answered with plain data. */
  view(state: State, question: unknown): unknown;

  /** The whole state as plain JSON data, and back. */
  freeze(state: State): unknown;
  thaw(frozen: unknown): State;

  /** Roughly how many events take as much room as the frozen state; a checkpoint is taken after as many. */
  weight(state: State): number;
}

export interface EventBase {
  readonly type: string;
  readonly at: number;
}

export interface Decision<Event> {
  readonly events: readonly Event[];
  readonly answer: Answer;
}

/** An answer, in numbers only because it crosses threads: see `answerCodes`. */
export interface Answer {
  /** Number of an answer code. */
  readonly code: number;
  /** Points: the price after an accepted bid, or the least acceptable bid after a refusal; else 0. */
  readonly value: number;
  /** 1 if the one who asked leads afterwards, else 0. */
  readonly flag: number;
  /** Position of the public event that this answer is about, or 0: then the runtime fills in the current one. */
  readonly position: number;
}

export interface Outage {
  readonly outageId: number;
  readonly from: number;
  readonly to: number;
}

/** Where things stand in a packed command of a lane: eight doubles, so that a bid crosses threads as numbers in shared memory. */
export const commandRecord = {
  length: 8,
  handle: 0,
  correlation: 1,
  receivedAt: 2,
  by: 3,
  /** For a bid: its id, its amount, and its flags. */
  x: 4,
  y: 5,
  z: 6,
  /** How many messages with orders the gateway had to send before it: they are followed first. */
  ordersBefore: 7,
} as const;

/** Flags of a packed bid. */
export const bidFlags = { max: 1, confirmed: 2 } as const;
