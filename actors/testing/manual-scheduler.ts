import type { Scheduler } from '../shard/scheduler.ts';

interface Timer {
  atMs: number;
  readonly periodMs: number | null;
  readonly task: () => void;
}

/** Rings or tasks at one moment after which a shard that does nothing else is caught turning in a circle. */
const maxTasksAtOnce = 10_000;

/** Time that passes only when a test says so. */
export class ManualScheduler implements Scheduler {
  #nowMs: number;
  #timers: Timer[] = [];
  #soon: (() => void)[] = [];
  #wake: Timer | null = null;

  constructor(nowMs = 1_000_000) {
    this.#nowMs = nowMs;
  }

  readonly now = (): number => this.#nowMs;

  soon(task: () => void): void {
    this.#soon.push(task);
  }

  every(periodMs: number, task: () => void): void {
    this.#timers.push({ atMs: this.#nowMs + periodMs, periodMs, task });
  }

  wake(atMs: number | null, task: () => void): void {
    this.#wake = atMs === null ? null : { atMs, periodMs: null, task };
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#timers.push({ atMs: this.#nowMs + ms, periodMs: null, task: resolve });
    });
  }

  /** The time at which the one timer rings; null if it is not set. */
  get wakesAtMs(): number | null {
    return this.#wake?.atMs ?? null;
  }

  /** Runs what can run without any time passing. */
  async settle(): Promise<void> {
    for (let ran = 0; ; ran++) {
      if (ran > maxTasksAtOnce) throw new Error('the thread turns in a circle');
      // After this turn of the real event loop, every promise that could go on has gone on.
      await new Promise(setImmediate);
      const task = this.#soon.shift() ?? this.#takeDue();
      if (task === undefined) return;
      task();
    }
  }

  /** Lets time pass, and runs what comes due at its own moment. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await this.settle();
    for (let nextMs = this.#nextMs(); nextMs <= untilMs; nextMs = this.#nextMs()) {
      this.#nowMs = Math.max(this.#nowMs, nextMs);
      await this.settle();
    }
    this.#nowMs = untilMs;
  }

  /** Lets time pass in one leap, as it does for a thread that was busy: all that came due is late. */
  async leap(ms: number): Promise<void> {
    this.#nowMs += ms;
    await this.settle();
  }

  /** The thread is gone: nothing of it runs any more. */
  end(): void {
    this.#timers = [];
    this.#soon = [];
    this.#wake = null;
  }

  #nextMs(): number {
    return Math.min(this.#wake?.atMs ?? Number.POSITIVE_INFINITY, ...this.#timers.map(({ atMs }) => atMs));
  }

  #takeDue(): (() => void) | undefined {
    if (this.#wake !== null && this.#wake.atMs <= this.#nowMs) {
      const { task } = this.#wake;
      this.#wake = null;
      return task;
    }
    const timer = this.#timers.find(({ atMs }) => atMs <= this.#nowMs);
    if (timer === undefined) return undefined;
    if (timer.periodMs === null) this.#timers.splice(this.#timers.indexOf(timer), 1);
    else timer.atMs = this.#nowMs + timer.periodMs;
    return timer.task;
  }
}
