import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { whyNoSmallDisk } from '../../small-disk.ts';
import type { Fault } from './fault.ts';

const fullMs = 3_000;
/** The log's files are prepared ahead, but not so many. */
const mostSwitches = 16;

export const diskFull: Fault = {
  about:
    'the database’s disk is full; every other time its log hits the limit as well, which ends PostgreSQL',
  needs: { diskMiB: 192 },
  whyNot: whyNoSmallDisk,
  supervised: { embedded: true, installed: true },
  async strike({ house, disk, random, nextTrouble }) {
    if (disk === null) throw new Error('there is no small disk');
    const at = Date.now();
    const trouble = nextTrouble();
    disk.fill();
    await trouble;
    const notes = random.chance(0.5) && (await exhaustLog(house.neighbourUrl)) ? ['its log was full'] : [];
    // What an ended backend frees is taken as well.
    disk.fill();
    await pause(fullMs);
    if (house.restarts > 0 || !house.isUp) notes.push('the database ended');
    disk.free();
    const liftedAt = Date.now();
    await house.untilUp();
    return { at, liftedAt, dead: null, notes };
  },
};

/** Has PostgreSQL begin a new file of its log until there is no room for one; tells whether that ended the connection. */
async function exhaustLog(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  try {
    for (let n = 0; n < mostSwitches; n++) {
      await client.query("select pg_logical_emit_message(false, 'full', 'disk'), pg_switch_wal()");
    }
    return false;
  } catch {
    return true;
  } finally {
    await client.end().catch(() => {});
  }
}
