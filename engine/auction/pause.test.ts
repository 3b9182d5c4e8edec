import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { holds } from '../testing/holds.ts';
import { openRoom } from './testing/room.ts';

test('a pause keeps the remaining time, however long it is', () => {
  holds(
    fc.record({ beforeMs: fc.integer({ min: 0, max: 59_999 }), pauseMs: fc.integer({ min: 0, max: 1e9 }) }),
    ({ beforeMs, pauseMs }) => {
      const room = openRoom();
      room.wait(beforeMs);
      room.seller('pause');
      room.wait(pauseMs);
      assert.equal(room.state.remainingMs, 60_000 - beforeMs);
      room.seller('resume');
      assert.equal(room.leftMs, 60_000 - beforeMs);
    },
  );
});

test('after a pause at least the window or floor is left', () => {
  const room = openRoom({ clock: { rule: 'softClose', durationMs: 60_000, windowMs: 15_000 } });
  room.wait(59_000);
  room.seller('pause');
  assert.equal(room.state.remainingMs, 1_000);
  room.seller('resume');
  assert.equal(room.leftMs, 15_000);
});

test('pausing or resuming twice is a repetition', () => {
  const room = openRoom();
  room.seller('pause');
  const { position } = room.state;
  assert.equal(room.seller('pause'), 'accepted');
  assert.equal(room.state.position, position);
  room.seller('resume');
  assert.equal(room.seller('resume'), 'accepted');
  assert.equal(room.state.position, position + 1);
});
