import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { holds } from '../testing/holds.ts';
import { Queue } from './queue.ts';

type Step =
  | { readonly does: 'push' | 'shift' | 'peek' }
  | { readonly does: 'take'; readonly multipleOf: number };

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Step>({ does: 'push' }) },
  { weight: 2, arbitrary: fc.constant<Step>({ does: 'shift' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ does: 'peek' }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('take' as const), multipleOf: fc.integer({ min: 1, max: 9 }) }),
  },
);

test('a queue gives what a plain array would, however often it grows and goes round', () => {
  holds(fc.array(anyStep, { maxLength: 200 }), (steps) => {
    const queue = new Queue<number>();
    const model: number[] = [];
    for (const [n, step] of steps.entries()) {
      if ('multipleOf' in step) {
        const fits = (item: number) => item % step.multipleOf === 0;
        const place = model.findIndex(fits);
        assert.equal(queue.take(fits), place < 0 ? undefined : model.splice(place, 1)[0]);
      } else if (step.does === 'push') {
        queue.push(n);
        model.push(n);
      } else if (step.does === 'shift') assert.equal(queue.shift(), model.shift());
      else assert.equal(queue.peek(), model[0]);
      assert.equal(queue.size, model.length);
    }
    const rest = Array.from({ length: queue.size }, () => queue.shift());
    assert.deepEqual(rest, model);
    assert.equal(queue.shift(), undefined);
  });
});
