type After = (delayMs: number, call: () => void) => () => void;

/** Timers by name, of which each has at most one running. */
export class Timers {
  readonly #running = new Map<string, () => void>();
  readonly #after: After;

  constructor(after: After) {
    this.#after = after;
  }

  start(name: string, delayMs: number, call: () => void): void {
    this.cancel(name);
    this.#running.set(
      name,
      this.#after(delayMs, () => {
        this.#running.delete(name);
        call();
      }),
    );
  }

  cancel(name: string): void {
    this.#running.get(name)?.();
    this.#running.delete(name);
  }

  cancelAll(): void {
    for (const cancel of this.#running.values()) cancel();
    this.#running.clear();
  }
}
