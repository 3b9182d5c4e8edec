import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRoom, Room } from './testing/room.ts';

const onStreamLoss = { rule: 'pause', graceMs: 10_000 } as const;

test('a lost stream stops the clock after its grace, and the returning one starts it again', () => {
  const room = openRoom({ onStreamLoss });
  room.give({ type: 'streamUp' });
  room.wait(5_000);
  room.give({ type: 'streamDown' });
  room.wait(9_999);
  assert.equal(room.state.pause, null);
  room.passTo(room.now + 1, 400);
  assert.deepEqual(room.state.pause, { cause: 'stream', reason: '' });
  assert.equal(room.state.remainingMs, 45_000, 'a late tick takes nothing from the clock');
  room.wait(100_000);
  room.give({ type: 'streamUp' });
  assert.equal(room.leftMs, 45_000);
});

test('a stream that comes back within its grace stops nothing', () => {
  const room = openRoom({ onStreamLoss });
  room.give({ type: 'streamUp' });
  room.give({ type: 'streamDown' });
  room.wait(9_000);
  room.give({ type: 'streamUp' });
  room.wait(30_000);
  assert.equal(room.state.pause, null);
});

test('a stream that never was up is not missed', () => {
  const room = openRoom({ onStreamLoss });
  room.give({ type: 'streamDown' });
  room.wait(30_000);
  assert.equal(room.state.pause, null);
});

test('the hammer falls if the end comes within the grace', () => {
  const room = openRoom({ onStreamLoss });
  room.give({ type: 'streamUp' });
  room.wait(50_000);
  room.give({ type: 'streamDown' });
  room.wait(10_000);
  assert.equal(room.state.phase, 'unsold');
});

test('the seller may go on without the stream', () => {
  const room = openRoom({ onStreamLoss });
  room.give({ type: 'streamUp' });
  room.give({ type: 'streamDown' });
  room.wait(15_000);
  room.seller('resume');
  room.wait(40_000);
  assert.equal(room.state.pause, null);
});

test("a returning stream does not end the seller's own pause", () => {
  const room = openRoom({ onStreamLoss });
  room.give({ type: 'streamUp' });
  room.give({ type: 'streamDown' });
  room.wait(15_000);
  room.seller('pause');
  room.give({ type: 'streamUp' });
  assert.equal(room.state.pause?.cause, 'seller');
  assert.equal(room.state.remainingMs, 50_000);
});

test('the grace of a lost stream stands still in an outage', () => {
  const room = openRoom({ onStreamLoss });
  room.give({ type: 'streamUp' });
  room.give({ type: 'streamDown' });
  room.wait(4_000);
  room.now += 30_000;
  room.give({ type: 'outage', outageId: 1, from: room.now - 30_000, to: room.now });
  room.wait(5_999);
  assert.equal(room.state.pause, null);
  room.wait(1);
  assert.deepEqual(room.state.pause, { cause: 'stream', reason: '' });
});

test('a stream lost before the opening has its whole grace from there on', () => {
  const room = new Room({ onStreamLoss });
  room.give({ type: 'streamUp' });
  room.give({ type: 'streamDown' });
  room.wait(60_000);
  room.seller('open');
  room.wait(9_999);
  assert.equal(room.leftMs, 50_001);
  room.wait(1);
  assert.deepEqual(room.state.pause, { cause: 'stream', reason: '' });
});
