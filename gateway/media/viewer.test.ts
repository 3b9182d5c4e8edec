import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import fc from 'fast-check';
import type { types } from 'mediasoup';
import type { MediaKind } from '../../schema/wire/media.ts';
import type { ServerMessage } from '../../schema/wire/server.ts';
import { Broadcast } from './broadcast.ts';
import type { MediaWorker } from './media-workers.ts';
import { Viewer } from './viewer.ts';

/** A track of mediasoup, as far as those who show it look at it. */
class Track extends EventEmitter {
  readonly observer = new EventEmitter();
  readonly id: string;
  readonly kind: MediaKind;
  readonly type = 'simple';
  readonly rtpParameters = {};
  readonly producerId: string;
  closed = false;

  constructor(id: string, kind: MediaKind, producerId = '') {
    super();
    this.id = id;
    this.kind = kind;
    this.producerId = producerId;
  }

  end(event: 'producerclose' | 'close'): void {
    this.closed = true;
    this.emit(event);
    this.observer.emit('close');
  }
}

/** A worker whose answers come in the order that the scheduler likes. */
function slowWorker(scheduler: fc.Scheduler, producers: ReadonlyMap<string, Track>): MediaWorker {
  const answered = () => scheduler.schedule(Promise.resolve());
  const transport = {
    on() {},
    close() {},
    closed: false,
    async consume({ producerId }: { producerId: string }) {
      await answered();
      const producer = producers.get(producerId);
      if (producer === undefined || producer.closed) throw new Error('there is no such producer');
      const consumer = new Track(`shown ${producerId}`, producer.kind, producerId);
      producer.once('close', () => void answered().then(() => consumer.end('producerclose')));
      return consumer;
    },
  };
  const router = {
    canConsume: () => true,
    async createWebRtcTransport() {
      await answered();
      return transport;
    },
  };
  return { consumers: 0, process: { createRouter: async () => router } } as unknown as MediaWorker;
}

function tracksIn(message: ServerMessage) {
  if (message.type === 'mediaWatching') return message.tracks;
  return message.type === 'mediaAdded' ? [message.track] : [];
}

test('a browser that joins while tracks come and go hears of the transport first, then of each track once', async () => {
  const kind = fc.constantFrom<MediaKind>('video', 'audio');
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(kind, { maxLength: 8 }), async (scheduler, changes) => {
      const producers = new Map<string, Track>();
      const worker = slowWorker(scheduler, producers);
      const broadcast = new Broadcast('lot', worker, () => {});
      const told: ServerMessage[] = [];
      let isLost = false;
      const lost = () => {
        isLost = true;
      };
      const viewer = new Viewer(
        {
          tell: (message) => told.push(message),
          ice: () => ({ iceServers: [], iceTransportPolicy: 'all' }),
          lost,
        },
        broadcast,
        worker,
        { codecs: [] },
        null,
      );
      broadcast.viewers.add(viewer);

      const change = async (of: MediaKind) => {
        const before = broadcast.producers.get(of) as Track | undefined;
        if (before !== undefined) return before.end('close');
        const producer = new Track(`${of} ${producers.size}`, of);
        producers.set(producer.id, producer);
        void broadcast.added(of, producer as unknown as types.Producer);
      };
      const joined = viewer.join();
      scheduler.scheduleSequence(changes.map((of) => () => change(of)));
      await scheduler.waitIdle();
      await joined;

      assert.ok(!isLost);
      assert.equal(told[0]?.type, 'mediaWatching');
      const known = new Map<string, string>();
      for (const message of told) {
        if (message.type === 'mediaRemoved')
          assert.ok(known.delete(message.id), 'only what was told of goes');
        for (const { id, producerId } of tracksIn(message)) {
          assert.ok(!known.has(id), 'nothing is told twice');
          known.set(id, producerId);
        }
      }
      const onAir = [...broadcast.producers.values()].map(({ id }) => id);
      assert.deepEqual([...known.values()].sort(), onAir.sort());
    }),
  );
});
