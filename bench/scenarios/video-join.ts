import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import type { BidRoundPlan } from '../generator/messages.ts';
import { House, startPoints } from '../house/house.ts';
import { seat } from '../house/seating.ts';
import { scenario } from '../scenario.ts';
import { cpuSecondsOf } from '../servers/proc.ts';
import { spent } from '../statistics/spent.ts';
import { putOnAir } from '../video/on-air.ts';

const bidders = 100;
const bidLots = 20;
const firstWarmUpMs = 3_000;
const warmUpMs = 1_000;
const joins = { spreadMs: 1_000, timeoutMs: 15_000 } as const;

/** A crowd that comes to a lot's picture at once, and what the bids of others notice of it. */
export const videoJoin = scenario({
  about: "viewers who all join one lot's picture within a second, while others bid at a fixed rate",
  defaults: { sockets: 200, rate: 200, seconds: 5, journal: null },
  async run({ sockets, rate, seconds, journal }, bench: Bench) {
    const setup = await bench.setUpLotcast({ journal, video: true });
    const lotcast = await bench.startLotcast(setup);
    const house = new House(lotcast.url, bench.progress);
    const [seller] = (await house.guests(1)) as [string];
    const [lot] = (await house.liveLots(1, [seller])) as [string];
    const cookies = await house.guests(bidders);
    const lots = await house.liveLots(bidLots, [seller]);
    house.close();
    const generator = bench.startGenerator();
    const { groups, homes } = seat(bidders, lots, 1);
    await generator.connect('lotcast', lotcast.target, cookies);
    await generator.group('lotcast', groups, startPoints);
    await generator.watch('lotcast', homes);
    const viewers = bench.startViewers();
    bench.progress('Going on air');
    const studio = await putOnAir(bench, lotcast.url, lot, seller);

    const plan: BidRoundPlan = {
      warmUpMs,
      measureMs: seconds * 1_000,
      inFlight: 1,
      ratePerSecond: rate,
      losingPercent: 0,
      acceptedBids: null,
    };
    bench.progress(`Bidding ${rate} times a second, first without viewers`);
    const quiet = await generator.bid('lotcast', { ...plan, warmUpMs: firstWarmUpMs });

    const cpuNow = () => ({
      ...lotcast.cpuSeconds(),
      mediaWorkers: lotcast.mediaCpuSeconds(),
      viewers: cpuSecondsOf(viewers.pid),
      seller: studio.cpuSeconds(),
      generator: cpuSecondsOf(generator.pid),
    });
    const bidding = generator.bid('lotcast', plan);
    await pause(warmUpMs);
    bench.progress(`${sockets} viewers join`);
    const before = cpuNow();
    const startedAt = performance.now();
    const report = await viewers.join(lotcast.target, lot, { ...joins, count: sockets });
    const joined = cpuNow();
    const joinedSeconds = (performance.now() - startedAt) / 1_000;
    const busy = await bidding;
    const reception = await viewers.reception();
    const after = cpuNow();
    return {
      joined: report.joined,
      failed: sockets - report.joined,
      p50JoinMs: report.picture.p50Ms,
      p95JoinMs: report.picture.p95Ms,
      maxJoinMs: report.picture.maxMs,
      ackP50Ms: quiet.ack.p50Ms,
      ackP99Ms: quiet.ack.p99Ms,
      ackP50DuringMs: busy.ack.p50Ms,
      ackP99DuringMs: busy.ack.p99Ms,
      answeredP50Ms: report.answered.p50Ms,
      answeredP95Ms: report.answered.p95Ms,
      connectedP50Ms: report.connected.p50Ms,
      connectedP95Ms: report.connected.p95Ms,
      viewersDelayP99Ms: report.ownDelayP99Ms,
      sendDelayP99Ms: busy.sendDelay.p99Ms,
      failedByCode: report.failed,
      onAir: reception.onAir,
      videoPackets: reception.packets,
      videoLostPackets: reception.lostPackets,
      bids: quiet.acceptedBids + busy.acceptedBids,
      refusedByCode: { ...quiet.raisesRefused, ...busy.raisesRefused },
      journal: setup.journal,
      joinSeconds: joinedSeconds,
      joinCpuSeconds: spent(before, joined),
      cpuSeconds: spent(before, after),
    };
  },
});
