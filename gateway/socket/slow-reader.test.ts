import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { closeCodes } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import { startLotcast } from '../../testing/lotcast.ts';
import { metricsUrl, scrape } from '../metrics/testing/scrape.ts';
import { LotView } from './testing/lot-view.ts';
import { openLot } from './testing/lots.ts';
import { Person } from './testing/person.ts';
import { roomy } from './testing/roomy.ts';
import type { SocketClient } from './testing/socket-client.ts';

const slowCount = 20;
/** Far more than fits in all bounded buffers on the way, the kernel's included. */
const mostBytesEach = 32 * 1024 * 1024;

it('slow readers of a hot lot are cut off with their code, and slow nobody down', async (t) => {
  const env = { ...roomy, BROADCAST_WINDOW_MS: '0', METRICS_PORT: '0' };
  const server = await startLotcast(t, { env });
  const { url } = server;
  const seller = await Person.signIn(url, 'Seller');
  const lot = await openLot(seller);
  const slow: SocketClient[] = [];
  for (let n = 0; n < slowCount; n++) {
    const client = await seller.connect(t);
    client.send({ type: 'subscribe', lot });
    await client.next('snapshot');
    client.socket.pause();
    slow.push(client);
  }
  const quick = new LotView(lot);
  const quickClient = await seller.connect(t);
  let publishedBytes = 0;
  quickClient.socket.on('message', (data: Buffer) => {
    publishedBytes += data.length;
  });
  quick.follow(quickClient);
  let areCut = false;
  const allCut = async () => {
    const cutNow = async () => (await scrape(metricsUrl(server))).value('lotcast_slow_readers_cut_total');
    while ((await cutNow()) < slowCount) await pause(50);
    areCut = true;
  };

  // One allows so much that every raise of the other is an event, until only the quick reader is left.
  const leader = await (await Person.signIn(url, 'Ann')).connect(t);
  await leader.bid(lot, { max: limits.maxPoints, confirm: true });
  const rival = await (await Person.signIn(url, 'Ben')).connect(t);
  let price = 1_000;
  const bid = async () => {
    while (!areCut) {
      assert.ok(publishedBytes < mostBytesEach, `${publishedBytes} bytes are queued for slow readers`);
      price += 200;
      const answer = await rival.bid(lot, { amount: price });
      assert.equal(answer.type, 'bidAccepted');
    }
  };
  await Promise.all([allCut(), ...Array.from({ length: limits.maxBidsInFlightPerSocket }, bid)]);
  t.diagnostic(`${quick.seq} events, ${publishedBytes} bytes`);

  for (const client of slow) client.socket.resume();
  for (const client of slow) assert.equal((await client.closed).code, closeCodes.slowReader);
  const fresh = await seller.connect(t);
  fresh.send({ type: 'subscribe', lot });
  const { seq, state } = await fresh.next('snapshot');
  await quick.reached(seq);
  assert.deepEqual(quick.state, state);
});
