import { limits } from '../../../schema/limits.ts';
import type { Bench } from '../../bench.ts';
import type { ChatCrowd } from '../../generator/chat/start-chat.ts';
import type { Generator } from '../../generator/generator.ts';
import type { BidRoundPlan, BidRoundResult } from '../../generator/messages.ts';
import { startPoints } from '../../house/house.ts';
import { seat } from '../../house/seating.ts';
import { median } from '../../statistics/median.ts';
import { type Slowdown, slowdown } from '../../statistics/slowdown.ts';
import { flooded, floodPlan } from './flood-phases.ts';
import type { LotcastChat } from './lotcast-chat.ts';

const bidders = 100;
const auctions = 20;
const warmUpMs = 1_000;
/** The flood is there before the bids are measured, and after. */
const marginMs = 500;
const market = 'beside';

/** How much is measured, and what is said meanwhile. */
export interface BesidePlan {
  readonly rounds: number;
  readonly measureMs: number;
  readonly bidsPerSecond: number;
  readonly speakers: number;
  /** Messages a second in the fast part. */
  readonly messagesPerSecond: number;
}

/** What the chat does to bids in other lots on its shard. */
export interface Beside {
  /** While as much is said as in the fast part. */
  readonly fast: Slowdown;
  /** While everybody says as much as people may. */
  readonly allowed: Slowdown;
  readonly ackMs: Readonly<
    Record<'quiet' | 'fast' | 'allowed', { readonly p50: number; readonly p99: number }>
  >;
  readonly bids: number;
}

/** So many messages a second are said by speakers who use all that the limits allow. */
export const allowedPerSecond = (speakers: number): number => (1_000 * speakers) / limits.chatRefillMs;

/**
 * Bids at one moderate rate in lots of the room's shard, in rounds that take turns: with nobody speaking (but everybody
 * there and connected), at the speed of the fast part, and at the speed that people are allowed. All rounds are taken
 * from the same minutes of the same machine, so that what else it does falls on all of them alike.
 */
export async function measureBeside(
  bench: Bench,
  crowd: ChatCrowd,
  house: LotcastChat,
  plan: BesidePlan,
): Promise<Beside> {
  const generator = bench.startGenerator();
  await fillAuctions(generator, house);
  const round: BidRoundPlan = {
    warmUpMs,
    measureMs: plan.measureMs,
    inFlight: 1,
    ratePerSecond: plan.bidsPerSecond,
    losingPercent: 0,
    acceptedBids: null,
    tellsAcks: true,
  };
  const bidWhile = async (messagesPerSecond: number): Promise<BidRoundResult> => {
    const speaking = crowd.flood(flooded, {
      ...floodPlan(plan.speakers),
      ratePerSecond: messagesPerSecond,
      warmUpMs: warmUpMs - marginMs,
      measureMs: plan.measureMs + 2 * marginMs,
    });
    const [bids] = await Promise.all([generator.bid(market, round), speaking]);
    return bids;
  };
  const quiet: BidRoundResult[] = [];
  const fast: BidRoundResult[] = [];
  const allowed: BidRoundResult[] = [];
  for (let n = 0; n < plan.rounds; n++) {
    quiet.push(await generator.bid(market, round));
    fast.push(await bidWhile(plan.messagesPerSecond));
    allowed.push(await bidWhile(allowedPerSecond(plan.speakers)));
    const p99 = [quiet, allowed, fast].map((rounds) => rounds.at(-1)?.ack.p99Ms.toFixed(1)).join(', ');
    bench.progress(
      `Bids beside the chat, round ${n + 1} of ${plan.rounds}: ${p99} ms p99 (quiet, allowed, fast)`,
    );
  }
  await generator.stop();
  const acks = (rounds: readonly BidRoundResult[]) => rounds.map(({ acksMs }) => acksMs);
  const middle = (rounds: readonly BidRoundResult[]) => ({
    p50: median(rounds.map(({ ack }) => ack.p50Ms)),
    p99: median(rounds.map(({ ack }) => ack.p99Ms)),
  });
  return {
    fast: slowdown(acks(quiet), acks(fast)),
    allowed: slowdown(acks(quiet), acks(allowed)),
    ackMs: { quiet: middle(quiet), fast: middle(fast), allowed: middle(allowed) },
    bids: [...quiet, ...fast, ...allowed].reduce((sum, { acksMs }) => sum + acksMs.length, 0),
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
