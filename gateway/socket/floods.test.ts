import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import { LaneMemory } from '../../actors/lane/lane-memory.ts';
import { closeCodes } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import { startLotcast } from '../../testing/lotcast.ts';
import { serveBareSockets } from './testing/bare-gateway.ts';
import { openLot, readHistory } from './testing/lots.ts';
import { Person } from './testing/person.ts';
import { roomy } from './testing/roomy.ts';
import { type BidAnswer, SocketClient } from './testing/socket-client.ts';
import { within } from './testing/within.ts';

const bidsBurst = 20;
const { url } = await startLotcast(
  { after },
  { env: { ...roomy, BIDS_PER_SECOND: '10', BIDS_BURST: String(bidsBurst) } },
);
const seller = await Person.signIn(url, 'Seller');

const codesOf = (answers: readonly BidAnswer[]) =>
  answers.map((answer) => (answer.type === 'bidRefused' ? answer.code : 'accepted'));

/** Sends time questions as fast as they go out, until the connection ends. */
function flood(client: SocketClient): Promise<{ code: number }> {
  const timer = setInterval(() => {
    for (let count = 0; count < 200; count++) client.send({ type: 'time', clientAt: count });
  });
  return within(client.closed, 'a flood goes on').finally(() => clearInterval(timer));
}

describe('a flood from one socket', () => {
  it('of bids: some are decided, the others may be sent again later, and the socket stays', async (t) => {
    const lot = await openLot(seller);
    const client = await (await Person.signIn(url, 'Hasty')).connect(t);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => client.bid(lot, { max: 1_000 + n })),
    );
    const codes = codesOf(answers);
    const limited = answers.filter(
      (answer) => answer.type === 'bidRefused' && answer.code === 'rate_limited',
    );
    assert.ok(codes.filter((code) => code === 'accepted').length >= bidsBurst);
    assert.ok(limited.length > 0);
    assert.equal(codes.filter((code) => code !== 'accepted').length, limited.length);
    assert.ok(limited.every((answer) => answer.type === 'bidRefused' && answer.retry));

    const { bidId } = limited.at(-1) as BidAnswer;
    for (;;) {
      const answer = await client.bid(lot, { max: 2_000, bidId });
      if (answer.type === 'bidAccepted') break;
      assert.equal(answer.code, 'rate_limited');
      // Its allowance grows with time; asking more often would only use up that of messages.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });

  it('of messages ends the connection with the code for floods', async (t) => {
    const client = await (await Person.signIn(url, 'Flood')).connect(t);
    assert.equal((await flood(client)).code, closeCodes.flooding);
  });

  it('of junk ends the connection with the code for junk', async (t) => {
    const client = await (await Person.signIn(url, 'Junk')).connect(t);
    for (let count = 0; count < 1_000; count++) client.send('{"type":');
    assert.equal((await client.closed).code, closeCodes.malformed);
  });
});

describe('a flood from many sockets', () => {
  it('keeps nobody else from bidding, on the same lot or another', async (t) => {
    const flooded = await openLot(seller);
    const quiet = await openLot(seller);
    const honest = await (await Person.signIn(url, 'Honest')).connect(t);
    const rival = await (await Person.signIn(url, 'Rival')).connect(t);
    let isOver = false;
    const crowd = await Promise.all(
      Array.from({ length: 30 }, async (_, n) => {
        const person = await Person.signIn(url, `Flood ${n}`);
        return async () => {
          for (let bidId = 1; !isOver; ) {
            const client = await person.connect(t);
            const timer = setInterval(() => {
              for (let count = 0; count < 50; count++) {
                client.send({ type: 'bid', lot: flooded, bidId: bidId++, amount: 1 });
              }
            });
            assert.equal((await within(client.closed, 'a flood goes on')).code, closeCodes.flooding);
            clearInterval(timer);
          }
        };
      }),
    );
    const floods = crowd.map((start) => start());
    const answers: BidAnswer[] = [];
    const bidders = [honest, rival];
    for (let n = 0; n < 2 * bidsBurst; n += 2) {
      for (const lot of [flooded, quiet]) {
        answers.push(await (bidders[(n / 2) % 2] as SocketClient).bid(lot, { amount: 1_000 + 50 * n }));
      }
    }
    isOver = true;
    await Promise.all(floods);
    assert.deepEqual(new Set(codesOf(answers)), new Set(['accepted']));
    for (const lot of [flooded, quiet]) assert.equal((await readHistory(seller, lot)).length, bidsBurst);
  });
});

describe('a flood from many sockets', () => {
  it('of one person is held up as if it came from a few, and nobody else is', async (t) => {
    const flooding = await Person.signIn(url, 'Many');
    const other = await (await Person.signIn(url, 'Other')).connect(t);
    const sockets = await Promise.all(Array.from({ length: 8 }, () => flooding.connect(t)));
    // Each sends less than a socket may: together it is too much for one person.
    const perSocket = limits.messagesPerSecond * 2;
    assert.ok(perSocket < limits.messagesBurst);
    const refusals = sockets.map((client) => client.next('error'));
    for (const client of sockets) {
      for (let n = 0; n < perSocket; n++) client.send({ type: 'time', clientAt: n });
    }
    assert.equal((await within(Promise.race(refusals), 'nothing was refused')).code, 'rate_limited');
    for (const refusal of refusals) refusal.catch(() => {});
    await other.settled();
  });
});

describe('bids in flight', () => {
  it('of one socket are limited, and all get an answer when their shard is lost', async (t) => {
    const { url: bareUrl, lanes } = await serveBareSockets(t, {
      personOf: async () => ({ id: 1, name: 'n' }),
      bidsBurst: 1_000,
    });
    const { port1, port2 } = new MessageChannel();
    lanes.connect(0, port1, new LaneMemory());
    const client = await SocketClient.connect(t, bareUrl);
    const lot = '01JABCDEFGHJKMNPQRSTVWXYZ0';
    const waiting = Array.from({ length: limits.maxBidsInFlightPerSocket }, () =>
      client.bid(lot, { max: 1 }),
    );
    const oneMore = await client.bid(lot, { max: 1 });
    assert.ok(oneMore.type === 'bidRefused' && oneMore.code === 'busy' && oneMore.retry);
    lanes.lost(0);
    port2.close();
    for (const answer of await Promise.all(waiting)) {
      assert.ok(answer.type === 'bidRefused' && answer.code === 'retry' && answer.retry);
    }
    const after = await client.bid(lot, { max: 1 });
    assert.ok(after.type === 'bidRefused' && after.code === 'retry');
  });
});
