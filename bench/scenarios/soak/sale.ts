import type { PublicEvent } from '../../../schema/auction/public.ts';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import { Delivery } from '../../statistics/delivery.ts';
import { LotRecord } from './lot-record.ts';
import type { Seat } from './seat.ts';
import type { Tally } from './tally.ts';

type Message<Type extends ServerMessage['type']> = ServerMessage & { readonly type: Type };

/** The sale of one lot, as those at its rostrum see it. */
export class Sale {
  readonly lot: string;
  readonly record = new LotRecord();
  readonly #tally: Tally;
  readonly #views = new Map<Seat, Delivery>();
  /** The least next bid, as far as is known. */
  nextPoints: number;
  lastBidder: Seat | null = null;
  #endsAt: number | null = null;
  #lastSeq = 0;
  /** Who has seen the hammer fall. */
  readonly #saw = new Set<Seat>();

  constructor(lot: string, startPoints: number, seats: readonly Seat[], tally: Tally) {
    this.lot = lot;
    this.nextPoints = startPoints;
    this.#tally = tally;
    for (const seat of seats) this.#views.set(seat, new Delivery());
  }

  /** Whether everybody has a first state. */
  get isWatched(): boolean {
    return [...this.#views.values()].every(({ isStarted }) => isStarted);
  }

  /** Whether somebody has seen the hammer fall, and whether all have. */
  get isOver(): boolean {
    return this.#saw.size > 0;
  }
  get isOverForAll(): boolean {
    return this.#saw.size === this.#views.size;
  }

  /** A whole state reached somebody. */
  snapshot(seat: Seat, { seq, state }: Message<'snapshot'>): void {
    this.#views.get(seat)?.start(seq);
    this.nextPoints = Math.max(this.nextPoints, state.minimumPoints);
    this.#endsAt ??= state.endsAt;
    if (state.endedAt !== null) this.#saw.add(seat);
  }

  /** Events reached somebody. */
  events(seat: Seat, { events }: Message<'events'>): void {
    for (const event of events) {
      this.#views.get(seat)?.event(event.seq, event.type === 'bid');
      if (event.seq > this.#lastSeq) this.#happened(event);
      if (event.set.endedAt) this.#saw.add(seat);
    }
  }

  /** Everything went right on the way to the watchers, or a fault is counted for what did not. */
  checkViews(bidCount: number): void {
    for (const view of this.#views.values()) {
      this.#tally.fault('missedByWatchers', view.lost(this.#lastSeq) + Math.abs(bidCount - view.bids));
      this.#tally.fault('toldTwice', view.doubled);
    }
  }

  #happened(event: PublicEvent): void {
    this.#lastSeq = event.seq;
    const { minimumPoints, endedAt, endsAt } = event.set;
    if (minimumPoints !== undefined) this.nextPoints = Math.max(this.nextPoints, minimumPoints);
    if (endedAt && this.#endsAt !== null) this.#tally.hammer(event.at - this.#endsAt);
    if (endsAt) this.#endsAt = endsAt;
  }
}
