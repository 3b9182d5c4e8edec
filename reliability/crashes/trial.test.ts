import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fault } from './faults/fault.ts';
import { faults } from './faults/index.ts';
import type { DatabaseKind } from './house.ts';
import { nothingBroken } from './reckoning.ts';
import { runTrial } from './trial.ts';

/** Kinds that no other test does to a whole service. */
const trials: Array<[keyof typeof faults, DatabaseKind]> = [
  ['shard', 'embedded'],
  ['connection', 'installed'],
  ['disk-full', 'embedded'],
  ['connections-taken', 'installed'],
];

describe('after a disaster every promise was kept, and bids are taken again', { concurrency: 2 }, () => {
  for (const [name, database] of trials) {
    const fault: Fault = faults[name];
    const skip = fault.whyNot?.() ?? false;
    it(`${fault.about} (${database} PostgreSQL)`, { skip }, async () => {
      const { found, acknowledged } = await runTrial(fault, database, 1, { sockets: 16, lots: 6 });
      assert.deepEqual(found, nothingBroken());
      assert.ok(acknowledged > 0);
    });
  }
});
