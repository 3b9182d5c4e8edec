import type { Sanction } from '../../schema/chat/questions.ts';
import type { PersonId } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import { accepted, type ChatDecision, refused } from './answers.ts';
import { rankOf, standsAbove } from './rank.ts';
import type { ChatState, OpenState } from './state.ts';

/** Whether a sanction keeps its person from speaking at this time (ms). */
export const isMuted = (sanction: Sanction | undefined, now: number): boolean =>
  sanction !== undefined && (sanction.until === null || sanction.until > now);

/** Keeps somebody from speaking, for `forMs` or for good (null). What was said before stays. */
export function decideMute(
  state: OpenState,
  told: {
    readonly by: PersonId;
    readonly isStaff: boolean;
    readonly person: PersonId;
    readonly name: string;
    readonly forMs: number | null;
    readonly reason: string;
  },
  now: number,
): ChatDecision {
  const { by, isStaff, person, name, forMs, reason } = told;
  if (!standsAbove(rankOf(state, by, isStaff), rankOf(state, person, false))) return refused('not_allowed');
  if (state.forgotten.has(person)) return refused('invalid');
  const current = [...state.sanctions.values()].filter((sanction) => isMuted(sanction, now)).length;
  if (current >= limits.maxChatSanctions && !state.sanctions.has(person)) return refused('limit_exceeded');
  const until = forMs === null ? null : now + forMs;
  return accepted({ type: 'muted', at: now, person, name, until, reason, by });
}

/** Lets somebody speak again. */
export function decideUnmute(state: OpenState, by: PersonId, person: PersonId, now: number): ChatDecision {
  if (!isMuted(state.sanctions.get(person), now)) return accepted();
  return accepted({ type: 'unmuted', at: now, person, by });
}

/** Notes a sanction; those whose time is over make room when there are too many. */
export function applySanction(state: ChatState, sanction: Sanction): void {
  state.sanctions.set(sanction.person, sanction);
  if (state.sanctions.size <= limits.maxChatSanctions) return;
  for (const [person, one] of state.sanctions) if (!isMuted(one, sanction.at)) state.sanctions.delete(person);
}
