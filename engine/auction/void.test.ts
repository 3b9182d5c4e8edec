import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuctionEvent, BidsVoided } from '../../schema/auction/events.ts';
import { limits } from '../../schema/limits.ts';
import { holds } from '../testing/holds.ts';
import auction from './behaviour.ts';
import { answerTimeMs } from './clock.ts';
import { whoIs } from './identity.ts';
import type { AuctionState, ListedState } from './state.ts';
import { outcome } from './testing/reference.ts';
import { openRoom, type Room } from './testing/room.ts';
import { bidders } from './testing/rules.ts';
import { anyStory } from './testing/steps.ts';
import { codeOf, copied, frozen, tell } from './testing/tell.ts';

const ban = (room: Room, person: number) => codeOf(room.give({ type: 'voidBids', person }).decision.answer);
const standing = ({ pricePoints, leader, leaderMaxPoints, bidCount }: AuctionState) => [
  leader,
  pricePoints,
  leaderMaxPoints,
  bidCount,
];

test('without the banned leader the best honest bid leads, at the price that it needs', () => {
  const room = openRoom();
  room.bid(2, 1_000);
  room.bid(3, 50_000, { isMax: true });
  room.bid(4, 2_000, { isMax: true });
  room.bid(5, 3_000, { isMax: true });
  assert.equal(room.state.leader, 3);
  assert.equal(ban(room, 3), 'accepted');
  assert.deepEqual(standing(room.state), [5, 2_100, 3_000, 3]);
});

test('a banned person who was outbid drives no price and comes back with no undo', () => {
  const room = openRoom();
  room.bid(2, 1_000);
  room.bid(3, 4_000);
  room.bid(4, 9_000, { isMax: true });
  assert.equal(room.state.pricePoints, 4_100);
  ban(room, 3);
  assert.deepEqual(standing(room.state), [4, 1_100, 9_000, 2]);
  room.seller('undoLastBid');
  assert.deepEqual(standing(room.state), [2, 1_000, 1_000, 1]);
  room.seller('undoLastBid');
  assert.deepEqual(standing(room.state), [null, null, 0, 0]);
});

test('a second ban of the same person changes nothing, nor does one of somebody who has not bid', () => {
  const room = openRoom();
  room.bid(2, 1_000);
  room.bid(3, 2_000);
  ban(room, 3);
  for (const person of [3, 4]) {
    const { decision } = room.give({ type: 'voidBids', person });
    assert.deepEqual([codeOf(decision.answer), decision.events], ['accepted', []]);
  }
});

test('whoever is outbid has bids that count as long as an undo may bring them back', () => {
  const room = openRoom();
  room.bid(2, 1_000);
  room.bid(3, 2_000);
  const counting = () => auction.view(room.state, { ask: 'bidsThatCount', of: [2, 3, 4] });
  assert.deepEqual(counting(), [2, 3]);
  ban(room, 2);
  assert.deepEqual(counting(), [3]);
  room.seller('hammer');
  assert.deepEqual(counting(), []);
});

test('two accounts of one cheat can be banned one after the other', () => {
  const room = openRoom();
  room.bid(2, 1_500, { isMax: true });
  room.bid(3, 20_000, { isMax: true });
  room.bid(4, 5_000);
  room.bid(5, 40_000, { isMax: true });
  ban(room, 5);
  assert.deepEqual(standing(room.state), [3, 5_100, 20_000, 3]);
  ban(room, 3);
  assert.deepEqual(standing(room.state), [4, 5_000, 5_000, 2]);
});

test('a leader of long ago is void though the bid is too old to be undone', () => {
  const room = openRoom({ clock: { rule: 'fixed', durationMs: 3_600_000 } });
  room.bid(3, 1_000_000, { isMax: true });
  for (let n = 0; n < limits.undoDepth + 4; n++) room.bid(4, 2_000 + n * 200);
  const best = 2_000 + (limits.undoDepth + 3) * 200;
  ban(room, 3);
  assert.equal(room.state.leader, 4);
  assert.equal(room.state.leaderMaxPoints, best);
});

test('the clock is never shortened, and a paused one stays paused', () => {
  const room = openRoom({ clock: { rule: 'softClose', durationMs: 60_000, windowMs: 15_000 } });
  room.bid(2, 1_000);
  room.bid(3, 2_000);
  room.wait(59_000);
  ban(room, 3);
  assert.equal(room.leftMs, 15_000);
  room.bid(3, 3_000);
  room.wait(10_000);
  room.seller('pause');
  ban(room, 3);
  assert.deepEqual([room.state.endsAt, room.state.remainingMs], [null, 15_000]);
});

test('once the clock has run out it is too late, and over is over', () => {
  const room = openRoom();
  room.bid(3, 1_000);
  room.now += 60_000;
  assert.equal(ban(room, 3), 'closed');
  room.passTo(room.now);
  assert.equal(ban(room, 3), 'closed');
  assert.equal(room.state.end?.winner, 3);
});

const isVoid = (event: AuctionEvent): event is BidsVoided => event.type === 'bidsVoided';

test('in every story nobody whose bids are void leads, and no later undo brings them back', () => {
  holds(anyStory(), (story) => {
    const voided = new Set<number>();
    for (const { command, decision, before, after } of tell(story).turns) {
      for (const event of decision.events) {
        if (event.type === 'bid') voided.delete(event.by);
        if (event.type === 'bid') voided.delete(event.leader);
        if (event.type === 'peopleMerged') voided.delete(event.to);
        if (!isVoid(event)) continue;
        voided.add(event.person);
        const left = event.books.some(({ by, leader }) => by === event.person || leader === event.person);
        assert.ok(!left);
      }
      if (after.leader !== null) assert.ok(!voided.has(after.leader), `${after.leader} by ${command.type}`);
      if (!decision.events.some(isVoid)) continue;
      assert.ok((after.pricePoints ?? 0) <= (before.pricePoints ?? 0));
      assert.ok((after.endsAt ?? 0) >= (before.endsAt ?? 0));
      assert.ok((after.remainingMs ?? 0) >= (before.remainingMs ?? 0));
      assert.ok((after.remainingMs ?? 0) === 0 || (after.remainingMs ?? 0) >= answerTimeMs(after.spec.clock));
      assert.ok(after.bidCount < before.bidCount && after.bidCount >= 0);
    }
  });
});

test('in every story a ban leads to what the slow reference makes of the other bids, however much is undone then', () => {
  holds(anyStory(), (story) => {
    const play = tell(story);
    const { phase, endsAt } = play.state;
    if (phase !== 'live' || (endsAt !== null && play.now >= endsAt)) return;
    const events = play.turns.flatMap(({ decision }) => decision.events);
    for (const person of bidders) {
      let state = copied(play.state) as ListedState;
      const told = [...events];
      const give = (command: Parameters<typeof auction.decide>[1]) => {
        const { events: more } = auction.decide(state, command, play.now);
        for (const event of more) state = auction.evolve(state, event) as ListedState;
        told.push(...more);
        const { pricePoints, leader, leaderMaxPoints } = state;
        const is = { pricePoints, leader, maxPoints: leaderMaxPoints };
        assert.deepEqual(is, outcome(state.spec, told));
        return more.length > 0;
      };
      give({ type: 'voidBids', person });
      assert.notEqual(state.leader, whoIs(state, person));
      const by = state.spec.sellerId;
      while (give({ type: 'undoLastBid', by, reason: '' }))
        assert.notEqual(state.leader, whoIs(state, person));
    }
  });
});

test('a checkpoint of a version that kept less of each bid is good enough for a ban', () => {
  const room = openRoom();
  room.bid(2, 1_000);
  room.bid(3, 50_000, { isMax: true });
  room.bid(4, 2_000);
  const { paddles: _, merged: _merged, books, ...rest } = frozen(room.state);
  const old = books?.map(({ by, pricePoints, leader, leaderMaxPoints }) => ({
    by,
    pricePoints,
    leader,
    leaderMaxPoints,
  }));
  room.state = auction.thaw({ ...rest, books: old ?? null });
  ban(room, 3);
  // What the outbid one offered was not kept: it was at least what the one before asked for.
  assert.deepEqual(standing(room.state), [4, 1_200, 1_200, 2]);
  assert.equal(room.state.paddles, 3);
});
