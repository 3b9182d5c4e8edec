import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SayCommand } from '../../schema/chat/commands.ts';
import { limits } from '../../schema/limits.ts';
import { holds } from '../testing/holds.ts';
import chat from './behaviour.ts';
import { rankOf } from './rank.ts';
import { isMuted } from './sanctions.ts';
import { Play, seller, startMs } from './testing/play.ts';
import { anyStory, tell } from './testing/steps.ts';

const speaker = 2;
const moderator = 3;

function roomWithModerator(): Play {
  const play = Play.opened();
  play.give({
    type: 'appoint',
    by: seller,
    isStaff: false,
    person: moderator,
    name: 'Mo',
    isModerator: true,
  });
  return play;
}

test('the same message again gets the first answer, and is said once', () => {
  holds(anyStory(), (story) => {
    const { turns, state, now } = tell(story);
    const merged = turns.some(({ events }) =>
      events.some(({ type }) => type === 'merged' || type === 'forgotten'),
    );
    const taken = turns.filter(({ command, events }) => command.type === 'say' && events.length > 0);
    const keys = taken.map(({ command }) => `${(command as SayCommand).by}:${(command as SayCommand).sayId}`);
    if (merged) return;
    assert.equal(new Set(keys).size, keys.length);
    for (const { command, answer } of taken) {
      const again = chat.decide(state, command, now);
      assert.deepEqual(again.events, []);
      // Of those who have said very much since, it is no longer known what the answer was.
      if (state.speakers.get((command as SayCommand).by)?.forgottenSayId === 0) {
        assert.deepEqual(again.answer, answer);
      }
    }
  });
});

test('what is older than what is remembered is not said once more', () => {
  const play = Play.opened();
  const first = play.say(speaker).command;
  for (let n = 0; n < limits.sayMemoryPerSpeaker; n++) play.say(speaker);
  assert.equal(play.give(first).code, 'stale_bid_id');
});

test('nobody who has just spoken is forgotten, however many speak', () => {
  const play = Play.opened();
  const first = play.say(2, {}, 0).command;
  for (let n = 0; n < limits.maxChatSpeakers + 10; n++) play.say(100 + n, {}, 1);
  assert.equal(play.give(first).events.length, 0);
  play.say(99, {}, limits.sayMemoryMs);
  assert.equal(play.state.speakers.size, limits.maxChatSpeakers);
  assert.ok(play.state.speakers.has(99));
});

test('a muted person says nothing, be it as moderator', () => {
  holds(anyStory(), (story) => {
    const lived = Play.opened();
    for (const { waitMs, command } of story) {
      lived.now += waitMs;
      const by = command.type === 'say' ? (lived.state.merged.get(command.by) ?? command.by) : 0;
      const isShut =
        by !== 0 && isMuted(lived.state.sanctions.get(by), lived.now) && by !== lived.state.sellerId;
      const { events } = lived.give(command);
      if (isShut) assert.deepEqual(events, []);
    }
  });
});

test('nobody says more than the bucket gives, in any stretch of time', () => {
  const say = { burst: 3, refillMs: 1_000 };
  holds(anyStory(), (story) => {
    const play = Play.opened();
    const times: number[] = [];
    for (const { waitMs } of story) {
      const { events } = play.say(seller, say, waitMs);
      if (events.length > 0) times.push(play.now);
    }
    for (const [n, from] of times.entries()) {
      for (const [more, to] of times.slice(n).entries()) {
        assert.ok(more + 1 <= say.burst + (to - from) / say.refillMs);
      }
    }
  });
});

test('a room that forgets old messages counts them still', () => {
  const say = { burst: limits.sayMemoryPerSpeaker, refillMs: 1_000 };
  const play = Play.opened();
  let taken = 0;
  for (let n = 0; n < 10 * say.burst; n++) {
    if (play.say(speaker, say, say.refillMs / 10).code === 'accepted') taken++;
  }
  // At once as many as it holds, and one for each refill since the first.
  assert.equal(taken, 2 * say.burst - 1);
});

test('whoever waits as long as told is heard', () => {
  const play = Play.opened();
  play.give({ type: 'set', by: seller, isStaff: false, settings: { slowMs: 7_000 } });
  for (let n = 0; n < 20; n++) {
    const { code, answer } = play.say(speaker, {}, 0);
    if (code === 'accepted') continue;
    assert.ok(answer.value > 0);
    assert.equal(play.say(speaker, {}, answer.value - 1).code, code);
    assert.equal(play.say(speaker, {}, 1).code, 'accepted');
  }
});

const gates = [
  ['guests where they may not', { guestsSpeak: false }, { isGuest: true }, 'accounts_only'],
  ['who does not follow', { followersOnly: true }, { follows: false }, 'followers_only'],
  ['words where only emoji are said', { emotesOnly: true }, { isEmotes: false }, 'emotes_only'],
] as const;
for (const [who, settings, say, code] of gates) {
  test(`the room keeps out ${who}, but none of those who run it`, () => {
    const play = roomWithModerator();
    play.give({ type: 'set', by: moderator, isStaff: false, settings });
    assert.equal(play.say(speaker, say).code, code);
    assert.equal(play.say(speaker, { isGuest: false, follows: true, isEmotes: true }).code, 'accepted');
    for (const by of [seller, moderator]) assert.equal(play.say(by, say).code, 'accepted');
    assert.equal(play.say(speaker, { ...say, isStaff: true }).code, 'accepted');
  });
}

test('the same said twice in a short time is refused', () => {
  const play = roomWithModerator();
  play.say(speaker, { fingerprint: 7 });
  assert.equal(play.say(speaker, { fingerprint: 7 }, limits.chatDuplicateMs - 1).code, 'duplicate');
  assert.equal(play.say(4, { fingerprint: 7 }, 0).code, 'accepted');
  assert.equal(play.say(speaker, { fingerprint: 7 }, 1).code, 'accepted');
  assert.equal(play.say(moderator, { fingerprint: 8 }, 5_000).code, 'accepted');
  assert.equal(play.say(moderator, { fingerprint: 8 }, 5_000).code, 'accepted');
});

test('when a crowd comes in, new accounts and guests speak slowly for a while', () => {
  const play = roomWithModerator();
  play.give({ type: 'crowd' });
  assert.deepEqual(play.give({ type: 'crowd' }).events, []);
  const young = { knownSince: startMs };
  assert.equal(play.say(speaker, young, 0).code, 'accepted');
  const { code, answer } = play.say(speaker, young, 5_000);
  assert.deepEqual([code, answer.value], ['raid_guard', limits.raidSlowMs - 5_000]);
  assert.equal(play.say(4, { isGuest: true }, 0).code, 'accepted');
  assert.equal(play.say(4, { isGuest: true }, 5_000).code, 'raid_guard');
  for (const old of [5, moderator]) {
    assert.equal(play.say(old, {}, 0).code, 'accepted');
    assert.equal(play.say(old, {}, 5_000).code, 'accepted');
  }
  play.now += limits.raidGuardMs;
  assert.equal(play.say(speaker, young, 0).code, 'accepted');
  assert.equal(play.say(speaker, young, 5_000).code, 'accepted');
  play.give({ type: 'set', by: seller, isStaff: false, settings: { raidGuard: false } });
  assert.deepEqual(play.give({ type: 'crowd' }).events, []);
});

test('blocked words are refused of everyone, and held of those who do not run the room', () => {
  const play = roomWithModerator();
  for (const by of [seller, moderator, speaker]) {
    assert.equal(play.say(by, { verdict: 'refuse' }).code, 'blocked_words');
  }
  assert.equal(play.say(speaker, { verdict: 'hold' }).code, 'held');
  assert.equal(play.say(moderator, { verdict: 'hold' }).code, 'accepted');
  for (let n = 1; n < limits.maxChatHeld; n++) play.say(speaker, { verdict: 'hold' });
  assert.equal(play.say(speaker, { verdict: 'hold' }).code, 'limit_exceeded');
});

test('nobody answers what was not said yet', () => {
  const play = Play.opened();
  const { answer } = play.say(speaker);
  assert.equal(play.say(speaker, { replyTo: answer.position }).code, 'accepted');
  assert.equal(play.say(speaker, { replyTo: play.state.position + 1 }).code, 'invalid');
});

test('a room that was not opened takes nothing', () => {
  assert.equal(new Play().say(speaker).code, 'unknown_lot');
});

test('a guest who turns out to be somebody takes along what that one was, and may not do', () => {
  const play = roomWithModerator();
  const guest = 8;
  const { command } = play.say(guest, { isGuest: true });
  play.give({
    type: 'mute',
    by: moderator,
    isStaff: false,
    person: guest,
    name: 'G',
    forMs: null,
    reason: 'spam',
  });
  play.give({ type: 'merge', from: guest, to: 9, name: 'Nine' });
  assert.equal(play.say(9).code, 'muted');
  assert.equal(play.say(guest).code, 'muted');
  assert.equal(play.give(command).events.length, 0);
  play.give({ type: 'merge', from: moderator, to: 10, name: 'Ten' });
  assert.equal(rankOf(play.state, 10, false), 'moderator');
  play.give({ type: 'merge', from: seller, to: 11, name: 'Eleven' });
  assert.equal(rankOf(play.state, 11, false), 'seller');
});
