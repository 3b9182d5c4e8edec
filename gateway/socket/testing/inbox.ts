import { type ServerMessage, serverMessageSchema } from '../../../schema/wire/server.ts';
import { within } from './within.ts';

type Of<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>;

interface Waiter {
  readonly fits: (message: ServerMessage) => boolean;
  readonly resolve: (message: ServerMessage) => void;
  readonly reject: (error: Error) => void;
}

/** What a client has received and nobody has looked at yet. Every frame must be as the protocol says, no more and no less. */
export class Inbox {
  /** Sees every message as it comes, whoever takes it. */
  onMessage: (message: ServerMessage) => void = () => {};
  readonly #unread: ServerMessage[] = [];
  readonly #waiters = new Set<Waiter>();
  #violation: Error | null = null;
  #end: Error | null = null;

  /** How the server broke the protocol; null while it has not. */
  get violation(): Error | null {
    return this.#violation;
  }

  put(text: string): void {
    try {
      const raw: unknown = JSON.parse(text);
      const message = serverMessageSchema.parse(raw);
      // A field that the protocol does not know could be somebody's secret.
      const unknown = unknownPath(raw, message);
      if (unknown !== null) throw new Error(`${unknown} is not in the protocol`);
      this.#deliver(message);
    } catch (cause) {
      this.violated(new Error(`a frame against the protocol: ${text.slice(0, 500)}`, { cause }));
    }
  }

  violated(error: Error): void {
    this.#violation ??= error;
    this.end(error);
  }

  /** There will be no more messages: whoever waits for one learns why. */
  end(reason: Error): void {
    this.#end ??= reason;
    for (const waiter of this.#waiters) waiter.reject(this.#end);
    this.#waiters.clear();
  }

  /** Takes the first message of a type (that fits), now or when it comes; others keep waiting. */
  next<Type extends ServerMessage['type']>(
    type: Type,
    fits: (message: Of<Type>) => boolean = () => true,
  ): Promise<Of<Type>> {
    const isWanted = (message: ServerMessage) => message.type === type && fits(message as Of<Type>);
    const place = this.#unread.findIndex(isWanted);
    if (place >= 0) return Promise.resolve(this.#unread.splice(place, 1)[0] as Of<Type>);
    if (this.#end) return Promise.reject(this.#end);
    const message = new Promise<ServerMessage>((resolve, reject) => {
      this.#waiters.add({ fits: isWanted, resolve, reject });
    });
    const missing = () => `no ${type}; unread: ${JSON.stringify(this.#unread).slice(0, 1_000)}`;
    return within(message, missing) as Promise<Of<Type>>;
  }

  #deliver(message: ServerMessage): void {
    this.onMessage(message);
    for (const waiter of this.#waiters) {
      if (!waiter.fits(message)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(message);
      return;
    }
    this.#unread.push(message);
  }
}

/** Path of the first value of `raw` that `known` has not; null if there is none. */
function unknownPath(raw: unknown, known: unknown, path = ''): string | null {
  if (typeof raw !== 'object' || raw === null) return raw === known ? null : path;
  for (const [key, value] of Object.entries(raw)) {
    const found = unknownPath(value, (known as Record<string, unknown> | null)?.[key], `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
