import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Hearing } from './hearing.ts';

const room = fc.integer({ min: 1, max: 60 });

describe('what a listener hears', () => {
  it('is whole when every event comes once and in order, alone or in runs', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 })), fc.nat(1_000), (runs, start) => {
        const hearing = new Hearing();
        hearing.start(start);
        let seq = start;
        for (const length of runs) {
          if (length === 1) hearing.event(seq + 1);
          else assert.ok(hearing.run(seq + 1, length));
          seq += length;
        }
        assert.deepEqual([hearing.lost(seq), hearing.doubled, hearing.misordered], [0, 0, 0]);
      }),
    );
  });

  it('lacks what was left out, counts what came again, and what came late', () => {
    fc.assert(
      fc.property(room, fc.array(fc.nat(59)), (length, order) => {
        const hearing = new Hearing();
        const heard = order.map((n) => 1 + (n % length));
        for (const seq of heard) if (!hearing.run(seq, 1)) hearing.event(seq);
        const different = new Set(heard);
        const late = [...different].filter((seq) => Math.max(0, ...heard.slice(0, heard.indexOf(seq))) > seq);
        assert.equal(hearing.lost(length), length - different.size);
        assert.equal(hearing.doubled, heard.length - different.size);
        assert.equal(hearing.misordered, late.length);
      }),
    );
  });

  it('takes no run that does not follow on', () => {
    const hearing = new Hearing();
    hearing.start(3);
    assert.ok(!hearing.run(5, 2));
    assert.ok(!hearing.run(3, 2));
    assert.equal(hearing.lost(4), 1);
  });
});
