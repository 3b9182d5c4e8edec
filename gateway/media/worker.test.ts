import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
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

/** A source and a sink of sound, and between them a way on which packets are encrypted and pass through our hands. */
async function encryptedWay(
  scope: Scope,
  srtpCryptoSuite: types.SrtpCryptoSuite,
  onItsWay: (packet: Buffer) => void,
) {
  const worker = await startWorker(scope);
  const router = await worker.createRouter({ mediaCodecs });
  const { rtpCapabilities } = router;
  const options = { listenInfo: home, rtcpMux: true, enableSrtp: true, srtpCryptoSuite };
  const from = await router.createPlainTransport(options);
  const to = await router.createPlainTransport({ ...options, comedia: true });
  const hands = createSocket('udp4', (packet) => {
    onItsWay(packet);
    hands.send(packet, to.tuple.localPort, home.ip);
  });
  onCleanup(scope, () => hands.close());
  hands.bind(0, home.ip);
  await once(hands, 'listening');
  assert.ok(from.srtpParameters && to.srtpParameters);
  await from.connect({ ip: home.ip, port: hands.address().port, srtpParameters: to.srtpParameters });
  await to.connect({ srtpParameters: from.srtpParameters });

  const direct = await router.createDirectTransport();
  const source = await direct.produce({
    kind: 'audio',
    rtpParameters: {
      codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }],
      encodings: [{ ssrc: 1 }],
    },
  });
  const { codecs, encodings } = (await from.consume({ producerId: source.id, rtpCapabilities }))
    .rtpParameters;
  const arrived = await to.produce({ kind: 'audio', rtpParameters: { codecs, encodings: encodings ?? [] } });
  const sink = await direct.consume({ producerId: arrived.id, rtpCapabilities });
  let sequence = 0;
  /** Sends a packet with this in it. */
  const send = (payload: Buffer) => {
    const header = Buffer.from('806400000000000100000001', 'hex');
    header.writeUInt16BE(++sequence, 2);
    source.send(Buffer.concat([header, payload]));
  };
  /** What the next packet that comes out has in it, of so many bytes: the header grows on its way, by an extension. */
  const next = async (bytes: number) => {
    const [packet] = (await once(sink, 'rtp', { signal: AbortSignal.timeout(10_000) })) as [Buffer];
    return packet.subarray(-bytes).toString();
  };
  return { send, next, arrived };
}

for (const suite of suites) {
  test(`packets come out as they went in, encrypted on their way with ${suite}`, async (t) => {
    const payload = Buffer.from('the very same bytes');
    const seen: Buffer[] = [];
    const { send, next, arrived } = await encryptedWay(t, suite, (packet) => seen.push(Buffer.from(packet)));
    const received = next(payload.length);
    send(payload);
    assert.equal(await received, payload.toString());
    assert.ok(seen.length > 0 && seen.every((packet) => !packet.includes(payload)));
    const [report] = await arrived.getStats();
    assert.equal(report?.packetCount, 1);
  });

  test(`a packet that was changed on its way does not come out, with ${suite}`, async (t) => {
    const payload = Buffer.from('the very same bytes');
    let isChanging = true;
    const { send, next } = await encryptedWay(t, suite, (packet) => {
      const at = packet.length - 20;
      if (isChanging) packet.writeUInt8(packet.readUInt8(at) ^ 1, at);
      isChanging = false;
    });
    const received = next(payload.length);
    send(Buffer.from('a false one'));
    send(payload);
    assert.equal(await received, payload.toString());
  });
}
