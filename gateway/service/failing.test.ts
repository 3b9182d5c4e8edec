import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { closeCodes } from '../../schema/codes.ts';
import { startLotcast } from '../../testing/lotcast.ts';
import { startInstalledPostgres } from '../../testing/postgres.ts';
import { killPostgres } from '../../testing/postgres-group.ts';
import { openLot } from '../socket/testing/lots.ts';
import { Person } from '../socket/testing/person.ts';
import { roomy } from '../socket/testing/roomy.ts';

describe('a server whose auctions were taken over', () => {
  it('stops and says so, and they go on at the other one', async (t) => {
    const { url: databaseUrl } = await startInstalledPostgres(t);
    const env = { ...roomy, DATABASE_URL: databaseUrl };
    const first = await startLotcast(t, { env });
    const seller = await Person.signIn(first.url, 'Seller');
    const bidder = await Person.signIn(first.url, 'Bidder');
    const lot = await openLot(seller);
    const client = await bidder.connect(t);
    assert.equal((await client.bid(lot, { amount: 1_000 })).type, 'bidAccepted');

    const second = await startLotcast(t, { env });
    assert.equal((await client.closed).code, closeCodes.shuttingDown);
    assert.equal(await first.exited, 1);
    assert.match(first.output(), /another server has taken the auctions over/);
    const rival = await (await Person.signIn(second.url, 'Rival')).connect(t);
    assert.equal((await rival.bid(lot, { amount: 1_100 })).type, 'bidAccepted');
    assert.equal(await second.stop(), 0);
  });
});

describe('a server whose database', () => {
  it('is embedded and ended, stops and says so', async (t) => {
    const server = await startLotcast(t);
    const client = await (await Person.signIn(server.url, 'Ann')).connect(t);
    killPostgres(join(server.dataDir, 'postgres'));
    assert.equal((await client.closed).code, closeCodes.shuttingDown);
    assert.equal(await server.exited, 1);
    assert.match(server.output(), /the embedded database ended/);
  });

  it('is elsewhere and goes away, has bids sent again, and gives the time back when it returns', async (t) => {
    const postgres = await startInstalledPostgres(t);
    const server = await startLotcast(t, { env: { ...roomy, DATABASE_URL: postgres.url } });
    const seller = await Person.signIn(server.url, 'Seller');
    const lot = await openLot(seller);
    const client = await (await Person.signIn(server.url, 'Ann')).connect(t);
    client.send({ type: 'subscribe', lot });
    const { state } = await client.next('snapshot');
    await postgres.kill();
    const lost = await client.bid(lot, { amount: 1_000 });
    assert.ok(lost.type === 'bidRefused' && lost.code === 'retry' && lost.retry);

    await postgres.start();
    const back = await client.next('events', ({ events }) => events[0]?.type === 'outage');
    const outage = back.events[0];
    assert.equal(outage?.set.endsAt, (state.endsAt ?? 0) + (outage?.addedMs ?? 0));
    const { bidId } = lost;
    const answer = await client.bid(lot, { amount: 1_000, bidId });
    assert.equal(answer.type, 'bidAccepted');
    assert.deepEqual(await client.bid(lot, { amount: 1_000, bidId }), answer);
    assert.equal(await server.stop(), 0);
  });
});
