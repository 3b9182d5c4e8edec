import { type Kysely, sql } from 'kysely';

/** What the auctions are still to be told of people, so that a crash on the way leaves nothing half done. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // A row goes when every auction knows: that this person is banned, or that this guest is that account.
  await sql`create table lot_errands (
    id bigint generated always as identity primary key,
    kind text not null,
    person_id bigint not null references persons,
    account_id bigint references persons,
    tried_at bigint not null default 0,
    unique (kind, person_id)
  )`.execute(db);
}
