import assert from 'node:assert/strict';
import { test } from 'node:test';
import { airOf } from './air.ts';

test('on air is what the server says, and where it comes from is what this window does', () => {
  assert.equal(airOf(true, { kind: 'open' }), 'on');
  assert.equal(airOf(false, { kind: 'open' }), 'going');
  // What the server still believes of the transport before is not this one's.
  assert.equal(airOf(true, { kind: 'asking' }), 'going');
  assert.equal(airOf(true, { kind: 'waiting' }), 'back');
  assert.equal(airOf(true, { kind: 'elsewhere' }), 'elsewhere');
  assert.equal(airOf(true, { kind: 'off' }), 'elsewhere');
  assert.equal(airOf(false, { kind: 'refused', why: 'media_off' }), 'off');
});
