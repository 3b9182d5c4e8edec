import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Fault } from './faults/fault.ts';
import { faults } from './faults/index.ts';
import type { DatabaseKind } from './house.ts';
import { nothingBroken } from './reckoning.ts';
import { runTrial } from './trial.ts';

/** Enough lots for each shard to have some that last, whichever is struck: all twelve are on the other one once in 4,096 times. */
const size = { sockets: 40, lots: 20, rooms: 2, speakersPerRoom: 6 };

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
      const { found, acknowledged, confirmed } = await runTrial(fault, database, 1, size);
      assert.deepEqual(found, nothingBroken());
      assert.ok(acknowledged > 0);
      assert.ok(confirmed > 0);
    });
  }
});
