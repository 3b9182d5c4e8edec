import { limits } from '../../../schema/limits.ts';
import type { Connection } from '../../socket/connection.ts';
import { Gathered } from '../../socket/gathered.ts';

export interface CohortParts {
  readonly now: () => number;
  /** How long what is said is gathered for them. */
  readonly windowMs: () => number;
  /** By how much of a window others are told before them, from 0 up to 1. */
  readonly phase: () => number;
  readonly onDirty: (cohort: Cohort) => void;
  readonly frameOf: (texts: string) => string;
  readonly put: (connection: Connection, frame: Uint8Array) => void;
}

/** More characters than this don't wait for the window's end: with three bytes each they would make a reader look too slow. */
const mostGathered = limits.maxBackpressureBytes / 4;

/** Some of those in a room, who are told at the same moment what was said. */
export class Cohort {
  readonly members = new Set<Connection>();
  readonly #parts: CohortParts;
  readonly #gathered = new Gathered();
  #toldAt = 0;
  /** When they are told what waits for them (ms). */
  dueAt = 0;

  constructor(parts: CohortParts) {
    this.#parts = parts;
  }

  gather(text: string): void {
    const isFirst = this.#gathered.add(text);
    const isTooMuch = this.#gathered.length > mostGathered;
    if (!isFirst && !isTooMuch) return;
    const { now, windowMs, phase, onDirty } = this.#parts;
    const window = windowMs();
    // Once they take turns they go on doing so, a window each; after a silence they fall in again.
    this.dueAt = isTooMuch ? now() : Math.max(this.#toldAt + window, now() + phase() * window);
    onDirty(this);
  }

  drop(): void {
    this.#gathered.take();
  }

  /** Their window is over. */
  publishPending(): void {
    this.#toldAt = this.#parts.now();
    this.tell();
  }

  /** Tells them what waits, out of turn: their window does not begin anew. */
  tell(): void {
    const texts = this.#gathered.take();
    if (texts === '' || this.members.size === 0) return;
    const { put, frameOf } = this.#parts;
    // Encoded once for all of them.
    const frame = Buffer.from(frameOf(texts));
    for (const connection of this.members) put(connection, frame);
  }
}
