import { LaneMemory } from '../../actors/lane/lane-memory.ts';
import type { FromShard, ToShard } from '../../actors/lane/messages.ts';
import { Shard } from '../../actors/shard/shard.ts';
import { ShardLane } from '../../actors/shard/shard-lane.ts';
import { slotsOfShard } from '../../actors/slots.ts';
import auction from '../../engine/auction/behaviour.ts';
import { closeCodes } from '../../schema/codes.ts';
import type { Random } from '../../testing/random.ts';
import type { Disk } from '../journal/disk.ts';
import { SimulatedJournal } from '../journal/simulated-journal.ts';
import { lanePorts } from '../network/lane-port.ts';
import type { Plan } from '../plan.ts';
import type { Record } from '../record/record.ts';
import { Thread } from '../time/thread.ts';
import type { Timeline } from '../time/timeline.ts';
import { Gateway } from './gateway.ts';
import { watchedBehaviours } from './watched-behaviours.ts';

export interface ServerParts {
  readonly timeline: Timeline;
  readonly random: Random;
  /** For what has to do with chat rooms: it moves nothing of what lots draw. */
  readonly chatRandom: Random;
  readonly plan: Plan;
  readonly disk: Disk;
  readonly record: Record;
  readonly name: string;
  /** What this server's clock shows more than virtual time (ms). */
  readonly clockOffsetMs: number;
}

interface RunningShard {
  readonly owner: string;
  readonly shard: Shard;
  readonly thread: Thread;
}

/** One process of the service: gateways and shards on threads of their own. A shard that dies is replaced. */
export class Server {
  readonly gateways: readonly Gateway[];
  readonly #parts: ServerParts;
  readonly #shards: (RunningShard | null)[];
  /** Threads of shards, also of those that are still starting. */
  readonly #shardThreads = new Set<Thread>();
  #starts = 0;
  #isAlive = true;
  #isStopping = false;

  constructor(parts: ServerParts) {
    this.#parts = parts;
    const { plan, timeline, clockOffsetMs, record, chatRandom } = parts;
    const gateways: Gateway[] = [];
    for (let n = 0; n < plan.gateways; n++) {
      gateways.push(
        new Gateway({
          thread: new Thread(timeline, clockOffsetMs),
          shardCount: plan.shards,
          epoch: 'simulated',
          broadcastWindowMs: plan.broadcastWindowMs,
          record,
          chat: plan.chat,
          random: chatRandom,
          first: gateways[0] ?? null,
          hopMs: plan.laneDelayMs,
        }),
      );
    }
    this.gateways = gateways;
    this.#shards = Array.from({ length: plan.shards }, () => null);
    for (let n = 0; n < plan.shards; n++) this.#startShard(n);
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Clients may come: nobody has told it to stop. */
  get isOpen(): boolean {
    return this.#isAlive && !this.#isStopping;
  }

  get shards(): readonly RunningShard[] {
    return this.#shards.filter((one) => one !== null);
  }

  get threads(): Thread[] {
    return [...this.gateways, ...this.shards].map(({ thread }) => thread);
  }

  /** Everything of it is gone at one blow. */
  crash(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    for (const { owner } of this.shards) this.#parts.record.died(owner);
    for (const thread of this.#shardThreads) thread.kill();
    for (const gateway of this.gateways) gateway.die();
  }

  /** Stops as the service does: sockets get their code, commits finish, the last moment of life is signed. */
  stop(): void {
    if (!this.isOpen) return;
    this.#isStopping = true;
    for (const gateway of this.gateways) gateway.closeAll(closeCodes.shuttingDown);
    void Promise.allSettled(this.shards.map(({ shard }) => shard.stop())).then(() => this.crash());
  }

  /** One shard's thread dies; a new one takes its place. */
  killShard(n: number): void {
    const running = this.#shards[n];
    if (!running || !this.#isAlive) return;
    running.thread.kill();
    this.#shards[n] = null;
    const { random, timeline, record } = this.#parts;
    record.died(running.owner);
    timeline.after(random.waiting(5), 'shard lost', () => {
      if (!this.#isAlive) return;
      for (const { lanes, thread } of this.gateways) thread.run(0, 'lane lost', () => lanes.lost(n));
      this.#restart(n);
    });
  }

  #restart(n: number): void {
    const { random, timeline } = this.#parts;
    timeline.after(random.waiting(100), 'shard replaced', () => {
      if (this.#isAlive && !this.#isStopping) this.#startShard(n);
    });
  }

  #startShard(n: number): void {
    const { timeline, plan, disk, record, name, clockOffsetMs } = this.#parts;
    const thread = new Thread(timeline, clockOffsetMs);
    this.#shardThreads.add(thread);
    const owner = `${name}/${n}/${++this.#starts}`;
    const shard: Shard = new Shard({
      slots: slotsOfShard(n, plan.shards),
      owner,
      journal: new SimulatedJournal(disk, thread, owner, record),
      behaviours: plan.chat === null ? [auction] : watchedBehaviours(() => shard.cells, record.rooms),
      scheduler: thread.scheduler,
      onDeposed: () => this.#deposed(),
      log: () => {},
    });
    shard.start().then(
      () => {
        if (!this.#isAlive) return;
        const running = { owner, shard, thread };
        this.#shards[n] = running;
        for (const gateway of this.gateways) this.#connect(n, gateway, running);
      },
      () => {
        thread.kill();
        this.#restart(n);
      },
    );
  }

  #connect(n: number, gateway: Gateway, { owner, shard, thread }: RunningShard): void {
    const { random, plan, record } = this.#parts;
    const { near, far } = lanePorts(gateway.thread, thread, () => random.waiting(plan.laneDelayMs));
    // Each message tells who sends it, so that a refusal by somebody who was deposed can be told from others.
    const memory = new LaneMemory();
    const lane = new ShardLane((message: FromShard) => far.postMessage({ ...message, owner }), memory);
    near.on('message', (message: { owner: string }) => record.hearing(message.owner));
    shard.attach(lane);
    far.on('message', (message: ToShard) => {
      shard.receive(lane, message);
    });
    far.on('close', () => shard.detach(lane));
    gateway.thread.run(0, 'lane', () => gateway.lanes.connect(n, near, memory));
  }

  /** Somebody else owns the slots: this process ends, a moment later. */
  #deposed(): void {
    const { random, timeline, record } = this.#parts;
    record.milestones.reach('deposed');
    timeline.after(random.waiting(50), 'deposed server ends', () => {
      for (const gateway of this.gateways) gateway.closeAll(closeCodes.shuttingDown);
      this.crash();
    });
  }
}
