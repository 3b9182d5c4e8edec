import type { WebSocket } from 'uWebSockets.js';
import type { SocketData } from '../../gateway/socket/connection.ts';
import type { ServerMessage } from '../../schema/wire/server.ts';
import type { Thread } from '../time/thread.ts';

/** What a client hears from its socket. */
export interface SocketListener {
  message(message: ServerMessage): void;
  closed(code: number): void;
}

/** What a gateway hears from a socket. */
export interface SocketService {
  frame(text: string): void;
  closed(): void;
}

/** The code that both sides see when a connection breaks. */
const brokenCode = 1006;

/** A socket between a client and a gateway: both directions keep their order, each frame has its own delay. */
export class Socket {
  readonly #thread: Thread;
  readonly #delayMs: () => number;
  readonly #read: (frame: string | Uint8Array) => ServerMessage;
  readonly #listener: SocketListener;
  #service: SocketService | null = null;
  /** What came in before the gateway had taken the socket. */
  #early: string[] = [];
  #isBroken = false;
  #isEnded = false;
  /** The client does not read. */
  isStuck = false;
  #unread: ServerMessage[] = [];
  #unreadBytes = 0;
  #lastUpMs = 0;
  #lastDownMs = 0;

  /** `read` takes what a frame says out of it, at the moment when it is sent. */
  constructor(
    thread: Thread,
    delayMs: () => number,
    read: (frame: string | Uint8Array) => ServerMessage,
    listener: SocketListener,
  ) {
    this.#thread = thread;
    this.#delayMs = delayMs;
    this.#read = read;
    this.#listener = listener;
  }

  get isOpen(): boolean {
    return !this.#isBroken && !this.#isEnded;
  }

  serve(service: SocketService): void {
    this.#service = service;
    for (const text of this.#early.splice(0)) service.frame(text);
  }

  /** The client sends a frame. */
  send(text: string): void {
    if (this.#isBroken) return;
    const { timeline } = this.#thread;
    this.#lastUpMs = Math.max(this.#lastUpMs, timeline.nowMs + this.#delayMs());
    this.#thread.runAt(this.#lastUpMs, 'frame up', () => {
      if (!this.isOpen) return;
      if (this.#service === null) this.#early.push(text);
      else this.#service.frame(text);
    });
  }

  /** The connection breaks: what is on its way is lost, and the gateway learns of it so much later. */
  breakOff(gatewayLearnsAfterMs: number): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    this.#thread.run(gatewayLearnsAfterMs, 'socket gone', () => this.#end());
    this.#listener.closed(brokenCode);
  }

  /** The client reads again. */
  unstick(): void {
    this.isStuck = false;
    this.#unreadBytes = 0;
    for (const message of this.#unread.splice(0)) this.#down(message);
  }

  /** The gateway's end, as much of uWebSockets.js's as a connection uses. */
  get gatewayEnd(): WebSocket<SocketData> {
    const end = {
      send: (frame: string | Uint8Array) => {
        if (this.#isEnded) return 1;
        const message = this.#read(frame);
        if (!this.isStuck) {
          this.#down(message);
          return 1;
        }
        this.#unread.push(message);
        this.#unreadBytes += frame.length;
        return 0;
      },
      cork: (task: () => void) => task(),
      getBufferedAmount: () => this.#unreadBytes,
      end: (code: number) => {
        if (this.#isEnded) return;
        this.#end();
        if (!this.#isBroken) {
          this.#arrive(() => {
            this.#isBroken = true;
            this.#listener.closed(code);
          });
        }
      },
    };
    return end as unknown as WebSocket<SocketData>;
  }

  #end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#service?.closed();
  }

  #down(message: ServerMessage): void {
    this.#arrive(() => this.#listener.message(message));
  }

  #arrive(task: () => void): void {
    const { timeline } = this.#thread;
    this.#lastDownMs = Math.max(this.#lastDownMs, timeline.nowMs + this.#delayMs());
    timeline.at(this.#lastDownMs, 'frame down', () => {
      if (!this.#isBroken) task();
    });
  }
}
