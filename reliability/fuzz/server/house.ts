import type { AuctionRules } from '../../../schema/auction/spec.ts';
import { type LotName, standInCookies, standInLots } from '../stand-ins.ts';
import { Visitor } from './visitor.ts';

const longMs = 24 * 3_600_000;

const plain: AuctionRules = {
  startPoints: 1_000,
  increments: { kind: 'fixed', stepPoints: 100 },
  reservePoints: null,
  buyNowPoints: null,
  clock: { rule: 'fixed', durationMs: longMs },
  onStreamLoss: { rule: 'nothing' },
};

/** Fast clocks with every rule in force: what bids on them do moves deadlines. */
const rush: AuctionRules = {
  ...plain,
  reservePoints: 5_000,
  buyNowPoints: 1_000_000,
  clock: { rule: 'rush', durationMs: longMs, floorMs: 500, cutPerStepMs: 1_000, cutMaxMs: 60_000 },
  onStreamLoss: { rule: 'pause', graceMs: 1_000 },
};

/** What brings a lot to where its name says. */
const ways: Readonly<
  Record<LotName, { rules: AuctionRules; commands: ReadonlyArray<readonly [string, object]> }>
> = {
  draft: { rules: plain, commands: [] },
  scheduled: { rules: plain, commands: [['schedule', { startsAt: 0 }]] },
  live: { rules: plain, commands: [['open', {}]] },
  rush: { rules: rush, commands: [['open', {}]] },
  paused: {
    rules: plain,
    commands: [
      ['open', {}],
      ['pause', {}],
    ],
  },
  over: {
    rules: plain,
    commands: [
      ['open', {}],
      ['cancel', { reason: 'it is over' }],
    ],
  },
};

/** The people and lots of one server that the stand-ins of cases name. */
export class House {
  /** What the stand-ins name now. */
  readonly names = new Map<string, string>();
  /** Every lot that was ever among them. */
  readonly lots: string[] = [];
  /** Whose lot the probes bid on, which no case knows of. */
  readonly keeper: Visitor;
  readonly probers: readonly [Visitor, Visitor];
  readonly probeLot: string;
  readonly #seller: Visitor;
  readonly #url: string;

  private constructor(parts: {
    url: string;
    seller: Visitor;
    bidder: Visitor;
    keeper: Visitor;
    probers: readonly [Visitor, Visitor];
    probeLot: string;
  }) {
    this.#url = parts.url;
    this.#seller = parts.seller;
    this.keeper = parts.keeper;
    this.probers = parts.probers;
    this.probeLot = parts.probeLot;
    this.names
      .set(standInCookies.seller, parts.seller.cookie)
      .set(standInCookies.bidder, parts.bidder.cookie);
  }

  static async furnish(url: string): Promise<House> {
    const come = (name: string) => Visitor.signIn(url, name);
    const [seller, bidder, keeper] = [await come('Seller'), await come('Bidder'), await come('Keeper')];
    const probers = [await come('First'), await come('Second')] as const;
    const probeLot = await listed(keeper, {
      ...plain,
      startPoints: 1,
      increments: { kind: 'fixed', stepPoints: 1 },
    });
    await keeper.ask('POST', `/api/lots/${probeLot}/open`, {});
    const house = new House({ url, seller, bidder, keeper, probers, probeLot });
    await house.refurnish();
    return house;
  }

  /** Puts new lots in the place of those that cases have used up, and somebody in that of who has left. */
  async refurnish(): Promise<void> {
    this.names.set(standInCookies.leaver, (await Visitor.signIn(this.#url, 'Leaver')).cookie);
    for (const [name, { rules, commands }] of Object.entries(ways)) {
      const lot = await listed(this.#seller, rules);
      for (const [command, body] of commands) {
        const timely = 'startsAt' in body ? { startsAt: Date.now() + longMs } : body;
        await this.#seller.ask('POST', `/api/lots/${lot}/${command}`, timely);
      }
      this.names.set(standInLots[name as LotName], lot);
      this.lots.push(lot);
    }
  }
}

async function listed(seller: Visitor, rules: AuctionRules): Promise<string> {
  return (await seller.ask<{ id: string }>('POST', '/api/lots', { title: 'A lot', rules })).id;
}
