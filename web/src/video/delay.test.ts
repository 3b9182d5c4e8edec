import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DelaySample, delayMsBetween, delaySeconds, sampleOf } from './delay.ts';

const video = {
  type: 'inbound-rtp',
  kind: 'video',
  jitterBufferDelay: 6,
  jitterBufferEmittedCount: 100,
  totalDecodeTime: 0.5,
  framesDecoded: 100,
};
const path = { type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: 0.05 };
const sample = (differences: Partial<DelaySample> = {}): DelaySample => ({
  bufferedSeconds: 6,
  framesEmitted: 100,
  decodingSeconds: 0.5,
  framesDecoded: 100,
  roundTripSeconds: 0.05,
  ...differences,
});

test('the sample is of the picture and of the path in use', () => {
  const probator = { type: 'inbound-rtp', kind: 'video', jitterBufferDelay: 99, framesDecoded: 0 };
  const idle = { type: 'candidate-pair', nominated: false, state: 'succeeded', currentRoundTripTime: 9 };
  const sound = { type: 'inbound-rtp', kind: 'audio', jitterBufferDelay: 77 };
  assert.deepEqual(sampleOf([probator, video, sound, path, idle]), sample());
  assert.deepEqual(sampleOf([video, probator]), sample({ roundTripSeconds: null }));
  assert.equal(sampleOf([sound, path]), null);
});

test('the delay is the way, the buffer and the decoding of the frames between', () => {
  const after = sample({
    bufferedSeconds: 12,
    framesEmitted: 160,
    decodingSeconds: 0.8,
    framesDecoded: 160,
    roundTripSeconds: 0.04,
  });
  assert.equal(Math.round(delayMsBetween(sample(), after) ?? 0), 125);
});

test('nothing is said of a delay that cannot be known', () => {
  assert.equal(delayMsBetween(sample(), sample()), null);
  const unknownWay = sample({ framesEmitted: 160, framesDecoded: 160, roundTripSeconds: null });
  assert.equal(delayMsBetween(sample(), unknownWay), null);
  // A new connection counts from nothing.
  assert.equal(delayMsBetween(sample(), sample({ framesEmitted: 3, framesDecoded: 3 })), null);
});

test('what is shown is never less than what was measured', () => {
  assert.equal(delaySeconds(101), '0.2');
  assert.equal(delaySeconds(200), '0.2');
  assert.equal(delaySeconds(4), '0.1');
  assert.equal(delaySeconds(0), '0.1');
});
