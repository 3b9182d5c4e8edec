import { limits } from '../schema/limits.ts';
import type { ServerMessage } from '../schema/wire/server.ts';
import { Random } from '../testing/random.ts';
import { Broken } from './broken.ts';
import { Faults } from './faults.ts';
import type { House } from './house.ts';
import { Disk } from './journal/disk.ts';
import { lotIds } from './lot-ids.ts';
import { Milestones } from './milestones.ts';
import { Bidder } from './people/bidder.ts';
import { ChatCrowd } from './people/chat-crowd.ts';
import { Client } from './people/client.ts';
import { Seller } from './people/seller.ts';
import type { Plan } from './plan.ts';
import { Record } from './record/record.ts';
import type { Rooms } from './record/rooms.ts';
import { startMs } from './reference/speakers.ts';
import type { Gateway } from './server/gateway.ts';
import { Server } from './server/server.ts';
import { Timeline } from './time/timeline.ts';

/** How long all may take to come to rest once nothing goes wrong any more (ms). */
const patienceMs = 120_000;
/** How often somebody looks whether the service runs (ms). */
const supervisionMs = 2_000;
/** People who bid have ids from here on; sellers have smaller ones. */
const firstBidder = 100;

/** What goes on in people's heads is no step of the service. */
const thoughts: ReadonlySet<string> = new Set(['thought', 'seller looks', 'host looks', 'supervision']);

const decoder = new TextDecoder();

/** One seed's world: a house with people in it, and much that goes wrong, in virtual time. */
export class World implements House {
  readonly timeline = new Timeline(startMs);
  readonly plan: Plan;
  readonly milestones = new Milestones();
  readonly record: Record;
  readonly disk: Disk;
  readonly servers: Server[] = [];
  readonly clients: Client[] = [];
  readonly doublesChance: number;
  isAtRest = false;
  steps = 0;
  readonly #random: Random;
  /** For what has to do with chat rooms: it moves nothing of what lots draw. */
  readonly #chatRandom: Random;
  readonly #read = new WeakMap<Uint8Array, ServerMessage>();
  #clockOffsetMs = 0;
  #latestMs = 0;
  #failure: { readonly error: unknown } | null = null;

  constructor(seed: number, plan: Plan) {
    this.plan = plan;
    this.#random = new Random(seed ^ 0x51ed270b);
    this.#chatRandom = new Random(seed ^ 0x1b873593);
    const lots = plan.lots.map((spec, n) => [lotIds[n] as string, spec] as const);
    this.record = new Record(
      lots.map(([lot]) => lot),
      this.milestones,
      () => this.timeline.nowMs,
      plan.clockJumpMs === 0,
      plan.chat?.pace ?? null,
    );
    this.disk = new Disk(this.timeline, this.#random.fork(), plan.disk);
    this.doublesChance = this.#random.chance(0.5) ? this.#random.scaled(0.005, 0.2) : 0;
    this.openServer(0);
    const watched = lots.map(([lot]) => lot);
    const crowd = new ChatCrowd(this, this.#chatRandom.fork());
    for (const [lot, spec] of lots) {
      const page = crowd.pageOf(spec.sellerId);
      const client = new Client(this, spec.sellerId, [lot], this.#random.fork(), page);
      this.clients.push(client);
      new Seller(this, client, lot, spec, this.record);
    }
    for (let n = 0; n < plan.bidders; n++) {
      const page = crowd.pageOf(firstBidder + n);
      const client = new Client(this, firstBidder + n, watched, this.#random.fork(), page);
      this.clients.push(client);
      new Bidder(this, client, new Map(lots));
    }
    crowd.comeIn(watched);
    new Faults(this, this.#random.fork());
  }

  /** Runs to the end; throws `Broken` for the first promise that did not hold. `onStep` hears of each step and what came of it. */
  async run(onStep?: (timeMs: number, label: string) => void): Promise<void> {
    if (onStep !== undefined) this.record.onNote = (note) => onStep(this.timeline.nowMs - startMs, note);
    const restore = { ...limits };
    Object.assign(limits, this.plan.limits);
    try {
      this.timeline.after(this.plan.lastsMs, 'rest', () => this.#rest());
      this.#supervise(false);
      while (!this.#isDone()) {
        const label = this.timeline.step();
        if (label === undefined) throw new Broken('something goes on', 'nothing is left to happen');
        if (this.timeline.wasNothing) this.timeline.wasNothing = false;
        else if (!thoughts.has(label)) {
          this.steps++;
          onStep?.(this.timeline.nowMs - startMs, label);
        }
        await this.#settle();
        this.#look(label);
      }
    } finally {
      Object.assign(limits, restore);
    }
  }

  /** A new process of the service, whose clock may be off by as much as the plan allows. */
  openServer(clockJumpMs: number): void {
    this.#clockOffsetMs += clockJumpMs;
    this.servers.push(
      new Server({
        timeline: this.timeline,
        random: this.#random.fork(),
        chatRandom: this.#chatRandom.fork(),
        plan: this.plan,
        disk: this.disk,
        record: this.record,
        name: `server ${this.servers.length}`,
        clockOffsetMs: this.#clockOffsetMs,
      }),
    );
  }

  /** Starts a process where there has been none for a while, as whoever supervises the service does. */
  #supervise(wasMissed: boolean): void {
    this.timeline.after(supervisionMs, 'supervision', () => {
      const isMissed = !this.server.isOpen;
      if (isMissed && wasMissed) this.openServer(0);
      this.#supervise(isMissed);
    });
  }

  get rooms(): Rooms {
    return this.record.rooms;
  }

  /** The newest process. */
  get server(): Server {
    return this.servers.at(-1) as Server;
  }

  standsInOneEra(lot: string, by: number, bidId: number): boolean {
    return this.record.standsInOneEra(lot, by, bidId);
  }

  anyGateway(random: Random): Gateway | null {
    return this.server.isOpen ? random.pick(this.server.gateways) : null;
  }

  read(frame: string | Uint8Array): ServerMessage {
    if (typeof frame === 'string') return this.#understood(frame);
    let message = this.#read.get(frame);
    if (message === undefined) {
      message = this.#understood(decoder.decode(frame));
      this.#read.set(frame, message);
    }
    return message;
  }

  #understood(text: string): ServerMessage {
    const message = JSON.parse(text) as ServerMessage;
    if (message.type === 'events') {
      this.record.told(message.lot, message.events);
      if (message.events.length > 1) this.milestones.reach('missed events told');
    } else if (message.type === 'snapshot') {
      this.record.pictured(message.lot, message.seq, message.state);
    } else if (message.type === 'chatEvents') {
      this.rooms.told(message.lot, message.events);
      if (message.events.length > 1) this.milestones.reach('missed messages told');
    } else if (message.type === 'chatRoom') {
      this.rooms.pictured(message.lot, message.seq, message.room);
    }
    return message;
  }

  /** Lets every promise go on that can, before anything else happens. */
  async #settle(): Promise<void> {
    if (this.timeline.settles) {
      this.timeline.settles = false;
      await new Promise(setImmediate);
    } else {
      await null;
      await null;
    }
  }

  /** What holds after every step. */
  #look(label: string): void {
    for (const server of this.servers) {
      if (!server.isAlive) continue;
      for (const { shard } of server.shards) {
        for (const cell of shard.cells.values()) this.record.lived(cell);
        if (label === 'commit failed' && shard.waitingCommands > 0) {
          this.milestones.reach('a commit failed with bids waiting');
        }
      }
    }
    if (this.record.broken !== null) throw this.record.broken;
    if (this.#failure !== null) throw this.#failure.error;
  }

  /** Something was thrown where nobody could catch it. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** Nothing goes wrong from here on, and nobody begins anything new. */
  #rest(): void {
    this.isAtRest = true;
    this.#latestMs = this.timeline.nowMs + patienceMs;
    // A call that a slow disk is busy with keeps everybody waiting still.
    this.record.calmDown(Math.max(0, this.disk.busyUntilMs - this.timeline.nowMs));
    this.disk.isDown = false;
    this.disk.slowness = 1;
    this.disk.odds = { latencyMs: 1, lostBefore: 0, lostAfter: 0, late: 0 };
    for (const client of this.clients) client.unstick();
    if (!this.server.isOpen) this.openServer(0);
  }

  #isDone(): boolean {
    if (!this.isAtRest) return false;
    const late = this.timeline.nowMs > this.#latestMs;
    for (const [lot, { now }] of this.record.lots) {
      if (now.end === null) return this.#notYet(late, `${lot} is still ${now.phase}`);
    }
    for (const { person, open, refused, pictures, page } of this.clients) {
      for (const [bidId, lot] of refused) {
        if (!this.standsInOneEra(lot, person, bidId)) continue;
        throw new Broken(
          'a bid that stands is never refused',
          `${person} was refused ${bidId}, which is stored`,
        );
      }
      if (open.size > 0) return this.#notYet(late, `${person} waits for ${[...open.keys()]}`);
      for (const [lot, { seq, state }] of pictures) {
        const { now, pictures: told } = this.record.lot(lot);
        if (seq !== now.position) return this.#notYet(late, `${person} has seen ${seq} of ${now.position}`);
        if (JSON.stringify(state) !== told[seq]) {
          throw new Broken(
            'a client that applies all events is right',
            `${person} ${JSON.stringify(state)} instead of ${told[seq]}`,
          );
        }
      }
      const waits = page?.restlessness() ?? null;
      if (waits !== null) return this.#notYet(late, waits);
    }
    this.rooms.rested();
    if (this.record.broken !== null) throw this.record.broken;
    return true;
  }

  #notYet(isLate: boolean, why: string): false {
    if (isLate) throw new Broken('everything comes to its end, and nobody waits for ever', why);
    return false;
  }
}
