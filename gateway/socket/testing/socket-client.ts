import { WebSocket } from 'ws';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import { protocolVersion } from '../../../schema/wire/version.ts';
import { onCleanup, type Scope } from '../../../testing/cleanup.ts';
import { Inbox } from './inbox.ts';
import { within } from './within.ts';

export interface ConnectOptions {
  /** Default: nobody, who may only watch. */
  readonly cookie?: string | undefined;
  /** What stands behind `?v=`; null leaves it out. */
  readonly version?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** False: pings get no answer, as from a client that is gone without a word. */
  readonly answersPings?: boolean;
}

/** What a bid offers; the bid id is the next one if there is none. */
export interface BidOffer {
  readonly amount?: number;
  readonly max?: number;
  readonly confirm?: boolean;
  readonly bidId?: number;
}

export type BidAnswer = Extract<ServerMessage, { type: 'bidAccepted' | 'bidRefused' }>;
export type Closed = { readonly code: number; readonly reason: string };

let lastBidId = Date.now() * 1_000;

/** A WebSocket to a running server that reads the protocol strictly. */
export class SocketClient {
  readonly socket: WebSocket;
  readonly inbox = new Inbox();
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<Closed>;
  /** By bid id, and in order: each bid sent gets an answer, also one that was sent before. */
  readonly #unanswered = new Map<number, Array<(answer: BidAnswer) => void>>();

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data, isBinary) => {
      if (isBinary) this.inbox.violated(new Error('the server sent a binary frame'));
      else this.inbox.put(data.toString());
    });
    // What goes wrong with a socket shows in how it closes.
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      socket.once('close', (code, reason) => {
        this.inbox.end(new Error(`the connection was closed with ${code} ${reason}`));
        resolve({ code, reason: String(reason) });
      });
    });
    this.inbox.onMessage = (message) => this.#look(message);
  }

  /** Connects; rejects with the HTTP status if the server does not agree. It ends with the scope, which fails if the server broke the protocol. */
  static async connect(scope: Scope, url: string, options: ConnectOptions = {}): Promise<SocketClient> {
    const { cookie, version = String(protocolVersion), headers, answersPings = true } = options;
    const address = new URL(version === null ? '/ws' : `/ws?v=${version}`, url);
    address.protocol = 'ws:';
    const socket = new WebSocket(address, {
      headers: { ...headers, ...(cookie === undefined ? {} : { cookie }) },
      autoPong: answersPings,
      perMessageDeflate: false,
    });
    const client = new SocketClient(socket);
    await within(
      new Promise<void>((resolve, reject) => {
        socket.once('open', resolve);
        socket.once('error', reject);
        socket.once('unexpected-response', (_, response) => {
          reject(new Error(`the handshake got ${response.statusCode}`));
          socket.terminate();
        });
      }),
      'the handshake is not over',
    );
    onCleanup(scope, () => {
      socket.terminate();
      if (client.inbox.violation) throw client.inbox.violation;
    });
    return client;
  }

  get next(): Inbox['next'] {
    return this.inbox.next.bind(this.inbox);
  }

  /** Sends an object as JSON; text and bytes as they are. */
  send(message: object | string | Buffer): void {
    this.socket.send(
      typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message),
    );
  }

  /** Bids and gives the answer; a later bid of whichever client of this process has a larger id. */
  bid(lot: string, offer: BidOffer): Promise<BidAnswer> {
    const bid = { type: 'bid', lot, bidId: ++lastBidId, ...offer };
    const answer = new Promise<BidAnswer>((resolve) => {
      this.#unanswered.set(bid.bidId, [...(this.#unanswered.get(bid.bidId) ?? []), resolve]);
    });
    this.send(bid);
    const gone = this.closed.then(({ code }): never => {
      throw new Error(`closed with ${code} before the bid was answered`);
    });
    return within(Promise.race([answer, gone]), `bid ${bid.bidId} got no answer`);
  }

  /** Waits until everything that was sent so far has been dealt with at the edge. */
  async settled(): Promise<void> {
    const clientAt = performance.now();
    this.send({ type: 'time', clientAt });
    await this.next('time', (message) => message.clientAt === clientAt);
  }

  /** Ends the connection without a word. */
  drop(): void {
    this.socket.terminate();
  }

  #look(message: ServerMessage): void {
    if (message.type !== 'bidAccepted' && message.type !== 'bidRefused') return;
    const [first, ...others] = this.#unanswered.get(message.bidId) ?? [];
    if (others.length > 0) this.#unanswered.set(message.bidId, others);
    else this.#unanswered.delete(message.bidId);
    first?.(message);
  }
}
