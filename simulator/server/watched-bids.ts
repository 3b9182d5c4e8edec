import type { Lanes } from '../../actors/lane/lanes.ts';
import { type BidMessage, Bids } from '../../gateway/socket/bids.ts';
import type { Connection } from '../../gateway/socket/connection.ts';
import type { Deliveries } from '../../gateway/socket/deliveries.ts';
import { answerCodes } from '../../schema/codes.ts';
import type { Record } from '../record/record.ts';

/** A gateway's way for bids, with everything that comes in and goes out written down. */
export class WatchedBids extends Bids {
  readonly #record: Record;
  constructor(lanes: Lanes, deliveries: Deliveries, record: Record) {
    super(lanes, deliveries);
    this.#record = record;
  }

  override place(connection: Connection, by: number, bid: BidMessage, receivedAt: number): void {
    const { lot, bidId, amount, max, confirm } = bid;
    this.#record.received({
      lot,
      by,
      bidId,
      amountPoints: (amount ?? max) as number,
      isMax: amount === undefined,
      isConfirmed: confirm === true,
      receivedAt,
      virtualMs: this.#record.virtualNow(),
      era: this.#record.era,
    });
    super.place(connection, by, bid, receivedAt);
  }

  override answered(
    ticket: Parameters<Bids['answered']>[0],
    code: number,
    value: number,
    flag: number,
    position: number,
  ): void {
    const { connection, lot, bidId } = ticket;
    this.#record.answered({
      lot,
      by: connection.person?.id as number,
      bidId,
      code: answerCodes[code] as string,
      value,
      leads: flag === 1,
      position,
    });
    super.answered(ticket, code, value, flag, position);
  }
}
