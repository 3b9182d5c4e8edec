import { setTimeout as pause } from 'node:timers/promises';
import type { Target } from '../../generator/connection.ts';
import type { Generator } from '../../generator/generator.ts';
import { startPoints } from '../../house/house.ts';

const lastDeliveryTimeoutMs = 10_000;

/** One lot in front of a crowd: two processes, so that an answer to a bid does not wait until thousands of events have been counted. */
export interface Hall {
  readonly bidders: Generator;
  readonly watchers: Generator;
}

/** Lets bidders and watchers in; `market` is what both processes call this lot's server. */
export async function fillHall(
  { bidders, watchers }: Hall,
  market: string,
  target: Target,
  lot: string,
  people: ReadonlyArray<string | null>,
  watcherCount: number,
): Promise<void> {
  const crowd = Array.from({ length: watcherCount }, () => null);
  await bidders.connect(market, target, people);
  await bidders.group(market, [{ connections: [...people.keys()], lots: [lot] }], startPoints);
  await watchers.connect(market, target, crowd);
  await watchers.watch(
    market,
    crowd.map((_, n) => [n, lot] as const),
  );
}

/** The watchers do not know how many bids there were, so what they miss at the end is counted here. */
export async function settledDeliveries({ bidders, watchers }: Hall, market: string) {
  const { acceptedBids } = await bidders.deliveries(market);
  const giveUpAt = performance.now() + lastDeliveryTimeoutMs;
  for (;;) {
    const report = await watchers.deliveries(market);
    const missing = acceptedBids * report.watches - report.bidDeliveries + report.doubled;
    if (missing === 0 || performance.now() > giveUpAt) {
      return { lost: Math.max(missing, report.lost), doubled: report.doubled, closed: report.closed };
    }
    await pause(100);
  }
}
