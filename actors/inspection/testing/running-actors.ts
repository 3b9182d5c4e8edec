import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from '../../../schema/tables.ts';
import { onCleanup, type Scope } from '../../../testing/cleanup.ts';
import { startInstalledPostgres } from '../../../testing/postgres.ts';
import { temporaryFolder } from '../../../testing/temporary-folder.ts';
import { clockBaseMs, monotonicClock } from '../../clock.ts';
import { Lanes } from '../../lane/lanes.ts';
import { migrate } from '../../testing/migrate.ts';
import type { JournalChoice } from '../../threads/messages.ts';
import { ShardPool } from '../../threads/pool.ts';
import { serveInspection } from '../server.ts';

/** Actors on threads of their own, open to inspection. */
export interface RunningActors {
  readonly path: string;
  readonly lanes: Lanes;
  /** Null when the journal is in memory. */
  readonly db: Kysely<Tables> | null;
}

export const behaviourUrls = [new URL('../../../engine/auction/behaviour.ts', import.meta.url).href];

const shardCount = 2;

/** Lanes that lead to no shard. */
export function idleLanes(count: number): Lanes {
  const now = monotonicClock(clockBaseMs());
  return new Lanes({
    shardCount: count,
    now,
    soon: (task) => void setImmediate(task),
    at: (timeMs, task) => void setTimeout(task, timeMs - now()),
    onDelivered: () => {},
    onSummaries: () => {},
  });
}

/** Runs auctions until the scope ends, and serves their inspection. */
export async function runActors(scope: Scope, journal: 'memory' | 'postgres'): Promise<RunningActors> {
  const path = join(await temporaryFolder(scope), 'inspect.sock');
  const database = journal === 'memory' ? null : await openDatabase(scope);
  const lanes = idleLanes(shardCount);
  const pool = await ShardPool.start({
    shardCount,
    gatewayCount: 1,
    node: randomUUID(),
    clockBaseMs: clockBaseMs(),
    journal: database?.journal ?? { kind: 'memory' },
    behaviourUrls,
    onLane: (shard, _, lane, memory) => lanes.connect(shard, lane, memory),
    onLost: (shard) => lanes.lost(shard),
    onDeposed: () => {},
    log: () => {},
    sleep,
  });
  onCleanup(scope, async () => {
    await pool.stop();
    lanes.close();
  });
  const db = database?.db ?? null;
  onCleanup(scope, await serveInspection({ path, lanes, behaviourUrls, db }));
  return { path, lanes, db };
}

async function openDatabase(scope: Scope): Promise<{ db: Kysely<Tables>; journal: JournalChoice }> {
  const { url } = await startInstalledPostgres(scope);
  await migrate(url);
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({ connectionString: url, types });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  onCleanup(scope, () => db.destroy());
  return { db, journal: { kind: 'postgres', connection: { connectionString: url } } };
}
