import type { AuctionEvent, BidPlaced } from '../../schema/auction/events.ts';
import type { PublicEvent } from '../../schema/auction/public.ts';
import { incrementAt, minimumPoints } from './increments.ts';
import { type BidderMemory, isFirstBid } from './memory.ts';
import { ending, people, pricing, publicReserve } from './public.ts';
import { type AuctionState, isListed, type ListedState } from './state.ts';

/** Whether the last bid was the one that met the reserve. */
function metReserve(state: ListedState): boolean {
  const { reservePoints } = state.spec;
  if (reservePoints === null || (state.pricePoints ?? 0) < reservePoints) return false;
  const before = state.books?.at(-1)?.pricePoints ?? null;
  return before === null || before < reservePoints;
}

/**
 * A bid as JSON text. It is put together by hand because bids are the hot path: this takes a fraction of
 * what JSON.stringify takes. Only numbers and fixed words are in it, so nothing needs escaping. A hidden
 * maximum is not: what was offered in the open is told of plain bids only. What each bid sets anew stands together
 * (see abridge).
 */
function bidText(state: ListedState, event: BidPlaced): string {
  const { spec } = state;
  const bidders = state.bidders as Map<number, BidderMemory>;
  const by = bidders.get(event.by) as BidderMemory;
  const leader = event.leader === event.by ? by : (bidders.get(event.leader) as BidderMemory);
  const price = event.pricePoints;
  const bidderCount = isFirstBid(by) ? `,"bidderCount":${bidders.size}` : '';
  const reserve = metReserve(state) ? ',"reserve":"met"' : '';
  const amount = event.isMax ? '' : `,"amountPoints":${event.amountPoints}`;
  return `{"seq":${state.position},"type":"bid","at":${event.at},"set":{"pricePoints":${price}${bidderCount}${reserve},"minimumPoints":${minimumPoints(spec, price)},"incrementPoints":${incrementAt(spec.increments, price)},"leader":{"id":${event.leader},"paddle":${leader.paddle}},"bidCount":${state.bidCount},"endsAt":${event.endsAt}},"by":{"id":${event.by},"paddle":${by.paddle}}${amount},"cutMs":${event.cutMs}}`;
}

type Told = Pick<PublicEvent, 'set' | 'reason' | 'addedMs'>;

const over = (state: ListedState): PublicEvent['set'] => ({
  phase: state.phase,
  endsAt: null,
  remainingMs: null,
  paused: null,
  ...ending(state),
});

/** What an event that is not a bid tells everyone; null if it is private. */
function told(state: ListedState, event: Exclude<AuctionEvent, BidPlaced>): Told | null {
  const { endsAt, remainingMs } = state;
  switch (event.type) {
    case 'listed':
    case 'maxRaised':
      return null;
    case 'revised': {
      const { clock, startPoints, buyNowPoints } = state.spec;
      const { minimumPoints: minimum, incrementPoints } = pricing(state);
      const reserve = publicReserve(state);
      return {
        set: { clock, startPoints, buyNowPoints, minimumPoints: minimum, incrementPoints, reserve },
      };
    }
    case 'scheduled':
      return { set: { phase: 'scheduled', startsAt: event.startsAt } };
    case 'opened':
      return { set: { phase: 'live', startsAt: event.at, endsAt } };
    case 'paused':
      return { set: { paused: state.pause, remainingMs, endsAt: null }, reason: event.reason };
    case 'resumed':
      return { set: { paused: null, remainingMs: null, endsAt } };
    case 'extended':
      return { set: { endsAt, remainingMs }, addedMs: event.addMs };
    case 'bidUndone':
      return { set: { ...pricing(state), endsAt, remainingMs }, reason: event.reason };
    case 'bidsVoided':
      return { set: { ...pricing(state), endsAt, remainingMs }, reason: event.cause };
    case 'peopleMerged':
      return { set: people(state) };
    case 'streamUp':
    case 'streamDown':
      return { set: { streamUp: state.streamUp } };
    case 'outage':
      return { set: { endsAt, lastOutage: state.lastOutage }, addedMs: event.lostMs };
    case 'sold':
    case 'unsold':
      return { set: over(state), reason: event.cause };
    case 'cancelled':
      return { set: over(state), reason: event.reason };
  }
}

/**
 * An event as watchers see it, as JSON text that fits `publicEventSchema`, or null if it is private.
 * `state` is the state right after the event.
 */
export function publish(state: AuctionState, event: AuctionEvent): string | null {
  if (!isListed(state)) throw new Error('an event of a lot that is not listed has no public view');
  if (event.type === 'bid') return bidText(state, event);
  const facts = told(state, event);
  return facts === null
    ? null
    : JSON.stringify({ seq: state.position, type: event.type, at: event.at, ...facts });
}
