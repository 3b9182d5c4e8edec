import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holds } from '../testing/holds.ts';
import auction from './behaviour.ts';
import { anyStory } from './testing/steps.ts';
import { tell } from './testing/tell.ts';

test('every event is recorded as JSON.stringify writes it', () => {
  holds(anyStory(), (story) => {
    for (const { decision } of tell(story).turns) {
      for (const event of decision.events) assert.equal(auction.record(event), JSON.stringify(event));
    }
  });
});
