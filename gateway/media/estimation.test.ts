import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { getSupportedRtpCapabilities, type types } from 'mediasoup';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { doesEstimate, withoutEstimation } from './estimation.ts';

test('a worker with the estimator in it is known by it', async (t) => {
  const folder = await temporaryFolder(t);
  const [plain, estimating] = [join(folder, 'plain'), join(folder, 'estimating')];
  await writeFile(plain, Buffer.concat([Buffer.alloc(70_000, 1), Buffer.from('webRtcTransport.connect')]));
  await writeFile(
    estimating,
    Buffer.concat([Buffer.alloc(65_530, 1), Buffer.from('N3RTC32TransportCongestionControlServerE')]),
  );
  assert.equal(await doesEstimate(plain), false);
  assert.equal(await doesEstimate(estimating), true);
});

test('nothing about estimation is left, and everything else is', () => {
  const all = getSupportedRtpCapabilities() as types.RtpCapabilities;
  const rest = withoutEstimation(all);
  assert.doesNotMatch(JSON.stringify(rest), /transport-cc|goog-remb|transport-wide-cc/);
  assert.match(JSON.stringify(all), /transport-cc.*goog-remb|goog-remb.*transport-cc/);
  assert.equal(rest.codecs?.length, all.codecs?.length);
  assert.match(JSON.stringify(rest), /"nack","parameter":"pli"/);
  assert.match(JSON.stringify(rest), /abs-send-time/);
});
