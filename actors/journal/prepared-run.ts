import type { Duplex } from 'node:stream';
import type { Connection, DatabaseError, Submittable } from 'pg';

/** What `pg` keeps of statements on a connection. */
interface PreparingConnection {
  readonly stream: Duplex;
  readonly parsedStatements: Readonly<Record<string, string | undefined>>;
  parse(statement: { readonly name: string; readonly text: string }): void;
}

/** A statement by the name under which a connection prepares it. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/**
 * One run of a prepared statement whose Bind, Execute and Sync are written already (see BindMessage), in the way in
 * which `pg` lets others speak on its connections. `result` gives how many rows came; what is in them is not looked at.
 */
export class PreparedRun implements Submittable {
  readonly result: Promise<number>;
  readonly name: string;
  readonly text: string;
  readonly #message: Buffer;
  #rows = 0;
  #written: Promise<void> = Promise.resolve();
  #resolve: (rows: number) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor({ name, text }: Statement, message: Buffer) {
    this.name = name;
    this.text = text;
    this.#message = message;
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  submit(connection: Connection): void {
    const { stream, parsedStatements, parse } = connection as unknown as PreparingConnection;
    if (parsedStatements[this.name] === undefined) parse.call(connection, this);
    this.#written = new Promise((resolve) => {
      stream.write(this.#message, () => resolve());
    });
  }

  handleDataRow(): void {
    this.#rows++;
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#rows);
  }

  /** Not before the message is out: its memory may be used again from here on, and PostgreSQL can refuse what it has half read. */
  handleError(error: DatabaseError | Error): void {
    void this.#written.then(() => this.#reject(error));
  }

  handleRowDescription(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}
