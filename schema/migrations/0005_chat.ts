import { type Kysely, sql } from 'kysely';

/** What belongs to chat rooms beside their own journal: who follows whom, what people have reported, what goes on record. */
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
    speaker_id bigint not null references persons,
    at bigint not null,
    reason text not null,
    message json not null,
    closed_at bigint,
    closed_by bigint references persons,
    unique (lot_id, seq, by_id)
  )`.execute(db);
  await sql`create index chat_reports_open on chat_reports (lot_id, id) where closed_at is null`.execute(db);
  await sql`create index chat_reports_by_speaker on chat_reports (speaker_id)`.execute(db);
  await sql`create index chat_reports_by_person on chat_reports (by_id)`.execute(db);

  // What rooms are being told to do that goes on record. A row moves to the audit log when the room has answered, or when
  // the next server finds it: so a crash on the way leaves nothing that was done without a record.
  await sql`create table audit_underway (
    id bigint generated always as identity primary key,
    at bigint not null,
    by_id bigint,
    action text not null,
    person_id bigint,
    lot_id text,
    details json not null,
    request_id text
  )`.execute(db);
  await sql`create index audit_log_by_lot on audit_log (lot_id, id) where lot_id is not null`.execute(db);
}
