import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../schema/limits.ts';
import { openRoom } from './testing/room.ts';
import { seller } from './testing/rules.ts';
import { codeOf } from './testing/tell.ts';

const extend = (room: ReturnType<typeof openRoom>, addMs: number) =>
  codeOf(room.give({ type: 'extend', by: seller, addMs }).decision.answer);

test('an extension counts running and paused', () => {
  const room = openRoom();
  assert.equal(extend(room, 5_000), 'accepted');
  assert.equal(room.leftMs, 65_000);
  room.seller('pause');
  assert.equal(extend(room, 5_000), 'accepted');
  assert.equal(room.state.remainingMs, 70_000);
});

test('only whole positive times, and none above the limit', () => {
  const room = openRoom();
  for (const addMs of [0, -1, 1.5, Number.NaN]) assert.equal(extend(room, addMs), 'invalid');
  assert.equal(extend(room, limits.maxExtendMs + 1), 'limit_exceeded');
});

test('never more than the longest duration remains', () => {
  const room = openRoom({ clock: { rule: 'fixed', durationMs: limits.maxDurationMs - 1_000 } });
  assert.equal(extend(room, 5_000), 'accepted');
  assert.equal(room.leftMs, limits.maxDurationMs);
  assert.equal(extend(room, 1), 'limit_exceeded');
});
