import { type AnswerCode, answerCodes } from '../../schema/codes.ts';
import { BidWriter } from '../lane/bid-writer.ts';
import { LaneMemory } from '../lane/lane-memory.ts';
import { type FromShard, newsSeparator, type Order, replyRecord, type Snapshot } from '../lane/messages.ts';
import type { Shard } from '../shard/shard.ts';
import { ShardLane } from '../shard/shard-lane.ts';
import type { ManualScheduler } from './manual-scheduler.ts';

export interface Reply {
  readonly code: AnswerCode;
  readonly value: number;
  readonly position: number;
}

/** What a gateway hears, in the order in which it acts on it. */
export type Heard =
  | { readonly hears: 'refresh'; readonly handle: number; readonly snapshot: Snapshot }
  | { readonly hears: 'halted'; readonly handle: number }
  | { readonly hears: 'news'; readonly handle: number; readonly first: number; readonly last: number }
  | { readonly hears: 'answer'; readonly correlation: number; readonly value: unknown }
  | { readonly hears: 'reply'; readonly correlation: number; readonly code: AnswerCode };

/** Every gateway speaks for somebody of its own. */
let people = 0;

/** A gateway played by a test: says what the test tells it to, and keeps all that it hears. */
export class GatewayEnd {
  readonly #memory = new LaneMemory();
  readonly #writer = new BidWriter(this.#memory.bids);
  readonly lane = new ShardLane((message) => this.#hear(message), this.#memory);
  readonly heard: Heard[] = [];
  readonly replies = new Map<number, Reply>();
  readonly answers = new Map<number, unknown>();
  /** Questions that were answered by saying that their actor was stopped. */
  readonly halted = new Set<number>();
  readonly wantedMarks: number[] = [];
  readonly summaries: FromShard['summaries'][number][] = [];
  messageCount = 0;
  readonly #by: number;
  readonly #shard: Shard;
  readonly #scheduler: ManualScheduler;
  #orders: Order[] = [];
  #bids: { handle: number; correlation: number; id: number; amount: number; receivedAt: number }[] = [];
  #handfuls = 0;
  #handles = 0;
  #correlations = 0;

  constructor(shard: Shard, scheduler: ManualScheduler, by = ++people) {
    this.#by = by;
    this.#shard = shard;
    this.#scheduler = scheduler;
    shard.attach(this.lane);
  }

  /** The same people on a lane to another shard. */
  reconnectedTo(shard: Shard, scheduler: ManualScheduler): GatewayEnd {
    return new GatewayEnd(shard, scheduler, this.#by);
  }

  bind(actor: string): number {
    const handle = this.#handles++;
    this.#orders.push({ order: 'bind', handle, actor });
    return handle;
  }

  unbind(handle: number): void {
    this.#orders.push({ order: 'unbind', handle });
  }

  watch(handle: number): number {
    const correlation = this.#correlations++;
    this.#orders.push({ order: 'watch', handle, correlation });
    return correlation;
  }

  unwatch(handle: number): void {
    this.#orders.push({ order: 'unwatch', handle });
  }

  ask(handle: number, question: unknown): number {
    const correlation = this.#correlations++;
    this.#orders.push({ order: 'ask', handle, correlation, question });
    return correlation;
  }

  summarize(on: boolean): void {
    this.#orders.push({ order: 'summaries', on });
  }

  inspect(question: Extract<Order, { order: 'inspect' }>['question']): number {
    const correlation = this.#correlations++;
    this.#orders.push({ order: 'inspect', correlation, question });
    return correlation;
  }

  /** An operator's command. */
  command(handle: number, command: unknown): number {
    const correlation = this.#correlations++;
    this.#orders.push({ order: 'command', handle, correlation, command });
    return correlation;
  }

  /** A packed addition; the correlation is its id as well, unless it is a retry of another one. */
  add(handle: number, amount: number, { id = -1, receivedAt = this.#scheduler.now() } = {}): number {
    const correlation = this.#correlations++;
    this.#bids.push({ handle, correlation, id: id < 0 ? correlation : id, amount, receivedAt });
    return correlation;
  }

  /** Sends what was said, with a mark. */
  send(markMs = this.#scheduler.now()): void {
    this.#handfuls++;
    for (const { handle, correlation, id, amount, receivedAt } of this.#bids) {
      if (this.#writer.isFull()) throw new Error('more was said at once than a lane holds');
      this.#writer.write(() => receivedAt, handle, correlation, this.#by, id, amount, 0, this.#handfuls);
    }
    this.#bids = [];
    const orders = this.#orders;
    this.#orders = [];
    this.#shard.receive(this.lane, { orders, markMs });
  }

  /** Sends what was said, and waits until all is done that takes no time. */
  async sendAndSettle(): Promise<void> {
    this.send();
    await this.#scheduler.settle();
  }

  /** Asks, and gives the answer if there is one by now. */
  async answerTo(handle: number, question: unknown): Promise<unknown> {
    const correlation = this.ask(handle, question);
    await this.sendAndSettle();
    return this.answers.get(correlation);
  }

  code(correlation: number): AnswerCode | undefined {
    return this.replies.get(correlation)?.code;
  }

  codes(correlations: readonly number[]): (AnswerCode | undefined)[] {
    return correlations.map((correlation) => this.code(correlation));
  }

  #hear(message: FromShard): void {
    this.messageCount++;
    for (const { handle, snapshot } of message.refreshes)
      this.heard.push({ hears: 'refresh', handle, snapshot });
    for (const { handle, first, last, text } of message.news) {
      this.heard.push({ hears: 'news', handle, first, last });
      const positions = text
        .split(newsSeparator)
        .map((one) => (JSON.parse(one) as { position: number }).position);
      const expected = Array.from({ length: last - first + 1 }, (_, n) => first + n);
      if (`${positions}` !== `${expected}`) throw new Error(`news ${first} to ${last} hold ${positions}`);
    }
    for (const handle of message.halts) this.heard.push({ hears: 'halted', handle });
    for (const { correlation, value, isHalted } of message.answers) {
      if (isHalted) this.halted.add(correlation);
      if (this.answers.has(correlation)) throw new Error(`question ${correlation} was answered twice`);
      this.answers.set(correlation, value);
      this.heard.push({ hears: 'answer', correlation, value });
    }
    const { replies } = message;
    for (let at = 0; replies !== null && at < replies.length; at += replyRecord.length) {
      this.#hearReply(replies.subarray(at, at + replyRecord.length));
    }
    this.summaries.push(...message.summaries);
    if (message.wantMarkMs > 0) this.wantedMarks.push(message.wantMarkMs);
  }

  #hearReply(record: Float64Array): void {
    const correlation = record[replyRecord.correlation] as number;
    if (this.replies.has(correlation)) throw new Error(`command ${correlation} was answered twice`);
    const code = answerCodes[record[replyRecord.code] as number] as AnswerCode;
    this.replies.set(correlation, {
      code,
      value: record[replyRecord.value] as number,
      position: record[replyRecord.position] as number,
    });
    this.heard.push({ hears: 'reply', correlation, code });
  }
}
