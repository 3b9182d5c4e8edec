import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ownStandingSchema } from '../../schema/auction/public.ts';
import { bidFlags, commandRecord } from '../../schema/behaviour.ts';
import { holds } from '../testing/holds.ts';
import auction from './behaviour.ts';
import { whoIs } from './identity.ts';
import { openRoom } from './testing/room.ts';
import { anyStory } from './testing/steps.ts';
import { tell } from './testing/tell.ts';

test('a packed bid comes out as it went in, anywhere in its batch', () => {
  const whole = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
  const bids = fc.record({
    type: fc.constant('bid' as const),
    by: whole,
    bidId: whole,
    amountPoints: whole,
    isMax: fc.boolean(),
    confirmed: fc.boolean(),
    receivedAt: whole,
  });
  holds(fc.tuple(bids, fc.nat({ max: 5 })), ([bid, place]) => {
    const offset = place * commandRecord.length;
    const batch = new Float64Array(6 * commandRecord.length);
    batch[offset + commandRecord.by] = bid.by;
    batch[offset + commandRecord.receivedAt] = bid.receivedAt;
    batch[offset + commandRecord.x] = bid.bidId;
    batch[offset + commandRecord.y] = bid.amountPoints;
    batch[offset + commandRecord.z] =
      (bid.isMax ? bidFlags.max : 0) | (bid.confirmed ? bidFlags.confirmed : 0);
    assert.deepEqual(auction.unpack(batch, offset), { ...bid });
  });
});

test('only bids are remembered when they are refused', () => {
  const bid = {
    type: 'bid',
    by: 2,
    bidId: 77,
    amountPoints: 5,
    isMax: false,
    confirmed: false,
    receivedAt: 99,
  } as const;
  assert.equal(auction.retryKey(bid), '2:77:false');
  const open = { type: 'open', by: 2 } as const;
  assert.equal(auction.retryKey(open), null);
});

test('everyone learns of the own maximum only, and only while leading', () => {
  holds(anyStory(), (story) => {
    const { state } = tell(story);
    for (const by of [1, 2, 3, 4, 5, 6]) {
      const standing = ownStandingSchema.parse(auction.view(state, { ask: 'ownStanding', by }));
      const leads = state.leader === whoIs(state, by);
      assert.equal(standing.leading, leads);
      assert.equal(standing.maxPoints, leads ? state.leaderMaxPoints : null);
      assert.equal(standing.paddle, state.bidders?.get(whoIs(state, by))?.paddle ?? null);
    }
  });
});

test('a question that it does not know has no answer', () => {
  assert.equal(auction.view(openRoom().state, { ask: 'reserve' }), null);
});

test('lists filter by the phase', () => {
  assert.equal(auction.status(openRoom().state), 'live');
});

test('a state takes no more room than the events that it weighs, however many bid however often', () => {
  const least = 2_000;
  const cases = fc.record({
    people: fc.integer({ min: 2, max: 60 }),
    bids: fc.integer({ min: 0, max: 3_000 }),
  });
  const check = fc.property(cases, ({ people, bids }) => {
    const { state: opened, now } = openRoom();
    let state = opened;
    let eventBytes = 0;
    for (let n = 0; n < bids; n++) {
      const bid = {
        by: 2 + (n % people),
        bidId: 1_700_000_000_000_000 + n,
        amountPoints: 1_000_000 + 100 * n,
      };
      const how = { type: 'bid', isMax: false, confirmed: true, receivedAt: now } as const;
      const [event] = auction.decide(state, { ...bid, ...how }, now).events;
      assert.ok(event);
      state = auction.evolve(state, event);
      eventBytes = JSON.stringify(event).length;
    }
    const stateBytes = JSON.stringify(auction.freeze(state)).length;
    assert.ok(stateBytes <= least + auction.weight(state) * eventBytes, `${stateBytes} bytes`);
    assert.ok(auction.weight(state) <= people + bids);
  });
  fc.assert(check, { numRuns: 30 });
});
