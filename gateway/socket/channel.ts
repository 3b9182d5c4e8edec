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

/** Stands in events that begin or end a lot, and nowhere else: quotes in words are escaped. Nobody should wait for these. */
const phaseKey = '"phase":';

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
  /** How many watch the lot on other gateways. */
  readonly viewersElsewhere: () => number;
  /** Sends a frame to everyone who is subscribed to the lot; a pressing one ahead of what others wait for. */
  readonly publish: (frame: string, isPressing?: boolean) => void;
  /** The channel has events to publish. */
  readonly onDirty: (channel: Channel) => void;
  /** The lot does not exist, or not for these people. */
  readonly onRefused: (channel: Channel, connections: readonly Connection[]) => void;
  /** The lot was stopped; these people watch it. */
  readonly onHalted: (connections: readonly Connection[]) => void;
  /** Has the lot's standing told once more, by `snapshot` or `halted`. */
  readonly askSnapshot: (channel: Channel) => void;
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
  /** Position of the last event taken in; -1 before anything was. */
  #position = -1;
  #hasSnapshot = false;
  /** Only its seller may watch; this is looked up anew for whoever comes. */
  #isDraft = false;
  /** Subscribers have missed events, and wait for a snapshot. */
  #hasGap = false;
  /** The lot was stopped: everyone waits for a snapshot, and nothing has to be asked for. */
  #isHalted = false;
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

  /** Whether lists may know of it. */
  get isPublic(): boolean {
    return this.#hasSnapshot && !this.#isDraft;
  }

  /** How many watch it, on all gateways. */
  get viewers(): number {
    return this.members.size + this.#parts.viewersElsewhere();
  }

  /** Lets a client watch, from `since` on where that is still known. */
  join(connection: Connection, since: Position | null): void {
    this.members.add(connection);
    const canFollow = this.#hasSnapshot && !this.#isDraft && !this.#hasGap;
    const missed = canFollow ? this.#missedSince(since) : null;
    if (missed === null) {
      this.#waiting.set(connection, since);
      if (this.#isHalted) this.#parts.onHalted([connection]);
      else if (this.#hasSnapshot) this.#ask();
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

  /** Takes a snapshot in. It may be older than news that came before it, which follow it then. */
  snapshot(snapshot: Snapshot | null): void {
    this.#asking = false;
    this.#isHalted = false;
    if (snapshot === null) return this.#parts.retryLater(() => this.#ask());
    if (!snapshot.exists) return this.#parts.onRefused(this, [...this.members]);
    if (snapshot.position > this.#position) {
      this.#startOver();
      this.#position = snapshot.position;
    }
    const newer = this.#textsAfter(snapshot.position);
    if (newer === null) return this.#ask();
    this.publishPending();
    const frames = [this.#snapshotFrame(snapshot)];
    if (newer !== '') frames.push(this.#eventsFrame(newer));
    if (this.#hasGap) for (const frame of frames) this.#parts.publish(frame);
    this.#hasGap = false;
    this.#hasSnapshot = true;
    this.#admit(snapshot, frames);
  }

  /** The lot was stopped. Who watches is told, stays, and is shown where it stands when it goes on. */
  halted(): void {
    this.#asking = false;
    if (this.#isHalted) return;
    this.publishPending();
    this.#isHalted = true;
    this.#hasGap = this.#hasSnapshot;
    this.#parts.onHalted([...this.members]);
  }

  news(first: number, last: number, text: string): void {
    if (last <= this.#position) return;
    if (this.#position >= 0 && first !== this.#position + 1) {
      this.#startOver();
      this.#ask();
    }
    this.#position = last;
    this.#pieces.push({ first, last, text });
    this.#keptEvents += last - first + 1;
    while (this.#keptEvents > limits.recoveryEvents && this.#pieces.length > 1) {
      const oldest = this.#pieces.shift() as Piece;
      this.#keptEvents -= oldest.last - oldest.first + 1;
    }
    // Whoever waits for a snapshot gets these with it.
    if (!this.#hasSnapshot || this.#hasGap) return;
    const wasPending = this.#pending !== '';
    this.#pending += wasPending ? newsSeparator + text : text;
    if (text.includes(phaseKey)) this.publishPending(true);
    else if (!wasPending) this.#parts.onDirty(this);
  }

  /** What is kept does not lead up to what comes next. */
  #startOver(): void {
    this.#pieces = [];
    this.#keptEvents = 0;
    this.#pending = '';
    this.#hasGap = this.#hasSnapshot;
  }

  /** Tells everyone what came in since the last frame. */
  publishPending(isPressing = false): void {
    if (this.#pending === '') return;
    const text = this.#pending;
    this.#pending = '';
    this.publishedAt = this.#parts.now();
    this.#parts.publish(this.#eventsFrame(text), isPressing);
  }

  #admit(snapshot: Snapshot, frames: readonly string[]): void {
    const { phase, sellerId } = snapshot.state as AuctionState;
    this.#isDraft = phase === 'draft';
    const refused: Connection[] = [];
    for (const [connection, since] of this.#waiting) {
      if (this.#isDraft && connection.person?.id !== sellerId) {
        refused.push(connection);
        continue;
      }
      connection.subscribe(this.lot);
      const missed = this.#missedSince(since);
      if (missed !== null) connection.send(this.#eventsFrame(missed));
      else for (const frame of frames) connection.send(frame);
    }
    this.#waiting.clear();
    if (refused.length > 0) this.#parts.onRefused(this, refused);
  }

  #ask(): void {
    if (this.#asking || this.#isHalted || this.members.size === 0) return;
    this.#asking = true;
    this.#parts.askSnapshot(this);
  }

  /** The texts of the events that a client has missed, '' if there are none, null if they are not all known. */
  #missedSince(since: Position | null): string | null {
    return since === null || since.epoch !== this.#parts.epoch ? null : this.#textsAfter(since.seq);
  }

  #textsAfter(seq: number): string | null {
    if (seq === this.#position) return '';
    const oldest = this.#pieces[0];
    if (seq > this.#position || oldest === undefined || seq + 1 < oldest.first) return null;
    const texts: string[] = [];
    for (const { first, last, text } of this.#pieces) {
      if (last <= seq) continue;
      const known = Math.max(0, seq + 1 - first);
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
      viewers: this.viewers,
      serverNow: this.#parts.now(),
    });
  }
}
