import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { holds } from '../testing/holds.ts';
import auction from './behaviour.ts';
import { openRoom, Room } from './testing/room.ts';
import { seller } from './testing/rules.ts';
import { anyStory } from './testing/steps.ts';
import { startOfStory, tell } from './testing/tell.ts';

test('a tick acts on the present deadline only, and not before it', () => {
  holds(fc.tuple(anyStory(), fc.integer({ min: -5_000, max: 5_000 })), ([story, offMs]) => {
    for (const { after, now } of tell(story).turns) {
      const due = auction.deadline(after);
      const tickAt = (deadline: number, at: number) =>
        auction.decide(after, auction.tick(deadline), at).events.length;
      if (due === null) {
        assert.equal(tickAt(now, now + 1_000_000), 0);
        continue;
      }
      assert.equal(tickAt(due, due - 1), 0);
      assert.ok(tickAt(due, due + Math.abs(offMs)) > 0);
      if (offMs !== 0) assert.equal(tickAt(due + offMs, due + 10_000), 0);
    }
  });
});

test('every running auction has a deadline not after its end, and a paused one has none', () => {
  holds(anyStory(), (story) => {
    for (const { after } of tell(story).turns) {
      const due = auction.deadline(after);
      if (after.phase !== 'live') assert.equal(after.endsAt ?? after.remainingMs, null);
      else if (after.pause === null) assert.ok(due !== null && after.endsAt !== null && due <= after.endsAt);
      else assert.deepEqual([due, after.endsAt, typeof after.remainingMs], [null, null, 'number']);
    }
  });
});

test('a scheduled auction opens by itself, with its whole duration ahead', () => {
  const room = new Room();
  room.give({ type: 'schedule', by: seller, startsAt: startOfStory + 10_000 });
  room.passTo(startOfStory + 10_000, 700);
  assert.equal(room.state.phase, 'live');
  assert.equal(room.leftMs, 60_000);
});

test('the hammer falls by itself', () => {
  const room = openRoom();
  room.bid(2, 1_000);
  room.wait(59_999);
  assert.equal(room.state.phase, 'live');
  room.wait(1);
  assert.equal(room.state.phase, 'sold');
});
