import { type Kysely, sql } from 'kysely';

/** The journal and its read model, slots and outages, people and the words of lots. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // One value per name; `epoch` names this history, so that a client's position in another one is not trusted.
  await sql`create table meta (key text primary key, value text not null)`.execute(db);
  await sql`insert into meta values ('epoch', replace(gen_random_uuid()::text, '-', ''))`.execute(db);
  await sql`create table signing_keys (kid text primary key, secret bytea not null, created_at bigint not null)`.execute(
    db,
  );

  await sql`create table persons (
    id bigint generated always as identity primary key,
    name text not null,
    kind text not null,
    created_at bigint not null
  )`.execute(db);

  await sql`create table lots (
    id text collate "C" primary key,
    seller_id bigint not null references persons,
    title text not null,
    description text not null,
    created_at bigint not null,
    edited_at bigint not null
  )`.execute(db);
  await sql`create index lots_by_seller on lots (seller_id, id)`.execute(db);

  // The journal. A row is a run: what one commit added to one actor, from `seq` on, as JSON objects with commas
  // between. Its primary key is what keeps two owners of an actor from writing the same place twice: both begin
  // where the last run that they know of has ended. Runs stay in one piece up to a page; nothing
  // is compressed, which would cost more than the rest of the commit.
  await sql`create table events (
    actor text collate "C" not null,
    seq bigint not null,
    epoch integer not null,
    data text not null,
    primary key (actor, seq)
  ) with (toast_tuple_target = 8160)`.execute(db);
  await sql`alter table events alter column data set storage external`.execute(db);

  // The read model: one row per actor, rewritten in place by each commit that changed it. No index on what
  // changes with each bid, and room on each page, so that the rewrites stay on their page (HOT updates).
  await sql`create table actors (
    actor text collate "C" primary key,
    slot integer not null,
    seq bigint not null,
    status text not null,
    deadline bigint,
    awaiting boolean not null generated always as (deadline is not null) stored,
    summary json not null
  ) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05)`.execute(db);
  // On `awaiting` and not on `deadline`, which each bid may move.
  await sql`create index actors_awaiting on actors (slot) where awaiting`.execute(db);
  await sql`create index actors_by_status on actors (status, actor)`.execute(db);

  // Whole states, now and then, so that no rebuild reads a long history.
  await sql`create table checkpoints (
    actor text collate "C" primary key,
    seq bigint not null,
    state json not null
  )`.execute(db);
  await sql`alter table checkpoints alter column state set storage external`.execute(db);

  // Who runs which actors, since when, and when that one was last heard of.
  await sql`create table slots (
    slot integer primary key,
    owner text not null,
    epoch integer not null,
    alive_at bigint not null
  )`.execute(db);

  // Times in which nobody could bid, per slots.
  await sql`create table outages (
    outage_id integer generated always as identity primary key,
    slots integer[] not null,
    from_at bigint not null,
    to_at bigint not null
  )`.execute(db);

  // Commands that an actor could not decide; it was stopped, an operator looks here.
  await sql`create table dead_commands (
    id integer generated always as identity primary key,
    actor text not null,
    seq bigint not null,
    at bigint not null,
    command json not null,
    error text not null
  )`.execute(db);
}
