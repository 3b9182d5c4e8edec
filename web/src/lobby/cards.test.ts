import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LotCard } from '../../../schema/http.ts';
import { liveState } from '../lot/state.fixture.ts';
import { type Cards, cardsOf, withChanges, withCounts, withPage } from './cards.ts';

const card = (id: string, seq: number, auction: Partial<LotCard['auction']> = {}): LotCard => ({
  id,
  title: id,
  seller: { id: 1, name: 'Mina' },
  createdAt: 0,
  auction: { ...liveState(), seq, ...auction },
});
const none: Cards = new Map();

test('an older page does not undo what the feed told', () => {
  const cards = withPage(withPage(none, [card('A', 5, { pricePoints: 5 })]), [
    card('A', 4, { pricePoints: 4 }),
  ]);
  assert.equal(cards.get('A')?.auction.pricePoints, 5);
});

test('changes reach the cards that are there and ask for those that are not', () => {
  const cards = withPage(none, [card('A', 5)]);
  const changed = withChanges(cards, [
    { lot: 'A', auction: card('A', 6, { phase: 'sold' }).auction },
    { lot: 'B', auction: card('B', 1).auction },
  ]);
  assert.equal(changed.hasUnknown, true);
  assert.deepEqual(cardsOf(changed.cards, 'live'), []);
  assert.equal(cardsOf(changed.cards, 'results').length, 1);
});

test('live lots stand newest first, coming ones by their start, results by their end', () => {
  const cards = withPage(none, [
    card('A', 1),
    card('B', 1),
    card('C', 1, { phase: 'scheduled', startsAt: 20 }),
    card('D', 1, { phase: 'scheduled', startsAt: 10 }),
    card('E', 1, { phase: 'sold', endedAt: 1 }),
    card('F', 1, { phase: 'unsold', endedAt: 2 }),
  ]);
  const ids = (section: Parameters<typeof cardsOf>[1]) => cardsOf(cards, section).map(({ id }) => id);
  assert.deepEqual(ids('live'), ['B', 'A']);
  assert.deepEqual(ids('soon'), ['D', 'C']);
  assert.deepEqual(ids('results'), ['F', 'E']);
});

test('lots that nobody watches any more are forgotten', () => {
  const counts = withCounts(new Map([['a', 2]]), [
    { lot: 'a', count: 0 },
    { lot: 'b', count: 3 },
  ]);
  assert.deepEqual([...counts], [['b', 3]]);
});
