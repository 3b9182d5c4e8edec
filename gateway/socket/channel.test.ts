import type { WebSocket } from 'uWebSockets.js';
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { ActorHandle } from '../../actors/lane/lane.ts';
import { newsSeparator, type Snapshot } from '../../actors/lane/messages.ts';
import { limits } from '../../schema/limits.ts';
import { Allowance } from './allowance.ts';
import { Channel } from './channel.ts';
import { Connection, type SocketData } from './connection.ts';
import type { Position } from './relay.ts';
import { Traffic } from './traffic.ts';
import { Viewers } from './viewers.ts';

const epoch = 'e';
const sellerId = 7;

/** One client's end: what it was told, as ['snapshot', seq] and ['events', seqs…]. */
class Watcher {
  readonly told: unknown[][] = [];
  readonly connection: Connection;
  isSubscribed = false;

  constructor(personId = 1) {
    const allowance = new Allowance(1, 1);
    const topics = {
      subscribe: () => {
        this.isSubscribed = true;
      },
      unsubscribe: () => {
        this.isSubscribed = false;
      },
      putAnswer: () => {},
    };
    this.connection = new Connection({
      address: '',
      bids: allowance,
      messages: allowance,
      topics,
      traffic: new Traffic(),
    });
    this.connection.known({ id: personId, name: 'n', kind: 'guest', role: 'user' });
    const socket = {
      send: (frame: string) => {
        this.take(frame);
        return 1;
      },
    };
    this.connection.opened(socket as unknown as WebSocket<SocketData>);
  }

  take(frame: string): void {
    const { type, seq, events } = JSON.parse(frame);
    this.told.push(type === 'snapshot' ? [type, seq] : [type, ...events.map((event: Position) => event.seq)]);
  }
}

describe('a channel', () => {
  let watchers: Watcher[];
  let isAsked: boolean;
  let refused: Connection[];
  let halted: Connection[];
  /** Whether each published frame was pressing. */
  let pressing: boolean[];
  /** Whether the window in which news are gathered is still open. */
  let isGathering: boolean;
  let channel: Channel;

  beforeEach(() => {
    watchers = [];
    isAsked = false;
    refused = [];
    halted = [];
    pressing = [];
    isGathering = false;
    channel = new Channel({
      lot: 'L',
      handle: null as unknown as ActorHandle,
      epoch,
      now: () => 0,
      viewers: new Viewers(() => 0),
      publish: (frame, isPressing = false) => {
        pressing.push(isPressing);
        for (const watcher of watchers) if (watcher.isSubscribed) watcher.take(frame);
      },
      onDirty: () => {
        if (!isGathering) channel.publishPending();
      },
      onRefused: (connections) => refused.push(...connections),
      onHalted: (connections) => halted.push(...connections),
      askSnapshot: () => {
        assert.equal(isAsked, false);
        isAsked = true;
      },
      retryLater: (task) => task(),
    });
  });

  const snapshotAt = (position: number, phase = 'live'): Snapshot => ({
    exists: true,
    position,
    state: { phase, sellerId },
  });
  const news = (first: number, last: number) => {
    const seqs = Array.from({ length: last - first + 1 }, (_, n) => first + n);
    channel.news(first, last, seqs.map((seq) => JSON.stringify({ seq })).join(newsSeparator));
  };
  const join = (seq?: number, personId?: number) => {
    const watcher = new Watcher(personId);
    watchers.push(watcher);
    channel.join(watcher.connection, seq === undefined ? null : { epoch, seq });
    return watcher;
  };
  /** Answers the question that was asked. */
  const answer = (snapshot: Snapshot | null) => {
    assert.equal(isAsked, true);
    isAsked = false;
    channel.snapshot(snapshot);
  };

  it('starts with a snapshot, and goes on with events', () => {
    const watcher = join();
    channel.snapshot(snapshotAt(4));
    news(5, 6);
    assert.deepEqual(watcher.told, [
      ['snapshot', 4],
      ['events', 5, 6],
    ]);
  });

  it('tells a beginning or an end at once, with what was gathered, whatever people have said', () => {
    const watcher = join();
    channel.snapshot(snapshotAt(4));
    isGathering = true;
    const event = (seq: number, more: object) => channel.news(seq, seq, JSON.stringify({ seq, ...more }));
    event(5, { type: 'bid' });
    event(6, { type: 'paused', reason: 'the "phase":"sold" is a joke' });
    assert.deepEqual(watcher.told, [['snapshot', 4]]);
    event(7, { type: 'sold', set: { phase: 'sold' } });
    assert.deepEqual(watcher.told, [
      ['snapshot', 4],
      ['events', 5, 6, 7],
    ]);
    assert.deepEqual(pressing, [true]);
  });

  it('loses no news that overtook the first snapshot', () => {
    const watcher = join();
    news(3, 6);
    channel.snapshot(snapshotAt(4));
    news(7, 7);
    assert.deepEqual(watcher.told, [
      ['snapshot', 4],
      ['events', 5, 6],
      ['events', 7],
    ]);
  });

  it('does not step back for those who watch when a newcomer’s snapshot is older than the news', () => {
    const first = join();
    channel.snapshot(snapshotAt(4));
    const second = join();
    news(5, 6);
    answer(snapshotAt(5));
    news(7, 7);
    assert.deepEqual(first.told, [
      ['snapshot', 4],
      ['events', 5, 6],
      ['events', 7],
    ]);
    assert.deepEqual(second.told, [
      ['snapshot', 5],
      ['events', 6],
      ['events', 7],
    ]);
  });

  it('asks again when a snapshot is older than what is kept', () => {
    join();
    channel.snapshot(snapshotAt(0));
    const late = join();
    for (let seq = 1; seq <= limits.recoveryEvents + 2; seq++) news(seq, seq);
    answer(snapshotAt(1));
    assert.deepEqual(late.told, []);
    answer(snapshotAt(limits.recoveryEvents + 2));
    assert.deepEqual(late.told, [['snapshot', limits.recoveryEvents + 2]]);
  });

  it('gives exactly what was missed, out of the middle of what came together', () => {
    join();
    channel.snapshot(snapshotAt(0));
    news(1, 4);
    news(5, 6);
    assert.deepEqual(join(2).told, [['events', 3, 4, 5, 6]]);
    assert.deepEqual(join(5).told, [['events', 6]]);
    assert.deepEqual(join(6).told, [['events']]);
  });

  it('gives nothing but the missed events to those who wait for the first snapshot, where it can', () => {
    const current = join(4);
    const behind = join(3);
    channel.snapshot(snapshotAt(4));
    assert.deepEqual(current.told, [['events']]);
    assert.deepEqual(behind.told, [['snapshot', 4]]);
  });

  it('gives a snapshot to those who were elsewhere, too long away, or ahead', () => {
    join();
    channel.snapshot(snapshotAt(10));
    news(11, 11);
    const strange = new Watcher();
    watchers.push(strange);
    channel.join(strange.connection, { epoch: 'other', seq: 11 });
    const [old, ahead] = [join(9), join(12)];
    answer(snapshotAt(11));
    for (const watcher of [strange, old, ahead]) assert.deepEqual(watcher.told, [['snapshot', 11]]);
  });

  it('shows everybody a snapshot after a gap, and nothing from before it', () => {
    const watcher = join();
    channel.snapshot(snapshotAt(1));
    news(4, 5);
    const newcomer = join(5);
    news(6, 6);
    answer(snapshotAt(5));
    news(7, 7);
    assert.deepEqual(watcher.told, [
      ['snapshot', 1],
      ['snapshot', 5],
      ['events', 6],
      ['events', 7],
    ]);
    assert.deepEqual(newcomer.told, [
      ['events', 6],
      ['events', 7],
    ]);
  });

  it('shows everybody the snapshot of a rebuilt lot that is further than its news', () => {
    const watcher = join();
    channel.snapshot(snapshotAt(1));
    channel.snapshot(snapshotAt(3));
    assert.deepEqual(watcher.told, [
      ['snapshot', 1],
      ['snapshot', 3],
    ]);
  });

  it('asks again when nobody can tell now', () => {
    const watcher = join();
    channel.snapshot(null);
    answer(null);
    answer(snapshotAt(2));
    assert.deepEqual(watcher.told, [['snapshot', 2]]);
  });

  it('tells everyone that the lot was stopped, asks no more, and shows it to all when it goes on', () => {
    const [first, second] = [join(), join()];
    channel.snapshot(snapshotAt(4));
    news(5, 5);
    channel.halted();
    channel.halted();
    const newcomer = join(5);
    assert.deepEqual(halted, [first.connection, second.connection, newcomer.connection]);
    assert.equal(isAsked, false);
    channel.snapshot(snapshotAt(5));
    news(6, 6);
    for (const watcher of [first, second]) {
      assert.deepEqual(watcher.told, [
        ['snapshot', 4],
        ['events', 5],
        ['snapshot', 5],
        ['events', 6],
      ]);
    }
    assert.deepEqual(newcomer.told, [['events'], ['events', 6]]);
  });

  it('tells those who wait for the first snapshot that the lot was stopped, once each time', () => {
    const early = join();
    channel.halted();
    const late = join();
    assert.deepEqual(halted, [early.connection, late.connection]);
    assert.equal(isAsked, false);
    channel.snapshot(snapshotAt(2));
    for (const watcher of [early, late]) assert.deepEqual(watcher.told, [['snapshot', 2]]);
    channel.halted();
    assert.equal(halted.length, 4);
  });

  it('asks again for a stopped lot whose shard is another one now and can’t tell', () => {
    const watcher = join();
    channel.halted();
    channel.snapshot(null);
    answer(snapshotAt(2));
    assert.deepEqual(watcher.told, [['snapshot', 2]]);
  });

  it('refuses a draft to everybody but its seller, whatever position they claim', () => {
    const seller = join(undefined, sellerId);
    channel.snapshot(snapshotAt(0, 'draft'));
    const stranger = join(0);
    answer(snapshotAt(0, 'draft'));
    assert.deepEqual(refused, [stranger.connection]);
    news(1, 1);
    assert.deepEqual(seller.told, [
      ['snapshot', 0],
      ['events', 1],
    ]);
    assert.deepEqual(stranger.told, []);
    const visitor = join(1);
    answer(snapshotAt(1, 'scheduled'));
    assert.deepEqual(visitor.told, [['events']]);
  });

  it('refuses a lot that does not exist', () => {
    const watcher = join();
    channel.snapshot({ exists: false, position: 0, state: null });
    assert.deepEqual(refused, [watcher.connection]);
  });
});
