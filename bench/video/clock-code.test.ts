import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ageMs, cellsOf, clockGrid, clockRoundMs, timeOf } from './clock-code.ts';

const anyTime = fc.integer({ min: 0, max: 2 ** 45 });

test('every time is read back, and fills the picture', () => {
  fc.assert(
    fc.property(anyTime, (time) => {
      const cells = cellsOf(time);
      assert.equal(cells.length, clockGrid.columns * clockGrid.rows);
      assert.equal(timeOf(cells), time % clockRoundMs);
    }),
  );
});

test('neighbouring times differ in one cell of the time', () => {
  fc.assert(
    fc.property(anyTime, (time) => {
      const [a, b] = [cellsOf(time), cellsOf(time + 1)];
      assert.equal(a.slice(0, 20).filter((cell, n) => cell !== b[n]).length, 1);
    }),
  );
});

test('a cell that was misread is seen, whichever it is', () => {
  fc.assert(
    fc.property(anyTime, fc.nat(23), (time, place) => {
      const cells = cellsOf(time);
      cells[place] = !cells[place];
      assert.equal(timeOf(cells), null);
    }),
  );
});

test('the age of a picture survives the round of the clock', () => {
  fc.assert(
    fc.property(anyTime, fc.nat(10_000), (time, age) => {
      assert.equal(ageMs(timeOf(cellsOf(time)) as number, time + age), age);
    }),
  );
});
