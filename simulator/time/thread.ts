import type { Scheduler } from '../../actors/shard/scheduler.ts';
import type { Timeline } from './timeline.ts';

/** What a stalled thread has not come to yet. */
interface Held {
  readonly label: string;
  readonly task: () => void;
}

/** A thread of a simulated server: it can stall, and it can be gone. */
export class Thread {
  readonly timeline: Timeline;
  readonly scheduler: Scheduler;
  #isAlive = true;
  #stalledUntilMs = 0;
  #held: Held[] = [];
  /** When the one alarm rings (virtual ms); only the newest counts. */
  #alarmMs: number | null = null;

  /** `offsetMs` is what this thread's clock shows more than virtual time. */
  constructor(timeline: Timeline, offsetMs: number) {
    this.timeline = timeline;
    const now = () => Math.floor(timeline.nowMs + offsetMs);
    this.scheduler = {
      now,
      soon: (task) => this.run(0.01, 'turn', task),
      every: (periodMs, task) => {
        const again = () => {
          task();
          this.run(periodMs, 'period', again);
        };
        this.run(periodMs, 'period', again);
      },
      wake: (atMs, task) => {
        // A hair later, so that the whole milliseconds of the clock have come for sure.
        const alarmMs = atMs === null ? null : Math.max(atMs - offsetMs + 0.01, timeline.nowMs);
        if (alarmMs === this.#alarmMs) return;
        this.#alarmMs = alarmMs;
        if (alarmMs === null) return;
        this.runAt(alarmMs, 'alarm', () => {
          if (this.#alarmMs !== alarmMs) {
            timeline.wasNothing = true;
            return;
          }
          this.#alarmMs = null;
          task();
        });
      },
      sleep: (ms) =>
        new Promise((resolve) => {
          this.run(ms, 'wakening', () => {
            timeline.settles = true;
            resolve();
          });
        }),
    };
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Runs a task on this thread, unless it is gone by then; a stalled one runs it when it goes on. */
  run(delayMs: number, label: string, task: () => void): void {
    this.runAt(this.timeline.nowMs + Math.max(0, delayMs), label, task);
  }

  /** The same at a moment of virtual time. What is planned for equal moments keeps its order. */
  runAt(atMs: number, label: string, task: () => void): void {
    this.timeline.at(atMs, label, () => this.#enter(label, task));
  }

  /** Nothing runs for so long. */
  stall(ms: number): void {
    this.#stalledUntilMs = Math.max(this.#stalledUntilMs, this.timeline.nowMs + ms);
  }

  /** The thread is gone at one blow: nothing of it runs any more. */
  kill(): void {
    this.#isAlive = false;
  }

  #enter(label: string, task: () => void): void {
    if (!this.#isAlive) this.timeline.wasNothing = true;
    else if (this.timeline.nowMs < this.#stalledUntilMs) {
      this.timeline.wasNothing = true;
      this.#held.push({ label, task });
      if (this.#held.length === 1) this.#release();
    } else task();
  }

  /** What was held up goes on in its order, when the last of all stalls is over. */
  #release(): void {
    const { timeline } = this;
    timeline.at(this.#stalledUntilMs, 'goes on', () => {
      timeline.wasNothing = true;
      if (timeline.nowMs < this.#stalledUntilMs) return this.#release();
      for (const { label, task } of this.#held.splice(0)) this.runAt(timeline.nowMs, label, task);
    });
  }
}
