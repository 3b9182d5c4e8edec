import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { sql } from 'kysely';
import { pino } from 'pino';
import { startInstalledPostgres } from '../../../testing/postgres.ts';
import { migrateToLatest } from '../../database/migrate.ts';
import { openDatabase } from '../../database/open.ts';
import { follow, unfollow } from '../people/follows.ts';
import { Speakers } from './speakers.ts';

const log = pino({ level: 'silent' });
const postgres = await startInstalledPostgres({ after }, ['fsync=off', 'synchronous_commit=off']);
const { kysely: db, stop } = await openDatabase({ databaseUrl: postgres.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);

async function person(name: string): Promise<number> {
  const { id } = await db
    .insertInto('persons')
    .values({ name, kind: 'guest', created_at: 5 })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

const rename = (id: number, name: string) =>
  db.updateTable('persons').set({ name }).where('id', '=', id).execute();

it('a speaker is known as the database has it, each time anew after it has changed', async () => {
  let now = 0;
  const speakers = new Speakers(db, () => now);
  const [ann, seller, other] = [await person('Ann'), await person('Seller'), await person('Other')];
  const is = async (sellerId: number, name: string, follows: boolean) =>
    assert.deepEqual(await speakers.of(ann, sellerId), { name, knownSince: 5, follows });
  await is(seller, 'Ann', false);
  await follow({ db, now: () => now }, ann, seller);
  await is(seller, 'Ann', false);
  speakers.forget(ann);
  await is(seller, 'Ann', true);
  await is(other, 'Ann', false);
  await unfollow({ db, now: () => now }, ann, seller);
  await rename(ann, 'Anna');
  await is(seller, 'Ann', true);
  // Another node may have changed it.
  now += 3_600_000;
  await is(seller, 'Anna', false);
});

it('nobody is known who is not there, or not any more', async () => {
  const speakers = new Speakers(db, () => 0);
  const ann = await person('Ann');
  await db.updateTable('persons').set({ deleted_at: 9 }).where('id', '=', ann).execute();
  assert.equal(await speakers.of(ann, 1), null);
  assert.equal(await speakers.of(999_999, 1), null);
});

it('what could not be asked is asked again', async () => {
  const ann = await person('Ann');
  const speakers = new Speakers(db, () => 0);
  await sql`alter table follows rename to away`.execute(db);
  await assert.rejects(speakers.of(ann, 1), /follows/);
  await sql`alter table away rename to follows`.execute(db);
  assert.equal((await speakers.of(ann, 1))?.name, 'Ann');
});
