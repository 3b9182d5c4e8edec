import { type Kysely, sql } from 'kysely';

/** An outage that a shard writes down once more, because nobody told it that it is written, stays one outage. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The owner that wrote it; a claim's outages have none, for nobody owned the slots.
  await sql`alter table outages add column owner text`.execute(db);
  await sql`create unique index outages_once on outages (slots, owner, from_at)`.execute(db);
}
