import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { closeCodes } from '../../schema/codes.ts';
import { type RunningLotcast, startLotcast } from '../../testing/lotcast.ts';
import { postgresPids } from '../../testing/postgres-group.ts';
import { signal } from '../../testing/processes.ts';
import { openLot, readHistory, readLot } from '../socket/testing/lots.ts';
import { Person } from '../socket/testing/person.ts';
import { roomy } from '../socket/testing/roomy.ts';
import type { SocketClient } from '../socket/testing/socket-client.ts';

type Way = readonly [name: string, stop: (server: RunningLotcast) => void];

const ways: readonly Way[] = [
  ['SIGINT', ({ pid }) => signal(pid, 'SIGINT')],
  ['SIGTERM', ({ pid }) => signal(pid, 'SIGTERM')],
  ['a terminal that is closed', ({ pid }) => signal(-pid, 'SIGHUP')],
  // A terminal sends it to the database's processes too.
  ['Ctrl-C on a terminal', ({ pid }) => signal(-pid, 'SIGINT')],
];

describe('a server that is stopped', () => {
  for (const [name, stop] of ways) {
    it(`by ${name} says goodbye, and goes on where it ended`, async (t) => {
      const first = await startLotcast(t, { env: roomy });
      const seller = await Person.signIn(first.url, 'Seller');
      const bidder = await Person.signIn(first.url, 'Bidder');
      const lot = await openLot(seller);
      const client = await bidder.connect(t);
      const watcher = await seller.connect(t);
      watcher.send({ type: 'subscribe', lot });
      await watcher.next('snapshot');
      assert.equal((await client.bid(lot, { amount: 1_000 })).type, 'bidAccepted');
      const { endsAt } = (await readLot(bidder, lot)).auction;
      stop(first);
      assert.equal((await client.closed).code, closeCodes.shuttingDown);
      assert.equal((await watcher.closed).code, closeCodes.shuttingDown);
      assert.equal(await first.exited, 0, first.output());

      const second = await startLotcast(t, { env: roomy, dataDir: first.dataDir });
      const again = await bidder.at(second.url).connect(t);
      again.send({ type: 'subscribe', lot });
      const { state } = await again.next('snapshot', ({ state }) => state.lastOutage !== null);
      assert.deepEqual([state.phase, state.pricePoints, state.leader?.id], ['live', 1_000, bidder.id]);
      assert.equal(state.endsAt, (endsAt ?? 0) + (state.lastOutage?.addedMs ?? 0));
      assert.ok((state.lastOutage?.addedMs ?? 0) > 0);
      const rival = await (await Person.signIn(second.url, 'Rival')).connect(t);
      assert.equal((await rival.bid(lot, { amount: 1_100 })).type, 'bidAccepted');
    });
  }

  it('while it starts ends in order too, and leaves no database behind', async (t) => {
    const onLine = (line: string, pid: number) => {
      if (line.includes('Migrated the database')) signal(pid, 'SIGTERM');
    };
    const { exited, output, dataDir } = await startLotcast(t, { onLine });
    assert.equal(await exited, 0, output());
    assert.deepEqual(postgresPids(join(dataDir, 'postgres')), []);
  });

  it('in the middle of bidding has kept every bid that it acknowledged, once', async (t) => {
    const first = await startLotcast(t, { env: roomy });
    const seller = await Person.signIn(first.url, 'Seller');
    const lot = await openLot(seller);
    const people = await Promise.all(
      Array.from({ length: 8 }, (_, n) => Person.signIn(first.url, `Bidder ${n}`)),
    );
    const clients = await Promise.all(people.map((person) => person.connect(t)));
    /** Seq by price of the acknowledged bids. */
    const accepted = new Map<number, number>();
    let price = 1_000;
    const bidding = (client: SocketClient) => async () => {
      for (;;) {
        price += 100;
        const answer = await client.bid(lot, { amount: price }).catch(() => null);
        if (answer === null) return;
        if (answer.type !== 'bidAccepted') continue;
        accepted.set(answer.seq, answer.pricePoints);
        if (accepted.size === 200) signal(first.pid, 'SIGTERM');
      }
    };
    await Promise.all(clients.flatMap((client) => [bidding(client)(), bidding(client)()]));
    assert.equal(await first.exited, 0, first.output());
    assert.ok(accepted.size >= 200);

    const second = await startLotcast(t, { env: roomy, dataDir: first.dataDir });
    const history = await readHistory(seller.at(second.url), lot);
    const kept = new Map(history.map(({ seq, pricePoints }) => [seq, pricePoints]));
    assert.equal(kept.size, history.length);
    for (const [seq, pricePoints] of accepted) assert.equal(kept.get(seq), pricePoints, `bid ${seq}`);
  });
});
