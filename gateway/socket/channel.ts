import type { ActorHandle, Watcher } from '../../actors/lane/lane.ts';
import { newsSeparator, type Snapshot } from '../../actors/lane/messages.ts';
import type { AuctionState } from '../../schema/auction/public.ts';
import { limits } from '../../schema/limits.ts';
import type { Connection } from './connection.ts';

interface Piece {
  readonly first: number;
  readonly last: number;
  readonly text: string;
}

/** A client's position in a lot's public events. */
export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

export interface ChannelParts {
  readonly lot: string;
  readonly handle: ActorHandle;
  readonly epoch: string;
  readonly now: () => number;
  /** Sends a frame to everyone who is subscribed to the lot. */
  readonly publish: (frame: string) => void;
  /** The channel has events to publish. */
  readonly onDirty: (channel: Channel) => void;
  /** The lot does not exist, or not for these people. */
  readonly onRefused: (channel: Channel, connections: readonly Connection[]) => void;
  /** Asks for a snapshot of the lot as it stands; null when nobody can tell now. */
  readonly askSnapshot: () => Promise<Snapshot | null>;
  readonly retryLater: (task: () => void) => void;
}

/**
 * A lot that somebody on this gateway watches. Events are told once to all, in order; the latest are kept for
 * clients that come back, and whoever was away for longer gets a snapshot, never a silent gap.
 */
export class Channel implements Watcher {
  readonly lot: string;
  readonly handle: ActorHandle;
  readonly #parts: ChannelParts;
  readonly members = new Set<Connection>();
  /** Position of the last event taken in; -1 before the first snapshot. */
  #position = -1;
  #pieces: Piece[] = [];
  #keptEvents = 0;
  #pending = '';
  /** When the last frame of events went out (ms). */
  publishedAt = 0;
  /** The viewer count that was told last. */
  toldViewers = 0;
  readonly #waiting = new Map<Connection, Position | null>();
  #asking = false;

  constructor(parts: ChannelParts) {
    this.lot = parts.lot;
    this.handle = parts.handle;
    this.#parts = parts;
  }

  /** Lets a client watch, from `since` on where that is still known. */
  join(connection: Connection, since: Position | null): void {
    this.members.add(connection);
    const missed = this.#missedSince(since);
    if (missed === null) {
      this.#waiting.set(connection, since);
      if (this.#position >= 0) this.#ask();
      return;
    }
    this.publishPending();
    connection.subscribe(this.lot);
    connection.send(this.#eventsFrame(missed));
  }

  leave(connection: Connection): void {
    this.members.delete(connection);
    this.#waiting.delete(connection);
    connection.unsubscribe(this.lot);
  }

  snapshot(snapshot: Snapshot | null): void {
    if (snapshot === null) return this.#parts.retryLater(() => this.#ask());
    if (!snapshot.exists) return this.#parts.onRefused(this, [...this.members]);
    const isBehind = this.#position >= 0 && snapshot.position !== this.#position;
    if (this.#position < 0 || isBehind) {
      this.#position = snapshot.position;
      this.#pieces = [];
      this.#keptEvents = 0;
      this.#pending = '';
    } else this.publishPending();
    const frame = this.#snapshotFrame(snapshot);
    // Subscribers of before have missed something: they start from the snapshot as well.
    if (isBehind) this.#parts.publish(frame);
    this.#admit(snapshot, frame);
  }

  news(first: number, last: number, text: string): void {
    // Before the first snapshot nobody is subscribed, and the snapshot has it all.
    if (this.#position < 0 || last <= this.#position) return;
    if (first !== this.#position + 1) return this.#ask();
    this.#position = last;
    this.#pieces.push({ first, last, text });
    this.#keptEvents += last - first + 1;
    while (this.#keptEvents > limits.recoveryEvents && this.#pieces.length > 1) {
      const oldest = this.#pieces.shift() as Piece;
      this.#keptEvents -= oldest.last - oldest.first + 1;
    }
    if (this.#pending === '') {
      this.#pending = text;
      this.#parts.onDirty(this);
    } else this.#pending += newsSeparator + text;
  }

  /** Tells everyone what came in since the last frame. */
  publishPending(): void {
    if (this.#pending === '') return;
    const text = this.#pending;
    this.#pending = '';
    this.publishedAt = this.#parts.now();
    this.#parts.publish(this.#eventsFrame(text));
  }

  #admit(snapshot: Snapshot, frame: string): void {
    const { phase, sellerId } = snapshot.state as AuctionState;
    const refused: Connection[] = [];
    for (const [connection] of this.#waiting) {
      if (phase === 'draft' && connection.person?.id !== sellerId) {
        refused.push(connection);
        continue;
      }
      connection.subscribe(this.lot);
      connection.send(frame);
    }
    this.#waiting.clear();
    if (refused.length > 0) this.#parts.onRefused(this, refused);
  }

  #ask(): void {
    if (this.#asking) return;
    this.#asking = true;
    void this.#parts.askSnapshot().then((snapshot) => {
      this.#asking = false;
      if (this.members.size > 0) this.snapshot(snapshot);
    });
  }

  /** The texts of the events after a position, '' if there are none, null if they are not all known. */
  #missedSince(since: Position | null): string | null {
    if (since === null || since.epoch !== this.#parts.epoch || this.#position < 0) return null;
    if (since.seq === this.#position) return '';
    const oldest = this.#pieces[0];
    if (since.seq > this.#position || oldest === undefined || since.seq + 1 < oldest.first) return null;
    const texts: string[] = [];
    for (const { first, last, text } of this.#pieces) {
      if (last <= since.seq) continue;
      const known = Math.max(0, since.seq + 1 - first);
      texts.push(known === 0 ? text : text.split(newsSeparator).slice(known).join(newsSeparator));
    }
    return texts.join(newsSeparator);
  }

  #eventsFrame(texts: string): string {
    const { epoch, now } = this.#parts;
    return `{"type":"events","lot":"${this.lot}","epoch":"${epoch}","events":[${texts}],"serverNow":${now()}}`;
  }

  #snapshotFrame({ position, state }: Snapshot): string {
    return JSON.stringify({
      type: 'snapshot',
      lot: this.lot,
      epoch: this.#parts.epoch,
      seq: position,
      state,
      viewers: this.members.size,
      serverNow: this.#parts.now(),
    });
  }
}
