import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatMessage, ChatRoom } from '../../schema/chat/public.ts';
import { chatEventSchema, chatRoomSchema } from '../../schema/chat/public.ts';
import { limits } from '../../schema/limits.ts';
import { holds } from '../testing/holds.ts';
import chat from './behaviour.ts';
import { Play, seller } from './testing/play.ts';
import { anyStory, secret, tell } from './testing/steps.ts';

test('what is told fits the schemas', () => {
  holds(anyStory(), (story) => {
    const { turns, state } = tell(story);
    for (const { told } of turns) for (const event of told) chatEventSchema.parse(event);
    chatRoomSchema.parse(chat.snapshot(state));
  });
});

test('nobody is told what is masked, or what waits for a moderator', () => {
  holds(anyStory(), (story) => {
    const { turns } = tell(story, (state) => {
      assert.ok(!JSON.stringify(chat.snapshot(state)).includes(secret));
      assert.ok(!JSON.stringify(chat.view(state, { ask: 'recent' })).includes(secret));
      return state;
    });
    assert.ok(!JSON.stringify(turns.map(({ told }) => told)).includes(secret));
  });
});

/** Applies what one is told, as a page does. */
function follow(room: ChatRoom, { told }: { readonly told: Play['turns'][number]['told'] }): ChatRoom {
  for (const event of told) {
    const gone = (isMeant: (message: ChatMessage) => boolean, how: NonNullable<ChatMessage['gone']>) => {
      const messages = room.messages.map((message) =>
        isMeant(message) && message.gone !== 'forgotten'
          ? {
              ...message,
              by: how === 'forgotten' ? { ...message.by, name: '' } : message.by,
              text: '',
              gone: how,
            }
          : message,
      );
      const pinned = room.pinned !== null && isMeant(room.pinned) ? null : room.pinned;
      room = { ...room, messages, pinned };
    };
    switch (event.type) {
      case 'said':
      case 'released': {
        const { type: _type, ...message } = event;
        room = { ...room, messages: [...room.messages, message] };
        break;
      }
      case 'deleted':
        gone(({ seq }) => seq === event.of, 'deleted');
        break;
      case 'cleared':
      case 'forgotten': {
        gone(({ by }) => by.id === event.person, event.type);
        if (event.type === 'cleared') break;
        room = { ...room, moderators: room.moderators.filter(({ id }) => id !== event.person) };
        break;
      }
      case 'pinned':
        room = { ...room, pinned: event.message };
        break;
      case 'settingsSet':
        room = { ...room, settings: event.settings };
        break;
      case 'guarded':
        room = { ...room, guardUntil: event.until };
        break;
      case 'appointed': {
        const moderators = room.moderators.filter(({ id }) => id !== event.person);
        const { person: id, name } = event;
        room = { ...room, moderators: event.isModerator ? [...moderators, { id, name }] : moderators };
        break;
      }
      case 'merged': {
        const { from, to, moderators } = event;
        const renamed = (message: ChatMessage): ChatMessage =>
          message.by.id === from ? { ...message, by: { ...message.by, id: to } } : message;
        const messages = room.messages.map(renamed);
        room = { ...room, messages, pinned: room.pinned && renamed(room.pinned), moderators };
        break;
      }
    }
  }
  return room;
}

test('whoever follows all events sees what somebody sees who has just come in', () => {
  holds(anyStory(), (story) => {
    const { turns, state } = tell(story);
    const atFirst = chat.snapshot(Play.opened().state) as ChatRoom;
    const followed = turns.slice(1).reduce(follow, atFirst);
    const fresh = chat.snapshot(state) as ChatRoom;
    assert.deepEqual(
      { ...followed, messages: followed.messages.slice(-limits.chatSnapshotMessages), from: fresh.from },
      fresh,
    );
  });
});

test('a picture says from which number on it has all', () => {
  const play = Play.opened();
  play.say(seller);
  assert.equal((chat.snapshot(play.state) as ChatRoom).from, 1);
  for (let n = 0; n < limits.chatSnapshotMessages; n++) play.say(seller);
  const { from, messages } = chat.snapshot(play.state) as ChatRoom;
  assert.equal(messages.length, limits.chatSnapshotMessages);
  assert.equal(from, messages[0]?.seq);
});

test('masks are told by as many marks as there were characters, and moderators read what waits', () => {
  const play = Play.opened();
  const { told } = play.say(2, { text: 'a 😀x b', masks: [[2, 5]], verdict: 'mask' });
  assert.equal(told[0]?.type === 'said' && told[0].text, 'a ** b');
  const { told: quiet, answer } = play.say(2, { text: 'hm', verdict: 'hold' });
  assert.deepEqual(quiet, [{ type: 'held', seq: answer.position, at: play.now }]);
  const held = chat.view(play.state, { ask: 'held' }) as ChatMessage[];
  assert.deepEqual(
    held.map(({ text, seq }) => [text, seq]),
    [['hm', answer.position]],
  );
  const { told: shown } = play.give({ type: 'release', by: seller, isStaff: false, of: answer.position });
  assert.equal(shown[0]?.type === 'released' && shown[0].text, 'hm');
  assert.deepEqual(chat.view(play.state, { ask: 'held' }), []);
});
