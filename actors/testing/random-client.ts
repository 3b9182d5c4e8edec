import type { Snapshot } from '../lane/messages.ts';
import type { Shard } from '../shard/shard.ts';
import { GatewayEnd, type Reply } from './gateway-end.ts';
import type { ManualScheduler } from './manual-scheduler.ts';

/** A command that somebody sent, until it has a final answer. */
export interface Sent {
  readonly actor: string;
  readonly key: string;
  readonly amount: number;
  readonly receivedAt: number;
  correlation: number;
  /** How often it was sent. */
  attempts: number;
  /** The value in the answer, once it was accepted. */
  acceptedValue: number | null;
  /** The answer, once it was refused. */
  refusal: Reply | null;
}

/** One gateway in a random run: it bids, asks again whatever was not decided, and follows what it watches. */
export class RandomClient {
  end: GatewayEnd;
  readonly #by: number;
  #handles = new Map<string, number>();
  readonly open: Sent[] = [];
  readonly done: Sent[] = [];
  /** Where each watched actor stands, as far as this client was told; -1 before the first picture. */
  readonly positions = new Map<string, number>();
  #watches = new Map<number, string>();
  #heardCount = 0;
  #ids = 0;

  constructor(shard: Shard, scheduler: ManualScheduler, by: number) {
    this.#by = by;
    this.end = new GatewayEnd(shard, scheduler, by);
  }

  /** The shard is another one now: who has no answer yet asks again, and what was watched is watched again. */
  reconnect(shard: Shard, scheduler: ManualScheduler): void {
    this.#takeIn();
    const watched = [...this.positions.keys()];
    this.end = this.end.reconnectedTo(shard, scheduler);
    this.#handles = new Map();
    this.#watches = new Map();
    this.#heardCount = 0;
    this.positions.clear();
    for (const actor of watched) this.watch(actor);
    for (const sent of this.open) this.#send(sent);
  }

  watch(actor: string): void {
    if (this.positions.has(actor)) return;
    this.positions.set(actor, -1);
    this.#watch(actor);
  }

  unwatch(actor: string): void {
    if (!this.positions.delete(actor)) return;
    this.end.unwatch(this.#handleOf(actor));
    for (const [correlation, one] of this.#watches) if (one === actor) this.#watches.delete(correlation);
  }

  add(actor: string, amount: number, receivedAt: number): void {
    const key = `${this.#by}:${++this.#ids}`;
    const sent = {
      actor,
      key,
      amount,
      receivedAt,
      correlation: -1,
      attempts: 0,
      acceptedValue: null,
      refusal: null,
    };
    this.open.push(sent);
    this.#send(sent);
  }

  /** Sends one more time what was accepted or refused before: it must get the same answer. */
  repeat(sent: Sent): void {
    const again = { ...sent, acceptedValue: null, refusal: null };
    this.open.push(again);
    this.#send(again);
  }

  /** Gives up an actor's handle, if nothing of it is waiting. */
  forget(actor: string): void {
    if (this.positions.has(actor) || this.open.some((sent) => sent.actor === actor)) return;
    const handle = this.#handles.get(actor);
    if (handle === undefined) return;
    this.#handles.delete(actor);
    this.end.unbind(handle);
  }

  /** An operator's command, whose answer this client does not care for. */
  command(actor: string, command: unknown): void {
    this.end.command(this.#handleOf(actor), command);
  }

  /** Takes in what was heard; what has to be tried again is sent again. Throws if news are missing. */
  work(): void {
    this.#takeIn();
    for (const sent of this.open.splice(0)) {
      const reply = this.end.replies.get(sent.correlation);
      if (reply === undefined) this.open.push(sent);
      else if (reply.code === 'retry' || reply.code === 'busy') {
        this.open.push(sent);
        this.#send(sent);
      } else {
        if (reply.code === 'accepted') sent.acceptedValue = reply.value;
        else sent.refusal = reply;
        this.done.push(sent);
      }
    }
  }

  #takeIn(): void {
    const { heard } = this.end;
    const actorOf = new Map([...this.#handles].map(([actor, handle]) => [handle, actor]));
    for (; this.#heardCount < heard.length; this.#heardCount++) {
      const one = heard[this.#heardCount] as (typeof heard)[number];
      if (one.hears === 'answer') {
        const actor = this.#watches.get(one.correlation);
        const snapshot = one.value as Snapshot | null;
        if (actor === undefined) continue;
        if (snapshot !== null) this.#picture(actor, snapshot);
        else if (this.positions.get(actor) === -1) this.#watch(actor);
      } else if (one.hears === 'refresh' || one.hears === 'news') {
        const actor = actorOf.get(one.handle);
        if (actor === undefined || !this.positions.has(actor)) continue;
        if (one.hears === 'refresh') this.positions.set(actor, one.snapshot.position);
        else this.#news(actor, one.first, one.last);
      }
    }
  }

  /** A first picture may not set anybody back: news that were told before it are in it. */
  #picture(actor: string, { position }: Snapshot): void {
    const before = this.positions.get(actor) as number;
    if (position < before) throw new Error(`${actor}: a picture of ${position} after ${before}`);
    this.positions.set(actor, position);
  }

  #news(actor: string, first: number, last: number): void {
    const before = this.positions.get(actor) as number;
    if (before < 0) return;
    if (first !== before + 1) throw new Error(`${actor}: news from ${first} after ${before}`);
    this.positions.set(actor, last);
  }

  /** Asks for a picture; one that nobody could give is asked for again. */
  #watch(actor: string): void {
    this.#watches.set(this.end.watch(this.#handleOf(actor)), actor);
  }

  #handleOf(actor: string): number {
    const known = this.#handles.get(actor);
    if (known !== undefined) return known;
    const handle = this.end.bind(actor);
    this.#handles.set(actor, handle);
    return handle;
  }

  #send(sent: Sent): void {
    const id = Number(sent.key.split(':')[1]);
    const { receivedAt, amount } = sent;
    sent.attempts++;
    sent.correlation = this.end.add(this.#handleOf(sent.actor), amount, { id, receivedAt });
  }
}
