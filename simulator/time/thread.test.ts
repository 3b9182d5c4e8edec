import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Thread } from './thread.ts';
import { Timeline } from './timeline.ts';

function room() {
  const timeline = new Timeline(1_000);
  const thread = new Thread(timeline, 500);
  const happened: string[] = [];
  const note = (what: string) => () => happened.push(`${what} at ${thread.scheduler.now()}`);
  const run = (untilMs: number) => {
    while (timeline.size > 0 && timeline.nowMs < untilMs) timeline.step();
  };
  return { thread, happened, note, run };
}

it('a thread has its own clock, and one alarm by it', () => {
  const { thread, happened, note, run } = room();
  thread.scheduler.wake(1_600, note('first'));
  thread.scheduler.wake(1_550, note('second'));
  run(2_000);
  assert.deepEqual(happened, ['second at 1550']);
});

it('an alarm that was set for the same time again rings once', () => {
  const { thread, happened, note, run } = room();
  thread.scheduler.wake(1_600, note('alarm'));
  thread.scheduler.wake(1_600, note('alarm'));
  run(2_000);
  assert.deepEqual(happened, ['alarm at 1600']);
});

it('a stalled thread does everything later, in the same order', () => {
  const { thread, happened, note, run } = room();
  thread.run(10, 'test', note('a'));
  thread.run(20, 'test', note('b'));
  thread.run(90, 'test', note('c'));
  thread.stall(50);
  run(2_000);
  assert.deepEqual(happened, ['a at 1550', 'b at 1550', 'c at 1590']);
});

it('a stall within a stall changes no order', () => {
  const { thread, happened, note, run } = room();
  thread.run(10, 'test', note('a'));
  thread.run(60, 'test', note('b'));
  thread.stall(50);
  thread.run(45, 'test', note('c'));
  thread.timeline.after(40, 'test', () => thread.stall(100));
  run(2_000);
  assert.deepEqual(happened, ['a at 1640', 'c at 1640', 'b at 1640']);
});

it('nothing of a thread that is gone runs any more', () => {
  const { thread, happened, note, run } = room();
  thread.run(10, 'test', note('a'));
  thread.kill();
  run(2_000);
  assert.deepEqual(happened, []);
});
