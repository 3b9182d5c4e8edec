import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { type CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { ulid } from 'ulid';
import type { Place } from '../../actors/lane/messages.ts';
import type { AuctionCommand } from '../../schema/auction/commands.ts';
import type { AuctionRules } from '../../schema/auction/spec.ts';
import { bidHistorySchema, lotPageSchema, lotResultSchema, lotSchema } from '../../schema/http.ts';
import { auctionActor } from '../../schema/ids.ts';
import { limits } from '../../schema/limits.ts';
import type { Tables } from '../../schema/tables.ts';
import { startInstalledPostgres } from '../../testing/postgres.ts';
import { migrateToLatest } from '../database/migrate.ts';
import { openDatabase } from '../database/open.ts';
import { apiForTest, type Visitor } from './testing/api-for-test.ts';

const log = pino({ level: 'silent' });
const server = await startInstalledPostgres({ after });
const { kysely: db, stop } = await openDatabase({ databaseUrl: server.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);

const rules: AuctionRules = {
  startPoints: 10_000,
  increments: { kind: 'fixed', stepPoints: 1_000 },
  reservePoints: 20_000,
  buyNowPoints: null,
  clock: { rule: 'softClose', durationMs: 60_000, windowMs: 10_000 },
  onStreamLoss: { rule: 'nothing' },
};

/** The API with a seller, two others, and a lot's whole way in few words. */
async function room(config: Parameters<typeof apiForTest>[1] = {}) {
  const api = await apiForTest(db, config);
  const [seller, ann, ben] = [await api.signIn('seller'), await api.signIn('ann'), await api.signIn('ben')];
  let bidId = 0;

  async function list(title = 'A lot', as: Visitor = seller): Promise<string> {
    api.clock.now += 1;
    const { status, body } = await api.call('POST', '/api/lots', { as, body: { title, rules } });
    assert.equal(status, 201, JSON.stringify(body));
    return body.id;
  }

  const command = (id: string, name: string, body: object = {}, as = seller) =>
    api.call('POST', `/api/lots/${id}/${name}`, { as, body });

  async function bid(id: string, by: Visitor, amountPoints: number, isMax = false) {
    bidId += 1;
    const receivedAt = api.clock.now;
    const bidding = { type: 'bid', by: by.id, bidId, amountPoints, isMax, confirmed: true, receivedAt };
    const { code } = await api.actors.command(auctionActor(id), bidding);
    assert.equal(code, 0, `the bid of ${amountPoints} was refused`);
  }

  return { ...api, seller, ann, ben, list, command, bid };
}

describe('a lot', () => {
  test('is listed as a draft that only its seller sees, with the rules', async () => {
    const { call, seller, ann, list } = await room();
    const id = await list('  시계 ');
    const { body, status } = await call('GET', `/api/lots/${id}`, { as: seller });
    assert.equal(status, 200);
    const lot = lotSchema.strict().parse(body);
    assert.equal(lot.title, '시계');
    assert.deepEqual(lot.seller, { id: seller.id, name: 'seller' });
    assert.equal(lot.auction.phase, 'draft');
    assert.deepEqual(lot.rules, rules);
    for (const as of [ann, undefined]) {
      const seen = await call('GET', `/api/lots/${id}`, as ? { as } : {});
      assert.deepEqual([seen.status, seen.body.code], [404, 'unknown_lot']);
    }
  });

  test('hides its reserve from everybody else', async () => {
    const { call, ann, list, command } = await room();
    const id = await list();
    await command(id, 'open');
    const { body } = await call('GET', `/api/lots/${id}`, { as: ann });
    assert.equal(body.auction.phase, 'live');
    assert.equal(body.auction.reserve, 'unmet');
    assert.equal('rules' in body, false);
    assert.doesNotMatch(JSON.stringify(body), /20000/);
  });

  test('can be edited before bidding begins and not any more then', async () => {
    const { call, seller, ann, list, command } = await room();
    const id = await list('before');
    const edit = (body: object, as = seller) => call('PATCH', `/api/lots/${id}`, { as, body });

    const renamed = await edit({ title: 'after' });
    assert.deepEqual([renamed.status, renamed.body.title, renamed.body.rules], [200, 'after', rules]);
    const cheaper = await edit({ rules: { ...rules, startPoints: 5_000 } });
    assert.deepEqual([cheaper.body.auction.startPoints, cheaper.body.title], [5_000, 'after']);
    assert.equal((await edit({ title: 'mine' }, ann)).status, 403);

    await command(id, 'open');
    const late = await edit({ title: 'too late' });
    assert.deepEqual([late.status, late.body.code], [409, 'wrong_phase']);
    assert.equal((await call('GET', `/api/lots/${id}`)).body.title, 'after');
  });

  test('whose listing was refused leaves nothing; one of unknown outcome stays out of sight until it is known', async () => {
    const { call, actors, seller } = await room();
    const create = () => call('POST', '/api/lots', { as: seller, body: { title: 'x', rules } });
    const words = async () => {
      const found = await db.selectFrom('lots').selectAll().where('seller_id', '=', seller.id).execute();
      return found.length;
    };
    const shown = async () => (await call('GET', '/api/lots', { as: seller })).body.lots.length;
    const before = await shown();

    actors.failNext = { code: 'busy', isDecided: false };
    const busy = await create();
    assert.deepEqual([busy.status, busy.body.code], [503, 'busy']);
    assert.ok(Number(busy.headers.get('retry-after')) > 0);
    assert.equal(await words(), 0);

    actors.failNext = { code: 'retry', isDecided: false };
    assert.equal((await create()).status, 503);
    assert.equal(await words(), 1);
    assert.equal(await shown(), before);

    actors.failNext = { code: 'retry', isDecided: true };
    assert.equal((await create()).status, 503);
    assert.equal(await words(), 2);
    assert.equal(await shown(), before + 1);
  });

  test('that can not answer just now asks to try again', async () => {
    const { call, actors, seller, list } = await room();
    const id = await list();
    actors.isSilent = true;
    const { status, body, headers } = await call('GET', `/api/lots/${id}`, { as: seller });
    assert.deepEqual([status, body.code, headers.get('retry-after')], [503, 'unavailable', '1']);
  });

  test('can not be listed faster than a person may', async () => {
    const { call, clock, seller, ann } = await room({ lotsPerMinute: 1 });
    const create = (as: Visitor) => call('POST', '/api/lots', { as, body: { title: 'x', rules } });
    assert.equal((await create(seller)).status, 201);
    const refused = await create(seller);
    assert.deepEqual([refused.status, refused.body.code], [429, 'rate_limited']);
    assert.equal((await create(ann)).status, 201);
    clock.now += 60_000;
    assert.equal((await create(seller)).status, 201);
  });

  const bad: [what: string, body: unknown, status: number, code: string][] = [
    ['no JSON', '{"title":', 400, 'malformed'],
    ['nothing', '', 400, 'malformed'],
    ['a list', [], 400, 'invalid'],
    ['no rules', { title: 'x' }, 400, 'invalid'],
    ['an empty title', { title: '  ', rules }, 400, 'invalid'],
    ['too long a title', { title: 'a'.repeat(limits.maxTitleChars + 1), rules }, 400, 'invalid'],
    ['a title with a NUL', { title: 'a\u0000', rules }, 400, 'invalid'],
    ['an unknown field', { title: 'x', rules, sellerId: 1 }, 400, 'invalid'],
    ['another seller', { title: 'x', rules: { ...rules, sellerId: 1 } }, 400, 'invalid'],
    ['a negative price', { title: 'x', rules: { ...rules, startPoints: -1 } }, 400, 'invalid'],
    ['a fraction', { title: 'x', rules: { ...rules, startPoints: 1.5 } }, 400, 'invalid'],
    ['a price in words', { title: 'x', rules: { ...rules, startPoints: '10' } }, 400, 'invalid'],
    ['a huge price', { title: 'x', rules: { ...rules, startPoints: 1e300 } }, 400, 'invalid'],
    ['a reserve below the start', { title: 'x', rules: { ...rules, reservePoints: 1 } }, 400, 'invalid'],
  ];
  for (const [what, body, status, code] of bad) {
    test(`made of ${what} is refused`, async () => {
      const { call, seller } = await room();
      const answer = await call('POST', '/api/lots', { as: seller, body });
      assert.deepEqual([answer.status, answer.body.code], [status, code]);
    });
  }

  for (const id of ['x', '01J', "1' or '1'='1", '%00', '01ARZ3NDEKTSV4RRFFQ69G5FAV', '..%2f..%2fme']) {
    test(`with the id ${id} does not exist`, async () => {
      const { call, seller } = await room();
      const paths = ['', '/bids', '/result', '/mine'].map((end) => `/api/lots/${id}${end}`);
      for (const path of paths) {
        const { status, body } = await call('GET', path, { as: seller });
        assert.deepEqual([status, body.code], [404, 'unknown_lot'], path);
      }
      const opened = await call('POST', `/api/lots/${id}/open`, { as: seller, body: {} });
      assert.deepEqual([opened.status, opened.body.code], [404, 'unknown_lot']);
    });
  }
});

describe("a seller's commands", () => {
  test('lead a lot from its schedule to the hammer', async () => {
    const { call, clock, ann, ben, list, command, bid } = await room();
    const id = await list();
    const done: [name: string, body: object][] = [
      ['schedule', { startsAt: clock.now + 60_000 }],
      ['open', {}],
      ['pause', { reason: 'a question' }],
      ['resume', {}],
      ['extend', { addMs: 5_000 }],
    ];
    for (const [n, [name, body]] of done.entries()) {
      const answer = await command(id, name, body);
      assert.deepEqual([answer.status, answer.body], [200, { seq: n + 1 }], name);
    }
    await bid(id, ann, 10_000);
    await bid(id, ben, 12_000);
    assert.equal((await command(id, 'undo', { reason: 'a slip' })).status, 200);
    const unmet = await command(id, 'hammer');
    assert.deepEqual([unmet.status, unmet.body.code], [409, 'reserve_not_met']);
    assert.equal((await command(id, 'hammer', { belowReserve: true })).status, 200);

    const { body } = await call('GET', `/api/lots/${id}/result`);
    assert.deepEqual(lotResultSchema.strict().parse(body), {
      id,
      phase: 'sold',
      hammerPricePoints: 10_000,
      winner: { id: ann.id, paddle: 1, name: 'ann' },
      endedAt: clock.now,
      endCause: 'seller',
      bidCount: 1,
      bidderCount: 2,
    });
  });

  test('are nobody else’s', async () => {
    const { call, ann, list, command } = await room();
    const id = await list();
    const refused = await command(id, 'open', {}, ann);
    assert.deepEqual([refused.status, refused.body.code], [403, 'not_allowed']);
    const nobody = await call('POST', `/api/lots/${id}/open`, { body: {} });
    assert.deepEqual([nobody.status, nobody.body.code], [401, 'not_signed_in']);
  });

  const bad: [name: string, body: unknown][] = [
    ['open', { now: true }],
    ['extend', { addMs: 999 }],
    ['extend', { addMs: 1e12 }],
    ['extend', {}],
    ['schedule', { startsAt: 'tomorrow' }],
    ['cancel', { reason: '' }],
    ['undo', { reason: 'a'.repeat(limits.maxReasonChars + 1) }],
    ['hammer', { belowReserve: 1 }],
  ];
  for (const [name, body] of bad) {
    test(`refuse ${name} with ${JSON.stringify(body).slice(0, 40)}`, async () => {
      const { list, command } = await room();
      const answer = await command(await list(), name, body as object);
      assert.deepEqual([answer.status, answer.body.code], [400, 'invalid']);
    });
  }

  test('that come at the wrong time say so', async () => {
    const { list, command } = await room();
    const id = await list();
    assert.deepEqual((await command(id, 'pause')).body.code, 'wrong_phase');
    await command(id, 'cancel', { reason: 'broken' });
    const late = await command(id, 'open');
    assert.equal(late.status, 409);
  });
});

describe('the own part', () => {
  test('shows the own maximum to its bidder alone', async () => {
    const { call, ann, ben, list, command, bid } = await room();
    const id = await list();
    await command(id, 'open');
    await bid(id, ann, 50_000, true);
    const mine = async (as: Visitor) => (await call('GET', `/api/lots/${id}/mine`, { as })).body;
    assert.deepEqual(await mine(ann), { paddle: 1, leading: true, maxPoints: 50_000 });
    assert.deepEqual(await mine(ben), { paddle: null, leading: false, maxPoints: null });
    assert.equal((await call('GET', `/api/lots/${id}/mine`)).status, 401);
  });
});

describe('lists', () => {
  const idsOf = (body: { lots: { id: string }[] }) => body.lots.map(({ id }) => id);

  test('show the newest first, page by page, each once, also while new ones come', async () => {
    const { call, seller, list, command } = await room();
    const ids: string[] = [];
    for (let n = 0; n < 7; n++) ids.unshift(await list());
    for (const [n, name] of ['open', 'cancel', 'open'].entries()) {
      await command(ids[n * 2] ?? '', name, name === 'cancel' ? { reason: 'x' } : {});
    }
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const after = cursor ? `&cursor=${cursor}` : '';
      const { body } = await call('GET', `/api/lots?seller=${seller.id}&limit=2${after}`, { as: seller });
      lotPageSchema.parse(body);
      seen.push(...idsOf(body));
      cursor = body.next;
      await list();
    }
    assert.deepEqual(seen, ids);
  });

  test('show drafts to their seller only', async () => {
    const { call, seller, ann, list, command } = await room();
    const [draft, open] = [await list(), await list()];
    await command(open, 'open');
    const seen = async (path: string, as?: Visitor) => {
      const ids = idsOf((await call('GET', path, as ? { as } : {})).body);
      return [ids.includes(open), ids.includes(draft)];
    };
    for (const path of ['/api/lots', `/api/lots?seller=${seller.id}`]) {
      assert.deepEqual(await seen(path, seller), [true, true], path);
      assert.deepEqual(await seen(path, ann), [true, false], path);
      assert.deepEqual(await seen(path), [true, false], path);
    }
    const drafts = '/api/lots?phase=draft';
    assert.deepEqual(await seen(drafts, seller), [false, true]);
    assert.deepEqual(await seen(drafts, ann), [false, false]);
    assert.deepEqual(await seen(`${drafts}&seller=${seller.id}`, ann), [false, false]);
  });

  test('show the phases asked for, and the price as it stands', async () => {
    const { call, clock, ann, list, command, bid } = await room();
    const [live, scheduled, cancelled] = [await list(), await list(), await list()];
    await command(live, 'open');
    await bid(live, ann, 11_000);
    await command(scheduled, 'schedule', { startsAt: clock.now + 60_000 });
    await command(cancelled, 'cancel', { reason: 'x' });
    const { body } = await call('GET', '/api/lots?phase=live,scheduled');
    const ids = idsOf(lotPageSchema.parse(body));
    assert.deepEqual(
      [live, scheduled, cancelled].map((id) => ids.includes(id)),
      [true, true, false],
    );
    const card = body.lots.find(({ id }: { id: string }) => id === live);
    assert.equal(card.auction.pricePoints, 11_000);
  });

  test('find words in titles as they stand, wildcards included', async () => {
    const { call, seller, list } = await room();
    const plain = await list('Blue vase of 1920');
    const percent = await list('100% silk, a_b \\ c');
    const korean = await list('청자 매병');
    const find = async (q: string) => {
      const query = new URLSearchParams({ seller: String(seller.id), q });
      return idsOf((await call('GET', `/api/lots?${query}`, { as: seller })).body);
    };
    assert.deepEqual(await find('VASE blue'), [plain]);
    assert.deepEqual(await find('%'), [percent]);
    assert.deepEqual(await find('a_b'), [percent]);
    assert.deepEqual(await find('\\'), [percent]);
    assert.deepEqual(await find('매병'.normalize('NFD')), [korean]);
    assert.deepEqual(await find("'; drop table lots; --"), []);
    assert.deepEqual(await find(' '), [korean, percent, plain]);
  });

  for (const query of [
    'phase=',
    'phase=live,unknown',
    'seller=0',
    'seller=1.5',
    'seller=x',
    'cursor=x',
    'limit=0',
    `limit=${limits.maxPageItems + 1}`,
    'limit=NaN',
    `q=${'a'.repeat(limits.maxSearchChars + 1)}`,
    'q=%00',
  ]) {
    test(`refuse ${query.slice(0, 30)}`, async () => {
      const { call } = await room();
      const { status, body } = await call('GET', `/api/lots?${query}`);
      assert.deepEqual([status, body.code], [400, 'invalid']);
    });
  }

  test('read no more than a page for it, however many lots there are', async () => {
    const { call, seller } = await room();
    const made = 20_000;
    const lots = Array.from({ length: made }, (_, n) => ulid(1_000 + n));
    for (let n = 0; n < made; n += 4_000) {
      const ids = lots.slice(n, n + 4_000);
      const words = { seller_id: seller.id, title: 'old', description: '', created_at: 0, edited_at: 0 };
      await db
        .insertInto('lots')
        .values(ids.map((id) => ({ id, ...words })))
        .execute();
      const ended = { slot: 0, seq: 1, deadline: null, summary: '{"seq":0}', status: 'unsold' };
      await db
        .insertInto('actors')
        .values(ids.map((id) => ({ actor: auctionActor(id), ...ended })))
        .execute();
    }
    await sql`analyze`.execute(db);

    const oldest = lots.slice(0, 3).reverse();
    const { body } = await call('GET', `/api/lots?phase=unsold&cursor=${lots[3]}`);
    assert.deepEqual(idsOf(body), oldest);

    const middle = lots[made / 2];
    for (const query of [
      '',
      'phase=unsold',
      'phase=live,unsold',
      `cursor=${middle}`,
      `seller=${seller.id}`,
    ]) {
      const rows = await rowsReadFor(`/api/lots?${query}`);
      assert.ok(rows < 2_000, `${rows} rows were read for ?${query}`);
    }
  });
});

describe('the history', () => {
  const history = async (call: Awaited<ReturnType<typeof room>>['call'], id: string, query = '') => {
    const { status, body } = await call('GET', `/api/lots/${id}/bids?${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    return bidHistorySchema.strict().parse(body);
  };

  test('shows the bids newest first at their public positions, without the hidden maxima', async () => {
    const { call, clock, ann, ben, list, command, bid } = await room();
    const id = await list();
    await command(id, 'open');
    await bid(id, ann, 50_000, true);
    clock.now += 10;
    await bid(id, ann, 60_000, true);
    await bid(id, ben, 21_000);
    await command(id, 'pause');
    const { bids, next } = await history(call, id);
    const [newest, oldest] = bids;
    assert.equal(bids.length, 2);
    assert.deepEqual(newest, {
      seq: 3,
      at: clock.now,
      by: { id: ben.id, paddle: 2 },
      amountPoints: 21_000,
      pricePoints: 22_000,
      cutMs: newest?.cutMs,
      undone: false,
    });
    assert.deepEqual(
      [oldest?.seq, oldest?.by.paddle, oldest?.amountPoints, oldest?.pricePoints],
      [2, 1, 20_000, 20_000],
    );
    assert.doesNotMatch(JSON.stringify({ bids, next }), /[56]0000/);
  });

  test('marks undone bids, whatever page they stand on, and its positions are those that watchers are told', async () => {
    const { call, actors, ann, ben, list, command, bid } = await room();
    const id = await list();
    await command(id, 'open');
    const undo = () => command(id, 'undo', { reason: 'a slip' });
    for (const [n, by] of [ann, ben, ann, ben].entries()) await bid(id, by, 10_000 + n * 1_000);
    await undo();
    await undo();
    await bid(id, ann, 14_000);
    await bid(id, ann, 90_000, true);
    await bid(id, ann, 95_000, true);
    await undo();
    await bid(id, ben, 16_000);
    const { position: seq } = (await actors.ask(auctionActor(id), { ask: 'place' })) as Place;

    const expected = [
      [seq, 16_000, false],
      [seq - 2, 20_000, true],
      [seq - 3, 14_000, false],
      [5, 13_000, true],
      [4, 12_000, true],
      [3, 11_000, false],
      [2, 10_000, false],
    ];
    for (const limit of [1, 2, 3, 100]) {
      const seen: unknown[] = [];
      for (let next: string | null = ''; next !== null; ) {
        const page = await history(call, id, `limit=${limit}${next ? `&cursor=${next}` : ''}`);
        assert.ok(page.bids.length <= limit);
        seen.push(...page.bids.map((one) => [one.seq, one.amountPoints, one.undone]));
        next = page.next;
      }
      assert.deepEqual(seen, expected, `in pages of ${limit}`);
    }
  });

  test('marks void bids beside undone ones, and shows those of a guest as the account has them', async () => {
    const { call, actors, ann, ben, list, command, bid, signIn } = await room();
    const id = await list();
    await command(id, 'open');
    const guest = await signIn('guest');
    const account = await signIn('account');
    const auction = (told: AuctionCommand) => actors.command(auctionActor(id), told);
    await bid(id, guest, 10_000);
    await bid(id, ben, 11_000);
    await bid(id, guest, 12_000);
    await bid(id, ann, 13_000);
    await command(id, 'undo', { reason: 'a slip' });
    await bid(id, account, 14_000);
    await bid(id, ann, 15_000);
    await auction({ type: 'merge', from: guest.id, to: account.id });
    await auction({ type: 'voidBids', person: account.id });
    await command(id, 'undo', { reason: 'a slip' });
    const expected = [
      [15_000, ann.id, true],
      [14_000, account.id, true],
      [13_000, ann.id, true],
      [12_000, account.id, true],
      [11_000, ben.id, false],
      [10_000, account.id, true],
    ];
    for (const limit of [1, 2, 100]) {
      const seen: unknown[] = [];
      for (let next: string | null = ''; next !== null; ) {
        const page = await history(call, id, `limit=${limit}${next ? `&cursor=${next}` : ''}`);
        seen.push(...page.bids.map((one) => [one.amountPoints, one.by.id, one.undone]));
        next = page.next;
      }
      assert.deepEqual(seen, expected, `in pages of ${limit}`);
    }
  });

  test('takes only cursors that were given out for this very lot', async () => {
    const { call, ann, list, command, bid } = await room();
    const [one, other] = [await list(), await list()];
    for (const id of [one, other]) {
      await command(id, 'open');
      await bid(id, ann, 10_000);
    }
    const { next } = await history(call, one, 'limit=1');
    assert.ok(next);
    assert.deepEqual(await history(call, one, `cursor=${next}`), { bids: [], next: null });
    // The first character, for some bits of the last one stand for nothing.
    const flipped = (next.startsWith('A') ? 'B' : 'A') + next.slice(1);
    for (const [id, cursor] of [
      [other, next],
      [one, flipped],
      [one, next.slice(0, 30)],
      [one, 'x'],
      [one, '5'],
    ]) {
      const { status, body } = await call('GET', `/api/lots/${id}/bids?cursor=${cursor}`);
      assert.deepEqual([status, body.code], [400, 'invalid']);
    }
  });

  test('reads no more than a bounded stretch of a very long journal for a page', async () => {
    const { call, actors, ann, list, command, bid } = await room();
    const id = await list();
    await command(id, 'open');
    await bid(id, ann, 10_000);
    const [actor, first, last] = [auctionActor(id), 4, 200_000];
    const at = { pricePoints: 10_000, leader: ann.id, leaderMaxPoints: 10_000, endsAt: 0, cutMs: 0, at: 0 };
    const maxRaised = JSON.stringify({
      type: 'maxRaised',
      at: 0,
      by: ann.id,
      bidId: 1,
      amountPoints: 10_000,
    });
    const bidData = JSON.stringify({
      type: 'bid',
      by: ann.id,
      bidId: 1,
      amountPoints: 10_000,
      isMax: false,
      ...at,
    });
    // Its end is a flood of private events, which no page shows and none may wade through.
    await sql`
      insert into events (actor, seq, epoch, data)
      select ${actor}, seq, 1, case when seq < 150000 then ${bidData} else ${maxRaised} end
      from generate_series(${first}::bigint, ${last}::bigint) seq`.execute(db);
    actors.skipTo(actor, { seq: last, position: 149_998 });
    await sql`analyze events`.execute(db);

    const rows = await rowsReadFor(`/api/lots/${id}/bids?limit=100`, ann);
    assert.ok(rows <= limits.maxHistoryScan + 1_000, `${rows} rows were read`);

    let page = await history(call, id, 'limit=100');
    assert.deepEqual(page.bids, []);
    for (let pages = 1; page.bids.length === 0; pages++) {
      assert.ok(pages <= 50_000 / limits.maxHistoryScan + 1);
      page = await history(call, id, `limit=100&cursor=${page.next}`);
    }
    assert.equal(page.bids[0]?.seq, 149_998);
  });

  for (const query of [
    'limit=0',
    `limit=${limits.maxHistoryItems + 1}`,
    'limit=x',
    `cursor=${'a'.repeat(limits.maxCursorChars + 1)}`,
  ]) {
    test(`refuses ${query.slice(0, 30)}`, async () => {
      const { call, list, command } = await room();
      const id = await list();
      await command(id, 'open');
      const { status, body } = await call('GET', `/api/lots/${id}/bids?${query}`);
      assert.deepEqual([status, body.code], [400, 'invalid']);
    });
  }
});

test('the server says whether its database answers', async () => {
  const { call } = await apiForTest(db);
  assert.deepEqual((await call('GET', '/healthz')).body, { status: 'ok' });
});

test('a database that is away is no failure of the server: whoever asks may try again', async (t) => {
  const own = await startInstalledPostgres(t);
  const opened = await openDatabase({ databaseUrl: own.url, dataDir: '' }, log);
  t.after(() => opened.stop());
  await migrateToLatest(opened.kysely, log);
  const { call } = await apiForTest(opened.kysely);
  assert.equal((await call('GET', '/api/lots')).status, 200);
  await own.kill();
  for (const _ of [1, 2]) {
    const { status, body, headers } = await call('GET', '/api/lots');
    assert.deepEqual([status, body.code, headers.get('retry-after')], [503, 'unavailable', '1']);
  }
  await own.start();
  assert.equal((await call('GET', '/api/lots')).status, 200);
});

interface Plan {
  'Node Type': string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}

/** How many rows PostgreSQL reads from tables and indexes to answer a GET, by its own account. */
async function rowsReadFor(path: string, as?: Visitor): Promise<number> {
  const pool = new pg.Pool({ connectionString: server.url, types: { getTypeParser: parserOf } });
  const queries: CompiledQuery[] = [];
  const watched = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => void queries.push(query),
  });
  const { call } = await apiForTest(watched);
  queries.length = 0;
  await call('GET', path, as ? { as } : {});
  let rows = 0;
  for (const { sql: text, parameters } of queries.filter(({ sql: text }) => text.startsWith('select'))) {
    const explained = await pool.query(`explain (analyze, format json) ${text}`, [...parameters]);
    rows += rowsOf(explained.rows[0]['QUERY PLAN'][0].Plan);
  }
  await watched.destroy();
  return rows;
}

function parserOf(type: number, format?: 'text' | 'binary') {
  return type === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(type, format as 'text');
}

function rowsOf(plan: Plan): number {
  const isScan = plan['Node Type'].includes('Scan') && !plan['Node Type'].startsWith('Subquery');
  const own = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'];
  return (plan.Plans ?? []).reduce((sum, part) => sum + rowsOf(part), isScan ? own : 0);
}
