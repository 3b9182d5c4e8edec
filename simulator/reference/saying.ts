import type { SayCommand } from '../../schema/chat/commands.ts';
import type { AnswerCode } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import { type RoomFacts, type Saying, sayingsOf, whoIs } from './room-facts.ts';

export interface Refusal {
  readonly code: AnswerCode;
  readonly waitMs: number;
}

const refusal = (code: AnswerCode, waitMs = 0): Refusal => ({ code, waitMs: Math.ceil(waitMs) });

/** Whether somebody speaks whatever the room's settings are. */
export const runsTheRoom = (facts: RoomFacts, person: number, isStaff: boolean): boolean =>
  isStaff || person === facts.sellerId || facts.moderators.has(person);

/** Whether somebody may not speak at this time (ms); nobody keeps the seller from it. */
export const isMuted = (facts: RoomFacts, person: number, now: number): boolean =>
  person !== facts.sellerId && (facts.mutedUntil.get(person) ?? 0) > now;

/** What a person has said that the room still remembers, the newest first. */
export function remembered(facts: RoomFacts, person: number): Saying[] {
  const sayings: Saying[] = [];
  for (const saying of sayingsOf(facts, person)) {
    if (sayings.length >= limits.sayMemoryPerSpeaker) break;
    sayings.push(saying);
  }
  return sayings;
}

/** Why something new may not be said at this time (ms), by a second, plain reading of the rules; null if it may. */
export function sayRefusal(facts: RoomFacts, say: SayCommand, now: number): Refusal | null {
  if (facts.sellerId === null) return refusal('unknown_lot');
  const by = whoIs(facts, say.by);
  const { settings } = facts;
  const isFree = runsTheRoom(facts, by, say.isStaff);
  if (facts.forgotten.has(by)) return refusal('not_allowed');
  if (isMuted(facts, by, now)) {
    const until = facts.mutedUntil.get(by) as number;
    return refusal('muted', until === Number.POSITIVE_INFINITY ? 0 : until - now);
  }
  if (!isFree) {
    if (say.isGuest && !settings.guestsSpeak) return refusal('accounts_only');
    if (settings.followersOnly && !say.follows) return refusal('followers_only');
    if (settings.emotesOnly && !say.isEmotes) return refusal('emotes_only');
  }
  const emptyMs = (facts.fullAt.get(by) ?? 0) - (say.burst - 1) * say.refillMs - now;
  if (emptyMs > 0) return refusal('rate_limited', emptyMs);
  const sayings = remembered(facts, by);
  if (!isFree && sayings[0] !== undefined) {
    const sinceMs = now - sayings[0].at;
    if (sinceMs < settings.slowMs) return refusal('slow_mode', settings.slowMs - sinceMs);
    const isNew = say.isGuest || now - say.knownSince < limits.newAccountMs;
    if (facts.guardUntil > now && isNew && sinceMs < limits.raidSlowMs) {
      return refusal('raid_guard', limits.raidSlowMs - sinceMs);
    }
    const isSame = ({ fingerprint, at }: Saying) =>
      fingerprint === say.fingerprint && now - at < limits.chatDuplicateMs;
    if (sayings.some(isSame)) return refusal('duplicate');
  }
  if (say.replyTo !== null && say.replyTo > facts.position) return refusal('invalid');
  if (say.verdict === 'refuse') return refusal('blocked_words');
  const isFull = facts.held.size >= limits.maxChatHeld;
  return say.verdict === 'hold' && !isFree && isFull ? refusal('limit_exceeded') : null;
}

/** Moments from `fromMs` to `toMs` between which nothing changes in what may be said. */
export function momentsBetween(facts: RoomFacts, say: SayCommand, fromMs: number, toMs: number): number[] {
  const by = whoIs(facts, say.by);
  const changes = [
    facts.mutedUntil.get(by) ?? 0,
    facts.guardUntil,
    (facts.fullAt.get(by) ?? 0) - (say.burst - 1) * say.refillMs,
    say.knownSince + limits.newAccountMs,
  ];
  for (const { at } of remembered(facts, by)) {
    changes.push(at + facts.settings.slowMs, at + limits.raidSlowMs, at + limits.chatDuplicateMs);
  }
  const within = changes.map(Math.ceil).filter((atMs) => atMs > fromMs && atMs < toMs);
  return [fromMs, toMs, ...within.flatMap((atMs) => [atMs - 1, atMs])];
}
