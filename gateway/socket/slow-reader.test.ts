import assert from 'node:assert/strict';
import { it } from 'node:test';
import { closeCodes } from '../../schema/codes.ts';
import { startLotcast } from '../../testing/lotcast.ts';
import { LotView } from './testing/lot-view.ts';
import { openLot } from './testing/lots.ts';
import { Person } from './testing/person.ts';
import { roomy } from './testing/roomy.ts';
import type { SocketClient } from './testing/socket-client.ts';

const slowCount = 20;
const bidsInFlight = 48;
/** Far more than a server would send into nothing that buffers within bounds, kernel included. */
const mostBytesEach = 32 * 1024 * 1024;

it('slow readers of a hot lot are cut off with their code, and slow nobody down', async (t) => {
  const { url } = await startLotcast(t, { env: { ...roomy, BROADCAST_WINDOW_MS: '0' } });
  const seller = await Person.signIn(url, 'Seller');
  const lot = await openLot(seller);
  const people = [await Person.signIn(url, 'Ann'), await Person.signIn(url, 'Ben')];
  const bidders = await Promise.all(people.map((person) => person.connect(t)));
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
  const cut = quickClient
    .next('viewers', ({ count }) => count === 1)
    .then(() => {
      areCut = true;
    });

  // They bid against each other until the quick reader is the only one that is left.
  let price = 1_000;
  const bid = async (client: SocketClient) => {
    while (!areCut) {
      assert.ok(publishedBytes < mostBytesEach, `${publishedBytes} bytes are queued for slow readers`);
      price += 100;
      const answer = await client.bid(lot, { max: price, confirm: true });
      assert.ok(answer.type === 'bidAccepted' || answer.code === 'too_low');
    }
  };
  await Promise.all([
    cut,
    ...Array.from({ length: bidsInFlight }, (_, n) => bid(bidders[n % bidders.length] as SocketClient)),
  ]);
  t.diagnostic(`${quick.seq} events, ${publishedBytes} bytes`);

  for (const client of slow) client.socket.resume();
  for (const client of slow) assert.equal((await client.closed).code, closeCodes.slowReader);
  const fresh = await seller.connect(t);
  fresh.send({ type: 'subscribe', lot });
  const { seq, state } = await fresh.next('snapshot');
  await quick.reached(seq);
  assert.deepEqual(quick.state, state);
});
