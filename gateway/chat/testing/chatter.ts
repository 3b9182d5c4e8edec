import assert from 'node:assert/strict';
import type { ChatRoom, PublicChatEvent } from '../../../schema/chat/public.ts';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import type { Scope } from '../../../testing/cleanup.ts';
import type { Position } from '../../socket/relay.ts';
import type { Person } from '../../socket/testing/person.ts';
import { SocketClient } from '../../socket/testing/socket-client.ts';
import { within } from '../../socket/testing/within.ts';

export type SayAnswer = Extract<ServerMessage, { type: 'chatSaid' | 'chatRefused' }>;

let lastSayId = Date.now() * 1_000;

/** Somebody in the room of one lot, who sees it as a client does. It fails at any gap, step back or double. */
export class Chatter {
  readonly lot: string;
  readonly client: SocketClient;
  room: ChatRoom | null = null;
  position: Position | null;
  /** Everything heard as it came, beside what the picture showed. */
  readonly events: PublicChatEvent[] = [];
  /** How the view began anew or went on, in order. */
  readonly frames: Array<'chatRoom' | 'chatEvents'> = [];
  readonly #unanswered = new Map<number, Array<(answer: SayAnswer) => void>>();
  #waiters: Array<{ seq: number; resolve: () => void; reject: (error: unknown) => void }> = [];
  #failure: unknown = null;

  constructor(client: SocketClient, lot: string, since: Position | null = null) {
    this.client = client;
    this.lot = lot;
    this.position = since;
    const look = client.inbox.onMessage;
    client.inbox.onMessage = (message) => {
      look(message);
      if (!('lot' in message) || message.lot !== lot) return;
      try {
        this.#take(message);
      } catch (error) {
        this.#failure ??= error;
        for (const { reject } of this.#waiters.splice(0)) reject(error);
      }
    };
  }

  /** Connects, watches the lot and enters its room. Null: nobody who is signed in. */
  static async enter(
    scope: Scope,
    who: Person | { readonly url: string },
    lot: string,
    since: Position | null = null,
  ): Promise<Chatter> {
    const client = 'url' in who ? await SocketClient.connect(scope, who.url) : await who.connect(scope);
    return Chatter.on(client, lot, since);
  }

  /** The same on a client that is connected. */
  static async on(client: SocketClient, lot: string, since: Position | null = null): Promise<Chatter> {
    client.send({ type: 'subscribe', lot });
    await client.next('snapshot', (snapshot) => snapshot.lot === lot);
    const chatter = new Chatter(client, lot, since);
    client.send({ type: 'chatEnter', lot, ...(since === null ? {} : { since }) });
    await within(chatter.reached(0), () => `${lot}: not in the room`);
    return chatter;
  }

  get seq(): number {
    return this.position?.seq ?? -1;
  }

  /** What has been said as far as this one knows, as texts in their order. */
  get texts(): string[] {
    return [...(this.room?.messages ?? []), ...this.events].flatMap((one) =>
      'text' in one ? [one.text] : [],
    );
  }

  /** Says something and gives the answer; a later message of whichever chatter of this process has a larger id. */
  say(
    text: string,
    more: { readonly sayId?: number; readonly replyTo?: number; readonly mentions?: number[] } = {},
  ): Promise<SayAnswer> {
    const say = { type: 'chatSay', lot: this.lot, sayId: ++lastSayId, text, ...more };
    const answer = new Promise<SayAnswer>((resolve) => {
      this.#unanswered.set(say.sayId, [...(this.#unanswered.get(say.sayId) ?? []), resolve]);
    });
    this.client.send(say);
    return within(answer, `message ${say.sayId} got no answer`);
  }

  /** Resolves when the view has begun and reached a position; rejects if it can't be trusted. */
  reached(seq: number): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (this.frames.length > 0 && this.seq >= seq) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiters.push({ seq, resolve, reject });
    });
  }

  #take(message: ServerMessage): void {
    if (message.type === 'chatSaid' || message.type === 'chatRefused') {
      const [first, ...others] = this.#unanswered.get(message.sayId) ?? [];
      if (others.length > 0) this.#unanswered.set(message.sayId, others);
      else this.#unanswered.delete(message.sayId);
      first?.(message);
      return;
    }
    if (message.type === 'chatRoom') {
      assert.ok(message.seq >= this.seq, `a picture at ${message.seq} came after position ${this.seq}`);
      this.room = message.room;
      this.events.length = 0;
      this.position = { epoch: message.epoch, seq: message.seq };
      this.frames.push('chatRoom');
    } else if (message.type === 'chatEvents') {
      assert.ok(this.position !== null, 'events came before anything to add them to');
      assert.equal(message.epoch, this.position.epoch);
      assert.ok(this.frames.length === 0 || message.events.length > 0, 'an empty frame came unasked');
      for (const event of message.events) {
        assert.equal(event.seq, this.seq + 1, 'events are contiguous');
        this.position = { epoch: message.epoch, seq: event.seq };
        this.events.push(event);
      }
      this.frames.push('chatEvents');
    } else return;
    const reached = this.#waiters.filter(({ seq }) => seq <= this.seq);
    this.#waiters = this.#waiters.filter(({ seq }) => seq > this.seq);
    for (const { resolve } of reached) resolve();
  }
}
