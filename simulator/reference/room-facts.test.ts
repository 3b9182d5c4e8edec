import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { evolve } from '../../engine/chat/evolve.ts';
import { fullAfter } from '../../engine/chat/pace.ts';
import { initial } from '../../engine/chat/state.ts';
import type { ChatEvent } from '../../schema/chat/events.ts';
import { noRoom, roomAfter } from './room-facts.ts';

const pace = { burst: 3, refillMs: 400 };
const person = fc.integer({ min: 1, max: 3 });
const step = fc.oneof(
  fc.record({ do: fc.constant('say' as const), by: person, passMs: fc.nat(600) }),
  fc.record({ do: fc.constant('forget' as const), person }),
  fc.record({ do: fc.constant('merge' as const), from: person, to: person }),
);

test('how fast people spoke is remembered and forgotten as the rules do, whoever is deleted or merged', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let state = initial();
      let facts = noRoom;
      let at = 1_000;
      const happen = (event: ChatEvent) => {
        facts = roomAfter(facts, event, pace);
        state = evolve(state, event);
      };
      happen({ type: 'opened', at, sellerId: 9, settings: noRoom.settings });
      for (const [n, one] of steps.entries()) {
        if (one.do === 'say') {
          at += one.passMs;
          const fullAt = fullAfter(state.speakers.get(one.by), pace.refillMs, at);
          happen({ type: 'said', at, by: one.by, ...said, sayId: n + 1, fullAt });
        } else if (one.do === 'forget') happen({ type: 'forgotten', at, person: one.person });
        else if (one.from !== one.to) happen({ type: 'merged', at, from: one.from, to: one.to, name: 'Ann' });
        for (const by of [1, 2, 3]) {
          assert.equal(facts.fullAt.get(by) ?? 0, state.speakers.get(by)?.fullAt ?? 0);
        }
      }
    }),
  );
});

const said = {
  name: 'Ann',
  rank: 'speaker',
  isGuest: true,
  text: 'hello',
  masks: [],
  replyTo: null,
  mentions: [],
  fingerprint: 1,
} as const;
