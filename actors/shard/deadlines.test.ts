import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { holds } from '../testing/holds.ts';
import { Deadlines, type Timed } from './deadlines.ts';

const memberCount = 40;

/** Sets one member's deadline, or removes it (null), or takes the first one out. */
const anyStep = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      member: fc.nat({ max: memberCount - 1 }),
      deadline: fc.option(fc.integer({ min: 0, max: 30 }), { freq: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant('takeFirst' as const) },
);

test('the heap always knows the earliest deadline, as a search through all of them would', () => {
  holds(fc.array(anyStep, { maxLength: 300 }), (steps) => {
    const deadlines = new Deadlines<Timed>();
    const members = Array.from({ length: memberCount }, (): Timed => ({ deadline: 0, place: -1 }));
    const model = new Map<Timed, number>();
    for (const step of steps) {
      if (step === 'takeFirst') {
        const first = deadlines.first();
        if (first === undefined) continue;
        deadlines.set(first, null);
        model.delete(first);
      } else {
        const member = members[step.member] as Timed;
        deadlines.set(member, step.deadline);
        if (step.deadline === null) model.delete(member);
        else model.set(member, step.deadline);
      }
      assert.equal(deadlines.size, model.size);
      const first = deadlines.first();
      if (first === undefined) assert.equal(model.size, 0);
      else assert.equal(model.get(first), Math.min(...model.values()));
      // A member's own note tells whether it waits: the runtime asks it.
      for (const member of members) assert.equal(member.place >= 0, model.has(member));
    }
  });
});
