import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCampaign } from './campaign/campaign.ts';
import { targets } from './fuzz-case.ts';

/** As long as everybody can wait for each change; the minutes are spent elsewhere. */
const durationMs = 12_000;

test('every promise holds through the kept cases and some seconds of fresh ones', async (t) => {
  const { failures, tally } = await runCampaign({
    scope: t,
    seed: 1,
    durationMs,
    targets,
    cores: 1,
    keepsFailures: false,
    onProgress: (text) => t.diagnostic(text),
  });
  assert.deepEqual(failures, []);
  for (const target of targets) assert.ok(tally.cases[target] > 0, `no case of ${target}`);
});
