import { join } from 'node:path';
import type { Bench } from '../../bench.ts';
import { cpuSecondsOf, residentBytesOf, treeCpuSecondsOf } from '../../servers/proc.ts';
import { type RedisPersistence, startRedis } from '../../servers/redis.ts';

/** Where a peer keeps its lots. */
export interface PeerStore {
  readonly url: string;
  cpuSeconds(): number;
  /** Memory; 0 for PostgreSQL, whose processes share theirs, so that it can't be added up. */
  residentBytes(): number;
  kill(): Promise<void>;
  /** After it was killed: with the same files, in the same place. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

/** Redis that keeps nothing, what is older than a second, or all that it acknowledged. */
export const redisStore =
  (persistence: RedisPersistence) =>
  async (bench: Bench, folder: string): Promise<PeerStore> => {
    let redis = await startRedis(persistence, join(folder, 'redis'), bench.children);
    const { port } = redis;
    const pid = () => redis.process.pid as number;
    return {
      url: redis.url,
      cpuSeconds: () => cpuSecondsOf(pid()),
      residentBytes: () => residentBytesOf(pid()),
      kill: () => bench.children.kill(redis.process),
      async startAgain() {
        redis = await startRedis(persistence, join(folder, 'redis'), bench.children, port);
      },
      stop: () => bench.children.stop(redis.process),
    };
  };

/** PostgreSQL with its own defaults. */
export async function postgresStore(bench: Bench, folder: string): Promise<PeerStore> {
  let postgres = await bench.startPostgres(folder);
  return {
    url: postgres.url,
    cpuSeconds: () => treeCpuSecondsOf(postgres.pid),
    residentBytes: () => 0,
    kill: () => bench.children.kill(postgres.process),
    async startAgain() {
      postgres = await postgres.startAgain();
    },
    stop: () => bench.children.stop(postgres.process),
  };
}

/** None: all is in the peer's memory. */
export const noStore = async (): Promise<PeerStore> => ({
  url: '',
  cpuSeconds: () => 0,
  residentBytes: () => 0,
  kill: async () => {},
  startAgain: async () => {},
  stop: async () => {},
});
