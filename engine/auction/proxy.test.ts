import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { holds } from '../testing/holds.ts';
import { contest } from './proxy.ts';
import { outcome } from './testing/reference.ts';
import { anySpec } from './testing/rules.ts';
import { anyStory } from './testing/steps.ts';
import { tell } from './testing/tell.ts';

const points = fc.integer({ min: 1, max: 10_000 });
const duels = fc.record({
  rules: anySpec(),
  heldPoints: points,
  amountPoints: fc.oneof(points, fc.constant(null)),
  isMax: fc.boolean(),
});

test('of equal maxima the earlier one leads, and shows all of it', () => {
  holds(duels, ({ rules, heldPoints, isMax }) => {
    const open = { ...rules, buyNowPoints: null };
    const standing = contest(open, 2, heldPoints, { by: 3, amountPoints: heldPoints, isMax });
    assert.deepEqual(standing, { leader: 2, leaderMaxPoints: heldPoints, pricePoints: heldPoints });
  });
});

test('the higher maximum leads, and nobody is shown above what was allowed', () => {
  holds(duels, ({ rules, heldPoints, amountPoints, isMax }) => {
    const amount = amountPoints ?? heldPoints + 1;
    const standing = contest(rules, 2, heldPoints, { by: 3, amountPoints: amount, isMax });
    assert.equal(standing.leader, amount > heldPoints ? 3 : 2);
    assert.equal(standing.leaderMaxPoints, Math.max(amount, heldPoints));
    assert.ok(standing.pricePoints <= standing.leaderMaxPoints);
  });
});

test('in every story the outcome is that of a slow reference over all standing maxima', () => {
  holds(anyStory(), (story) => {
    const { turns } = tell(story);
    for (const [n, { after }] of turns.entries()) {
      const events = turns.slice(0, n + 1).flatMap((turn) => turn.decision.events);
      const { pricePoints, leader, leaderMaxPoints } = after;
      assert.deepEqual({ pricePoints, leader, maxPoints: leaderMaxPoints }, outcome(after.spec, events));
    }
  });
});

test('the visible price only rises but for an undo or a void bid, and stays within what the leader allowed', () => {
  holds(anyStory(), (story) => {
    for (const { before, decision, after } of tell(story).turns) {
      const types = decision.events.map((event) => event.type);
      if (types.includes('bidUndone') || types.includes('bidsVoided')) continue;
      const was = before.pricePoints ?? 0;
      const is = after.pricePoints ?? 0;
      assert.ok(types.includes('bid') ? is > was : is === was, `${was} -> ${is} by ${types}`);
      assert.ok(is <= after.leaderMaxPoints);
    }
  });
});

test('points stay safe integers', () => {
  holds(anyStory(), (story) => {
    for (const { after, decision } of tell(story).turns) {
      assert.ok(Number.isSafeInteger(after.pricePoints ?? 0));
      assert.ok(Number.isSafeInteger(after.leaderMaxPoints));
      assert.ok(Number.isSafeInteger(decision.answer.value));
    }
  });
});
