import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { limits } from '../../schema/limits.ts';
import { UpDelay } from './up-delay.ts';

const delayMs = fc.nat(limits.maxUpDelayMs);
const pauseMs = fc.nat(2 * limits.upDelayWindowMs);

test('however often it is measured, it is told seldom, and only what differs', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(pauseMs, delayMs)), (reports) => {
      let nowMs = 0;
      const told: Array<{ atMs: number; delayMs: number | null }> = [];
      const upDelay = new UpDelay(
        (said) => told.push({ atMs: nowMs, delayMs: said }),
        () => nowMs,
      );
      for (const [pause, measuredMs] of reports) {
        nowMs += pause;
        upDelay.report(measuredMs);
        assert.equal(upDelay.toldMs, told.at(-1)?.delayMs ?? null);
      }
      for (const [n, { atMs, delayMs: said }] of told.entries()) {
        const before = told[n - 1];
        if (before === undefined) continue;
        assert.ok(atMs - before.atMs >= limits.upDelayWindowMs);
        assert.ok(Math.abs((said ?? 0) - (before.delayMs ?? 0)) > limits.upDelayStepMs);
      }
    }),
  );
});

test('what goes on being measured is known a moment later, give or take what nobody sees', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(pauseMs, delayMs)), delayMs, (reports, lastMs) => {
      let nowMs = 0;
      const upDelay = new UpDelay(
        () => {},
        () => nowMs,
      );
      for (const [pause, measuredMs] of reports) {
        nowMs += pause;
        upDelay.report(measuredMs);
      }
      nowMs += limits.upDelayWindowMs;
      upDelay.report(lastMs);
      assert.ok(Math.abs((upDelay.toldMs ?? Number.NaN) - lastMs) <= limits.upDelayStepMs);
    }),
  );
});

test('whose sender has gone is not known, and that is told once', () => {
  const told: Array<number | null> = [];
  const upDelay = new UpDelay((said) => told.push(said));
  upDelay.forget();
  upDelay.report(80);
  upDelay.forget();
  upDelay.forget();
  assert.deepEqual(told, [80, null]);
});
