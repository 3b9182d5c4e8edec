import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { limits } from '../../schema/limits.ts';
import { startInstalledPostgres } from '../../testing/postgres.ts';
import { migrateToLatest } from '../database/migrate.ts';
import { openDatabase } from '../database/open.ts';
import { apiForTest, type Visitor } from '../lots/testing/api-for-test.ts';
import { bid, listLot, standing } from '../lots/testing/live-lot.ts';

const log = pino({ level: 'silent' });
const server = await startInstalledPostgres({ after });
const { kysely: db, stop } = await openDatabase({ databaseUrl: server.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);

let names = 0;
async function house() {
  const api = await apiForTest(db);
  names += 1;
  const ann = await api.withAccount(`Ann ${names}`);
  const ben = await api.withAccount(`Ben ${names}`);
  const edit = (as: Visitor, body: object) => api.call('PATCH', '/api/me', { as, body });
  return { ...api, api, ann, ben, edit };
}

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const webp = Buffer.from('RIFF\u0010\u0000\u0000\u0000WEBPVP8 ', 'latin1');
const dataUrl = (type: string, bytes: Uint8Array) =>
  `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;

test('a name can be changed, and the old one is free', async () => {
  const { ann, ben, edit } = await house();
  const { status, body } = await edit(ann, { name: '  Nova   ' });
  assert.deepEqual([status, body], [200, { id: ann.id, name: 'Nova', kind: 'user', role: 'user' }]);
  assert.equal((await edit(ben, { name: ann.name })).status, 200);
  assert.equal((await edit(ann, { name: 'NOVA' })).status, 200);
});

test('no two accounts have names that look alike, in whatever letters', async () => {
  const { ann, ben, edit } = await house();
  await edit(ann, { name: 'Pascal' });
  for (const name of ['pascal', 'PASCAL', 'Раsсаl', 'P a s c a l', 'Pasca1', 'Pascál']) {
    const { status, body } = await edit(ben, { name });
    assert.deepEqual([status, body.code], [409, 'name_taken'], name);
  }
});

test('of two who want a name at once one gets it', async () => {
  const { ann, ben, edit } = await house();
  const answers = await Promise.all([ann, ben].map((as) => edit(as, { name: 'Wanted' })));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
});

test('nobody is called as the staff is, guests included', async () => {
  const { ann, edit, call, signIn } = await house();
  const guest = await signIn('guest');
  for (const name of ['admin', 'аdmin', '운영자', 'Lotcast Official']) {
    for (const as of [ann, guest]) assert.equal((await edit(as, { name })).body.code, 'name_reserved', name);
    assert.equal((await call('POST', '/api/guests', { body: { name } })).body.code, 'name_reserved');
  }
});

test('guests share names', async () => {
  const { ann, edit, signIn } = await house();
  const [one, other] = [await signIn('x'), await signIn('y')];
  for (const as of [one, other]) assert.equal((await edit(as, { name: ann.name })).status, 200);
});

test('pictures are served as what they are, and nothing else is taken for one', async () => {
  const { ann, edit, api, call, signIn } = await house();
  const show = () =>
    api.api.fetch(new Request(`http://lotcast.test/api/people/${ann.id}/avatar`), {
      address: '192.0.2.1',
      requestId: 'test',
    });
  assert.equal((await show()).status, 204);
  for (const [type, bytes] of [
    ['image/png', png],
    ['image/jpeg', jpeg],
    ['image/webp', webp],
  ] as const) {
    assert.equal((await edit(ann, { avatar: dataUrl(type, bytes) })).status, 200, type);
    const shown = await show();
    assert.deepEqual(Buffer.from(await shown.arrayBuffer()), bytes);
    assert.equal(shown.headers.get('content-type'), type);
    assert.equal(shown.headers.get('x-content-type-options'), 'nosniff');
    assert.match(shown.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  }
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>');
  for (const avatar of [
    dataUrl('image/svg+xml', svg),
    dataUrl('image/png', svg),
    dataUrl('image/png', jpeg),
    dataUrl('text/html', png),
    'https://evil.example/a.png',
    'data:image/png;base64,',
    `${dataUrl('image/png', png)}\u0000`,
    dataUrl('image/png', Buffer.concat([png, Buffer.alloc(limits.maxAvatarChars)])),
  ]) {
    assert.equal((await edit(ann, { avatar })).body.code, 'invalid', avatar.slice(0, 40));
  }
  assert.equal((await edit(ann, { avatar: null })).status, 200);
  assert.equal((await show()).status, 204);
  const guest = await signIn('guest');
  assert.equal((await edit(guest, { avatar: dataUrl('image/png', png) })).body.code, 'not_allowed');
  assert.equal((await call('GET', '/api/people/x/avatar')).body.code, 'not_found');
});

for (const body of [{}, { language: 'de' }, { name: '' }, { role: 'admin' }, { name: 'a', id: 1 }]) {
  test(`a change of ${JSON.stringify(body)} is refused`, async () => {
    const { ann, edit } = await house();
    assert.equal((await edit(ann, body)).body.code, 'invalid');
  });
}

test('an export has all that is kept of oneself and nothing of others, hidden maxima only the own', async () => {
  const { api, ann, ben, call, signIn, edit, moderation } = await house();
  const guest = await signIn('ann as guest');
  const seller = await signIn('seller');
  const lot = await listLot(api, seller);
  const own = await listLot(api, ann);
  await bid(api, lot, guest, 1_000);
  await bid(api, lot, ben, 77_777, true);
  await bid(api, lot, ann, 2_000);
  await bid(api, lot, ann, 88_888, true);
  await bid(api, lot, ann, 99_999, true);
  await moderation.mergeGuest(guest.id, ann.id);
  await edit(ann, { language: 'ko' });
  assert.equal((await call('GET', '/api/me', { as: ann })).body.language, 'ko');

  const { status, body, headers } = await call('GET', '/api/me/export', { as: ann });
  assert.equal(status, 200);
  assert.match(headers.get('content-disposition') ?? '', /attachment/);
  assert.deepEqual([body.profile.name, body.profile.language], [ann.name, 'ko']);
  assert.deepEqual(
    body.lots.map(({ id }: { id: string }) => id),
    [own],
  );
  assert.deepEqual(
    body.bids.map(
      ({ lot: where, amountPoints, isMax }: { lot: string; amountPoints: number; isMax: boolean }) => [
        where,
        amountPoints,
        isMax,
      ],
    ),
    [
      [lot, 1_000, false],
      [lot, 2_000, false],
      [lot, 88_888, true],
      [lot, 99_999, true],
    ],
  );
  assert.equal(body.sessions.length, 2);
  const text = JSON.stringify(body);
  assert.doesNotMatch(text, /77777|hash|token/i);
  for (let n = 1; n < limits.exportsPerMinute; n++) await call('GET', '/api/me/export', { as: ann });
  assert.equal((await call('GET', '/api/me/export', { as: ann })).status, 429);
});

test('a deleted account leaves bids and lots, and no trace of who it was', async () => {
  const { api, ann, ben, call, edit, clock, withAccount } = await house();
  const lot = await listLot(api, ben);
  await bid(api, lot, ann, 1_000);
  await edit(ann, { avatar: dataUrl('image/png', png), language: 'ko' });
  const identity = { issuer: 'https://a.example', subject: 'ann', provider: 'oidc', person_id: ann.id };
  await db
    .insertInto('identities')
    .values({ ...identity, created_at: clock.now, used_at: clock.now })
    .execute();
  const remove = (confirm: string, as = ann) => call('POST', '/api/me/delete', { as, body: { confirm } });

  assert.equal((await remove('somebody')).body.code, 'invalid');
  const leads = await remove(ann.name);
  assert.deepEqual([leads.status, leads.body.code], [409, 'conflict']);
  const sells = await remove(ben.name, ben);
  assert.deepEqual([sells.status, sells.body.code], [409, 'conflict']);

  const other = await withAccount(`Other ${names}`);
  await bid(api, lot, other, 2_000);
  const gone = await remove(ann.name);
  assert.equal(gone.status, 204, JSON.stringify(gone.body));
  assert.equal((await call('GET', '/api/me', { as: ann })).status, 401);
  const row = await db.selectFrom('persons').selectAll().where('id', '=', ann.id).executeTakeFirstOrThrow();
  assert.deepEqual(
    [row.name, row.name_key, row.avatar, row.language, row.deleted_at],
    ['deleted account', null, null, null, clock.now],
  );
  assert.deepEqual(
    await db.selectFrom('identities').selectAll().where('person_id', '=', ann.id).execute(),
    [],
  );
  const sessions = await db.selectFrom('sessions').selectAll().where('person_id', '=', ann.id).execute();
  assert.ok(sessions.length > 0 && sessions.every(({ agent, address }) => agent === '' && address === ''));
  assert.equal((await edit(other, { name: ann.name })).status, 200);
  assert.equal((await standing(api, lot)).leader, other.id);
  const { body: history } = await call('GET', `/api/lots/${lot}/bids`);
  assert.equal(history.bids.at(-1).by.id, ann.id);
});
