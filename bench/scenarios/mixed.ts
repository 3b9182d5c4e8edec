import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import type { BidRoundPlan } from '../generator/messages.ts';
import { House, startPoints } from '../house/house.ts';
import { seat } from '../house/seating.ts';
import { scenario } from '../scenario.ts';
import { cpuSecondsOf } from '../servers/proc.ts';
import { spent } from '../statistics/spent.ts';
import { putOnAir } from '../video/on-air.ts';
import { bidAtTheLast, fallenHammers, shooterCount, watchHammers } from './close/hammers.ts';
import { listTimedLots } from './close/timed-lots.ts';
import { fillHall, type Hall, settledDeliveries } from './fanout/hall.ts';

const sellerCount = 100;
/** The lot that all look at: its bidders' turns come again only after a server's longest pause. */
const hall = { bidders: 20, watchers: 500, bidsPerSecond: 20 } as const;
const viewing = { count: 100, spreadMs: 2_000, timeoutMs: 15_000 } as const;
const warmUpMs = 1_000;

/** An evening at the auction house: everything at once, on one machine. */
export const mixed = scenario({
  about: `bids at a fixed rate, a lot with ${hall.watchers} watchers, lots that end and ${viewing.count} viewers of live video, at once`,
  defaults: { seconds: 20, sockets: 1_000, auctions: 100, rate: 2_000, lots: 300, journal: null },
  async run(settings, bench: Bench) {
    const setup = await bench.setUpLotcast({ journal: settings.journal, video: true });
    const lotcast = await bench.startLotcast(setup);
    const { target } = lotcast;
    const loader = bench.startGenerator();
    const observer = bench.startGenerator();
    const crowd: Hall = { bidders: loader, watchers: bench.startGenerator() };
    const viewers = bench.startViewers();
    const house = new House(lotcast.url, bench.progress);

    bench.progress(`Setting up ${settings.sockets} guests and ${settings.auctions} auctions that take bids`);
    const cookies = await house.guests(settings.sockets);
    const hallCookies = await house.guests(hall.bidders);
    const shooters = await house.guests(shooterCount);
    const sellers = await house.guests(sellerCount);
    const busyLots = await house.liveLots(settings.auctions, sellers);
    const [hallLot, shownLot] = (await house.liveLots(2, sellers.slice(0, 1))) as [string, string];
    const { groups, homes } = seat(settings.sockets, busyLots, 1);
    await loader.connect('lotcast', target, cookies);
    await loader.group('lotcast', groups, startPoints);
    await loader.watch('lotcast', homes);
    await fillHall(crowd, 'hall', target, hallLot, hallCookies, hall.watchers);

    bench.progress(`Going on air for ${viewing.count} viewers`);
    const studio = await putOnAir(bench, lotcast.url, shownLot, sellers[0] as string);
    const joins = await viewers.join(target, shownLot, viewing);
    const timed = await listTimedLots(house, sellers, settings, bench.progress);
    house.close();
    await watchHammers(observer, target, timed.ids);
    await pause(Math.max(0, timed.loadAt - Date.now()));

    bench.progress('All at once');
    const plan: BidRoundPlan = {
      warmUpMs,
      measureMs: Math.max(1_000, timed.lastEndAt - Date.now()),
      inFlight: 1,
      ratePerSecond: settings.rate,
      losingPercent: 0,
      acceptedBids: null,
    };
    const cpuNow = () => ({
      ...lotcast.cpuSeconds(),
      mediaWorkers: lotcast.mediaCpuSeconds(),
      viewers: cpuSecondsOf(viewers.pid),
      seller: studio.cpuSeconds(),
      loader: cpuSecondsOf(loader.pid),
      watchers: cpuSecondsOf(crowd.watchers.pid),
      observer: cpuSecondsOf(observer.pid),
    });
    const before = { cpu: cpuNow(), video: await viewers.reception(), atMs: performance.now() };
    const [load, hallBids, hallEvents, shots] = await Promise.all([
      loader.bid('lotcast', plan),
      loader.bid('hall', { ...plan, ratePerSecond: hall.bidsPerSecond }),
      // Nobody of the watchers' process bids: its round only counts what arrives in the same time.
      crowd.watchers.bid('hall', { ...plan, ratePerSecond: null }),
      bidAtTheLast(observer, target, shooters),
    ]);
    const after = { cpu: cpuNow(), video: await viewers.reception(), atMs: performance.now() };
    const hammers = await fallenHammers(observer);
    const delivered = await loader.deliveries('lotcast');
    const hallDelivered = await settledDeliveries(crowd, 'hall');
    return {
      ackP50Ms: load.ack.p50Ms,
      ackP99Ms: load.ack.p99Ms,
      latenessP50Ms: hammers.decided.p50Ms,
      latenessP99Ms: hammers.decided.p99Ms,
      latenessMaxMs: hammers.decided.maxMs,
      refusedInTime: shots.refusedInTime,
      acceptedLate: shots.acceptedLate,
      videoLostPackets: after.video.lostPackets - before.video.lostPackets,
      videoPackets: after.video.packets - before.video.packets,
      videoOnAir: after.video.onAir,
      bidsPerSecond: load.acceptedBids / load.seconds,
      sendDelayP99Ms: load.sendDelay.p99Ms,
      hallAckP50Ms: hallBids.ack.p50Ms,
      hallAckP99Ms: hallBids.ack.p99Ms,
      hallDeliveriesPerSecond: hallEvents.deliveries / hallEvents.seconds,
      seenP50Ms: hammers.seen.p50Ms,
      seenP99Ms: hammers.seen.p99Ms,
      hammers: hammers.decided.count,
      earlyHammers: hammers.early,
      movedEnds: hammers.moved,
      missingHammers: hammers.missing,
      lastSecondBids: shots,
      videoJoined: joins.joined,
      videoP95JoinMs: joins.picture.p95Ms,
      videoFailedByCode: joins.failed,
      refusedByCode: load.raisesRefused,
      unanswered: load.unanswered + hallBids.unanswered,
      lost: delivered.lost + hallDelivered.lost,
      doubled: delivered.doubled + hallDelivered.doubled,
      closed: { ...delivered.closed, ...hallDelivered.closed },
      journal: setup.journal,
      fsync: await lotcast.fsync(),
      wallSeconds: (after.atMs - before.atMs) / 1_000,
      cpuSeconds: spent(before.cpu, after.cpu),
    };
  },
});
