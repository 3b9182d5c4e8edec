import type { WebSocket } from 'uWebSockets.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { limits } from '../../../schema/limits.ts';
import { Allowance } from '../../socket/allowance.ts';
import { Connection, type SocketData } from '../../socket/connection.ts';
import { Pace } from '../../socket/pace.ts';
import { Traffic } from '../../socket/traffic.ts';
import type { Cohort } from './cohort.ts';
import { Cohorts } from './cohorts.ts';

const windowMs = 200;

/** Somebody in a room, with what they were told and when. */
interface Member {
  readonly connection: Connection;
  /** The number of the first message said after they came. */
  readonly from: number;
  readonly told: number[];
}

/** A room in virtual time, in which numbers are said. */
class Room {
  readonly members = new Map<Connection, Member>();
  /** When each number was said (ms), and to how many people something was told in each millisecond. */
  readonly saidAt: number[] = [];
  readonly toldIn = new Map<number, number>();
  longestMs = 0;
  largestFrame = 0;
  readonly #cohorts: Cohorts;
  readonly #pace: Pace<Cohort>;
  #now = 1_000;
  #tasks: Array<{ at: number; task: () => void }> = [];

  constructor() {
    this.#pace = new Pace({
      now: () => this.#now,
      later: (delayMs, task) => this.#tasks.push({ at: this.#now + Math.ceil(delayMs), task }),
      dueAt: ({ dueAt }) => dueAt,
    });
    this.#cohorts = new Cohorts({
      now: () => this.#now,
      windowMs: () => windowMs,
      onDirty: (cohort) => this.#pace.add(cohort),
      frameOf: (texts) => `[${texts}]`,
      put: (connection, frame) => this.#tell(connection, frame),
    });
  }

  come(): Connection {
    const allowance = new Allowance(1, 1);
    const topics = { subscribe() {}, unsubscribe() {}, putAnswer() {} };
    const parts = { address: '', bids: allowance, messages: allowance, topics, traffic: new Traffic() };
    const connection = new Connection(parts);
    connection.opened({ send: () => 1 } as unknown as WebSocket<SocketData>);
    this.members.set(connection, { connection, from: this.saidAt.length, told: [] });
    this.#cohorts.join(connection);
    return connection;
  }

  go(connection: Connection): Member | undefined {
    const member = this.members.get(connection);
    this.members.delete(connection);
    this.#cohorts.leave(connection);
    return member;
  }

  /** Says the next number, in so many characters. */
  say(length = 1): void {
    this.#cohorts.gather(String(this.saidAt.push(this.#now) - 1).padStart(length));
    this.#pace.publish();
  }

  pass(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const next = this.#tasks.sort((one, other) => one.at - other.at)[0];
      if (next === undefined || next.at > until) break;
      this.#tasks = this.#tasks.slice(1);
      this.#now = Math.max(this.#now, next.at);
      next.task();
    }
    this.#now = until;
  }

  #tell(connection: Connection, frame: Uint8Array): void {
    const member = this.members.get(connection);
    assert.ok(member !== undefined, 'told to somebody who has gone');
    this.largestFrame = Math.max(this.largestFrame, frame.length);
    this.toldIn.set(this.#now, (this.toldIn.get(this.#now) ?? 0) + 1);
    for (const number of JSON.parse(Buffer.from(frame).toString()) as number[]) {
      member.told.push(number);
      this.longestMs = Math.max(this.longestMs, this.#now - (this.saidAt[number] as number));
    }
  }
}

test('each is told all that is said while they are there, once, in order and within a window', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('come' as const), count: fc.integer({ min: 1, max: 80 }) }),
    fc.record({ do: fc.constant('go' as const), who: fc.nat() }),
    fc.record({ do: fc.constant('say' as const), count: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ do: fc.constant('pass' as const), ms: fc.nat({ max: 300 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const room = new Room();
      for (const one of steps) {
        if (one.do === 'come') for (let n = 0; n < one.count; n++) room.come();
        else if (one.do === 'say') for (let n = 0; n < one.count; n++) room.say();
        else if (one.do === 'pass') room.pass(one.ms);
        else {
          const gone = room.go(
            [...room.members.keys()][one.who % Math.max(1, room.members.size)] as Connection,
          );
          if (gone !== undefined)
            assert.deepEqual(gone.told, numbers(gone.from, gone.from + gone.told.length));
        }
      }
      room.pass(windowMs + 1);
      for (const { from, told } of room.members.values()) {
        assert.deepEqual(told, numbers(from, room.saidAt.length));
      }
      assert.ok(room.longestMs <= windowMs + 1, `told after ${room.longestMs} ms`);
    }),
  );
});

test('a crowd is told a few at a time, in turns that last, however it came', () => {
  const room = new Room();
  const people = 800;
  // Half of them one by one while others talk, half at once.
  for (let n = 0; n < people / 2; n++) {
    room.come();
    room.say();
    room.pass(3);
  }
  for (let n = 0; n < people / 2; n++) room.come();
  for (let n = 0; n < 100; n++) {
    room.say();
    room.pass(10);
  }
  room.toldIn.clear();
  const since = room.saidAt.length;
  for (let n = 0; n < 500; n++) {
    room.say();
    room.pass(10);
  }
  const crowds = [...room.toldIn.values()];
  assert.ok(Math.max(...crowds) <= people / 4, `${Math.max(...crowds)} told in one millisecond`);
  const frames = crowds.reduce((sum, count) => sum + count, 0);
  const windows = ((room.saidAt.length - since) * 10) / windowMs;
  assert.ok(frames <= people * (windows + 1), 'each has a frame a window');
});

test('much that is said within a window is told before it is too much for one frame', () => {
  const room = new Room();
  for (let n = 0; n < 100; n++) room.come();
  for (let n = 0; n < 1_000; n++) {
    room.say(1_000);
    if (n % 10 === 0) room.pass(1);
  }
  room.pass(windowMs);
  for (const { told } of room.members.values()) assert.deepEqual(told, numbers(0, 1_000));
  assert.ok(room.largestFrame < limits.maxBackpressureBytes / 3, `${room.largestFrame} bytes`);
});

const numbers = (from: number, until: number): number[] =>
  Array.from({ length: until - from }, (_, n) => from + n);
