import pg from 'pg';
import { limits } from '../../schema/limits.ts';
import type { PreparedRun } from './prepared-run.ts';

/** A connection that is made when it is needed, given up when it fails, and then made anew. */
export class PostgresConnection {
  readonly #config: pg.ClientConfig;
  #client: pg.Client | null = null;
  /** Shared by all who ask meanwhile, for a second client would never be closed. */
  #connecting: Promise<pg.Client> | null = null;
  #closed = false;

  constructor(config: pg.ClientConfig) {
    this.#config = config;
  }

  /** Runs one statement; a statement without an answer in time costs the connection, for its outcome is unknown. */
  run<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<pg.QueryResult<Row>> {
    return this.#answered((client) => client.query<Row>(query));
  }

  /** The same for a run that is written already; gives how many rows came. */
  runPrepared(run: PreparedRun): Promise<number> {
    return this.#answered((client) => client.query(run).result);
  }

  async #answered<Answer>(ask: (client: pg.Client) => Promise<Answer>): Promise<Answer> {
    const client = this.#client ?? (await this.#connect());
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.#drop(client);
        reject(new Error(`no answer from the database within ${limits.commitTimeoutMs} ms`));
      }, limits.commitTimeoutMs);
    });
    try {
      return await Promise.race([ask(client), late]);
    } catch (error) {
      // An error with a SQLSTATE of the statement's own leaves the connection sound.
      if (!isStatementError(error)) this.#drop(client);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const client = this.#client;
    this.#client = null;
    await client?.end();
  }

  #connect(): Promise<pg.Client> {
    this.#connecting ??= this.#open().finally(() => {
      this.#connecting = null;
    });
    return this.#connecting;
  }

  async #open(): Promise<pg.Client> {
    if (this.#closed) throw new Error('the journal is closed');
    const client = new pg.Client({ connectionTimeoutMillis: limits.commitTimeoutMs, ...this.#config });
    client.on('error', () => this.#drop(client));
    await client.connect();
    if (this.#closed) {
      await client.end();
      throw new Error('the journal was closed');
    }
    this.#client = client;
    return client;
  }

  #drop(client: pg.Client): void {
    if (this.#client === client) this.#client = null;
    // `end` would wait for the very answer that does not come.
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }
}

const isStatementError = (error: unknown): error is pg.DatabaseError =>
  error instanceof pg.DatabaseError && !/^(08|57P)/.test(error.code ?? '08');
