import type { AuctionEvent } from '../../../schema/auction/events.ts';
import type { AuctionSpec } from '../../../schema/auction/spec.ts';
import { limits } from '../../../schema/limits.ts';
import { incrementAt } from '../increments.ts';

interface Entry {
  by: number;
  readonly kind: 'plain' | 'max' | 'raise';
  readonly amountPoints: number;
  /** Of a raise: the bid that it raises. */
  readonly of: Entry | null;
  /** Of a bid: the price that it led to, where its bidder was known under two names and so bid against the own self. */
  shownPoints: number | null;
}

/** How things stand, worked out from all standing bids. */
export interface Outcome {
  readonly pricePoints: number | null;
  readonly leader: number | null;
  readonly maxPoints: number;
}

/** The bids of a lot that still stand: how things stood before those that can be undone, and these. */
interface StandingBids {
  readonly before: Outcome;
  readonly entries: readonly Entry[];
}

const noBids: Outcome = { pricePoints: null, leader: null, maxPoints: 0 };
const isBid = ({ kind }: Entry): boolean => kind !== 'raise';

/** Each person's highest maximum with the entry that reached it, the best first; of equal ones the earlier. */
function ranking(before: Outcome, entries: readonly Entry[]) {
  const best = new Map<number, { by: number; maxPoints: number; since: number }>();
  if (before.leader !== null) {
    best.set(before.leader, { by: before.leader, maxPoints: before.maxPoints, since: -1 });
  }
  entries.forEach(({ by, amountPoints }, since) => {
    if (amountPoints > (best.get(by)?.maxPoints ?? 0)) best.set(by, { by, maxPoints: amountPoints, since });
  });
  return [...best.values()].sort((a, b) => b.maxPoints - a.maxPoints || a.since - b.since);
}

/**
 * The outcome of proxy bidding by its definition: after each bid the highest maximum leads, the price is
 * the second highest and its increment, at most the highest; it never falls.
 */
function outcomeOf(spec: AuctionSpec, { before, entries }: StandingBids): Outcome {
  let { pricePoints } = before;
  entries.forEach((entry, n) => {
    if (!isBid(entry)) return;
    if (entry.shownPoints !== null) {
      pricePoints = entry.shownPoints;
      return;
    }
    const [first, second] = ranking(before, entries.slice(0, n + 1));
    if (first === undefined) throw new Error('a bid that nobody made');
    const ledAlready = ranking(before, entries.slice(0, n))[0]?.by === entry.by;
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
  const [first] = ranking(before, entries);
  return { pricePoints, leader: first?.by ?? null, maxPoints: first?.maxPoints ?? 0 };
}

/** One more entry; what is older than the bids that can be undone counts as how things stood before them. */
function added(spec: AuctionSpec, { before, entries }: StandingBids, entry: Entry): StandingBids {
  const all = [...entries, entry];
  if (all.filter(isBid).length <= limits.undoDepth) return { before, entries: all };
  const second = all.findIndex((one, n) => n > 0 && isBid(one));
  return {
    before: outcomeOf(spec, { before, entries: all.slice(0, second) }),
    entries: all.slice(second),
  };
}

/** An undo takes the last bid away, and the raises of it. */
function undone({ before, entries }: StandingBids): StandingBids {
  const last = entries.findLast(isBid);
  return { before, entries: entries.filter((entry) => entry !== last && entry.of !== last) };
}

/** All bids of a person that can be undone go, and the one that led before them. */
function voided({ before, entries }: StandingBids, person: number): StandingBids {
  const left = entries.filter(({ by }) => by !== person);
  for (const entry of left) entry.shownPoints = null;
  return { before: before.leader === person ? noBids : before, entries: left };
}

/** What two names led to stays shown, though it was one person. */
function merged(
  spec: AuctionSpec,
  { before, entries }: StandingBids,
  from: number,
  to: number,
): StandingBids {
  const shown = entries.map(
    (_, n) => outcomeOf(spec, { before, entries: entries.slice(0, n + 1) }).pricePoints,
  );
  entries.forEach((entry, n) => {
    if (isBid(entry)) entry.shownPoints = shown[n] ?? null;
  });
  for (const entry of entries) if (entry.by === from) entry.by = to;
  return { before: before.leader === from ? { ...before, leader: to } : before, entries };
}

/**
 * How things stand after these events, worked out from all bids that still stand. It knows nothing of books; it looks
 * the events through from the start.
 */
export function outcome(spec: AuctionSpec, events: readonly AuctionEvent[]): Outcome {
  let standing: StandingBids = { before: noBids, entries: [] };
  for (const event of events) {
    if (event.type === 'bid' || event.type === 'maxRaised') {
      const { by, amountPoints } = event;
      const isRaise = event.type === 'maxRaised';
      const of = isRaise ? (standing.entries.findLast((one) => isBid(one) && one.by === by) ?? null) : null;
      const kind = isRaise ? 'raise' : event.isMax ? 'max' : 'plain';
      standing = added(spec, standing, { by, kind, amountPoints, of, shownPoints: null });
    } else if (event.type === 'bidUndone') standing = undone(standing);
    else if (event.type === 'bidsVoided') standing = voided(standing, event.person);
    else if (event.type === 'peopleMerged') standing = merged(spec, standing, event.from, event.to);
  }
  return outcomeOf(spec, standing);
}
