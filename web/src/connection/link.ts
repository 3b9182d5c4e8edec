import { mayReconnect } from '../../../schema/codes.ts';
import type { ClientMessage } from '../../../schema/wire/client.ts';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import { backoffMs } from './backoff.ts';
import type { ServerClock } from './server-clock.ts';

/** How it stands with the connection; `refused` says that coming again would be no use. */
export type LinkState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** Open, but the server has not answered for a while: what is shown may be old. */
  | { readonly kind: 'behind' }
  | { readonly kind: 'reconnecting' }
  | { readonly kind: 'offline' }
  | { readonly kind: 'refused'; readonly closeCode: number };

/** What a link needs of a WebSocket. */
export interface LinkSocket {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
  send(text: string): void;
  close(): void;
}

/** The outside world, given so that tests can stand in for it. */
export interface LinkWorld {
  openSocket(): LinkSocket;
  nowMs(): number;
  random(): number;
  isOnline(): boolean;
  /** Calls back once, and returns what calls it off. */
  after(delayMs: number, call: () => void): () => void;
}

export interface LinkListener {
  stateChanged(state: LinkState): void;
  welcomed(): void;
  message(message: ServerMessage): void;
}

const welcomeWithinMs = 8_000;
const steadyAfterMs = 5_000;
const firstSamples = 5;
const firstSampleEveryMs = 200;
const sampleEveryMs = 20_000;
const behindAfterMs = 3_000;
const lostAfterMs = 9_000;

/**
 * One WebSocket that comes back: it reconnects with back-off, measures the server's clock, and notices a
 * connection that has died without a word because its questions for the time stay unanswered.
 */
export class Link {
  #socket: LinkSocket | null = null;
  #state: LinkState = { kind: 'connecting' };
  #attempt = 0;
  #welcomed = false;
  #samplesTaken = 0;
  /** Moment of the oldest unanswered question for the time. */
  #askedAtMs: number | null = null;
  readonly #timers = new Map<string, () => void>();
  readonly #world: LinkWorld;
  readonly #clock: ServerClock;
  readonly #listener: LinkListener;

  constructor(world: LinkWorld, clock: ServerClock, listener: LinkListener) {
    this.#world = world;
    this.#clock = clock;
    this.#listener = listener;
  }

  /** Connects now, dropping any connection there is: at the start, after signing in, when the net is back. */
  reopen(): void {
    this.#drop();
    this.#attempt = 0;
    this.#connect();
  }

  /** Sends a message, or returns false when there is no connection to send it on. */
  send(message: ClientMessage): boolean {
    if (this.#socket === null || !this.#welcomed) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Asks whether the server is still there: when a bid waits, or the device has woken up. */
  probe(): void {
    if (this.#welcomed) this.#askTime();
    else if (this.#socket === null && this.#state.kind !== 'refused') this.reopen();
  }

  /** The device says that it has no network. */
  wentOffline(): void {
    this.#drop();
    this.#enter({ kind: 'offline' });
    this.#retryLater();
  }

  #connect(): void {
    this.#enterAbsence();
    const socket = this.#world.openSocket();
    this.#socket = socket;
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = (event) => this.#closed(event.code);
    this.#timer('welcome', welcomeWithinMs, () => this.#lost());
  }

  #receive(data: unknown): void {
    if (typeof data !== 'string') return;
    const message = JSON.parse(data) as ServerMessage;
    const nowMs = this.#world.nowMs();
    if (message.type === 'welcome') {
      this.#clock.greeted(nowMs, message.serverNow);
      this.#welcome();
    }
    if (message.type === 'time') this.#timeAnswered(message.clientAt, nowMs, message.serverNow);
    this.#listener.message(message);
    if (message.type === 'welcome') this.#listener.welcomed();
  }

  #welcome(): void {
    this.#cancel('welcome');
    this.#welcomed = true;
    this.#samplesTaken = 0;
    this.#askedAtMs = null;
    this.#timer('steady', steadyAfterMs, () => {
      this.#attempt = 0;
    });
    this.#enter({ kind: 'open' });
    this.#askTime();
  }

  #askTime(): void {
    const nowMs = this.#world.nowMs();
    this.send({ type: 'time', clientAt: nowMs });
    if (this.#askedAtMs === null) {
      this.#askedAtMs = nowMs;
      this.#timer('behind', behindAfterMs, () => this.#enter({ kind: 'behind' }));
      this.#timer('lost', lostAfterMs, () => this.#lost());
    }
  }

  #timeAnswered(sentAtMs: number, receivedAtMs: number, serverNowMs: number): void {
    this.#clock.measured(sentAtMs, receivedAtMs, serverNowMs);
    this.#samplesTaken++;
    this.#askedAtMs = null;
    this.#cancel('behind');
    this.#cancel('lost');
    if (this.#state.kind === 'behind') this.#enter({ kind: 'open' });
    const waitMs = this.#samplesTaken < firstSamples ? firstSampleEveryMs : sampleEveryMs;
    this.#timer('sample', waitMs, () => this.#askTime());
  }

  #closed(code: number): void {
    this.#drop();
    if (mayReconnect(code)) this.#retryLater();
    else this.#enter({ kind: 'refused', closeCode: code });
  }

  /** A socket without a sign of life is not waited for: its own close may take minutes. */
  #lost(): void {
    this.#drop();
    this.#retryLater();
  }

  #retryLater(): void {
    this.#enterAbsence();
    const waitMs = backoffMs(this.#attempt++, this.#world.random());
    this.#timer('retry', waitMs, () => this.#connect());
  }

  /** The first connection is still being made until it was there once. */
  #enterAbsence(): void {
    if (!this.#world.isOnline()) this.#enter({ kind: 'offline' });
    else if (this.#state.kind !== 'connecting') this.#enter({ kind: 'reconnecting' });
  }

  #drop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#welcomed = false;
    this.#askedAtMs = null;
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  #enter(state: LinkState): void {
    if (state.kind === this.#state.kind && state.kind !== 'refused') return;
    this.#state = state;
    this.#listener.stateChanged(state);
  }

  #timer(name: string, delayMs: number, call: () => void): void {
    this.#cancel(name);
    this.#timers.set(
      name,
      this.#world.after(delayMs, () => {
        this.#timers.delete(name);
        call();
      }),
    );
  }

  #cancel(name: string): void {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }
}
