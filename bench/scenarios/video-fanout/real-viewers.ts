import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from '../../bench.ts';
import { House } from '../../house/house.ts';
import { cpuSecondsOf } from '../../servers/proc.ts';
import { spent } from '../../statistics/spent.ts';
import { openChromium, putMovieOnAir } from '../../video/on-air.ts';

const bitsPerSecond = 1_000_000;
const crowd = { count: 50, spreadMs: 2_000, timeoutMs: 15_000 } as const;
/** Until the seller's encoder has found its rate. */
const settleMs = 8_000;
/** IPv4, UDP and what AES-GCM adds to a packet. */
const wrapperBytes = 20 + 8 + 16;

/**
 * The whole service with a seller's Chromium, WebRTC clients who receive and decrypt, and one Chromium that watches
 * as a person does: what a viewer costs on either side of the wire.
 */
export async function measureRealViewers(bench: Bench, seconds: number) {
  const setup = await bench.setUpLotcast({ video: true });
  const lotcast = await bench.startLotcast(setup);
  const house = new House(lotcast.url, bench.progress);
  const [seller, guest] = (await house.guests(2)) as [string, string];
  const [lot] = (await house.liveLots(1, [seller])) as [string];
  house.close();
  const studio = await putMovieOnAir(bench, lotcast.url, lot, seller, bitsPerSecond);
  bench.progress(`${crowd.count} WebRTC clients and a Chromium through the service`);
  const viewers = bench.startViewers();
  const { joined } = await viewers.join(lotcast.target, lot, crowd);
  const { browser: watcher, page } = await openChromium(bench, lotcast.url, guest);
  await page.evaluate((id) => window.videoPage.enjoy(id), lot);
  await pause(settleMs);

  const cpuNow = () => ({
    mediaWorkers: lotcast.mediaCpuSeconds(),
    gateway: lotcast.cpuSeconds().server,
    watcher: watcher.cpuSeconds(),
    viewers: cpuSecondsOf(viewers.pid),
    studio: studio.cpuSeconds(),
  });
  const receivedNow = async () => ({ ...(await page.evaluate(() => window.videoPage.received())) });
  const before = { cpu: cpuNow(), received: await receivedNow(), crowd: await viewers.reception() };
  const startedAt = performance.now();
  await pause(seconds * 1_000);
  const wallSeconds = (performance.now() - startedAt) / 1_000;
  const cpu = spent(before.cpu, cpuNow());
  const received = spent(before.received, await receivedNow());
  const reception = await viewers.reception();
  const ofMachine = (cpuSeconds: number) => (100 * cpuSeconds) / wallSeconds / availableParallelism();
  const wireBytes = received.bytes + wrapperBytes * received.packets;
  return {
    chromiumViewerCpuPercent: ofMachine(cpu.watcher),
    chromiumViewerPicturesPerSecond: received.pictures / wallSeconds,
    chromiumViewerPacketsPerSecond: received.packets / wallSeconds,
    chromiumViewerBitsPerSecond: (8 * wireBytes) / wallSeconds,
    viewers: joined + 1,
    onAir: reception.onAir,
    lostPackets: reception.lostPackets - before.crowd.lostPackets,
    cpuPercentOfMachine: ofMachine(cpu.mediaWorkers),
    corePercentPerViewer: (100 * cpu.mediaWorkers) / wallSeconds / (joined + 1),
    gatewayPercentOfMachine: ofMachine(cpu.gateway),
    clientsPercentOfMachine: ofMachine(cpu.viewers),
    sellerPercentOfMachine: ofMachine(cpu.studio),
  };
}
