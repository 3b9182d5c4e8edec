import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Config } from '../../schema/config.ts';
import type { Tables } from '../../schema/tables.ts';
import { startEmbeddedPostgres } from './embedded.ts';

/** The database of this server, reachable. */
export interface Database {
  /** Connection URL for clients of their own, such as the journal's; it may hold a password. */
  url: string;
  kysely: Kysely<Tables>;
  /** Resolves when the embedded server has ended without having been asked to; never for a server elsewhere. */
  lost: Promise<void>;
  /** Closes all connections of `kysely` and stops the embedded server. */
  stop(): Promise<void>;
}

const connectTimeoutMs = 5_000;
const mostConnections = 10;

/**
 * Opens the database that the configuration names, or starts the embedded one. Throws an error whose message
 * can be shown to the operator: it says what is wrong and holds no secret.
 */
export async function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir'>,
  log: Logger,
): Promise<Database> {
  if (config.databaseUrl !== undefined) {
    const pool = await connect(config.databaseUrl, log);
    return asDatabase(config.databaseUrl, pool, { lost: new Promise(() => {}), stop: async () => {} });
  }
  const server = await startEmbeddedPostgres(config.dataDir, log);
  try {
    return asDatabase(server.url, await connect(server.url, log), server);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function asDatabase(url: string, pool: pg.Pool, server: Pick<Database, 'lost' | 'stop'>): Database {
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    url,
    kysely,
    lost: server.lost,
    stop: async () => {
      await kysely.destroy();
      await server.stop();
    },
  };
}

async function connect(url: string, log: Logger): Promise<pg.Pool> {
  const pool = new pg.Pool({
    connectionString: url,
    max: mostConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'lotcast',
    types: numericTypes(),
  });
  // A connection tells of its loss itself, also while it is in use; unheard, that would end the process.
  pool.on('connect', (client) =>
    client.on('error', (error) => log.warn({ err: error }, 'A database connection was lost')),
  );
  // The pool repeats it for idle connections.
  pool.on('error', () => {});
  try {
    await pool.query('select 1');
  } catch (error) {
    await pool.end();
    throw new Error(`The PostgreSQL server at ${placeOf(url)} can't be used: ${reasonOf(error)}`);
  }
  return pool;
}

/** PostgreSQL's bigint comes as text by default; every one of ours is a safe integer. */
function numericTypes(): pg.TypeOverrides {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  return types;
}

/** Where a server is, without who signs in there and how. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${decodeURIComponent(host) || 'its default address'}, database ${pathname.slice(1) || 'by default'}`;
}

/** An error of many attempts, as for a name with several addresses, has no message of its own. */
function reasonOf(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  return message || code || String(error);
}
