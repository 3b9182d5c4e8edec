import type { Behaviour } from '../../schema/behaviour.ts';
import { answerCodes } from '../../schema/codes.ts';
import type { Ticket, Watcher } from '../lane/lane.ts';
import { LaneMemory } from '../lane/lane-memory.ts';
import { Lanes } from '../lane/lanes.ts';
import type { ActorSummary, Snapshot, ToShard } from '../lane/messages.ts';
import type { Shard } from '../shard/shard.ts';
import { ShardLane } from '../shard/shard-lane.ts';
import { type PortPair, portPair } from './port-pair.ts';
import { ShardRoom } from './shard-room.ts';

/** A real gateway's lanes to one shard, of counters unless it is given another behaviour, both in the test's thread. */
export class LanesRoom {
  room: ShardRoom;
  readonly lanes: Lanes;
  readonly summaries: ActorSummary[] = [];
  ports: PortPair | null = null;

  private constructor(room: ShardRoom) {
    this.room = room;
    this.lanes = new Lanes({
      shardCount: 1,
      now: () => this.room.now,
      soon: (task) => this.room.scheduler.soon(task),
      at: (timeMs, task) => void this.room.scheduler.sleep(timeMs - this.room.now).then(task),
      onDelivered: () => {},
      onSummaries: (summaries) => this.summaries.push(...summaries),
    });
  }

  static async open(behaviour?: Behaviour): Promise<LanesRoom> {
    const all = new LanesRoom(await ShardRoom.open(behaviour === undefined ? {} : { behaviour }));
    await all.connect();
    return all;
  }

  async connect(): Promise<void> {
    this.ports = connect(this.lanes, this.room.shard);
    await this.room.settle();
  }

  /** The shard's thread dies; another one takes its place but is not connected yet. */
  async loseShard(): Promise<void> {
    this.room = await this.room.crash(10);
    this.lanes.lost(0);
    await this.room.settle();
  }
}

/** Joins a gateway's lanes and their only shard within one thread. */
export function connect(lanes: Lanes, shard: Shard): PortPair {
  const ports = portPair();
  const memory = new LaneMemory();
  const lane = new ShardLane((message, transfer) => ports.far.postMessage(message, transfer), memory);
  shard.attach(lane);
  ports.far.on('message', (message: ToShard) => shard.receive(lane, message));
  ports.far.on('close', () => shard.detach(lane));
  lanes.connect(0, ports.near, memory);
  return ports;
}

/** Someone who waits for one answer, and fails the test at a second one. */
export class PatientTicket implements Ticket {
  code: string | null = null;
  value = 0;

  answered(code: number, value: number): void {
    if (this.code !== null) throw new Error(`answered ${this.code} first and then ${answerCodes[code]}`);
    this.code = answerCodes[code] as string;
    this.value = value;
  }
}

/** Someone who writes down where an actor stands. */
export class WritingWatcher implements Watcher {
  readonly pictures: (Snapshot | null)[] = [];
  readonly pieces: (readonly [first: number, last: number])[] = [];

  haltCount = 0;

  snapshot(snapshot: Snapshot | null): void {
    this.pictures.push(snapshot);
  }

  halted(): void {
    this.haltCount++;
  }

  news(first: number, last: number): void {
    this.pieces.push([first, last]);
  }
}
