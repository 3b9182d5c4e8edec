import { limits } from '../../../schema/limits.ts';
import { whoIs } from '../../reference/room-facts.ts';
import { isMuted, remembered, runsTheRoom } from '../../reference/saying.ts';
import { followsSeller, isGuest, isStaff } from '../../reference/speakers.ts';
import { isEmotesOnly } from '../../reference/words.ts';
import type { Invariant } from '../invariant.ts';
import type { CommittedRoomEvent } from './room-event.ts';
import { newlySaid } from './sayings.ts';

const mutedIsSilent: Invariant<CommittedRoomEvent> = {
  sentence: 'a muted person says nothing while muted',
  check: ({ event, before }) => {
    const said = newlySaid(event);
    if (said === null || !isMuted(before, said.by, said.at)) return null;
    return `${said.by} at ${said.at}, muted until ${before.mutedUntil.get(said.by)}`;
  },
};

const forgottenIsSilent: Invariant<CommittedRoomEvent> = {
  sentence: 'nobody speaks whose account was deleted',
  check: ({ event, before }) => {
    const said = newlySaid(event);
    return said !== null && before.forgotten.has(said.by) ? `${said.by} as ${said.sayId}` : null;
  },
};

const settingsHold: Invariant<CommittedRoomEvent> = {
  sentence: 'whoever does not run the room speaks only as its settings allow',
  check: ({ event, before: facts, sent }) => {
    const said = newlySaid(event);
    const sender = said === null ? undefined : sent.get(said.sayId)?.by;
    if (said === null || sender === undefined) return null;
    if (runsTheRoom(facts, said.by, isStaff(sender))) return null;
    const { guestsSpeak, followersOnly, emotesOnly } = facts.settings;
    if (isGuest(sender) && !guestsSpeak) return `the guest ${sender}`;
    if (followersOnly && !followsSeller(sender)) return `${sender}, who follows nobody`;
    return emotesOnly && !isEmotesOnly(said.text) ? `${sender}: ${said.text}` : null;
  },
};

const paceIsKept: Invariant<CommittedRoomEvent> = {
  sentence: 'nobody speaks faster than everybody may',
  check: ({ event, before, pace: { burst, refillMs } }) => {
    const said = newlySaid(event);
    if (said === null) return null;
    const tooSoonMs = (before.fullAt.get(said.by) ?? 0) - (burst - 1) * refillMs - said.at;
    return tooSoonMs > 0 ? `${said.by} ${tooSoonMs} ms too soon` : null;
  },
};

const slowModeHolds: Invariant<CommittedRoomEvent> = {
  sentence: 'slow mode keeps messages apart, and the same is not said again',
  check: ({ event, before: facts, sent }) => {
    const said = newlySaid(event);
    const sender = said === null ? undefined : sent.get(said.sayId)?.by;
    if (said === null || sender === undefined || runsTheRoom(facts, said.by, isStaff(sender))) return null;
    const [last, ...earlier] = remembered(facts, said.by);
    if (last === undefined) return null;
    if (said.at - last.at < facts.settings.slowMs) return `${said.by} ${said.at - last.at} ms after the last`;
    const isTwice = [last, ...earlier].some(
      ({ fingerprint, at }) => fingerprint === said.fingerprint && said.at - at < limits.chatDuplicateMs,
    );
    return isTwice ? `${said.by} says ${said.text} again` : null;
  },
};

const onlyWhoRunsItModerates: Invariant<CommittedRoomEvent> = {
  sentence: 'only who runs the room, and is not muted, decides about others in it',
  check: ({ event, before }) => {
    const by = event.type === 'released' ? event.shownBy : moderatedBy(event);
    if (by === null) return null;
    const person = whoIs(before, by);
    if (!runsTheRoom(before, person, isStaff(by))) return `${event.type} by ${by}`;
    return !isStaff(by) && isMuted(before, person, event.at) ? `${event.type} by ${by}, who is muted` : null;
  },
};

const moderation: ReadonlySet<string> = new Set([
  'dropped',
  'deleted',
  'cleared',
  'muted',
  'unmuted',
  'pinned',
  'settingsSet',
  'wordsSet',
]);
const moderatedBy = (event: { readonly type: string; readonly by?: number }): number | null =>
  moderation.has(event.type) ? (event.by ?? null) : null;

const equalsAreLeftAlone: Invariant<CommittedRoomEvent> = {
  sentence: 'the seller is muted and cleared by nobody, a moderator by the seller and the site only',
  check: ({ event, before }) => {
    if (event.type !== 'muted' && event.type !== 'cleared') return null;
    if (event.person === before.sellerId) return `the seller was ${event.type} by ${event.by}`;
    const isHigh = event.by === before.sellerId || isStaff(event.by);
    return before.moderators.has(event.person) && !isHigh
      ? `${event.person} was ${event.type} by ${event.by}`
      : null;
  },
};

export const ruleInvariants = [
  mutedIsSilent,
  forgottenIsSilent,
  settingsHold,
  paceIsKept,
  slowModeHolds,
  onlyWhoRunsItModerates,
  equalsAreLeftAlone,
];
