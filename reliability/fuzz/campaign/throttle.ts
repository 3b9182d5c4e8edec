import { setTimeout as sleep } from 'node:timers/promises';

/** Keeps what a run costs, the server under test included, to a share of one core. */
export class Throttle {
  readonly #cores: number;
  readonly #serverSeconds: () => number;
  #spentBefore: number;
  #startedAt = performance.now();

  constructor(cores: number, serverSeconds: () => number) {
    this.#cores = cores;
    this.#serverSeconds = serverSeconds;
    this.#spentBefore = this.#spent();
  }

  /** Waits as long as the run is ahead of its share. */
  async wait(): Promise<void> {
    const spentSeconds = this.#spent() - this.#spentBefore;
    const dueMs = (spentSeconds / this.#cores) * 1_000;
    const elapsedMs = performance.now() - this.#startedAt;
    if (dueMs > elapsedMs) await sleep(dueMs - elapsedMs);
  }

  /** Begins to count anew, with another server. */
  restart(): void {
    this.#spentBefore = this.#spent();
    this.#startedAt = performance.now();
  }

  #spent(): number {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6 + this.#serverSeconds();
  }
}
