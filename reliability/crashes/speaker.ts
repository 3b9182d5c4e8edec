import { setTimeout as pause } from 'node:timers/promises';
import type { Person } from '../../gateway/socket/testing/person.ts';
import type { SocketClient } from '../../gateway/socket/testing/socket-client.ts';
import { within } from '../../gateway/socket/testing/within.ts';
import { limits } from '../../schema/limits.ts';
import type { Scope } from '../../testing/cleanup.ts';
import type { Random } from '../../testing/random.ts';
import { RoomView } from './room-view.ts';
import type { SayAnswer, SentMessage, Talk } from './talk.ts';

export interface SpeakerParts {
  readonly scope: Scope;
  readonly talk: Talk;
  readonly random: Random;
  readonly person: Person;
  /** Where to connect. */
  readonly url: string;
  readonly lot: string;
  /** Speaks no faster than everybody may, so that it can be heard at any time. */
  readonly isCalm: boolean;
  /** Ends its attempts to go on. */
  readonly givenUp: AbortSignal;
}

/** Between an answer and the next message, at most: far more than everybody may say, so that most is refused at first. */
const mostThinkingMs = 100;
/** The same of calm ones. */
const mostCalmThinkingMs = 2 * limits.chatRefillMs;
const againAfterMs = 100;
const openState = 1;

/**
 * Somebody who floods a room as a good client does: what was not answered for good is said again under its id, and who
 * has lost the connection comes back to where the room was left.
 */
export class Speaker {
  readonly view: RoomView;
  readonly #parts: SpeakerParts;
  readonly #unanswered = new Map<number, Array<(answer: SayAnswer) => void>>();
  #client: SocketClient | null = null;
  #isQuiet = false;

  constructor(parts: SpeakerParts) {
    this.#parts = parts;
    this.view = new RoomView(parts.lot);
  }

  /** Connects, and comes into the room. */
  async arrive(): Promise<void> {
    await this.#inside();
  }

  goQuiet(): void {
    this.#isQuiet = true;
  }

  /** Speaks until it is quiet; no message is left without a last word. */
  async speak(): Promise<void> {
    const { talk, random, person, lot, isCalm, givenUp } = this.#parts;
    while (!givenUp.aborted) {
      await pause(random.below(isCalm ? mostCalmThinkingMs : mostThinkingMs));
      if (this.#isQuiet) return;
      await this.#settle(talk.next(person, lot));
    }
  }

  /** Resolves when it has read the room up to a position. */
  async caughtUp(seq: number): Promise<void> {
    while (this.view.seq < seq && this.view.failure === null && !this.#parts.givenUp.aborted) {
      await this.#inside();
      await pause(againAfterMs);
    }
    await this.view.fillHoles(this.#parts.person.at(this.#parts.url));
  }

  async #settle(message: SentMessage): Promise<void> {
    const { talk, givenUp } = this.#parts;
    let isLost = false;
    while (!givenUp.aborted) {
      const client = await this.#inside();
      // Whoever does not know what became of a message may well send it twice.
      const asked = Array.from({ length: isLost ? 2 : 1 }, () => this.#say(client, message));
      let isSettled = false;
      for (const answer of await Promise.allSettled(asked)) {
        if (answer.status === 'fulfilled') isSettled = talk.learn(message, answer.value) || isSettled;
        else isLost = true;
      }
      if (isSettled) return;
      await pause(againAfterMs);
    }
  }

  #say(client: SocketClient, { lot, sayId, text }: SentMessage): Promise<SayAnswer> {
    const answer = new Promise<SayAnswer>((resolve) => {
      this.#unanswered.set(sayId, [...(this.#unanswered.get(sayId) ?? []), resolve]);
    });
    client.send({ type: 'chatSay', lot, sayId, text });
    const gone = client.closed.then((): never => {
      this.#unanswered.delete(sayId);
      throw new Error('closed before the message was answered');
    });
    return within(Promise.race([answer, gone]), `message ${sayId} got no answer`);
  }

  /** A connection on which it is in the room. */
  async #inside(): Promise<SocketClient> {
    const { person, url, scope, givenUp } = this.#parts;
    for (;;) {
      if (this.#client?.socket.readyState === openState) return this.#client;
      givenUp.throwIfAborted();
      if (this.#client?.inbox.violation) throw this.#client.inbox.violation;
      try {
        const client = await person.at(url).connect(scope);
        await this.#enter(client);
        this.#client = client;
      } catch {
        await pause(againAfterMs);
      }
    }
  }

  async #enter(client: SocketClient): Promise<void> {
    const { lot } = this.#parts;
    const look = client.inbox.onMessage;
    let hasEntered = false;
    const isIn = new Promise<void>((resolve) => {
      client.inbox.onMessage = (message) => {
        look(message);
        if (message.type === 'snapshot' && !hasEntered) {
          hasEntered = true;
          const since = this.view.position;
          client.send({ type: 'chatEnter', lot, ...(since === null ? {} : { since }) });
        } else if (message.type === 'error') {
          // It is not in the room, or not any more: it comes anew.
          client.drop();
        } else if (message.type === 'chatSaid' || message.type === 'chatRefused') this.#answered(message);
        else if (this.view.take(message)) resolve();
      };
    });
    client.send({ type: 'subscribe', lot });
    const gone = client.closed.then((): never => {
      throw new Error('closed before the room was shown');
    });
    await within(Promise.race([isIn, gone]), `the room of ${lot} was not shown`);
  }

  #answered(answer: SayAnswer): void {
    const [first, ...others] = this.#unanswered.get(answer.sayId) ?? [];
    if (others.length > 0) this.#unanswered.set(answer.sayId, others);
    else this.#unanswered.delete(answer.sayId);
    first?.(answer);
  }
}
