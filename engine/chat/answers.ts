import type { Decision } from '../../schema/behaviour.ts';
import type { ChatEvent } from '../../schema/chat/events.ts';
import { type AnswerCode, answerNumber } from '../../schema/codes.ts';

export type ChatDecision = Decision<ChatEvent>;

/** Accepts a command; without an event there was nothing left to do. */
export const accepted = (...events: readonly ChatEvent[]): ChatDecision => ({
  events,
  answer: { code: answerNumber.accepted, value: 0, flag: 0, position: 0 },
});

/** Refuses a command; `waitMs` is after how long it would be taken, where that is known. */
export const refused = (code: AnswerCode, waitMs = 0): ChatDecision => ({
  events: [],
  answer: { code: answerNumber[code], value: waitMs, flag: 0, position: 0 },
});

/** The answer to a message that stands as number `seq`, for everyone to see or held. */
export const taken = (seq: number, isHeld: boolean, ...events: readonly ChatEvent[]): ChatDecision => ({
  events,
  answer: { code: isHeld ? answerNumber.held : answerNumber.accepted, value: 0, flag: 0, position: seq },
});
