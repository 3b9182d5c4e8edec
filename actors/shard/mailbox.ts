import { limits } from '../../schema/limits.ts';
import { Queue } from './queue.ts';

/** A command on its way, with the one to whom its answer goes. */
export interface Envelope {
  readonly command: unknown;
  readonly urgent: boolean;
  /** When a gateway received it (ms). */
  readonly receivedAt: number;
  readonly correlation: number;
  /** The lane it came by; null for the shard's own commands, which nobody waits for. */
  readonly lane: ReplyTo | null;
}

/** Where an answer goes. */
export interface ReplyTo {
  reply(correlation: number, code: number, value: number, flag: number, position: number): void;
}

/** The commands waiting for one actor: bounded, urgent ones (operators, the seller) first, else in order. */
export class Mailbox {
  readonly #urgent = new Queue<Envelope>();
  readonly #ordinary = new Queue<Envelope>();

  get size(): number {
    return this.#urgent.size + this.#ordinary.size;
  }

  /** Puts a command at the end; false if the mailbox is full. Urgent commands may fill the whole of a reserve of their own. */
  put(envelope: Envelope): boolean {
    const queue = envelope.urgent ? this.#urgent : this.#ordinary;
    if (queue.size >= limits.maxMailboxCommands) return false;
    queue.push(envelope);
    return true;
  }

  /** The next command in order. */
  next(): Envelope | undefined {
    return this.#urgent.shift() ?? this.#ordinary.shift();
  }

  /** The next command that was received before `deadline`, urgent ones first, wherever it stands. */
  nextBefore(deadline: number): Envelope | undefined {
    const fits = (envelope: Envelope) => envelope.receivedAt < deadline;
    return this.#urgent.take(fits) ?? this.#ordinary.take(fits);
  }
}
