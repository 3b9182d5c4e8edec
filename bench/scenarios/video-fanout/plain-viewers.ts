import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { createWorker, type types } from 'mediasoup';
import { limits } from '../../../schema/limits.ts';
import type { Bench } from '../../bench.ts';
import { cpuSecondsOf } from '../../servers/proc.ts';
import type { PacketSink } from '../../video/packet-sink.ts';
import { sourceTracks, startRtpSource } from '../../video/rtp-source.ts';

const settleMs = 2_000;
/** What browsers get where they may choose, and what costs least; its key and salt in bytes (RFC 7714). */
const suite = { name: 'AEAD_AES_256_GCM', keyBytes: 44 } as const;
const home = { protocol: 'udp', ip: '127.0.0.1' } as const;

const codecs: types.RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
];

/** Media workers alone, one per core: what they cost with so many viewers, step by step, who only count packets. */
export async function measurePlainViewers(bench: Bench, steps: readonly number[], seconds: number) {
  const sink = await bench.startPacketSink();
  const workerBin = await bench.mediaWorkerBin();
  const workers = await Promise.all(
    Array.from({ length: availableParallelism() }, () => createWorker({ workerBin, logLevel: 'error' })),
  );
  try {
    const routers = await Promise.all(workers.map((worker) => worker.createRouter({ mediaCodecs: codecs })));
    const [homeRouter] = routers as [types.Router];
    const { tracks, stop } = await broadcast(homeRouter);
    const found: Awaited<ReturnType<typeof measured>>[] = [];
    let viewers = 0;
    for (const wanted of steps) {
      bench.progress(`${wanted} viewers`);
      for (; viewers < wanted; viewers++) await addViewer(routers, tracks, viewers, sink);
      await pause(settleMs);
      found.push(await measured(wanted, seconds, workers, sink));
    }
    stop();
    return { suite: suite.name, steps: found };
  } finally {
    for (const worker of workers) worker.close();
  }
}

/** The broadcaster: one plain transport that the source sends both tracks to. */
async function broadcast(router: types.Router) {
  const transport = await router.createPlainTransport({ listenInfo: home, rtcpMux: true, comedia: true });
  const { video, audio } = sourceTracks;
  const tracks = await Promise.all([
    transport.produce({
      kind: 'video',
      rtpParameters: {
        codecs: [{ mimeType: 'video/VP8', payloadType: video.payloadType, clockRate: 90_000 }],
        encodings: [{ ssrc: video.ssrc }],
      },
    }),
    transport.produce({
      kind: 'audio',
      rtpParameters: {
        codecs: [{ mimeType: 'audio/opus', payloadType: audio.payloadType, clockRate: 48_000, channels: 2 }],
        encodings: [{ ssrc: audio.ssrc }],
      },
    }),
  ]);
  return { tracks, stop: startRtpSource(transport.tuple.localPort) };
}

/** The next worker takes over where the service would pipe to it. */
async function addViewer(
  routers: readonly types.Router[],
  tracks: readonly types.Producer[],
  n: number,
  sink: PacketSink,
): Promise<void> {
  const perWorker = limits.maxWorkerConsumers / tracks.length;
  const router = routers[Math.min(routers.length - 1, Math.floor(n / perWorker))] as types.Router;
  const [first] = routers as [types.Router];
  const here =
    router === first ? tracks : await Promise.all(tracks.map((track) => pipedTo(first, router, track)));
  const transport = await router.createPlainTransport({
    listenInfo: home,
    rtcpMux: true,
    enableSrtp: true,
    srtpCryptoSuite: suite.name,
  });
  await transport.connect({
    ip: home.ip,
    port: sink.ports[n % sink.ports.length] as number,
    srtpParameters: { cryptoSuite: suite.name, keyBase64: randomBytes(suite.keyBytes).toString('base64') },
  });
  for (const { id } of here) {
    await transport.consume({ producerId: id, rtpCapabilities: router.rtpCapabilities });
  }
}

const piped = new WeakMap<types.Router, Map<string, Promise<types.Producer>>>();

function pipedTo(from: types.Router, to: types.Router, track: types.Producer): Promise<types.Producer> {
  const known = piped.get(to) ?? new Map<string, Promise<types.Producer>>();
  piped.set(to, known);
  const made =
    known.get(track.id) ??
    from
      .pipeToRouter({ producerId: track.id, router: to })
      .then(({ pipeProducer }) => pipeProducer as types.Producer);
  known.set(track.id, made);
  return made;
}

async function measured(
  viewers: number,
  seconds: number,
  workers: readonly types.Worker[],
  sink: PacketSink,
) {
  const cpuNow = () => workers.reduce((sum, { pid }) => sum + cpuSecondsOf(pid), 0);
  const before = { workers: cpuNow(), sink: sink.cpuSeconds() };
  sink.begin();
  const startedAt = performance.now();
  await pause(seconds * 1_000);
  const wallSeconds = (performance.now() - startedAt) / 1_000;
  const cpuSeconds = cpuNow() - before.workers;
  const sinkSeconds = sink.cpuSeconds() - before.sink;
  const { received, lost, streams } = await sink.count();
  return {
    viewers,
    cpuPercentOfMachine: (100 * cpuSeconds) / wallSeconds / availableParallelism(),
    corePercentPerViewer: (100 * cpuSeconds) / wallSeconds / viewers,
    sinkPercentOfMachine: (100 * sinkSeconds) / wallSeconds / availableParallelism(),
    packetsPerSecond: received / wallSeconds,
    lostPackets: lost,
    streams,
  };
}
