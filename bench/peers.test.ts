import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ensurePeerPackages } from '../setup/packages.mjs';
import { Bench } from './bench.ts';
import { startPoints } from './house/house.ts';
import { seat } from './house/seating.ts';
import { contenders } from './scenarios/peers/contenders.ts';

const sockets = 20;
const bids = 200;
const timedMs = 1_500;
const hammerTimeoutMs = 20_000;
const longMs = 3_600_000;

/** What the bench claims of each: that it takes bids, tells everyone, and lets the hammer fall; and what it loses. */
describe('what Lotcast is compared with', () => {
  const bench = new Bench();
  before(ensurePeerPackages);
  after(() => bench.cleanUp());

  // Redis on another setting is the same program, and Lotcast has tests enough.
  const others = ['lotcast', 'nest-bull-always', 'redis-lua-everysec'];
  const tried = contenders(bench).filter(({ name }) => !others.includes(name));
  for (const contender of tried) {
    it(`${contender.name} sells by auction, and keeps ${contender.keeps}`, async () => {
      const running = await contender.start(sockets);
      const generator = bench.startGenerator();
      const endsAt = Date.now() + longMs;
      const lots = await running.openLots(2, () => endsAt);
      const { groups, homes } = seat(sockets, lots, 1);
      const seats = await running.seats(homes.map(([, lot]) => lot));
      await generator.connect('hall', running.target, running.cookies, seats);
      await generator.group('hall', groups, startPoints);
      await generator.watch('hall', homes);

      const { unanswered } = await generator.bid('hall', {
        warmUpMs: 0,
        measureMs: 30_000,
        inFlight: 1,
        ratePerSecond: null,
        losingPercent: 0,
        acceptedBids: bids,
      });
      assert.equal(unanswered, 0);
      const report = await generator.deliveries('hall');
      assert.ok(report.acceptedBids >= bids, `${report.acceptedBids} accepted`);
      assert.equal(report.bidDeliveries, report.expectedBidDeliveries);
      const acknowledged = await generator.accepted('hall');
      const stored = await running.bidCounts(lots);
      assert.deepEqual(
        stored,
        lots.map((lot) => acknowledged[lot]),
      );

      const timedEnd = Date.now() + timedMs;
      const timed = await running.openLots(1, () => timedEnd);
      const paths = await running.seats(timed);
      await generator.connect('timed', running.target, running.cookies.slice(0, 1), paths);
      await generator.watch('timed', [[0, timed[0] as string]]);
      const { missing, early } = await generator.hammers('timed', hammerTimeoutMs);
      assert.deepEqual({ missing, early }, { missing: 0, early: 0 });

      await generator.stop();
      await running.crash('everything');
      const left = await running.bidCounts(lots);
      if (contender.keeps === 'nothing') assert.deepEqual(left, [0, 0]);
      else assert.deepEqual(left, stored);
      await running.stop();
    });
  }
});
