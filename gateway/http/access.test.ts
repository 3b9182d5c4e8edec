import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { httpAccess } from '../../schema/access.ts';
import type { Tables } from '../../schema/tables.ts';
import type { Moderation } from '../admin/moderation.ts';
import { createApi } from '../api.ts';
import type { RoomsAtHand } from '../chat/rooms-at-hand.ts';
import { servePage } from '../page/page.ts';
import type { People } from '../people/people.ts';
import type { SignIn } from '../people/sign-in/sign-in.ts';
import { checkAccess, routeName } from './access.ts';
import { newRoutes } from './api-env.ts';
import { ProblemError, problemResponse } from './problem.ts';

const peer = { address: '192.0.2.1', requestId: 'test' };
const noDatabase = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: new pg.Pool({ max: 1 }) }) });

/** Nobody is known, and nothing else is asked of it. */
const nobody = { verifier: { verifyCookie: async () => null } } as unknown as People;
const noProvider = { providers: [] } as unknown as SignIn;

async function wholeApi() {
  const api = createApi({
    db: noDatabase,
    actors: { command: () => assert.fail('no command'), ask: () => assert.fail('no question') },
    people: nobody,
    moderation: {} as Moderation,
    chat: {} as RoomsAtHand,
    signIn: noProvider,
    config: {
      publicOrigins: [],
      publicUrl: undefined,
      guestSignIn: true,
      sellers: 'guest',
      guestsPerMinute: 1,
      signInsPerMinute: 1,
      lotsPerMinute: 1,
    },
    now: () => 0,
    rates: { now: () => 0, redis: null },
    mediaSetup: () => ({ off: 'a test' }),
  });
  await servePage(api, '/nowhere');
  return api;
}

test('every route says who may use it, and nothing else does', async () => {
  const api = await wholeApi();
  const routes = api.routes.filter(({ method }) => method !== 'ALL');
  const names = new Set(routes.map(({ method, path }) => routeName(method, path)));
  assert.deepEqual([...names].sort(), Object.keys(httpAccess).sort());
});

test('someone who is not signed in gets nowhere but where anyone may go', async () => {
  const api = await wholeApi();
  for (const [name, { who }] of Object.entries(httpAccess)) {
    if (who === 'anyone') continue;
    const [method = '', path = ''] = name.split(' ');
    const url = `http://lotcast.test${path.replace('{id}', '01J00000000000000000000000').replace('{session}', 's')}`;
    const headers = { 'content-type': 'application/json' };
    for (const asked of method === 'GET' ? ['GET', 'HEAD'] : [method]) {
      const answer = await api.fetch(new Request(url, { method: asked, headers }), peer);
      assert.equal(answer.status, 401, `${asked}, ${name}`);
    }
  }
});

test('a route that is not declared answers nobody', async () => {
  const routes = newRoutes();
  routes.use(
    checkAccess({
      people: nobody,
      config: { sellers: 'guest' },
      sellerOf: async () => null,
      standingOf: () => assert.fail('no room'),
    }),
  );
  routes.get('/api/forgotten', () => assert.fail('reached'));
  routes.onError((error) => {
    assert.ok(error instanceof ProblemError);
    return problemResponse(error);
  });
  const answer = await routes.fetch(new Request('http://lotcast.test/api/forgotten'), peer);
  assert.equal(answer.status, 403);
});

const unknown: [method: string, path: string, status: number, allow: string | null][] = [
  ['GET', '/api', 404, null],
  ['GET', '/api/nothing', 404, null],
  ['POST', '/api/nothing', 404, null],
  ['GET', '/api/lots/01J00000000000000000000000/open', 405, 'POST'],
  ['PUT', '/api/lots', 405, 'POST, GET, HEAD'],
  ['DELETE', '/api/guests', 405, 'POST'],
  ['POST', '/healthz', 405, 'GET, HEAD'],
  ['POST', '/lots', 405, 'GET, HEAD'],
];
for (const [method, path, status, allow] of unknown) {
  test(`${method} ${path} is answered with ${status}`, async () => {
    const api = await wholeApi();
    const headers = { 'content-type': 'application/json' };
    const answer = await api.fetch(new Request(`http://lotcast.test${path}`, { method, headers }), peer);
    assert.equal(answer.status, status);
    assert.equal(answer.headers.get('allow'), allow);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
    assert.equal(
      ((await answer.json()) as { code: string }).code,
      status === 404 ? 'not_found' : 'method_not_allowed',
    );
  });
}

test('the documentation describes every route that is for programs, and needs nothing from elsewhere', async () => {
  const api = await wholeApi();
  const get = async (path: string) => api.fetch(new Request(`http://lotcast.test${path}`), peer);
  const document = (await (await get('/api/openapi.json')).json()) as {
    openapi: string;
    paths: Record<string, Record<string, { responses: object }>>;
  };
  assert.equal(document.openapi, '3.1.0');
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const undescribed = ['GET /api/docs', 'GET /api/docs/{file}', 'GET /api/openapi.json', 'GET /*'];
  assert.deepEqual([...described, ...undescribed].sort(), Object.keys(httpAccess).sort());
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, { responses }] of Object.entries(methods)) {
      assert.ok('default' in responses, `${method} ${path} does not describe its problems`);
    }
  }

  const page = await (await get('/api/docs')).text();
  assert.doesNotMatch(page, /https?:\/\//);
  const files = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '');
  assert.equal(files.length, 3);
  for (const file of files) assert.equal((await get(file)).status, 200, file);
  assert.equal((await get('/api/docs/constructor')).status, 404);
  assert.equal((await get('/api/docs/..%2fpackage.json')).status, 404);
});
