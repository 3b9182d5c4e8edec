import { type AnswerCode, retryableCodes } from '../../../schema/codes.ts';
import type { RoomRecord } from '../../record/room-record.ts';
import type { SayAnswer } from '../../record/sayings.ts';
import { whoIs } from '../../reference/room-facts.ts';
import { momentsBetween, remembered, sayRefusal } from '../../reference/saying.ts';
import type { Invariant } from '../invariant.ts';

/** An answer to a message, and the room as it is committed when the answer comes to the gateway. */
export interface GivenSayAnswer {
  readonly answer: SayAnswer;
  readonly room: RoomRecord;
}

const isTaken = ({ code }: SayAnswer): boolean => code === 'accepted' || code === 'held';

const confirmedIsDurable: Invariant<GivenSayAnswer> = {
  sentence:
    'a message that was confirmed to its speaker is in the journal, once, at the place that the answer tells',
  check: ({ answer, room }) => {
    if (!isTaken(answer)) return null;
    const stored = room.said.get(answer.say.sayId);
    if (stored === undefined) return `${answer.say.sayId} confirmed, and not stored`;
    const isSame = stored.seq === answer.position && stored.isHeld === (answer.code === 'held');
    return isSame ? null : `told ${answer.position}, ${answer.code}; stored ${JSON.stringify(stored)}`;
  },
};

/** Whose refusal nothing in the room's journal is to blame for. */
const isOfTheMoment = ({ code }: SayAnswer): boolean =>
  code === 'halted' || (code !== 'rate_limited' && retryableCodes.has(code as AnswerCode));

const refusalIsRight: Invariant<GivenSayAnswer> = {
  sentence: 'a message was refused rightly in the order that was committed',
  check: ({ answer, room }) => {
    if (isTaken(answer) || isOfTheMoment(answer) || answer.code === 'stale_bid_id') return null;
    const { say, code, value, position, askedAt, answeredAt } = answer;
    const facts = room.facts[position];
    if (facts === undefined) return `${code} at ${position}, of ${room.events.length}`;
    for (const moment of momentsBetween(facts, say, askedAt, answeredAt)) {
      const found = sayRefusal(facts, say, moment);
      if (found?.code !== code) continue;
      // The wait says when it was decided, for it is shorter by the time that has passed.
      const now = moment + found.waitMs - value;
      const right = sayRefusal(facts, say, now);
      if (now <= answeredAt && right?.code === code && right.waitMs === value) return null;
    }
    const should = sayRefusal(facts, say, askedAt)?.code ?? 'taken';
    return `${code} ${value} at ${position}, from ${askedAt} to ${answeredAt}: ${JSON.stringify(say)}; ${should}`;
  },
};

const whatStandsIsNotRefused: Invariant<GivenSayAnswer> = {
  sentence: 'a message that stands and is remembered is never refused',
  check: ({ answer, room }) => {
    if (isTaken(answer) || isOfTheMoment(answer)) return null;
    const { say, code, position } = answer;
    const facts = room.facts[position];
    if (facts === undefined || facts.forgotten.has(whoIs(facts, say.by))) return null;
    const stands = remembered(facts, whoIs(facts, say.by)).find(({ sayId }) => sayId === say.sayId);
    return stands === undefined ? null : `${code} at ${position} of ${say.sayId}, which is ${stands.seq}`;
  },
};

export const sayAnswerInvariants = [confirmedIsDurable, refusalIsRight, whatStandsIsNotRefused];
