import type { Peer, WebHandler } from '../http/attach-http.ts';
import { ClientGone } from '../http/exchange.ts';
import { ProblemError } from '../http/problem.ts';
import { problemFrom, refusalOf } from './refusal.ts';
import type { FromFirst, ToFirst } from './request-messages.ts';

interface Waiting {
  /** Held, for its signal is no longer told of an abort once the request is garbage. */
  readonly request: Request;
  readonly body: ReadableStreamDefaultReader<Uint8Array> | null;
  readonly resolve: (response: Response) => void;
  readonly reject: (error: Error) => void;
  /** Where parts of the answer go, once it has begun. */
  parts: ReadableStreamDefaultController<Uint8Array> | null;
}

/** Has the first gateway answer the requests that come in on this one, so that whatever is counted is counted once. */
export class RequestForwarder implements WebHandler {
  readonly #send: (message: ToFirst) => void;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(send: (message: ToFirst) => void) {
    this.#send = send;
  }

  fetch(request: Request, peer: Peer): Promise<Response> {
    const id = ++this.#lastId;
    const { method, url, headers, body, signal } = request;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { request, body: body?.getReader() ?? null, resolve, reject, parts: null });
      signal.addEventListener('abort', () => this.#leave(id), { once: true });
      this.#send({ http: 'request', id, method, url, headers: [...headers], hasBody: body !== null, peer });
    });
  }

  /** Takes what the first gateway answers. */
  heard(message: FromFirst): void {
    const { id } = message;
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    switch (message.http) {
      case 'moreBody':
        return void this.#sendBody(id, waiting);
      case 'part':
        return waiting.parts?.enqueue(message.part);
      case 'answer': {
        const { status, headers, body } = message;
        const init = { status, headers: headers.map(([name, value]): [string, string] => [name, value]) };
        waiting.resolve(new Response(body === 'parts' ? this.#partsOf(id, waiting) : body, init));
        if (body === 'parts') return;
        break;
      }
      case 'end':
        waiting.parts?.close();
        break;
      case 'refused': {
        const problem = problemFrom(message);
        waiting.reject(problem);
        waiting.parts?.error(problem);
      }
    }
    this.#waiting.delete(id);
    // Nobody reads the rest of the request.
    void waiting.body?.cancel().catch(() => {});
  }

  async #sendBody(id: number, { body }: Waiting): Promise<void> {
    if (body === null) return;
    try {
      const { done, value } = await body.read();
      // Copied, because with a part of a buffer all of that would cross.
      this.#send({ http: 'body', id, part: done ? null : new Uint8Array(value) });
    } catch (error) {
      if (error instanceof ProblemError) this.#send({ http: 'bodyRefused', id, ...refusalOf(error) });
      this.#leave(id);
    }
  }

  #partsOf(id: number, waiting: Waiting): ReadableStream<Uint8Array> {
    return new ReadableStream(
      {
        start: (controller) => {
          waiting.parts = controller;
        },
        pull: () => this.#send({ http: 'more', id }),
        cancel: () => this.#leave(id),
      },
      // One part at a time, each when the client has read the one before.
      { highWaterMark: 0 },
    );
  }

  #leave(id: number): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    this.#send({ http: 'gone', id });
    waiting.reject(new ClientGone());
  }
}
