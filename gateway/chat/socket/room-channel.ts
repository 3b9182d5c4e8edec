import type { Snapshot } from '../../../actors/lane/messages.ts';
import { limits } from '../../../schema/limits.ts';
import type { Connection } from '../../socket/connection.ts';
import { type Position, Relay, type RelayParts } from '../../socket/relay.ts';
import type { Cohort } from './cohort.ts';
import { Cohorts } from './cohorts.ts';

export interface RoomChannelParts extends RelayParts {
  readonly topic: string;
  /** Puts a frame aside for one connection. */
  readonly put: (connection: Connection, frame: Uint8Array) => void;
  /** What somebody who comes in is told beside where the room stands; null if there is nothing. */
  readonly greeting: () => string | null;
  /** How long what is said is gathered for a room of so many. */
  readonly windowMsOf: (members: number) => number;
  /** Somebody waits to be let in, or some to be told what was said. */
  readonly onDirty: (of: RoomChannel | Cohort) => void;
  /** Nobody has ever been in the room: has it opened, and asked where it stands. */
  readonly openRoom: () => void;
  /** Events have come in; null: some may have been missed. */
  readonly onNews: (text: string | null) => void;
}

/** More than this is not caught up with: it would look like a reader who is too slow. */
const maxCatchUpBytes = limits.maxBackpressureBytes / 2;

/**
 * A room that somebody on this gateway is in. Whoever comes while others do waits for the end of the window, so that a
 * crowd that comes at once is shown one picture, made and encoded once.
 */
export class RoomChannel extends Relay {
  readonly #parts: RoomChannelParts;
  /** The latest picture of the room as JSON, and its position. */
  #picture: { readonly seq: number; readonly room: string } | null = null;
  #isMissing = false;
  readonly #cohorts: Cohorts;
  /** When people were let in last (ms). */
  #shownAt = 0;
  /** For how many reasons it is followed beside those who are in it. */
  follows = 0;

  constructor(parts: RoomChannelParts) {
    super(parts);
    this.#parts = parts;
    const { now, put, onDirty, windowMsOf } = parts;
    this.#cohorts = new Cohorts({
      now,
      put,
      onDirty,
      windowMs: () => windowMsOf(this.members.size),
      frameOf: (texts) => this.eventsFrame(texts),
    });
  }

  /** When those who wait are let in (ms): sooner than others are told, for they see nothing yet. */
  get dueAt(): number {
    return this.#shownAt + this.#parts.windowMsOf(this.members.size) / 2;
  }

  override join(connection: Connection, since: Position | null): void {
    super.join(connection, since);
    if (this.#isMissing) this.#open();
  }

  override leave(connection: Connection): void {
    super.leave(connection);
    connection.unsubscribe(this.#parts.topic);
    this.#cohorts.leave(connection);
  }

  override news(first: number, last: number, text: string): void {
    super.news(first, last, text);
    this.#parts.onNews(text);
  }

  protected override get isWanted(): boolean {
    return this.follows > 0 || super.isWanted;
  }

  /** The room is open by now. */
  opened(): void {
    this.ask();
  }

  /** The window is over in which those have gathered who wait to be let in. */
  publishPending(): void {
    this.#shownAt = this.#parts.now();
    if (this.isCurrent && this.waiting.size > 0) this.#show(this.#pictureNow());
  }

  protected override gather(text: string): void {
    this.#cohorts.gather(text);
  }

  protected override sendPending(): void {
    this.#cohorts.tell();
  }

  protected override dropPending(): void {
    this.#cohorts.drop();
  }

  protected override welcome(): void {
    this.#parts.onDirty(this);
  }

  protected override missing(): void {
    this.#isMissing = true;
    if (this.members.size > 0) this.#open();
  }

  #open(): void {
    this.#isMissing = false;
    this.#parts.openRoom();
  }

  protected override seen({ position, state }: Snapshot): void {
    this.#isMissing = false;
    if (this.hasGap) this.#parts.onNews(null);
    this.#picture = { seq: position, room: JSON.stringify(state) };
  }

  protected override admit(frames: readonly string[]): void {
    this.#show(frames.map((frame) => Buffer.from(frame)));
  }

  /** Lets in those who wait; where there is no picture, who needs one waits for it. */
  #show(picture: readonly Uint8Array[] | null): void {
    const caughtUp = new Map<number, readonly Uint8Array[] | null>();
    const text = this.#parts.greeting();
    const greeting = text === null ? null : Buffer.from(text);
    let isPictureWanted = false;
    for (const [connection, since] of this.waiting) {
      const frames = this.#missedFrames(since, caughtUp) ?? picture;
      if (frames === null) {
        isPictureWanted = true;
        continue;
      }
      this.waiting.delete(connection);
      connection.subscribe(this.#parts.topic);
      this.#cohorts.join(connection);
      for (const frame of frames) this.#parts.put(connection, frame);
      if (greeting !== null) this.#parts.put(connection, greeting);
    }
    if (isPictureWanted) this.ask();
  }

  /** What somebody has missed, encoded once for all who stood there. */
  #missedFrames(
    since: Position | null,
    caughtUp: Map<number, readonly Uint8Array[] | null>,
  ): readonly Uint8Array[] | null {
    if (since === null || since.epoch !== this.#parts.epoch) return null;
    const known = caughtUp.get(since.seq);
    if (known !== undefined) return known;
    const missed = this.missedSince(since);
    const frame = missed === null ? null : Buffer.from(this.eventsFrame(missed));
    const frames = frame === null || frame.length > maxCatchUpBytes ? null : [frame];
    caughtUp.set(since.seq, frames);
    return frames;
  }

  /** The latest picture with what has come since, while that is less than another picture would be. */
  #pictureNow(): Uint8Array[] | null {
    if (this.#picture === null) return null;
    const { seq } = this.#picture;
    if (this.position - seq > limits.chatSnapshotMessages) return null;
    const newer = this.textsAfter(seq);
    if (newer === null) return null;
    const frames = [Buffer.from(this.#pictureFrame())];
    if (newer !== '') frames.push(Buffer.from(this.eventsFrame(newer)));
    return frames;
  }

  protected override eventsFrame(texts: string): string {
    const { epoch, now } = this.#parts;
    return `{"type":"chatEvents","lot":"${this.lot}","epoch":"${epoch}","events":[${texts}],"serverNow":${now()}}`;
  }

  protected override snapshotFrame(): string {
    return this.#pictureFrame();
  }

  #pictureFrame(): string {
    const { epoch, now } = this.#parts;
    const { seq, room } = this.#picture as { seq: number; room: string };
    return `{"type":"chatRoom","lot":"${this.lot}","epoch":"${epoch}","seq":${seq},"room":${room},"serverNow":${now()}}`;
  }
}
