import type { PublicEvent } from '../../schema/auction/public.ts';
import { Latencies } from '../statistics/latency.ts';
import type { HammerReport } from './messages.ts';

/** When the hammer should have fallen on each watched lot, and when it did. */
export class HammerLog {
  readonly #endsAt = new Map<string, number>();
  /** Ends of the lots whose hammer has fallen. */
  readonly #ended = new Map<string, number>();
  readonly #moved = new Set<string>();
  readonly #decided = new Latencies();
  readonly #seen = new Latencies();
  #early = 0;

  /** The lot now ends at this time (ms since 1970); null while its clock does not run. */
  expect(lot: string, endsAt: number | null): void {
    if (endsAt === null) return;
    if ((this.#endsAt.get(lot) ?? endsAt) !== endsAt) this.#moved.add(lot);
    this.#endsAt.set(lot, endsAt);
  }

  /** Something happened to a lot: a new end, or the end. */
  event(lot: string, event: PublicEvent): void {
    if (event.type === 'sold' || event.type === 'unsold') this.#fell(lot, event.at);
    else if (event.set.endsAt !== undefined) this.expect(lot, event.set.endsAt);
  }

  /** Lots whose hammer has not fallen yet, with their ends. */
  get awaited(): ReadonlyMap<string, number> {
    return this.#endsAt;
  }

  /** The end of a lot as it is known now, after all that moved it. */
  endOf(lot: string): number | undefined {
    return this.#endsAt.get(lot) ?? this.#ended.get(lot);
  }

  /** Decision: the event's own time against the deadline. Seen: when a watcher had it, by the same clock. */
  report(): HammerReport {
    return {
      decided: this.#decided.summary(),
      seen: this.#seen.summary(),
      early: this.#early,
      moved: this.#moved.size,
      missing: this.#endsAt.size,
    };
  }

  #fell(lot: string, at: number): void {
    const endsAt = this.#endsAt.get(lot);
    if (endsAt === undefined) return;
    this.#endsAt.delete(lot);
    this.#ended.set(lot, endsAt);
    if (at < endsAt) this.#early++;
    this.#decided.record(at - endsAt);
    this.#seen.record(Date.now() - endsAt);
  }
}
