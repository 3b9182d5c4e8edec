import type { Clock } from '../clock.ts';

/** Time as a shard sees it, so that a simulator can own it. */
export interface Scheduler {
  readonly now: Clock;
  /** Runs `task` in this thread, after what is already waiting. */
  soon(task: () => void): void;
  /** Runs `task` every `periodMs`, until the thread ends. */
  every(periodMs: number, task: () => void): void;
  /** Sets the shard's one timer: `task` runs once, not before `atMs`; null clears it. */
  wake(atMs: number | null, task: () => void): void;
  sleep(ms: number): Promise<void>;
}

/** The longest delay that Node's timers take. */
const maxDelayMs = 2 ** 31 - 1;

/** The event loop's time. */
export function eventLoopScheduler(now: Clock): Scheduler {
  let timer: NodeJS.Timeout | undefined;
  let armedAt = Number.POSITIVE_INFINITY;
  return {
    now,
    soon: (task) => void setImmediate(task),
    every: (periodMs, task) => void setInterval(task, periodMs),
    wake(atMs, task) {
      // A timer that rings too early only costs a look; moving it with every bid would cost more.
      if (atMs === null || atMs >= armedAt) return;
      clearTimeout(timer);
      armedAt = atMs;
      timer = setTimeout(
        () => {
          armedAt = Number.POSITIVE_INFINITY;
          task();
        },
        Math.min(Math.max(0, atMs - now()), maxDelayMs),
      );
    },
    sleep: (ms) => new Promise((resolve) => void setTimeout(resolve, ms)),
  };
}
