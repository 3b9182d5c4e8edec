import type { Bench } from '../bench.ts';
import { House, startPoints } from '../house/house.ts';
import { firstAcceptedBids } from '../house/probe.ts';
import { seat } from '../house/seating.ts';
import { scenario } from '../scenario.ts';

const lotsPerGroup = 100;
const inFlight = 8;
const sellerCount = 100;
/** Listed and opened: what each live lot has in the journal before the first bid. */
const eventsBeforeBids = 2;
const fillTimeoutMs = 600_000;
const probedLots = 32;

/** How long a crash keeps people from bidding. */
export const recover = scenario({
  about: 'seconds from starting a killed server, with its journal full, to the first accepted bid',
  defaults: { lots: 10_000, events: 500_000, sockets: 1_000, shards: null, journal: null },
  async run(settings, bench: Bench) {
    const setup = await bench.setUpLotcast(settings);
    if (setup.journal === 'memory') throw new Error('Nothing can be recovered from --journal memory.');
    const before = await bench.startLotcast(setup);
    const generator = bench.startGenerator();

    bench.progress(`Setting up ${settings.lots} live auctions`);
    const house = new House(before.url, bench.progress);
    const cookies = await house.guests(settings.sockets);
    const lots = await house.liveLots(settings.lots, await house.guests(sellerCount));
    // Somebody who has not bid before, and so leads nowhere.
    const [prober] = (await house.guests(1)) as [string];
    house.close();

    const bidEvents = Math.max(0, settings.events - eventsBeforeBids * settings.lots);
    bench.progress(`Filling the journal with ${bidEvents} bids`);
    await generator.connect('lotcast', before.target, cookies);
    const seating = seat(settings.sockets, lots, Math.min(lotsPerGroup, Math.ceil(lots.length / 2)));
    await generator.group('lotcast', seating.groups, startPoints);
    const filled =
      bidEvents === 0
        ? null
        : await generator.bid('lotcast', {
            warmUpMs: 0,
            measureMs: fillTimeoutMs,
            inFlight,
            ratePerSecond: null,
            losingPercent: 0,
            acceptedBids: bidEvents,
          });
    const { acceptedBids } = await generator.deliveries('lotcast');
    const fsync = await before.fsync();

    bench.progress('Killing the server and starting it again');
    await before.kill();
    await generator.disconnect('lotcast');
    const startedAt = performance.now();
    const after = await bench.startLotcast(setup);
    const step = Math.max(1, Math.floor(lots.length / probedLots));
    const acceptedAt = await firstAcceptedBids(
      after.target,
      prober,
      lots.filter((_, n) => n % step === 0),
    );
    const seconds = acceptedAt.map((at) => (at - startedAt) / 1_000);
    return {
      secondsToFirstBid: Math.min(...seconds),
      secondsToListening: after.startupSeconds,
      secondsToLastProbedBid: Math.max(...seconds),
      probedLots: seconds.length,
      lots: lots.length,
      events: acceptedBids + eventsBeforeBids * lots.length,
      fillBidsPerSecond: filled === null ? 0 : filled.acceptedBids / filled.seconds,
      fillRefusedByCode: filled?.raisesRefused ?? {},
      journal: setup.journal,
      fsync,
    };
  },
});
