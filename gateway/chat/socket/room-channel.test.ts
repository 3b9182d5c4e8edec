import type { WebSocket } from 'uWebSockets.js';
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { ActorHandle } from '../../../actors/lane/lane.ts';
import { newsSeparator, type Snapshot } from '../../../actors/lane/messages.ts';
import { limits } from '../../../schema/limits.ts';
import { Allowance } from '../../socket/allowance.ts';
import { Connection, type SocketData } from '../../socket/connection.ts';
import { Traffic } from '../../socket/traffic.ts';
import type { Cohort } from './cohort.ts';
import { RoomChannel } from './room-channel.ts';

const epoch = 'e';
const topic = 'chat/L';

/** One client's end: what it was told, as ['chatRoom', seq] and ['chatEvents', seqs…]. */
class Guest {
  readonly told: unknown[][] = [];
  /** The very frames that were put aside for it alone. */
  readonly frames: Uint8Array[] = [];
  readonly connection: Connection;

  constructor() {
    const allowance = new Allowance(1, 1);
    this.connection = new Connection({
      address: '',
      bids: allowance,
      messages: allowance,
      topics: { subscribe() {}, unsubscribe() {}, putAnswer() {} },
      traffic: new Traffic(),
    });
    this.connection.known({ id: 1, name: 'n', kind: 'guest', role: 'user' });
    this.connection.opened({ send: () => 1 } as unknown as WebSocket<SocketData>);
  }

  take(frame: string): void {
    const { type, seq, events } = JSON.parse(frame);
    if (type === 'chatRoom') this.told.push([type, seq]);
    else if (type === 'chatEvents')
      this.told.push([type, ...events.map((event: { seq: number }) => event.seq)]);
    else this.told.push([type]);
  }
}

describe('a room’s channel', () => {
  let guests: Guest[];
  let asked: number;
  let opened: number;
  let halted: Connection[];
  let news: (string | null)[];
  let greeting: string | null;
  let room: RoomChannel;
  let dirty: Set<RoomChannel | Cohort>;

  beforeEach(() => {
    guests = [];
    asked = 0;
    opened = 0;
    halted = [];
    news = [];
    greeting = null;
    dirty = new Set();
    room = new RoomChannel({
      lot: 'L',
      topic,
      handle: null as unknown as ActorHandle,
      epoch,
      now: () => 0,
      put: (connection, frame) => {
        const guest = guests.find((one) => one.connection === connection) as Guest;
        guest.frames.push(frame);
        guest.take(Buffer.from(frame).toString());
      },
      publish: (frame) => {
        for (const guest of guests) if (guest.connection.admitted.has(topic)) guest.take(frame);
      },
      windowMsOf: () => 100,
      onDirty: (of) => void dirty.add(of),
      onHalted: (connections) => halted.push(...connections),
      askSnapshot: () => {
        asked++;
      },
      retryLater: (task) => task(),
      openRoom: () => {
        opened++;
      },
      greeting: () => greeting,
      onNews: (text) => news.push(text),
    });
  });

  const snapshotAt = (position: number): Snapshot => ({ exists: true, position, state: { messages: [] } });
  const say = (first: number, last = first, text = '') => {
    const seqs = Array.from({ length: last - first + 1 }, (_, n) => first + n);
    room.news(first, last, seqs.map((seq) => JSON.stringify({ seq, text })).join(newsSeparator));
  };
  const endWindows = () => {
    for (const one of dirty) one.publishPending();
    dirty.clear();
  };
  const enter = (seq?: number, of = epoch) => {
    const guest = new Guest();
    guests.push(guest);
    room.join(guest.connection, seq === undefined ? null : { epoch: of, seq });
    return guest;
  };

  it('shows one picture, encoded once, to a crowd that came in one window, and asks nobody for it', () => {
    enter();
    room.snapshot(snapshotAt(4));
    say(5, 6);
    const crowd = Array.from({ length: 50 }, () => enter());
    const back = [enter(5), enter(5)];
    for (const guest of [...crowd, ...back]) assert.deepEqual(guest.told, []);
    endWindows();
    for (const guest of crowd) {
      assert.deepEqual(guest.told, [
        ['chatRoom', 4],
        ['chatEvents', 5, 6],
      ]);
      for (const [n, frame] of guest.frames.entries()) assert.equal(frame, crowd[0]?.frames[n]);
    }
    for (const guest of back) {
      assert.deepEqual(guest.told, [['chatEvents', 6]]);
      assert.equal(guest.frames[0], back[0]?.frames[0]);
    }
    assert.equal(asked, 0);
    say(7);
    endWindows();
    for (const guest of crowd) assert.deepEqual(guest.told.at(-1), ['chatEvents', 7]);
  });

  it('has another picture made when so much was said since that it would be the shorter one', () => {
    enter();
    room.snapshot(snapshotAt(0));
    say(1, limits.chatSnapshotMessages + 1);
    const late = [enter(), enter()];
    endWindows();
    assert.deepEqual([asked, late[0]?.told], [1, []]);
    room.snapshot(snapshotAt(limits.chatSnapshotMessages + 1));
    for (const guest of late) assert.deepEqual(guest.told, [['chatRoom', limits.chatSnapshotMessages + 1]]);
  });

  it('gives a picture to who was elsewhere, too long away or ahead, and to who missed too much at once', () => {
    enter();
    room.snapshot(snapshotAt(10));
    const text = 'x'.repeat(1_000);
    for (let seq = 11; seq < 11 + limits.recoveryEvents; seq++) say(seq, seq, text);
    const last = 10 + limits.recoveryEvents;
    const strange = [enter(last, 'other'), enter(9), enter(last + 1), enter(11)];
    const current = enter(last);
    endWindows();
    assert.deepEqual(current.told, [['chatEvents']]);
    room.snapshot(snapshotAt(last));
    for (const guest of strange) assert.deepEqual(guest.told, [['chatRoom', last]]);
  });

  it('is opened for the first who comes, once, and shown when it is', () => {
    const [first, second] = [enter(), enter()];
    room.snapshot({ exists: false, position: 0, state: null });
    assert.equal(opened, 1);
    say(1);
    room.opened();
    assert.equal(asked, 1);
    room.snapshot(snapshotAt(1));
    for (const guest of [first, second]) assert.deepEqual(guest.told, [['chatRoom', 1]]);
  });

  it('that nobody is in is opened by the next one who comes', () => {
    room.follows = 1;
    room.snapshot({ exists: false, position: 0, state: null });
    assert.equal(opened, 0);
    enter();
    assert.equal(opened, 1);
  });

  it('shows everybody a picture after a gap, and tells those who follow the news that there was one', () => {
    const guest = enter();
    room.snapshot(snapshotAt(1));
    say(4, 5);
    const newcomer = enter();
    endWindows();
    assert.deepEqual([guest.told, newcomer.told], [[['chatRoom', 1]], []]);
    room.snapshot(snapshotAt(5));
    assert.deepEqual(guest.told, [
      ['chatRoom', 1],
      ['chatRoom', 5],
    ]);
    assert.deepEqual(newcomer.told, [['chatRoom', 5]]);
    assert.equal(news.at(-1), null);
  });

  it('that was stopped says so to all, and shows itself when it goes on', () => {
    const guest = enter();
    room.snapshot(snapshotAt(1));
    room.halted();
    const newcomer = enter(1);
    assert.deepEqual(halted, [guest.connection, newcomer.connection]);
    endWindows();
    assert.deepEqual([asked, newcomer.told], [0, []]);
    room.snapshot(snapshotAt(1));
    assert.deepEqual(guest.told, [
      ['chatRoom', 1],
      ['chatRoom', 1],
    ]);
    assert.deepEqual(newcomer.told, [['chatEvents']]);
  });

  it('tells who comes in what else there is to know, after where the room stands', () => {
    greeting = '{"type":"chatPresent"}';
    const guest = enter();
    room.snapshot(snapshotAt(1));
    assert.deepEqual(guest.told, [['chatRoom', 1], ['chatPresent']]);
  });
});
