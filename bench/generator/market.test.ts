import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type BareServer, startEchoServer } from '../servers/bare-server.ts';
import { Children } from '../servers/children.ts';
import { Bidder } from './bidder.ts';
import type { Connection } from './connection.ts';
import { Market } from './market.ts';
import { MarketLot } from './market-lot.ts';
import type { BidRoundPlan } from './messages.ts';

const lot = '01JABCDEFGHJKMNPQRSTVWXYZ0';
const plan: BidRoundPlan = {
  warmUpMs: 50,
  measureMs: 300,
  inFlight: 1,
  ratePerSecond: null,
  losingPercent: 0,
  acceptedBids: null,
};
const people = (count: number) => Array.from({ length: count }, () => null);

describe('market', () => {
  const children = new Children();
  let echo: BareServer;
  before(async () => {
    echo = await startEchoServer(children, 5);
  });
  after(() => children.stopAll());

  async function marketOf(bidders: number, watchers: number): Promise<Market> {
    const market = new Market();
    await market.connect(echo.target, people(bidders + watchers));
    const connections = Array.from({ length: bidders }, (_, n) => n);
    market.group([{ connections, lots: [lot] }], 1_000);
    await market.watch(people(watchers).map((_, n) => [bidders + n, lot] as const));
    return market;
  }

  it('counts every answer, and every event at every watcher once', async () => {
    const market = await marketOf(4, 3);
    const round = await market.bid(plan);
    const report = market.deliveryReport();
    market.close();
    assert.ok(round.acceptedBids > 0);
    assert.ok(round.ack.count > 0);
    assert.equal(round.unanswered, 0);
    assert.ok(round.deliveries > 0 && round.eventFrames <= round.deliveries);
    assert.equal(report.watches, 3);
    assert.equal(report.bidDeliveries, 3 * report.acceptedBids);
    assert.deepEqual([report.lost, report.doubled, report.errors, report.closed], [0, 0, {}, {}]);
  });

  it('is told of every bid also where nothing is gathered', async () => {
    const bare = await startEchoServer(children, 0);
    const market = new Market();
    await market.connect(bare.target, people(3));
    market.group([{ connections: [0, 1], lots: [lot] }], 1_000);
    await market.watch([[2, lot]]);
    await market.bid(plan);
    const report = market.deliveryReport();
    market.close();
    assert.ok(report.bidDeliveries > 0);
    assert.equal(report.bidDeliveries, report.acceptedBids);
  });

  it('keeps a rate', async () => {
    const market = await marketOf(4, 0);
    const round = await market.bid({ ...plan, measureMs: 1_000, ratePerSecond: 200 });
    market.close();
    assert.ok(Math.abs(round.acceptedBids - 200) < 40, `${round.acceptedBids} bids in a second`);
    assert.equal(round.sendDelay.count, round.ack.count);
  });

  it('stops after so many bids', async () => {
    const market = await marketOf(2, 0);
    const { acceptedBids } = await market.bid({ ...plan, warmUpMs: 0, measureMs: 30_000, acceptedBids: 100 });
    market.close();
    assert.ok(acceptedBids >= 100 && acceptedBids < 200, String(acceptedBids));
  });

  it('counts what comes in the measured time, also when reading leaves no time for timers', async () => {
    const market = new Market();
    const watched = new MarketLot(lot, 1);
    const reader = new Bidder({} as Connection, market);
    const round = market.bid({ ...plan, warmUpMs: 20, measureMs: 20 });
    const overAtMs = performance.now() + 100;
    let frames = 0;
    while (performance.now() < overAtMs) {
      market.bidsDelivered(watched, ++frames, { events: 1, bytes: 100, decidedAt: Date.now() });
      market.readEnded(reader);
    }
    const { deliveries, eventBytes, seconds, seen } = await round;
    assert.ok(deliveries > 0 && deliveries < frames, `${deliveries} of ${frames}`);
    assert.equal(eventBytes, 100 * deliveries);
    assert.equal(seen.count, deliveries);
    // A difference of two times of day is exact to the microsecond.
    assert.equal(Math.round(seconds * 1e6), 20_000);
  });

  it('says that a server is not there', async () => {
    await assert.rejects(new Market().connect({ host: '127.0.0.1', port: 1 }, people(1)), /ECONNREFUSED/);
  });
});
