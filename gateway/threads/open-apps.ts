/** How many threads have uWebSockets.js open, in memory that they share. */
export class OpenApps {
  readonly memory: SharedArrayBuffer;
  readonly #count: Int32Array;

  constructor(memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.#count = new Int32Array(memory);
  }

  opened(): void {
    Atomics.add(this.#count, 0, 1);
  }

  closed(): void {
    Atomics.sub(this.#count, 0, 1);
    Atomics.notify(this.#count, 0);
  }

  /** Halts this thread until none is open, or so long. */
  waitForNone(mostMs: number): void {
    const until = performance.now() + mostMs;
    for (;;) {
      const count = Atomics.load(this.#count, 0);
      const leftMs = until - performance.now();
      if (count === 0 || leftMs <= 0) return;
      Atomics.wait(this.#count, 0, count, leftMs);
    }
  }
}
