import { openLot } from '../../gateway/socket/testing/lots.ts';
import type { Person } from '../../gateway/socket/testing/person.ts';
import type { ClockRule } from '../../schema/auction/spec.ts';
import type { Random } from '../../testing/random.ts';

export interface OpenLot {
  readonly id: string;
  /** Whether it is still on when the trial ends, if its clock is treated right. */
  readonly isLong: boolean;
  /** From when on nobody bids on it, so that its clock may run out (ms since 1970). */
  readonly quietAt: number;
}

const longMs = 600_000;
/** Short lots end before, in and after what happens. */
const shortMs = { least: 2_000, most: 9_000 };
const windowMs = { long: 60_000, short: 700 };

/** Opens lots with all three clocks in turn, two fifths of them short. */
export function openLots(seller: Person, count: number, random: Random): Promise<OpenLot[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const isLong = n % 5 > 1;
      const lifeMs = isLong ? longMs : shortMs.least + random.below(shortMs.most - shortMs.least);
      const id = await openLot(seller, { clock: clockOf(n, isLong, lifeMs) });
      return { id, isLong, quietAt: Date.now() + lifeMs };
    }),
  );
}

function clockOf(n: number, isLong: boolean, durationMs: number): ClockRule {
  const leastMs = isLong ? windowMs.long : windowMs.short;
  if (n % 3 === 0) return { rule: 'fixed', durationMs };
  if (n % 3 === 1) return { rule: 'softClose', durationMs, windowMs: leastMs };
  const cuts = isLong ? { cutPerStepMs: 5_000, cutMaxMs: 60_000 } : { cutPerStepMs: 50, cutMaxMs: 500 };
  return { rule: 'rush', durationMs, floorMs: leastMs, ...cuts };
}
