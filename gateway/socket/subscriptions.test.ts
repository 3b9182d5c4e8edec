import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { limits } from '../../schema/limits.ts';
import { startLotcast } from '../../testing/lotcast.ts';
import { serveBareSockets } from './testing/bare-gateway.ts';
import { command, draftLot, openLot } from './testing/lots.ts';
import { Person } from './testing/person.ts';
import { roomy } from './testing/roomy.ts';
import { SocketClient } from './testing/socket-client.ts';

/** The n-th of many lot ids that no lot has. */
const strangeLot = (n: number) => `01JZ${String(n).padStart(22, '0')}`;

const { url } = await startLotcast({ after }, { env: roomy });
const seller = await Person.signIn(url, 'Seller');
const other = await Person.signIn(url, 'Other');

describe('the lots of one socket', () => {
  it('are limited, waiting ones included, and make room when they are left', async (t) => {
    const { url: bareUrl } = await serveBareSockets(t, {});
    const client = await SocketClient.connect(t, bareUrl);
    const most = limits.maxSubscriptionsPerSocket;
    for (let n = 0; n < most; n++) client.send({ type: 'subscribe', lot: strangeLot(n) });
    await client.settled();
    client.send({ type: 'subscribe', lot: strangeLot(most) });
    const { code, about } = await client.next('error');
    assert.deepEqual([code, about], ['too_many_subscriptions', { type: 'subscribe', lot: strangeLot(most) }]);
    // One that is watched already takes no more room.
    client.send({ type: 'subscribe', lot: strangeLot(0) });
    client.send({ type: 'unsubscribe', lot: strangeLot(1) });
    client.send({ type: 'subscribe', lot: strangeLot(most) });
    await client.settled();
    client.send({ type: 'subscribe', lot: strangeLot(1) });
    assert.equal((await client.next('error')).about?.lot, strangeLot(1));
  });
});

describe('a lot that does not exist', () => {
  it('is refused, thousands of times, and does not count among those that are watched', async (t) => {
    const client = await SocketClient.connect(t, url);
    const count = 5_000;
    for (let n = 0; n < count; n++) {
      client.send({ type: 'subscribe', lot: strangeLot(n) });
      const { code, about } = await client.next('error');
      assert.deepEqual([code, about], ['not_found', { type: 'subscribe', lot: strangeLot(n) }]);
    }
    client.send({ type: 'subscribe', lot: await openLot(seller) });
    await client.next('snapshot');
  });
});

describe('a draft', () => {
  it('is there for its seller alone, until it is open', async (t) => {
    const lot = await draftLot(seller);
    const own = await seller.connect(t);
    own.send({ type: 'subscribe', lot });
    const { epoch, seq, state } = await own.next('snapshot');
    assert.equal(state.phase, 'draft');
    for (const since of [undefined, { epoch, seq }]) {
      const stranger = await other.connect(t);
      stranger.send({ type: 'subscribe', lot, since });
      assert.equal((await stranger.next('error')).code, 'not_found');
      const nobody = await SocketClient.connect(t, url);
      nobody.send({ type: 'subscribe', lot, since });
      assert.equal((await nobody.next('error')).code, 'not_found');
    }
    await command(seller, lot, 'open');
    assert.equal((await own.next('events')).events[0]?.type, 'opened');
    const visitor = await other.connect(t);
    visitor.send({ type: 'subscribe', lot });
    assert.equal((await visitor.next('snapshot')).state.phase, 'live');
  });
});

describe('viewers', () => {
  it('are counted as they come and go, each once', async (t) => {
    const lot = await openLot(seller);
    const first = await SocketClient.connect(t, url);
    first.send({ type: 'subscribe', lot });
    assert.equal((await first.next('snapshot')).viewers, 1);
    const second = await SocketClient.connect(t, url);
    for (let count = 0; count < 3; count++) second.send({ type: 'subscribe', lot });
    await first.next('viewers', ({ count }) => count === 2);
    second.drop();
    await first.next('viewers', ({ count }) => count === 1);
  });
});

describe('the lobby', () => {
  it('tells of changed lots, but not of drafts, until it is left', async (t) => {
    const client = await SocketClient.connect(t, url);
    client.send({ type: 'lobby', on: true });
    client.send({ type: 'lobby', on: true });
    await client.settled();
    const draft = await draftLot(seller);
    const lot = await openLot(seller);
    const { lots } = await client.next('lobby', ({ lots }) => lots.some((changed) => changed.lot === lot));
    assert.equal(lots.find((changed) => changed.lot === lot)?.auction.phase, 'live');
    assert.ok(!lots.some((changed) => changed.lot === draft));
    client.send({ type: 'lobby', on: false });
    await client.settled();
  });
});
