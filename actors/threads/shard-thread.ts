import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { MessagePort } from 'node:worker_threads';
import type { Behaviour } from '../../schema/behaviour.ts';
import { monotonicClock } from '../clock.ts';
import { MemoryJournal } from '../journal/memory.ts';
import { PostgresJournal } from '../journal/postgres.ts';
import { LaneMemory } from '../lane/lane-memory.ts';
import type { ToShard } from '../lane/messages.ts';
import { eventLoopScheduler } from '../shard/scheduler.ts';
import { Shard } from '../shard/shard.ts';
import { ShardLane } from '../shard/shard-lane.ts';
import type { FromThread, ShardTask, ToThread } from './messages.ts';

/**
 * The never-ending task of one shard: resolves when it was told to stop, rejects when the shard can't go on.
 */
export default async function runShard(task: ShardTask): Promise<void> {
  const { control, journal: choice } = task;
  const send = (message: FromThread) => control.postMessage(message);
  const behaviours = await Promise.all(task.behaviourUrls.map(loadBehaviour));
  const shard = new Shard({
    slots: task.slots,
    owner: task.owner,
    journal: choice.kind === 'memory' ? new MemoryJournal() : new PostgresJournal(choice.connection),
    behaviours,
    scheduler: eventLoopScheduler(monotonicClock(task.clockBaseMs)),
    onDeposed: (reason) => send({ type: 'deposed', reason }),
    log: (level, message, details) =>
      send({ type: 'log', level, message, details: { shard: task.shard, ...details } }),
  });
  for (const { port, memory } of task.lanes) attach(shard, port, new LaneMemory(memory));
  await shard.start();
  send({ type: 'started' });
  await new Promise<void>((resolve, reject) => {
    control.on('message', (_: ToThread) => void shard.stop().then(resolve, reject));
  });
  control.close();
}

function attach(shard: Shard, port: MessagePort, memory: LaneMemory): void {
  const lane = new ShardLane((out, transfer) => port.postMessage(out, transfer), memory);
  shard.attach(lane);
  port.on('message', (batch: ToShard) => shard.receive(lane, batch));
  port.on('close', () => shard.detach(lane));
}

const require = createRequire(import.meta.url);

/** In worker threads tsx transforms what is required, not what is imported dynamically. */
const loadBehaviour = async (url: string): Promise<Behaviour> => {
  const module = url.endsWith('.ts') ? require(fileURLToPath(url)) : await import(url);
  return (module as { default: Behaviour }).default;
};
