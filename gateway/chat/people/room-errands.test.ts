import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pino } from 'pino';
import { chatActor } from '../../../schema/ids.ts';
import { startInstalledPostgres } from '../../../testing/postgres.ts';
import { migrateToLatest } from '../../database/migrate.ts';
import { openDatabase } from '../../database/open.ts';
import { apiForTest } from '../../lots/testing/api-for-test.ts';
import { listLot } from '../../lots/testing/live-lot.ts';
import { enter, say } from '../testing/say.ts';

const log = pino({ level: 'silent' });
const server = await startInstalledPostgres({ after });
const { kysely: db, stop } = await openDatabase({ databaseUrl: server.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);

let names = 0;
async function house() {
  const api = await apiForTest(db);
  const n = ++names;
  const seller = await api.withAccount(`Seller ${n}`);
  const ann = await api.withAccount(`Ann ${n}`);
  const ben = await api.withAccount(`Ben ${n}`);
  const room = async (opens = true) => {
    const lot = await listLot(api, seller, opens);
    await enter(api, lot, seller);
    return lot;
  };
  const history = async (lot: string) => (await api.call('GET', `/api/lots/${lot}/chat`)).body.messages;
  return { ...api, api, seller, ann, ben, room, history };
}
const errands = () => db.selectFrom('lot_errands').selectAll().execute();

test('a guest who was muted stays muted with an account, and who ran a room still does', async () => {
  const { api, seller, ann, ben, room, call, signIn, moderation } = await house();
  const [live, scheduled] = [await room(), await room(false)];
  const startsAt = api.clock.now + 86_400_000;
  await call('POST', `/api/lots/${scheduled}/schedule`, { as: seller, body: { startsAt } });
  const [loud, helper] = [await signIn('loud'), await signIn('helper')];
  for (const lot of [live, scheduled]) {
    await say(api, lot, loud, 'hello');
    const run = (path: string, body: object) =>
      call('POST', `/api/lots/${lot}/chat${path}`, { as: seller, body });
    await run(`/people/${loud.id}/mute`, { reason: 'x' });
    await run('/moderators', { person: helper.id, isModerator: true });
  }
  await moderation.mergeGuest(loud.id, ann.id);
  await moderation.mergeGuest(helper.id, ben.id);
  for (const lot of [live, scheduled]) {
    assert.equal((await say(api, lot, ann, 'again')).code, 'muted');
    assert.equal((await call('GET', `/api/lots/${lot}/chat/held`, { as: ben })).status, 200);
  }
  assert.deepEqual(await errands(), []);
});

test('a guest who sold a lot runs its room with an account, after the hammer, too', async () => {
  const { api, ann, call, signIn, moderation } = await house();
  const guest = await signIn('guest');
  const lot = await listLot(api, guest);
  await enter(api, lot, guest);
  await call('POST', `/api/lots/${lot}/hammer`, { as: guest, body: {} });
  await moderation.mergeGuest(guest.id, ann.id);
  const path = `/api/lots/${lot}/chat/settings`;
  assert.equal((await call('PATCH', path, { as: ann, body: { slowMs: 1_000 } })).status, 200);
});

test('what a deleted account has said goes from all rooms, from those long past too', async () => {
  const { api, seller, ann, ben, room, history, call, signIn, moderation, actors, people } = await house();
  const [live, sold, trimmed] = [await room(), await room(), await room()];
  const guest = await signIn('guest');
  await say(api, live, guest, 'as a guest');
  await moderation.mergeGuest(guest.id, ann.id);
  for (const lot of [live, sold, trimmed]) {
    await say(api, lot, ann, 'as Ann');
    await say(api, lot, ben, 'as Ben');
  }
  await call('POST', `/api/lots/${sold}/hammer`, { as: seller, body: {} });
  // Of one room all that is left is what its checkpoint says.
  await actors.checkpoint(chatActor(trimmed));
  await db.deleteFrom('events').where('actor', '=', chatActor(trimmed)).execute();
  const [message] = await history(sold);
  await call('POST', `/api/lots/${sold}/chat/messages/${message.seq}/report`, {
    as: ben,
    body: { reason: 'x' },
  });
  await call('PUT', `/api/people/${ann.id}/follow`, { as: ben });
  await call('PUT', `/api/people/${ben.id}/follow`, { as: ann });

  assert.equal((await call('POST', '/api/me/delete', { as: ann, body: { confirm: ann.name } })).status, 204);
  await moderation.runErrands();
  for (const lot of [live, sold, trimmed]) {
    const texts = (await history(lot)).map((one: { text: string; gone?: string }) => one.gone ?? one.text);
    assert.deepEqual(new Set(texts), new Set(['forgotten', 'as Ben']), lot);
    const shown = JSON.stringify((await call('GET', `/api/lots/${lot}/chat`)).body);
    assert.ok(!shown.includes(ann.name) && !shown.includes('"guest"'));
  }
  assert.deepEqual(await errands(), []);
  assert.deepEqual(await db.selectFrom('chat_reports').selectAll().execute(), []);
  assert.deepEqual(await db.selectFrom('follows').selectAll().execute(), []);
  assert.equal((await people.sessions.of(ann.id)).length, 0);
});

test('a room that could not be told of a deletion is told later', async () => {
  const { api, ann, room, history, call, actors, moderation, later } = await house();
  const lot = await room();
  await say(api, lot, ann, 'as Ann');
  actors.failNext = { code: 'busy', isDecided: false };
  await call('POST', '/api/me/delete', { as: ann, body: { confirm: ann.name } });
  while (later.length === 0) await new Promise(setImmediate);
  assert.equal((await errands()).length, 1);
  assert.equal((await history(lot))[0].text, 'as Ann');
  await moderation.runErrands();
  assert.equal((await history(lot))[0].gone, 'forgotten');
  assert.deepEqual(await errands(), []);
});

test('one’s own data has what one has said, whom one follows, and what one has reported', async () => {
  const { api, seller, ann, ben, room, call, signIn, moderation } = await house();
  const lot = await room();
  const guest = await signIn('guest');
  await say(api, lot, guest, 'as a guest');
  await moderation.mergeGuest(guest.id, ann.id);
  await say(api, lot, ann, 'waits', 'hold');
  const { seq } = await say(api, lot, ben, `"by":${ann.id},`);
  await call('POST', `/api/lots/${lot}/chat/messages/${seq}/report`, { as: ann, body: { reason: 'odd' } });
  await call('PUT', `/api/people/${seller.id}/follow`, { as: ann });
  const { body } = await call('GET', '/api/me/export', { as: ann });
  assert.deepEqual(
    body.messages.map(({ lot, text, held }: { lot: string; text: string; held: boolean }) => [
      lot,
      text,
      held,
    ]),
    [
      [lot, 'as a guest', false],
      [lot, 'waits', true],
    ],
  );
  assert.deepEqual(
    body.reports.map((one: { seq: number; reason: string }) => [one.seq, one.reason]),
    [[seq, 'odd']],
  );
  assert.deepEqual(
    body.follows.map((one: { seller_id: number }) => one.seller_id),
    [seller.id],
  );
});
