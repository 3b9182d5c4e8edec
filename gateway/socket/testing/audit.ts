import { isDeepStrictEqual } from 'node:util';
import type { AuctionEvent, BidPlaced, MaxRaised } from '../../../schema/auction/events.ts';
import type { AuctionState } from '../../../schema/auction/public.ts';
import type { ClockRule } from '../../../schema/auction/spec.ts';
import type { BidHistoryItem } from '../../../schema/http.ts';
import type { SentBid } from './crowd.ts';
import type { StoredAuction, StoredOutage } from './stored-actors.ts';

/** All that is known of one auction afterwards, from three sides. */
export interface AuctionRecord {
  /** What the journal has. */
  readonly stored: StoredAuction;
  readonly outages: readonly StoredOutage[];
  /** What bidders sent, each with its last answer. */
  readonly sent: readonly SentBid[];
  /** What everybody is shown. */
  readonly history: readonly BidHistoryItem[];
  readonly shown: AuctionState;
}

type Bid = BidPlaced | MaxRaised;
type Check = (record: AuctionRecord) => string[];

/** What must be true of every auction, whatever happened to the service; each check gives what speaks against it. */
const checks = {
  /** An acknowledged bid stands in the journal as it was sent. */
  lost({ stored, sent }) {
    const bids = byBidId(stored.events);
    return accepted(sent).flatMap(({ by, offer }) => {
      const event = bids.get(offer.bidId);
      if (event === undefined) return [`bid ${offer.bidId} was acknowledged and is not in the journal`];
      const isAsSent = event.by === by.id && event.amountPoints === (offer.amount ?? offer.max);
      return isAsSent ? [] : [`bid ${offer.bidId} is in the journal as ${JSON.stringify(event)}`];
    });
  },

  /** A bid stands in the journal once. */
  doubled({ stored }) {
    const seen = new Set<number>();
    return stored.events.filter(isBid).flatMap(({ bidId }) => {
      if (seen.has(bidId)) return [`bid ${bidId} is in the journal twice`];
      seen.add(bidId);
      return [];
    });
  },

  /** Nothing stands in the journal that was refused or never sent. */
  uncalledFor({ stored, sent }) {
    const expected = new Set(accepted(sent).map(({ offer }) => offer.bidId));
    return stored.events
      .filter(isBid)
      .filter(({ bidId }) => !expected.has(bidId))
      .map(({ bidId }) => `bid ${bidId} is in the journal and was not acknowledged in the end`);
  },

  /** The sequence has no gap, prices rise, and nothing follows the hammer. */
  disordered({ stored: { seqs, events } }) {
    const found: string[] = [];
    seqs.forEach((seq, n) => {
      if (seq !== n + 1) found.push(`event ${n + 1} has the number ${seq}`);
    });
    let price = 0;
    let isOver = false;
    for (const event of events) {
      if (isOver) found.push(`${event.type} follows the end`);
      isOver ||= event.type === 'sold' || event.type === 'unsold' || event.type === 'cancelled';
      if (event.type !== 'bid') continue;
      if (event.pricePoints <= price) found.push(`the price went from ${price} to ${event.pricePoints}`);
      price = event.pricePoints;
    }
    return found;
  },

  /** Whoever won held the highest accepted bid, the earliest of equal ones; and that is what is shown. */
  wrongWinner({ stored: { events }, shown }) {
    const sold = events.find((event) => event.type === 'sold');
    const unsold = events.find((event) => event.type === 'unsold');
    const best = events
      .filter(isBid)
      .reduce<Bid | null>((top, bid) => (bid.amountPoints > (top?.amountPoints ?? 0) ? bid : top), null);
    const price = events.findLast((event) => event.type === 'bid')?.pricePoints ?? null;
    if (unsold && best) return [`bid ${best.bidId} should have won, and nobody did`];
    const inJournal = sold ? [sold.winner, sold.pricePoints] : [null, null];
    const right = sold ? [best?.by, price] : [null, null];
    const seen = [shown.winner?.id ?? null, shown.hammerPricePoints];
    if (isDeepStrictEqual(inJournal, right) && isDeepStrictEqual(seen, right)) return [];
    return [`won by ${inJournal} in the journal and ${seen} in public, should be ${right}`];
  },

  /** Each outage took nobody's time: as much is left afterwards as before, or the least. */
  timeTaken({ stored: { events }, outages }) {
    const found: string[] = [];
    let openedAt = 0;
    let endsAt = 0;
    for (const event of events) {
      if (event.type === 'opened') openedAt = event.at;
      if (event.type === 'outage') {
        const outage = outages.find((row) => row.outage_id === event.outageId);
        const lostMs = outage ? outage.to_at - Math.max(outage.from_at, openedAt) : null;
        const due = Math.max(endsAt + event.lostMs, event.at + leastMs(clockOf(events)));
        if (event.lostMs !== lostMs || event.endsAt !== due) {
          found.push(
            `outage ${event.outageId} gave ${event.lostMs} ms of ${lostMs}, to ${event.endsAt}, not ${due}`,
          );
        }
      }
      if (event.type === 'opened' || event.type === 'bid' || event.type === 'outage') endsAt = event.endsAt;
    }
    return found;
  },

  /** The public history is what the journal has, and every answer named its place in it. */
  wronglyShown({ stored, sent, history }) {
    const placed = stored.events.filter((event) => event.type === 'bid');
    const found: string[] = [];
    const inPublic = history.map(({ by, pricePoints, cutMs }) => [by.id, pricePoints, cutMs]);
    const inJournal = placed.map(({ by, pricePoints, cutMs }) => [by, pricePoints, cutMs]);
    if (!isDeepStrictEqual(inPublic, inJournal)) found.push('the history is not what the journal has');
    if (history.some(({ seq }, n) => seq <= (history[n - 1]?.seq ?? 0)))
      found.push('the history is not in order');
    const bySeq = new Map(history.map((item) => [item.seq, item]));
    const byId = new Map(placed.map((event) => [event.bidId, event]));
    for (const { by, offer, answer } of sent) {
      if (answer?.type !== 'bidAccepted' || !byId.has(offer.bidId)) continue;
      const item = bySeq.get(answer.seq);
      if (item?.by.id === by.id && item.pricePoints === answer.pricePoints) continue;
      found.push(`the answer to bid ${offer.bidId} names place ${answer.seq}, which is another's`);
    }
    return found;
  },
} satisfies Record<string, Check>;

export type Promised = keyof typeof checks;
export type Findings = Readonly<Record<Promised, readonly string[]>>;
export const promised = Object.keys(checks) as Promised[];

/** Holds one auction against all that was promised; every list is empty when it was kept. */
export function audit(record: AuctionRecord): Findings {
  return Object.fromEntries(promised.map((name) => [name, checks[name](record)])) as unknown as Findings;
}

/** What `audit` gives when everything was kept. */
export const nothingFound = Object.fromEntries(promised.map((name) => [name, []])) as unknown as Findings;

/** The outages that were given back to an auction, as they are on record. */
export function givenBack({ events }: StoredAuction, outages: readonly StoredOutage[]): StoredOutage[] {
  const ids = new Set(events.flatMap((event) => (event.type === 'outage' ? [event.outageId] : [])));
  return outages.filter(({ outage_id }) => ids.has(outage_id));
}

const isBid = (event: AuctionEvent): event is Bid => event.type === 'bid' || event.type === 'maxRaised';
const accepted = (sent: readonly SentBid[]) => sent.filter(({ answer }) => answer?.type === 'bidAccepted');
const byBidId = (events: readonly AuctionEvent[]) =>
  new Map(events.filter(isBid).map((event) => [event.bidId, event]));

function clockOf(events: readonly AuctionEvent[]): ClockRule {
  const spec = events.findLast((event) => event.type === 'listed' || event.type === 'revised')?.spec;
  if (!spec) throw new Error('an auction begins with its listing');
  return spec.clock;
}

/** What is left at least after an outage; nothing of a fixed clock is guaranteed, however late it is. */
function leastMs(clock: ClockRule): number {
  if (clock.rule === 'fixed') return Number.NEGATIVE_INFINITY;
  return clock.rule === 'rush' ? clock.floorMs : clock.windowMs;
}
