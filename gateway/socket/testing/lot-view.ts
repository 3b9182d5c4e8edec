import assert from 'node:assert/strict';
import type { AuctionState, PublicEvent } from '../../../schema/auction/public.ts';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import type { Position } from '../relay.ts';
import type { SocketClient } from './socket-client.ts';

/** A lot as a client sees it: the snapshot, and whatever events have assigned since. It fails at any gap or step back. */
export class LotView {
  readonly lot: string;
  state: AuctionState | null = null;
  position: Position | null = null;
  /** How the view began anew or went on, in order. */
  readonly frames: Array<'snapshot' | 'events'> = [];
  readonly #onEvent: (event: PublicEvent) => void;
  #waiters: Array<{ seq: number; resolve: () => void; reject: (error: unknown) => void }> = [];
  #failure: unknown = null;

  constructor(lot: string, onEvent: (event: PublicEvent) => void = () => {}) {
    this.lot = lot;
    this.#onEvent = onEvent;
  }

  get seq(): number {
    return this.position?.seq ?? -1;
  }

  /** Watches through this client from now on, from where the view stands. */
  follow(client: SocketClient): void {
    const look = client.inbox.onMessage;
    let isFirst = true;
    client.inbox.onMessage = (message) => {
      look(message);
      if (!('lot' in message) || message.lot !== this.lot) return;
      try {
        this.#take(message, isFirst);
      } catch (error) {
        this.#fail(error);
      }
      if (message.type === 'snapshot' || message.type === 'events') isFirst = false;
    };
    const since = this.position === null ? {} : { since: this.position };
    client.send({ type: 'subscribe', lot: this.lot, ...since });
  }

  /** Resolves when the view has reached a position; rejects if it can't be trusted. */
  reached(seq: number): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (this.seq >= seq) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiters.push({ seq, resolve, reject });
    });
  }

  #take(message: ServerMessage, isFirst: boolean): void {
    if (message.type === 'snapshot') {
      const { epoch, seq, state } = message;
      assert.ok(seq >= this.seq, `a snapshot at ${seq} came after position ${this.seq}`);
      this.state = state;
      this.position = { epoch, seq };
      this.frames.push('snapshot');
    } else if (message.type === 'events') {
      assert.ok(this.position !== null && this.state !== null, 'events came before anything to add them to');
      assert.equal(message.epoch, this.position.epoch);
      assert.ok(isFirst || message.events.length > 0, 'an empty frame of events came unasked');
      for (const event of message.events) {
        assert.equal(event.seq, this.seq + 1, 'events are contiguous');
        this.state = { ...this.state, ...(event.set as AuctionState) };
        this.position = { epoch: message.epoch, seq: event.seq };
        this.#onEvent(event);
      }
      this.frames.push('events');
    }
    const reached = this.#waiters.filter(({ seq }) => seq <= this.seq);
    this.#waiters = this.#waiters.filter(({ seq }) => seq > this.seq);
    for (const { resolve } of reached) resolve();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiters) reject(error);
    this.#waiters = [];
  }
}
