import type { AuctionState, PublicEvent } from '../../schema/auction/public.ts';
import { type AnswerCode, closeCodes, mayReconnect, retryableCodes } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import type { ServerMessage } from '../../schema/wire/server.ts';
import type { Random } from '../../testing/random.ts';
import { Broken } from '../broken.ts';
import type { House } from '../house.ts';
import { brokenOf } from '../invariants/invariant.ts';
import { heardInvariants } from '../invariants/pictures.ts';
import { Socket } from '../network/socket.ts';
import type { RoomPage } from './room-page.ts';

/** A lot as a client sees it. */
export interface Picture {
  epoch: string;
  seq: number;
  state: AuctionState;
}

/** What a bid offers. */
export interface Offer {
  readonly amount?: number;
  readonly max?: number;
  readonly confirm?: true;
}

interface OpenBid {
  readonly lot: string;
  readonly offer: Offer;
  /** How often it was told to come again. */
  tries: number;
}

/** Nobody waits for more answers than this at a time. */
const maxOpenBids = 5;

/** The answer that a bid got for good. */
interface Settled {
  readonly isAccepted: boolean;
  readonly pricePoints: number;
  readonly seq: number;
}

/** One person's page: a socket that comes back when it is lost, pictures of lots, and bids that wait for an answer. */
export class Client {
  readonly person: number;
  readonly random: Random;
  readonly pictures = new Map<string, Picture>();
  /** Bids without a final answer, by bidId. */
  readonly open = new Map<number, OpenBid>();
  /** What it knows of chat rooms; null for who has no use for them. */
  readonly page: RoomPage | null;
  readonly #house: House;
  readonly #lots: readonly string[];
  readonly #settled = new Map<number, Settled>();
  /** Bids that were refused for good, with their lots. */
  readonly refused = new Map<number, string>();
  #socket: Socket | null = null;
  #bidId: number;
  /** What this person's clock shows more than the server's, as far as the last message told. */
  #clockOffsetMs = 0;

  constructor(
    house: House,
    person: number,
    lots: readonly string[],
    random: Random,
    page: RoomPage | null = null,
  ) {
    this.page = page;
    this.#house = house;
    this.person = person;
    this.#lots = lots;
    this.random = random;
    this.#bidId = 1_000;
    this.#comeIn();
  }

  /** The server's time as this person believes it to be (ms). */
  get serverNow(): number {
    return this.#house.timeline.nowMs + this.#clockOffsetMs;
  }

  get isConnected(): boolean {
    return this.#socket !== null;
  }

  bid(lot: string, offer: Offer): void {
    // What can't be a price never leaves the page.
    if (this.open.size >= maxOpenBids || (offer.amount ?? offer.max ?? 0) > limits.maxPoints) return;
    const bidId = ++this.#bidId;
    this.open.set(bidId, { lot, offer, tries: 0 });
    this.#send(bidId);
  }

  /** Sends a bid that still waits once more, as an impatient person does. */
  repeat(): void {
    const waiting = [...this.open.keys()];
    if (waiting.length > 0) this.#send(this.random.pick(waiting));
  }

  /** The connection breaks; the gateway may learn of it much later. */
  cut(gatewayLearnsAfterMs: number): void {
    this.#socket?.breakOff(gatewayLearnsAfterMs);
  }

  /** Does not read any more, until `unstick`. */
  stick(): void {
    if (this.#socket !== null) this.#socket.isStuck = true;
  }

  unstick(): void {
    this.#socket?.unstick();
  }

  #comeIn(): void {
    const { random } = this;
    this.#house.timeline.after(random.waiting(30), 'client connects', () => {
      const gateway = this.#house.anyGateway(random);
      if (gateway === null) return this.#comeIn();
      const socket: Socket = new Socket(
        gateway.thread,
        () => random.waiting(this.#house.plan.networkDelayMs),
        (frame) => this.#house.read(frame),
        {
          message: (message) => {
            if (this.#socket === socket) this.#hear(message);
          },
          closed: (code) => {
            if (this.#socket === socket) this.#closed(code);
          },
        },
      );
      this.#socket = socket;
      this.page?.connected((text) => socket.send(text));
      gateway.accept(socket, this.person, random.waiting(1));
      for (const lot of this.#lots) {
        // Now and then somebody comes back with nothing, as after a reload.
        if (random.chance(0.2)) this.pictures.delete(lot);
        this.#subscribe(socket, lot);
      }
      // What nobody has answered is asked again.
      for (const bidId of this.open.keys()) this.#send(bidId);
    });
  }

  #subscribe(socket: Socket, lot: string): void {
    const picture = this.pictures.get(lot);
    const since = picture && { epoch: picture.epoch, seq: picture.seq };
    socket.send(JSON.stringify({ type: 'subscribe', lot, since }));
  }

  #send(bidId: number): void {
    const bid = this.open.get(bidId);
    if (bid === undefined || this.#socket === null) return;
    const text = JSON.stringify({ type: 'bid', lot: bid.lot, bidId, ...bid.offer });
    this.#socket.send(text);
    if (this.random.chance(this.#house.doublesChance)) this.#socket.send(text);
  }

  #closed(code: number): void {
    this.#socket = null;
    this.page?.connected(null);
    if (code === closeCodes.slowReader) this.#house.milestones.reach('a slow reader cut off');
    if (!mayReconnect(code)) throw new Broken('nobody is cut off for good', `${this.person} with ${code}`);
    this.#comeIn();
  }

  #hear(message: ServerMessage): void {
    if ('serverNow' in message) this.#clockOffsetMs = message.serverNow - this.#house.timeline.nowMs;
    switch (message.type) {
      case 'snapshot':
        if (this.pictures.has(message.lot)) {
          this.#house.milestones.reach('a picture instead of what was missed');
        }
        this.pictures.set(message.lot, {
          epoch: message.epoch,
          seq: message.seq,
          state: { ...message.state },
        });
        return this.page?.enter(message.lot);
      case 'events':
        this.#events(message.lot, message.events);
        return this.page?.enter(message.lot);
      case 'bidAccepted':
        return this.#settle(message.bidId, {
          isAccepted: true,
          pricePoints: message.pricePoints,
          seq: message.seq,
        });
      case 'bidRefused':
        return this.#refused(message.bidId, message.code);
      case 'error':
        this.page?.hear(message);
        this.#house.milestones.reach(`error ${message.code}`);
        // The lot is not listed yet: whoever wants to see it asks again.
        if (message.code === 'not_found') {
          this.#house.timeline.after(100, 'ask again', () => {
            const lot = message.about?.lot as string;
            if (this.#socket !== null && !this.pictures.has(lot)) this.#subscribe(this.#socket, lot);
          });
        }
        return;
      default:
        return this.page?.hear(message);
    }
  }

  #events(lot: string, events: readonly PublicEvent[]): void {
    const picture = this.pictures.get(lot);
    if (picture === undefined) throw new Broken('a picture comes before its events', `${this.person} ${lot}`);
    const broken = brokenOf(heardInvariants, { position: picture.seq, events }, `${this.person} at ${lot}`);
    if (broken !== null) throw broken;
    for (const { seq, set } of events) {
      picture.seq = seq;
      Object.assign(picture.state, set);
    }
  }

  #refused(bidId: number, code: AnswerCode): void {
    const bid = this.open.get(bidId);
    const refusal = { isAccepted: false, pricePoints: 0, seq: 0 };
    if (bid === undefined) return this.#settle(bidId, refusal, code);
    if (retryableCodes.has(code)) {
      const pauseMs = Math.min(30 * 2 ** bid.tries++, 1_000);
      this.#house.timeline.after(this.random.waiting(pauseMs), 'retry', () => this.#send(bidId));
    } else if (code === 'suspicious_jump' && this.random.chance(0.7)) {
      this.open.set(bidId, { ...bid, offer: { ...bid.offer, confirm: true } });
      this.#send(bidId);
    } else this.#settle(bidId, refusal, code);
  }

  #settle(bidId: number, answer: Settled, code: AnswerCode = 'accepted'): void {
    const bid = this.open.get(bidId);
    this.open.delete(bidId);
    const first = this.#settled.get(bidId);
    if (retryableCodes.has(code) || code === 'suspicious_jump') return;
    if (first === undefined) {
      this.#settled.set(bidId, answer);
      if (!answer.isAccepted && bid !== undefined) this.refused.set(bidId, bid.lot);
      return;
    }
    // A copy of a refused bid that was on its way when its shard died is decided anew.
    const lot = this.refused.get(bidId);
    if (lot !== undefined && !this.#house.standsInOneEra(lot, this.person, bidId)) return;
    const isSame =
      first.isAccepted === answer.isAccepted &&
      first.pricePoints === answer.pricePoints &&
      first.seq === answer.seq;
    if (!isSame) {
      const told = `${JSON.stringify(first)}, then ${JSON.stringify(answer)} (${code})`;
      throw new Broken('a retry gets the first answer again', `${this.person}:${bidId} ${told}`);
    }
  }
}
