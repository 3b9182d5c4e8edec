import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatMine } from '../../../../schema/chat/http.ts';
import { settings } from '../room/chat.fixture.ts';
import { type Onlooker, speakingOf } from './speaking.ts';

const mine = (differences: Partial<ChatMine> = {}): ChatMine => ({
  isSeller: false,
  isModerator: false,
  muted: null,
  followsSeller: false,
  ...differences,
});
const guest = { id: 1, name: 'Ann', kind: 'guest', role: 'user' } as const;
const kindOf = (differences: Partial<Onlooker>) =>
  speakingOf({ person: guest, mine: mine(), settings: settings(), nowMs: 1_000, ...differences }).kind;

test('who may speak, and what stands in the way of the others', () => {
  const closed = settings({ guestsSpeak: false, followersOnly: true });
  assert.equal(kindOf({}), 'may');
  assert.equal(kindOf({ person: null }), 'signIn');
  assert.equal(kindOf({ person: undefined }), 'may', 'nobody is told off before it is known who it is');
  assert.equal(kindOf({ settings: closed }), 'account');
  assert.equal(kindOf({ settings: closed, person: { ...guest, kind: 'user' } }), 'follow');
  const follower = mine({ followsSeller: true });
  assert.equal(kindOf({ settings: closed, person: { ...guest, kind: 'user' }, mine: follower }), 'may');
  for (const exempt of [mine({ isSeller: true }), mine({ isModerator: true })]) {
    assert.equal(kindOf({ settings: closed, mine: exempt }), 'may');
  }
});

test('somebody who is shut out may speak again when the time is over, and never if it was for good', () => {
  const until = (at: number | null) => mine({ isModerator: true, muted: { until: at, reason: 'spam' } });
  assert.equal(kindOf({ mine: until(1_001) }), 'muted');
  assert.equal(kindOf({ mine: until(1_000) }), 'may');
  assert.equal(kindOf({ mine: until(null) }), 'muted');
});
