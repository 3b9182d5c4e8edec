import type { ActorHandle, Ticket } from '../../actors/lane/lane.ts';
import type { Lanes } from '../../actors/lane/lanes.ts';
import { bidFlags } from '../../schema/behaviour.ts';
import { type AnswerCode, answerCodes, answerNumber, retryableCodes } from '../../schema/codes.ts';
import { auctionActor } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import { Admission } from './admission.ts';
import type { Connection } from './connection.ts';
import type { Deliveries } from './deliveries.ts';

/** A bid as it stands in a frame, after `isBid`. */
export interface BidMessage {
  readonly type: 'bid';
  readonly lot: string;
  readonly bidId: number;
  readonly amount?: number | undefined;
  readonly max?: number | undefined;
  readonly confirm?: boolean | undefined;
}

const lotPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const isPositive = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;

/**
 * Whether a parsed message is a valid bid: the same as `bidSchema`, which it is tested against, at a tenth of
 * the cost, for this runs for every bid.
 */
export function isBid(message: Readonly<Record<string, unknown>>): boolean {
  const { lot, bidId, amount, max, confirm } = message;
  if (typeof lot !== 'string' || !lotPattern.test(lot) || !isPositive(bidId)) return false;
  const points = amount === undefined ? max : amount;
  if (!isPositive(points) || points > limits.maxPoints) return false;
  if (amount !== undefined && max !== undefined) return false;
  if (confirm !== undefined && typeof confirm !== 'boolean') return false;
  for (const key in message) {
    if (
      key !== 'type' &&
      key !== 'lot' &&
      key !== 'bidId' &&
      key !== 'amount' &&
      key !== 'max' &&
      key !== 'confirm'
    ) {
      return false;
    }
  }
  return true;
}

/** The way of a bid through the gateway: in as numbers to the lot's shard, out as one frame to the bidder. */
export class Bids {
  readonly #lanes: Lanes;
  readonly #deliveries: Deliveries;
  readonly #admission: Admission;
  /** Valid bids of people, also those that are refused at once. */
  received = 0;
  /** Answers to them, by number of the code. */
  readonly answers: number[] = answerCodes.map(() => 0);

  /** `gateways`: how many there are, this one included. */
  constructor(lanes: Lanes, deliveries: Deliveries, gateways = 1) {
    this.#lanes = lanes;
    this.#deliveries = deliveries;
    this.#admission = new Admission(gateways);
  }

  /** Sends a valid bid of a signed-in person on its way; `receivedAt` is when its frame came in (ms). */
  place(connection: Connection, by: number, bid: BidMessage, receivedAt: number): void {
    this.received++;
    if (!connection.bids.take(receivedAt)) return this.#refuse(connection, bid, 'rate_limited');
    if (!this.#admission.admit(connection.bidsInFlight, receivedAt))
      return this.#refuse(connection, bid, 'busy');
    if (bid.lot !== connection.lastBidLot) {
      connection.lastBidLot = bid.lot;
      connection.lastBidActor = auctionActor(bid.lot);
    }
    const handle = this.#lanes.hold(connection.lastBidActor);
    connection.bidsInFlight++;
    const isMax = bid.amount === undefined;
    const flags = (isMax ? bidFlags.max : 0) | (bid.confirm === true ? bidFlags.confirmed : 0);
    const amountPoints = (isMax ? bid.max : bid.amount) as number;
    const ticket = new BidTicket(this, connection, handle, bid.lot, bid.bidId);
    handle.lane.bid(handle, by, bid.bidId, amountPoints, flags, ticket);
  }

  /** Takes the answer to a bid; it goes out with the next deliveries. */
  answered(ticket: BidTicket, code: number, value: number, flag: number, position: number): void {
    const { connection, handle, lot, bidId } = ticket;
    this.#lanes.release(handle);
    connection.bidsInFlight--;
    this.#admission.answered();
    (this.answers[code] as number)++;
    const frame =
      code === answerNumber.accepted
        ? `{"type":"bidAccepted","lot":"${lot}","bidId":${bidId},"seq":${position},"pricePoints":${value},"leading":${flag === 1}}`
        : refusal(lot, bidId, answerCodes[code] ?? 'invalid', value);
    this.#deliveries.putAnswer(connection, frame);
  }

  #refuse(connection: Connection, bid: BidMessage, code: AnswerCode): void {
    (this.answers[answerNumber[code]] as number)++;
    connection.send(refusal(bid.lot, bid.bidId, code, 0));
  }
}

function refusal(lot: string, bidId: number, code: AnswerCode, minimumPoints: number): string {
  const minimum = minimumPoints > 0 ? `,"minimumPoints":${minimumPoints}` : '';
  return `{"type":"bidRefused","lot":"${lot}","bidId":${bidId},"code":"${code}"${minimum},"retry":${retryableCodes.has(code)}}`;
}

class BidTicket implements Ticket {
  readonly #bids: Bids;
  readonly connection: Connection;
  readonly handle: ActorHandle;
  readonly lot: string;
  readonly bidId: number;

  constructor(bids: Bids, connection: Connection, handle: ActorHandle, lot: string, bidId: number) {
    this.#bids = bids;
    this.connection = connection;
    this.handle = handle;
    this.lot = lot;
    this.bidId = bidId;
  }

  answered(code: number, value: number, flag: number, position: number): void {
    this.#bids.answered(this, code, value, flag, position);
  }
}
