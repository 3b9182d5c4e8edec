import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClientMessage } from '../../../schema/wire/client.ts';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import type { LineListener, LineState } from './line.ts';
import { NoVideo } from './refusals.ts';
import type { Layers } from './rungs.ts';
import { Watching } from './watching.ts';

const lot = '01J00000000000000000000000';
const transport = { id: 't', iceParameters: {}, iceCandidates: [], dtlsParameters: { fingerprints: [] } };
const track = (id: string) => ({
  id,
  producerId: `of-${id}`,
  kind: 'video' as const,
  rtpParameters: { codecs: [] },
});
const watchingWith = (...ids: string[]) =>
  ({ type: 'mediaWatching', lot, transport, tracks: ids.map(track) }) as unknown as ServerMessage;
const snapshot = { type: 'snapshot', lot } as ServerMessage;
const errorAbout = (type: string, code: string) =>
  ({ type: 'error', code, message: '', about: { type, lot } }) as ServerMessage;
/** Lets everything that waits for nothing but its turn go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** No track is taken before `holdsBack` is settled. */
function room({ isSubscribed = true, refusal = null as NoVideo | null, holdsBack = Promise.resolve() } = {}) {
  const sent: ClientMessage[] = [];
  const timers = new Set<{ delayMs: number; call: () => void }>();
  const receivers: Array<{ listener: LineListener; consumed: string[]; isClosed: boolean }> = [];
  let state: LineState = { kind: 'off' };
  const watching = new Watching(
    lot,
    isSubscribed,
    {
      send: (message) => {
        sent.push(message);
        return true;
      },
      after: (delayMs, call) => {
        const timer = { delayMs, call };
        timers.add(timer);
        return () => timers.delete(timer);
      },
      random: () => 0,
      capabilities: () => (refusal === null ? Promise.resolve({ codecs: [] }) : Promise.reject(refusal)),
      openReceiver: (_transport, listener) => {
        const receiver = { listener, consumed: [] as string[], isClosed: false };
        receivers.push(receiver);
        return {
          consume: async (tracks) => {
            await holdsBack;
            receiver.consumed.push(...tracks.map(({ id }) => id));
          },
          remove: (id) => {
            receiver.consumed = receiver.consumed.filter((one) => one !== id);
          },
          close: () => {
            receiver.isClosed = true;
          },
        };
      },
    },
    (next) => {
      state = next;
    },
  );
  return {
    watching,
    receivers,
    state: () => state,
    /** What was sent since the last look. */
    said: () => sent.splice(0).map((message) => message.type),
    timers: () => [...timers].map(({ delayMs }) => delayMs),
    ring: () => {
      for (const timer of [...timers]) {
        timers.delete(timer);
        timer.call();
      }
    },
    async tell(message: ServerMessage) {
      watching.take(message);
      await settle();
    },
  };
}

const small: Layers = { layer: 1, temporalLayer: 0 };
const large: Layers = { layer: 2, temporalLayer: 2 };

test('the picture is asked for, its size said, its tracks taken, and then it may begin', async () => {
  const { watching, said, tell, receivers, state } = room();
  watching.prefer(small);
  watching.start();
  await settle();
  assert.deepEqual(said(), ['mediaWatch']);
  await tell(watchingWith('a', 'v'));
  assert.deepEqual(said(), ['mediaPrefer', 'mediaReady']);
  assert.deepEqual(receivers[0]?.consumed, ['a', 'v']);
  assert.deepEqual(state(), { kind: 'open' });

  await tell({ type: 'mediaAdded', lot, track: track('w') });
  assert.deepEqual(said(), ['mediaReady']);
  await tell({ type: 'mediaRemoved', lot, id: 'v' });
  assert.deepEqual(receivers[0]?.consumed, ['a', 'w']);
  watching.prefer(small);
  watching.prefer(large);
  assert.deepEqual(said(), ['mediaPrefer']);

  watching.leave();
  assert.deepEqual(said(), ['mediaLeave']);
  assert.ok(receivers[0]?.isClosed);
});

test('nothing is asked for before the subscription is answered, nor of another lot', async () => {
  const { watching, said, tell, receivers } = room({ isSubscribed: false });
  watching.start();
  await settle();
  assert.deepEqual(said(), []);
  await tell({ ...snapshot, lot: 'other' } as ServerMessage);
  assert.deepEqual(said(), []);
  await tell(snapshot);
  await tell(snapshot);
  assert.deepEqual(said(), ['mediaWatch']);
  await tell({ ...watchingWith('v'), lot: 'other' } as ServerMessage);
  assert.equal(receivers.length, 0);
});

test('after a reconnect it is asked for again, and the old picture stays until the new one is there', async () => {
  const { watching, said, tell, receivers } = room();
  watching.start();
  await settle();
  await tell(watchingWith('v'));
  said();
  watching.welcomed();
  receivers[0]?.listener.connected(false);
  assert.deepEqual(said(), []);
  await tell(snapshot);
  assert.deepEqual(said(), ['mediaWatch']);
  assert.equal(receivers[0]?.isClosed, false);
  await tell(watchingWith('v'));
  assert.equal(receivers[0]?.isClosed, true);
  assert.deepEqual(receivers[1]?.consumed, ['v']);
});

test('a transport that the server closed is asked for again after a pause', async () => {
  const { watching, said, tell, timers, ring, state, receivers } = room();
  watching.start();
  await settle();
  await tell(watchingWith('v'));
  said();
  await tell({ type: 'mediaClosed', lot, role: 'watch', again: true });
  assert.deepEqual(state(), { kind: 'waiting' });
  assert.ok(receivers[0]?.isClosed);
  assert.deepEqual(timers(), [200]);
  ring();
  await settle();
  assert.deepEqual(said(), ['mediaWatch']);
});

test('a way that breaks is left and asked for anew; in the end it is given up until somebody asks', async () => {
  const { watching, said, tell, ring, state, receivers } = room();
  watching.start();
  for (let attempt = 0; attempt < 8; attempt++) {
    await settle();
    await tell(watchingWith('v'));
    assert.deepEqual(said(), ['mediaWatch', 'mediaReady']);
    receivers.at(-1)?.listener.connected(false);
    assert.deepEqual(said(), ['mediaLeave']);
    ring();
  }
  await settle();
  await tell(watchingWith('v'));
  receivers.at(-1)?.listener.connected(false);
  assert.deepEqual(state(), { kind: 'refused', why: 'failed' });
  said();
  watching.again();
  await settle();
  assert.deepEqual(said(), ['mediaWatch']);
});

test('a question without an answer is asked again', async () => {
  const { watching, said, ring, state } = room();
  watching.start();
  await settle();
  said();
  ring();
  assert.deepEqual(state(), { kind: 'waiting' });
  ring();
  await settle();
  assert.deepEqual(said(), ['mediaLeave', 'mediaWatch']);
});

test('what asking again does not change is said, and not asked again', async () => {
  const off = room({ refusal: new NoVideo('media_off') });
  off.watching.start();
  await settle();
  assert.deepEqual(off.state(), { kind: 'refused', why: 'media_off' });
  assert.deepEqual(off.timers(), []);

  const full = room();
  full.watching.start();
  await settle();
  await full.tell(errorAbout('mediaWatch', 'too_many_videos'));
  assert.deepEqual(full.state(), { kind: 'refused', why: 'too_many_videos' });
  assert.deepEqual(full.timers(), []);

  const busy = room();
  busy.watching.start();
  await settle();
  await busy.tell(errorAbout('bid', 'rate_limited'));
  assert.deepEqual(busy.state(), { kind: 'asking' });
  await busy.tell(errorAbout('mediaWatch', 'rate_limited'));
  assert.deepEqual(busy.state(), { kind: 'waiting' });
});

test('a size that is wished for while tracks are still being taken is said', async () => {
  let taken = () => {};
  const holdsBack = new Promise<void>((resolve) => {
    taken = resolve;
  });
  const { watching, said, tell, state } = room({ holdsBack });
  watching.start();
  await settle();
  await tell(watchingWith('v'));
  watching.prefer(large);
  assert.deepEqual(state(), { kind: 'asking' });
  taken();
  await settle();
  assert.deepEqual(said(), ['mediaWatch', 'mediaPrefer', 'mediaReady']);
  assert.deepEqual(state(), { kind: 'open' });
});

test('what was refused is asked for again over a new connection, and what broke is not told as the present', async () => {
  const { watching, said, tell, state, receivers } = room();
  watching.start();
  await settle();
  await tell(errorAbout('mediaWatch', 'media_off'));
  said();
  watching.welcomed();
  assert.deepEqual(state(), { kind: 'asking' });
  await tell(snapshot);
  assert.deepEqual(said(), ['mediaWatch']);
  await tell(watchingWith('v'));
  await tell({ type: 'mediaClosed', lot, role: 'watch', again: true });
  said();
  receivers[0]?.listener.connect({ fingerprints: [] });
  receivers[0]?.listener.connected(false);
  assert.deepEqual(said(), []);
});
