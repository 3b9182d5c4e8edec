import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { AnswerCode } from '../../schema/codes.ts';
import { limits } from '../../schema/limits.ts';
import { startLotcast } from '../../testing/lotcast.ts';
import { command, draftLot, openLot, readHistory } from './testing/lots.ts';
import { Person } from './testing/person.ts';
import { roomy } from './testing/roomy.ts';
import { type BidOffer, SocketClient } from './testing/socket-client.ts';

const { url } = await startLotcast({ after }, { env: roomy });
const seller = await Person.signIn(url, 'Seller');
const bidder = await Person.signIn(url, 'Bidder');

describe('a bid that is no bid', () => {
  let lot: string;
  before(async () => {
    lot = await openLot(seller);
  });

  const offers: ReadonlyArray<readonly [name: string, fields: string]> = [
    ['a negative amount', '"amount":-1000'],
    ['an amount of zero', '"amount":0'],
    ['half a point', '"amount":1000.5'],
    ['more than there is', `"amount":${limits.maxPoints + 1}`],
    ['more than a number holds exactly', '"amount":9007199254740993'],
    ['an amount beyond all numbers', '"amount":1e999'],
    ['an amount as text', '"amount":"1000"'],
    ['an empty amount', '"amount":""'],
    ['no number', '"amount":null'],
    ['an amount in a list', '"amount":[1000]'],
    ['an amount in an object', '"amount":{"valueOf":1000}'],
    ['a yes', '"amount":true'],
    ['neither an amount nor a maximum', '"confirm":true'],
    ['both an amount and a maximum', '"amount":1000,"max":1000'],
    ['a negative maximum', '"max":-1000'],
    ['half a point as the maximum', '"max":1000.5'],
    ['a maximum as text', '"max":"1000"'],
    ['a maximum beside no amount', '"amount":null,"max":1000'],
    ['a confirmation as text', '"amount":1000,"confirm":"yes"'],
    ['a field that is unknown', '"amount":1000,"by":1'],
    ['a prototype', '"amount":1000,"__proto__":{"confirm":true}'],
  ];
  for (const [name, fields] of offers) {
    it(`is refused: ${name}`, async (t) => {
      const client = await bidder.connect(t);
      client.send(`{"type":"bid","lot":"${lot}","bidId":1,${fields}}`);
      const { code, about } = await client.next('error');
      assert.deepEqual([code, about], ['invalid', { type: 'bid', lot }]);
    });
  }

  it('is refused before JSON has numbers for it: NaN', async (t) => {
    const client = await bidder.connect(t);
    client.send(`{"type":"bid","lot":"${lot}","bidId":1,"amount":NaN}`);
    assert.equal((await client.next('error')).code, 'malformed');
  });

  for (const bidId of ['0', '-1', '1.5', '"1"', 'null', '9007199254740992', '1e300']) {
    it(`is refused: the id ${bidId}`, async (t) => {
      const client = await bidder.connect(t);
      client.send(`{"type":"bid","lot":"${lot}","bidId":${bidId},"amount":1000}`);
      assert.equal((await client.next('error')).code, 'invalid');
    });
  }

  it('has left no trace in the lot', async () => {
    assert.deepEqual(await readHistory(bidder, lot), []);
  });
});

describe('a bid that does not count', () => {
  const refused = async (t: Parameters<typeof bidder.connect>[0], lot: string, code: AnswerCode) => {
    const client = await bidder.connect(t);
    const answer = await client.bid(lot, { amount: 1_000 });
    assert.ok(answer.type === 'bidRefused');
    assert.deepEqual([answer.code, answer.retry], [code, false]);
    return client;
  };

  it('is for a lot that does not exist', async (t) => {
    await refused(t, '01JABCDEFGHJKMNPQRSTVWXYZ0', 'unknown_lot');
  });

  it('is for a draft', async (t) => {
    await refused(t, await draftLot(seller), 'not_open');
  });

  it('is for a scheduled lot', async (t) => {
    const lot = await draftLot(seller);
    await command(seller, lot, 'schedule', { startsAt: Date.now() + 3_600_000 });
    await refused(t, lot, 'not_open');
  });

  it('is for a paused lot, until it goes on', async (t) => {
    const lot = await openLot(seller);
    await command(seller, lot, 'pause');
    const client = await refused(t, lot, 'paused');
    await command(seller, lot, 'resume');
    assert.equal((await client.bid(lot, { amount: 1_000 })).type, 'bidAccepted');
  });

  it('is for a lot whose hammer has fallen', async (t) => {
    const lot = await openLot(seller);
    const client = await bidder.connect(t);
    await client.bid(lot, { amount: 1_000 });
    await command(seller, lot, 'hammer');
    await refused(t, lot, 'closed');
  });

  it('is for a lot whose time is over', async (t) => {
    const lot = await openLot(seller, { clock: { rule: 'fixed', durationMs: limits.minDurationMs } });
    const client = await bidder.connect(t);
    client.send({ type: 'subscribe', lot });
    const ended = await client.next('events', ({ events }) => events.some(({ type }) => type === 'unsold'));
    assert.equal(ended.lot, lot);
    await refused(t, lot, 'closed');
  });

  it('is for a lot that was withdrawn', async (t) => {
    const lot = await openLot(seller);
    await command(seller, lot, 'cancel', { reason: 'It is broken' });
    await refused(t, lot, 'closed');
  });

  it('comes from the one who sells', async (t) => {
    const lot = await openLot(seller);
    const client = await seller.connect(t);
    for (const offer of [{ amount: 1_000 }, { max: 5_000 }]) {
      const answer = await client.bid(lot, offer);
      assert.ok(answer.type === 'bidRefused' && answer.code === 'own_lot');
    }
  });

  it('is too low, and says what would do', async (t) => {
    const lot = await openLot(seller);
    const client = await bidder.connect(t);
    const answer = await client.bid(lot, { amount: 999 });
    assert.ok(answer.type === 'bidRefused');
    assert.deepEqual([answer.code, answer.minimumPoints], ['too_low', 1_000]);
  });

  it('is by the one who leads', async (t) => {
    const lot = await openLot(seller);
    const client = await bidder.connect(t);
    await client.bid(lot, { amount: 1_000 });
    const answer = await client.bid(lot, { amount: 2_000 });
    assert.ok(answer.type === 'bidRefused' && answer.code === 'leading_already');
  });

  it('is far too high, until it is confirmed', async (t) => {
    const lot = await openLot(seller);
    const client = await bidder.connect(t);
    const answer = await client.bid(lot, { amount: 1_000_000 });
    assert.ok(answer.type === 'bidRefused' && answer.code === 'suspicious_jump');
    assert.equal((await client.bid(lot, { amount: 1_000_000, confirm: true })).type, 'bidAccepted');
  });
});

describe('the same bid sent again', () => {
  it('is decided once and gets the same answer, on whichever connection', async (t) => {
    const lot = await openLot(seller);
    const first = await bidder.connect(t);
    const second = await bidder.connect(t);
    const accepted = await first.bid(lot, { amount: 1_000 });
    const { bidId } = accepted;
    // What it would offer now does not matter: that bid was decided.
    const offers: BidOffer[] = [{ amount: 1_000 }, { amount: 3_000 }, { max: 2_000 }];
    for (const offer of offers) assert.deepEqual(await second.bid(lot, { ...offer, bidId }), accepted);
    const refusedOnce = await first.bid(lot, { amount: 1 });
    assert.deepEqual(await second.bid(lot, { amount: 1, bidId: refusedOnce.bidId }), refusedOnce);
    assert.equal((await readHistory(bidder, lot)).length, 1);
  });
});

describe('a bid by nobody', () => {
  let lot: string;
  before(async () => {
    lot = await openLot(seller);
  });

  const [name, token] = bidder.cookie.split('=') as [string, string];
  const [head, claims, signature] = token.split('.') as [string, string, string];
  const otherClaims = Buffer.from(
    JSON.stringify({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), sub: String(seller.id) }),
  ).toString('base64url');
  const unsignedHead = Buffer.from('{"alg":"none"}').toString('base64url');

  const cookies: ReadonlyArray<readonly [name: string, cookie: string | undefined]> = [
    ['no cookie', undefined],
    ['an empty cookie', `${name}=`],
    ['a cookie of another name', `other=${token}`],
    ['junk', `${name}=junk`],
    ['a token for somebody else', `${name}=${head}.${otherClaims}.${signature}`],
    ['a token that nobody signed', `${name}=${unsignedHead}.${claims}.`],
    ['a token without its signature', `${name}=${head}.${claims}.`],
    ['a very long cookie', `${name}=${'a'.repeat(2_000)}`],
  ];
  for (const [about, cookie] of cookies) {
    it(`is refused, and watching is not: ${about}`, async (t) => {
      const client = await SocketClient.connect(t, url, { cookie });
      assert.equal((await client.next('welcome')).person, null);
      client.send({ type: 'bid', lot, bidId: 1, amount: 1_000 });
      const { code, about: subject } = await client.next('error');
      assert.deepEqual([code, subject], ['not_signed_in', { type: 'bid', lot }]);
      client.send({ type: 'subscribe', lot });
      assert.equal((await client.next('snapshot')).state.pricePoints, null);
    });
  }
});
