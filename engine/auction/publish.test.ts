import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  auctionStateSchema,
  auctionSummarySchema,
  type AuctionState as PublicState,
  publicEventSchema,
} from '../../schema/auction/public.ts';
import type { AuctionSpec } from '../../schema/auction/spec.ts';
import { holds } from '../testing/holds.ts';
import auction from './behaviour.ts';
import { isPublic } from './evolve.ts';
import { Room } from './testing/room.ts';
import { anyClock, anyIncrements, seller } from './testing/rules.ts';
import { anyStory } from './testing/steps.ts';
import { tell } from './testing/tell.ts';

test("what is told fits the schemas, and holds no field that they don't name", () => {
  holds(anyStory(), (story) => {
    for (const { after, told } of tell(story).turns) {
      for (const text of told) assert.deepEqual(publicEventSchema.parse(JSON.parse(text)), JSON.parse(text));
      assert.deepEqual(auctionStateSchema.parse(auction.snapshot(after)), auction.snapshot(after));
      assert.deepEqual(auctionSummarySchema.parse(auction.summary(after)), auction.summary(after));
    }
  });
});

test('assigning what is told to the first picture gives every later picture', () => {
  holds(anyStory(), (story) => {
    let seen: PublicState | null = null;
    for (const { after, told } of tell(story).turns) {
      seen ??= auction.snapshot(after) as PublicState;
      for (const text of told) seen = { ...seen, ...JSON.parse(text).set };
      assert.deepEqual(seen, auction.snapshot(after));
    }
  });
});

test('a bid tells the number of bidders and the reserve only when they change', () => {
  holds(anyStory(), (story) => {
    for (const { command, before, told } of tell(story).turns) {
      if (command.type !== 'bid' || told[0] === undefined) continue;
      const { set } = publicEventSchema.parse(JSON.parse(told[0]));
      const was = auctionStateSchema.parse(auction.snapshot(before));
      assert.notEqual(set.bidderCount, was.bidderCount);
      assert.notEqual(set.reserve, was.reserve);
    }
  });
});

test('the position counts public events without a gap', () => {
  holds(anyStory(), (story) => {
    let position = 0;
    for (const { decision, told, after } of tell(story).turns) {
      for (const text of told) assert.equal(JSON.parse(text).seq, ++position);
      assert.equal(told.length, decision.events.filter(isPublic).length);
      assert.equal(auction.position(after), position);
    }
  });
});

/** Everything that anybody but the bidder and the seller could see of a room. */
const seenOf = (room: Room) => [
  room.turns.map(({ told }) => told),
  room.turns.map(({ command, decision }) => ('by' in command && command.by === 3 ? decision.answer : null)),
  auction.snapshot(room.state),
  auction.summary(room.state),
];

test('nobody can tell one hidden maximum or one unmet reserve from another', () => {
  const secrets = fc.record({
    maxPoints: fc.integer({ min: 60_000, max: 1_000_000 }),
    reserveAbove: fc.integer({ min: 1, max: 1_000_000 }),
  });
  const cases = fc.record({
    clock: anyClock,
    increments: anyIncrements,
    first: secrets,
    second: secrets,
    others: fc.array(fc.record({ amountPoints: fc.integer({ min: 1, max: 50_000 }), isMax: fc.boolean() })),
  });
  holds(cases, ({ clock, increments, first, second, others }) => {
    const [one, two] = [first, second].map(({ maxPoints, reserveAbove }) => {
      const rules: Partial<AuctionSpec> = {
        clock,
        increments,
        startPoints: 1,
        reservePoints: maxPoints + reserveAbove,
      };
      const room = new Room(rules);
      room.seller('open');
      room.bid(2, maxPoints - 5, { isMax: true });
      for (const { amountPoints, isMax } of others) room.bid(3, amountPoints, { isMax });
      room.bid(2, maxPoints, { isMax: true });
      room.seller('undoLastBid');
      room.give({ type: 'hammer', by: seller, belowReserve: true });
      return seenOf(room);
    });
    assert.deepEqual(one, two);
  });
});
