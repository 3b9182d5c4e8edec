import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runCampaign } from './campaign.ts';
import { expectedMilestones, seedsForMilestones } from './expected-milestones.ts';
import { nothingOmitted } from './plan.ts';
import { runSeed, type TraceLine } from './seed-run.ts';
import { replayCommand } from './shrink.ts';

/** With SIMULATOR_SEED set, the seeds from there on are run. */
const firstSeed = Number(process.env.SIMULATOR_SEED ?? 1);

it(`${seedsForMilestones} seeds keep every promise, and come through every state that matters`, async (t) => {
  const { failing, milestones, steps, elapsedMs } = await runCampaign({
    firstSeed,
    seeds: seedsForMilestones,
    timeLimitMs: Number.POSITIVE_INFINITY,
    omissions: nothingOmitted,
    stopsAtFailure: false,
    now: () => performance.now(),
    onProgress: () => {},
    onFailure: () => {},
  });
  t.diagnostic(`${steps} steps, ${Math.round((steps / elapsedMs) * 1_000)} a second`);
  const seen = failing.map((result) => `${result.failure?.seen}\n${replayCommand(result)}`);
  assert.deepEqual(seen, []);
  assert.deepEqual(milestones.missing(expectedMilestones), []);
});

it('a seed runs the same way every time', async () => {
  const traceOf = async (seed: number): Promise<TraceLine[]> => {
    const trace: TraceLine[] = [];
    await runSeed(seed, nothingOmitted, (line) => trace.push(line));
    return trace;
  };
  for (let seed = firstSeed; seed < firstSeed + 5; seed++) {
    assert.deepEqual(await traceOf(seed), await traceOf(seed));
  }
});
