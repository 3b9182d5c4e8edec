import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuctionCommand } from '../../schema/auction/commands.ts';
import type { AuctionSpec } from '../../schema/auction/spec.ts';
import { limits } from '../../schema/limits.ts';
import auction from './behaviour.ts';
import { openRoom, Room } from './testing/room.ts';
import { seller } from './testing/rules.ts';
import { codeOf, startOfStory } from './testing/tell.ts';

const answerTo = (room: Room, command: AuctionCommand) => {
  const { decision } = room.give(command);
  return [codeOf(decision.answer), decision.events.length] as const;
};
const specOf = (room: Room) => room.state.spec as AuctionSpec;

test('before the listing there is no lot', () => {
  for (const command of [
    { type: 'open', by: seller },
    { type: 'streamUp' },
    { type: 'cancel', by: seller, reason: '' },
  ] as const) {
    assert.equal(codeOf(auction.decide(auction.initial(), command, 0).answer), 'unknown_lot');
  }
  assert.equal(auction.snapshot(auction.initial()), null);
});

test('the same listing again is a repetition, whatever the order of its fields', () => {
  const room = new Room();
  const spec = Object.fromEntries(Object.entries(specOf(room)).reverse()) as AuctionSpec;
  assert.deepEqual(answerTo(room, { type: 'list', by: seller, spec }), ['accepted', 0]);
  const other = { ...spec, startPoints: 5 };
  assert.deepEqual(answerTo(room, { type: 'list', by: seller, spec: other }), ['wrong_phase', 0]);
  const theirs = { ...spec, sellerId: 9 };
  assert.deepEqual(answerTo(room, { type: 'list', by: 9, spec: theirs }), ['not_allowed', 0]);
});

test('rules that contradict themselves are refused', () => {
  const room = new Room();
  const spec = { ...specOf(room), reservePoints: 10 };
  assert.deepEqual(answerTo(room, { type: 'revise', by: seller, spec }), ['invalid', 0]);
  assert.equal(
    codeOf(auction.decide(auction.initial(), { type: 'list', by: seller, spec }, 0).answer),
    'invalid',
  );
});

test('rules change in draft and scheduled, and are frozen from the opening on', () => {
  const room = new Room();
  const spec = { ...specOf(room), startPoints: 500 };
  assert.deepEqual(answerTo(room, { type: 'revise', by: seller, spec }), ['accepted', 1]);
  room.give({ type: 'schedule', by: seller, startsAt: startOfStory + 1_000 });
  const cheaper = { ...spec, startPoints: 50 };
  assert.deepEqual(answerTo(room, { type: 'revise', by: seller, spec: cheaper }), ['accepted', 1]);
  room.seller('open');
  assert.deepEqual(answerTo(room, { type: 'revise', by: seller, spec }), ['wrong_phase', 0]);
  assert.equal(room.bid(2, 50).code, 'accepted');
});

test('a start lies ahead, and not too far', () => {
  const room = new Room();
  const schedule = (startsAt: number) => answerTo(room, { type: 'schedule', by: seller, startsAt })[0];
  assert.equal(schedule(startOfStory), 'invalid');
  assert.equal(schedule(startOfStory + limits.maxScheduleAheadMs + 1), 'limit_exceeded');
  assert.equal(schedule(startOfStory + limits.maxScheduleAheadMs), 'accepted');
  assert.equal(schedule(startOfStory + 5), 'accepted');
  assert.equal(auction.deadline(room.state), startOfStory + 5);
});

test('nobody but the seller steers', () => {
  const draft = new Room();
  const live = openRoom();
  const commands: readonly AuctionCommand[] = [
    { type: 'open', by: 2 },
    { type: 'schedule', by: 2, startsAt: startOfStory + 5_000 },
    { type: 'revise', by: 2, spec: specOf(draft) },
    { type: 'pause', by: 2, reason: '' },
    { type: 'resume', by: 2 },
    { type: 'extend', by: 2, addMs: 1_000 },
    { type: 'hammer', by: 2, belowReserve: true },
    { type: 'cancel', by: 2, reason: '' },
    { type: 'undoLastBid', by: 2, reason: '' },
  ];
  for (const command of commands) {
    assert.deepEqual(answerTo(draft, command), ['not_allowed', 0], command.type);
    assert.deepEqual(answerTo(live, command), ['not_allowed', 0], command.type);
  }
});

test('opening twice is a repetition', () => {
  const room = openRoom();
  assert.deepEqual(answerTo(room, { type: 'open', by: seller }), ['accepted', 0]);
});
