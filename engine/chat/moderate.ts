import type { ChatCommand } from '../../schema/chat/commands.ts';
import type { ChatSettings } from '../../schema/chat/settings.ts';
import type { PersonId } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import { accepted, type ChatDecision, refused } from './answers.ts';
import { rankOf, standsAbove } from './rank.ts';
import { decideMute, decideUnmute, isMuted } from './sanctions.ts';
import type { Message, OpenState } from './state.ts';

/** What only the people who run a room may tell it. */
export type ModeratingCommand = Extract<ChatCommand, { readonly isStaff: boolean }> &
  Exclude<ChatCommand, { readonly type: 'say' }>;

function decideSet(state: OpenState, set: Partial<ChatSettings>, by: PersonId, now: number): ChatDecision {
  const settings = { ...state.settings, ...set };
  const keys = Object.keys(settings) as (keyof ChatSettings)[];
  if (keys.every((key) => settings[key] === state.settings[key])) return accepted();
  return accepted({ type: 'settingsSet', at: now, settings, by });
}

function decideAppoint(
  state: OpenState,
  { by, person, name, isModerator }: Extract<ChatCommand, { type: 'appoint' }>,
  now: number,
): ChatDecision {
  if (by !== state.sellerId) return refused('not_allowed');
  if (person === state.sellerId || state.forgotten.has(person)) return refused('invalid');
  if (state.moderators.has(person) === isModerator) return accepted();
  if (isModerator && state.moderators.size >= limits.maxChatModerators) return refused('limit_exceeded');
  return accepted({ type: 'appointed', at: now, person, name, isModerator });
}

/** A message that can still be pinned. */
const pinnable = ({ recent }: OpenState, of: number): Message | undefined =>
  recent.find(({ seq, gone }) => seq === of && gone === null);

function decidePin(state: OpenState, of: number | null, by: PersonId, now: number): ChatDecision {
  if (of === (state.pinned?.seq ?? null)) return accepted();
  if (of !== null && pinnable(state, of) === undefined) return refused('no_such_message');
  return accepted({ type: 'pinned', at: now, of, by });
}

/** Of an old message that is not in memory only the number is known: that one is taken on trust. */
function decideDelete(
  state: OpenState,
  { by, isStaff, of }: Extract<ChatCommand, { type: 'delete' }>,
  now: number,
): ChatDecision {
  const { recent, deleted, position } = state;
  const message = recent.find(({ seq }) => seq === of);
  const isKnown = message !== undefined || of < (recent[0]?.seq ?? 0);
  if (of > position || !isKnown) return refused('no_such_message');
  if (deleted.has(of) || (message?.gone ?? null) !== null) return accepted();
  const rank = rankOf(state, by, isStaff);
  if (message !== undefined && message.by !== by && !standsAbove(rank, message.rank)) {
    return refused('not_allowed');
  }
  if (deleted.size >= limits.maxChatDeleted) return refused('limit_exceeded');
  return accepted({ type: 'deleted', at: now, of, by });
}

function decideClear(
  state: OpenState,
  { by, isStaff, person }: Extract<ChatCommand, { type: 'clear' }>,
  now: number,
): ChatDecision {
  const isAllowed = standsAbove(rankOf(state, by, isStaff), rankOf(state, person, false));
  return isAllowed ? accepted({ type: 'cleared', at: now, person, by }) : refused('not_allowed');
}

function decideHeld(
  { held }: OpenState,
  { type, by, of }: Extract<ChatCommand, { type: 'release' | 'drop' }>,
  now: number,
): ChatDecision {
  const message = held.get(of);
  if (message === undefined) return refused('no_such_message');
  if (type === 'drop') return accepted({ type: 'dropped', at: now, of, by });
  const { seq: _seq, gone: _gone, ...said } = message;
  return accepted({ ...said, type: 'released', at: now, of, shownBy: by });
}

/** Decides what somebody who runs the room does in it: the seller, a moderator, or staff of the site. */
export function decideModerating(state: OpenState, command: ModeratingCommand, now: number): ChatDecision {
  const { by } = command;
  const rank = rankOf(state, by, command.isStaff);
  if (rank === 'speaker') return refused('not_allowed');
  if (rank === 'moderator' && isMuted(state.sanctions.get(by), now)) return refused('muted');
  switch (command.type) {
    case 'set':
      return decideSet(state, command.settings, by, now);
    case 'setWords':
      return accepted({ type: 'wordsSet', at: now, words: command.words, by });
    case 'appoint':
      return decideAppoint(state, command, now);
    case 'pin':
      return decidePin(state, command.of, by, now);
    case 'delete':
      return decideDelete(state, command, now);
    case 'clear':
      return decideClear(state, command, now);
    case 'mute':
      return decideMute(state, command, now);
    case 'unmute':
      return decideUnmute(state, by, command.person, now);
    case 'release':
    case 'drop':
      return decideHeld(state, command, now);
  }
}
