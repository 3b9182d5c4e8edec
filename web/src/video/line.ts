import type { ClientMessage } from '../../../schema/wire/client.ts';
import type { MediaRole } from '../../../schema/wire/media.ts';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import { Attempts } from './attempts.ts';
import { NoVideo, refusalOfCode, type VideoRefusal } from './refusals.ts';
import { Timers } from './timers.ts';
import type { WireDtls } from './wire.ts';

/** How it stands with one's part in the video of a lot, be it watching or sending it. */
export type LineState =
  | { readonly kind: 'off' }
  | { readonly kind: 'asking' }
  /** Both ends are there, with all tracks that there were. */
  | { readonly kind: 'open' }
  /** Broken, and asked for again in a moment. */
  | { readonly kind: 'waiting' }
  /** Another window has this part now. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'refused'; readonly why: VideoRefusal };

/** The browser's end of a transport. */
export interface LineEnd {
  close(): void;
}

/** What an end tells. */
export interface LineListener {
  connect(dtlsParameters: WireDtls): void;
  /** The way to the server is there (again), or lost. */
  connected(isConnected: boolean): void;
  /** Says something about this transport; false when it is not the one in use any more. */
  say(message: ClientMessage): boolean;
}

/** What a line needs of the outside, given so that tests can stand in for it. */
export interface LineWorld {
  send(message: ClientMessage): boolean;
  /** Calls back once, and returns what calls it off. */
  after(delayMs: number, call: () => void): () => void;
  random(): number;
}

interface LineParts {
  readonly role: MediaRole;
  readonly lotId: string;
  /** Whether the lot's subscription is answered already. */
  readonly isSubscribed: boolean;
  readonly world: LineWorld;
  /** What the server is asked; rejects with `NoVideo` when there can be none. */
  readonly question: () => Promise<ClientMessage>;
  readonly changed: (state: LineState) => void;
}

const answerWithinMs = 8_000;
const connectWithinMs = 12_000;
const steadyAfterMs = 10_000;

/** Messages whose refusal concerns the line. */
const aboutRole: Readonly<Record<MediaRole, readonly string[]>> = {
  watch: ['mediaWatch', 'mediaConnect', 'mediaReady'],
  publish: ['mediaPublish', 'mediaConnect', 'mediaProduce'],
};

/**
 * The order in which a transport for one lot's video is asked for, kept and asked for again. An end that still
 * works stays until the next one is there, so that a short loss of the WebSocket is not seen.
 */
export class Line<End extends LineEnd> {
  readonly #parts: LineParts;
  readonly #timers: Timers;
  readonly #attempts: Attempts;
  #state: LineState = { kind: 'off' };
  #end: End | null = null;
  #isSubscribed: boolean;
  /** Counts the questions, so that what belongs to an older one is known. */
  #turn = 0;

  constructor(parts: LineParts) {
    this.#parts = parts;
    this.#isSubscribed = parts.isSubscribed;
    this.#attempts = new Attempts(parts.world.random);
    this.#timers = new Timers(parts.world.after);
  }

  get state(): LineState {
    return this.#state;
  }

  /** The browser's end, while there is one. */
  get end(): End | null {
    return this.#end;
  }

  /** Asks for a transport, now or when the lot is subscribed to. */
  start(): void {
    this.#attempts.forget();
    void this.#ask();
  }

  stop(): void {
    if (this.#isOn()) this.#sendLeave();
    this.#rest({ kind: 'off' });
  }

  /** A new connection to the server, which knows nothing of the old one's transports. */
  welcomed(): void {
    this.#isSubscribed = false;
    if (this.#isOn()) this.start();
  }

  /** Follows what the server says of the line; the answer itself is for `open`. */
  take(message: ServerMessage): void {
    if (message.type === 'error') {
      const about = message.about;
      if (about?.lot === this.#parts.lotId && this.#isOn()) this.#refused(about.type, message.code);
      return;
    }
    if (!('lot' in message) || message.lot !== this.#parts.lotId) return;
    if (message.type === 'snapshot' || message.type === 'events') {
      if (this.#isSubscribed) return;
      this.#isSubscribed = true;
      if (this.#state.kind === 'asking') void this.#ask();
    } else if (message.type === 'mediaClosed' && message.role === this.#parts.role && this.#isOn()) {
      if (message.again) this.#retry();
      else this.#rest({ kind: 'elsewhere' });
    }
  }

  /** The question is answered: makes the browser's end, and is open when what `begin` does is done. */
  async open(make: (listener: LineListener) => End, begin: (end: End) => Promise<void>): Promise<void> {
    if (this.#state.kind !== 'asking') return;
    const turn = this.#turn;
    this.#timers.cancelAll();
    this.#end?.close();
    const end = make(this.#listener(turn));
    this.#end = end;
    try {
      await begin(end);
      if (turn === this.#turn) this.#enter({ kind: 'open' });
    } catch {
      if (turn === this.#turn) this.broke();
    }
  }

  /** The transport is no good any more, and the server may not know it. */
  broke(): void {
    this.#sendLeave();
    this.#retry();
  }

  #listener(turn: number): LineListener {
    const { world, lotId, role } = this.#parts;
    const isCurrent = () => turn === this.#turn;
    return {
      connect: (dtlsParameters) => {
        if (!isCurrent()) return;
        world.send({ type: 'mediaConnect', lot: lotId, role, dtlsParameters });
        this.#timers.start('connect', connectWithinMs, () => this.broke());
      },
      connected: (isConnected) => {
        if (!isCurrent()) return;
        this.#timers.cancel('connect');
        this.#timers.cancel('steady');
        if (isConnected) this.#timers.start('steady', steadyAfterMs, () => this.#attempts.forget());
        else this.broke();
      },
      say: (message) => isCurrent() && world.send(message),
    };
  }

  async #ask(): Promise<void> {
    const turn = ++this.#turn;
    this.#timers.cancelAll();
    this.#enter({ kind: 'asking' });
    if (!this.#isSubscribed) return;
    try {
      const question = await this.#parts.question();
      if (turn !== this.#turn) return;
      this.#timers.start('answer', answerWithinMs, () => this.broke());
      // Unsent, it is asked after the next welcome.
      this.#parts.world.send(question);
    } catch (error) {
      if (turn !== this.#turn) return;
      if (error instanceof NoVideo) this.#rest({ kind: 'refused', why: error.why });
      else this.#retry();
    }
  }

  #refused(type: string, code: Parameters<typeof refusalOfCode>[0]): void {
    const about = aboutRole[this.#parts.role];
    if (!about.includes(type)) return;
    // A message of both roles: without an end it was not about this one.
    if (type === 'mediaConnect' && this.#end === null) return;
    const why = refusalOfCode(code, type);
    if (why === null) this.broke();
    else this.#rest({ kind: 'refused', why });
  }

  #retry(): void {
    const waitMs = this.#attempts.nextMs();
    if (waitMs === null) {
      this.#rest({ kind: 'refused', why: 'failed' });
      return;
    }
    this.#rest({ kind: 'waiting' });
    this.#timers.start('retry', waitMs, () => void this.#ask());
  }

  /** Closes what there is and enters a state. */
  #rest(state: LineState): void {
    this.#turn++;
    this.#timers.cancelAll();
    const end = this.#end;
    this.#end = null;
    end?.close();
    this.#enter(state);
  }

  #isOn(): boolean {
    return ['asking', 'open', 'waiting'].includes(this.#state.kind);
  }

  #sendLeave(): void {
    const { world, lotId, role } = this.#parts;
    world.send({ type: 'mediaLeave', lot: lotId, role });
  }

  #enter(state: LineState): void {
    this.#state = state;
    this.#parts.changed(state);
  }
}
