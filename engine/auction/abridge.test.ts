import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type AuctionState as PublicState, publicEventSchema } from '../../schema/auction/public.ts';
import { holds } from '../testing/holds.ts';
import auction from './behaviour.ts';
import { anyStory } from './testing/steps.ts';
import { tell } from './testing/tell.ts';

/** How many commands' events go into each frame, in turns. */
const sizes = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 20 });

/** The texts of one frame, each told with the next one in sight. */
const abridged = (texts: readonly string[]): string[] =>
  texts.map((text, n) => {
    const next = texts[n + 1];
    return next === undefined ? text : auction.abridge(text, next);
  });

test('assigning what is told in frames gives the picture at the end of each, wherever they end', () => {
  holds(fc.record({ story: anyStory(), sizes }), ({ story, sizes: size }) => {
    const { turns } = tell(story);
    let seen: PublicState | null = null;
    for (let at = 0, n = 0; at < turns.length; n++) {
      const frame = turns.slice(at, at + (size[n % size.length] as number));
      at += frame.length;
      const { after } = frame.at(-1) as (typeof turns)[number];
      const picture = auction.snapshot(after) as PublicState;
      seen ??= picture;
      for (const text of abridged(frame.flatMap(({ told }) => told))) {
        seen = { ...seen, ...publicEventSchema.parse(JSON.parse(text)).set } as PublicState;
      }
      assert.deepEqual(seen, picture);
    }
  });
});

test('what happened is told of every bid, and only what the next one says again is left out', () => {
  let shorter = 0;
  holds(anyStory(), (story) => {
    const texts = tell(story).turns.flatMap(({ told }) => told);
    for (const [n, text] of abridged(texts).entries()) {
      const { set: kept, ...rest } = JSON.parse(text);
      const { set, ...event } = JSON.parse(texts[n] as string);
      assert.deepEqual(rest, event);
      assert.equal(kept.pricePoints, set.pricePoints);
      if (text === texts[n]) continue;
      shorter++;
      const next = JSON.parse(texts[n + 1] as string).set;
      for (const key of Object.keys(set)) assert.ok(key in kept || key in next, key);
    }
  });
  assert.ok(shorter > 0);
});
