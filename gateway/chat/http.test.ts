import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Redis } from 'ioredis';
import type { ChatHistory, ChatMine, ChatReports } from '../../schema/chat/http.ts';
import { onCleanup } from '../../testing/cleanup.ts';
import { startLotcast } from '../../testing/lotcast.ts';
import { startInstalledPostgres } from '../../testing/postgres.ts';
import { startInstalledRedis } from '../../testing/redis.ts';
import { openLot } from '../socket/testing/lots.ts';
import { Person } from '../socket/testing/person.ts';
import { roomy } from '../socket/testing/roomy.ts';
import { Chatter } from './testing/chatter.ts';

for (const gateways of ['1', '2']) {
  it(`a room is run over HTTP while people are in it, and is the same after a restart, on ${gateways} gateways`, async (t) => {
    const database = await startInstalledPostgres(t);
    const shared = await startInstalledRedis(t);
    const env = { ...roomy, GATEWAYS: gateways, DATABASE_URL: database.url, REDIS_URL: shared.url };
    const options = { env: { ...env, GUEST_SIGN_IN: 'true', CHAT_GUESTS: 'true' } };
    const first = await startLotcast(t, options);
    const [seller, helper, ann] = await Promise.all(
      ['Seller', 'Helper', 'Ann'].map((name) => Person.signIn(first.url, name)),
    );
    assert.ok(seller && helper && ann);
    const lot = await openLot(seller);
    const chat = `/api/lots/${lot}/chat`;
    const run = (as: Person, path: string, body: object = {}) =>
      as.api<{ seq: number }>('POST', `${chat}/${path}`, body);
    const shown = async (at = ann) =>
      (await at.api<ChatHistory>('GET', chat)).messages.map(({ seq, text, gone }) => [seq, gone ?? text]);

    assert.deepEqual(await shown(), []);
    await run(seller, 'moderators', { person: helper.id, isModerator: true });
    const talking = await Chatter.enter(t, ann, lot);
    const reader = await Chatter.enter(t, { url: first.url }, lot);
    const numbers: number[] = [];
    for (const text of ['one', 'two', 'three']) {
      const answer = await talking.say(text);
      assert.equal(answer.type, 'chatSaid', JSON.stringify(answer));
      if (answer.type === 'chatSaid') numbers.push(answer.seq);
    }
    const [one = 0, two = 0, three = 0] = numbers;
    const report = await fetch(new URL(`${chat}/messages/${two}/report`, first.url), {
      method: 'POST',
      headers: { cookie: helper.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'odd' }),
    });
    assert.equal(report.status, 204);
    const { seq: deleted } = await run(helper, `messages/${two}/delete`);
    await reader.reached(deleted);
    assert.deepEqual(
      reader.events.filter(({ seq }) => seq === deleted).map((event) => event.type === 'deleted' && event.of),
      [two],
    );
    await run(helper, `people/${ann.id}/mute`, { reason: 'spam', forMs: 600_000 });
    const refused = await talking.say('four');
    assert.equal(refused.type === 'chatRefused' && refused.code, 'muted');
    const mine = await ann.api<ChatMine>('GET', `${chat}/mine`);
    assert.equal(mine.muted?.reason, 'spam');
    const { reports } = await seller.api<ChatReports>('GET', `${chat}/reports`);
    assert.deepEqual(
      reports.map(({ reason, message }) => [reason, message.text]),
      [['odd', 'two']],
    );
    const expected = [
      [one, 'one'],
      [two, 'deleted'],
      [three, 'three'],
    ];
    assert.deepEqual(await shown(), expected);

    const redis = new Redis(shared.url);
    onCleanup(t, () => redis.disconnect());
    const [stream] = await redis.keys(`lotcast:chat:*:${lot}`);
    assert.ok(stream !== undefined);
    assert.ok((await redis.xlen(stream)) > 3);

    assert.equal(await first.stop(), 0);
    const second = await startLotcast(t, options);
    assert.deepEqual(await shown(ann.at(second.url)), expected);
    await redis.flushall();
    assert.deepEqual(await shown(ann.at(second.url)), expected);
  });
}
