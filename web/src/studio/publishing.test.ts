import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClientMessage } from '../../../schema/wire/client.ts';
import type { MediaKind } from '../../../schema/wire/media.ts';
import type { ServerMessage } from '../../../schema/wire/server.ts';
import type { LineState } from '../video/line.ts';
import { Publishing, type SenderListener } from './publishing.ts';

const lot = '01J00000000000000000000000';
const transport = { id: 't', iceParameters: {}, iceCandidates: [], dtlsParameters: { fingerprints: [] } };
const publishing = { type: 'mediaPublishing', lot, transport } as unknown as ServerMessage;
const produced = (kind: MediaKind) =>
  ({ type: 'mediaProduced', lot, kind, id: `id-${kind}` }) as ServerMessage;
const snapshot = { type: 'snapshot', lot } as ServerMessage;
const closed = (again: boolean) => ({ type: 'mediaClosed', lot, role: 'publish', again }) as ServerMessage;
const errorAbout = (type: string, code: string) =>
  ({ type: 'error', code, message: '', about: { type, lot } }) as ServerMessage;
/** Lets everything that waits for nothing but its turn go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function studio() {
  const sent: ClientMessage[] = [];
  const timers = new Set<() => void>();
  const senders: Array<{ listener: SenderListener; isClosed: boolean }> = [];
  let state: LineState = { kind: 'off' };
  const machine = new Publishing(
    lot,
    {
      send: (message) => {
        sent.push(message);
        return true;
      },
      after: (_delayMs, call) => {
        timers.add(call);
        return () => timers.delete(call);
      },
      random: () => 0,
      prepare: () => Promise.resolve(),
      openSender: (_transport, listener) => {
        const sender = { listener, isClosed: false };
        senders.push(sender);
        return {
          start: async () => {
            listener.connect({ fingerprints: [] });
            await listener.produce('video', { codecs: [] });
            await listener.produce('audio', { codecs: [] });
          },
          close: () => {
            sender.isClosed = true;
          },
        };
      },
    },
    (next) => {
      state = next;
    },
  );
  const tell = async (message: ServerMessage) => {
    machine.take(message);
    await settle();
  };
  return {
    machine,
    senders,
    state: () => state,
    said: () => sent.splice(0).map((message) => message.type),
    ring: async () => {
      for (const call of [...timers]) {
        timers.delete(call);
        call();
      }
      await settle();
    },
    tell,
    async goesOnAir() {
      machine.start();
      await settle();
      await tell(publishing);
      await tell(produced('video'));
      await tell(produced('audio'));
    },
  };
}

test('one goes on air by a transport, its encryption and one track after the other', async () => {
  const { machine, said, state, tell, senders } = studio();
  machine.start();
  await settle();
  assert.deepEqual(said(), ['mediaPublish']);
  await tell(publishing);
  assert.deepEqual(said(), ['mediaConnect', 'mediaProduce']);
  await tell(produced('video'));
  assert.deepEqual(said(), ['mediaProduce']);
  assert.deepEqual(state(), { kind: 'asking' });
  await tell(produced('audio'));
  assert.deepEqual(state(), { kind: 'open' });

  machine.end();
  assert.deepEqual(said(), ['mediaLeave']);
  assert.deepEqual(state(), { kind: 'off' });
  assert.ok(senders[0]?.isClosed);
});

test('who is on air comes back after a reconnect, when the lot is subscribed to again', async () => {
  const { machine, said, tell, goesOnAir, state } = studio();
  await goesOnAir();
  said();
  machine.welcomed();
  await settle();
  assert.deepEqual(said(), []);
  await tell(snapshot);
  await tell(snapshot);
  assert.deepEqual(said(), ['mediaPublish']);
  await tell(publishing);
  await tell(produced('video'));
  await tell(produced('audio'));
  assert.deepEqual(state(), { kind: 'open' });
});

test('who is off the air stays so after a reconnect', async () => {
  const { machine, said, tell } = studio();
  machine.welcomed();
  await tell(snapshot);
  assert.deepEqual(said(), []);
});

test('a transport that the server lost is made anew; one that another window took is not', async () => {
  const { said, tell, goesOnAir, state, ring } = studio();
  await goesOnAir();
  said();
  await tell(closed(true));
  assert.deepEqual(state(), { kind: 'waiting' });
  await ring();
  assert.deepEqual(said(), ['mediaPublish']);
  await tell(publishing);
  await tell(closed(false));
  assert.deepEqual(state(), { kind: 'elsewhere' });
  said();
  await ring();
  assert.deepEqual(said(), []);
});

test('a way that breaks is left and made anew', async () => {
  const { said, goesOnAir, senders, ring } = studio();
  await goesOnAir();
  said();
  senders[0]?.listener.connected(true);
  senders[0]?.listener.connected(false);
  assert.deepEqual(said(), ['mediaLeave']);
  await ring();
  assert.deepEqual(said(), ['mediaPublish']);
});

test('who may not publish is told so, and a hiccup is tried again', async () => {
  const { machine, said, tell, state } = studio();
  machine.start();
  await settle();
  await tell(errorAbout('mediaPublish', 'not_allowed'));
  assert.deepEqual(state(), { kind: 'refused', why: 'not_allowed' });
  machine.start();
  await settle();
  await tell(errorAbout('mediaProduce', 'not_allowed'));
  assert.deepEqual(state(), { kind: 'waiting' });
  machine.start();
  await settle();
  said();
  await tell(errorAbout('mediaPublish', 'media_off'));
  assert.deepEqual(state(), { kind: 'refused', why: 'media_off' });
});

test('what is measured of the way there is told while one is on air', async () => {
  const { machine, said, goesOnAir } = studio();
  machine.measured(50);
  await goesOnAir();
  said();
  machine.measured(60);
  machine.end();
  machine.measured(70);
  assert.deepEqual(said(), ['mediaDelay', 'mediaLeave']);
});

test('a track may end without the other; of a sender that is not in use any more nothing is told', async () => {
  const { goesOnAir, said, senders, tell } = studio();
  await goesOnAir();
  said();
  const listener = senders[0]?.listener;
  assert.ok(listener);
  listener.ended('video');
  assert.deepEqual(said(), ['mediaEnd']);
  const refused = assert.rejects(listener.produce('video', { codecs: [] }));
  await tell(closed(true));
  await refused;
  said();
  listener.ended('audio');
  await assert.rejects(listener.produce('video', { codecs: [] }));
  assert.deepEqual(said(), []);
});
