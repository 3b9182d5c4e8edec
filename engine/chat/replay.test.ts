import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatEvent } from '../../schema/chat/events.ts';
import { holds } from '../testing/holds.ts';
import chat from './behaviour.ts';
import { copied, frozen } from './testing/play.ts';
import { anyStory, tell } from './testing/steps.ts';

test('replaying the events gives the same room as living through them', () => {
  holds(anyStory(), (story) => {
    const { turns, state } = tell(story);
    const events: ChatEvent[] = JSON.parse(JSON.stringify(turns.flatMap((turn) => turn.events)));
    assert.deepEqual(frozen(events.reduce(chat.evolve, chat.initial())), frozen(state));
  });
});

test('a room that was frozen and thawed goes on as if nothing had happened', () => {
  holds(anyStory(), (story) => {
    const lived = tell(story);
    const thawed = tell(story, copied);
    assert.deepEqual(thawed.turns, lived.turns);
    assert.deepEqual(frozen(thawed.state), frozen(lived.state));
  });
});

test('a frozen room is not touched by what happens later', () => {
  holds(anyStory(), (story) => {
    const kept: Array<{ frozen: unknown; text: string }> = [];
    tell(story, (state) => {
      const now = chat.freeze(state);
      kept.push({ frozen: now, text: JSON.stringify(now) });
      return state;
    });
    for (const one of kept) assert.equal(JSON.stringify(one.frozen), one.text);
  });
});

test('deciding changes nothing, and the same question has the same answer', () => {
  holds(anyStory(), (story) => {
    const { state, now } = tell(story);
    const before = JSON.stringify(frozen(state));
    for (const { command } of story) {
      assert.deepEqual(chat.decide(state, command, now), chat.decide(state, command, now));
    }
    assert.equal(JSON.stringify(frozen(state)), before);
  });
});

test('each event takes one place, which is its number for everyone', () => {
  holds(anyStory(), (story) => {
    const { turns, state } = tell(story);
    const told = turns.flatMap((turn) => turn.told);
    assert.deepEqual(
      told.map(({ seq }) => seq),
      told.map((_, n) => n + 1),
    );
    assert.equal(chat.position(state), told.length);
  });
});
