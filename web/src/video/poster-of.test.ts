import assert from 'node:assert/strict';
import { test } from 'node:test';
import { posterOf } from './poster-of.ts';

const facts: Parameters<typeof posterOf>[0] = {
  isOver: false,
  streamUp: true,
  wasUp: true,
  isPausedByStream: false,
  hasFrames: true,
  isSoundOnly: false,
  watch: { kind: 'open' },
};

test('a picture that is there has no poster', () => {
  assert.equal(posterOf(facts), null);
  // Asked for again after a reconnect, the old one is still shown.
  assert.equal(posterOf({ ...facts, watch: { kind: 'asking' } }), null);
});

test('each absence has its own words', () => {
  assert.deepEqual(posterOf({ ...facts, hasFrames: false }), { kind: 'coming' });
  assert.deepEqual(posterOf({ ...facts, watch: { kind: 'waiting' } }), { kind: 'interrupted' });
  // The last frame of a picture that has ended is none.
  assert.deepEqual(posterOf({ ...facts, isSoundOnly: true }), { kind: 'soundOnly' });
  assert.deepEqual(posterOf({ ...facts, streamUp: false }), { kind: 'lost' });
  assert.deepEqual(posterOf({ ...facts, streamUp: false, wasUp: false }), { kind: 'none' });
  assert.deepEqual(posterOf({ ...facts, streamUp: false, wasUp: false, isPausedByStream: true }), {
    kind: 'lost',
  });
  assert.deepEqual(posterOf({ ...facts, streamUp: false, isOver: true }), { kind: 'dark' });
});

test('a refusal is said, but not of a lot that is over', () => {
  const watch = { kind: 'refused', why: 'media_off' } as const;
  assert.deepEqual(posterOf({ ...facts, streamUp: false, wasUp: false, watch }), watch);
  assert.deepEqual(posterOf({ ...facts, streamUp: false, isOver: true, watch }), { kind: 'dark' });
});
