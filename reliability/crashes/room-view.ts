import assert from 'node:assert/strict';
import type { Position } from '../../gateway/socket/relay.ts';
import type { Person } from '../../gateway/socket/testing/person.ts';
import type { ChatHistory } from '../../schema/chat/http.ts';
import type { ServerMessage } from '../../schema/wire/server.ts';

/** A chat room as one client sees it through all its connections. It fails at any gap, step back or double. */
export class RoomView {
  readonly lot: string;
  position: Position | null = null;
  /** What was read, by number. */
  readonly texts = new Map<number, string>();
  /** Stretches that a picture left out, both ends included. */
  readonly #holes: Array<{ readonly from: number; readonly to: number }> = [];
  /** What could not be trusted first, or null. */
  failure: Error | null = null;

  constructor(lot: string) {
    this.lot = lot;
  }

  get seq(): number {
    return this.position?.seq ?? 0;
  }

  /** Takes what the server tells; true if it is about what goes on in this room. */
  take(message: ServerMessage): boolean {
    if (message.type !== 'chatRoom' && message.type !== 'chatEvents') return false;
    if (message.lot !== this.lot) return false;
    try {
      if (message.type === 'chatRoom') this.#picture(message);
      else this.#events(message);
    } catch (error) {
      this.failure ??= error as Error;
    }
    return true;
  }

  /** Reads over HTTP what pictures left out. */
  async fillHoles(person: Person): Promise<void> {
    for (const { from, to } of this.#holes.splice(0)) {
      for (let after = from - 1; after < to; ) {
        const path = `/api/lots/${this.lot}/chat?after=${after}&before=${to + 1}&limit=200`;
        const { messages, hasMore } = await person.api<ChatHistory>('GET', path);
        for (const { seq, text } of messages) this.#read(seq, text);
        after = hasMore ? (messages.at(-1)?.seq ?? to) : to;
      }
    }
  }

  #picture({ epoch, seq, room }: Extract<ServerMessage, { type: 'chatRoom' }>): void {
    assert.ok(seq >= this.seq, `a picture at ${seq} came after position ${this.seq}`);
    if (this.position !== null && room.from > this.seq + 1) {
      this.#holes.push({ from: this.seq + 1, to: room.from - 1 });
    }
    for (const one of room.messages) this.#read(one.seq, one.text);
    this.position = { epoch, seq };
  }

  #events({ epoch, events }: Extract<ServerMessage, { type: 'chatEvents' }>): void {
    assert.ok(this.position !== null, 'events came before anything to add them to');
    assert.equal(epoch, this.position.epoch);
    for (const event of events) {
      assert.equal(event.seq, this.seq + 1, 'events are contiguous');
      this.position = { epoch, seq: event.seq };
      if (event.type === 'said' || event.type === 'released') this.#read(event.seq, event.text);
    }
  }

  #read(seq: number, text: string): void {
    const known = this.texts.get(seq);
    assert.ok(known === undefined || known === text, `${seq} was "${known}", and then "${text}"`);
    this.texts.set(seq, text);
  }
}
