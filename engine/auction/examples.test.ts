import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { examplesIn } from './testing/examples.ts';
import { openRoom, type Room } from './testing/room.ts';
import { bidders, seller } from './testing/rules.ts';
import { codeOf, startOfStory } from './testing/tell.ts';

const [ann, ben, cleo] = bidders;
const persons: Readonly<Record<string, number>> = { Ann: ann, Ben: ben, Cleo: cleo };
const nameOf = new Map(Object.entries(persons).map(([name, id]) => [id, name]));
const points = (text: string) => Number(text.replaceAll(',', ''));
const ms = (text: string) => {
  const [minutes, seconds] = text.split(':').map(Number);
  return ((minutes ?? 0) * 60 + (seconds ?? 0)) * 1_000;
};

/** Does what one row says, and returns the answer as the document writes it. */
function act(room: Room, happens: string): string {
  const bid = /^(\w+) bids (up to )?([\d,]+)( unconfirmed)?$/.exec(happens);
  if (bid !== null) {
    const [, name, upTo, amount, unconfirmed] = bid;
    const by = persons[name ?? ''] as number;
    const { code, value } = room.bid(by, points(amount ?? ''), {
      isMax: upTo !== undefined,
      confirmed: unconfirmed === undefined,
    });
    return code === 'accepted' || value === 0 ? code : `${code} (${value.toLocaleString('en')})`;
  }
  const [, banned] = /^staff bans (\w+)$/.exec(happens) ?? [];
  if (banned !== undefined) {
    const person = persons[banned] as number;
    return codeOf(room.give({ type: 'voidBids', person }).decision.answer);
  }
  const [, guest, account] = /^(\w+) turns out to be (.+)$/.exec(happens) ?? [];
  if (guest !== undefined && account !== undefined) {
    const to = account === 'the seller' ? seller : (persons[account] as number);
    return codeOf(room.give({ type: 'merge', from: persons[guest] as number, to }).decision.answer);
  }
  const [, started, span] = /^(the seller adds|the service was down for) ([\d:]+)$/.exec(happens) ?? [];
  if (started === 'the seller adds') {
    return codeOf(room.give({ type: 'extend', by: seller, addMs: ms(span ?? '') }).decision.answer);
  }
  if (started === 'the service was down for') {
    const outage = { outageId: 1, from: room.now - ms(span ?? ''), to: room.now };
    return codeOf(room.give({ type: 'outage', ...outage }).decision.answer);
  }
  switch (happens) {
    case 'the clock runs out':
    case 'the grace is over':
      return '';
    case 'the seller hammers':
      return room.seller('hammer');
    case 'the seller hammers below the reserve':
      return codeOf(room.give({ type: 'hammer', by: seller, belowReserve: true }).decision.answer);
    case 'the seller pauses':
      return room.seller('pause');
    case 'the seller resumes':
      return room.seller('resume');
    case 'the seller undoes the last bid':
      return room.seller('undoLastBid');
    case 'the stream comes up':
      return codeOf(room.give({ type: 'streamUp' }).decision.answer);
    case 'the stream goes down':
      return codeOf(room.give({ type: 'streamDown' }).decision.answer);
    default:
      throw new Error(`no example says "${happens}"`);
  }
}

const timeText = (leftMs: number) =>
  `${Math.floor(leftMs / 60_000)}:${((leftMs % 60_000) / 1_000).toFixed(1).padStart(4, '0')}`;

/** Price, leader and remaining time, as the document writes them. */
function standing({ state, leftMs }: Room): string[] {
  const left = state.remainingMs === null ? timeText(leftMs ?? 0) : `${timeText(state.remainingMs)} paused`;
  return [
    state.pricePoints?.toLocaleString('en') ?? '–',
    nameOf.get(state.leader ?? 0) ?? '–',
    state.phase === 'live' ? left : state.phase,
  ];
}

const document = readFileSync(new URL('../../docs/auction-rules.md', import.meta.url), 'utf8');
const examples = examplesIn(document);

test('every example of the document is read', () => {
  assert.ok(examples.length > 0);
  assert.equal(examples.length, document.split('<!-- example').length - 1);
});

for (const { rules, rows } of examples) {
  test(`worked example: ${JSON.stringify(rules)}`, () => {
    const room = openRoom(rules);
    for (const { at, happens, shown } of rows) {
      room.passTo(startOfStory + ms(at));
      const answer = act(room, happens);
      assert.deepEqual([answer, ...standing(room)], shown, `${at} ${happens}`);
    }
  });
}
