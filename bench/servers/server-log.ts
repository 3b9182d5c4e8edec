import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A wait covers a start with a large journal to recover from. */
const waitTimeoutMs = 120_000;
/** Lines that are repeated when a server does not do what it should. */
const keptLines = 20;

/** From this level of pino's on, an entry is a complaint; so many are kept. */
const errorLevel = 50;
const keptComplaints = 20;

/** One line of the log, as far as anyone here looks at it. */
export interface LogEntry {
  readonly level?: number;
  readonly msg?: string;
  readonly url?: string;
  readonly keptBytes?: number;
}

interface Wait {
  readonly isWanted: (entry: LogEntry) => boolean;
  readonly resolve: (entry: LogEntry) => void;
  readonly reject: (error: Error) => void;
}

/** What a server says on stdout and stderr, from its start on. */
export class ServerLog {
  readonly #latest: string[] = [];
  /** The first lines that were errors. */
  readonly complaints: string[] = [];
  readonly #waits = new Set<Wait>();
  #end: string | null = null;

  constructor(server: ChildProcess) {
    for (const stream of [server.stdout, server.stderr]) {
      createInterface({ input: stream as NodeJS.ReadableStream }).on('line', (line) => this.#line(line));
    }
    server.once('error', (error) => this.#ended(`could not be started: ${error.message}`));
    server.once('exit', (code, signal) => this.#ended(`ended (${signal ?? `exit code ${code}`})`));
  }

  /** The next entry that is wanted; rejects with what was said last when the server ends or takes too long. */
  async next(isWanted: (entry: LogEntry) => boolean): Promise<LogEntry> {
    const timeout = setTimeout(
      () => this.#failAll(`took longer than ${waitTimeoutMs / 1_000} s`),
      waitTimeoutMs,
    );
    try {
      return await new Promise((resolve, reject) => {
        this.#waits.add({ isWanted, resolve, reject });
        if (this.#end !== null) this.#failAll(this.#end);
      });
    } finally {
      clearTimeout(timeout);
    }
  }

  /** The last lines. */
  get latest(): string {
    return this.#latest.map((line) => `  ${line}`).join('\n');
  }

  #line(line: string): void {
    this.#latest.push(line);
    if (this.#latest.length > keptLines) this.#latest.shift();
    const entry = parsed(line);
    if (entry === null) return;
    if ((entry.level ?? 0) >= errorLevel && this.complaints.length < keptComplaints)
      this.complaints.push(line);
    for (const wait of this.#waits) {
      if (!wait.isWanted(entry)) continue;
      this.#waits.delete(wait);
      wait.resolve(entry);
    }
  }

  #ended(how: string): void {
    this.#end = how;
    this.#failAll(how);
  }

  #failAll(reason: string): void {
    const error = new Error(`Lotcast ${reason}\n${this.latest}`);
    for (const wait of this.#waits) wait.reject(error);
    this.#waits.clear();
  }
}

function parsed(line: string): LogEntry | null {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
