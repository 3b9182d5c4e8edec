import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ActorClient } from '../../actors/client.ts';
import { answerNumber } from '../../schema/codes.ts';
import { StreamReports } from './stream-reports.ts';

test('the auction hears the latest news in the end, one at a time, through any failures', async () => {
  const steps = fc.array(fc.record({ isUp: fc.boolean(), failures: fc.nat(2) }), {
    minLength: 1,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(steps, fc.scheduler(), async (news, scheduler) => {
      let failures = news.reduce((sum, step) => sum + step.failures, 0);
      let known: string | null = null;
      let asking = 0;
      const actors: ActorClient = {
        async command(_, command) {
          assert.equal(++asking, 1);
          await scheduler.schedule(Promise.resolve());
          asking--;
          // An unknown outcome: it may have been taken.
          if (failures % 2 === 0) known = (command as { type: string }).type;
          const code = failures > 0 ? answerNumber.retry : answerNumber.accepted;
          if (failures > 0) failures--;
          else known = (command as { type: string }).type;
          return { code, value: 0, flag: 0, position: 0 };
        },
        ask: () => assert.fail('nothing is asked'),
      };
      const reports = new StreamReports(actors, (_, task) => {
        void scheduler.schedule(Promise.resolve()).then(task);
      });
      const told = scheduler.scheduleSequence(
        news.map(
          ({ isUp }) =>
            async () =>
              reports.report('lot', isUp),
        ),
      );
      // What is scheduled may schedule more, a few promises later.
      for (let isQuiet = false; !isQuiet; ) {
        await new Promise((resolve) => setImmediate(resolve));
        isQuiet = scheduler.count() === 0;
        if (!isQuiet) await scheduler.waitOne();
      }
      assert.ok((await told.task).done);
      assert.equal(known, news.at(-1)?.isUp ? 'streamUp' : 'streamDown');
    }),
  );
});
