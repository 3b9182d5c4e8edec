import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../schema/limits.ts';
import { holds } from '../testing/holds.ts';
import auction from './behaviour.ts';
import { whoIs } from './identity.ts';
import { minimumPoints } from './increments.ts';
import { openRoom, Room } from './testing/room.ts';
import { seller } from './testing/rules.ts';
import { anyStory } from './testing/steps.ts';
import { codeOf, frozen, startOfStory, tell } from './testing/tell.ts';

test('a retry at any later time gets the first answer again and changes nothing', () => {
  holds(anyStory(), (story) => {
    const { turns, state, now } = tell(story);
    for (const { command, decision } of turns) {
      if (command.type !== 'bid' || decision.events.length === 0) continue;
      if (whoIs(state, command.by) === state.spec?.sellerId) continue;
      const retry = auction.decide(state, { ...command, receivedAt: now }, now);
      assert.deepEqual(retry, { events: [], answer: decision.answer });
    }
  });
});

test('the answer to an accepted bid says how things stand right after it, and where', () => {
  holds(anyStory(), (story) => {
    for (const { command, decision, after, told } of tell(story).turns) {
      if (command.type !== 'bid' || decision.events.length === 0) continue;
      const { value, flag, position } = decision.answer;
      assert.equal(value, after.pricePoints);
      assert.equal(flag === 1, after.leader === whoIs(after, command.by));
      assert.equal(position, told[0] === undefined ? after.position : JSON.parse(told[0]).seq);
    }
  });
});

test('a bid received before the deadline is not closed out, one received at or after it is', () => {
  holds(anyStory(), (story) => {
    for (const { command, decision, before } of tell(story).turns) {
      if (command.type !== 'bid' || before.endsAt === null) continue;
      const code = codeOf(decision.answer);
      if (command.receivedAt < before.endsAt) assert.notEqual(code, 'closed');
      else assert.ok(decision.events.length === 0);
    }
  });
});

test('only what may be accepted is accepted', () => {
  holds(anyStory(), (story) => {
    for (const { command, decision, before } of tell(story).turns) {
      if (command.type !== 'bid' || decision.events.length === 0) continue;
      assert.equal(before.phase, 'live');
      assert.ok(before.endsAt !== null && command.receivedAt < before.endsAt);
      const by = whoIs(before, command.by);
      assert.notEqual(by, before.spec.sellerId);
      const leads = before.leader === by;
      const least = leads ? before.leaderMaxPoints + 1 : minimumPoints(before.spec, before.pricePoints);
      assert.ok(command.amountPoints >= least && command.amountPoints <= limits.maxPoints);
      assert.ok(!leads || command.isMax);
      assert.ok(command.confirmed || command.amountPoints <= limits.suspiciousJumpFactor * least);
    }
  });
});

test('what a refusal names as the least is accepted, and one point less is not', () => {
  holds(anyStory(), (story) => {
    for (const { command, decision, before, now } of tell(story).turns) {
      if (command.type !== 'bid' || codeOf(decision.answer) !== 'too_low') continue;
      const least = { ...command, amountPoints: decision.answer.value, confirmed: true };
      assert.ok(auction.decide(before, least, now).events.length > 0);
      const less = { ...least, amountPoints: least.amountPoints - 1 };
      assert.equal(codeOf(auction.decide(before, less, now).answer), 'too_low');
    }
  });
});

test('the deadline is compared with the time of receipt, however late the decision', () => {
  const room = openRoom();
  room.now = startOfStory + 90_000;
  assert.equal(room.bid(2, 1_000, { receivedAt: startOfStory + 60_000 }).code, 'closed');
  assert.equal(room.bid(2, 1_000, { receivedAt: startOfStory + 59_999 }).code, 'accepted');
  room.passTo(room.now);
  assert.equal(room.state.phase, 'sold');
});

test('each obstacle has its own code', () => {
  const unlisted = auction.decide(
    auction.initial(),
    { type: 'bid', by: 2, bidId: 1, amountPoints: 1, isMax: false, confirmed: false, receivedAt: 0 },
    0,
  );
  assert.equal(codeOf(unlisted.answer), 'unknown_lot');
  const room = new Room();
  assert.equal(room.bid(seller, 1_000).code, 'own_lot');
  assert.equal(room.bid(2, 1_000).code, 'not_open');
  room.seller('open');
  assert.deepEqual(room.bid(2, 999), { code: 'too_low', value: 1_000, flag: 0, position: 0 });
  assert.equal(room.bid(2, 1_000.5).code, 'invalid');
  assert.equal(room.bid(2, Number.NaN).code, 'invalid');
  assert.equal(room.bid(2, -5).code, 'too_low');
  assert.equal(room.bid(2, limits.maxPoints + 1).code, 'limit_exceeded');
  assert.equal(room.bid(2, 5_001, { confirmed: false }).code, 'suspicious_jump');
  assert.equal(room.bid(2, 5_000, { confirmed: false }).code, 'accepted');
  assert.deepEqual(room.bid(2, 6_000), { code: 'leading_already', value: 5_001, flag: 0, position: 0 });
  assert.deepEqual(room.bid(2, 5_000, { isMax: true }).code, 'too_low');
  room.seller('pause');
  assert.equal(room.bid(3, 6_000).code, 'paused');
  room.seller('resume');
  room.seller('hammer');
  assert.equal(room.bid(3, 6_000).code, 'closed');
});

test('where no higher bid is possible, bids are refused as beyond the limit', () => {
  const room = openRoom();
  assert.equal(room.bid(2, limits.maxPoints - 50).code, 'accepted');
  assert.equal(room.bid(3, limits.maxPoints).code, 'limit_exceeded');
});

test('the buy-now price is enough even where the step leads beyond it', () => {
  const room = openRoom({ buyNowPoints: 1_150 });
  room.bid(2, 1_100);
  assert.equal(room.bid(3, 1_150).code, 'accepted');
  const { phase, end } = frozen(room.state);
  assert.deepEqual([phase, end?.winner, end?.pricePoints, end?.cause], ['sold', 3, 1_150, 'buyNow']);
});

test('a maximum above the buy-now price buys at the buy-now price as soon as it is driven there', () => {
  const room = openRoom({ buyNowPoints: 2_000 });
  room.bid(2, 5_000, { isMax: true });
  assert.equal(room.state.phase, 'live');
  room.bid(3, 1_950);
  const { phase, end } = frozen(room.state);
  assert.deepEqual([phase, end?.winner, end?.pricePoints], ['sold', 2, 2_000]);
});

test('a leader whose raised maximum reaches the reserve shows the reserve, and burns nothing', () => {
  const room = openRoom({
    reservePoints: 3_000,
    clock: { rule: 'rush', durationMs: 60_000, floorMs: 10_000, cutPerStepMs: 1_000, cutMaxMs: 9_000 },
  });
  room.bid(2, 1_000);
  const { endsAt } = room.state;
  assert.equal(room.bid(2, 2_999, { isMax: true }).value, 1_000);
  assert.equal(room.bid(2, 3_500, { isMax: true }).value, 3_000);
  assert.equal(room.state.endsAt, endsAt);
  room.seller('undoLastBid');
  assert.deepEqual([room.state.pricePoints, room.state.leaderMaxPoints], [1_000, 2_999]);
  room.wait(55_000);
  room.bid(2, 3_500, { isMax: true });
  assert.equal(room.leftMs, 10_000, 'the others get the least time to answer');
});
