import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { pino } from 'pino';
import {
  chatHeldSchema,
  chatHistorySchema,
  chatMineSchema,
  chatReportsSchema,
  chatSanctionsSchema,
  chatWordsSchema,
} from '../../../schema/chat/http.ts';
import { auditPageSchema } from '../../../schema/http.ts';
import { limits } from '../../../schema/limits.ts';
import { startInstalledPostgres } from '../../../testing/postgres.ts';
import { recordUnfinished } from '../../admin/record-around.ts';
import { migrateToLatest } from '../../database/migrate.ts';
import { openDatabase } from '../../database/open.ts';
import { apiForTest, type Visitor } from '../../lots/testing/api-for-test.ts';
import { listLot } from '../../lots/testing/live-lot.ts';
import { enter, say } from '../testing/say.ts';

const log = pino({ level: 'silent' });
const server = await startInstalledPostgres({ after });
const { kysely: db, stop } = await openDatabase({ databaseUrl: server.url, dataDir: '' }, log);
after(stop);
await migrateToLatest(db, log);

let names = 0;
/** A lot with its room, somebody who runs it for the seller, and people in it. */
async function room(isEntered = true) {
  const api = await apiForTest(db);
  const n = ++names;
  const seller = await api.withAccount(`Seller ${n}`);
  const helper = await api.withAccount(`Helper ${n}`);
  const boss = await api.withAccount(`Boss ${n}`, 'admin');
  const ann = await api.withAccount(`Ann ${n}`);
  const ben = await api.withAccount(`Ben ${n}`);
  const lot = await listLot(api, seller);
  if (isEntered) await enter(api, lot, seller);
  const ask = (method: string, path: string, as: Visitor, body?: object) =>
    api.call(method, `/api/lots/${lot}/chat${path}`, { as, ...(body ? { body } : {}) });
  const told = async (method: string, path: string, as: Visitor, body?: object) => {
    const answer = await ask(method, path, as, body);
    assert.ok(answer.status < 300, `${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const history = async () => {
    const { body } = await api.call('GET', `/api/lots/${lot}/chat`);
    return chatHistorySchema
      .strict()
      .parse(body)
      .messages.map(({ seq, text, gone }) => ({ seq, text, gone }));
  };
  /** What is on record of the room, the oldest first. */
  const record = async () => {
    const { body } = await api.call('GET', `/api/admin/audit?lot=${lot}`, { as: boss });
    return auditPageSchema
      .parse(body)
      .entries.map(({ action, by, person, details }) => [action, by?.id, person?.id ?? null, details])
      .reverse();
  };
  return { ...api, api, seller, helper, boss, ann, ben, lot, ask, told, history, record };
}

test('a room that nobody has entered has no history, and can be run already', async () => {
  const { seller, helper, ask, told, history, api, lot, ann, record } = await room(false);
  assert.deepEqual(await history(), []);
  assert.deepEqual(chatWordsSchema.parse((await ask('GET', '/words', seller)).body), { lists: [] });
  assert.equal((await ask('PATCH', '/settings', helper, { slowMs: 5_000 })).body.code, 'not_allowed');
  await told('POST', '/moderators', seller, { person: helper.id, isModerator: true });
  await told('PATCH', '/settings', helper, { slowMs: 5_000 });
  await enter(api, lot, seller);
  assert.equal((await say(api, lot, ann, 'hello')).code, 'accepted');
  assert.deepEqual(await record(), [
    ['chat_moderator', seller.id, helper.id, { isModerator: true }],
    ['chat_settings', helper.id, null, { slowMs: 5_000 }],
  ]);
});

test('those who run a room take messages away, and everybody sees the gap', async () => {
  const { api, seller, helper, boss, ann, ben, lot, ask, told, history, record } = await room();
  await told('POST', '/moderators', seller, { person: helper.id, isModerator: true });
  const [a, b] = [await say(api, lot, ann, 'first'), await say(api, lot, ben, 'second')];
  const c = await say(api, lot, ann, 'third');
  await told('POST', '/pin', boss, { message: c.seq });
  await told('POST', `/messages/${b.seq}/delete`, helper);
  await told('POST', `/people/${ann.id}/clear`, helper);
  assert.deepEqual(await history(), [
    { seq: a.seq, text: '', gone: 'cleared' },
    { seq: b.seq, text: '', gone: 'deleted' },
    { seq: c.seq, text: '', gone: 'cleared' },
  ]);
  for (const [path, body, code] of [
    [`/messages/${b.seq}/delete`, undefined, 'no_such_message'],
    [`/messages/1/delete`, undefined, 'no_such_message'],
    ['/pin', { message: b.seq }, 'no_such_message'],
    [`/people/${seller.id}/clear`, undefined, 'not_allowed'],
    ['/people/999999/clear', undefined, 'not_found'],
    ['/messages/x/delete', undefined, 'not_found'],
  ] as const) {
    assert.equal((await ask('POST', path, helper, body)).body.code, code, path);
  }
  assert.deepEqual((await record()).slice(1), [
    ['chat_pin', boss.id, null, { message: c.seq }],
    ['chat_delete', helper.id, ben.id, { message: b.seq }],
    ['chat_clear', helper.id, ann.id, {}],
  ]);
});

test('who is muted is told so, is listed while it lasts, and may be let speak again', async () => {
  const { api, seller, helper, ann, lot, ask, told, record, clock } = await room();
  await told('POST', '/moderators', seller, { person: helper.id, isModerator: true });
  const listed = async () =>
    chatSanctionsSchema.strict().parse((await ask('GET', '/people', seller)).body).people;
  const mine = async () => chatMineSchema.strict().parse((await ask('GET', '/mine', ann)).body).muted;

  await told('POST', `/people/${ann.id}/mute`, helper, { forMs: 120_000, reason: 'spam' });
  assert.equal((await say(api, lot, ann, 'hello')).code, 'muted');
  assert.deepEqual(
    (await listed()).map(({ person, name, reason, by }) => [person, name, reason, by]),
    [[ann.id, ann.name, 'spam', helper.id]],
  );
  assert.equal((await mine())?.reason, 'spam');
  clock.now += 120_000;
  assert.deepEqual([await listed(), await mine()], [[], null]);

  await told('POST', `/people/${ann.id}/mute`, seller, { reason: 'again' });
  assert.deepEqual(await mine(), { until: null, reason: 'again' });
  await told('POST', `/people/${ann.id}/unmute`, seller);
  assert.deepEqual([await listed(), await mine()], [[], null]);
  assert.equal((await say(api, lot, ann, 'hello')).code, 'accepted');
  assert.equal((await ask('POST', `/people/${ann.id}/mute`, seller, { forMs: 1, reason: '' })).status, 400);
  assert.equal((await ask('POST', `/people/${seller.id}/mute`, helper, { reason: 'x' })).status, 403);
  assert.deepEqual(
    (await record()).slice(1).map(([action, , person, details]) => [action, person, details]),
    [
      ['chat_mute', ann.id, { forMs: 120_000, reason: 'spam' }],
      ['chat_mute', ann.id, { forMs: null, reason: 'again' }],
      ['chat_unmute', ann.id, {}],
    ],
  );
});

test('who may not speak does not run the room meanwhile', async () => {
  const { api, seller, helper, ann, lot, ask, told } = await room();
  await told('POST', '/moderators', seller, { person: helper.id, isModerator: true });
  const { seq } = await say(api, lot, ann, 'first');
  await told('POST', `/people/${helper.id}/mute`, seller, { reason: 'too eager' });
  const { status, body } = await ask('POST', `/messages/${seq}/delete`, helper);
  assert.deepEqual([status, body.code], [403, 'muted']);
  await told('POST', `/people/${helper.id}/unmute`, seller);
  await told('POST', `/messages/${seq}/delete`, helper);
});

test('messages that wait are seen by those who run the room, who show or drop them', async () => {
  const { api, seller, ann, ben, lot, ask, told, history, record } = await room();
  const [a, b] = [await say(api, lot, ann, 'shown', 'hold'), await say(api, lot, ben, 'dropped', 'hold')];
  assert.deepEqual([a.code, b.code], ['held', 'held']);
  assert.deepEqual(await history(), []);
  const { messages } = chatHeldSchema.strict().parse((await ask('GET', '/held', seller)).body);
  assert.deepEqual(
    messages.map(({ seq, text, by }) => [seq, text, by.id]),
    [
      [a.seq, 'shown', ann.id],
      [b.seq, 'dropped', ben.id],
    ],
  );
  assert.equal((await ask('GET', '/held', ann)).status, 403);
  assert.equal((await ask('POST', `/messages/${a.seq}/report`, ben, { reason: 'x' })).status, 404);
  const { seq } = await told('POST', `/held/${a.seq}`, seller, { show: true });
  await told('POST', `/held/${b.seq}`, seller, { show: false });
  assert.deepEqual(await history(), [{ seq, text: 'shown', gone: undefined }]);
  const again = await ask('POST', `/held/${b.seq}`, seller, { show: true });
  assert.equal(again.body.code, 'no_such_message');
  assert.deepEqual(await record(), [
    ['chat_show', seller.id, ann.id, { message: a.seq }],
    ['chat_drop', seller.id, ben.id, { message: b.seq }],
  ]);
});

test('the words of a room are its own, within limits, and not on record', async () => {
  const { seller, ann, ask, told, record } = await room();
  const lists = [
    { action: 'mask', words: ['barnacles', '따개비'] },
    { action: 'refuse', words: ['kraken'] },
  ];
  await told('PUT', '/words', seller, { lists });
  assert.deepEqual((await ask('GET', '/words', seller)).body, { lists });
  assert.equal((await ask('GET', '/words', ann)).status, 403);
  const many = Array.from({ length: limits.maxRoomWords / 2 + 1 }, (_, n) => `word ${n}`);
  const tooMany = {
    lists: [
      { action: 'mask', words: many },
      { action: 'hold', words: many },
    ],
  };
  assert.equal((await ask('PUT', '/words', seller, tooMany)).body.code, 'invalid');
  const nothing = { lists: [{ action: 'mask', words: ['!?'] }] };
  assert.equal((await ask('PUT', '/words', seller, nothing)).body.code, 'invalid');
  assert.deepEqual(await record(), [['chat_words', seller.id, null, { lists: 2, words: 3 }]]);
});

test('only the seller names moderators, of those who exist, and not the own self', async () => {
  const { call, seller, helper, boss, ann, lot, ask, told, api } = await room();
  const appoint = (as: Visitor, person: number, isModerator = true) =>
    ask('POST', '/moderators', as, { person, isModerator });
  assert.equal((await appoint(boss, ann.id)).body.code, 'not_allowed');
  assert.equal((await appoint(seller, seller.id)).body.code, 'invalid');
  assert.equal((await appoint(seller, 999_999)).body.code, 'not_found');
  await call('POST', '/api/me/delete', { as: ann, body: { confirm: ann.name } });
  assert.equal((await appoint(seller, ann.id)).body.code, 'not_found');

  // Whoever was a guest is named as who that is by now.
  const guest = await api.signIn('guest');
  await api.moderation.mergeGuest(guest.id, helper.id);
  await told('POST', '/moderators', seller, { person: guest.id, isModerator: true });
  const mine = async () => chatMineSchema.parse((await ask('GET', '/mine', helper)).body);
  assert.equal((await mine()).isModerator, true);
  assert.equal((await appoint(helper, guest.id)).body.code, 'not_allowed');
  await told('POST', '/moderators', seller, { person: helper.id, isModerator: false });
  assert.equal((await mine()).isModerator, false);
  assert.equal((await ask('GET', '/held', helper)).status, 403);
  const { body } = await call('GET', `/api/lots/${lot}/chat/mine`, { as: boss });
  assert.deepEqual(body, { isSeller: false, isModerator: true, muted: null, followsSeller: false });
});

test('a report shows the message as it was, once for each who reports, until somebody closes it', async () => {
  const { api, seller, ann, ben, boss, lot, ask, told, record } = await room();
  const { seq } = await say(api, lot, ann, 'an insult');
  for (const as of [ben, ben, boss]) {
    assert.equal((await ask('POST', `/messages/${seq}/report`, as, { reason: 'rude' })).status, 204);
  }
  assert.equal((await ask('POST', `/messages/${seq + 1}/report`, ben, { reason: 'x' })).status, 404);
  await told('POST', `/messages/${seq}/delete`, seller);
  const open = async () =>
    chatReportsSchema.strict().parse((await ask('GET', '/reports', seller)).body).reports;
  const reports = await open();
  assert.deepEqual(
    reports.map(({ by, reason, message }) => [by.id, by.name, reason, message.text, message.by.id]),
    [ben, boss].map(({ id, name }) => [id, name, 'rude', 'an insult', ann.id]),
  );
  const [report] = reports;
  for (let n = 0; n < 2; n++) {
    assert.equal((await ask('POST', `/reports/${report?.id}/close`, seller)).status, 204);
    assert.equal((await open()).length, 1);
  }
  const elsewhere = await room();
  const closed = await elsewhere.ask('POST', `/reports/${reports[1]?.id}/close`, elsewhere.seller);
  assert.equal(closed.body.code, 'not_found');
  assert.deepEqual(
    (await record()).map(([action, by, person]) => [action, by, person]),
    [
      ['chat_report', ben.id, ann.id],
      ['chat_report', boss.id, ann.id],
      ['chat_delete', seller.id, ann.id],
      ['chat_report_closed', seller.id, ann.id],
    ],
  );
  for (let n = 1; n < limits.reportsPerMinute; n++) {
    await ask('POST', `/messages/${seq}/report`, boss, { reason: 'rude' });
  }
  assert.equal((await ask('POST', `/messages/${seq}/report`, boss, { reason: 'rude' })).status, 429);
});

test('what was done is on record whatever happens on the way, and what was not is not', async () => {
  const { seller, ask, told, record, actors, history } = await room();
  const set = (slowMs: number) => ask('PATCH', '/settings', seller, { slowMs });
  actors.failNext = { code: 'busy', isDecided: false };
  assert.equal((await set(1_000)).status, 503);
  assert.deepEqual(await record(), []);
  // The room did it, and nobody heard.
  actors.failNext = { code: 'retry', isDecided: true };
  assert.equal((await set(2_000)).body.code, 'retry');
  assert.deepEqual(await record(), [['chat_settings', seller.id, null, { slowMs: 2_000, uncertain: true }]]);

  // A server dies between the room's answer and the record; the next one finds what was begun.
  await db
    .insertInto('audit_underway')
    .values({ at: 1, by_id: seller.id, action: 'chat_pin', details: '{"message":3}', lot_id: null })
    .execute();
  await Promise.all([recordUnfinished(db), recordUnfinished(db)]);
  const found = await db
    .selectFrom('audit_log')
    .selectAll()
    .where('action', '=', 'chat_pin')
    .where('at', '=', 1)
    .execute();
  assert.deepEqual(
    found.map(({ by_id, details }) => [by_id, details]),
    [[seller.id, { message: 3, uncertain: true }]],
  );
  assert.deepEqual(await db.selectFrom('audit_underway').selectAll().execute(), []);
  await told('PATCH', '/settings', seller, { slowMs: 3_000 });
  assert.equal((await record()).length, 2);
  actors.isSilent = true;
  assert.equal((await ask('GET', '/held', seller)).status, 503);
  actors.isSilent = false;
  assert.deepEqual(await history(), []);
});
