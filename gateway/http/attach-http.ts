import type { TemplatedApp } from 'uWebSockets.js';
import { randomUUID } from 'node:crypto';
import { limits } from '../../schema/limits.ts';
import { readBody } from './body.ts';
import type { ClientAddress } from './client-address.ts';
import { ClientGone, Exchange } from './exchange.ts';
import { type FailureLog, problemOf } from './failure.ts';
import { ProblemError } from './problem.ts';
import { type RequestHead, readRequestHead } from './request-head.ts';
import { sendResponse } from './send-response.ts';

/** What a handler is told about the one who asks, besides the request itself. */
export interface Peer {
  readonly address: string;
  /** Names this request in the log and in the answer. */
  readonly requestId: string;
}

/** Anything that answers web requests, such as a Hono app. */
export interface WebHandler {
  fetch(request: Request, peer: Peer): Response | Promise<Response>;
}

export interface HttpParts {
  readonly log: FailureLog;
  /** Throws a problem when an address asks for too much; where requests are handed on, that is seen to behind. */
  readonly admit?: (address: string) => void;
  readonly clientAddress: ClientAddress;
  /** How browsers come here, if the configuration knows that it is by https. */
  readonly scheme?: 'http' | 'https';
  readonly maxBodyBytes?: number;
}

/** Answers every HTTP request that no other route of `app` takes by `handler`. */
export function attachHttp(app: TemplatedApp, handler: WebHandler, parts: HttpParts): void {
  const { log, admit, clientAddress, scheme = 'http', maxBodyBytes = limits.maxBodyBytes } = parts;

  app.any('/*', (res, req) => {
    const exchange = new Exchange(res, req.getCaseSensitiveMethod() === 'HEAD');
    const peer = { address: clientAddress(res, req), requestId: randomUUID() };
    let request: Request;
    try {
      admit?.(peer.address);
      request = webRequest(exchange, readRequestHead(req, scheme), maxBodyBytes);
    } catch (error) {
      return fail(exchange, error, peer);
    }
    answer(exchange, request, peer).catch((error: unknown) => fail(exchange, error, peer));
  });

  async function answer(exchange: Exchange, request: Request, peer: Peer): Promise<void> {
    const response = await handler.fetch(request, peer);
    await sendResponse(exchange, response, request.method === 'HEAD');
  }

  function fail(exchange: Exchange, error: unknown, peer: Peer): void {
    if (error instanceof ClientGone || !exchange.isOpen) return;
    exchange.refuse(problemOf(error, peer, log));
  }
}

function webRequest(
  exchange: Exchange,
  { method, url, headers }: RequestHead,
  maxBodyBytes: number,
): Request {
  const init: RequestInit & { duplex: 'half' } = { method, headers, signal: exchange.signal, duplex: 'half' };
  if (method === 'GET' || method === 'HEAD') return new Request(url, init);

  const tooLarge = () =>
    new ProblemError(413, 'body_too_large', `A body must not be longer than ${maxBodyBytes} bytes`);
  if (Number(headers.get('content-length') ?? 0) > maxBodyBytes) throw tooLarge();
  const hasBody = headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0;
  if (!hasBody) return new Request(url, init);
  const refuse = () => {
    const problem = tooLarge();
    exchange.refuse(problem);
    return problem;
  };
  return new Request(url, { ...init, body: readBody(exchange, maxBodyBytes, refuse) });
}
