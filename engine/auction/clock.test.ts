import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AuctionEvent } from '../../schema/auction/events.ts';
import { holds } from '../testing/holds.ts';
import { answerTimeMs, burnMs, endsAfterBid } from './clock.ts';
import { anyClock, anyFixed, anyRush, anySoftClose } from './testing/rules.ts';
import { anyStory } from './testing/steps.ts';
import { tell } from './testing/tell.ts';

const moments = {
  endsAt: fc.integer({ min: 0, max: 200_000 }),
  now: fc.integer({ min: 0, max: 200_000 }),
  raisePoints: fc.integer({ min: 0, max: 100_000 }),
  incrementPoints: fc.integer({ min: 1, max: 1_000 }),
};

test('a fixed clock never moves', () => {
  holds(
    fc.record({ clock: anyFixed, ...moments }),
    ({ clock, endsAt, now, raisePoints, incrementPoints }) => {
      assert.equal(endsAfterBid(clock, endsAt, now, raisePoints, incrementPoints), endsAt);
    },
  );
});

test('a soft close resets to the window and never adds', () => {
  holds(
    fc.record({ clock: anySoftClose, ...moments }),
    ({ clock, endsAt, now, raisePoints, incrementPoints }) => {
      const leftMs = endsAfterBid(clock, endsAt, now, raisePoints, incrementPoints) - now;
      assert.equal(leftMs, Math.max(endsAt - now, answerTimeMs(clock)));
    },
  );
});

test('a rush never leaves less than the floor, and never cuts more than its rule allows', () => {
  holds(fc.record({ clock: anyRush, ...moments }), ({ clock, endsAt, now, raisePoints, incrementPoints }) => {
    const ends = endsAfterBid(clock, endsAt, now, raisePoints, incrementPoints);
    assert.ok(ends - now >= answerTimeMs(clock));
    assert.ok(clock.rule === 'rush' && endsAt - ends <= clock.cutMaxMs);
    assert.ok(Number.isSafeInteger(ends));
  });
});

test('a larger raise never burns less, and the least raise burns nothing', () => {
  holds(
    fc.record({ clock: anyRush, ...moments, moreBy: fc.integer({ min: 0, max: 10_000 }) }),
    ({ clock, raisePoints, incrementPoints, moreBy }) => {
      assert.equal(burnMs(clock, incrementPoints, incrementPoints), 0);
      assert.ok(
        burnMs(clock, raisePoints + moreBy, incrementPoints) >= burnMs(clock, raisePoints, incrementPoints),
      );
    },
  );
});

test('whole steps burn whole cuts up to the most', () => {
  holds(
    fc.record({ clock: anyRush, ...moments, k: fc.integer({ min: 1, max: 50 }) }),
    ({ clock, incrementPoints, k }) => {
      if (clock.rule !== 'rush') return;
      const expectedMs = Math.min(clock.cutPerStepMs * (k - 1), clock.cutMaxMs);
      assert.equal(burnMs(clock, k * incrementPoints, incrementPoints), expectedMs);
    },
  );
});

const movesEnd = new Set<AuctionEvent['type']>(['bid', 'bidUndone', 'bidsVoided', 'resumed', 'outage']);

test('in every story whatever moves the end leaves at least the window or floor', () => {
  holds(anyStory(anyClock), (story) => {
    for (const { decision, now, after } of tell(story).turns) {
      if (!decision.events.some((event) => movesEnd.has(event.type)) || after.endsAt === null) continue;
      if (after.spec.clock.rule === 'fixed') continue;
      assert.ok(after.endsAt - now >= answerTimeMs(after.spec.clock));
    }
  });
});

test('in every story a bid tells truly what it cut; only a rush cuts, and a bid that buys does not', () => {
  holds(anyStory(anyClock), (story) => {
    for (const { decision, before } of tell(story).turns) {
      for (const event of decision.events) {
        if (event.type !== 'bid') continue;
        assert.equal((before.endsAt ?? 0) - event.cutMs, event.endsAt);
        const isLast = decision.events.length > 1;
        if (isLast || before.spec.clock.rule === 'fixed') assert.equal(event.cutMs, 0);
        if (before.spec.clock.rule === 'softClose') assert.ok(event.cutMs <= 0);
      }
    }
  });
});

test('a maximum raised by the leader moves neither price nor clock', () => {
  holds(anyStory(), (story) => {
    for (const { decision, before, after, told } of tell(story).turns) {
      if (decision.events[0]?.type !== 'maxRaised') continue;
      assert.deepEqual(
        [after.pricePoints, after.leader, after.endsAt, after.position],
        [before.pricePoints, before.leader, before.endsAt, before.position],
      );
      assert.ok(after.leaderMaxPoints > before.leaderMaxPoints);
      assert.deepEqual(told, []);
    }
  });
});
