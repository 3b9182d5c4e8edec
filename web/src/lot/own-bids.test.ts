import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClientMessage } from '../../../schema/wire/client.ts';
import { type BidWish, OwnBids } from './own-bids.ts';

function desk() {
  const sent: ClientMessage[] = [];
  const timers: Array<{ delayMs: number; call: () => void; isOff: boolean }> = [];
  let isOpen = true;
  let id = 100;
  let probes = 0;
  const bids = new OwnBids({
    send: (message) => {
      if (isOpen) sent.push(message);
      return isOpen;
    },
    nextId: () => id++,
    probe: () => {
      probes++;
    },
    after: (delayMs, call) => {
      const timer = { delayMs, call, isOff: false };
      timers.push(timer);
      return () => {
        timer.isOff = true;
      };
    },
  });
  const runTimers = () => {
    for (const timer of timers.splice(0)) if (!timer.isOff) timer.call();
  };
  const outcome = (lotId = 'L') => bids.latest.value.get(lotId)?.outcome;
  const setOpen = (value: boolean) => {
    isOpen = value;
  };
  return { bids, sent, timers, runTimers, outcome, setOpen, probes: () => probes };
}

const wish = (differences: Partial<BidWish> = {}): BidWish => ({
  lotId: 'L',
  points: 53_000,
  isMax: false,
  isConfirmed: false,
  ...differences,
});

test('a bid is pending at once and ends with the truth', () => {
  const { bids, sent, outcome } = desk();
  bids.place(wish());
  assert.deepEqual(outcome(), { kind: 'pending' });
  assert.deepEqual(sent, [{ type: 'bid', lot: 'L', bidId: 100, amount: 53_000 }]);
  bids.take({ type: 'bidAccepted', lot: 'L', bidId: 100, seq: 7, pricePoints: 53_000, leading: true });
  assert.deepEqual(outcome(), { kind: 'accepted', isLeading: true, pricePoints: 53_000, seq: 7 });
});

test('a maximum and a confirmed jump say so', () => {
  const { bids, sent } = desk();
  bids.place(wish({ isMax: true, isConfirmed: true }));
  assert.deepEqual(sent, [{ type: 'bid', lot: 'L', bidId: 100, max: 53_000, confirm: true }]);
});

test('after a reconnect what is unanswered is sent again with the same id, and only that', () => {
  const { bids, sent, setOpen } = desk();
  bids.place(wish());
  bids.take({ type: 'bidAccepted', lot: 'L', bidId: 100, seq: 7, pricePoints: 53_000, leading: true });
  setOpen(false);
  bids.place(wish({ points: 54_000 }));
  setOpen(true);
  bids.resend();
  bids.resend();
  assert.deepEqual(
    sent.map((message) => (message.type === 'bid' ? message.bidId : 0)),
    [100, 101, 101],
  );
});

test('a refusal carries its reason and what would be accepted', () => {
  const { bids, outcome } = desk();
  bids.place(wish());
  bids.take({
    type: 'bidRefused',
    lot: 'L',
    bidId: 100,
    code: 'too_low',
    minimumPoints: 55_000,
    retry: false,
  });
  assert.deepEqual(outcome(), { kind: 'refused', code: 'too_low', minimumPoints: 55_000 });
});

test('busy and retry keep the bid pending and send it again after a growing wait', () => {
  const { bids, sent, timers, runTimers, outcome } = desk();
  bids.place(wish());
  bids.take({ type: 'bidRefused', lot: 'L', bidId: 100, code: 'busy', retry: true });
  assert.deepEqual(outcome(), { kind: 'pending' });
  assert.equal(timers.at(-1)?.delayMs, 300);
  runTimers();
  bids.take({ type: 'bidRefused', lot: 'L', bidId: 100, code: 'retry', retry: true });
  assert.equal(timers.at(-1)?.delayMs, 600);
  runTimers();
  assert.equal(sent.length, 3);
});

test('an error frame ends the waiting of its lot, or delays it when the room is full', () => {
  const { bids, outcome } = desk();
  bids.place(wish());
  bids.place(wish({ lotId: 'M' }));
  bids.take({ type: 'error', code: 'rate_limited', message: '', about: { type: 'bid', lot: 'L' } });
  assert.deepEqual(outcome('L'), { kind: 'pending' });
  bids.take({ type: 'error', code: 'not_signed_in', message: '', about: { type: 'bid', lot: 'L' } });
  assert.deepEqual(outcome('L'), { kind: 'refused', code: 'not_signed_in', minimumPoints: null });
  assert.deepEqual(outcome('M'), { kind: 'pending' });
});

test('an answer to an older bid does not cover the latest', () => {
  const { bids, outcome } = desk();
  bids.place(wish());
  bids.place(wish({ points: 54_000 }));
  bids.take({
    type: 'bidRefused',
    lot: 'L',
    bidId: 100,
    code: 'too_low',
    minimumPoints: 54_000,
    retry: false,
  });
  assert.deepEqual(outcome(), { kind: 'pending' });
});

test('a bid that waits long asks whether the connection lives', () => {
  const { bids, runTimers, probes } = desk();
  bids.place(wish());
  runTimers();
  assert.equal(probes(), 1);
});
