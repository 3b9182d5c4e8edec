import type { ActorClient } from '../../actors/client.ts';
import type { Place } from '../../actors/lane/messages.ts';
import type { ChatCommand } from '../../schema/chat/commands.ts';
import type { ChatAnswers, ChatQuestion } from '../../schema/chat/questions.ts';
import { type AnswerCode, answerCodes } from '../../schema/codes.ts';
import { chatActor } from '../../schema/ids.ts';
import { actorRefusal } from '../http/actor-refusal.ts';
import { tryAgain } from '../http/problem.ts';

/** The chat rooms behind the actors: typed commands and questions, with problems for what was refused. */
export interface Rooms {
  /**
   * Commands a room and gives the position of the event that this made; throws the refusal as a problem. Who runs a
   * room may do so before anybody has entered: it is opened first.
   */
  command(lotId: string, command: ChatCommand): Promise<number>;
  /** Asks a room; throws `unavailable` when it can't answer just now. */
  ask<Ask extends keyof ChatAnswers>(
    lotId: string,
    question: Extract<ChatQuestion, { readonly ask: Ask }>,
  ): Promise<ChatAnswers[Ask]>;
  /** Number of the last event of a room. */
  position(lotId: string): Promise<number>;
}

export interface RoomsParts {
  readonly actors: ActorClient;
  /** Id of the person who sells the lot with this id, or null if there is no such lot. */
  readonly sellerOf: (lotId: string) => Promise<number | null>;
  /** Whether guests speak in a room unless its seller says otherwise. */
  readonly guestsSpeak: boolean;
}

const statusOf: Readonly<Partial<Record<AnswerCode, number>>> = {
  invalid: 400,
  limit_exceeded: 400,
  not_allowed: 403,
  muted: 403,
  unknown_lot: 404,
  no_such_message: 404,
};

const sentences: Readonly<Partial<Record<AnswerCode, string>>> = {
  invalid: 'The room does not take this',
  limit_exceeded: 'This is beyond what a room may be asked',
  not_allowed: 'You may not do this to this person in the room',
  muted: 'Who may not speak in the room does not run it meanwhile',
  unknown_lot: 'There is no such lot',
  no_such_message: 'There is no such message any more',
  busy: 'The room has too much to do just now',
  retry: 'It is not known whether this was done; ask again',
  halted: 'The room was stopped after a failure; an operator has been told',
};

const retryMs = 1_000;

const refusal = (code: AnswerCode) =>
  actorRefusal({ statusOf, sentences, otherwise: 'The room refused' }, code);

/** The rooms that these actors run. */
export function roomsOf({ actors, sellerOf, guestsSpeak }: RoomsParts): Rooms {
  async function tell(lotId: string, command: ChatCommand) {
    const { code, position } = await actors.command(chatActor(lotId), command);
    return { code: answerCodes[code] ?? 'retry', position };
  }

  async function answerOf(lotId: string, question: object): Promise<unknown> {
    const answer = await actors.ask(chatActor(lotId), question);
    if (answer === null) throw tryAgain(503, 'unavailable', 'The room can not answer just now', retryMs);
    return answer;
  }

  async function open(lotId: string): Promise<void> {
    const sellerId = await sellerOf(lotId);
    if (sellerId === null) throw refusal('unknown_lot');
    const { code } = await tell(lotId, { type: 'open', sellerId, guestsSpeak });
    if (code !== 'accepted') throw refusal(code);
  }

  return {
    async command(lotId, command) {
      let answer = await tell(lotId, command);
      if (answer.code === 'unknown_lot' && 'by' in command) {
        await open(lotId);
        answer = await tell(lotId, command);
      }
      if (answer.code !== 'accepted') throw refusal(answer.code);
      return answer.position;
    },
    async ask<Ask extends keyof ChatAnswers>(lotId: string, question: object) {
      return (await answerOf(lotId, question)) as ChatAnswers[Ask];
    },
    async position(lotId) {
      return ((await answerOf(lotId, { ask: 'place' })) as Place).position;
    },
  };
}
