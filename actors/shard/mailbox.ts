import { limits } from '../../schema/limits.ts';
import { Queue } from './queue.ts';

/** A command on its way, with the one to whom its answer goes. */
export interface Envelope {
  readonly command: unknown;
  /**
   * When a gateway received it (ms): by this it comes before a deadline or after it. Null for what operators and
   * the shard itself say, which is urgent and waits for no deadline.
   */
  readonly receivedAt: number | null;
  readonly correlation: number;
  /** The lane it came by; null for the shard's own commands, which nobody waits for. */
  readonly lane: ReplyTo | null;
}

/** Where an answer goes. */
export interface ReplyTo {
  reply(correlation: number, code: number, value: number, flag: number, position: number): void;
}

/**
 * The commands waiting for one actor, bounded: urgent ones (operators, the seller) first, the others in order.
 * What was received at the actor's deadline or later stands aside until the deadline has moved or gone, for
 * something that was received before it may still be on its way and move it.
 */
export class Mailbox {
  readonly #urgent = new Queue<Envelope>();
  #ordinary = new Queue<Envelope>();
  /** All that stands here came before what is in `#ordinary`. */
  #aside = new Queue<Envelope>();
  #earliestAsideMs = Number.POSITIVE_INFINITY;

  get size(): number {
    return this.#urgent.size + this.#ordinary.size + this.#aside.size;
  }

  /** Whether something stands aside. */
  get hasAside(): boolean {
    return this.#aside.size > 0;
  }

  /**
   * Puts a command at the end; false if the mailbox is full. Urgent commands have as much room of their own, and
   * so has what stands aside: a flood after the deadline keeps nobody out who was in time.
   */
  put(envelope: Envelope): boolean {
    const isUrgent = envelope.receivedAt === null;
    const queue = isUrgent ? this.#urgent : this.#ordinary;
    if (queue.size >= limits.maxMailboxCommands) return false;
    if (!isUrgent && this.#aside.size >= limits.maxMailboxCommands) return false;
    queue.push(envelope);
    return true;
  }

  /** Whether there may be something to decide while the deadline is `until` (ms; Infinity without one). */
  mayHaveNext(until: number): boolean {
    return this.#urgent.size > 0 || this.#ordinary.size > 0 || this.#earliestAsideMs < until;
  }

  /** The next command that may be decided while the deadline is `until`. */
  next(until: number): Envelope | undefined {
    const urgent = this.#urgent.shift();
    if (urgent !== undefined) return urgent;
    if (this.#earliestAsideMs < until) this.#takeBack();
    for (;;) {
      const envelope = this.#ordinary.shift();
      const receivedAt = envelope?.receivedAt ?? Number.NEGATIVE_INFINITY;
      if (envelope === undefined || receivedAt < until) return envelope;
      this.#aside.push(envelope);
      this.#earliestAsideMs = Math.min(this.#earliestAsideMs, receivedAt);
    }
  }

  #takeBack(): void {
    const later = this.#ordinary;
    this.#ordinary = this.#aside;
    for (let next = later.shift(); next !== undefined; next = later.shift()) this.#ordinary.push(next);
    this.#aside = later;
    this.#earliestAsideMs = Number.POSITIVE_INFINITY;
  }
}
