import type { HttpResponse } from 'uWebSockets.js';
import { STATUS_CODES } from 'node:http';
import type { ProblemError } from './problem.ts';
import { problemType } from './problem.ts';

/** The client went away, so there is nobody to answer. */
export class ClientGone extends Error {
  constructor() {
    super('The client closed the connection');
    this.name = 'ClientGone';
  }
}

export interface Head {
  readonly status: number;
  readonly headers: Iterable<readonly [name: string, value: string]>;
}

/** Headers that uWebSockets.js writes itself, or that speak of a connection that is not ours to describe. */
const framing = new Set(['content-length', 'transfer-encoding', 'connection', 'keep-alive', 'date']);

/**
 * One answer on a uWebSockets.js response, which may be touched only until it has ended or the client is
 * gone: everything goes through here, and here only is it known whether it still may.
 */
export class Exchange {
  readonly #res: HttpResponse;
  readonly #controller = new AbortController();
  readonly #isHead: boolean;
  #isOpen = true;
  #hasStarted = false;
  #isPaused = false;
  #isWatchingForRoom = false;
  /** Goes on with the part that waits for room, if any; false if there was not enough room yet. */
  #onRoom: ((offset: number) => boolean) | null = null;

  constructor(res: HttpResponse, isHead: boolean) {
    this.#res = res;
    this.#isHead = isHead;
    res.onAborted(() => {
      this.#isOpen = false;
      this.#controller.abort(new ClientGone());
    });
  }

  /** Aborted when the client goes away. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether there is still somebody to answer. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Receives the request's body. */
  onData(receive: (chunk: ArrayBuffer, isLast: boolean) => void): void {
    this.#res.onData(receive);
  }

  /** Holds the request's body back, until the answer begins: a paused connection would never send its next request. */
  pause(): void {
    if (!this.#isOpen || this.#hasStarted) return;
    this.#isPaused = true;
    this.#res.pause();
  }

  resume(): void {
    if (!this.#isOpen || !this.#isPaused) return;
    this.#isPaused = false;
    this.#res.resume();
  }

  /** The whole answer at once. */
  end(head: Head, body: Uint8Array | string): void {
    if (this.#isHead) return this.endWithoutBody(head, Buffer.byteLength(body));
    this.#cork(() => {
      this.#writeHead(head);
      this.#isOpen = false;
      this.#res.end(body);
    });
  }

  /** The whole answer where no body is allowed; `length` is that of the body which a GET would have. */
  endWithoutBody(head: Head, length: number | undefined): void {
    this.#cork(() => {
      this.#writeHead(head);
      this.#isOpen = false;
      // Written here because a connection is of no more use after endWithoutBody was given the length.
      if (length !== undefined) this.#res.writeHeader('content-length', String(length));
      this.#res.endWithoutBody();
    });
  }

  /** Answers with a problem, or cuts the connection when another answer has begun. */
  refuse({ status, problem, headers }: ProblemError): void {
    if (this.#hasStarted) return this.cut();
    const all = {
      ...headers,
      'content-type': problemType,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    };
    this.end({ status, headers: Object.entries(all) }, JSON.stringify(problem));
  }

  /** The next part of an answer of a known length; resolves when the client has room for more. */
  sendSized(head: Head, part: Uint8Array, totalLength: number): Promise<void> {
    const before = this.#hasStarted ? this.#res.getWriteOffset() : 0;
    const attempt = (rest: Uint8Array): boolean => {
      let hasRoom = false;
      this.#cork(() => {
        this.#writeHead(head);
        const [ok, isDone] = this.#res.tryEnd(rest, totalLength);
        hasRoom = ok || isDone;
        if (isDone) this.#isOpen = false;
      });
      return hasRoom;
    };
    return this.#send(
      () => attempt(part),
      (offset) => attempt(part.subarray(offset - before)),
    );
  }

  /** The next part of an answer of unknown length; resolves when the client has room for more. */
  sendChunk(head: Head, part: Uint8Array): Promise<void> {
    return this.#send(
      () => {
        let hasRoom = false;
        this.#cork(() => {
          this.#writeHead(head);
          hasRoom = this.#res.write(part);
        });
        return hasRoom;
      },
      // uWebSockets.js has kept what did not fit and sends it before the next part.
      () => true,
    );
  }

  /** Ends an answer of unknown length. */
  endChunks(): void {
    this.#cork(() => {
      this.#isOpen = false;
      this.#res.end();
    });
  }

  /** Cuts the connection: the answer can't be completed and the client must not take it for whole. */
  cut(): void {
    if (this.#isOpen) this.#res.close();
  }

  #send(attempt: () => boolean, again: (offset: number) => boolean): Promise<void> {
    if (!this.#isOpen) return Promise.reject(new ClientGone());
    if (attempt()) return Promise.resolve();
    this.#watchForRoom();
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(new ClientGone());
      this.signal.addEventListener('abort', onAbort, { once: true });
      this.#onRoom = (offset) => {
        if (!again(offset)) return false;
        this.#onRoom = null;
        this.signal.removeEventListener('abort', onAbort);
        resolve();
        return true;
      };
    });
  }

  /** Once per response: a handler that is registered while another one runs is forgotten when that one returns. */
  #watchForRoom(): void {
    if (this.#isWatchingForRoom) return;
    this.#isWatchingForRoom = true;
    this.#res.onWritable((offset) => this.#onRoom?.(offset) ?? true);
  }

  #cork(write: () => void): void {
    if (this.#isOpen) this.#res.cork(write);
  }

  #writeHead({ status, headers }: Head): void {
    if (this.#hasStarted) return;
    this.resume();
    this.#hasStarted = true;
    this.#res.writeStatus(`${status} ${STATUS_CODES[status] ?? ''}`);
    for (const [name, value] of headers) {
      if (framing.has(name)) continue;
      this.#res.writeHeader(name, value);
      // It is meant for this connection alone, and must be named as such (RFC 9110, section 7.8).
      if (name === 'upgrade') this.#res.writeHeader('connection', 'upgrade');
    }
  }
}
