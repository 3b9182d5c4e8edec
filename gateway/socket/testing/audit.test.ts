import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuctionEvent } from '../../../schema/auction/events.ts';
import type { AuctionState } from '../../../schema/auction/public.ts';
import { type AuctionRecord, audit, nothingFound, type Promised } from './audit.ts';
import type { SentBid } from './crowd.ts';
import type { Person } from './person.ts';

const lot = '01JABCDEFGHJKMNPQRSTVWXYZ0';
const clock = { rule: 'softClose', durationMs: 60_000, windowMs: 20_000 } as const;

/** A lot in which two people bid, an outage was given back, and the hammer fell. */
function soundRecord() {
  const bid = (bidId: number, by: number, points: number, endsAt: number): AuctionEvent => ({
    type: 'bid',
    at: 2_000 + bidId,
    by,
    bidId,
    amountPoints: points,
    isMax: false,
    pricePoints: points,
    leader: by,
    leaderMaxPoints: points,
    endsAt,
    cutMs: 0,
  });
  const events: AuctionEvent[] = [
    { type: 'listed', at: 1_000, spec: { clock } as never },
    { type: 'opened', at: 1_500, endsAt: 61_500 },
    bid(1, 7, 1_000, 61_500),
    { type: 'outage', at: 9_000, outageId: 1, lostMs: 5_000, endsAt: 66_500 },
    bid(2, 8, 1_100, 66_500),
    { type: 'sold', at: 66_500, cause: 'clock', pricePoints: 1_100, winner: 8 },
  ];
  const sent: SentBid[] = [
    sentBid(1, 7, 1_000, 3),
    sentBid(2, 8, 1_100, 5),
    {
      by: { id: 7 } as Person,
      lot,
      offer: { amount: 1_000, bidId: 3 },
      answer: { type: 'bidRefused', lot, bidId: 3, code: 'too_low', retry: false },
    },
  ];
  const shown = { winner: { id: 8, paddle: 2 }, hammerPricePoints: 1_100 } as AuctionState;
  const history = [historyItem(3, 7, 1_000), historyItem(5, 8, 1_100)];
  const outages = [{ outage_id: 1, from_at: 3_000, to_at: 8_000 }];
  return { stored: { lot, seqs: [1, 2, 3, 4, 5, 6], events }, outages, sent, history, shown };
}

function sentBid(bidId: number, by: number, points: number, seq: number): SentBid {
  return {
    by: { id: by } as Person,
    lot,
    offer: { amount: points, bidId },
    answer: { type: 'bidAccepted', lot, bidId, seq, pricePoints: points, leading: true },
  };
}

function historyItem(seq: number, by: number, points: number) {
  return {
    seq,
    at: 2_000,
    by: { id: by, paddle: by - 6 },
    amountPoints: points,
    pricePoints: points,
    cutMs: 0,
    undone: false,
  };
}

test('nothing speaks against an auction that went as it should', () => {
  assert.deepEqual(audit(soundRecord()), nothingFound);
});

const damages: Array<[Promised, string, (record: ReturnType<typeof soundRecord>) => void]> = [
  ['lost', 'an acknowledged bid is gone', ({ sent }) => sent.push(sentBid(9, 7, 900, 3))],
  [
    'lost',
    'it is kept as another person’s',
    ({ stored }) => Object.assign(stored.events[2] as object, { by: 9 }),
  ],
  [
    'lost',
    'it is kept with another amount',
    ({ stored }) => Object.assign(stored.events[2] as object, { amountPoints: 9 }),
  ],
  ['doubled', 'it is kept twice', ({ stored }) => Object.assign(stored.events[4] as object, { bidId: 1 })],
  [
    'uncalledFor',
    'a refused bid is kept',
    ({ sent }) => Object.assign(sent[0] as object, { answer: sent[2]?.answer }),
  ],
  ['disordered', 'a number is left out', ({ stored }) => stored.seqs.splice(1, 1, 7)],
  [
    'disordered',
    'the price falls',
    ({ stored }) => Object.assign(stored.events[4] as object, { pricePoints: 999 }),
  ],
  [
    'disordered',
    'a bid follows the hammer',
    ({ stored }) => stored.events.push(stored.events[4] as AuctionEvent),
  ],
  [
    'wrongWinner',
    'another one won',
    ({ stored }) => Object.assign(stored.events[5] as object, { winner: 7 }),
  ],
  [
    'wrongWinner',
    'it was sold for less',
    ({ stored }) => Object.assign(stored.events[5] as object, { pricePoints: 1 }),
  ],
  [
    'wrongWinner',
    'another one is shown',
    ({ shown }) => Object.assign(shown, { winner: { id: 7, paddle: 1 } }),
  ],
  [
    'wrongWinner',
    'nobody won',
    ({ stored }) => stored.events.splice(5, 1, { type: 'unsold', at: 1, cause: 'no_bids' }),
  ],
  [
    'timeTaken',
    'less is given back than was lost',
    ({ outages }) => Object.assign(outages[0] as object, { to_at: 8_001 }),
  ],
  [
    'timeTaken',
    'what is given back does not arrive',
    ({ stored }) => Object.assign(stored.events[3] as object, { endsAt: 66_499 }),
  ],
  ['timeTaken', 'the outage is not on record', ({ outages }) => outages.pop()],
  ['wronglyShown', 'a bid is not shown', ({ history }) => history.pop()],
  [
    'wronglyShown',
    'bids are shown in another order',
    ({ history }) => Object.assign(history[0] as object, { seq: 6 }),
  ],
  [
    'wronglyShown',
    'an answer named another place',
    ({ sent }) => Object.assign(sent[0]?.answer as object, { seq: 5 }),
  ],
];

for (const [promise, how, damage] of damages) {
  test(`${promise} is found when ${how}`, () => {
    const record = soundRecord();
    damage(record);
    assert.notEqual(audit(record as AuctionRecord)[promise].length, 0);
  });
}
