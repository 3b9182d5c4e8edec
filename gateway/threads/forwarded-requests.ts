import type { Peer, WebHandler } from '../http/attach-http.ts';
import { ClientGone } from '../http/exchange.ts';
import { type FailureLog, problemOf } from '../http/failure.ts';
import { readReady } from '../http/read-ready.ts';
import { problemFrom, refusalOf } from './refusal.ts';
import type { FromFirst, ToFirst } from './request-messages.ts';

export interface ForwardedRequestsParts {
  readonly handler: WebHandler;
  /** Throws a problem when an address asks for too much. */
  readonly admit: (address: string) => void;
  readonly log: FailureLog;
  readonly send: (message: FromFirst) => void;
}

interface Open {
  readonly gone: AbortController;
  /** Where its body goes, if it has one. */
  body: ReadableStreamDefaultController<Uint8Array> | null;
  /** Parts of the answer for which there is room. */
  room: number;
  onRoom: () => void;
}

/** Answers, on the first gateway, the requests that came in on one of the others. */
export class ForwardedRequests {
  readonly #parts: ForwardedRequestsParts;
  readonly #open = new Map<number, Open>();

  constructor(parts: ForwardedRequestsParts) {
    this.#parts = parts;
  }

  /** Takes what the other gateway tells. */
  heard(message: ToFirst): void {
    if (message.http === 'request') return void this.#take(message);
    const open = this.#open.get(message.id);
    if (open === undefined) return;
    switch (message.http) {
      case 'body':
        if (message.part !== null) return open.body?.enqueue(message.part);
        open.body?.close();
        open.body = null;
        return;
      case 'bodyRefused':
        open.body?.error(problemFrom(message));
        open.body = null;
        return;
      case 'more':
        open.room++;
        return open.onRoom();
      case 'gone': {
        const reason = new ClientGone();
        open.gone.abort(reason);
        open.body?.error(reason);
        open.body = null;
        return open.onRoom();
      }
    }
  }

  async #take({ id, method, url, headers, hasBody, peer }: ToFirst & { http: 'request' }): Promise<void> {
    const open: Open = { gone: new AbortController(), body: null, room: 0, onRoom: () => {} };
    this.#open.set(id, open);
    const { signal } = open.gone;
    try {
      this.#parts.admit(peer.address);
      const init: RequestInit & { duplex: 'half' } = {
        method,
        headers: headers.map(([name, value]) => [name, value]),
        signal,
        duplex: 'half',
      };
      if (hasBody) init.body = this.#bodyOf(id, open);
      const response = await this.#parts.handler.fetch(new Request(url, init), peer);
      await this.#send(id, open, response, method === 'HEAD');
    } catch (error) {
      if (!signal.aborted) this.#refuse(id, error, peer);
    } finally {
      this.#open.delete(id);
    }
  }

  #refuse(id: number, error: unknown, peer: Peer): void {
    const refusal = refusalOf(problemOf(error, peer, this.#parts.log));
    this.#parts.send({ http: 'refused', id, ...refusal });
  }

  async #send(id: number, open: Open, response: Response, isHead: boolean): Promise<void> {
    const { send } = this.#parts;
    const head = { http: 'answer', id, status: response.status, headers: [...response.headers] } as const;
    if (response.body === null || isHead) {
      await response.body?.cancel();
      return send({ ...head, body: null });
    }
    const reader = response.body.getReader();
    const { signal } = open.gone;
    const leave = () => void reader.cancel(signal.reason).catch(() => undefined);
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    try {
      const { ready, rest } = await readReady(reader);
      if (rest === null) return send({ ...head, body: new Uint8Array(Buffer.concat(ready)) });
      send({ ...head, body: 'parts' });
      for (const part of ready) await this.#sendPart(id, open, part);
      for (let result = await rest; !result.done; result = await reader.read()) {
        await this.#sendPart(id, open, result.value);
      }
      send({ http: 'end', id });
    } finally {
      leave();
    }
  }

  async #sendPart(id: number, open: Open, part: Uint8Array): Promise<void> {
    while (open.room === 0 && !open.gone.signal.aborted) {
      await new Promise<void>((resolve) => {
        open.onRoom = resolve;
      });
    }
    open.room--;
    // Copied, because with a part of a buffer all of that would cross.
    this.#parts.send({ http: 'part', id, part: new Uint8Array(part) });
  }

  /** The body, asked for part by part; the other gateway sees to it that it is no longer than allowed. */
  #bodyOf(id: number, open: Open): ReadableStream<Uint8Array> {
    return new ReadableStream(
      {
        start: (controller) => {
          open.body = controller;
        },
        pull: () => this.#parts.send({ http: 'moreBody', id }),
        cancel: () => {
          open.body = null;
        },
      },
      { highWaterMark: 0 },
    );
  }
}
