import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../schema/limits.ts';
import { holds } from '../testing/holds.ts';
import { openRoom, Room } from './testing/room.ts';
import { newcomer, seller } from './testing/rules.ts';
import { anyStory } from './testing/steps.ts';
import { codeOf, frozen, tell } from './testing/tell.ts';

const [guest, account, other] = [2, 3, 4];
const merge = (room: Room, from = guest, to = account) => room.give({ type: 'merge', from, to });
const codeOfMerge = (room: Room, from: number, to: number) => codeOf(merge(room, from, to).decision.answer);
const paddles = (room: Room) => [...(room.state.bidders ?? [])].map(([id, { paddle }]) => [id, paddle]);

test("a guest's lead, maximum and paddle become those of an account that has not bid", () => {
  const room = openRoom();
  room.bid(guest, 5_000, { isMax: true });
  room.bid(other, 2_000);
  merge(room);
  assert.deepEqual(
    [room.state.leader, room.state.leaderMaxPoints, room.state.pricePoints],
    [account, 5_000, 2_100],
  );
  assert.deepEqual(paddles(room), [
    [account, 1],
    [other, 2],
  ]);
});

test('of two who are one the higher maximum counts, and the account keeps its paddle', () => {
  const room = openRoom();
  room.bid(account, 3_000, { isMax: true });
  room.bid(guest, 5_000, { isMax: true });
  room.bid(other, 4_000);
  merge(room);
  assert.deepEqual([room.state.leader, room.state.leaderMaxPoints], [account, 5_000]);
  assert.deepEqual(paddles(room), [
    [account, 1],
    [other, 3],
  ]);
  room.bid(5, 6_000);
  assert.equal(room.state.bidders?.get(5)?.paddle, 4);
});

test('a bid that the guest had sent before counts as one of the account', () => {
  const room = openRoom();
  const first = room.bid(guest, 1_000, { bidId: 7 });
  merge(room);
  assert.deepEqual(room.bid(guest, 9_000, { bidId: 7 }), first);
  assert.deepEqual(room.bid(account, 9_000, { bidId: 7 }), first);
  assert.equal(room.bid(guest, 1_100).code, 'leading_already');
});

test('what both remembered is remembered, as far as there is room for it', () => {
  const room = openRoom({ clock: { rule: 'fixed', durationMs: 3_600_000 } });
  const bids = limits.bidMemoryPerBidder;
  for (let n = 0; n < bids; n++) {
    room.bid(guest, 1_000 + n * 200, { bidId: 2 * n + 1 });
    room.bid(account, 1_100 + n * 200, { bidId: 2 * n + 2 });
  }
  merge(room);
  assert.equal(room.bid(account, 1, { bidId: bids }).code, 'stale_bid_id');
  for (const bidId of [bids + 1, 2 * bids]) assert.equal(room.bid(account, 1, { bidId }).code, 'accepted');
});

test('nobody bids on the own lot: bids of who turns out to sell it are void', () => {
  for (const [from, to] of [
    [guest, seller],
    [seller, guest],
  ] as const) {
    const room = openRoom();
    room.bid(other, 1_000);
    room.bid(guest, 9_000, { isMax: true });
    const { decision } = merge(room, from, to);
    assert.deepEqual(
      decision.events.map(({ type }) => type),
      ['peopleMerged', 'bidsVoided'],
    );
    assert.deepEqual(
      [room.state.leader, room.state.pricePoints, room.state.spec?.sellerId],
      [other, 1_000, to],
    );
    assert.equal(room.bid(from, 20_000).code, 'own_lot');
  }
});

test('a lot that the guest sells is the account’s, before and after the opening', () => {
  const room = new Room();
  merge(room, seller, newcomer);
  assert.equal(room.seller('open'), 'not_allowed');
  assert.equal(codeOf(room.give({ type: 'open', by: newcomer }).decision.answer), 'accepted');
  merge(room, newcomer, account);
  assert.equal(room.state.spec?.sellerId, account);
});

test('what a guest has won belongs to the account', () => {
  const room = openRoom();
  room.bid(guest, 1_000);
  room.seller('hammer');
  merge(room);
  assert.equal(room.state.end?.winner, account);
});

test('the same once more changes nothing, nor does a guest whom the lot does not know; nobody becomes oneself', () => {
  const room = openRoom();
  room.bid(guest, 1_000);
  merge(room);
  for (const from of [guest, newcomer]) {
    const { decision } = merge(room, from, account);
    assert.deepEqual([codeOf(decision.answer), decision.events], ['accepted', []]);
  }
  assert.equal(codeOfMerge(room, account, account), 'invalid');
  assert.equal(codeOfMerge(room, other, guest), 'invalid');
});

test('what is told names nobody but who leads, sells or has won now', () => {
  const room = openRoom();
  room.bid(guest, 1_000);
  room.bid(other, 2_000);
  const [text] = merge(room).told;
  assert.deepEqual(JSON.parse(text ?? ''), {
    seq: 4,
    type: 'peopleMerged',
    at: room.now,
    set: { sellerId: seller, leader: { id: other, paddle: 2 }, winner: null, bidderCount: 2 },
  });
});

test('in every story a merge moves neither price nor clock, and leaves no trace of the guest', () => {
  holds(anyStory(), (story) => {
    const known = new Set<number>();
    for (const { command, decision, before, after } of tell(story).turns) {
      for (const event of decision.events) if (event.type === 'peopleMerged') known.add(event.from);
      if (command.type === 'merge' && decision.events.length === 1) {
        const { pricePoints, endsAt, remainingMs, bidCount, leaderMaxPoints } = before;
        assert.deepEqual({ ...after, pricePoints, endsAt, remainingMs, bidCount, leaderMaxPoints }, after);
      }
      const { bidders, leader, books, spec, end } = frozen(after);
      const named = [
        ...(bidders ?? []).map(([id]) => id),
        ...(books ?? []).flatMap((book) => [book.by, book.leader]),
        ...[leader, spec?.sellerId, end?.winner],
      ];
      for (const from of known) {
        const isBack = after.merged?.get(from) === undefined;
        assert.ok(isBack || !named.includes(from), `${from} after ${command.type}`);
      }
      const numbers = (bidders ?? []).map(([, { paddle }]) => paddle);
      assert.deepEqual(numbers, [...new Set(numbers)]);
      assert.ok(numbers.every((paddle) => paddle <= after.paddles));
    }
  });
});

test('in every story nobody leads the own lot', () => {
  holds(anyStory(), (story) => {
    for (const { after } of tell(story).turns) {
      if (after.phase === 'live') assert.notEqual(after.leader, after.spec.sellerId);
    }
  });
});
