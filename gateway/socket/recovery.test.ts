import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { limits } from '../../schema/limits.ts';
import { startLotcast } from '../../testing/lotcast.ts';
import type { Position } from './relay.ts';
import { LotView } from './testing/lot-view.ts';
import { openLot } from './testing/lots.ts';
import { Person } from './testing/person.ts';
import { roomy } from './testing/roomy.ts';
import type { SocketClient } from './testing/socket-client.ts';

/** Brings a lot forward by as many events, two people in turn. */
async function raise(
  clients: readonly [SocketClient, SocketClient],
  lot: string,
  from: number,
  times: number,
) {
  for (let n = 0; n < times; n++) {
    const answer = await (clients[n % 2] as SocketClient).bid(lot, { amount: from + 100 * n, confirm: true });
    assert.equal(answer.type, 'bidAccepted');
  }
  return from + 100 * times;
}

describe('a client that comes back', () => {
  // Each gateway keeps events for itself: on another one, where nobody watches, it would be a snapshot.
  const server = startLotcast({ after }, { env: { ...roomy, GATEWAYS: '1' } });
  let url: string;
  let seller: Person;
  let bidders: [Person, Person];
  before(async () => {
    ({ url } = await server);
    seller = await Person.signIn(url, 'Seller');
    bidders = [await Person.signIn(url, 'Ann'), await Person.signIn(url, 'Ben')];
  });

  const enter = async (t: Parameters<Person['connect']>[0]) => {
    const clients: [SocketClient, SocketClient] = [await bidders[0].connect(t), await bidders[1].connect(t)];
    const lot = await openLot(seller);
    // Somebody stays, or else nothing would be kept.
    const stayer = new LotView(lot);
    stayer.follow(await seller.connect(t));
    return { clients, lot, stayer };
  };
  const comeBack = async (t: Parameters<Person['connect']>[0], lot: string, since: Position) => {
    const client = await seller.connect(t);
    client.send({ type: 'subscribe', lot, since });
    return client;
  };

  it('gets exactly what it missed', async (t) => {
    const { clients, lot, stayer } = await enter(t);
    const next = await raise(clients, lot, 1_000, 3);
    await stayer.reached(4);
    const { epoch } = stayer.position as Position;
    for (let seq = 1; seq <= 4; seq++) {
      const client = await comeBack(t, lot, { epoch, seq });
      const { events } = await client.next('events');
      const missed = [1, 2, 3, 4].slice(seq);
      assert.deepEqual(
        events.map((event) => event.seq),
        missed,
      );
      client.drop();
    }
    const client = await comeBack(t, lot, { epoch, seq: 4 });
    assert.deepEqual((await client.next('events')).events, []);
    await raise([clients[1], clients[0]], lot, next, 1);
    assert.deepEqual(
      (await client.next('events')).events.map(({ seq }) => seq),
      [5],
    );
  });

  it('gets a snapshot when its position is of another time, ahead, or before what is kept', async (t) => {
    const { clients, lot, stayer } = await enter(t);
    const count = limits.recoveryEvents + 10;
    await raise(clients, lot, 1_000, count);
    await stayer.reached(count + 1);
    const { epoch } = stayer.position as Position;
    const positions: Position[] = [
      { epoch: 'another', seq: count + 1 },
      { epoch, seq: count + 2 },
      { epoch, seq: Number.MAX_SAFE_INTEGER },
      { epoch, seq: 1 },
      { epoch, seq: 0 },
    ];
    for (const since of positions) {
      const client = await comeBack(t, lot, since);
      const { seq, state } = await client.next('snapshot');
      assert.equal(seq, count + 1, JSON.stringify(since));
      assert.deepEqual(state, stayer.state);
      client.drop();
    }
  });

  it('may subscribe again, and is still told once', async (t) => {
    const { clients, lot, stayer } = await enter(t);
    const client = await seller.connect(t);
    for (let count = 0; count < 3; count++) {
      client.send({ type: 'subscribe', lot });
      await client.next('snapshot');
    }
    await stayer.reached(1);
    client.send({ type: 'subscribe', lot, since: stayer.position });
    assert.deepEqual((await client.next('events')).events, []);
    const told: number[] = [];
    const look = client.inbox.onMessage;
    client.inbox.onMessage = (message) => {
      look(message);
      if (message.type === 'events') told.push(...message.events.map(({ seq }) => seq));
    };
    await raise(clients, lot, 1_000, 4);
    await client.next('events', ({ events }) => events.at(-1)?.seq === 5);
    await client.settled();
    assert.deepEqual(told, [2, 3, 4, 5]);
  });

  it('hears nothing any more after it has unsubscribed, and may do so twice', async (t) => {
    const { clients, lot, stayer } = await enter(t);
    const client = await seller.connect(t);
    client.send({ type: 'subscribe', lot });
    await client.next('snapshot');
    client.send({ type: 'unsubscribe', lot });
    client.send({ type: 'unsubscribe', lot });
    await client.settled();
    client.inbox.onMessage = ({ type }) => assert.notEqual(type, 'events');
    await raise(clients, lot, 1_000, 2);
    await stayer.reached(3);
    await client.settled();
    assert.equal(client.inbox.violation, null);
  });
});

describe('a position', () => {
  for (const way of ['stop', 'killEverything'] as const) {
    it(`stays valid when the server is started again after ${way}`, async (t) => {
      const first = await startLotcast(t, { env: roomy });
      const seller = await Person.signIn(first.url, 'Seller');
      const bidders = [await Person.signIn(first.url, 'Ann'), await Person.signIn(first.url, 'Ben')] as const;
      const lot = await openLot(seller);
      const [ann, ben] = [await bidders[0].connect(t), await bidders[1].connect(t)];
      const [current, behind] = [new LotView(lot), new LotView(lot)];
      const early = await seller.connect(t);
      behind.follow(early);
      await behind.reached(1);
      early.drop();
      await early.closed;
      const next = await raise([ann, ben], lot, 1_000, 3);
      current.follow(await seller.connect(t));
      await current.reached(4);
      const epoch = behind.position?.epoch;
      await first[way]();

      const second = await startLotcast(t, { env: roomy, dataDir: first.dataDir });
      const fresh = new LotView(lot);
      const views = [current, behind, fresh];
      for (const view of views) view.follow(await seller.at(second.url).connect(t));
      const again = [
        await bidders[0].at(second.url).connect(t),
        await bidders[1].at(second.url).connect(t),
      ] as const;
      await raise([again[1], again[0]], lot, next, 2);
      // Three bids, the outage that was given back, and two more bids after the opening.
      await Promise.all(views.map((view) => view.reached(7)));
      for (const view of views) {
        assert.deepEqual(view.state, fresh.state);
        assert.equal(view.position?.epoch, epoch);
      }
      assert.equal(fresh.seq, 7);
    });
  }
});
