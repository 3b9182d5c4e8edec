import type { ActorHandle, Watcher } from '../../actors/lane/lane.ts';
import type { Snapshot } from '../../actors/lane/messages.ts';
import { limits } from '../../schema/limits.ts';
import type { Connection } from './connection.ts';
import { RecentEvents } from './recent-events.ts';

/** A client's position in an actor's public events. */
export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

export interface RelayParts {
  readonly lot: string;
  readonly handle: ActorHandle;
  readonly epoch: string;
  readonly now: () => number;
  /** Sends a frame to everyone who was let in; a pressing one ahead of what others wait for. */
  readonly publish: (frame: string, isPressing?: boolean) => void;
  /** The actor was stopped; these people follow it. */
  readonly onHalted: (connections: readonly Connection[]) => void;
  /** Has the actor's standing told once more, by `snapshot` or `halted`. */
  readonly askSnapshot: () => void;
  readonly retryLater: (task: () => void) => void;
}

/**
 * What an actor tells the public, passed on to everyone on this gateway who follows it. Events are told once to all, in
 * order; the latest are kept for clients that come back, and whoever was away for longer gets a snapshot, never a
 * silent gap.
 */
export abstract class Relay implements Watcher {
  readonly lot: string;
  readonly handle: ActorHandle;
  readonly members = new Set<Connection>();
  /** Members that were shown nothing yet, and where they stood. */
  protected readonly waiting = new Map<Connection, Position | null>();
  readonly #parts: RelayParts;
  /** Position of the last event taken in; -1 before anything was. */
  #position = -1;
  #hasSnapshot = false;
  /** Members have missed events, and wait for a snapshot. */
  #hasGap = false;
  /** The actor was stopped: everyone waits for a snapshot, and nothing has to be asked for. */
  #isHalted = false;
  readonly #recent = new RecentEvents(limits.recoveryEvents);
  #asking = false;

  constructor(parts: RelayParts) {
    this.lot = parts.lot;
    this.handle = parts.handle;
    this.#parts = parts;
  }

  /** Puts events aside until they are told. */
  protected abstract gather(text: string): void;
  /** Tells everyone what was put aside. */
  protected abstract sendPending(): void;
  /** What was put aside does not lead up to what comes next. */
  protected abstract dropPending(): void;
  protected abstract eventsFrame(texts: string): string;
  protected abstract snapshotFrame(snapshot: Snapshot): string;
  /** There is no such actor. */
  protected abstract missing(): void;
  /** Where the actor stands, before frames are made of it: who is not to see it leaves now. */
  protected abstract seen(snapshot: Snapshot): void;
  /** Somebody has come while it is known where the actor stands. */
  protected abstract welcome(connection: Connection, since: Position | null): void;
  /** Lets in all who wait, with what they have missed or these frames. */
  protected abstract admit(frames: readonly string[]): void;

  protected get hasSnapshot(): boolean {
    return this.#hasSnapshot;
  }

  /** Whether events were missed, until there is a snapshot. */
  protected get hasGap(): boolean {
    return this.#hasGap;
  }

  /** Whether it is known where the actor stands. */
  protected get isCurrent(): boolean {
    return this.#hasSnapshot && !this.#hasGap;
  }

  /** Position of the last event that is known here; -1 before any is. */
  get position(): number {
    return this.#position;
  }

  /** Lets a client follow, from `since` on where that is still known. */
  join(connection: Connection, since: Position | null): void {
    this.members.add(connection);
    this.waiting.set(connection, since);
    if (this.#isHalted) this.#parts.onHalted([connection]);
    else if (this.isCurrent) this.welcome(connection, since);
    else if (this.#hasSnapshot) this.ask();
  }

  leave(connection: Connection): void {
    this.members.delete(connection);
    this.waiting.delete(connection);
  }

  /** Takes a snapshot in. It may be older than news that came before it, which follow it then. */
  snapshot(snapshot: Snapshot | null): void {
    this.#asking = false;
    this.#isHalted = false;
    if (snapshot === null) return this.#parts.retryLater(() => this.ask());
    if (!snapshot.exists) return this.missing();
    if (snapshot.position > this.#position) {
      this.#startOver();
      this.#position = snapshot.position;
    }
    const newer = this.textsAfter(snapshot.position);
    if (newer === null) return this.ask();
    this.sendPending();
    this.seen(snapshot);
    const frames = [this.snapshotFrame(snapshot)];
    if (newer !== '') frames.push(this.eventsFrame(newer));
    if (this.#hasGap) for (const frame of frames) this.#parts.publish(frame);
    this.#hasGap = false;
    this.#hasSnapshot = true;
    this.admit(frames);
  }

  /** The actor was stopped. Who follows it is told, stays, and is shown where it stands when it goes on. */
  halted(): void {
    this.#asking = false;
    if (this.#isHalted) return;
    this.sendPending();
    this.#isHalted = true;
    this.#hasGap = this.#hasSnapshot;
    this.#parts.onHalted([...this.members]);
  }

  news(first: number, last: number, text: string): void {
    if (last <= this.#position) return;
    if (this.#position >= 0 && first !== this.#position + 1) {
      this.#startOver();
      this.ask();
    }
    this.#position = last;
    this.#recent.add(first, last, text);
    // Whoever waits for a snapshot gets these with it.
    if (!this.isCurrent) return;
    this.gather(text);
  }

  /** What is kept does not lead up to what comes next. */
  #startOver(): void {
    this.#recent.clear();
    this.dropPending();
    this.#hasGap = this.#hasSnapshot;
  }

  /** Whether anybody wants to know where the actor stands. */
  protected get isWanted(): boolean {
    return this.members.size > 0;
  }

  protected ask(): void {
    if (this.#asking || this.#isHalted || !this.isWanted) return;
    this.#asking = true;
    this.#parts.askSnapshot();
  }

  /** The texts of the events that a client has missed, '' if there are none, null if they are not all known. */
  protected missedSince(since: Position | null): string | null {
    return since === null || since.epoch !== this.#parts.epoch ? null : this.textsAfter(since.seq);
  }

  /** The texts of the events after this position, '' if there are none, null if they are not all known. */
  protected textsAfter(seq: number): string | null {
    return seq === this.#position ? '' : this.#recent.after(seq);
  }
}
