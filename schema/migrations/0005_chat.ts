import { type Kysely, sql } from 'kysely';

/** What belongs to chat rooms beside their own journal: who follows whom, and what people have reported. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table follows (
    person_id bigint not null references persons,
    seller_id bigint not null references persons,
    since bigint not null,
    primary key (person_id, seller_id)
  )`.execute(db);
  await sql`create index follows_by_seller on follows (seller_id)`.execute(db);

  // With the message as it was: what was deleted since can still be judged. One report of each message and person.
  await sql`create table chat_reports (
    id bigint generated always as identity primary key,
    lot_id text not null references lots,
    seq bigint not null,
    by_id bigint not null references persons,
    at bigint not null,
    reason text not null,
    message json not null,
    closed_at bigint,
    closed_by bigint references persons,
    unique (lot_id, seq, by_id)
  )`.execute(db);
  await sql`create index chat_reports_open on chat_reports (lot_id, id) where closed_at is null`.execute(db);
}
