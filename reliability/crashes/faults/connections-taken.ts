import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Fault } from './fault.ts';

const takenMs = 3_000;
const againMs = 20;
const mostTakingMs = 60_000;
const neighbour = 'neighbour';

export const connectionsTaken: Fault = {
  about: 'others take all of PostgreSQL’s connections, the service’s own included, for 3 s',
  needs: {
    postgresSettings: ['max_connections=24', 'superuser_reserved_connections=0', 'max_wal_senders=0'],
  },
  supervised: { embedded: false, installed: false },
  async strike({ house }) {
    const at = Date.now();
    const taken: pg.Client[] = [];
    try {
      await takeAll(house.neighbourUrl, taken);
      let from = Number.POSITIVE_INFINITY;
      for (const giveUpAt = at + mostTakingMs; Date.now() < from + takenMs; await pause(againMs)) {
        if (Date.now() > giveUpAt) throw new Error('the service could not be kept from connecting');
        const ended = await endOthers(taken[0] as pg.Client);
        await takeAll(house.neighbourUrl, taken);
        from = ended === 0 ? Math.min(from, Date.now()) : Number.POSITIVE_INFINITY;
      }
      const to = Date.now();
      return { at, liftedAt: to, dead: { from, to } };
    } finally {
      await Promise.all(taken.map((client) => client.end()));
    }
  },
};

/** Takes connections until there are no more. */
async function takeAll(connectionString: string, taken: pg.Client[]): Promise<void> {
  for (;;) {
    const client = new pg.Client({ connectionString, application_name: neighbour });
    client.on('error', () => {});
    try {
      await client.connect();
      taken.push(client);
    } catch {
      return;
    }
  }
}

/** Ends the connections of everybody else; gives how many there were. */
async function endOthers(client: pg.Client): Promise<number> {
  const { rows } = await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where backend_type = 'client backend' and application_name <> $1`,
    [neighbour],
  );
  return rows.length;
}
