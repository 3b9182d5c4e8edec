import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holds } from '../testing/holds.ts';
import auction from './behaviour.ts';
import { outcome } from './testing/reference.ts';
import { openRoom } from './testing/room.ts';
import { seller } from './testing/rules.ts';
import { anyStory } from './testing/steps.ts';
import { codeOf, frozen, tell } from './testing/tell.ts';

test('sold only to the holder of the highest standing bid, the reserve met or waived', () => {
  holds(anyStory(), (story) => {
    const { turns, state } = tell(story);
    const events = turns.flatMap((turn) => turn.decision.events);
    const sold = events.find((event) => event.type === 'sold');
    if (sold === undefined) return;
    const last = turns.find((turn) => turn.decision.events.includes(sold));
    const spec = last?.after.spec ?? story.spec;
    const best = outcome(spec, events);
    assert.equal(sold.winner, last?.before.leader ?? last?.after.end?.winner);
    assert.equal(state.end?.winner, best.leader);
    assert.equal(sold.pricePoints, best.pricePoints);
    assert.ok(sold.pricePoints <= best.maxPoints);
    const waived = last?.command.type === 'hammer' && last.command.belowReserve;
    assert.ok(waived || sold.pricePoints >= (spec.reservePoints ?? 0));
  });
});

test('unsold only without a bid or below the reserve', () => {
  holds(anyStory(), (story) => {
    for (const { decision, before } of tell(story).turns) {
      for (const event of decision.events) {
        if (event.type !== 'unsold') continue;
        if (event.cause === 'no_bids') assert.equal(before.leader, null);
        else assert.ok(before.leaderMaxPoints < (before.spec.reservePoints ?? 0));
      }
    }
  });
});

test('after the end nothing changes the outcome', () => {
  holds(anyStory(), (story) => {
    for (const { command, before, after, decision } of tell(story).turns) {
      // Whose lot it was, or who won it, may still become known under another name.
      if (before.end === null || command.type === 'merge') continue;
      const { streamUp: _up, streamLostAt: _lost, position: _position, ...then } = frozen(before);
      const { streamUp: _up2, streamLostAt: _lost2, position: _position2, ...now } = frozen(after);
      assert.deepEqual(now, then);
      assert.ok(decision.events.every(({ type }) => type === 'streamUp' || type === 'streamDown'));
    }
  });
});

test('the seller closes early, below the reserve only by saying so', () => {
  const room = openRoom({ reservePoints: 2_000 });
  room.bid(2, 1_500);
  assert.equal(room.seller('hammer'), 'reserve_not_met');
  room.seller('pause');
  room.give({ type: 'hammer', by: seller, belowReserve: true });
  const { phase, end } = frozen(room.state);
  assert.deepEqual([phase, end?.winner, end?.pricePoints, end?.cause], ['sold', 2, 1_500, 'seller']);
});

test('without a bid the hammer leaves the lot unsold', () => {
  const room = openRoom({ reservePoints: 2_000 });
  assert.equal(room.seller('hammer'), 'accepted');
  assert.equal(room.state.end?.cause, 'no_bids');
});

test('once the clock has run out the seller can no longer step in', () => {
  const room = openRoom();
  room.bid(2, 1_000);
  room.now += 60_000;
  for (const does of ['hammer', 'pause', 'undoLastBid', 'cancel'] as const) {
    assert.equal(room.seller(does), 'closed', does);
  }
  assert.equal(codeOf(room.give({ type: 'extend', by: seller, addMs: 1_000 }).decision.answer), 'closed');
  assert.equal(room.state.phase, 'live');
});

test('a withdrawn lot has no winner, and withdrawing it again is a repetition', () => {
  const room = openRoom();
  room.bid(2, 1_000);
  assert.equal(room.seller('cancel'), 'accepted');
  assert.equal(room.state.end?.winner, null);
  const again = auction.decide(room.state, { type: 'cancel', by: seller, reason: 'again' }, room.now);
  assert.deepEqual([codeOf(again.answer), again.events], ['accepted', []]);
});
