import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../../schema/limits.ts';
import { sendingOf, upDelayMsBetween } from './up-delay.ts';

const size = (id: string, more: object = {}) => ({
  id,
  type: 'outbound-rtp',
  kind: 'video',
  framesEncoded: 100,
  totalEncodeTime: 1,
  packetsSent: 1_000,
  totalPacketSendDelay: 5,
  ...more,
});
const path = (currentRoundTripTime: number) => ({
  type: 'candidate-pair',
  nominated: true,
  state: 'succeeded',
  currentRoundTripTime,
});
const sound = { id: 'a', type: 'outbound-rtp', kind: 'audio', packetsSent: 100, totalPacketSendDelay: 50 };
const before = sendingOf([size('small'), size('large'), sound, path(0.1)]);

test('it is the encoding, the wait for the network and the way, of the size that takes longest', () => {
  const after = sendingOf([
    size('small', { framesEncoded: 150, totalEncodeTime: 1.1 }),
    size('large', {
      framesEncoded: 150,
      totalEncodeTime: 1.5,
      packetsSent: 1_500,
      totalPacketSendDelay: 10,
    }),
    sound,
    path(0.06),
  ]);
  assert.equal(upDelayMsBetween(before, after), 10 + 10 + 30);
});

test('nothing is said while nothing is sent, or of a way that is not known', () => {
  assert.equal(upDelayMsBetween(before, before), null);
  const more = size('small', { framesEncoded: 150, totalEncodeTime: 1.1 });
  assert.equal(upDelayMsBetween(before, sendingOf([more])), null);
  assert.equal(upDelayMsBetween(before, sendingOf([{ ...more, id: 'new' }, path(0.1)])), null);
});

test('nor by a browser that does not say how long packets wait', () => {
  const silent = { totalPacketSendDelay: undefined };
  const then = sendingOf([size('small', silent)]);
  const now = sendingOf([size('small', { ...silent, framesEncoded: 150 }), path(0.1)]);
  assert.equal(upDelayMsBetween(then, now), null);
});

test('it is never more than the server takes', () => {
  const after = sendingOf([size('small', { framesEncoded: 101, totalEncodeTime: 999 }), path(0.1)]);
  assert.equal(upDelayMsBetween(before, after), limits.maxUpDelayMs);
});
