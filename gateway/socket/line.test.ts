import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Connection } from './connection.ts';
import { Line } from './line.ts';

test('everybody has a turn, in the order of coming, and no turn is longer than allowed', () => {
  const steps = fc.array(fc.record({ come: fc.nat(3_000), atMost: fc.nat(2_000) }), { maxLength: 12 });
  fc.assert(
    fc.property(steps, (plan) => {
      const line = new Line();
      const served: number[] = [];
      let come = 0;
      for (const step of plan) {
        for (let n = 0; n < step.come; n++) {
          const number = come++;
          line.push({ deliver: () => served.push(number) > 0 } as unknown as Connection);
        }
        const before = served.length;
        const count = line.deliver(step.atMost);
        assert.equal(served.length - before, count);
        assert.equal(count, Math.min(step.atMost, come - before));
        assert.equal(line.length, come - served.length);
      }
      assert.ok(served.every((number, n) => number === n));
    }),
  );
});

test('a line that is never empty does not grow', () => {
  const line = new Line();
  const connection = { deliver: () => true } as unknown as Connection;
  const before = process.memoryUsage().heapUsed;
  line.push(connection);
  for (let n = 0; n < 20_000_000; n++) {
    line.push(connection);
    line.deliver(1);
  }
  assert.equal(line.length, 1);
  // Remembering them all would take 160 MB.
  assert.ok(process.memoryUsage().heapUsed - before < 64 * 2 ** 20);
});
