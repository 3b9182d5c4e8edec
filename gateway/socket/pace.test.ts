import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Pace } from './pace.ts';

const windowsMs = [0, 20, 100];

/** One stream that has something to say now and then. */
class Stream {
  readonly windowMs: number;
  publishedAt = Number.NEGATIVE_INFINITY;
  /** When what waits came in (ms); null while nothing does. */
  waitsSince: number | null = null;
  readonly #now: () => number;

  constructor(windowMs: number, now: () => number) {
    this.windowMs = windowMs;
    this.#now = now;
  }

  publishPending(): void {
    assert.ok(this.waitsSince !== null, 'nothing was to be published');
    assert.ok(this.#now() - this.publishedAt >= this.windowMs, 'two frames in one window');
    assert.ok(this.#now() - this.waitsSince <= this.windowMs, 'published after its window');
    this.waitsSince = null;
    this.publishedAt = this.#now();
  }
}

test('each is published at once when it was quiet, else at the end of its own window, whatever the windows of others', () => {
  const steps = fc.array(
    fc.record({ stream: fc.nat({ max: windowsMs.length - 1 }), afterMs: fc.nat({ max: 60 }) }),
  );
  fc.assert(
    fc.property(steps, (all) => {
      let now = 0;
      let tasks: Array<{ at: number; task: () => void }> = [];
      const streams = windowsMs.map((windowMs) => new Stream(windowMs, () => now));
      const pace = new Pace<Stream>({
        now: () => now,
        later: (delayMs, task) => tasks.push({ at: now + delayMs, task }),
        dueAt: ({ publishedAt, windowMs }) => publishedAt + windowMs,
      });
      const pass = (ms: number) => {
        const until = now + ms;
        for (;;) {
          const next = tasks.sort((one, other) => one.at - other.at)[0];
          if (next === undefined || next.at > until) break;
          tasks = tasks.slice(1);
          now = next.at;
          next.task();
        }
        now = until;
      };
      for (const { stream, afterMs } of all) {
        pass(afterMs);
        const one = streams[stream] as Stream;
        if (one.waitsSince === null) one.waitsSince = now;
        pace.add(one);
        pace.publish();
      }
      pass(Math.max(...windowsMs));
      for (const { waitsSince } of streams) assert.equal(waitsSince, null);
    }),
  );
});
