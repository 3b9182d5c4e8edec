import pg from 'pg';
import { limits } from '../../schema/limits.ts';
import { BindMessage } from './bind-message.ts';
import {
  type Claim,
  type Commit,
  Conflict,
  type DeadCommand,
  Deposed,
  type Journal,
  type Loaded,
  type SlotEpochs,
  type SlotOutage,
  type StoredEvent,
  type Tenure,
} from './journal.ts';
import { PostgresConnection } from './postgres-connection.ts';
import { PreparedRun } from './prepared-run.ts';
import { eventsOf, type Run } from './run.ts';

/**
 * Everything of a commit in one statement: one round trip, one fsync, all or nothing. Its share in the slots keeps
 * whoever takes them over, or renews their epochs, waiting until it is done; signs of life don't wait for it.
 */
const appendStatement = {
  name: 'append',
  text: `
  with held as (
    select slot from slots join unnest($1::int4[], $2::int4[]) as mine(slot, epoch) using (slot, epoch)
    order by slot for key share of slots
  ), fence as (
    select from held having count(*) = $3::int4
  ), added as (
    insert into events (actor, seq, epoch, data)
    select * from unnest($4::text[], $5::int8[], $6::int4[], $7::text[])
    where exists (select from fence)
  ), headed as (
    insert into actors as a (actor, slot, seq, status, deadline, summary)
    select actor, slot, seq, status, deadline, summary::json
    from unnest($8::text[], $9::int4[], $10::int8[], $11::text[], $12::int8[], $13::text[])
      as h(actor, slot, seq, status, deadline, summary)
    where exists (select from fence)
    on conflict (actor) do update
    set seq = excluded.seq, status = excluded.status, deadline = excluded.deadline, summary = excluded.summary
  ), checked as (
    insert into checkpoints (actor, seq, state)
    select actor, seq, state::json from unnest($14::text[], $15::int8[], $16::text[]) as c(actor, seq, state)
    where exists (select from fence)
    on conflict (actor) do update set seq = excluded.seq, state = excluded.state
  )
  select from fence`,
};

/**
 * An outage and the sign of life that ends it, at once: no crash can come between. The slots are locked, so that a
 * claim of them that is under way counts on from here, or else leaves nothing to write.
 */
const outageStatement = `
  with held as (
    select slot from slots where slot = any($1::int4[]) and owner = $2 order by slot for update
  ), fence as (
    select from held having count(*) = $3::int4
  ), alive as (
    update slots set alive_at = greatest(alive_at, $5::int8) from held
    where slots.slot = held.slot and exists (select from fence)
  )
  insert into outages (slots, owner, from_at, to_at)
  select $1, $2, $4::int8, $5 from fence
  on conflict (slots, owner, from_at) do update set to_at = greatest(outages.to_at, excluded.to_at)
  returning outage_id`;

const loadStatement = `
  select wanted.actor, coalesce(h.seq, 0)::float8 as head_seq, c.seq as checkpoint_seq, c.state,
    e.seqs, e.epochs, e.datas,
    (select count(*)::int4 from slots where slot = any($2::int4[]) and owner = $3) as owned
  from unnest($1::text[]) as wanted(actor)
  left join actors h using (actor)
  left join checkpoints c using (actor)
  left join lateral (
    select array_agg(seq::float8 order by seq) as seqs, array_agg(epoch order by seq) as epochs,
      array_agg(data order by seq) as datas
    from events where events.actor = wanted.actor and seq > coalesce(c.seq, 0)
  ) e on true`;

interface LoadRow {
  actor: string;
  head_seq: number;
  checkpoint_seq: string | null;
  state: unknown;
  seqs: number[] | null;
  epochs: number[] | null;
  datas: string[] | null;
  owned: number;
}

/** The journal in PostgreSQL. One instance per shard: one commit is in flight at a time. */
export class PostgresJournal implements Journal {
  readonly #commits: PostgresConnection;
  /** Rebuilding reads, and signs of life that need no fsync, so that neither waits for a commit. */
  readonly #side: PostgresConnection;
  /** Of the commit in flight: no other is begun before it has ended. */
  readonly #message = new BindMessage();
  #isAppending = false;

  constructor(connection: pg.ClientConfig) {
    this.#commits = new PostgresConnection({ ...connection, application_name: 'lotcast commits' });
    this.#side = new PostgresConnection({
      ...connection,
      application_name: 'lotcast shard',
      options: '-c synchronous_commit=off',
    });
  }

  async claim(slots: readonly number[], owner: string, now: number): Promise<Claim> {
    // Claims and what follows from them must be durable, so they go the way of commits.
    const claimed = await this.#commits.run<{ slot: number; epoch: number }>({
      text: `
        with before as (
          select slot, alive_at from slots where slot = any($1::int4[]) order by slot for update
        ), lost as (
          insert into outages (slots, from_at, to_at)
          select array_agg(slot), alive_at, $3 from before where alive_at < $3 group by alive_at
        )
        insert into slots as s (slot, owner, epoch, alive_at)
        select slot, $2, 1, $3 from unnest($1::int4[]) as wanted(slot)
        -- Counts to have all of them read by now: a row that this statement has changed is not found any more.
        where (select count(*) from before) >= 0
        on conflict (slot) do update set owner = $2, epoch = s.epoch + 1, alive_at = $3
        returning slot, epoch`,
      values: [slots, owner, now],
    });
    const outages = await this.#commits.run<{ outage_id: number; slots: number[]; from: number; to: number }>(
      {
        text: `select outage_id, slots, from_at::float8 as from, to_at::float8 as to from outages
        where slots && $1::int4[] and to_at > $2 order by outage_id`,
        values: [slots, now - limits.maxDurationMs],
      },
    );
    return {
      owner,
      epochs: new Map(claimed.rows.map(({ slot, epoch }) => [slot, epoch])),
      outages: outages.rows.map(
        (row): SlotOutage => ({
          outageId: row.outage_id,
          from: row.from,
          to: row.to,
          slots: new Set(row.slots),
        }),
      ),
    };
  }

  async append({ epochs, runs, heads, checkpoints }: Commit): Promise<void> {
    if (this.#isAppending) throw new Error('a commit was begun while another one was in flight');
    this.#isAppending = true;
    // What can't even be written must not keep out the commits after it.
    try {
      const message = this.#message;
      message.begin(appendStatement.name, 16);
      message.int4Array([...epochs.keys()]);
      message.int4Array([...epochs.values()]);
      message.int4(epochs.size);
      message.textArray(runs.actors);
      message.int8Array(runs.seqs);
      message.int4Array(runs.epochs);
      message.textArray(runs.datas);
      message.textArray(heads.actors);
      message.int4Array(heads.slots);
      message.int8Array(heads.seqs);
      message.textArray(heads.statuses);
      message.int8Array(heads.deadlines);
      message.textArray(heads.summaries);
      message.textArray(checkpoints.actors);
      message.int8Array(checkpoints.seqs);
      message.textArray(checkpoints.states);
      const rows = await this.#commits.runPrepared(new PreparedRun(appendStatement, message.end()));
      if (rows === 0) throw new Deposed('the slots have a newer owner');
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === '23505') {
        throw new Conflict(error.detail ?? error.message);
      }
      throw error;
    } finally {
      this.#isAppending = false;
    }
  }

  async awaiting(slots: readonly number[]): Promise<Array<{ actor: string; deadline: number }>> {
    const { rows } = await this.#side.run<{ actor: string; deadline: number }>({
      text: `select actor, deadline::float8 as deadline from actors
        where awaiting and slot = any($1::int4[]) order by deadline`,
      values: [slots],
    });
    return rows;
  }

  async load(actors: readonly string[], tenure?: Tenure): Promise<Map<string, Loaded>> {
    const slots = [...(tenure?.epochs.keys() ?? [])];
    const { rows } = await this.#side.run<LoadRow>({
      name: 'load',
      text: loadStatement,
      values: [actors, slots, tenure?.owner ?? null],
    });
    if (rows.some(({ owned }) => owned !== slots.length)) throw new Deposed('the slots have a newer owner');
    return new Map(
      rows.map((row): [string, Loaded] => {
        const runs = (row.datas ?? []).map((data, n) => ({
          seq: row.seqs?.[n] as number,
          epoch: row.epochs?.[n] as number,
          data,
        }));
        return [
          row.actor,
          {
            headSeq: row.head_seq,
            checkpoint:
              row.checkpoint_seq === null ? null : { seq: Number(row.checkpoint_seq), state: row.state },
            events: runs.flatMap(eventsOf),
          },
        ];
      }),
    );
  }

  async heartbeat({ owner, epochs }: Tenure, until: number): Promise<void> {
    const { rowCount } = await this.#side.run({
      name: 'heartbeat',
      text: 'update slots set alive_at = greatest(alive_at, $3) where slot = any($1::int4[]) and owner = $2',
      values: [[...epochs.keys()], owner, until],
    });
    if (rowCount !== epochs.size) throw new Deposed('the slots have a newer owner');
  }

  async renew({ owner, epochs }: Tenure): Promise<SlotEpochs> {
    const { rows } = await this.#commits.run<{ slot: number; epoch: number }>({
      text: `
        with held as (
          select slot from slots where slot = any($1::int4[]) and owner = $2 order by slot for update
        )
        update slots set epoch = epoch + 1 from held
        where slots.slot = held.slot and (select count(*) from held) = $3::int4
        returning slots.slot, epoch`,
      values: [[...epochs.keys()], owner, epochs.size],
    });
    if (rows.length !== epochs.size) throw new Deposed('the slots have a newer owner');
    return new Map(rows.map(({ slot, epoch }) => [slot, epoch]));
  }

  async recordOutage({ owner, epochs }: Tenure, from: number, to: number): Promise<number> {
    const { rows } = await this.#commits.run<{ outage_id: number }>({
      text: outageStatement,
      values: [[...epochs.keys()], owner, epochs.size, from, to],
    });
    const [row] = rows;
    if (row === undefined) throw new Deposed('the slots have a newer owner');
    return row.outage_id;
  }

  async recordDead({ actor, seq, at, command, error }: DeadCommand): Promise<void> {
    await this.#commits.run({
      text: 'insert into dead_commands (actor, seq, at, command, error) values ($1, $2, $3, $4, $5)',
      values: [actor, seq, at, JSON.stringify(command), error],
    });
  }

  async history(actor: string, after: number, upTo: number, limit: number): Promise<StoredEvent[]> {
    const { rows } = await this.#side.run<Run>({
      // The run that holds the first one wanted may begin before it.
      text: `select seq::float8 as seq, epoch, data from events
        where actor = $1 and seq <= $3 and seq >= coalesce(
          (select max(seq) from events where actor = $1 and seq <= $2 + 1), 0)
        order by seq limit $4`,
      values: [actor, after, upTo, limit],
    });
    const events = rows.flatMap(eventsOf).filter(({ seq }) => seq > after && seq <= upTo);
    return events.slice(0, limit);
  }

  async close(): Promise<void> {
    await Promise.all([this.#commits.close(), this.#side.close()]);
  }
}
