import type { LatencySummary } from '../statistics/latency.ts';
import type { Target } from './connection.ts';

/** Connections (by their number in the market) that bid on lots between them. */
export interface GroupPlan {
  readonly connections: readonly number[];
  readonly lots: readonly string[];
}

/** A connection, by number, and a lot that it watches. */
export type Subscription = readonly [connection: number, lot: string];

export interface BidRoundPlan {
  readonly warmUpMs: number;
  readonly measureMs: number;
  /** Closed loop: bids that each bidder has in flight. */
  readonly inFlight: number;
  /** Open loop instead: this many bids per second, come what may. */
  readonly ratePerSecond: number | null;
  /** Share of bids that are too low on purpose. */
  readonly losingPercent: number;
  /** Ends the round early after so many accepted bids, warm-up included. */
  readonly acceptedBids: number | null;
  /** Whether the result tells how long each answer took. */
  readonly tellsAcks?: boolean;
}

export interface BidRoundResult {
  readonly seconds: number;
  readonly acceptedBids: number;
  /** Bids that were too low on purpose, and refused. */
  readonly losingRefused: number;
  /** Bids that should have been valid and were refused in the measured time. */
  readonly otherRefused: number;
  /** Bids of the whole round, warm-up included, that should have been valid and were refused, by code. */
  readonly raisesRefused: Readonly<Record<string, number>>;
  /** Bids that never got an answer, since the beginning. */
  readonly unanswered: number;
  /** Bid events that reached somebody, the frames that they came in, and the bytes of these. */
  readonly deliveries: number;
  readonly eventFrames: number;
  readonly eventBytes: number;
  /** From the decision of a bid to when a watcher's process read of it: of each frame, the oldest of its bids. */
  readonly seen: LatencySummary;
  /** Of bids sent in the measured time: from sending (open loop: from when it should have been sent) to the answer. */
  readonly ack: LatencySummary;
  /** Each by itself, from when it really was sent (ms), if it was asked for. */
  readonly acksMs: readonly number[];
  /** Open loop: how late the generator itself was. */
  readonly sendDelay: LatencySummary;
}

/** Everything since the beginning. */
export interface DeliveryReport {
  readonly lost: number;
  readonly doubled: number;
  /** Pairs of a watcher and a lot. */
  readonly watches: number;
  readonly bidDeliveries: number;
  /** One for each accepted bid and each watcher of its lot. */
  readonly expectedBidDeliveries: number;
  readonly acceptedBids: number;
  readonly errors: Readonly<Record<string, number>>;
  /** Connections that the server ended, by close code. */
  readonly closed: Readonly<Record<string, number>>;
}

export interface HammerReport {
  readonly decided: LatencySummary;
  readonly seen: LatencySummary;
  /** Hammers that fell before their time. */
  readonly early: number;
  /** Lots whose end moved after it was known: the server gave back time in which nobody could bid. */
  readonly moved: number;
  /** Hammers that nobody saw fall. */
  readonly missing: number;
}

export interface LastSecondPlan {
  readonly shotsPerLot: number;
  /** Each shot is aimed at a random time between these two before the end. */
  readonly earliestMs: number;
  readonly latestMs: number;
  readonly startPoints: number;
}

export interface LastSecondReport {
  readonly shots: number;
  /** Bids that the server provably had before the deadline, and those it provably had only after. */
  readonly provenInTime: number;
  readonly provenLate: number;
  readonly acceptedInTime: number;
  /** Proven in time and yet told that the lot was closed. */
  readonly refusedInTime: number;
  /** Proven late and yet accepted. */
  readonly acceptedLate: number;
  /** Answers to the bids that were proven in time. */
  readonly answersInTime: Readonly<Record<string, number>>;
  readonly unanswered: number;
}

/** What the generator's process can be asked. `market` names a set of connections to one server. */
export interface GeneratorApi {
  connect(
    market: string,
    target: Target,
    cookies: ReadonlyArray<string | null>,
    paths?: readonly string[],
  ): Promise<void>;
  group(market: string, plans: readonly GroupPlan[], startPoints: number): Promise<void>;
  watch(market: string, subscriptions: readonly Subscription[]): Promise<void>;
  bid(market: string, plan: BidRoundPlan): Promise<BidRoundResult>;
  deliveries(market: string): Promise<DeliveryReport>;
  /** Accepted bids of each lot, since the beginning. */
  accepted(market: string): Promise<Readonly<Record<string, number>>>;
  /** Once all awaited hammers have fallen, or after a while. */
  hammers(market: string, waitMs?: number): Promise<HammerReport>;
  /** Bids at the last moment on every lot that `market` awaits the hammer of, from connections of its own. */
  lastSecond(
    market: string,
    target: Target,
    cookies: readonly string[],
    plan: LastSecondPlan,
  ): Promise<LastSecondReport>;
  disconnect(market: string): Promise<void>;
}
