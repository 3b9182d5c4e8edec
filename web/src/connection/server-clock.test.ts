import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServerClock } from './server-clock.ts';

function room(serverAheadMs: number) {
  let localMs = 1_000;
  const clock = new ServerClock(
    () => localMs,
    () => 5_000_000,
  );
  return {
    clock,
    pass: (ms: number) => {
      localMs += ms;
    },
    ask: (upMs: number, downMs: number) => {
      const sentAtMs = localMs;
      localMs += upMs;
      const serverNowMs = localMs + serverAheadMs;
      localMs += downMs;
      clock.measured(sentAtMs, localMs, serverNowMs);
    },
    trueNowMs: () => localMs + serverAheadMs,
  };
}

test('the wall clock serves until the server is heard', () => {
  const { clock, pass } = room(0);
  pass(500);
  assert.equal(clock.nowMs(), 5_000_500);
  assert.equal(clock.errorMs(), null);
});

test('the sample with the least round trip is believed, and the error stays within half of it', () => {
  const { clock, ask, trueNowMs } = room(7_777);
  ask(300, 20);
  ask(10, 14);
  ask(5, 400);
  assert.equal(clock.errorMs(), 12);
  assert.ok(Math.abs(clock.nowMs() - trueNowMs()) <= 12);
});

test('a greeting is better than the wall clock and worse than any measurement', () => {
  const { clock, ask, trueNowMs } = room(900);
  clock.greeted(1_000, 1_880);
  assert.equal(clock.offsetMs(), 880);
  ask(40, 40);
  assert.equal(clock.nowMs(), trueNowMs());
});

test('old samples make room, and after a sleep all are forgotten', () => {
  const { clock, ask, pass } = room(100);
  ask(1, 1);
  pass(200_000);
  ask(30, 30);
  assert.equal(clock.errorMs(), 30);
  clock.forget();
  assert.equal(clock.errorMs(), null);
});
