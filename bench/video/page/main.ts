import { clockStream } from './clock-face.ts';
import { type ClockReadings, play, readClock } from './clock-reader.ts';
import { accept, offer } from './direct.ts';
import { movieStream } from './movie.ts';
import { publish, watch } from './sfu.ts';

/** What one round of watching found. */
export interface RoundReadings extends ClockReadings {
  freezes: number;
}

/** Sums over a stream since it began. */
export interface Received {
  packets: number;
  /** Of the packets, from their RTP headers on. */
  bytes: number;
  pictures: number;
}

/** What the benchmark calls in its pages; one round at a time. */
export interface VideoPage {
  publish(lot: string): Promise<void>;
  publishMovie(lot: string, bitsPerSecond: number): Promise<void>;
  watch(lot: string): Promise<void>;
  /** Only plays it, sound and all, as a viewer's page does. */
  enjoy(lot: string): Promise<void>;
  /** What has come in so far of what `enjoy` plays. */
  received(): Promise<Received>;
  offer(): Promise<RTCSessionDescriptionInit>;
  accept(offered: RTCSessionDescriptionInit): Promise<RTCSessionDescriptionInit>;
  complete(answer: RTCSessionDescriptionInit): Promise<void>;
  /** Forgets what was read so far. */
  begin(): Promise<void>;
  /** What was read since `begin`. */
  readings(): Promise<RoundReadings>;
  close(): Promise<void>;
}

declare global {
  interface Window {
    videoPage: VideoPage;
  }
}

let clock: MediaStream | null = null;
let closing: Array<() => void> = [];
let video: HTMLVideoElement | null = null;
let readings: ClockReadings = { agesMs: [], undecodable: 0 };
let report: () => Promise<RTCStatsReport> = async () => new Map() as unknown as RTCStatsReport;
let freezesBefore = 0;
let completeOffer: (answer: RTCSessionDescriptionInit) => Promise<void> = async () => {};

const ownClock = (): MediaStream => {
  clock ??= clockStream();
  return clock;
};

function show(stream: MediaStream): void {
  video = play(stream);
  readings = readClock(video);
}

async function inbound(field: string): Promise<number> {
  let sum = 0;
  for (const one of (await report()).values()) if (one.type === 'inbound-rtp') sum += one[field] ?? 0;
  return sum;
}

window.videoPage = {
  async publish(lot) {
    closing.push(await publish(lot, ownClock()));
  },
  async publishMovie(lot, bitsPerSecond) {
    closing.push(await publish(lot, movieStream(), bitsPerSecond));
  },
  async watch(lot) {
    const watched = await watch(lot);
    closing.push(() => watched.close());
    report = watched.report;
    show(watched.stream);
  },
  async enjoy(lot) {
    const watched = await watch(lot);
    closing.push(() => watched.close());
    report = watched.report;
    video = play(watched.stream);
    video.muted = false;
  },
  async received() {
    return {
      packets: await inbound('packetsReceived'),
      bytes: (await inbound('headerBytesReceived')) + (await inbound('bytesReceived')),
      pictures: await inbound('framesDecoded'),
    };
  },
  async offer() {
    const offered = await offer(ownClock());
    closing.push(() => offered.close());
    completeOffer = offered.complete;
    return offered.description.toJSON();
  },
  async accept(offered) {
    const accepted = await accept(offered);
    closing.push(() => accepted.close());
    report = accepted.report;
    void accepted.stream.then(show);
    return accepted.description.toJSON();
  },
  complete: (answer) => completeOffer(answer),
  async begin() {
    readings.agesMs.length = 0;
    readings.undecodable = 0;
    freezesBefore = await inbound('freezeCount');
  },
  async readings() {
    return { ...readings, freezes: (await inbound('freezeCount')) - freezesBefore };
  },
  async close() {
    for (const end of closing) end();
    closing = [];
    video?.remove();
    video = null;
  },
};
