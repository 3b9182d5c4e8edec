import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startLotcast } from './lotcast.ts';
import { startInstalledPostgres } from './postgres.ts';
import { postgresPids } from './postgres-group.ts';
import { commandLineOf } from './processes.ts';

const sharedSegments = () =>
  readFileSync('/proc/sysvipc/shm', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/)[1]);
const sharedFilesOf = (pid: number) =>
  readFileSync(`/proc/${pid}/maps`, 'utf8').match(/\/dev\/shm\/PostgreSQL\.\d+/g) ?? [];

/** Number of the shared memory of the server on a data folder. */
const segmentOf = (dataFolder: string) =>
  readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n')[6]?.trim().split(/\s+/)[1];

test('an installed PostgreSQL leaves no shared memory behind, running or killed when its scope ends', async (t) => {
  for (const isKilled of [false, true]) {
    let segment: string | undefined;
    await t.test(isKilled ? 'killed' : 'running', async (t) => {
      const server = await startInstalledPostgres(t);
      const [first = 0] = server.pids();
      const command = commandLineOf(first);
      segment = segmentOf(command[command.indexOf('-D') + 1] as string);
      assert.ok(segment !== undefined && sharedSegments().includes(segment));
      if (isKilled) await server.kill();
    });
    assert.ok(!sharedSegments().includes(segment));
  }
});

test('nor does the embedded one', async (t) => {
  let segment: string | undefined;
  let files: string[] = [];
  await t.test('running', async (t) => {
    const { dataDir } = await startLotcast(t);
    const cluster = join(dataDir, 'postgres');
    segment = segmentOf(cluster);
    files = postgresPids(cluster).flatMap(sharedFilesOf);
    assert.ok(segment !== undefined && sharedSegments().includes(segment));
    assert.ok(files.length > 0 && files.every((file) => existsSync(file)));
  });
  assert.ok(!sharedSegments().includes(segment));
  assert.ok(!files.some((file) => existsSync(file)));
});
