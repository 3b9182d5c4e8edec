import type { Lanes } from '../../../actors/lane/lanes.ts';
import type { SayCommand } from '../../../schema/chat/commands.ts';
import { type AnswerCode, answerCodes, answerNumber, retryableCodes } from '../../../schema/codes.ts';
import type { Person } from '../../../schema/http.ts';
import { chatActor } from '../../../schema/ids.ts';
import type { ChatSay } from '../../../schema/wire/chat.ts';
import type { ChatSocket, SpeakersDesk } from '../socket/chat-socket.ts';
import type { WordGuard } from '../words/word-guard.ts';
import { isEmotes, messageText } from './message-text.ts';
import type { SpeakerFacts } from './speakers.ts';
import type { RoomWordsInStep } from './words-in-step.ts';

export interface ChatDeskParts {
  readonly lanes: Lanes;
  readonly speakers: SpeakerFacts;
  readonly guard: Pick<WordGuard, 'check'>;
  readonly words: Pick<RoomWordsInStep, 'ready'>;
  /** Messages that one person may say at once in a room, and after which time it is one more. */
  readonly burst: number;
  readonly refillMs: number;
}

/** Messages of one person that may be on their way to their rooms: nobody types faster. */
const maxOnTheirWay = 16;

/** What is on its way of one person. */
interface Turn {
  /** Settles when the last message was handed to its room. */
  last: Promise<void>;
  count: number;
}

/**
 * Where everything that people say comes by: it is put into one form, all that the room has to know of its speaker and
 * of the words in it is found out, and the room decides. What one person says stays in order.
 */
export class ChatDesk implements SpeakersDesk<ChatSocket> {
  readonly #parts: ChatDeskParts;
  readonly #turns = new Map<number, Turn>();
  /** Answers, by number of the code. */
  readonly answers: number[] = answerCodes.map(() => 0);

  constructor(parts: ChatDeskParts) {
    this.#parts = parts;
  }

  say(socket: ChatSocket, sellerId: number, message: ChatSay): void {
    const { person } = socket;
    if (person === null) return this.#answer(socket, message, 'not_allowed');
    const checked = messageText(message.text);
    if ('code' in checked) return this.#answer(socket, message, checked.code);
    const turn = this.#turns.get(person.id) ?? { last: Promise.resolve(), count: 0 };
    if (turn.count >= maxOnTheirWay) return this.#answer(socket, message, 'busy');
    turn.count++;
    this.#turns.set(person.id, turn);
    const command = this.#command(person, sellerId, message, checked.text);
    // It may fail before its turn comes.
    command.catch(() => {});
    turn.last = turn.last
      .then(() => command)
      .then(
        (say) => {
          if (say === null) this.#answer(socket, message, 'not_allowed');
          else this.#tell(socket, message, say);
        },
        () => this.#answer(socket, message, 'retry'),
      )
      .then(() => {
        if (--turn.count === 0) this.#turns.delete(person.id);
      });
  }

  /** The message with all that its room has to know; null if its speaker is gone. */
  async #command(
    person: Person,
    sellerId: number,
    { lot, sayId, replyTo, mentions }: ChatSay,
    text: string,
  ): Promise<SayCommand | null> {
    const { speakers, words, guard, burst, refillMs } = this.#parts;
    const [speaker, { action, masks, fingerprint }] = await Promise.all([
      speakers.of(person.id, sellerId),
      words.ready(lot).then(() => guard.check(lot, text)),
    ]);
    if (speaker === null) return null;
    return {
      type: 'say',
      by: person.id,
      name: speaker.name,
      isGuest: person.kind === 'guest',
      isStaff: person.role !== 'user',
      sayId,
      text,
      replyTo: replyTo ?? null,
      mentions: [...new Set(mentions)],
      knownSince: speaker.knownSince,
      follows: speaker.follows,
      burst,
      refillMs,
      isEmotes: isEmotes(text),
      verdict: action,
      masks,
      fingerprint,
    };
  }

  #tell(socket: ChatSocket, message: ChatSay, say: SayCommand): void {
    const { lanes } = this.#parts;
    const handle = lanes.hold(chatActor(message.lot));
    handle.lane.command(handle, say, {
      answered: (code, value, _flag, position) => {
        lanes.release(handle);
        this.#answer(socket, message, answerCodes[code] ?? 'invalid', value, position);
      },
    });
  }

  #answer(socket: ChatSocket, { lot, sayId }: ChatSay, code: AnswerCode, waitMs = 0, seq = 0): void {
    (this.answers[answerNumber[code]] as number)++;
    const about = `"lot":"${lot}","sayId":${sayId}`;
    if (code === 'accepted') return socket.answer(`{"type":"chatSaid",${about},"seq":${seq}}`);
    if (code === 'held') return socket.answer(`{"type":"chatSaid",${about},"seq":${seq},"held":true}`);
    const wait = waitMs > 0 ? `,"waitMs":${Math.ceil(waitMs)}` : '';
    const retry = retryableCodes.has(code);
    socket.answer(`{"type":"chatRefused",${about},"code":"${code}"${wait},"retry":${retry}}`);
  }
}
