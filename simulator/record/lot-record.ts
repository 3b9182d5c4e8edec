import auction from '../../engine/auction/behaviour.ts';
import { outcome } from '../../engine/auction/testing/reference.ts';
import type { AuctionEvent } from '../../schema/auction/events.ts';
import type { AuctionSpec } from '../../schema/auction/spec.ts';
import { type Facts, factsAfter, noFacts, type Standing } from '../reference/facts.ts';
import type { ActorRecord } from './actor-record.ts';

/** Where an accepted bid stands in a lot's journal. */
export interface Accepted {
  /** Index of its event. */
  readonly n: number;
  readonly pricePoints: number;
  readonly leads: boolean;
  /** Position of the public event that its answer is about. */
  readonly position: number;
  /** The era in which it was committed. */
  readonly era: number;
}

/** A lot as the database has it: every committed event, and how things stood after each. */
export class LotRecord implements ActorRecord {
  readonly lot: string;
  readonly events: AuctionEvent[] = [];
  /** `facts[n]`: how things stood after n events. */
  readonly facts: Facts[] = [noFacts];
  /** Public events by position, from 1 on, as JSON text. */
  readonly told: string[] = [''];
  /** By position: the public picture after it. */
  readonly pictures: string[] = [];
  #frozenText: string | null = null;
  readonly accepted = new Map<string, Accepted>();
  /** Time in which nobody could bid, and which was not given back yet (ms). */
  owedMs = 0;
  /** When its end was committed, in virtual time. */
  endedVirtualMs = Number.POSITIVE_INFINITY;
  /** What the database shows of it in lists, and by what it is found after a restart. */
  shown: { readonly status: string; readonly awaits: boolean } | null = null;
  /** The shard that committed its opening. */
  openedBy: string | null = null;
  #replayed = auction.initial();

  constructor(lot: string) {
    this.lot = lot;
  }

  get status(): string {
    return this.now.phase;
  }

  get now(): Facts {
    return this.facts.at(-1) as Facts;
  }

  /** How things stand after one more event. */
  after(event: AuctionEvent): Facts {
    const before = this.now;
    return factsAfter(before, event, () => this.#undone(before.spec as AuctionSpec, event));
  }

  /** Takes a committed event in, with how things stand after it. */
  add(event: AuctionEvent, after: Facts, era: number): void {
    this.events.push(event);
    this.facts.push(after);
    this.#replayed = auction.evolve(this.#replayed, event);
    const text = auction.publish(this.#replayed, event);
    if (text !== null) this.told.push(text);
    this.pictures[after.position] = JSON.stringify(auction.snapshot(this.#replayed));
    if (event.type === 'bid' || event.type === 'maxRaised') {
      this.accepted.set(`${event.by}:${event.bidId}`, {
        n: this.events.length - 1,
        pricePoints: after.pricePoints ?? 0,
        leads: after.leader === event.by,
        position: after.position,
        era,
      });
    }
    this.#frozenText = null;
  }

  /** Whether its state waits for a deadline. */
  get awaits(): boolean {
    return auction.deadline(this.#replayed) !== null;
  }

  /** The whole state after all events, as replaying them gives it. */
  get frozen(): string {
    this.#frozenText ??= JSON.stringify(auction.freeze(this.#replayed));
    return this.#frozenText;
  }

  /** The facts that may have been known when something was told about this position. */
  *factsAt(position: number): Generator<Facts> {
    for (let n = this.facts.length - 1; n >= 0; n--) {
      const facts = this.facts[n] as Facts;
      if (facts.position < position) return;
      if (facts.position === position) yield facts;
    }
  }

  #undone(spec: AuctionSpec, undo: AuctionEvent): Standing {
    const { pricePoints, leader, maxPoints } = outcome(spec, [...this.events, undo]);
    return { pricePoints, leader, leaderMaxPoints: maxPoints };
  }
}
