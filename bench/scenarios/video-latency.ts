import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Bench } from '../bench.ts';
import { House, startPoints } from '../house/house.ts';
import { seat } from '../house/seating.ts';
import { scenario } from '../scenario.ts';
import { launchChromium } from '../video/chromium.ts';
import type { RoundReadings } from '../video/page/main.ts';
import { pageScript } from '../video/page-script.ts';

/** A connection's first seconds are those of its bandwidth estimate. */
const warmUpMs = 3_000;
const bidders = 1_000;
const bidLots = 100;

/** How old a picture is when it is seen, from one page's glass to another's, with and without the server between. */
export const videoLatency = scenario({
  about:
    'age of pictures when they are seen, through the server and directly between the same pages, in turns',
  defaults: { seconds: 10, rounds: 6, rate: null, journal: null },
  async run(settings, bench: Bench) {
    const script = await pageScript();
    const setup = await bench.setUpLotcast({ ...settings, video: true });
    const lotcast = await bench.startLotcast(setup);
    const house = new House(lotcast.url, bench.progress);
    const [seller, viewer] = (await house.guests(2)) as [string, string];
    const [lot] = (await house.liveLots(1, [seller])) as [string];

    bench.progress('Opening two pages');
    const browser = await launchChromium();
    try {
      const [sender, receiver] = await Promise.all([
        browser.openPage(lotcast.url, seller, script),
        browser.openPage(lotcast.url, viewer, script),
      ]);
      const load = settings.rate === null ? null : await bidding(settings.rate);
      const rounds = { sfu: [] as RoundReadings[], direct: [] as RoundReadings[] };
      for (let round = 0; round < settings.rounds; round++) {
        const kind = round % 2 === 0 ? 'direct' : 'sfu';
        const readings = await (kind === 'sfu' ? throughServer : directly)(
          sender,
          receiver,
          lot,
          settings.seconds * 1_000,
        );
        rounds[kind].push(readings);
        bench.progress(
          `Round ${round + 1} of ${settings.rounds}: ${kind}, ${percentile(readings.agesMs, 50)} ms median of ${readings.agesMs.length} pictures`,
        );
      }
      const ack = await load?.();
      return { ...figuresOf(rounds.sfu, rounds.direct), ...(ack ?? {}), journal: setup.journal };
    } finally {
      await browser.close();
    }

    /** Bids at a fixed rate until the function that this gives is called. */
    async function bidding(ratePerSecond: number) {
      bench.progress(`Bidding ${ratePerSecond} times a second beside it`);
      const generator = bench.startGenerator();
      const cookies = await house.guests(bidders);
      const lots = await house.liveLots(bidLots, await house.guests(bidLots));
      const { groups, homes } = seat(bidders, lots, 1);
      await generator.connect('lotcast', lotcast.target, cookies);
      await generator.group('lotcast', groups, startPoints);
      await generator.watch('lotcast', homes);
      const total = settings.rounds * (settings.seconds * 1_000 + warmUpMs);
      const round = generator.bid('lotcast', {
        warmUpMs: 1_000,
        measureMs: total,
        inFlight: 1,
        ratePerSecond,
        losingPercent: 0,
        acceptedBids: null,
      });
      return async () => {
        const { ack, acceptedBids, seconds } = await round;
        return { bidsPerSecond: acceptedBids / seconds, ackP50Ms: ack.p50Ms, ackP99Ms: ack.p99Ms };
      };
    }
  },
});

async function throughServer(sender: Page, receiver: Page, lot: string, measureMs: number) {
  await sender.evaluate((id) => window.videoPage.publish(id), lot);
  await receiver.evaluate((id) => window.videoPage.watch(id), lot);
  return measured(sender, receiver, measureMs);
}

async function directly(sender: Page, receiver: Page, _lot: string, measureMs: number) {
  const offer = await sender.evaluate(() => window.videoPage.offer());
  const answer = await receiver.evaluate((offered) => window.videoPage.accept(offered), offer);
  await sender.evaluate((accepted) => window.videoPage.complete(accepted), answer);
  return measured(sender, receiver, measureMs);
}

async function measured(sender: Page, receiver: Page, measureMs: number): Promise<RoundReadings> {
  await pause(warmUpMs);
  await receiver.evaluate(() => window.videoPage.begin());
  await pause(measureMs);
  const readings = await receiver.evaluate(() => window.videoPage.readings());
  await Promise.all([sender, receiver].map((page) => page.evaluate(() => window.videoPage.close())));
  return readings;
}

function figuresOf(sfu: readonly RoundReadings[], direct: readonly RoundReadings[]) {
  const agesOf = (rounds: readonly RoundReadings[]) => rounds.flatMap(({ agesMs }) => agesMs);
  const [through, without] = [agesOf(sfu), agesOf(direct)];
  const undecodable = [...sfu, ...direct].reduce((sum, round) => sum + round.undecodable, 0);
  return {
    sfuP50Ms: percentile(through, 50),
    sfuP95Ms: percentile(through, 95),
    directP50Ms: percentile(without, 50),
    directP95Ms: percentile(without, 95),
    addedP50Ms: percentile(through, 50) - percentile(without, 50),
    undecodablePercent: (100 * undecodable) / Math.max(1, undecodable + through.length + without.length),
    freezes: sfu.reduce((sum, round) => sum + round.freezes, 0),
    directFreezes: direct.reduce((sum, round) => sum + round.freezes, 0),
    pictures: through.length,
    directPictures: without.length,
  };
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}
