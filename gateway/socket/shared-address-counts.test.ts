import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { addressCounts } from './address-counts.ts';
import { SharedAddressCounts, sharedAddressMemory } from './shared-address-counts.ts';

const mostAddresses = 6;
const addresses = Array.from({ length: mostAddresses }, (_, n) => `192.0.2.${n}`);

test('shared counts are those that one thread counts, whatever comes and goes', () => {
  const step = fc.record({
    address: fc.constantFrom(...addresses),
    most: fc.integer({ min: 1, max: 3 }),
    isLeaving: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const memory = sharedAddressMemory(mostAddresses);
      // Two threads' views of the same memory.
      const shared = [new SharedAddressCounts(memory), new SharedAddressCounts(memory)] as const;
      const alone = addressCounts();
      const open = new Map<string, number>();
      for (const [n, { address, most, isLeaving }] of steps.entries()) {
        const view = shared[n % 2] as SharedAddressCounts;
        const count = open.get(address) ?? 0;
        if (isLeaving && count > 0) {
          view.release(address);
          alone.release(address);
          open.set(address, count - 1);
        } else if (!isLeaving) {
          const isTaken = view.take(address, most);
          assert.equal(isTaken, alone.take(address, most));
          if (isTaken) open.set(address, count + 1);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('an address that finds no room is refused until another one has gone', () => {
  const counts = new SharedAddressCounts(sharedAddressMemory(2));
  assert.deepEqual(
    ['a', 'b', 'c', 'a'].map((address) => counts.take(address, 5)),
    [true, true, false, true],
  );
  counts.release('b');
  assert.equal(counts.take('c', 5), true);
});

const rounds = 20_000;
const hammering = `
  require('tsx/cjs');
  const { parentPort, workerData } = require('node:worker_threads');
  const { SharedAddressCounts } = require(workerData.module);
  const counts = new SharedAddressCounts(workerData.memory);
  for (let n = 0; n < ${rounds}; n++) {
    counts.take('all', 1e9);
    counts.take('some' + (n % 3), 1e9);
    counts.release('some' + (n % 3));
  }
  parentPort.postMessage('done');
`;

test('nothing is lost when threads count at the same time', async () => {
  const memory = sharedAddressMemory(8);
  const module = new URL('./shared-address-counts.ts', import.meta.url).pathname;
  const threads = [0, 1, 2].map(() => new Worker(hammering, { eval: true, workerData: { memory, module } }));
  await Promise.all(
    threads.map(
      (thread) =>
        new Promise((resolve, reject) => {
          thread.once('message', resolve);
          thread.once('error', reject);
        }),
    ),
  );
  const counts = new SharedAddressCounts(memory);
  for (let n = 0; n < 3; n++) assert.equal(counts.take(`some${n}`, 1), true, 'all of them have gone');
  assert.equal(counts.take('all', threads.length * rounds), false);
  assert.equal(counts.take('all', threads.length * rounds + 1), true);
});
