import type { AuctionSpec, ClockRule } from '../schema/auction/spec.ts';
import { limits } from '../schema/limits.ts';
import { Random } from '../testing/random.ts';
import { type ChatPlan, drawChatPlan, drawYieldingLimits } from './chat-plan.ts';
import type { DiskOdds } from './journal/disk.ts';
import { shareAShard } from './lot-ids.ts';

/** What can go wrong by itself, at random moments. */
export const faultKinds = [
  'crash',
  'restart',
  'takeover',
  'shardDeath',
  'stall',
  'diskDown',
  'diskSlow',
  'cut',
  'stuck',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What can be left out of a plan, to find the least that still fails. */
export const omissible = [...faultKinds, 'lost', 'clockJump', 'seller', 'smallLimits', 'chat'] as const;
export type Omissible = (typeof omissible)[number];

/** What a run leaves out of what its seed has drawn. */
export interface Omissions {
  readonly without: ReadonlySet<Omissible>;
  readonly maxLots: number;
  readonly maxBidders: number;
}

export const nothingOmitted: Omissions = {
  without: new Set(),
  maxLots: Number.POSITIVE_INFINITY,
  maxBidders: Number.POSITIVE_INFINITY,
};

/** What one seed has drawn: the house, its people, and how much goes wrong. Times in ms. */
export interface Plan {
  readonly shards: number;
  readonly gateways: number;
  readonly lots: readonly AuctionSpec[];
  readonly bidders: number;
  /** How long things go wrong and people go on, before all come to rest. */
  readonly lastsMs: number;
  /** The mean time between two thoughts of one person. */
  readonly thinkMs: number;
  readonly laneDelayMs: number;
  readonly networkDelayMs: number;
  readonly broadcastWindowMs: number;
  readonly disk: DiskOdds;
  /** The mean time between two faults of each kind; those that never happen are missing. */
  readonly faults: ReadonlyMap<FaultKind, number>;
  readonly clockJumpMs: number;
  /** Everybody bids in the last second only. */
  readonly allWaitForTheEnd: boolean;
  readonly sellersAct: boolean;
  /** What goes on in the lots' chat rooms; null in a house without. */
  readonly chat: ChatPlan | null;
  /** Limits that are smaller than the service's own, so that they are reached. */
  readonly limits: Partial<Record<keyof typeof limits, number>>;
}

function drawClock(random: Random): ClockRule {
  const durationMs = random.whole(limits.minDurationMs, 2_500);
  const floorMs = random.whole(limits.minFloorMs, 900);
  switch (random.whole(0, 2)) {
    case 0:
      return { rule: 'fixed', durationMs };
    case 1:
      return { rule: 'softClose', durationMs, windowMs: floorMs };
    default: {
      const cutPerStepMs = random.whole(0, 800);
      return { rule: 'rush', durationMs, floorMs, cutPerStepMs, cutMaxMs: random.whole(0, 3_000) };
    }
  }
}

function drawSpec(random: Random, sellerId: number): AuctionSpec {
  // Now and then right below the largest sum.
  const startPoints = random.chance(0.1) ? limits.maxPoints - 15_000 : random.pick([1, 100, 1_000]);
  const reservePoints = random.chance(0.3) ? startPoints + random.whole(0, 3_000) : null;
  const buyNowPoints = random.chance(0.2) ? (reservePoints ?? startPoints) + random.whole(1, 9_000) : null;
  return {
    sellerId,
    startPoints,
    reservePoints,
    buyNowPoints,
    increments: random.chance(0.5)
      ? { kind: 'fixed', stepPoints: random.pick([1, 70, 100]) }
      : {
          kind: 'table',
          bands: [
            { fromPoints: 0, stepPoints: 50 },
            { fromPoints: random.whole(500, 1_500), stepPoints: random.whole(1, 200) },
            { fromPoints: random.whole(1_600, 4_000), stepPoints: random.whole(1, 500) },
          ],
        },
    clock: drawClock(random),
    onStreamLoss: random.chance(0.5) ? { rule: 'pause', graceMs: 1_000 } : { rule: 'nothing' },
  };
}

function drawLimits(random: Random, isCongested: boolean): Plan['limits'] {
  const turnDeliveries = Math.round(random.scaled(1, limits.turnDeliveries));
  const turnCommandsPerShard = isCongested ? 2 : Math.round(random.scaled(2, limits.turnCommandsPerShard));
  const turnsPerCommit = isCongested ? 2 : Math.round(random.scaled(2, 64));
  return {
    checkpointEvents: Math.round(random.scaled(2, 64)),
    maxRunEvents: Math.round(random.scaled(1, limits.maxRunEvents)),
    recoveryEvents: Math.round(random.scaled(1, limits.recoveryEvents)),
    loadActors: Math.round(random.scaled(1, limits.loadActors)),
    turnCommandsPerShard,
    turnCommandsPerActor: Math.round(random.scaled(1, Math.min(turnCommandsPerShard, 64))),
    maxCommitEvents: turnsPerCommit * turnCommandsPerShard,
    maxMailboxCommands: Math.round(random.scaled(2, limits.maxMailboxCommands)),
    // Seldom, for what the gateway refuses waits in no queue.
    minBidsInFlight: random.chance(0.2) ? random.whole(1, 8) : limits.minBidsInFlight,
    maxBackpressureBytes: Math.round(random.scaled(1_000, limits.maxBackpressureBytes)),
    turnDeliveries,
    // As schema/limits.ts asserts: a turn has room for answers beside the news.
    turnNews: turnDeliveries >> 1,
  };
}

/** How many houses have chat rooms beside their lots. */
const chatChance = 0.3;
/** What rooms draw moves nothing that lots do. */
const chatSeed = 0x2545f491;

/** The plan of a seed: the same every time, but for what is left out. */
export function drawPlan(seed: number, { without, maxLots, maxBidders }: Omissions): Plan {
  const random = new Random(seed);
  const has = (what: Omissible) => !without.has(what);
  const lots = Array.from({ length: random.whole(1, 3) }, (_, n) => drawSpec(random, 1 + n));
  const faults = new Map<FaultKind, number>();
  for (const kind of faultKinds) {
    const isDrawn = random.chance(0.4);
    const everyMs = random.scaled(kind === 'cut' || kind === 'stall' ? 150 : 500, 5_000);
    if (isDrawn && has(kind)) faults.set(kind, everyMs);
  }
  const lost = random.chance(0.5) && has('lost') ? random.scaled(0.005, 0.2) : 0;
  // Where little is decided at a time and commits take long, bids still wait when the hammer should fall.
  const isCongested = random.chance(0.2);
  const smallLimits = isCongested || random.chance(0.7) ? drawLimits(random, isCongested) : {};
  const lotLimits = has('smallLimits') ? smallLimits : {};
  const ofChat = new Random(seed ^ chatSeed);
  const chat = ofChat.chance(chatChance) && has('chat') ? drawChatPlan(ofChat) : null;
  const chatLimits = chat === null ? {} : { ...chat.limits, ...drawYieldingLimits(ofChat, lotLimits) };
  const shards = random.whole(1, 2);
  return {
    shards: chat !== null && !shareAShard(lots.length, shards) ? 1 : shards,
    gateways: random.whole(1, 2),
    lots: lots.slice(0, maxLots),
    bidders: Math.min(random.whole(2, 7), maxBidders),
    lastsMs: random.whole(2_500, 5_500),
    thinkMs: random.scaled(20, 400),
    laneDelayMs: random.scaled(0.02, 30),
    networkDelayMs: random.scaled(0.1, 40),
    broadcastWindowMs: random.pick([0, 0, 20, 100]),
    disk: {
      latencyMs: isCongested ? random.scaled(15, 150) : random.scaled(0.1, 15),
      lostBefore: lost * random.next(),
      lostAfter: lost * random.next(),
      late: lost * random.next(),
    },
    faults,
    clockJumpMs: random.chance(0.3) && has('clockJump') ? random.scaled(1, 20_000) : 0,
    allWaitForTheEnd: random.chance(isCongested ? 0.7 : 0.3),
    sellersAct: random.chance(0.7) && has('seller'),
    chat,
    limits: { ...lotLimits, ...chatLimits },
  };
}
