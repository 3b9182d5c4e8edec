import type { MessagePort } from 'node:worker_threads';
import { type FromShard, replyRecord, type ToShard } from '../../actors/lane/messages.ts';
import { commandRecord } from '../../schema/behaviour.ts';
import { answerNumber } from '../../schema/codes.ts';

/**
 * The far end of a lane with nobody at it: every bid that is posted is told at once to be accepted, at the next
 * position of its lot, in this very thread. Nothing is decided and nothing kept.
 */
export class AtOnce {
  #hear: (message: FromShard) => void = () => {};
  /** The last position of each lot, by its handle. */
  readonly #seqs: number[] = [];

  /** As a lane wants it. */
  get port(): MessagePort {
    return this as unknown as MessagePort;
  }

  on(_: 'message', hear: (message: FromShard) => void): void {
    this.#hear = hear;
  }

  postMessage({ packed }: ToShard): void {
    if (packed === null) return;
    const replies = new Float64Array((packed.length / commandRecord.length) * replyRecord.length);
    let to = 0;
    for (let at = 0; at < packed.length; at += commandRecord.length) {
      const handle = packed[at + commandRecord.handle] as number;
      const seq = (this.#seqs[handle] ?? 0) + 1;
      this.#seqs[handle] = seq;
      replies[to + replyRecord.correlation] = packed[at + commandRecord.correlation] as number;
      replies[to + replyRecord.code] = answerNumber.accepted;
      replies[to + replyRecord.value] = packed[at + commandRecord.y] as number;
      replies[to + replyRecord.flag] = 1;
      replies[to + replyRecord.position] = seq;
      to += replyRecord.length;
    }
    this.#hear({ replies, news: [], refreshes: [], halts: [], answers: [], summaries: [], wantMarkMs: 0 });
  }

  close(): void {}
}
