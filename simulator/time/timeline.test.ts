import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { Timeline } from './timeline.ts';

it('what is planned happens in the order of its time, and of its planning where times are equal', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
      const timeline = new Timeline(0);
      const happened: number[] = [];
      for (const [n, atMs] of times.entries()) timeline.at(atMs, 'test', () => happened.push(n));
      while (timeline.step() !== undefined);
      const expected = [...times.keys()].sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
      assert.deepEqual(happened, expected);
    }),
  );
});

it('nothing happens before it was planned', () => {
  const timeline = new Timeline(100);
  const seen: number[] = [];
  timeline.at(150, 'first', () => timeline.at(20, 'late', () => seen.push(timeline.nowMs)));
  while (timeline.step() !== undefined);
  assert.deepEqual(seen, [150]);
});
