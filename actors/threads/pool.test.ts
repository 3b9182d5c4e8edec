import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { MessagePort } from 'node:worker_threads';
import { answerNumber } from '../../schema/codes.ts';
import { startInstalledPostgres } from '../../testing/postgres.ts';
import { clockBaseMs, monotonicClock } from '../clock.ts';
import type { LaneMemory } from '../lane/lane-memory.ts';
import { Lanes } from '../lane/lanes.ts';
import type { Snapshot } from '../lane/messages.ts';
import { shardOfSlot, slotOf } from '../slots.ts';
import { migrate } from '../testing/migrate.ts';
import mortal from '../testing/mortal.ts';
import type { JournalChoice } from './messages.ts';
import { ShardPool } from './pool.ts';

const { url } = await startInstalledPostgres({ after });
await migrate(url);

const postgres: JournalChoice = { kind: 'postgres', connection: { connectionString: url } };
const shardCount = 2;
/** One actor on each shard. */
const [onFirst, onSecond] = [0, 1].map((shard) => {
  for (let n = 0; ; n++) {
    const actor = `${mortal.kind}/${n}`;
    if (shardOfSlot(slotOf(actor), shardCount) === shard) return actor;
  }
}) as [string, string];

interface Running {
  readonly pool: ShardPool;
  readonly lanes: Lanes;
  readonly lost: number[];
  readonly deposed: string[];
  /** Resolves when a shard has been connected so many times in all. */
  readonly connected: (times: number) => Promise<void>;
}

/** A gateway's lanes, connected to nothing yet. */
const lanesBy = (now: () => number): Lanes =>
  new Lanes({
    shardCount,
    now,
    soon: setImmediate,
    at: (timeMs, task) => void setTimeout(task, timeMs - now()),
    onDelivered: () => {},
    onSummaries: () => {},
  });

async function start(journal: JournalChoice, node = 'test'): Promise<Running> {
  const baseMs = clockBaseMs();
  const now = monotonicClock(baseMs);
  const lost: number[] = [];
  const deposed: string[] = [];
  let connections = 0;
  let onConnected = () => {};
  const lanes = lanesBy(now);
  const pool = await ShardPool.start({
    shardCount,
    gatewayCount: 1,
    node,
    clockBaseMs: baseMs,
    journal,
    behaviourUrls: [new URL('../testing/mortal.ts', import.meta.url).href],
    onLane: (shard, _, port, memory) => {
      lanes.connect(shard, port, memory);
      connections++;
      onConnected();
    },
    onLost: (shard) => {
      lost.push(shard);
      lanes.lost(shard);
    },
    onDeposed: (reason) => deposed.push(reason),
    log: () => {},
    sleep: (ms) => new Promise((resolve) => void setTimeout(resolve, ms)),
  });
  const connected = (times: number) =>
    new Promise<void>((resolve) => {
      onConnected = () => {
        if (connections >= times) resolve();
      };
      onConnected();
    });
  return { pool, lanes, lost, deposed, connected };
}

async function stop({ pool, lanes }: Running): Promise<void> {
  lanes.close();
  await pool.stop();
}

/** Adds to an actor by a packed command. */
function add(
  lanes: Lanes,
  actor: string,
  bidId: number,
  amount: number,
): Promise<{ code: number; value: number }> {
  const handle = lanes.hold(actor);
  return new Promise((resolve) => {
    handle.lane.bid(handle, 1, bidId, amount, 0, {
      answered: (code, value) => {
        lanes.release(handle);
        resolve({ code, value });
      },
    });
  });
}

test('commands reach actors on their threads and are answered, and a stop ends', async () => {
  const running = await start({ kind: 'memory' });
  const { lanes } = running;
  assert.deepEqual(await add(lanes, onFirst, 1, 5), { code: 0, value: 5 });
  assert.deepEqual(await add(lanes, onSecond, 1, 7), { code: 0, value: 7 });
  assert.deepEqual(await lanes.ask(onFirst, 'value'), { question: 'value', value: 5, whispers: 0 });
  const views = (await lanes.inspect({ inspect: 'shard', hottest: 1 })) as { actors: number }[];
  assert.deepEqual(
    views.map(({ actors }) => actors),
    [1, 1],
  );
  await stop(running);
});

for (const way of ['throw', 'exit'] as const) {
  test(`a thread that dies (${way}) is replaced, everything acknowledged is there, and it is watched again`, async () => {
    const running = await start(postgres, way);
    const { lanes, lost, connected } = running;
    const before = (await lanes.ask(onFirst, 'value')) as { value: number };
    const { value } = await add(lanes, onFirst, way.length, 5);
    assert.equal(value, before.value + 5);
    const pictures: (Snapshot | null)[] = [];
    let onPicture = () => {};
    const pictured = () =>
      new Promise<void>((resolve) => {
        onPicture = resolve;
      });
    const first = pictured();
    lanes.watch(lanes.hold(onFirst), {
      snapshot: (snapshot) => {
        pictures.push(snapshot);
        if (snapshot !== null) onPicture();
      },
      halted: () => {},
      news: () => {},
    });
    await first;
    const again = pictured();
    const answer = await lanes.ask(onFirst, way);
    // An exit takes the answer with it; a throw comes right after it.
    if (way === 'exit') assert.equal(answer, null);
    // The other shard has not noticed.
    assert.equal((await add(lanes, onSecond, way.length, 0)).code, 1);
    await connected(shardCount + 1);
    assert.deepEqual(lost, [0]);
    await again;
    const latest = pictures.at(-1) as Snapshot;
    assert.equal((latest.state as { value: number }).value, value);
    assert.equal((await add(lanes, onFirst, way.length, 5)).value, value);
    assert.equal((await add(lanes, onFirst, way.length + 100, 1)).value, value + 1);
    await stop(running);
  });
}

test('a hammer waits for all gateways from the first decision on: what the slowest received in time counts', async () => {
  const baseMs = clockBaseMs();
  const now = monotonicClock(baseMs);
  let stampedAt: number | null = null;
  const [prompt, slow] = [lanesBy(now), lanesBy(() => stampedAt ?? now())];
  const lanesOfSlow: (readonly [shard: number, lane: MessagePort, memory: LaneMemory])[] = [];
  const pool = await ShardPool.start({
    shardCount,
    gatewayCount: 2,
    node: 'marks',
    clockBaseMs: baseMs,
    journal: { kind: 'memory' },
    behaviourUrls: [new URL('../testing/mortal.ts', import.meta.url).href],
    onLane: (shard, gateway, ...lane) => {
      if (gateway === 0) prompt.connect(shard, ...lane);
      else lanesOfSlow.push([shard, ...lane]);
    },
    onLost: () => {},
    onDeposed: () => {},
    log: () => {},
    sleep: (ms) => new Promise((resolve) => void setTimeout(resolve, ms)),
  });
  const bid = (lanes: Lanes, amount: number): Promise<number> => {
    const handle = lanes.hold(onFirst);
    return new Promise((resolve) => {
      handle.lane.bid(handle, amount, 1, amount, 0, { answered: (code) => resolve(code) });
    });
  };
  const value = async () => ((await prompt.ask(onFirst, 'value')) as { value: number }).value;
  const endsAt = now() + 200;
  assert.equal((await prompt.command(onFirst, { type: 'open', endsAt, windowMs: 0 })).code, 0);
  while (now() <= endsAt) await value();

  const late = bid(prompt, 1);
  let isLateAnswered = false;
  void late.then(() => {
    isLateAnswered = true;
  });
  for (let n = 0; n < 20; n++) await value();
  assert.equal(isLateAnswered, false, 'the hammer fell without one of the gateways');
  for (const lane of lanesOfSlow) slow.connect(...lane);
  stampedAt = endsAt - 1;
  const early = bid(slow, 5);
  stampedAt = null;
  assert.equal(await early, answerNumber.accepted);
  assert.equal(await late, answerNumber.closed);
  assert.equal(await value(), 5);
  prompt.close();
  slow.close();
  await pool.stop();
});

test('a shard that can not start makes the start fail, and leaves no thread behind', async () => {
  await assert.rejects(
    start({ kind: 'postgres', connection: { connectionString: `${url}nowhere` } }),
    /nowhere/,
  );
});

test('a process whose slots another one took says so', async () => {
  const old = await start(postgres, 'old');
  const young = await start(postgres, 'young');
  const { code } = await add(old.lanes, onFirst, 900, 5);
  assert.notEqual(code, 0);
  assert.equal((await add(young.lanes, onFirst, 900, 5)).code, 0);
  await stop(young);
  await stop(old);
  assert.ok(old.deposed.length > 0);
  assert.deepEqual(young.deposed, []);
});
