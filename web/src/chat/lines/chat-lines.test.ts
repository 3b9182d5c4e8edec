import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { BidHistoryItem } from '../../../../schema/http.ts';
import type { Note } from '../../lot/chronicle.ts';
import { message } from '../room/chat.fixture.ts';
import { highestOf, linesOf } from './chat-lines.ts';

const bid = (seq: number, at: number, differences: Partial<BidHistoryItem> = {}): BidHistoryItem => ({
  seq,
  at,
  by: { id: 9, paddle: 1 },
  amountPoints: seq * 1_000,
  pricePoints: seq * 1_000,
  cutMs: 0,
  undone: false,
  ...differences,
});
const note = (seq: number, at: number): Note => ({ seq, at, type: 'paused', reason: null, addedMs: null });
const keys = (lines: ReturnType<typeof linesOf>) => lines.map(({ key }) => key);
const none = { bids: [], notes: [] };

test('what happened stands between what was said, and bids in a row are one line', () => {
  const lines = linesOf(
    [message(1), message(2), message(3)],
    null,
    { bids: [bid(5, 2_600), bid(4, 2_500), bid(3, 2_100), bid(1, 500)], notes: [note(2, 1_500)] },
    0,
  );
  assert.deepEqual(keys(lines), ['b1', 'm1', 'n2', 'm2', 'b3', 'm3']);
  const run = lines[4];
  assert.ok(run?.kind === 'bids');
  assert.deepEqual(
    run.bids.map(({ seq }) => seq),
    [3, 4, 5],
  );
});

test('messages stay in their order, whatever their times are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 20 })),
      fc.array(fc.integer({ min: 0, max: 20 })),
      (said, bids) => {
        const messages = said.map((at, n) => message(n + 1, 1, { at }));
        const history = bids.sort((a, b) => a - b).map((at, n) => bid(n + 1, at));
        const lines = linesOf(messages, null, { bids: [...history].reverse(), notes: [] }, 0);
        assert.deepEqual(
          lines.flatMap((line) => (line.kind === 'message' ? [line.message] : [])),
          messages,
        );
        assert.deepEqual(
          lines.flatMap((line) => (line.kind === 'bids' ? line.bids : [])),
          history,
        );
      },
    ),
  );
});

test('gone messages are a gap that says how many, and what is missing is told in its place', () => {
  const gone = { gone: 'cleared', text: '' } as const;
  const messages = [message(1), message(2, 2, gone), message(3, 2, gone), message(9)];
  assert.deepEqual(keys(linesOf(messages, 5, none, 0)), ['m1', 'm2', 'missing', 'm9']);
  const gap = linesOf(messages, null, none, 0)[1];
  assert.ok(gap?.kind === 'gone' && gap.count === 2);
  assert.deepEqual(keys(linesOf([message(1)], 1, none, 0)), ['m1', 'missing']);
});

test('what happened before all that is known of the room is left out', () => {
  const lines = linesOf(
    [message(5)],
    null,
    { bids: [bid(2, 6_000), bid(1, 4_000)], notes: [note(1, 10)] },
    5_000,
  );
  assert.deepEqual(keys(lines), ['m5', 'b2']);
});

test('bids that were taken back are not the highest', () => {
  assert.equal(highestOf([bid(1, 0), bid(2, 0), bid(3, 0, { undone: true })]), 2_000);
  assert.equal(highestOf([bid(3, 0, { undone: true })]), null);
});
