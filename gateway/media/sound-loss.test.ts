import assert from 'node:assert/strict';
import { it } from 'node:test';
import { withoutViewersLoss } from './sound-loss.ts';

it("no viewer's loss is handed on to the seller, and nothing else about the sound changes", () => {
  const opus = { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 };
  const given = { codecs: [{ ...opus, parameters: { minptime: 10, useinbandfec: 1, usedtx: 1 } }, opus] };
  assert.deepEqual(withoutViewersLoss(given), {
    codecs: [{ ...opus, parameters: { minptime: 10, usedtx: 1 } }, opus],
  });
});
