import type { LatencySummary } from '../../statistics/latency.ts';
import type { Target } from '../connection.ts';

/** Who comes into a room, and how. */
export interface EnterPlan {
  readonly lot: string;
  /** Where they connect to, in turn. */
  readonly targets: readonly Target[];
  readonly cookies: readonly string[];
  /** Whether a lot has to be subscribed to before its room is entered. */
  readonly subscribes: boolean;
  /** How many come at the same moment. */
  readonly atOnce: number;
  /** Messages that each must be shown before it counts as inside. */
  readonly history: number;
  /** The number of the first speaker: those who speak in one room one after the other need different ones. */
  readonly firstSpeaker: number;
  readonly timeoutMs: number;
}

export interface EnterResult {
  /** Those who hold the history; the first reasons of those who don't. */
  readonly inside: number;
  readonly faults: readonly string[];
  /** From connecting to holding the history, of those inside. */
  readonly joined: LatencySummary;
}

export interface FloodPlan {
  /** The first so many of those inside speak. */
  readonly speakers: number;
  /** Closed loop: messages that are on their way to somebody. */
  readonly inFlight: number;
  /** Open loop instead: so many messages per second, come what may. */
  readonly ratePerSecond: number | null;
  readonly warmUpMs: number;
  /** How long it goes on after that, at most. */
  readonly measureMs: number;
  /** Ends it earlier, after so many deliveries, warm-up included. */
  readonly deliveries: number | null;
}

/** Of the measured time. A delivery is one message received by one socket. */
export interface FloodResult {
  readonly seconds: number;
  readonly deliveries: number;
  /** Messages that were confirmed to their speakers. */
  readonly confirmed: number;
  readonly frames: number;
  readonly bytes: number;
  /** Of the whole flood, by code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Open loop: from when a message should have been sent to when each listener had it. */
  readonly delivered: LatencySummary;
  /** From when it should have been sent to its confirmation. */
  readonly ack: LatencySummary;
  /** Open loop: how late the generator itself was. */
  readonly sendDelay: LatencySummary;
}

/** Everything since the beginning; deliveries are counted, so what everybody misses counts once for each. */
export interface Proof {
  readonly deliveries: number;
  readonly lost: number;
  readonly doubled: number;
  readonly misordered: number;
  /** Texts that are none of ours, or were changed on their way. */
  readonly strange: number;
  readonly confirmed: number;
  readonly unanswered: number;
  readonly errors: Readonly<Record<string, number>>;
  /** Connections that the server ended, by close code. */
  readonly closed: Readonly<Record<string, number>>;
}

/** What the process of speakers and listeners can be asked. `room` names those who came into one room together. */
export interface ChatApi {
  enter(room: string, plan: EnterPlan): Promise<EnterResult>;
  flood(room: string, plan: FloodPlan): Promise<FloodResult>;
  /** Once everything has been heard by everybody, or after a while. */
  proof(room: string): Promise<Proof>;
  /** Deliveries so far. */
  delivered(room: string): Promise<number>;
  leave(room: string): Promise<void>;
}
