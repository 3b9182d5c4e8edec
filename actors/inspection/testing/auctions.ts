import assert from 'node:assert/strict';
import { ulid } from 'ulid';
import type { AuctionCommand } from '../../../schema/auction/commands.ts';
import { answerCodes } from '../../../schema/codes.ts';
import { auctionActor, type LotId } from '../../../schema/ids.ts';
import type { Lanes } from '../../lane/lanes.ts';

const seller = 1;

/** Gives an auction a command and sees that it is taken. */
export async function tell(lanes: Lanes, lot: LotId, command: AuctionCommand): Promise<void> {
  const { code } = await lanes.command(auctionActor(lot), command);
  assert.equal(answerCodes[code], 'accepted', JSON.stringify(command));
}

/** Lists a new lot, opens it, and lets person 7 bid 12,000 points with a hidden maximum of 50,000. */
export async function startAuction(lanes: Lanes): Promise<LotId> {
  const lot = ulid();
  await tell(lanes, lot, {
    type: 'list',
    by: seller,
    spec: {
      sellerId: seller,
      startPoints: 12_000,
      increments: { kind: 'fixed', stepPoints: 1_000 },
      reservePoints: 20_000_000,
      buyNowPoints: null,
      clock: { rule: 'fixed', durationMs: 3_600_000 },
      onStreamLoss: { rule: 'nothing' },
    },
  });
  await tell(lanes, lot, { type: 'open', by: seller });
  await tell(lanes, lot, bid(7, 1, 50_000));
  return lot;
}

/** A hidden maximum. */
export const bid = (by: number, bidId: number, amountPoints: number): AuctionCommand => ({
  type: 'bid',
  by,
  bidId,
  amountPoints,
  isMax: true,
  confirmed: true,
  receivedAt: Date.now(),
});
