import type { SayCommand } from '../../schema/chat/commands.ts';
import type { ChatEvent, Rank, Said } from '../../schema/chat/events.ts';
import type { AnswerCode } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import { type ChatDecision, refused, taken } from './answers.ts';
import { fullAfter, waitOf } from './pace.ts';
import { rankOf } from './rank.ts';
import { isMuted } from './sanctions.ts';
import type { OpenState } from './state.ts';

/** The first answer again, if the message was said before or may have been; null if it is new. */
function repeated(state: OpenState, { by, sayId }: SayCommand): ChatDecision | null {
  const memory = state.speakers.get(by);
  if (memory === undefined) return null;
  const before = memory.last.find((said) => said.sayId === sayId);
  if (before !== undefined) return taken(before.seq, before.isHeld);
  return sayId <= memory.forgottenSayId ? refused('stale_bid_id') : null;
}

/** Why the room's settings keep this person from speaking at all, or null. */
function closedTo({ settings }: OpenState, { isGuest, follows, isEmotes }: SayCommand): AnswerCode | null {
  if (isGuest && !settings.guestsSpeak) return 'accounts_only';
  if (settings.followersOnly && !follows) return 'followers_only';
  return settings.emotesOnly && !isEmotes ? 'emotes_only' : null;
}

const isTwice = (state: OpenState, { by, fingerprint }: SayCommand, now: number): boolean =>
  state.speakers
    .get(by)
    ?.last.some((said) => said.fingerprint === fingerprint && said.at + limits.chatDuplicateMs > now) ===
  true;

const saidOf = (state: OpenState, say: SayCommand, rank: Rank, at: number): Said => ({
  at,
  by: say.by,
  name: say.name,
  rank,
  isGuest: say.isGuest,
  sayId: say.sayId,
  text: say.text,
  masks: say.masks,
  replyTo: say.replyTo,
  mentions: say.mentions,
  fingerprint: say.fingerprint,
  fullAt: fullAfter(state.speakers.get(say.by), say.refillMs, at),
});

/**
 * Decides a message. Who runs the room speaks whatever its settings are and is not held; being muted, the pace that
 * goes for everyone, and words that are masked or refused go for all.
 */
export function decideSay(state: OpenState, say: SayCommand, now: number): ChatDecision {
  const first = repeated(state, say);
  if (first !== null) return first;
  const rank = rankOf(state, say.by, say.isStaff);
  const isExempt = rank !== 'speaker';
  // Sent before the account was deleted.
  if (state.forgotten.has(say.by)) return refused('not_allowed');
  const sanction = state.sanctions.get(say.by);
  if (rank !== 'seller' && isMuted(sanction, now)) {
    return refused('muted', sanction?.until == null ? 0 : Math.ceil(sanction.until - now));
  }
  const closed = isExempt ? null : closedTo(state, say);
  if (closed !== null) return refused(closed);
  const wait = waitOf(state, say, isExempt, now);
  if (wait !== null) return refused(wait.code, wait.waitMs);
  if (!isExempt && isTwice(state, say, now)) return refused('duplicate');
  if (say.replyTo !== null && say.replyTo > state.position) return refused('invalid');
  if (say.verdict === 'refuse') return refused('blocked_words');
  const isHeld = say.verdict === 'hold' && !isExempt;
  if (isHeld && state.held.size >= limits.maxChatHeld) return refused('limit_exceeded');
  const event: ChatEvent = { type: isHeld ? 'held' : 'said', ...saidOf(state, say, rank, now) };
  return taken(state.position + 1, isHeld, event);
}
