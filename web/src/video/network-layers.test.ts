import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  afterLook,
  firstBelief,
  firstPatienceMs,
  lastPatienceMs,
  type NetworkBelief,
  settleMs,
} from './network-layers.ts';
import type { NetworkVerdict } from './network-trouble.ts';

const lookEveryMs = 2_000;
const hourMs = 3_600_000;
const top = firstBelief.rung;

interface Moment {
  readonly nowMs: number;
  readonly rung: number;
}

/** Looks again and again for a time; gives what was believed after each look, and in the end. */
function watch(
  from: NetworkBelief,
  startMs: number,
  forMs: number,
  verdictAt: (nowMs: number, sentRung: number) => NetworkVerdict | null,
  wishedAt: (nowMs: number) => number = () => top,
) {
  let belief = from;
  const moments: Moment[] = [];
  let nowMs = startMs;
  for (; nowMs < startMs + forMs; nowMs += lookEveryMs) {
    const wishedRung = wishedAt(nowMs);
    const verdict = verdictAt(nowMs, Math.min(belief.rung, wishedRung));
    belief = afterLook(belief, { nowMs, verdict, wishedRung });
    moments.push({ nowMs, rung: belief.rung });
  }
  return { belief, moments, endMs: nowMs };
}

const verdict = fc.constantFrom<NetworkVerdict | null>('calm', 'uneasy', 'troubled', null);
const history = fc.array(
  fc.record({ verdict, wished: fc.nat(top), looks: fc.integer({ min: 1, max: 40 }) }),
  {
    maxLength: 40,
  },
);
const lookByLook = (
  steps: ReadonlyArray<{ verdict: NetworkVerdict | null; wished: number; looks: number }>,
) => steps.flatMap((step) => Array.from({ length: step.looks }, () => step));

test('whatever the network does, the picture changes by one rung, seldom, and upwards only after a calm', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const looks = lookByLook(steps);
      const at = (nowMs: number) => looks[nowMs / lookEveryMs];
      const { moments } = watch(
        firstBelief,
        0,
        looks.length * lookEveryMs,
        (nowMs) => at(nowMs)?.verdict ?? null,
        (nowMs) => at(nowMs)?.wished ?? top,
      );
      let sent = { nowMs: Number.NEGATIVE_INFINITY, rung: top };
      for (const [n, { nowMs, rung }] of moments.entries()) {
        const before = moments[n - 1]?.rung ?? top;
        if (rung === before) continue;
        assert.ok(rung >= 0 && rung <= top);
        const wished = at(nowMs)?.wished ?? top;
        // A rung that was not sent, because a lower one was wished, is skipped without anybody seeing it.
        if (Math.min(rung, wished) === Math.min(before, wished)) continue;
        assert.equal(Math.abs(Math.min(rung, wished) - Math.min(before, wished)), 1);
        assert.ok(nowMs - sent.nowMs >= (rung > before ? firstPatienceMs : settleMs));
        sent = { nowMs, rung };
      }
    }),
  );
});

test('on a network that carries only so much, it settles there and hardly ever tries more', () => {
  fc.assert(
    fc.property(fc.nat(top - 1), fc.infiniteStream(fc.nat(9)), (carried, noise) => {
      const rolls = noise[Symbol.iterator]();
      const roll = () => rolls.next().value as number;
      // Too much is troubled at seven of ten looks; what fits has a hiccup at one of ten, never two in a row.
      let hadHiccup = false;
      const { moments } = watch(firstBelief, 0, hourMs, (_, sentRung) => {
        if (sentRung > carried) return roll() < 7 ? 'troubled' : 'calm';
        hadHiccup = !hadHiccup && roll() === 0;
        return hadHiccup ? 'uneasy' : 'calm';
      });
      const late = moments.filter(({ nowMs }) => nowMs >= hourMs / 2);
      const share = late.filter(({ rung }) => rung === carried).length / late.length;
      assert.ok(share >= 0.9, `${share} of the time`);
      assert.ok(late.every(({ rung }) => rung <= carried + 1));
      if (carried > 0) assert.ok(late.every(({ rung }) => rung >= carried));
    }),
    { numRuns: 50 },
  );
});

test('attempts on a network that never carries more become rarer, down to one in five minutes', () => {
  const { moments } = watch(firstBelief, 0, hourMs, (_, sentRung) => (sentRung > 0 ? 'troubled' : 'calm'));
  const attempts = moments.filter(({ rung }, n) => rung > (moments[n - 1]?.rung ?? top));
  const pausesMs = attempts.map(({ nowMs }, n) => nowMs - (attempts[n - 1]?.nowMs ?? 0)).slice(1);
  for (const [n, pauseMs] of pausesMs.entries()) assert.ok(pauseMs >= (pausesMs[n - 1] ?? 0));
  assert.ok((pausesMs.at(-1) ?? 0) >= lastPatienceMs);
});

test('whatever was before, a network that is calm again gets the whole picture back', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const looks = lookByLook(steps);
      const { belief, endMs } = watch(
        firstBelief,
        0,
        looks.length * lookEveryMs,
        (nowMs) => looks[nowMs / lookEveryMs]?.verdict ?? null,
      );
      const after = watch(belief, endMs, 3 * lastPatienceMs, () => 'calm');
      assert.equal(after.belief.rung, top);
      assert.equal(after.belief.patienceMs, firstPatienceMs);
    }),
  );
});

test('a single bad look changes nothing, nor do many with enough good ones between', () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 9 }), (every) => {
      const { belief } = watch(firstBelief, 0, hourMs, (nowMs) =>
        (nowMs / lookEveryMs) % every === 0 ? 'troubled' : 'calm',
      );
      assert.equal(belief.rung, top);
    }),
  );
});
