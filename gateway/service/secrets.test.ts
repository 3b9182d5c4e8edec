import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startLotcast } from '../../testing/lotcast.ts';
import { startInstalledPostgres } from '../../testing/postgres.ts';
import { startInstalledRedis } from '../../testing/redis.ts';
import { assertNoSecrets } from '../../testing/secrets.ts';
import { openLot } from '../socket/testing/lots.ts';
import { Person } from '../socket/testing/person.ts';

test('a log at its most talkative holds no secret, whatever fails', async (t) => {
  const postgres = await startInstalledPostgres(t);
  const redis = await startInstalledRedis(t);
  const withPassword = (url: string) => url.replace('lotcast@', 'lotcast:hunter2@');
  let noticed = () => {};
  const redisMissed = new Promise<void>((resolve) => {
    noticed = resolve;
  });
  const server = await startLotcast(t, {
    onLine: (line) => {
      if (line.includes('Redis can’t be reached')) noticed();
    },
    env: {
      LOG_LEVEL: 'trace',
      GUEST_SIGN_IN: 'true',
      DATABASE_URL: withPassword(postgres.url),
      REDIS_URL: redis.url,
      ICE_SERVERS: '[{"urls":["turn:turn.example"]}]',
      TURN_SECRET: 'correct-horse-battery',
    },
  });
  const person = await Person.signIn(server.url, '민수');
  const client = await person.connect(t);
  const lot = await openLot(person);
  client.send({ type: 'renew', token: 'x' });
  assert.equal((await client.next('error')).code, 'not_allowed');
  const { cookie } = person;
  const ask = (method: string, path: string) =>
    fetch(new URL(path, server.url), { method, headers: { cookie } });
  await ask('GET', `/api/lots/${lot}/mine?token=${cookie.split('=')[1]}`);
  await redis.stop();
  const json = {
    'content-type': 'application/json',
    cookie: `${cookie}; lotcast_refresh=${'a'.repeat(22)}.${'b'.repeat(43)}`,
  };
  const renewed = await fetch(new URL('/api/session/refresh', server.url), { method: 'POST', headers: json });
  assert.equal(renewed.status, 503);
  await postgres.stop();
  assert.equal((await ask('GET', '/api/lots')).status, 503);
  await redisMissed;
  const output = server.output();
  for (const secret of [cookie.split('=')[1] ?? '', 'hunter2', 'correct-horse-battery']) {
    assert.ok(!output.includes(secret), secret);
  }
});

test('a secret in a log is found', () => {
  const env = { DATABASE_URL: 'postgresql://a:hunter%202@host/b', TURN_SECRET: 'correct-horse' };
  assertNoSecrets('postgresql://a@host/b is away', env);
  for (const line of [
    'for a:hunter 2',
    'hunter%202',
    'TURN_SECRET=correct-horse',
    `${'e'.repeat(22)}.${'f'.repeat(43)}`,
  ]) {
    assert.throws(() => assertNoSecrets(`before ${line} after`, env), /has printed a/, line);
  }
  assert.throws(() => assertNoSecrets('eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0000.c2lnbmF0dXJl', {}), /a token/);
});
