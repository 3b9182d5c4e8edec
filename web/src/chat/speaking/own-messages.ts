import { type ReadonlySignal, signal } from '@preact/signals';
import { type ErrorCode, retryableCodes } from '../../../../schema/codes.ts';
import type { ClientMessage } from '../../../../schema/wire/client.ts';
import type { ServerMessage } from '../../../../schema/wire/server.ts';
import type { Code } from '../../api/request.ts';

/** What somebody wants to say. */
export interface Wish {
  readonly text: string;
  readonly replyTo: number | null;
  readonly mentions: readonly number[];
}

/** A message of one's own that the room does not show yet, or never will. */
export interface OwnMessage extends Wish {
  readonly sayId: number;
  readonly outcome:
    | { readonly kind: 'pending' }
    /** It is number `seq`, and comes with the room's events. */
    | { readonly kind: 'said'; readonly seq: number }
    /** A moderator looks at it first. */
    | { readonly kind: 'held' }
    /** It may be said from `untilMs` on by the post's clock; null if time alone does not help. */
    | { readonly kind: 'refused'; readonly code: Code; readonly untilMs: number | null };
}

/** What it needs of the page. */
export interface MessagePost {
  send(message: ClientMessage): boolean;
  nextId(): number;
  /** Asks whether the connection is still there. */
  probe(): void;
  nowMs(): number;
  after(delayMs: number, call: () => void): () => void;
}

const firstRetryMs = 300;
const longestRetryMs = 4_000;
const probeAfterMs = 2_000;
const overloads: ReadonlySet<ErrorCode> = new Set(['rate_limited', 'unavailable', 'internal']);

/**
 * What one says in a room. A message keeps its id until the server has answered it for good, and the next one is not
 * sent before, so that all are said once and in their order.
 */
export class OwnMessages {
  readonly #list = signal<readonly OwnMessage[]>([]);
  readonly #lotId: string;
  readonly #post: MessagePost;
  #isInRoom = false;
  #attempts = 0;
  #cancelTimer: () => void = () => {};

  constructor(lotId: string, post: MessagePost) {
    this.#lotId = lotId;
    this.#post = post;
  }

  /** In the order in which they were typed. */
  get list(): ReadonlySignal<readonly OwnMessage[]> {
    return this.#list;
  }

  /** Says something, now or as soon as it can be said. */
  say(wish: Wish): void {
    const isFirst = this.#first() === undefined;
    const sayId = this.#post.nextId();
    this.#list.value = [...this.#list.value, { ...wish, sayId, outcome: { kind: 'pending' } }];
    if (isFirst) this.#sendFirst();
  }

  /** Takes a message off the list; one that is on its way stays. */
  dismiss(sayId: number): void {
    this.#list.value = this.#list.value.filter(
      (one) => one.sayId !== sayId || one.outcome.kind === 'pending',
    );
  }

  /** The connection is in the room: what waits is sent, again if it was sent before. */
  entered(): void {
    this.#isInRoom = true;
    this.#attempts = 0;
    this.#sendFirst();
  }

  /** The connection is not in the room, or not as this person. */
  left(): void {
    this.#isInRoom = false;
    this.#cancelTimer();
  }

  /** The room shows everything up to `seq`. */
  shown(seq: number): void {
    const isShown = ({ outcome }: OwnMessage) => outcome.kind === 'said' && outcome.seq <= seq;
    if (this.#list.value.some(isShown)) {
      this.#list.value = this.#list.value.filter((one) => !isShown(one));
    }
  }

  /** Takes the answers among the server's messages. */
  take(message: ServerMessage): void {
    if (message.type === 'chatSaid' && message.lot === this.#lotId) {
      const { sayId, seq, held } = message;
      this.#settle(sayId, held ? { kind: 'held' } : { kind: 'said', seq });
    } else if (message.type === 'chatRefused' && message.lot === this.#lotId) {
      const { sayId, code, waitMs, retry } = message;
      if (retryableCodes.has(code) || (retry && waitMs === undefined)) this.#sendLater(sayId, waitMs);
      else {
        const untilMs = waitMs ? this.#post.nowMs() + waitMs : null;
        this.#settle(sayId, { kind: 'refused', code, untilMs });
      }
    } else if (message.type === 'error' && message.about?.type === 'chatSay') {
      if ((message.about.lot ?? this.#lotId) === this.#lotId) this.#failed(message.code);
    }
  }

  /** An error names no message, so it is about the one that was sent. */
  #failed(code: ErrorCode): void {
    const first = this.#first();
    if (first === undefined) return;
    // Not in the room any more, or not yet: it goes out when it is entered.
    if (code === 'not_found') this.left();
    else if (overloads.has(code)) this.#sendLater(first.sayId);
    else this.#settle(first.sayId, { kind: 'refused', code, untilMs: null });
  }

  #first(): OwnMessage | undefined {
    return this.#list.peek().find(({ outcome }) => outcome.kind === 'pending');
  }

  #sendFirst(): void {
    const first = this.#first();
    if (first === undefined || !this.#isInRoom) return;
    this.#cancelTimer();
    const { sayId, text, replyTo, mentions } = first;
    this.#post.send({
      type: 'chatSay',
      lot: this.#lotId,
      sayId,
      text,
      ...(replyTo === null ? {} : { replyTo }),
      ...(mentions.length === 0 ? {} : { mentions: [...mentions] }),
    });
    this.#cancelTimer = this.#post.after(probeAfterMs, () => this.#post.probe());
  }

  #sendLater(sayId: number, waitMs?: number): void {
    if (this.#first()?.sayId !== sayId) return;
    this.#cancelTimer();
    const backoffMs = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(this.#attempts++, 8));
    this.#cancelTimer = this.#post.after(Math.max(waitMs ?? 0, backoffMs), () => this.#sendFirst());
  }

  #settle(sayId: number, outcome: OwnMessage['outcome']): void {
    const waiting = this.#first();
    if (waiting?.sayId !== sayId) return;
    this.#cancelTimer();
    this.#attempts = 0;
    this.#list.value = this.#list.value.map((one) => (one === waiting ? { ...one, outcome } : one));
    this.#sendFirst();
  }
}
