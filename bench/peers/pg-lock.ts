import pg from 'pg';
import type { StartPeer } from './contract.ts';
import { incrementPoints, type Outcome, type Standing } from './messages.ts';
import { type Store, startUwsHouse } from './uws-house.ts';

const tables = `
  create table if not exists lots (
    id text primary key, start_points bigint not null, price_points bigint, leader int,
    ends_at float8 not null, is_over boolean not null default false, seq int not null default 0);
  create table if not exists bids (
    lot text not null, seq int not null, by int not null, bid_id bigint not null, amount_points bigint not null,
    at float8 not null, primary key (lot, seq));`;

interface LotRow {
  start_points: string;
  price_points: string | null;
  leader: number | null;
  ends_at: number;
  is_over: boolean;
  seq: number;
}

const minimumOf = (row: LotRow): number =>
  row.price_points === null ? Number(row.start_points) : Number(row.price_points) + incrementPoints;

/** A transaction per bid that locks the lot's row, over a pool of 16 connections. */
export const start: StartPeer = async (storeUrl) => {
  const pool = new pg.Pool({ connectionString: storeUrl, max: 16 });
  await pool.query(tables);

  async function decideLocked(client: pg.PoolClient, bid: DecidedBid): Promise<Outcome> {
    const { lot, bidId, amount, by, at } = bid;
    const { rows } = await client.query<LotRow>({
      name: 'lock',
      text: 'select * from lots where id = $1 for update',
      values: [lot],
    });
    const [row] = rows;
    if (row === undefined) return { code: 'unknown_lot' };
    if (row.is_over || at >= row.ends_at) return { code: 'closed' };
    const minimumPoints = minimumOf(row);
    if (row.leader === by) return { code: 'leading_already', minimumPoints };
    if (amount < minimumPoints) return { code: 'too_low', minimumPoints };
    const seq = row.seq + 1;
    await client.query({
      name: 'raise',
      text: 'update lots set price_points = $2, leader = $3, seq = $4 where id = $1',
      values: [lot, amount, by, seq],
    });
    await client.query({
      name: 'record',
      text: 'insert into bids (lot, seq, by, bid_id, amount_points, at) values ($1, $2, $3, $4, $5, $6)',
      values: [lot, seq, by, bidId, amount, at],
    });
    return { code: 'accepted', seq, at, endsAt: row.ends_at };
  }

  const store: Store = {
    async open(lots) {
      await pool.query(
        `insert into lots (id, start_points, ends_at)
         select * from unnest($1::text[], $2::bigint[], $3::float8[])`,
        [
          lots.map(({ id }) => id),
          lots.map(({ startPoints }) => startPoints),
          lots.map(({ endsAt }) => endsAt),
        ],
      );
    },
    async decide(bid, by, at) {
      const client = await pool.connect();
      try {
        await client.query('begin');
        const outcome = await decideLocked(client, { ...bid, by, at });
        await client.query(outcome.code === 'accepted' ? 'commit' : 'rollback');
        client.release();
        return outcome;
      } catch (error) {
        client.release(error as Error);
        throw error;
      }
    },
    async close(lot) {
      await pool.query('update lots set is_over = true where id = $1', [lot]);
      return store.standing(lot);
    },
    async standing(lot): Promise<Standing | null> {
      const { rows } = await pool.query<LotRow>('select * from lots where id = $1', [lot]);
      const [row] = rows;
      if (row === undefined) return null;
      const pricePoints = row.price_points === null ? null : Number(row.price_points);
      return { seq: row.seq, pricePoints, minimumPoints: minimumOf(row), endsAt: row.ends_at };
    },
  };
  return startUwsHouse(store);
};

interface DecidedBid {
  readonly lot: string;
  readonly bidId: number;
  readonly amount: number;
  readonly by: number;
  readonly at: number;
}
