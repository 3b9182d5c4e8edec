import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { limits } from '../../../schema/limits.ts';
import { startInstalledPostgres } from '../../../testing/postgres.ts';
import { migrateToLatest } from '../../database/migrate.ts';
import { openDatabase } from '../../database/open.ts';
import { apiForTest } from '../../lots/testing/api-for-test.ts';
import { createPeople } from '../people.ts';
import { Browser } from './testing/browser.ts';

const log = pino({ level: 'silent' });
const server = await startInstalledPostgres({ after });
const { kysely: db, stop } = await openDatabase({ databaseUrl: server.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);

const accessTokenMs = 600_000;

/** The API with a browser in which a guest has just come in. */
async function withGuest() {
  const api = await apiForTest(db);
  const browser = new Browser(api.call);
  const person = await browser.comeIn('민수');
  return { ...api, browser, person };
}

test('a session is renewed again and again, under the name that the person has by then', async () => {
  const { browser, person, clock } = await withGuest();
  for (let n = 0; n < 5; n++) {
    clock.now += accessTokenMs + 1;
    assert.equal(await browser.status(), 401);
    const { status, body } = await browser.renew();
    assert.equal(status, 200);
    assert.equal(body.accessEndsAt, clock.now + accessTokenMs);
    assert.equal(await browser.status(), 200);
  }
  await db.updateTable('persons').set({ name: '지우' }).where('id', '=', person.id).execute();
  assert.equal((await browser.renew()).body.person.name, '지우');
});

test('a session of which nothing is heard for long enough has ended', async () => {
  const { browser, clock } = await withGuest();
  clock.now += limits.sessionMs - 1;
  assert.equal((await browser.renew()).status, 200);
  clock.now += limits.sessionMs + 1;
  assert.equal((await browser.renew()).status, 401);
});

test('two tabs that renew at once, and one whose answer was lost, stay signed in', async () => {
  const { browser, clock } = await withGuest();
  const otherTab = browser.copy();
  const [one, two] = await Promise.all([browser.renew(), otherTab.renew()]);
  assert.deepEqual([one.status, two.status], [200, 200]);
  assert.equal(browser.cookie('refresh'), otherTab.cookie('refresh'));

  const lost = browser.copy();
  await browser.renew();
  clock.now += limits.refreshRaceMs;
  assert.equal((await lost.renew()).status, 200);
  assert.equal((await lost.renew()).status, 200);
});

test('when an old refresh token comes back, the session ends for whoever has it', async () => {
  const { browser, clock } = await withGuest();
  const thief = browser.copy();
  assert.equal((await browser.renew()).status, 200);
  clock.now += limits.refreshRaceMs + 1;
  assert.equal((await thief.renew()).status, 401);
  assert.equal(await browser.status(), 401, 'the access token is worth nothing either');
  assert.equal((await browser.renew()).status, 401);
});

test('a token from long before ends the session as well, and a made-up one of it', async () => {
  for (const forge of [(old: string) => old, (old: string) => `${old.slice(0, 23)}${'A'.repeat(43)}`]) {
    const { browser, clock } = await withGuest();
    const thief = browser.copy();
    thief.set('refresh', forge(thief.cookie('refresh') ?? ''));
    for (let n = 0; n < 3; n++) {
      clock.now += accessTokenMs;
      await browser.renew();
    }
    assert.equal((await thief.renew()).status, 401);
    assert.equal((await browser.renew()).status, 401);
  }
});

test('junk in the place of a refresh token does nothing', async () => {
  const { browser } = await withGuest();
  const stranger = browser.copy();
  for (const junk of ['', 'x', 'a.b', 'a'.repeat(3_000), `${'A'.repeat(22)}.${'A'.repeat(43)}`]) {
    stranger.set('refresh', junk);
    assert.equal((await stranger.renew()).status, 401, junk);
  }
  assert.equal((await browser.renew()).status, 200);
});

test('who signs out is out in this browser, everywhere, or in another one', async () => {
  const { browser, person, people, call } = await withGuest();
  const elsewhere = new Browser(call);
  const way = { provider: 'guest', agent: 'Phone', address: '192.0.2.7' };
  elsewhere.take(await people.sessions.begin(person, way));
  const { body } = await browser.call('GET', '/api/sessions');
  assert.deepEqual(
    body.sessions.map(({ agent, isThis }: { agent: string; isThis: boolean }) => [agent, isThis]).sort(),
    [
      ['', true],
      ['Phone', false],
    ],
  );
  const { id } = body.sessions.find(({ isThis }: { isThis: boolean }) => !isThis);
  const stranger = new Browser(call);
  await stranger.comeIn('stranger');
  assert.equal((await stranger.call('DELETE', `/api/sessions/${id}`)).status, 404);
  assert.equal(await elsewhere.status(), 200);
  assert.equal((await browser.call('DELETE', `/api/sessions/${id}`)).status, 204);
  assert.equal(await elsewhere.status(), 401);
  assert.equal((await elsewhere.renew()).status, 401);
  assert.equal(await browser.status(), 200);

  elsewhere.take(await people.sessions.begin(person, way));
  assert.equal((await browser.call('DELETE', '/api/sessions')).status, 204);
  for (const one of [browser, elsewhere]) assert.equal(await one.status(), 401);
});

test('who signs out after the access token has ended is out', async () => {
  const { browser, clock } = await withGuest();
  clock.now += accessTokenMs + 1;
  const kept = browser.copy();
  assert.equal((await browser.call('DELETE', '/api/me')).status, 204);
  assert.equal((await kept.renew()).status, 401);
});

test('what was ended before a restart stays ended', async () => {
  const { browser, clock } = await withGuest();
  const kept = browser.cookie('access');
  await browser.call('DELETE', '/api/me');
  const restarted = await createPeople({ db, now: () => clock.now, accessTokenMs });
  assert.equal(await restarted.verifier.verifyCookie(`lotcast_access=${kept}`, false), null);
});

test('who is banned is nobody at once, is told so, and can’t renew', async () => {
  const { browser, person, people, clock } = await withGuest();
  people.denials.add({ sessions: [], banned: [[person.id, clock.now + 1_000]] });
  const { status, body } = await browser.call('GET', '/api/me');
  assert.deepEqual([status, body.code], [403, 'banned']);
  assert.equal((await browser.call('GET', '/api/lots')).status, 200);
  assert.equal((await browser.renew()).body.code, 'banned');
  clock.now += 1_000;
  assert.equal((await browser.renew()).status, 200);

  people.denials.add({ sessions: [], banned: [[person.id, null]] });
  await people.sessions.endAll(person.id);
  assert.equal((await browser.renew()).body.code, 'banned', 'also when the ban has ended the session');
});

test('of many sessions of one person, those not seen for longest end', async () => {
  const { people, clock } = await withGuest();
  const person = await people.addGuest('b');
  const way = { provider: 'google', agent: '', address: '' };
  const first = await people.sessions.begin(person, way);
  for (let n = 0; n < limits.maxSessionsPerPerson; n++) {
    clock.now += 1;
    await people.sessions.begin(person, way);
  }
  const kept = await people.sessions.of(person.id);
  assert.equal(kept.length, limits.maxSessionsPerPerson);
  assert.ok(kept.every(({ id }) => id !== first.sessionId));
});

test('what ended long ago is forgotten', async () => {
  const { browser, person, people, clock } = await withGuest();
  await browser.call('DELETE', '/api/me');
  clock.now += 2 * limits.sessionMs;
  await people.tidy();
  const left = await db.selectFrom('sessions').select('id').where('person_id', '=', person.id).execute();
  assert.deepEqual(left, []);
});
