import type { AuctionCommand } from '../../schema/auction/commands.ts';
import type { AuctionSpec } from '../../schema/auction/spec.ts';
import { answerCodes } from '../../schema/codes.ts';
import { auctionActor } from '../../schema/ids.ts';
import type { House } from '../house.ts';
import type { Record } from '../record/record.ts';
import type { Client } from './client.ts';

/** How often the seller looks at the lot, in ms. */
const lookMs = 150;

/** Lists a lot, opens it, and steers it: pauses, extends, takes bids back, now and then ends it early. */
export class Seller {
  readonly #house: House;
  readonly #client: Client;
  readonly #lot: string;
  readonly #spec: AuctionSpec;
  readonly #record: Record;

  constructor(house: House, client: Client, lot: string, spec: AuctionSpec, record: Record) {
    this.#house = house;
    this.#client = client;
    this.#lot = lot;
    this.#spec = spec;
    this.#record = record;
    this.#lookLater();
  }

  #lookLater(): void {
    this.#house.timeline.after(this.#client.random.waiting(lookMs), 'seller looks', () => {
      const { end } = this.#record.lot(this.#lot).now;
      if (end !== null) return;
      this.#look();
      this.#lookLater();
    });
  }

  #look(): void {
    const { random } = this.#client;
    const by = this.#spec.sellerId;
    const { spec, phase } = this.#record.lot(this.#lot).now;
    if (spec === null) return this.#tell({ type: 'list', by, spec: this.#spec });
    if (phase === 'draft') {
      const startsAt = Math.floor(this.#client.serverNow) + random.whole(50, 800);
      return this.#tell(random.chance(0.5) ? { type: 'open', by } : { type: 'schedule', by, startsAt });
    }
    if (phase === 'scheduled' && this.#house.isAtRest) return this.#tell({ type: 'open', by });
    if (phase !== 'live') return;
    const isPaused = this.#client.pictures.get(this.#lot)?.state.paused != null;
    if (isPaused && (this.#house.isAtRest || random.chance(0.3))) return this.#tell({ type: 'resume', by });
    if (this.#house.isAtRest || !this.#house.plan.sellersAct) return;
    const command = this.#whim(by);
    if (command !== null) this.#tell(command);
  }

  #whim(by: number): AuctionCommand | null {
    const { random } = this.#client;
    const drawn = random.next();
    if (drawn < 0.03) return { type: 'pause', by, reason: 'a question' };
    if (drawn < 0.05) return { type: 'extend', by, addMs: random.whole(1, 1_500) };
    if (drawn < 0.1) return { type: 'undoLastBid', by, reason: 'a mistake' };
    if (drawn < 0.105) return { type: 'cancel', by, reason: 'broken' };
    if (drawn < 0.115) return { type: 'hammer', by, belowReserve: random.chance(0.3) };
    if (drawn < 0.14) return { type: 'streamUp' };
    if (drawn < 0.16) return { type: 'streamDown' };
    const { leader } = this.#record.lot(this.#lot).now;
    // Not the seller's to say; but somebody among the staff may do so at any time.
    if (drawn < 0.165 && leader !== null) return { type: 'voidBids', person: leader };
    return null;
  }

  #tell(command: AuctionCommand): void {
    const { random } = this.#client;
    const gateway = this.#house.anyGateway(random);
    if (gateway === null) return;
    if (command.type === 'hammer') this.#record.hammering(this.#lot);
    gateway.thread.run(random.waiting(this.#house.plan.networkDelayMs), 'command', () => {
      void gateway.lanes.command(auctionActor(this.#lot), command).then(({ code }) => {
        this.#house.milestones.reach(`${command.type} ${answerCodes[code]}`);
      });
    });
  }
}
