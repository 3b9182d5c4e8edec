import { limits } from '../../../schema/limits.ts';
import type { Bench } from '../../bench.ts';
import type { ChatCrowd } from '../../generator/chat/start-chat.ts';
import type { Generator } from '../../generator/generator.ts';
import type { BidRoundPlan, BidRoundResult } from '../../generator/messages.ts';
import { startPoints } from '../../house/house.ts';
import { seat } from '../../house/seating.ts';
import { median } from '../../statistics/median.ts';
import { type Slowdown, slowdown } from '../../statistics/slowdown.ts';
import { fillRoom } from './chat-house.ts';
import { flooded, floodPlan } from './flood-phases.ts';
import type { LotcastChat } from './lotcast-chat.ts';

const bidders = 100;
const auctions = 20;
const warmUpMs = 1_000;
/** The flood is there before the bids are measured, and after. */
const marginMs = 500;
const market = 'beside';
const elsewhereRoom = 'elsewhere';

/** How much is measured, and what is said meanwhile. */
export interface BesidePlan {
  readonly rounds: number;
  readonly measureMs: number;
  readonly bidsPerSecond: number;
  readonly speakers: number;
  /** Messages a second in the fast rounds. */
  readonly messagesPerSecond: number;
}

/**
 * What is said while bids are made: nothing, as much as people's limits allow, as much as in the fast part, either of
 * them in another server on this machine, and once more nothing.
 */
const conditions = ['quiet', 'allowed', 'allowedElsewhere', 'fast', 'fastElsewhere', 'again'] as const;
type Condition = (typeof conditions)[number];

/** What a chat does to bids in other lots on its shard. */
export interface Beside {
  /**
   * Against rounds in which nothing is said. Elsewhere it is what the load does to this machine, and not the chat to its
   * service; `again` is what chance does.
   */
  readonly slowdown: Readonly<Record<Exclude<Condition, 'quiet'>, Slowdown>>;
  readonly ackMs: Readonly<Record<Condition, { readonly p50: number; readonly p99: number }>>;
  readonly bids: number;
}

/**
 * Bids at one moderate rate in lots of the room's shard, in short rounds that take turns, with everybody there and
 * connected all the time. What else the machine does falls on all of them alike.
 */
export async function measureBeside(
  bench: Bench,
  crowd: ChatCrowd,
  house: LotcastChat,
  elsewhere: LotcastChat,
  plan: BesidePlan,
): Promise<Beside> {
  // It stands for hundreds of machines, so that it shares this one with the bids is not the chat's doing.
  crowd.giveWay();
  const lot = await elsewhere.openRoom(crowd, 0);
  await fillRoom(crowd, elsewhereRoom, elsewhere, lot, elsewhere.cookies);
  const generator = bench.startGenerator();
  await fillAuctions(generator, house);
  const rounds: Record<Condition, BidRoundResult[]> = {
    quiet: [],
    allowed: [],
    allowedElsewhere: [],
    fast: [],
    fastElsewhere: [],
    again: [],
  };
  for (let n = 0; n < plan.rounds; n++) {
    const first = n % conditions.length;
    for (const condition of [...conditions.slice(first), ...conditions.slice(0, first)]) {
      rounds[condition].push(await bidWhile(condition, generator, crowd, plan));
    }
    const p99 = conditions.map((name) => `${name} ${rounds[name].at(-1)?.ack.p99Ms.toFixed(1)}`).join(', ');
    bench.progress(`Bids beside the chat, round ${n + 1} of ${plan.rounds}, ms p99: ${p99}`);
  }
  await generator.stop();
  await crowd.leave(elsewhereRoom);
  return besideOf(rounds);
}

async function bidWhile(
  condition: Condition,
  generator: Generator,
  crowd: ChatCrowd,
  plan: BesidePlan,
): Promise<BidRoundResult> {
  const { measureMs, speakers } = plan;
  const round: BidRoundPlan = {
    warmUpMs,
    measureMs,
    inFlight: 1,
    ratePerSecond: plan.bidsPerSecond,
    losingPercent: 0,
    acceptedBids: null,
    tellsAcks: true,
  };
  if (condition === 'quiet' || condition === 'again') return generator.bid(market, round);
  const allowedPerSecond = (1_000 * speakers) / limits.chatRefillMs;
  const [bids] = await Promise.all([
    generator.bid(market, round),
    crowd.flood(condition.endsWith('Elsewhere') ? elsewhereRoom : flooded, {
      ...floodPlan(speakers),
      ratePerSecond: condition.startsWith('allowed') ? allowedPerSecond : plan.messagesPerSecond,
      warmUpMs: warmUpMs - marginMs,
      measureMs: measureMs + 2 * marginMs,
    }),
  ]);
  return bids;
}

function besideOf(rounds: Readonly<Record<Condition, readonly BidRoundResult[]>>): Beside {
  const acks = (condition: Condition) => rounds[condition].map(({ acksMs }) => acksMs);
  const against = (condition: Condition) => slowdown(acks('quiet'), acks(condition));
  const ackMs = (condition: Condition) => ({
    p50: median(rounds[condition].map(({ ack }) => ack.p50Ms)),
    p99: median(rounds[condition].map(({ ack }) => ack.p99Ms)),
  });
  const each = <Value>(of: (condition: Condition) => Value) =>
    Object.fromEntries(conditions.map((condition) => [condition, of(condition)])) as Record<Condition, Value>;
  const { quiet: _quiet, ...slowdowns } = each(against);
  return {
    slowdown: slowdowns,
    ackMs: each(ackMs),
    bids: conditions.reduce((sum, condition) => sum + acks(condition).flat().length, 0),
  };
}

async function fillAuctions(generator: Generator, house: LotcastChat): Promise<void> {
  const open = house.house();
  const cookies = await open.guests(bidders);
  const lots = await open.liveLots(auctions, await open.guests(1));
  open.close();
  const { groups, homes } = seat(bidders, lots, 1);
  await generator.connect(market, house.server.target, cookies);
  await generator.group(market, groups, startPoints);
  await generator.watch(market, homes);
}
