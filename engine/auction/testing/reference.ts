import type { AuctionEvent } from '../../../schema/auction/events.ts';
import type { AuctionSpec } from '../../../schema/auction/spec.ts';
import { incrementAt } from '../increments.ts';

interface Entry {
  readonly by: number;
  readonly kind: 'plain' | 'max' | 'raise';
  readonly amountPoints: number;
}

/** How things stand, worked out from all standing bids. */
export interface Outcome {
  readonly pricePoints: number | null;
  readonly leader: number | null;
  readonly maxPoints: number;
}

/**
 * The bids of a lot that still stand: an undo takes the last bid away, and the raises of it. It knows
 * nothing of books and rings; it looks the events through from the start.
 */
export function standingEntries(events: readonly AuctionEvent[]): Entry[] {
  let entries: Entry[] = [];
  for (const event of events) {
    if (event.type === 'bid') {
      const { by, isMax, amountPoints } = event;
      entries.push({ by, kind: isMax ? 'max' : 'plain', amountPoints });
    } else if (event.type === 'maxRaised') {
      entries.push({ by: event.by, kind: 'raise', amountPoints: event.amountPoints });
    } else if (event.type === 'bidUndone') {
      const last = entries.findLastIndex((entry) => entry.kind !== 'raise');
      const undone = entries[last];
      entries = entries.filter(
        (entry, n) => n < last || (n > last && entry.kind === 'raise' && entry.by !== undone?.by),
      );
    }
  }
  return entries;
}

/** Each person's highest maximum with the entry that reached it, the best first; of equal ones the earlier. */
function ranking(entries: readonly Entry[]) {
  const best = new Map<number, { by: number; maxPoints: number; since: number }>();
  entries.forEach(({ by, amountPoints }, since) => {
    if (amountPoints > (best.get(by)?.maxPoints ?? 0)) best.set(by, { by, maxPoints: amountPoints, since });
  });
  return [...best.values()].sort((a, b) => b.maxPoints - a.maxPoints || a.since - b.since);
}

/**
 * The outcome of proxy bidding by its definition: after each bid the highest maximum leads, the price is
 * the second highest and its increment, at most the highest; it never falls.
 */
export function outcome(spec: AuctionSpec, entries: readonly Entry[]): Outcome {
  let pricePoints: number | null = null;
  entries.forEach((entry, n) => {
    if (entry.kind === 'raise') return;
    const [first, second] = ranking(entries.slice(0, n + 1));
    if (first === undefined) throw new Error('a bid that nobody made');
    const ledAlready = n > 0 && ranking(entries.slice(0, n))[0]?.by === entry.by;
    let shown: number;
    if (ledAlready) shown = pricePoints ?? 0;
    else if (entry.kind === 'plain' && first.by === entry.by) shown = entry.amountPoints;
    else if (second === undefined) shown = spec.startPoints;
    else shown = Math.min(first.maxPoints, second.maxPoints + incrementAt(spec.increments, second.maxPoints));
    if (spec.reservePoints !== null && first.maxPoints >= spec.reservePoints) {
      shown = Math.max(shown, spec.reservePoints);
    }
    pricePoints = Math.max(pricePoints ?? 0, Math.min(shown, spec.buyNowPoints ?? Number.POSITIVE_INFINITY));
  });
  const [first] = ranking(entries);
  return { pricePoints, leader: first?.by ?? null, maxPoints: first?.maxPoints ?? 0 };
}
