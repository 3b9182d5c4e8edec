import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { PublicEvent } from '../../schema/auction/public.ts';
import { closeCodes } from '../../schema/codes.ts';
import type { Lot } from '../../schema/http.ts';
import { startLotcast } from '../../testing/lotcast.ts';
import { startInstalledPostgres } from '../../testing/postgres.ts';
import { metricsUrl, scrape } from '../metrics/testing/scrape.ts';
import { LotView } from '../socket/testing/lot-view.ts';
import { openLot, readHistory, readLot } from '../socket/testing/lots.ts';
import { Person } from '../socket/testing/person.ts';
import { SocketClient } from '../socket/testing/socket-client.ts';
import { within } from '../socket/testing/within.ts';
import { Gateways } from './testing/gateways-for-test.ts';

for (const count of [1, 2, 4]) {
  describe(`on ${count} gateways`, async () => {
    const gateways = await Gateways.start({ after }, count);
    const { url } = gateways;
    const seller = await Person.signIn(url, 'Seller');
    const lotsWatched = async (count: number) => {
      const metrics = metricsUrl(gateways.server);
      while ((await scrape(metrics)).value('lotcast_lots_watched') !== count) await pause(100);
    };

    it('people bid against each other, and all see the same in the same order', async (t) => {
      const lot = await openLot(seller);
      const bidders = await Promise.all(
        Array.from({ length: 3 }, (_, n) => Person.signIn(url, `Bidder ${n}`)),
      );
      const watchers = await gateways.onEach(t, seller);
      const told = watchers.map((): PublicEvent[] => []);
      const views = told.map((events) => new LotView(lot, (event) => events.push(event)));
      for (const [n, view] of views.entries()) view.follow(watchers[n] as SocketClient);
      await Promise.all(views.map((view) => view.reached(1)));

      const accepted = new Map<number, number>();
      await Promise.all(
        bidders.map(async (bidder) => {
          const clients = await gateways.onEach(t, bidder);
          let minimum = 1_000;
          for (let sent = 0; sent < 60; sent++) {
            const client = clients[sent % clients.length] as SocketClient;
            const answer = await client.bid(lot, { amount: minimum });
            if (answer.type === 'bidAccepted') accepted.set(answer.seq, answer.pricePoints);
            minimum =
              answer.type === 'bidAccepted' ? answer.pricePoints + 100 : (answer.minimumPoints ?? minimum);
          }
        }),
      );
      const last = Math.max(...accepted.keys());
      await Promise.all(views.map((view) => within(view.reached(last), () => `stuck at ${view.seq}`)));
      for (const events of told) assert.deepEqual(events, told[0]);
      const history = await readHistory(seller, lot);
      assert.deepEqual(
        history.map(({ seq, pricePoints }) => [seq, pricePoints]),
        [...accepted].sort(([one], [other]) => one - other),
      );
    });

    it('one bid that is sent by several of them is decided once', async (t) => {
      const lot = await openLot(seller);
      const bidder = await Person.signIn(url, 'Bidder');
      const clients = await gateways.onEach(t, bidder);
      const bidId = Date.now() * 1_000;
      const answers = await Promise.all(clients.map((client) => client.bid(lot, { amount: 1_000, bidId })));
      for (const answer of answers) assert.deepEqual(answer, answers[0]);
      assert.equal((await readHistory(bidder, lot)).length, 1);
    });

    it('the people who watch a lot are counted together, on the lot and in lists', async (t) => {
      const lot = await openLot(seller);
      const [other, third] = [await Person.signIn(url, 'Other'), await Person.signIn(url, 'Third')];
      const watchers = [...(await gateways.onEach(t, seller)), ...(await gateways.onEach(t, other))];
      const readers = await gateways.onEach(t, seller);
      for (const reader of readers) reader.send({ type: 'lobby', on: true });
      for (const watcher of watchers) watcher.send({ type: 'subscribe', lot });
      const isAll = (counts: { lot: string; count: number }[], is: number) =>
        counts.some((one) => one.lot === lot && one.count === is);
      for (const watcher of watchers) await watcher.next('viewers', (told) => told.count === 2);
      for (const reader of readers) await reader.next('lobbyViewers', ({ lots }) => isAll(lots, 2));
      // Those of a lot that was left a moment ago are still counted.
      await within(lotsWatched(1), 'more than one lot is watched');

      const late = await gateways.connect(t, third);
      late.send({ type: 'subscribe', lot });
      const { viewers } = await late.next('snapshot');
      assert.equal(viewers, 3);
      late.send({ type: 'lobby', on: true });
      await late.next('lobbyViewers', ({ lots }) => isAll(lots, 3));
      late.drop();

      for (const watcher of watchers) watcher.send({ type: 'unsubscribe', lot });
      for (const reader of readers) await reader.next('lobbyViewers', ({ lots }) => isAll(lots, 0));
    });

    it('lists hear of changed lots everywhere', async (t) => {
      const readers = await gateways.onEach(t, seller);
      for (const reader of readers) {
        reader.send({ type: 'lobby', on: true });
        await reader.settled();
      }
      const lot = await openLot(seller);
      for (const reader of readers)
        await reader.next('lobby', ({ lots }) => lots.some((one) => one.lot === lot));
    });

    it('every connection is answered by the same HTTP service', async () => {
      const lot = await openLot(seller);
      const headers = { connection: 'close', cookie: seller.cookie };
      const answers = await Promise.all(
        Array.from({ length: 32 }, async () => {
          const response = await fetch(`${url}/api/lots/${lot}`, { headers });
          return [response.status, ((await response.json()) as Lot).id];
        }),
      );
      for (const answer of answers) assert.deepEqual(answer, [200, lot]);
      const pages = await Promise.all(
        Array.from({ length: 32 }, async () => {
          const response = await fetch(url, { headers: { connection: 'close' } });
          return [response.status, response.headers.get('content-length'), await response.text()];
        }),
      );
      assert.equal(pages[0]?.[0], 200);
      for (const page of pages) assert.deepEqual(page, pages[0]);
    });

    it('what they count adds up', async (t) => {
      const before = await scrape(metricsUrl(gateways.server));
      const lot = await openLot(seller);
      const bidder = await Person.signIn(url, 'Bidder');
      const clients = await gateways.onEach(t, bidder);
      for (const [n, client] of clients.entries()) await client.bid(lot, { max: 1_000 + 100 * n });
      const now = await scrape(metricsUrl(gateways.server));
      const grown = (name: string) => now.sum(name) - before.sum(name);
      assert.equal(grown('lotcast_bids_received_total'), count);
      assert.equal(grown('lotcast_bids_answered_total'), count);
      assert.equal(now.value('lotcast_bids_in_flight'), 0);
      for (let n = 0; n < count; n++) {
        assert.ok(now.value('lotcast_gateway_busy_seconds_total', { gateway: String(n) }) > 0);
      }
    });
  });
}

describe('several gateways together', () => {
  it('hold to the limit of sockets of one address, whichever the kernel chooses', async (t) => {
    const most = 9;
    const { url } = await Gateways.start(t, 4, { env: { SOCKETS_PER_ADDRESS: String(most) } });
    for (let round = 0; round < 3; round++) {
      const clients: SocketClient[] = [];
      for (let n = 0; n < most; n++) clients.push(await SocketClient.connect(t, url));
      for (let n = 0; n < 12; n++) await assert.rejects(SocketClient.connect(t, url), /handshake got 429/);
      for (const client of clients) {
        client.socket.close();
        await client.closed;
      }
    }
  });

  it('say goodbye on all of them, and go on where they ended with another number', async (t) => {
    const gateways = await Gateways.start(t, 4);
    const seller = await Person.signIn(gateways.url, 'Seller');
    const bidder = await Person.signIn(gateways.url, 'Bidder');
    const lot = await openLot(seller);
    const clients = await gateways.onEach(t, bidder);
    for (const [n, client] of clients.entries()) {
      assert.equal((await client.bid(lot, { max: 1_000 + n * 100 })).type, 'bidAccepted');
    }
    assert.equal(await gateways.server.stop(), 0, gateways.server.output());
    for (const client of clients) assert.equal((await client.closed).code, closeCodes.shuttingDown);

    const { dataDir } = gateways.server;
    const second = await Gateways.start(t, 2, { dataDir });
    const { auction } = await readLot(bidder.at(second.url), lot);
    assert.deepEqual([auction.phase, auction.pricePoints, auction.leader?.id], ['live', 1_000, bidder.id]);
    assert.equal(await second.server.stop(), 0);
  });

  it('keep their port to themselves', async (t) => {
    const { url: databaseUrl } = await startInstalledPostgres(t);
    const first = await Gateways.start(t, 2, { env: { DATABASE_URL: databaseUrl } });
    const seller = await Person.signIn(first.url, 'Seller');
    const lot = await openLot(seller);
    const [client] = await first.onEach(t, await Person.signIn(first.url, 'Bidder'));
    const port = Number(new URL(first.url).port);
    for (const count of ['1', '2']) {
      const env = { DATABASE_URL: databaseUrl, GATEWAYS: count };
      await assert.rejects(startLotcast(t, { env, port }), /exit code 1:[\s\S]*is taken/);
    }
    assert.equal((await client?.bid(lot, { amount: 1_000 }))?.type, 'bidAccepted');
    assert.equal(await first.server.stop(), 0);
  });

  it('end at once, and in order, when there is no time to stop', async (t) => {
    const { server } = await Gateways.start(t, 2, { env: { SHUTDOWN_GRACE_MS: '0' } });
    assert.equal(await server.stop(), 1);
    assert.match(server.output(), /could not stop in time/);
  });

  it('take the port back at once after they stopped', async (t) => {
    const first = await Gateways.start(t, 2);
    const client = await (await Person.signIn(first.url, 'Ann')).connect(t);
    const port = Number(new URL(first.url).port);
    assert.equal(await first.server.stop(), 0);
    assert.equal((await client.closed).code, closeCodes.shuttingDown);
    const second = await Gateways.start(t, 2, { port });
    assert.equal(second.url, first.url);
  });
});
