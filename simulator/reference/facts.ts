import type { AuctionEvent } from '../../schema/auction/events.ts';
import type { AuctionSpec, Phase } from '../../schema/auction/spec.ts';

/**
 * How an auction stands after some events, as plain as can be: nothing here is the engine's, so that a rule that
 * the engine gets wrong stands out.
 */
export interface Facts {
  readonly spec: AuctionSpec | null;
  readonly phase: Phase;
  /** Public events so far. */
  readonly position: number;
  readonly pricePoints: number | null;
  readonly leader: number | null;
  readonly leaderMaxPoints: number;
  readonly endsAt: number | null;
  readonly remainingMs: number | null;
  readonly startsAt: number | null;
  /** The last outage that was given back; 0 before the first. */
  readonly outageId: number;
  readonly end: { readonly cause: string; readonly endsAt: number | null } | null;
}

export const noFacts: Facts = {
  spec: null,
  phase: 'draft',
  position: 0,
  pricePoints: null,
  leader: null,
  leaderMaxPoints: 0,
  endsAt: null,
  remainingMs: null,
  startsAt: null,
  outageId: 0,
  end: null,
};

/** How things stood before a bid, which an undo brings back. */
export type Standing = Pick<Facts, 'pricePoints' | 'leader' | 'leaderMaxPoints'>;

/** The facts after one more event; `undone` is how things stand once the last bid is taken back. */
export function factsAfter(before: Facts, event: AuctionEvent, undone: () => Standing): Facts {
  const position = before.position + (event.type === 'listed' || event.type === 'maxRaised' ? 0 : 1);
  const facts = { ...before, position };
  const over = (phase: Phase, cause: string): Facts => ({
    ...facts,
    phase,
    endsAt: null,
    remainingMs: null,
    end: { cause, endsAt: before.endsAt },
  });
  switch (event.type) {
    case 'listed':
    case 'revised':
      return { ...facts, spec: event.spec };
    case 'scheduled':
      return { ...facts, phase: 'scheduled', startsAt: event.startsAt };
    case 'opened':
      return { ...facts, phase: 'live', endsAt: event.endsAt, startsAt: event.at };
    case 'bid': {
      const { pricePoints, leader, leaderMaxPoints, endsAt } = event;
      return { ...facts, pricePoints, leader, leaderMaxPoints, endsAt };
    }
    case 'maxRaised':
      return { ...facts, leaderMaxPoints: event.amountPoints };
    case 'paused':
      return { ...facts, endsAt: null, remainingMs: event.remainingMs };
    case 'resumed':
      return { ...facts, endsAt: event.endsAt, remainingMs: null };
    case 'extended':
      return { ...facts, endsAt: event.endsAt, remainingMs: event.remainingMs };
    case 'bidUndone':
      return { ...facts, ...undone(), endsAt: event.endsAt, remainingMs: event.remainingMs };
    case 'bidsVoided': {
      const { pricePoints, leader, leaderMaxPoints, endsAt, remainingMs } = event;
      return { ...facts, pricePoints, leader, leaderMaxPoints, endsAt, remainingMs };
    }
    case 'peopleMerged': {
      const leader = before.leader === event.from ? event.to : before.leader;
      const sellerId = before.spec?.sellerId === event.from ? event.to : before.spec?.sellerId;
      return { ...facts, leader, spec: before.spec && { ...before.spec, sellerId: sellerId as number } };
    }
    case 'outage':
      return { ...facts, endsAt: event.endsAt, outageId: event.outageId };
    case 'sold':
      return over('sold', event.cause);
    case 'unsold':
      return over('unsold', event.cause);
    case 'cancelled':
      return over('cancelled', event.reason);
    case 'streamUp':
    case 'streamDown':
      return facts;
  }
}
