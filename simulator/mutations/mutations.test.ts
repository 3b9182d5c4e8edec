import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runMutated } from './mutated-run.ts';
import { mutations } from './mutations.ts';

/** A mistake that needs more luck than this to be seen is not found. */
const seeds = 2_000;

// One after the other they would take longer than any other test file.
describe('the simulator finds a deliberate mistake', { concurrency: 2 }, () => {
  for (const mutation of mutations) {
    it(mutation.name, async (t) => {
      const firstSeed = mutation.firstSeed ?? 1;
      const { caughtBy, seeds: ran } = await runMutated(mutation, firstSeed, seeds);
      assert.notEqual(caughtBy, null, `nothing was noticed in ${ran} seeds`);
      t.diagnostic(`seed ${firstSeed + ran - 1}: ${caughtBy}`);
    });
  }
});
