import type { Snapshot } from '../../actors/lane/messages.ts';
import type { AuctionState } from '../../schema/auction/public.ts';
import type { Connection } from './connection.ts';
import { Gathered } from './gathered.ts';
import { type Position, Relay, type RelayParts } from './relay.ts';
import type { Viewers } from './viewers.ts';

/** Stands in events that begin or end a lot, and nowhere else: quotes in words are escaped. Nobody should wait for these. */
const phaseKey = '"phase":';

export interface ChannelParts extends RelayParts {
  readonly viewers: Pick<Viewers, 'came' | 'went' | 'count' | 'setPublic'>;
  /** There is something to publish. */
  readonly onDirty: () => void;
  /** The lot does not exist, or not for these people. */
  readonly onRefused: (connections: readonly Connection[]) => void;
}

/** A lot that somebody on this gateway watches. */
export class Channel extends Relay {
  readonly #parts: ChannelParts;
  /** Only its seller may watch; this is looked up anew for whoever comes. */
  #isDraft = false;
  #sellerId: number | null = null;
  readonly #gathered = new Gathered();
  /** When the last frame of events went out (ms). */
  publishedAt = 0;

  constructor(parts: ChannelParts) {
    super(parts);
    this.#parts = parts;
  }

  /** Whose lot it is; null before that is known. */
  get sellerId(): number | null {
    return this.#sellerId;
  }

  override leave(connection: Connection): void {
    super.leave(connection);
    if (connection.admitted.has(this.lot)) this.#parts.viewers.went(this.lot, connection.person);
    connection.unsubscribe(this.lot);
  }

  /** The window in which was gathered what is to be published is over. */
  publishPending(): void {
    this.sendPending();
  }

  protected override gather(text: string): void {
    const isFirst = this.#gathered.add(text);
    if (text.includes(phaseKey)) this.sendPending(true);
    else if (isFirst) this.#parts.onDirty();
  }

  protected override sendPending(isPressing = false): void {
    const texts = this.#gathered.take();
    if (texts === '') return;
    this.publishedAt = this.#parts.now();
    this.#parts.publish(this.eventsFrame(texts), isPressing);
  }

  protected override dropPending(): void {
    this.#gathered.take();
  }

  protected override welcome(connection: Connection, since: Position | null): void {
    const missed = this.#isDraft ? null : this.missedSince(since);
    if (missed === null) return this.ask();
    this.sendPending();
    this.waiting.delete(connection);
    this.#parts.viewers.came(this.lot, connection.person);
    connection.subscribe(this.lot);
    connection.send(this.eventsFrame(missed));
  }

  protected override missing(): void {
    this.#parts.onRefused([...this.members]);
  }

  protected override seen({ state }: Snapshot): void {
    const { phase, sellerId } = state as AuctionState;
    this.#isDraft = phase === 'draft';
    this.#sellerId = sellerId;
    if (this.#isDraft) this.#refuseAllBut(sellerId);
    else this.#parts.viewers.setPublic(this.lot);
    // Before frames are made, which say how many they are.
    for (const { person } of this.waiting.keys()) this.#parts.viewers.came(this.lot, person);
  }

  #refuseAllBut(sellerId: number): void {
    const refused = [...this.waiting.keys()].filter(({ person }) => person?.id !== sellerId);
    for (const connection of refused) this.waiting.delete(connection);
    if (refused.length > 0) this.#parts.onRefused(refused);
  }

  protected override admit(frames: readonly string[]): void {
    for (const [connection, since] of this.waiting) {
      connection.subscribe(this.lot);
      const missed = this.missedSince(since);
      if (missed !== null) connection.send(this.eventsFrame(missed));
      else for (const frame of frames) connection.send(frame);
    }
    this.waiting.clear();
  }

  protected override eventsFrame(texts: string): string {
    const { epoch, now } = this.#parts;
    return `{"type":"events","lot":"${this.lot}","epoch":"${epoch}","events":[${texts}],"serverNow":${now()}}`;
  }

  protected override snapshotFrame({ position, state }: Snapshot): string {
    return JSON.stringify({
      type: 'snapshot',
      lot: this.lot,
      epoch: this.#parts.epoch,
      seq: position,
      state,
      viewers: this.#parts.viewers.count(this.lot),
      serverNow: this.#parts.now(),
    });
  }
}
