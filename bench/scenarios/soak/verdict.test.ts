import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Sample } from './sample.ts';
import { type FlatRule, flatRules, judge } from './verdict.ts';

const blank = Object.fromEntries(flatRules.map(({ figure }) => [figure, 0])) as unknown as Sample;
const rule: FlatRule = { figure: 'serverMiB', what: 'memory', share: 0.05, allowance: 4, unit: 'MiB' };
const everySeconds = 5;

const samplesOf = (values: readonly number[]): Sample[] =>
  values.map((serverMiB, n) => ({ ...blank, atSeconds: (n + 1) * everySeconds, serverMiB }));

const isFlat = (values: readonly number[]) => judge(samplesOf(values), [rule]).isFlat;

const level = fc.integer({ min: 10, max: 1_000 });
const length = fc.integer({ min: 20, max: 80 });

describe('whether a line is flat', () => {
  it('does not depend on what the first half did, nor on single samples that are far off', () => {
    const run = fc.record({ level, length, first: fc.array(level, { maxLength: 39 }), stray: fc.nat(79) });
    fc.assert(
      fc.property(run, ({ level, length, first, stray }) => {
        const values = Array.from({ length }, (_, n) => (n < length / 2 - 1 ? (first[n] ?? 0) : level));
        values[Math.max(stray % length, Math.ceil(length / 2))] = 1e6;
        assert.equal(isFlat(values), true);
      }),
    );
  });

  it('depends on how far it rises in the second half, by its level or its allowance', () => {
    const times = fc.double({ min: 0, max: 10, noNaN: true }).filter((one) => Math.abs(one - 1) > 0.05);
    fc.assert(
      fc.property(fc.record({ level, length, times }), ({ level, length, times }) => {
        const samples = samplesOf(Array.from({ length }, () => level));
        const last = length * everySeconds;
        // The median of the second half is `level`, whatever the line rises by.
        const middleSeconds = (Math.ceil(length / 2) * everySeconds + last) / 2;
        const perSecond = (times * Math.max(0.05 * level, 4)) / (last / 2);
        const rising = samples.map((sample) => ({
          ...sample,
          serverMiB: sample.serverMiB + perSecond * (sample.atSeconds - middleSeconds),
        }));
        assert.equal(judge(rising, [rule]).isFlat, times < 1);
        const falling = rising.map((sample) => ({ ...sample, serverMiB: 2 * level - sample.serverMiB }));
        assert.equal(judge(falling, [rule]).isFlat, true);
      }),
    );
  });

  it('leaves out what was not looked at, and says of every line that rises why it is none', () => {
    const samples = samplesOf(Array.from({ length: 40 }, (_, n) => n)).map((sample, n) => ({
      ...sample,
      keptMiB: n % 3 === 0 ? 50 : null,
      actors: 10 * n,
    }));
    const { isFlat, reasons, lines } = judge(samples);
    assert.equal(isFlat, false);
    assert.deepEqual(lines.keptMiB, { level: 50, rise: 0, bound: 2.5, isFlat: true });
    assert.equal(lines.serverMiB?.rise, 20);
    assert.deepEqual(reasons, [
      'memory of the server rose by 20.0 MiB in the second half, at 29.0 MiB; 12.0 MiB are allowed',
      'actors in memory rose by 200.0 in the second half, at 290.0; 14.5 are allowed',
    ]);
  });
});
