import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuctionEvent } from '../../schema/auction/events.ts';
import auction from './behaviour.ts';
import type { FrozenAuction } from './freeze.ts';
import type { AuctionState } from './state.ts';
import { storedJournals } from './testing/stored-journals.ts';
import { frozen } from './testing/tell.ts';

const journals = storedJournals();

/** Whether each type of event stands in a journal of the first version that had it. */
const eventTypes: Readonly<Record<AuctionEvent['type'], true>> = {
  listed: true,
  revised: true,
  scheduled: true,
  opened: true,
  bid: true,
  maxRaised: true,
  paused: true,
  resumed: true,
  extended: true,
  bidUndone: true,
  bidsVoided: true,
  peopleMerged: true,
  streamUp: true,
  streamDown: true,
  outage: true,
  sold: true,
  unsold: true,
  cancelled: true,
};

/** What of these data is in others: lists whole, of objects the fields that the others have. */
function common(is: unknown, others: unknown): unknown {
  if (Array.isArray(is) && Array.isArray(others)) return is.map((one, n) => common(one, others[n]));
  if (is === null || others === null || typeof is !== 'object' || typeof others !== 'object') return is;
  const kept = Object.entries(is).filter(([name]) => Object.hasOwn(others, name));
  return Object.fromEntries(kept.map(([name, value]) => [name, common(value, others[name as never])]));
}

/** All that was frozen then is so now; what a later version keeps besides is its own. */
const assertSame = (state: AuctionState, expected: FrozenAuction): void =>
  assert.deepEqual(common(JSON.parse(JSON.stringify(frozen(state))), expected), expected);

for (const [name, { events, checkpoint, state }] of journals) {
  test(`the journal ${name} leads to the state that it led to when it was written`, () => {
    assertSame(events.reduce(auction.evolve, auction.initial()), state);
  });

  test(`the journal ${name} goes on from the checkpoint that was written then`, () => {
    const thawed = auction.thaw(checkpoint.state);
    assertSame(thawed, checkpoint.state);
    assertSame(events.slice(checkpoint.after).reduce(auction.evolve, thawed), state);
  });
}

test('every type of event stands in one of these journals', () => {
  const written = new Set([...journals.values()].flatMap(({ events }) => events.map(({ type }) => type)));
  assert.deepEqual([...written].sort(), Object.keys(eventTypes).sort());
});
