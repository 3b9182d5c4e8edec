import { Kysely, PostgresDialect, sql } from 'kysely';
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
    const kysely = await connect(config.databaseUrl, log);
    const lost = new Promise<void>(() => {});
    return { url: config.databaseUrl, kysely, lost, stop: () => kysely.destroy() };
  }
  const server = await startEmbeddedPostgres(config.dataDir, log);
  try {
    const kysely = await connect(server.url, log);
    const stop = () => kysely.destroy().then(server.stop);
    return { url: server.url, kysely, lost: server.lost, stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function connect(url: string, log: Logger): Promise<Kysely<Tables>> {
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
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await sql`select 1`.execute(kysely);
  } catch (error) {
    await kysely.destroy();
    throw new Error(`The PostgreSQL server at ${placeOf(url)} can't be used: ${reasonOf(error)}`);
  }
  return kysely;
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
