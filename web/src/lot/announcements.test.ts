import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PublicEvent } from '../../../schema/auction/public.ts';
import { en } from '../words/en.ts';
import { announcementOf, milestoneWords, passedMilestoneMs } from './announcements.ts';
import { liveState } from './state.fixture.ts';

const won = (points: number) => `₩${points}`;
const event = (type: PublicEvent['type'], more: Partial<PublicEvent> = {}): PublicEvent => ({
  seq: 1,
  type,
  at: 0,
  set: {},
  ...more,
});

test('a burst of bids is one sentence with the outcome', () => {
  const said = announcementOf(
    en,
    won,
    [event('bid', { cutMs: 500 }), event('bid', { cutMs: 1_500 }), event('bid', { cutMs: -300 })],
    liveState({ pricePoints: 58_000 }),
    'outbid',
  );
  assert.equal(said, 'Price ₩58000. You are outbid. 2 seconds burned.');
});

test('the end drowns everything else', () => {
  const said = announcementOf(
    en,
    won,
    [event('bid'), event('sold')],
    liveState({ hammerPricePoints: 9 }),
    'won',
  );
  assert.equal(said, 'Sold for ₩9.');
});

test('time is said when it passes a milestone, not when it is cut', () => {
  assert.equal(passedMilestoneMs(30_100, 29_900), 30_000);
  assert.equal(passedMilestoneMs(34_000, 29_900), null);
  assert.equal(passedMilestoneMs(29_900, 29_700), null);
  assert.equal(milestoneWords(en, 60_000), 'One minute left.');
  assert.equal(milestoneWords(en, 10_000), '10 seconds left.');
});
