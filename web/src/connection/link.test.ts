import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeCodes } from '../../../schema/codes.ts';
import type { ClientMessage } from '../../../schema/wire/client.ts';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import { Link, type LinkSocket } from './link.ts';
import { ServerClock } from './server-clock.ts';

class FakeSocket implements LinkSocket {
  onmessage: LinkSocket['onmessage'] = null;
  onclose: LinkSocket['onclose'] = null;
  sent: ClientMessage[] = [];
  isClosed = false;
  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientMessage);
  }
  close(): void {
    this.isClosed = true;
  }
  say(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

/** A link in a world whose time passes by hand. */
function world() {
  let nowMs = 0;
  let online = true;
  const timers = new Set<{ atMs: number; call: () => void }>();
  const sockets: FakeSocket[] = [];
  const states: string[] = [];
  let welcomes = 0;
  const clock = new ServerClock(
    () => nowMs,
    () => nowMs,
  );
  const link = new Link(
    {
      openSocket: () => {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket;
      },
      nowMs: () => nowMs,
      random: () => 0,
      isOnline: () => online,
      after: (delayMs, call) => {
        const timer = { atMs: nowMs + delayMs, call };
        timers.add(timer);
        return () => timers.delete(timer);
      },
    },
    clock,
    {
      stateChanged: (state) => states.push(state.kind),
      welcomed: () => {
        welcomes++;
      },
      message: () => {},
    },
  );
  const last = () => {
    const socket = sockets.at(-1);
    assert.ok(socket);
    return socket;
  };
  return {
    link,
    clock,
    sockets,
    states,
    last,
    welcomes: () => welcomes,
    setOnline: (value: boolean) => {
      online = value;
    },
    welcome: () =>
      last().say({
        type: 'welcome',
        version: 1,
        serverNow: nowMs + 100,
        person: null,
        signedInUntil: null,
      }),
    answerTime: () => {
      const asked = last().sent.findLast((message) => message.type === 'time');
      assert.ok(asked?.type === 'time');
      last().say({ type: 'time', clientAt: asked.clientAt, serverNow: nowMs + 100 });
    },
    pass: (ms: number) => {
      const untilMs = nowMs + ms;
      for (;;) {
        const due = [...timers].filter((timer) => timer.atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (due === undefined) break;
        timers.delete(due);
        nowMs = due.atMs;
        due.call();
      }
      nowMs = untilMs;
    },
  };
}

test('it is open after the welcome and asks for the time at once, then seldom', () => {
  const { link, states, last, welcome, answerTime, pass, welcomes } = world();
  link.reopen();
  assert.equal(link.send({ type: 'lobby', on: true }), false);
  welcome();
  assert.deepEqual(states, ['open']);
  assert.equal(welcomes(), 1);
  for (let n = 0; n < 5; n++) {
    answerTime();
    pass(200);
  }
  assert.equal(last().sent.length, 5);
  pass(20_000);
  assert.equal(last().sent.length, 6);
});

test('a lost connection comes back with growing waits and is welcomed again', () => {
  const { link, states, sockets, last, welcome, pass, welcomes } = world();
  link.reopen();
  welcome();
  last().onclose?.({ code: 1006 });
  assert.equal(states.at(-1), 'reconnecting');
  pass(200);
  assert.equal(sockets.length, 2);
  last().onclose?.({ code: 1006 });
  pass(399);
  assert.equal(sockets.length, 2);
  pass(1);
  assert.equal(sockets.length, 3);
  welcome();
  assert.equal(states.at(-1), 'open');
  assert.equal(welcomes(), 2);
});

test('a close code that says so is final until somebody asks for a new try', () => {
  const { link, states, sockets, last, welcome, pass } = world();
  link.reopen();
  welcome();
  last().onclose?.({ code: closeCodes.flooding });
  pass(600_000);
  assert.equal(states.at(-1), 'refused');
  assert.equal(sockets.length, 1);
  link.reopen();
  assert.equal(sockets.length, 2);
});

test('a server that shuts down is come back to', () => {
  const { link, sockets, last, welcome, pass } = world();
  link.reopen();
  welcome();
  last().onclose?.({ code: closeCodes.shuttingDown });
  pass(1_000);
  assert.equal(sockets.length, 2);
});

test('silence is said first and then ends the connection', () => {
  const { link, states, sockets, welcome, pass } = world();
  link.reopen();
  welcome();
  pass(3_000);
  assert.equal(states.at(-1), 'behind');
  pass(6_000);
  assert.equal(states.at(-1), 'reconnecting');
  assert.equal(sockets[0]?.isClosed, true);
});

test('a late answer ends being behind', () => {
  const { link, states, welcome, answerTime, pass } = world();
  link.reopen();
  welcome();
  pass(4_000);
  answerTime();
  assert.equal(states.at(-1), 'open');
});

test('without a network it says so and still tries', () => {
  const { link, states, sockets, welcome, setOnline, pass } = world();
  link.reopen();
  welcome();
  setOnline(false);
  link.wentOffline();
  assert.equal(states.at(-1), 'offline');
  pass(300);
  assert.equal(sockets.length, 2);
  assert.equal(states.at(-1), 'offline');
});

test('a server that never greets is given up', () => {
  const { link, sockets, pass } = world();
  link.reopen();
  pass(8_000);
  assert.equal(sockets[0]?.isClosed, true);
  pass(1_000);
  assert.equal(sockets.length, 2);
});
