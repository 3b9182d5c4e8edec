import type { MessagePort } from 'node:worker_threads';
import { BidReader } from '../../actors/lane/bid-reader.ts';
import { LaneMemory } from '../../actors/lane/lane-memory.ts';
import { type FromShard, replyRecord } from '../../actors/lane/messages.ts';
import { commandRecord } from '../../schema/behaviour.ts';
import { answerNumber } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';

/**
 * The far end of a lane with nobody at it: every bid that is posted is told at once to be accepted, at the next
 * position of its lot, in this very thread. Nothing is decided and nothing kept.
 */
export class AtOnce {
  readonly memory = new LaneMemory();
  readonly #bids = new BidReader(this.memory.bids);
  #hear: (message: FromShard) => void = () => {};
  /** The last position of each lot, by its handle. */
  readonly #seqs: number[] = [];
  readonly #replies = new Float64Array(limits.laneBids * replyRecord.length);

  /** As a lane wants it. */
  get port(): MessagePort {
    return this as unknown as MessagePort;
  }

  on(_: 'message', hear: (message: FromShard) => void): void {
    this.#hear = hear;
  }

  postMessage(): void {
    const bids = this.#bids;
    bids.heard();
    let to = 0;
    for (let at = this.#next(); at >= 0; at = this.#next()) {
      const handle = bids.records[at + commandRecord.handle] as number;
      const seq = (this.#seqs[handle] ?? 0) + 1;
      this.#seqs[handle] = seq;
      this.#replies[to + replyRecord.correlation] = bids.records[at + commandRecord.correlation] as number;
      this.#replies[to + replyRecord.code] = answerNumber.accepted;
      this.#replies[to + replyRecord.value] = bids.records[at + commandRecord.y] as number;
      this.#replies[to + replyRecord.flag] = 1;
      this.#replies[to + replyRecord.position] = seq;
      to += replyRecord.length;
    }
    const replies = this.#replies.slice(0, to);
    this.#hear({ replies, news: [], refreshes: [], halts: [], answers: [], summaries: [], wantMarkMs: 0 });
  }

  close(): void {}

  #next(): number {
    return this.#bids.next(Number.POSITIVE_INFINITY);
  }
}
