import { Beats } from '../../generator/beats.ts';
import { startPacemaker } from '../../generator/pacemaker.ts';
import { House } from '../../house/house.ts';
import { inParallel } from '../../in-parallel.ts';
import { keepOn } from './keep-on.ts';
import type { Look, SalesroomPlan, SalesroomReport } from './messages.ts';
import { readPages } from './page-reader.ts';
import { passBy } from './passers-by.ts';
import { Rostrum, type RuleName } from './rostrum.ts';
import { Seat } from './seat.ts';
import { readSlowly } from './slow-reader.ts';
import { Tally } from './tally.ts';

const rules: readonly RuleName[] = ['fixed', 'softClose', 'rush'];
const passersBy = 24;
const pageReaders = 4;
const seatedAtOnce = 32;
/** Bids come no closer than this: what is due in between goes out together. */
const shortestPaceMs = 1;

/** Everybody who comes during a soak, in one process. */
export class Salesroom {
  readonly #tally = new Tally();
  readonly #house: House;
  #rostrums: Rostrum[] = [];
  #seats: Seat[] = [];
  #isClosing = false;
  #stopBidding: () => Promise<void> = async () => {};
  #work: Promise<unknown> = Promise.resolve();

  private constructor(url: string) {
    this.#house = new House(url, () => {});
  }

  /** Lets everybody in and begins. */
  static async open(plan: SalesroomPlan): Promise<Salesroom> {
    const room = new Salesroom(plan.url);
    await room.#open(plan);
    return room;
  }

  /** What was seen since the last look. */
  look(): Look {
    return this.#tally.look();
  }

  /** Lets the last hammers fall and everybody go. */
  async close(): Promise<SalesroomReport> {
    this.#isClosing = true;
    await this.#work;
    await this.#stopBidding();
    for (const seat of this.#seats) seat.close();
    this.#house.close();
    const { totals, refusedByCode, faults, complaints } = this.#tally;
    return { ...totals, refusedByCode, faults, complaints };
  }

  async #open(plan: SalesroomPlan): Promise<void> {
    const { target, bidsPerSecond, rostrums, bidders } = plan;
    const tally = this.#tally;
    const [cookies, sellers] = [await this.#house.guests(bidders), await this.#house.guests(rostrums)];
    this.#seats = await inParallel(cookies, seatedAtOnce, (cookie) => Seat.take(target, cookie, tally));
    this.#rostrums = sellers.map((seller, n) => {
      const seats = this.#seats.filter((_, seat) => seat % rostrums === n);
      return new Rostrum(
        { house: this.#house, tally, plan },
        seats,
        seller,
        rules[n % rules.length] as RuleName,
      );
    });

    const isClosing = () => this.#isClosing;
    const live = () => this.#rostrums.flatMap(({ liveLot }) => liveLot ?? []);
    const offered = () => ({ live: live(), sold: this.#rostrums.flatMap(({ soldLot }) => soldLot ?? []) });
    const parts = { house: this.#house, target, tally };
    const work: ReadonlyArray<() => Promise<void>> = [
      ...this.#rostrums.map((rostrum) => () => rostrum.run(isClosing)),
      ...Array.from({ length: passersBy }, () => () => passBy(parts, live, isClosing)),
      ...Array.from({ length: pageReaders }, () => () => readPages(parts, offered, isClosing)),
      () => readSlowly(target, live, isClosing, tally),
    ];
    this.#work = Promise.all(work.map((one) => keepOn(one, isClosing, tally)));
    this.#stopBidding = await this.#startBidding(bidsPerSecond);
  }

  /** Bids at a fixed rate, at the rostrums in turn; where nothing is being sold, the next one has it. */
  #startBidding(perSecond: number): Promise<() => Promise<void>> {
    let turn = 0;
    const beats = new Beats(perSecond, (dueMs) => {
      for (let n = 0; n < this.#rostrums.length; n++) {
        turn = (turn + 1) % this.#rostrums.length;
        if ((this.#rostrums[turn] as Rostrum).bid(dueMs)) break;
      }
    });
    return startPacemaker(Math.max(1_000 / perSecond, shortestPaceMs), (dueMs) => beats.tick(dueMs));
  }
}
