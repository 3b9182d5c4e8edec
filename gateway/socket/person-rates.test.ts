import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PersonRates, takes } from './person-rates.ts';

const most = 10;

test('however many sockets somebody has, and however they share it, no more is taken in a second', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(6), { maxLength: 60 }), fc.nat(3), (messages, seconds) => {
      const rates = new PersonRates();
      const sockets = Array.from({ length: 7 }, () => rates.hold(1, most));
      const other = rates.hold(2, most);
      for (let second = 0; second <= seconds; second++) {
        const taken = messages.filter((n) => takes(sockets[n] as (typeof sockets)[0])).length;
        assert.equal(taken, Math.min(most, messages.length));
        assert.equal(takes(other), true, 'what one sends is nothing to another');
        rates.turn();
      }
    }),
  );
});

test('who was told to have sent too much everywhere is refused for the rest of the second', () => {
  const rates = new PersonRates();
  const [one, other] = [rates.hold(1, most), rates.hold(2, most)];
  rates.heard([1, 7]);
  assert.deepEqual([takes(one), takes(other)], [false, true]);
  rates.turn();
  assert.equal(takes(one), true);
});

test('who has sent too much on one gateway is not held up for another second by the sum of all', () => {
  const rates = new PersonRates();
  const one = rates.hold(1, most);
  for (let n = 0; n < 5 * most; n++) takes(one);
  for (const [, count, mostPerSecond] of rates.turn()) assert.ok(count <= mostPerSecond);
});

test('who sends little is not told of', () => {
  const rates = new PersonRates();
  const one = rates.hold(1, 80);
  for (let n = 0; n < 10; n++) takes(one);
  assert.deepEqual(rates.turn(), []);
  for (let n = 0; n < 11; n++) takes(one);
  assert.deepEqual(rates.turn(), [[1, 11, 80]]);
  assert.deepEqual(rates.turn(), []);
});

test('who leaves and comes back at once does not begin anew, and is forgotten a second later', () => {
  const rates = new PersonRates();
  const one = rates.hold(1, most);
  for (let n = 0; n < most; n++) takes(one);
  rates.release(one);
  const again = rates.hold(1, most);
  assert.equal(takes(again), false);
  rates.release(again);
  rates.turn();
  assert.notEqual(rates.hold(1, most), again);
});
