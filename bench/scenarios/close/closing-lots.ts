import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from '../../bench.ts';
import type { BidRoundPlan } from '../../generator/messages.ts';
import { House, startPoints } from '../../house/house.ts';
import { seat } from '../../house/seating.ts';
import type { Figures } from '../../scenario.ts';
import type { Settings } from '../../settings.ts';
import { bidAtTheLast, fallenHammers, shooterCount, watchHammers } from './hammers.ts';
import { listTimedLots } from './timed-lots.ts';

const sellerCount = 100;
const warmUpMs = 1_000;
const echoMs = 4_000;

type ClosingSettings = Pick<
  Settings,
  'lots' | 'seconds' | 'auctions' | 'sockets' | 'shards' | 'window' | 'journal' | 'profile'
>;

/** Lets thousands of hammers fall while other auctions on the same shards take all the bids they can. */
export async function measureClosing(settings: ClosingSettings, bench: Bench): Promise<Figures> {
  const setup = await bench.setUpLotcast(settings);
  const lotcast = await bench.startLotcast(setup);
  const echo = await bench.startEcho();
  const loader = bench.startGenerator();
  // A process of its own, whose clock readings do not wait behind the load.
  const observer = bench.startGenerator();
  const house = new House(lotcast.url, bench.progress);

  bench.progress(`Setting up ${settings.sockets} guests and ${settings.auctions} auctions that take bids`);
  const cookies = await house.guests(settings.sockets);
  const shooters = await house.guests(shooterCount);
  const sellers = await house.guests(sellerCount);
  const busyLots = await house.liveLots(settings.auctions, sellers);
  const { groups, homes } = seat(settings.sockets, busyLots, 1);
  await loader.connect(
    'echo',
    echo.target,
    cookies.map(() => null),
  );
  await loader.group('echo', groups, startPoints);
  await loader.connect('lotcast', lotcast.target, cookies);
  await loader.group('lotcast', groups, startPoints);
  await loader.watch('lotcast', homes);
  const plan: BidRoundPlan = {
    warmUpMs,
    measureMs: echoMs,
    inFlight: 1,
    ratePerSecond: null,
    losingPercent: 0,
    acceptedBids: null,
  };
  const bare = await loader.bid('echo', plan);
  await loader.disconnect('echo');
  await echo.stop();

  const timed = await listTimedLots(house, sellers, settings, bench.progress);
  house.close();
  await watchHammers(observer, lotcast.target, timed.ids);

  const spareMs = timed.firstEndAt - Date.now();
  bench.progress(
    spareMs > 0
      ? `First hammer in ${Math.round(spareMs / 1_000)} s`
      : 'Some lots ended before all were watched',
  );
  await pause(Math.max(0, timed.loadAt - Date.now()));
  const [load, shots] = await Promise.all([
    loader.bid('lotcast', { ...plan, measureMs: Math.max(1_000, timed.lastEndAt - Date.now()) }),
    bidAtTheLast(observer, lotcast.target, shooters),
  ]);
  const hammers = await fallenHammers(observer);
  const delivered = await loader.deliveries('lotcast');
  await lotcast.stop();

  const loadBidsPerSecond = load.acceptedBids / load.seconds;
  const echoPerSecond = bare.acceptedBids / bare.seconds;
  return {
    latenessP50Ms: hammers.decided.p50Ms,
    latenessP99Ms: hammers.decided.p99Ms,
    latenessMaxMs: hammers.decided.maxMs,
    seenP50Ms: hammers.seen.p50Ms,
    seenP99Ms: hammers.seen.p99Ms,
    seenMaxMs: hammers.seen.maxMs,
    refusedInTime: shots.refusedInTime,
    acceptedLate: shots.acceptedLate,
    hammers: hammers.decided.count,
    earlyHammers: hammers.early,
    movedEnds: hammers.moved,
    missingHammers: hammers.missing,
    lastSecondBids: shots,
    loadBidsPerSecond,
    loadAckP50Ms: load.ack.p50Ms,
    loadAckP99Ms: load.ack.p99Ms,
    echoPerSecond,
    echoP99Ms: bare.ack.p99Ms,
    ratioToEcho: loadBidsPerSecond / echoPerSecond,
    refusedByCode: load.raisesRefused,
    lost: delivered.lost,
    doubled: delivered.doubled,
    closed: delivered.closed,
    journal: setup.journal,
  };
}
