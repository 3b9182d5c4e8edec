import { once } from 'node:events';
import { WebSocket } from 'ws';

interface Reply {
  readonly id?: number | null;
  readonly type: 'success' | 'error' | 'event';
  readonly method?: string;
  readonly result?: unknown;
  readonly params?: unknown;
  readonly error?: string;
  readonly message?: string;
}

/**
 * A session of WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/), as far as tests need one: playwright-core asks
 * Firefox for what it has not, and puppeteer-core wants a newer Node.
 */
export class BidiSession {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  readonly #onEvent: (method: string, params: unknown) => void;
  #sent = 0;

  private constructor(socket: WebSocket, onEvent: (method: string, params: unknown) => void) {
    this.#socket = socket;
    this.#onEvent = onEvent;
    socket.on('message', (frame) => this.#take(JSON.parse(String(frame)) as Reply));
    socket.on('close', () => {
      for (const answer of this.#waiting.values()) answer({ type: 'error', error: 'the browser is gone' });
    });
  }

  /** Begins a session with the browser that listens at `url`. */
  static async begin(url: string, onEvent: (method: string, params: unknown) => void): Promise<BidiSession> {
    const socket = new WebSocket(`${url}/session`, { perMessageDeflate: false });
    await once(socket, 'open');
    const session = new BidiSession(socket, onEvent);
    await session.send('session.new', { capabilities: {} });
    return session;
  }

  async send<Result = unknown>(method: string, params: object): Promise<Result> {
    if (this.#socket.readyState !== WebSocket.OPEN) throw new Error(`${method}: the browser is gone`);
    const id = ++this.#sent;
    const reply = await new Promise<Reply>((resolve) => {
      this.#waiting.set(id, resolve);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
    this.#waiting.delete(id);
    if (reply.type === 'error') throw new Error(`${method}: ${reply.error}: ${reply.message}`);
    return reply.result as Result;
  }

  #take(reply: Reply): void {
    if (reply.type === 'event') this.#onEvent(reply.method ?? '', reply.params);
    else this.#waiting.get(reply.id ?? 0)?.(reply);
  }
}
