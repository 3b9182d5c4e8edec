import { BidReader } from '../lane/bid-reader.ts';
import type { Hands } from '../lane/hands.ts';
import { LaneMemory } from '../lane/lane-memory.ts';
import type { ActorSummary, AskAnswer, FromShard, News, Refresh, Snapshot } from '../lane/messages.ts';
import { replyRecord } from '../lane/messages.ts';
import type { Cell } from './cell.ts';
import type { ReplyTo } from './mailbox.ts';

/** How a lane's messages leave the shard; `transfer` names what is moved and not copied. */
export type Post = (message: FromShard, transfer: ArrayBuffer[]) => void;

/** A shard's end of the lane to one gateway: gathers what goes out until the shard flushes it. */
export class ShardLane implements ReplyTo {
  readonly #post: Post;
  readonly #hands: Hands;
  readonly #bids: BidReader;
  #handfulCount = 0;
  /** By handle. */
  readonly cells: (Cell | undefined)[] = [];
  /** Everything that the gateway received before this time (ms) has arrived here. */
  markMs = 0;
  wantsSummaries = false;
  #wantMarkMs = 0;
  #askedMarkMs = 0;
  #replies = new Float64Array(64 * replyRecord.length);
  #replyCount = 0;
  #news: News[] = [];
  #refreshes: Refresh[] = [];
  #halts: number[] = [];
  #answers: AskAnswer[] = [];
  #summaries = new Map<string, ActorSummary>();

  constructor(post: Post, memory = new LaneMemory()) {
    this.#post = post;
    this.#hands = memory.hands;
    this.#bids = new BidReader(memory.bids);
  }

  /** Packed bids; the places of those that wait are given by `nextBid`. */
  get bids(): Float64Array {
    return this.#bids.records;
  }

  /** The place in `bids` of the next one, good until the next call; -1 if none waits, or orders before it are on their way. */
  nextBid(): number {
    return this.#bids.next(this.#handfulCount);
  }

  /** The gateway has said that bids wait: it says so again when there are more after this. */
  heard(): void {
    this.#bids.heard();
  }

  /** All orders of a handful have been followed. What the gateway received before `markMs` is here, or waits in `bids`. */
  followed(markMs: number): void {
    this.#handfulCount++;
    this.markMs = Math.max(this.markMs, markMs);
  }

  /**
   * Whether the gateway has no orders for the shard and no bid is just being stamped. If that is so once a deadline
   * has come, then all that it received before is here, or waits in `bids`.
   */
  isQuiet(): boolean {
    return this.#hands.areEmpty(this.#handfulCount) && !this.#bids.isStamping();
  }

  reply(correlation: number, code: number, value: number, flag: number, position: number): void {
    const at = this.#replyCount++ * replyRecord.length;
    if (at === this.#replies.length) {
      const larger = new Float64Array(this.#replies.length * 2);
      larger.set(this.#replies);
      this.#replies = larger;
    }
    this.#replies[at] = correlation;
    this.#replies[at + 1] = code;
    this.#replies[at + 2] = value;
    this.#replies[at + 3] = flag;
    this.#replies[at + 4] = position;
  }

  tell(news: News): void {
    this.#news.push(news);
  }

  /** Tells where a rebuilt actor stands, for news may have been lost on the way. */
  refresh(handle: number, snapshot: Snapshot): void {
    this.#refreshes.push({ handle, snapshot });
  }

  /** Tells that a watched actor was stopped. */
  halted(handle: number): void {
    this.#halts.push(handle);
  }

  answer(correlation: number, value: unknown, isHalted = false): void {
    this.#answers.push({ correlation, value, isHalted });
  }

  /** Keeps the newest summary of each changed actor until `flushSummaries`. */
  summarize(actor: string, status: string, summary: string): void {
    this.#summaries.set(actor, { actor, status, summary });
  }

  /** Asks the gateway for a mark of at least `deadlineMs`, once. */
  wantMark(deadlineMs: number): void {
    if (this.#askedMarkMs > this.markMs) return;
    this.#askedMarkMs = deadlineMs;
    this.#wantMarkMs = deadlineMs;
  }

  /** Posts what was gathered, if anything; summaries only when their time has come. */
  flush(withSummaries = false): void {
    const summaries = withSummaries && this.#summaries.size > 0 ? [...this.#summaries.values()] : [];
    if (
      this.#replyCount === 0 &&
      this.#news.length === 0 &&
      this.#refreshes.length === 0 &&
      this.#halts.length === 0 &&
      this.#answers.length === 0 &&
      this.#wantMarkMs === 0 &&
      summaries.length === 0
    ) {
      return;
    }
    const replies =
      this.#replyCount === 0 ? null : this.#replies.slice(0, this.#replyCount * replyRecord.length);
    const message: FromShard = {
      replies,
      news: this.#news,
      refreshes: this.#refreshes,
      halts: this.#halts,
      answers: this.#answers,
      summaries,
      wantMarkMs: this.#wantMarkMs,
    };
    this.#replyCount = 0;
    this.#wantMarkMs = 0;
    if (this.#news.length > 0) this.#news = [];
    if (this.#refreshes.length > 0) this.#refreshes = [];
    if (this.#halts.length > 0) this.#halts = [];
    if (this.#answers.length > 0) this.#answers = [];
    if (summaries.length > 0) this.#summaries.clear();
    this.#post(message, replies === null ? [] : [replies.buffer]);
  }
}
