import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { types } from 'mediasoup';
import { Registry } from 'prom-client';
import type { RtpParameters } from '../../schema/wire/media.ts';
import { onCleanup, type Scope } from '../../testing/cleanup.ts';
import { mediaCodecs } from '../media/codecs.ts';
import { Joins } from '../media/joins.ts';
import { mediaHouse } from '../media/testing/media-house.ts';
import { MediaMetrics } from './media-metrics.ts';
import { packetLoss } from './packet-loss.ts';
import { Exposition } from './testing/exposition.ts';

const lot = '01JCZ8Q4T0H7V2M5N9R3W6X1YB';
const ssrc = 312_465_011;
const vp8: RtpParameters = {
  mid: '0',
  codecs: [{ mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000 }],
  encodings: [{ ssrc }],
};

test('what is open on a worker is told as it is, and nothing of it when the worker is gone', async (t) => {
  const { guest, media, workers, rtpCapabilities } = await mediaHouse(t);
  const registry = new Registry();
  const metrics = new MediaMetrics(registry, () => media);
  const look = async () => {
    await metrics.collect();
    return new Exposition(await registry.metrics());
  };
  const worker = { worker: '0' };
  const open = (is: Exposition) =>
    ['transports', 'producers', 'consumers', 'broadcasts', 'publishers', 'viewers'].map((name) =>
      is.sum(`lotcast_media_${name}`, worker),
    );
  assert.deepEqual(open(await look()), [0, 0, 0, 0, 0, 0]);

  const early = guest();
  early.connection.subscribe(lot);
  early.say({ type: 'mediaWatch', lot, rtpCapabilities });
  await early.next('mediaWatching');
  const seller = guest(1);
  seller.say({ type: 'mediaPublish', lot });
  await seller.next('mediaPublishing');
  seller.say({ type: 'mediaProduce', lot, kind: 'video', rtpParameters: vp8 });
  await early.next('mediaAdded');
  const viewers = [guest(), guest()];
  for (const viewer of viewers) {
    viewer.connection.subscribe(lot);
    viewer.say({ type: 'mediaWatch', lot, rtpCapabilities });
    await viewer.next('mediaWatching');
  }
  const is = await look();
  assert.deepEqual(open(is), [4, 1, 3, 1, 1, 3]);
  assert.equal(is.value('lotcast_media_transports', { ...worker, type: 'webrtc' }), 4);
  // There was no picture yet for the one who came first.
  assert.equal(is.value('lotcast_media_joins_total'), 2);
  assert.equal(is.value('lotcast_media_join_to_first_frame_seconds_count'), 0);

  viewers[0]?.leave();
  seller.leave();
  assert.deepEqual(open(await look()), [2, 0, 0, 1, 0, 2]);

  const [running] = workers.running;
  assert.ok(running);
  const died = once(running.process, 'died');
  process.kill(running.process.pid, 'SIGKILL');
  await died;
  const after = await look();
  assert.equal(after.value('lotcast_media_worker_deaths_total', worker), 1);
  assert.equal(after.value('lotcast_media_worker_up', worker), 0);
  assert.deepEqual(after.all('lotcast_media_viewers'), []);
  while (workers.running.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const again = await look();
  assert.equal(again.value('lotcast_media_worker_up', worker), 1);
  assert.deepEqual(open(again), [0, 0, 0, 0, 0, 0]);
});

test('a join takes until a whole picture leaves for an open viewer, and loss is what that one reports', async (t) => {
  const { workers } = await mediaHouse(t);
  const { screen, consumer, sends } = await picture(t, workers.running[0]?.process as types.Worker);
  const joins = new Joins();
  joins.follow(consumer, performance.now() - 100);
  let received = 0;
  screen.on('message', (packet) => {
    if (((packet[1] as number) & 127) === 101) received++;
  });

  // A viewer who is not ready is sent nothing.
  sends(true);
  await consumer.getStats();
  assert.equal(joins.tookMs.view().sum, 0);
  await consumer.resume();
  while (joins.tookMs.view().sum === 0) {
    sends(true);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const [tookMs, firstReceived] = [joins.tookMs.view().sum, received];
  assert.ok(tookMs >= 100 && tookMs < 10_000, `${tookMs} ms`);
  while (received < firstReceived + 5) {
    sends(true);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.equal(joins.begun, 1);
  assert.deepEqual(
    joins.tookMs.view().counts.reduce((sum, count) => sum + count),
    1,
    'only the first picture counts',
  );

  screen.send(receiverReport(consumer, 64));
  for (;;) {
    const { sampled, mean, most } = await packetLoss('out', [consumer], 5, 0);
    assert.equal(sampled, 1);
    if (mean > 0) {
      assert.deepEqual([mean, most], [0.25, 0.25]);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.equal((await packetLoss('out', [consumer], 0, 0)).sampled, 0);
});

test('each sample of the loss asks other streams, and no more than it may', async () => {
  const asked: number[] = [];
  const streams = Array.from({ length: 5 }, (_, n) => ({
    closed: false,
    paused: false,
    type: 'simple',
    getStats: async () => {
      asked.push(n);
      return [{ type: 'outbound-rtp', fractionLost: n === 1 ? 128 : 0 }];
    },
  })) as unknown as types.Consumer[];
  assert.deepEqual(await packetLoss('out', streams, 2, 0), { sampled: 2, mean: 0.25, most: 0.5 });
  await packetLoss('out', streams, 2, 1);
  await packetLoss('out', streams, 2, 2);
  assert.deepEqual(asked, [0, 1, 2, 3, 4, 0]);
});

/** A picture from one UDP socket to another through a worker, without any browser. */
async function picture(scope: Scope, worker: types.Worker) {
  const router = await worker.createRouter({ mediaCodecs });
  const listenInfo = { protocol: 'udp', ip: '127.0.0.1' } as const;
  const camera = await router.createPlainTransport({ listenInfo, comedia: true, rtcpMux: true });
  const { id: producerId } = await camera.produce({
    kind: 'video',
    rtpParameters: vp8 as types.RtpParameters,
  });
  const [lens, screen] = await Promise.all([udp(scope), udp(scope)]);
  const out = await router.createPlainTransport({ listenInfo, rtcpMux: true });
  await out.connect({ ip: '127.0.0.1', port: (screen.address() as AddressInfo).port });
  await new Promise<void>((resolve) => screen.connect(out.tuple.localPort, '127.0.0.1', resolve));
  const consumer = await out.consume({
    producerId,
    rtpCapabilities: router.rtpCapabilities,
    paused: true,
  });
  let seq = 1;
  const sends = (isWhole: boolean) => {
    lens.send(rtp(seq++, isWhole), camera.tuple.localPort, '127.0.0.1');
  };
  return { screen, consumer, sends };
}

async function udp(scope: Scope): Promise<Socket> {
  const socket = createSocket('udp4');
  onCleanup(scope, () => void socket.close());
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return socket;
}

/** One packet with a VP8 picture (RFC 7741): whole, or a change to the one before. */
function rtp(seq: number, isWhole: boolean): Buffer {
  const packet = Buffer.alloc(12 + 12);
  packet.set([0x80, 0x80 | 101]);
  packet.writeUInt16BE(seq, 2);
  packet.writeUInt32BE(seq * 3_000, 4);
  packet.writeUInt32BE(ssrc, 8);
  packet.set([0x10, isWhole ? 0x00 : 0x01, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00, 0], 12);
  return packet;
}

/** An RTCP receiver report (RFC 3550 section 6.4.2) that so many 256ths of the consumer's packets were lost. */
function receiverReport(consumer: types.Consumer, fractionLost: number): Buffer {
  const report = Buffer.alloc(32);
  report.set([0x81, 201, 0, 7]);
  report.writeUInt32BE(1, 4);
  report.writeUInt32BE(consumer.rtpParameters.encodings?.[0]?.ssrc as number, 8);
  report.writeUInt8(fractionLost, 12);
  report.writeUInt8(1, 15);
  return report;
}
