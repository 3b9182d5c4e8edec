import type { Behaviour } from '../../schema/behaviour.ts';
import { MemoryJournal } from '../journal/memory.ts';
import { Shard } from '../shard/shard.ts';
import { slotsOfShard } from '../slots.ts';
import { counter } from './counter.ts';
import { FaultyJournal, type Outcome } from './faulty-journal.ts';
import { GatewayEnd } from './gateway-end.ts';
import { ManualScheduler } from './manual-scheduler.ts';

interface Given {
  readonly memory?: MemoryJournal;
  readonly behaviour?: Behaviour;
  /** Another kind on the same shard. */
  readonly beside?: Behaviour;
  readonly nowMs?: number;
  /** Called before the shard starts. */
  readonly onOpen?: (room: ShardRoom) => void;
}

/** No two shards have the same name, not even on different journals. */
let owners = 0;

/** One shard, of counters unless it is given another behaviour, in the test's own thread: time, journal and gateways are in the test's hands. */
export class ShardRoom {
  readonly memory: MemoryJournal;
  readonly journal: FaultyJournal;
  readonly scheduler: ManualScheduler;
  readonly #behaviour: Behaviour;
  readonly shard: Shard;
  readonly deposed: string[] = [];
  readonly warnings: string[] = [];

  private constructor({ memory = new MemoryJournal(), behaviour = counter, beside, nowMs }: Given) {
    this.memory = memory;
    this.#behaviour = behaviour;
    this.journal = new FaultyJournal(memory);
    this.scheduler = new ManualScheduler(nowMs);
    this.shard = new Shard({
      slots: slotsOfShard(0, 1),
      owner: `test ${++owners}`,
      journal: this.journal,
      behaviours: beside === undefined ? [behaviour] : [behaviour, beside],
      scheduler: this.scheduler,
      onDeposed: (reason) => this.deposed.push(reason),
      log: (level, message) => {
        if (level !== 'info') this.warnings.push(message);
      },
    });
  }

  static async open(given: Given = {}): Promise<ShardRoom> {
    const room = new ShardRoom(given);
    given.onOpen?.(room);
    await room.shard.start();
    await room.settle();
    return room;
  }

  /** The thread is gone at one blow. After so long another shard takes its place, on the same journal. */
  async crash(downMs: number): Promise<ShardRoom> {
    this.scheduler.end();
    return ShardRoom.open({ memory: this.memory, behaviour: this.#behaviour, nowMs: this.now + downMs });
  }

  get now(): number {
    return this.scheduler.now();
  }

  /** Holds commits back no more, and decides about the one that waits. */
  async releaseCommit(outcome: Outcome = 'written'): Promise<void> {
    this.journal.isHolding = false;
    this.journal.settle(outcome);
    await this.settle();
  }

  gateway(): GatewayEnd {
    return new GatewayEnd(this.shard, this.scheduler);
  }

  settle(): Promise<void> {
    return this.scheduler.settle();
  }

  advance(ms: number): Promise<void> {
    return this.scheduler.advance(ms);
  }

  /** A counter that is open until `lastsMs` from now; each addition leaves at least `windowMs`. */
  async openCounter(gateway: GatewayEnd, actor: string, lastsMs: number, windowMs = 0): Promise<number> {
    const handle = gateway.bind(actor);
    gateway.command(handle, { type: 'open', endsAt: this.now + lastsMs, windowMs });
    gateway.send();
    await this.settle();
    return handle;
  }

  /** The types of an actor's events in the journal. */
  async stored(actor: string): Promise<string[]> {
    const events = await this.memory.history(actor, 0, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    return events.map(({ event }) => event.type);
  }
}

/** A shard with one gateway and one counter, `counter/a`, that is open for `lastsMs` (see `openCounter`). */
export async function counterRoom(lastsMs = 60_000, windowMs = 0) {
  const room = await ShardRoom.open();
  const gateway = room.gateway();
  const handle = await room.openCounter(gateway, 'counter/a', lastsMs, windowMs);
  return { room, gateway, handle };
}
