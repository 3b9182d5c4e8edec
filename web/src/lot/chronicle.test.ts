import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BidHistoryItem } from '../../../schema/http.ts';
import { bidOfEvent, joinBids, linesOf, noteOfEvent, priceSteps } from './chronicle.ts';

const bid = (seq: number, pricePoints: number, undone = false): BidHistoryItem => ({
  seq,
  at: seq * 1_000,
  by: { id: 2, paddle: 1 },
  amountPoints: pricePoints,
  pricePoints,
  cutMs: 0,
  undone,
});

test('lists are joined newest first, each bid once, and the newer word counts', () => {
  const joined = joinBids([bid(5, 55, true), bid(4, 54)], [bid(5, 55), bid(3, 53)]);
  assert.deepEqual(
    joined.map(({ seq, undone }) => [seq, undone]),
    [
      [5, true],
      [4, false],
      [3, false],
    ],
  );
});

test('a burst of new bids goes in front in its order', () => {
  assert.deepEqual(
    joinBids([bid(6, 56), bid(7, 57)], [bid(5, 55), bid(4, 54)]).map(({ seq }) => seq),
    [7, 6, 5, 4],
  );
});

test('an event becomes a bid or a note', () => {
  const by = { id: 2, paddle: 1 };
  const event = {
    seq: 9,
    type: 'bid',
    at: 1,
    set: { pricePoints: 60 },
    by,
    amountPoints: 70,
    cutMs: 500,
  } as const;
  assert.deepEqual(bidOfEvent(event), {
    seq: 9,
    at: 1,
    by,
    amountPoints: 70,
    pricePoints: 60,
    cutMs: 500,
    undone: false,
  });
  assert.equal(noteOfEvent(event), null);
  const pause = { seq: 10, type: 'paused', at: 2, set: {}, reason: 'water' } as const;
  assert.equal(bidOfEvent(pause), null);
  assert.deepEqual(noteOfEvent(pause), { seq: 10, at: 2, type: 'paused', reason: 'water', addedMs: null });
});

test('lines mix bids and notes by their place', () => {
  const note = noteOfEvent({ seq: 4, type: 'resumed', at: 3, set: {} });
  assert.ok(note);
  assert.deepEqual(
    linesOf([bid(5, 55), bid(3, 53)], [note], 9).map((line) => line.kind),
    ['bid', 'note', 'bid'],
  );
  assert.deepEqual(
    linesOf([bid(5, 55), bid(3, 53)], [note], 2).map((line) => line.seq),
    [5, 4],
  );
});

test('the curve goes forward in time and leaves out what was taken back', () => {
  assert.deepEqual(
    priceSteps([bid(3, 53, true), bid(2, 52), bid(1, 51)]).map((step) => step.pricePoints),
    [51, 52],
  );
});
