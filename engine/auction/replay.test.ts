import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuctionEvent } from '../../schema/auction/events.ts';
import { holds } from '../testing/holds.ts';
import auction from './behaviour.ts';
import type { AuctionState } from './state.ts';
import { openRoom } from './testing/room.ts';
import { anyStory } from './testing/steps.ts';
import { copied, frozen, tell } from './testing/tell.ts';

test('replaying the events gives the same state as living through them', () => {
  holds(anyStory(), (story) => {
    const { turns, state } = tell(story);
    const journal = JSON.stringify(turns.flatMap(({ decision }) => decision.events));
    const events: AuctionEvent[] = JSON.parse(journal);
    const replayed = events.reduce(auction.evolve, auction.initial());
    assert.deepEqual(frozen(replayed), frozen(state));
  });
});

test('a state that was frozen and thawed goes on as if nothing had happened', () => {
  holds(anyStory(), (story) => {
    const lived = tell(story);
    const thawed = tell(story, copied);
    assert.deepEqual(thawed.turns, lived.turns);
    assert.deepEqual(frozen(copied(lived.state)), frozen(lived.state));
  });
});

test('a state that was frozen before the last outage was kept has none', () => {
  const { lastOutage, ...old } = frozen(openRoom().state);
  assert.equal(lastOutage, null);
  assert.equal((auction.thaw(old) as AuctionState).lastOutage, null);
});

test('a frozen state is not touched by what happens later', () => {
  holds(anyStory(), (story) => {
    const kept: Array<{ frozen: unknown; text: string }> = [];
    tell(story, (state) => {
      const now = auction.freeze(state);
      kept.push({ frozen: now, text: JSON.stringify(now) });
      return state;
    });
    for (const one of kept) assert.equal(JSON.stringify(one.frozen), one.text);
  });
});

test('deciding changes nothing, and the same question has the same answer', () => {
  holds(anyStory(), (story) => {
    for (const { before, command, now, decision } of tell(story).turns) {
      const text = JSON.stringify(frozen(before));
      assert.deepEqual(auction.decide(before, command, now), decision);
      assert.equal(JSON.stringify(frozen(before)), text);
    }
  });
});
