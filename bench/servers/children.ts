import { type ChildProcess, fork, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { descendantsOf } from './proc.ts';

const stopTimeoutMs = 15_000;

/** Every process that the benchmark started, so that none outlives it. */
export class Children {
  /** With the signal that asks each to end in order. */
  readonly #running = new Map<ChildProcess, NodeJS.Signals>();
  readonly #ending = new Set<ChildProcess>();
  #isClosed = false;
  #fail: (error: Error) => void = () => {};
  /** Rejects when a process ends that nobody asked to: whatever is measured then means nothing. */
  readonly failed = new Promise<never>((_, reject) => {
    this.#fail = reject;
  });

  constructor() {
    // Whoever waits for it hears of it; when nobody does, it is no failure of its own.
    this.failed.catch(() => {});
  }

  /** Starts a program; `lastWords` tells what it said, if it should end unasked. */
  spawn(
    name: string,
    command: string,
    args: readonly string[],
    options: SpawnOptions & { readonly stopSignal?: NodeJS.Signals; readonly lastWords?: () => string },
  ): ChildProcess {
    this.#assertOpen();
    const { stopSignal = 'SIGTERM', lastWords = () => '', ...spawnOptions } = options;
    return this.#watch(name, spawn(command, args, spawnOptions), stopSignal, lastWords);
  }

  /** Starts a TypeScript module of ours with a channel for messages; `tsconfig` says how it is compiled, if not as all others. */
  fork(name: string, module: URL, args: readonly string[] = [], tsconfig: URL | null = null): ChildProcess {
    this.#assertOpen();
    return this.#watch(
      name,
      fork(fileURLToPath(module), args, {
        execArgv: ['--import', 'tsx'],
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        env: tsconfig === null ? process.env : { ...process.env, TSX_TSCONFIG_PATH: fileURLToPath(tsconfig) },
      }),
      'SIGTERM',
      () => '',
    );
  }

  /** Asks a process to end, and kills it with all that it started if it takes too long. */
  async stop(child: ChildProcess): Promise<void> {
    const signal = this.#running.get(child);
    if (signal === undefined) return;
    this.#ending.add(child);
    const ended = once(child, 'exit');
    child.kill(signal);
    const timeout = new AbortController();
    const late = pause(stopTimeoutMs, 'late', { signal: timeout.signal }).catch(() => 'ended');
    if ((await Promise.race([ended, late])) === 'late') await this.kill(child);
    timeout.abort();
  }

  /** Kills a process and everything below it at once, as a power cut of its machine would. */
  async kill(child: ChildProcess): Promise<void> {
    if (!this.#running.has(child) || child.pid === undefined) return;
    this.#ending.add(child);
    const ended = once(child, 'exit');
    const below = descendantsOf(child.pid);
    child.kill('SIGKILL');
    for (const { pid } of below) killIfThere(pid);
    await ended;
  }

  /** Ends everything for good, what was started last first: a server goes before its database. */
  async stopAll(): Promise<void> {
    this.#isClosed = true;
    for (const child of [...this.#running.keys()].reverse()) await this.stop(child);
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new Error('the benchmark is ending');
  }

  #watch(
    name: string,
    child: ChildProcess,
    stopSignal: NodeJS.Signals,
    lastWords: () => string,
  ): ChildProcess {
    this.#running.set(child, stopSignal);
    const ended = (how: string) => {
      this.#running.delete(child);
      if (!this.#ending.has(child) && !this.#isClosed) {
        this.#fail(new Error(`${name} ${how} unasked\n${lastWords()}`.trimEnd()));
      }
    };
    child.once('exit', (code, signal) => ended(`ended (${signal ?? `exit code ${code}`})`));
    child.once('error', (error) => ended(`failed (${error.message})`));
    return child;
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
