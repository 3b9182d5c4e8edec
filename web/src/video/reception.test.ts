import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reception } from './reception.fixture.ts';
import { receptionOf } from './reception.ts';

const video = {
  id: 'v',
  type: 'inbound-rtp',
  kind: 'video',
  timestamp: 50_000,
  frameHeight: 360,
  packetsReceived: 1_000,
  packetsLost: 10,
  jitterBufferDelay: 6,
  jitterBufferEmittedCount: 100,
  totalDecodeTime: 0.5,
  framesDecoded: 100,
  framesDropped: 2,
  freezeCount: 1,
};
const path = { type: 'candidate-pair', nominated: true, state: 'succeeded', currentRoundTripTime: 0.05 };

test('it is of the picture and of the path in use', () => {
  const probator = { type: 'inbound-rtp', kind: 'video', jitterBufferDelay: 99, framesDecoded: 0 };
  const idle = { type: 'candidate-pair', nominated: false, state: 'succeeded', currentRoundTripTime: 9 };
  const waiting = { ...path, id: 'p', state: 'in-progress' };
  const transport = { type: 'transport', selectedCandidatePairId: 'p' };
  const sound = { type: 'inbound-rtp', kind: 'audio', jitterBufferDelay: 77 };
  assert.deepEqual(receptionOf([probator, video, sound, idle, path]), reception());
  assert.deepEqual(receptionOf([video, probator]), reception({ roundTripSeconds: null }));
  assert.deepEqual(receptionOf([video, { ...idle, nominated: true }, waiting, transport]), reception());
  assert.equal(receptionOf([sound, path]), null);
});
