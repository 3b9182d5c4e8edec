import assert from 'node:assert/strict';
import type { AuctionState } from '../../../engine/auction/state.ts';
import { answerCodes } from '../../../schema/codes.ts';
import { auctionActor } from '../../../schema/ids.ts';
import type { apiForTest, Visitor } from './api-for-test.ts';

type Api = Awaited<ReturnType<typeof apiForTest>>;

const rules = {
  startPoints: 1_000,
  increments: { kind: 'fixed', stepPoints: 100 },
  reservePoints: null,
  buyNowPoints: null,
  clock: { rule: 'fixed', durationMs: 600_000 },
  onStreamLoss: { rule: 'nothing' },
};

/** A lot that this person lists, and opens unless told otherwise. */
export async function listLot({ call }: Api, as: Visitor, opens = true): Promise<string> {
  const listed = await call('POST', '/api/lots', { as, body: { title: 'A lot', rules } });
  assert.equal(listed.status, 201, JSON.stringify(listed.body));
  if (opens)
    assert.equal((await call('POST', `/api/lots/${listed.body.id}/open`, { as, body: {} })).status, 200);
  return listed.body.id;
}

let lastBidId = 0;

/** Bids as the socket does; says how that was answered. */
export async function bid(
  { actors, clock }: Api,
  lot: string,
  by: { id: number },
  amountPoints: number,
  isMax = false,
) {
  const bidId = ++lastBidId;
  const how = { type: 'bid', bidId, isMax, confirmed: true, receivedAt: clock.now } as const;
  const { code } = await actors.command(auctionActor(lot), { ...how, by: by.id, amountPoints });
  return answerCodes[code];
}

/** Who leads, and at which price. */
export async function standing({ actors }: Api, lot: string) {
  const { state } = (await actors.ask(auctionActor(lot), { ask: 'snapshot' })) as {
    state: { leader: { id: number; paddle: number } | null; pricePoints: AuctionState['pricePoints'] };
  };
  return { leader: state.leader?.id ?? null, pricePoints: state.pricePoints };
}
