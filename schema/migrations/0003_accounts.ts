import { type Kysely, sql } from 'kysely';

/** Accounts beside guests: how people sign in, where they are signed in, who may do what, and who did what. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // `name_key` is what two names that look alike have in common; guests share names, so theirs is null.
  // `banned_until` without a time means for good. `merged_into` is the account that a guest turned out to be.
  await sql`alter table persons
    add column name_key text unique,
    add column language text,
    add column avatar text,
    add column role text not null default 'user',
    add column banned_at bigint,
    add column banned_until bigint,
    add column ban_reason text,
    add column deleted_at bigint,
    add column merged_into bigint references persons`.execute(db);
  await sql`create index persons_banned on persons (id) where banned_at is not null`.execute(db);

  // An account is known by what its provider calls it, never by an e-mail address, which can change hands.
  await sql`create table identities (
    issuer text not null,
    subject text not null,
    person_id bigint not null references persons,
    provider text not null,
    created_at bigint not null,
    used_at bigint not null,
    primary key (issuer, subject)
  )`.execute(db);
  await sql`create index identities_by_person on identities (person_id)`.execute(db);

  // A session is one browser.
  await sql`create table sessions (
    id text primary key,
    person_id bigint not null references persons,
    provider text not null,
    created_at bigint not null,
    seen_at bigint not null,
    ends_at bigint not null,
    ended_at bigint,
    agent text not null,
    address text not null
  )`.execute(db);
  await sql`create index sessions_by_person on sessions (person_id, id)`.execute(db);
  await sql`create index sessions_by_end on sessions (ends_at)`.execute(db);
  // The hash of the one refresh token that is good, and of the one that it took the place of.
  await sql`create table refresh_tokens (
    session_id text primary key references sessions on delete cascade,
    hash bytea not null,
    previous_hash bytea,
    rotated_at bigint,
    ends_at bigint not null
  )`.execute(db);

  // What access tokens are signed with. The secret that guests' tokens were signed with has had its day.
  await sql`create table token_keys (
    kid text primary key,
    private_jwk json not null,
    public_jwk json not null,
    created_at bigint not null,
    signs_from bigint not null,
    ends_at bigint not null
  )`.execute(db);
  await sql`delete from signing_keys where kid = 'person'`.execute(db);

  // Added to and nothing else, whoever asks.
  await sql`create table audit_log (
    id bigint generated always as identity primary key,
    at bigint not null,
    by_id bigint,
    action text not null,
    person_id bigint,
    lot_id text,
    details json not null,
    request_id text
  )`.execute(db);
  await sql`create index audit_log_by_person on audit_log (person_id, id)`.execute(db);
  await sql`create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception '% can only be added to', tg_table_name using errcode = 'insufficient_privilege';
    end
  $$`.execute(db);
  await sql`create trigger audit_log_append_only before update or delete or truncate on audit_log
    for each statement execute function refuse_change()`.execute(db);
}
