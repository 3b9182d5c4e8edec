import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../../schema/limits.ts';
import { Crowds } from './crowds.ts';

const { raidJoins, raidWindowMs } = limits;

/** Lets a lot have these counts, one a second, and gives the seconds in which a crowd was noticed. */
function crowdsIn(counts: readonly number[]): number[] {
  const noticed: number[] = [];
  let second = 0;
  const crowds = new Crowds(() => noticed.push(second));
  for (const count of counts) {
    crowds.look(count === 0 ? [] : [{ lot: 'a', count }], second * 1_000);
    second++;
  }
  return noticed;
}

const windowSeconds = raidWindowMs / 1_000;

test('many who come at once are a crowd, also to a lot that nobody watched, and as many more are another', () => {
  assert.deepEqual(crowdsIn([raidJoins]), [0]);
  assert.deepEqual(crowdsIn([10, 10, 10 + raidJoins, 10 + raidJoins, 10 + 2 * raidJoins]), [2, 4]);
});

test('as many who come slowly, or go and come, are none', () => {
  const slow = Array.from(
    { length: 3 * windowSeconds },
    (_, n) => 1 + Math.floor((n * raidJoins) / (windowSeconds + 2)),
  );
  assert.deepEqual(crowdsIn(slow), []);
  assert.deepEqual(crowdsIn([raidJoins - 1, raidJoins - 2, raidJoins - 1, 0, raidJoins - 1]), []);
});

test('a crowd spread over the window is one', () => {
  const spread = Array.from(
    { length: windowSeconds },
    (_, n) => 5 + Math.ceil((n * raidJoins) / (windowSeconds - 1)),
  );
  assert.deepEqual(crowdsIn([5, ...spread]), [windowSeconds]);
});
