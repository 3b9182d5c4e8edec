import { setTimeout as pause } from 'node:timers/promises';
import { limits } from '../../../schema/limits.ts';
import type { Target } from '../../generator/connection.ts';
import type { Generator } from '../../generator/generator.ts';
import type { HammerReport, LastSecondReport } from '../../generator/messages.ts';
import { startPoints } from '../../house/house.ts';

/** People who bid at the last moment, on all lots between them. */
export const shooterCount = 200;
const lastSecond = { shotsPerLot: 3, earliestMs: 50, latestMs: 1, startPoints };
const lastHammerTimeoutMs = 10_000;
const market = 'hammers';

/** Watches lots from a process of its own, whose clock readings do not wait behind the load. */
export async function watchHammers(
  observer: Generator,
  target: Target,
  lots: readonly string[],
): Promise<void> {
  const sockets = Math.ceil(lots.length / limits.maxSubscriptionsPerSocket);
  await observer.connect(
    market,
    target,
    Array.from({ length: sockets }, () => null),
  );
  await observer.watch(
    market,
    lots.map((lot, n) => [Math.floor(n / limits.maxSubscriptionsPerSocket), lot] as const),
  );
}

/** Bids on each watched lot at the last moment; gives the answers when all have come. */
export function bidAtTheLast(
  observer: Generator,
  target: Target,
  shooters: readonly string[],
): Promise<LastSecondReport> {
  return observer.lastSecond(market, target, shooters, lastSecond);
}

/** How the hammers fell, when all have, or the last are long overdue. */
export async function fallenHammers(observer: Generator): Promise<HammerReport> {
  const giveUpAt = performance.now() + lastHammerTimeoutMs;
  for (;;) {
    const report = await observer.hammers(market);
    if (report.missing === 0 || performance.now() > giveUpAt) return report;
    await pause(100);
  }
}
