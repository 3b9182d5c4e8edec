import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatMessage } from '../../schema/chat/public.ts';
import type { Gone } from '../../schema/chat/questions.ts';
import { limits } from '../../schema/limits.ts';
import { holds } from '../testing/holds.ts';
import chat from './behaviour.ts';
import type { ModeratingCommand } from './moderate.ts';
import { rankOf } from './rank.ts';
import { Play, seller } from './testing/play.ts';
import { anyStory, tell } from './testing/steps.ts';

const [speaker, moderator, second] = [2, 3, 4];

function room(): Play {
  const play = Play.opened();
  for (const person of [moderator, second]) {
    play.give({ type: 'appoint', by: seller, isStaff: false, person, name: `${person}`, isModerator: true });
  }
  return play;
}

const recent = (play: Play) => chat.view(play.state, { ask: 'recent' }) as ChatMessage[];
const mute = (by: number, person: number, isStaff = false): ModeratingCommand => ({
  type: 'mute',
  by,
  isStaff,
  person,
  name: `${person}`,
  forMs: 60_000,
  reason: 'spam',
});

test('only those who run a room tell it anything but messages', () => {
  holds(anyStory(), (story) => {
    const play = Play.opened();
    for (const { waitMs, command } of story) {
      play.now += waitMs;
      const rank =
        'isStaff' in command && command.type !== 'say'
          ? rankOf(play.state, play.state.merged.get(command.by) ?? command.by, command.isStaff)
          : null;
      const { code, events } = play.give(command);
      if (rank === 'speaker') assert.deepEqual([code, events], ['not_allowed', []]);
      if (command.type === 'appoint' && rank !== 'seller') assert.deepEqual(events, []);
    }
  });
});

test('nobody is muted by an equal, and the seller by nobody', () => {
  const play = room();
  assert.equal(play.give(mute(moderator, second)).code, 'not_allowed');
  assert.equal(play.give(mute(moderator, seller)).code, 'not_allowed');
  assert.equal(play.give(mute(9, seller, true)).code, 'not_allowed');
  for (const [by, isStaff] of [
    [seller, false],
    [9, true],
  ] as const) {
    assert.equal(play.give(mute(by, second, isStaff)).code, 'accepted');
    assert.equal(play.say(second, {}, 0).code, 'muted');
    play.give({ type: 'unmute', by, isStaff, person: second });
    assert.equal(play.say(second, {}, 0).code, 'accepted');
  }
});

test('a moderator who is muted does not run the room meanwhile', () => {
  const play = room();
  play.give(mute(seller, moderator));
  assert.equal(play.give(mute(moderator, speaker)).code, 'muted');
  play.now += 60_000;
  assert.equal(play.give(mute(moderator, speaker)).code, 'accepted');
});

test('a time-out ends by itself, and says how long it lasts', () => {
  const play = room();
  play.give(mute(moderator, speaker));
  const { answer } = play.say(speaker, {}, 20_000);
  assert.equal(answer.value, 40_000);
  assert.equal(play.say(speaker, {}, 40_000).code, 'accepted');
});

test('a deleted message leaves its place, and is pinned no more', () => {
  const play = room();
  const { answer } = play.say(speaker);
  const of = answer.position;
  play.give({ type: 'pin', by: moderator, isStaff: false, of });
  assert.equal(play.state.pinned?.seq, of);
  play.give({ type: 'delete', by: moderator, isStaff: false, of });
  assert.equal(play.state.pinned, null);
  const shown = recent(play).find(({ seq }) => seq === of);
  assert.deepEqual([shown?.text, shown?.gone], ['', 'deleted']);
  assert.deepEqual(play.give({ type: 'delete', by: moderator, isStaff: false, of }).events, []);
  assert.equal(play.give({ type: 'pin', by: moderator, isStaff: false, of }).code, 'no_such_message');
});

test('what is gone is not deleted once more: why it is gone stays', () => {
  const play = room();
  const { answer } = play.say(speaker);
  play.give({ type: 'clear', by: moderator, isStaff: false, person: speaker });
  const again = play.give({ type: 'delete', by: moderator, isStaff: false, of: answer.position });
  assert.deepEqual([again.code, again.events], ['accepted', []]);
  assert.equal(recent(play).find(({ seq }) => seq === answer.position)?.gone, 'cleared');
});

test('what a moderator or the seller has said, moderators do not delete', () => {
  const play = room();
  const said = [seller, second, moderator].map((by) => play.say(by).answer.position);
  const codes = said.map((of) => play.give({ type: 'delete', by: moderator, isStaff: false, of }).code);
  assert.deepEqual(codes, ['not_allowed', 'not_allowed', 'accepted']);
});

test('what was never said is not deleted, and what is older than the memory is', () => {
  const play = room();
  const gone = (of: number) => play.give({ type: 'delete', by: moderator, isStaff: false, of }).code;
  assert.equal(gone(1), 'no_such_message');
  assert.equal(gone(99), 'no_such_message');
  const { answer } = play.say(speaker);
  for (let n = 0; n < limits.chatRecentMessages; n++) play.say(speaker);
  assert.equal(gone(answer.position), 'accepted');
  const told = chat.view(play.state, { ask: 'gone', from: 1, to: answer.position }) as Gone;
  assert.deepEqual(told.deleted, [answer.position]);
});

test('clearing takes away all that somebody has said so far, also what waits, and nothing later', () => {
  const play = room();
  play.say(speaker);
  play.say(speaker, { verdict: 'hold' });
  const { answer: other } = play.say(5);
  play.give({ type: 'clear', by: moderator, isStaff: false, person: speaker });
  const { answer: later } = play.say(speaker);
  const left = recent(play).filter(({ gone }) => gone === undefined);
  assert.deepEqual(
    left.map(({ seq }) => seq),
    [other.position, later.position],
  );
  assert.deepEqual(chat.view(play.state, { ask: 'held' }), []);
});

test('what a guest said before is gone from the history with the account, unless that was cleared before it', () => {
  const clearedIn = (isFirst: boolean): number[] => {
    const play = room();
    const guest = 7;
    const { answer } = play.say(guest, { isGuest: true });
    play.say(speaker);
    const clear = () => play.give({ type: 'clear', by: moderator, isStaff: false, person: speaker });
    if (isFirst) clear();
    play.give({ type: 'merge', from: guest, to: speaker, name: 'speaker' });
    if (!isFirst) clear();
    const { cleared } = chat.view(play.state, { ask: 'gone', from: 1, to: play.state.position }) as Gone;
    const shown = recent(play).find(({ seq }) => seq === answer.position);
    const isGone = cleared.some(({ person, upTo }) => person === guest && upTo >= answer.position);
    assert.equal(isGone, shown?.gone === 'cleared');
    return cleared.map(({ person }) => person);
  };
  assert.deepEqual(clearedIn(true), [speaker]);
  assert.deepEqual(clearedIn(false), [speaker, 7]);
});

test('a guest who has signed in is not forgotten alone', () => {
  const play = room();
  const [guest, account] = [7, 8];
  play.say(guest, { isGuest: true });
  play.give({ type: 'merge', from: guest, to: account, name: 'account' });
  assert.deepEqual(play.give({ type: 'forget', person: guest }).events, []);
  play.give({ type: 'forget', person: account });
  const { forgotten } = chat.view(play.state, { ask: 'gone', from: 1, to: play.state.position }) as Gone;
  assert.deepEqual(new Set(forgotten), new Set([guest, account]));
});

test('of who is forgotten no name and no word stays', () => {
  holds(anyStory(), (story) => {
    const { state, now } = tell(story.filter(({ command }) => command.type !== 'merge'));
    for (const person of [2, 3, 4, 5, 6]) {
      const decision = chat.decide(state, { type: 'forget', person }, now);
      const after = decision.events.reduce(chat.evolve, state);
      const said = JSON.stringify(
        [...after.recent, ...after.held.values()].filter(({ by }) => by === person),
      );
      assert.ok(!/said \d|Ann|Bo|민수/.test(said.replaceAll('"rank"', '')));
      assert.equal(after.sanctions.get(person)?.name ?? '', '');
      assert.ok(!after.moderators.has(person));
    }
  });
});

test('settings that are so already, and what was decided already, make no event', () => {
  const play = room();
  const again = (command: ModeratingCommand) =>
    [play.give(command), play.give(command)].map((turn) => turn.events.length);
  const by = { by: seller, isStaff: false } as const;
  assert.deepEqual(again({ type: 'set', ...by, settings: { slowMs: 5_000 } }), [1, 0]);
  assert.deepEqual(
    again({ type: 'appoint', ...by, person: moderator, name: '', isModerator: false }),
    [1, 0],
  );
  assert.deepEqual(again({ type: 'unmute', ...by, person: speaker }), [0, 0]);
  const { answer } = play.say(speaker, { verdict: 'hold' });
  const drop = { type: 'drop', ...by, of: answer.position } as const;
  assert.equal(play.give(drop).code, 'accepted');
  assert.equal(play.give(drop).code, 'no_such_message');
});
