import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { holds } from '../testing/holds.ts';
import { Queue } from './queue.ts';

const anyStep = fc.oneof(
  { weight: 2, arbitrary: fc.constant('push' as const) },
  { weight: 1, arbitrary: fc.constant('shift' as const) },
);

test('a queue gives what a plain array would, however often it grows and goes round', () => {
  holds(fc.array(anyStep, { maxLength: 200 }), (steps) => {
    const queue = new Queue<number>();
    const model: number[] = [];
    for (const [n, step] of steps.entries()) {
      if (step === 'push') {
        queue.push(n);
        model.push(n);
      } else assert.equal(queue.shift(), model.shift());
      assert.equal(queue.size, model.length);
    }
    const rest = Array.from({ length: queue.size }, () => queue.shift());
    assert.deepEqual(rest, model);
    assert.equal(queue.shift(), undefined);
  });
});
