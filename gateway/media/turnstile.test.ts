import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Turnstile } from './turnstile.ts';

test('so many at a time and no more, in order, whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.boolean(), { maxLength: 20 }),
      fc.scheduler(),
      async (width, failing, scheduler) => {
        const turnstile = new Turnstile(width);
        const entered: number[] = [];
        let inside = 0;
        const runs = failing.map((fails, n) =>
          turnstile.run(async () => {
            entered.push(n);
            assert.ok(++inside <= width);
            await scheduler.schedule(Promise.resolve());
            inside--;
            if (fails) throw new Error('failed');
            return n;
          }),
        );
        const outcomes = Promise.allSettled(runs);
        await scheduler.waitFor(outcomes);
        for (const [n, outcome] of (await outcomes).entries()) {
          assert.equal(outcome.status, failing[n] ? 'rejected' : 'fulfilled');
        }
        assert.deepEqual(entered, [...failing.keys()]);
      },
    ),
  );
});
