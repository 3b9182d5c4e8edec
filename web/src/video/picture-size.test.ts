import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizeBetween } from './picture-size.ts';
import { reception } from './reception.fixture.ts';

test('a picture has the height that it has now, and the frames of the time between', () => {
  const before = reception({ atMs: 1_000, framesDecoded: 100, heightPx: 720 });
  const after = reception({ atMs: 3_000, framesDecoded: 115, heightPx: 180 });
  assert.deepEqual(sizeBetween(before, after), { heightPx: 180, framesPerSecond: 8 });
});

test('without a new frame, a time, a height or the same stream there is none', () => {
  const before = reception({ atMs: 1_000 });
  const after = reception({ atMs: 3_000, framesDecoded: 160 });
  assert.equal(sizeBetween(before, { ...after, framesDecoded: before.framesDecoded }), null);
  assert.equal(sizeBetween(before, { ...after, atMs: before.atMs }), null);
  assert.equal(sizeBetween(before, { ...after, heightPx: 0 }), null);
  assert.equal(sizeBetween(before, { ...after, id: 'another' }), null);
});
