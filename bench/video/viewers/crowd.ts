import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { Target } from '../../generator/connection.ts';
import { countOne } from '../../generator/round-counts.ts';
import { Latencies } from '../../statistics/latency.ts';
import type { JoinPlan, JoinReport, ReceptionReport } from './messages.ts';
import { Viewer } from './viewer.ts';

/** Whose last packet is older has no moving picture. */
const liveMs = 1_000;

/** All viewers of this process. */
export class Crowd {
  readonly #viewers: Viewer[] = [];

  /** Lets viewers come, one after the other in equal steps, whether or not those before them have a picture. */
  async join(target: Target, lot: string, { count, spreadMs, timeoutMs }: JoinPlan): Promise<JoinReport> {
    const delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    const startedAtMs = performance.now();
    const joining: Array<Promise<Viewer>> = [];
    for (let n = 0; n < count; n++) {
      const waitMs = startedAtMs + (n * spreadMs) / count - performance.now();
      if (waitMs > 0) await pause(waitMs);
      joining.push(Viewer.join(target, lot, timeoutMs));
    }
    const viewers = await Promise.all(joining);
    delays.disable();
    this.#viewers.push(...viewers);
    return { ...reportOf(viewers), ownDelayP99Ms: delays.percentile(99) / 1e6 };
  }

  /** What has come to everybody so far. */
  reception(): ReceptionReport {
    const pictures = this.#viewers.flatMap(({ picture }) => picture ?? []);
    const sinceMs = performance.now() - liveMs;
    return {
      packets: pictures.reduce((sum, { packets }) => sum + packets.received, 0),
      lostPackets: pictures.reduce((sum, { packets }) => sum + packets.lost, 0),
      onAir: pictures.filter(({ lastPacketAtMs }) => lastPacketAtMs >= sinceMs).length,
    };
  }
}

function reportOf(viewers: readonly Viewer[]): Omit<JoinReport, 'ownDelayP99Ms'> {
  const failed: Record<string, number> = {};
  const [picture, answered, connected] = [new Latencies(), new Latencies(), new Latencies()];
  for (const { times, failure } of viewers) {
    if (failure !== null) {
      countOne(failed, failure);
      continue;
    }
    for (const [latencies, ms] of [
      [picture, times.pictureMs],
      [answered, times.answeredMs],
      [connected, times.connectedMs],
    ] as const) {
      if (ms !== null) latencies.record(ms);
    }
  }
  return {
    joined: viewers.filter(({ failure }) => failure === null).length,
    failed,
    picture: picture.summary(),
    answered: answered.summary(),
    connected: connected.summary(),
  };
}
