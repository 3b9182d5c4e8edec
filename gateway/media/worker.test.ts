import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createWorker, type types } from 'mediasoup';
import { launchChromium } from '../../testing/chromium.ts';
import { onCleanup, type Scope } from '../../testing/cleanup.ts';
import { mediaWorker } from '../../testing/media-worker.ts';
import { mediaCodecs } from './codecs.ts';
import { receivePicture, sendPicture, statistics } from './testing/bare-call.ts';

const home = { protocol: 'udp', ip: '127.0.0.1' } as const;

async function startWorker(scope: Scope): Promise<types.Worker> {
  const worker = await createWorker({ workerBin: mediaWorker(), logLevel: 'warn' });
  onCleanup(scope, () => worker.close());
  return worker;
}

/** Waits until something has come about; a worker that dies ends the wait. */
async function eventually(worker: types.Worker, isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(50)) {
    assert.ok(!worker.died, 'The worker died.');
    if (await isSo()) return;
  }
  assert.fail('It did not come about within 20 s.');
}

test('a picture goes through the worker from browser to browser, whoever opens the handshake', async (t) => {
  const worker = await startWorker(t);
  const router = await worker.createRouter({ mediaCodecs });
  const webRtcServer = await worker.createWebRtcServer({ listenInfos: [home] });
  const [inward, outward] = [
    await router.createWebRtcTransport({ webRtcServer }),
    await router.createWebRtcTransport({ webRtcServer }),
  ];
  const page = await (await launchChromium(t)).newPage();

  const sending = await sendPicture(page, inward);
  await eventually(worker, async () => {
    const [report] = await sending.producer.getStats();
    return report !== undefined && report.packetCount > 20;
  });

  const consumer = await outward.consume({
    producerId: sending.producer.id,
    rtpCapabilities: router.rtpCapabilities,
    paused: true,
  });
  const receiving = await receivePicture(page, outward, consumer);
  await eventually(worker, async () => outward.dtlsState === 'connected');
  await consumer.resume();
  await eventually(worker, async () => {
    const { framesDecoded } = await statistics(receiving, 'inbound-rtp');
    return Number(framesDecoded) > 5;
  });

  assert.equal((await statistics(sending.call, 'transport')).dtlsRole, 'server');
  const { dtlsRole, srtpCipher } = await statistics(receiving, 'transport');
  // Who answers the handshake chooses: here the worker, which likes this one best of what browsers offer.
  assert.deepEqual({ dtlsRole, srtpCipher }, { dtlsRole: 'client', srtpCipher: 'SRTP_AEAD_AES_256_GCM' });
});

const suites: types.SrtpCryptoSuite[] = [
  'AEAD_AES_256_GCM',
  'AEAD_AES_128_GCM',
  'AES_CM_128_HMAC_SHA1_80',
  'AES_CM_128_HMAC_SHA1_32',
];

async function connect(transport: types.PlainTransport, other: types.PlainTransport): Promise<void> {
  const { srtpParameters, tuple } = other;
  assert.ok(srtpParameters);
  await transport.connect({ ip: home.ip, port: tuple.localPort, srtpParameters });
}

for (const srtpCryptoSuite of suites) {
  test(`packets come out as they went in, encrypted on their way with ${srtpCryptoSuite}`, async (t) => {
    const worker = await startWorker(t);
    const router = await worker.createRouter({ mediaCodecs });
    const options = { listenInfo: home, rtcpMux: true, enableSrtp: true, srtpCryptoSuite };
    const from = await router.createPlainTransport(options);
    const to = await router.createPlainTransport(options);
    await connect(from, to);
    await connect(to, from);

    const direct = await router.createDirectTransport();
    const source = await direct.produce({
      kind: 'audio',
      rtpParameters: {
        codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }],
        encodings: [{ ssrc: 1 }],
      },
    });
    const { rtpCapabilities } = router;
    const sent = await from.consume({ producerId: source.id, rtpCapabilities });
    const { codecs, encodings } = sent.rtpParameters;
    const arrived = await to.produce({
      kind: 'audio',
      rtpParameters: { codecs, encodings: encodings ?? [] },
    });
    const sink = await direct.consume({ producerId: arrived.id, rtpCapabilities });

    const payload = Buffer.from('the very same bytes');
    const header = Buffer.from('806400010000000100000001', 'hex');
    const received = once(sink, 'rtp', { signal: AbortSignal.timeout(10_000) }) as Promise<[Buffer]>;
    source.send(Buffer.concat([header, payload]));
    const [packet] = await received;
    // The header grows on its way, by an extension.
    assert.deepEqual(packet.subarray(-payload.length), payload);
    const [report] = await arrived.getStats();
    assert.equal(report?.packetCount, 1);
  });
}
