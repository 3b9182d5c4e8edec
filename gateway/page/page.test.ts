import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { compressPage } from '../../setup/compress-page.mjs';
import { newRoutes } from '../http/api-env.ts';
import { ProblemError, problemResponse } from '../http/problem.ts';
import { serveForTest } from '../http/testing/listening.ts';
import { RawClient } from '../http/testing/raw-client.ts';
import { servePage } from './page.ts';

const folder = await mkdtemp(join(tmpdir(), 'lotcast-page-'));
after(() => rm(folder, { recursive: true }));
const dist = join(folder, 'dist');
const script = `console.log(${JSON.stringify('words '.repeat(500))})`;
await mkdir(join(dist, 'assets'), { recursive: true });
await writeFile(join(folder, 'secret.txt'), 'secret');
await writeFile(join(dist, 'index.html'), '<!doctype html><title>Lotcast</title>');
await writeFile(join(dist, 'favicon.svg'), '<svg/>');
await writeFile(join(dist, '.source-hash'), 'hidden');
await writeFile(join(dist, 'assets', 'main-Ab3_x-9Z.js'), script);
compressPage(dist);

async function page(t: { after(work: () => void): void }, from = dist) {
  const routes = newRoutes();
  await servePage(routes, from);
  routes.notFound(() => problemResponse(new ProblemError(404, 'not_found', 'nothing here')));
  routes.onError((error) => {
    if (error instanceof ProblemError) return problemResponse(error);
    throw error;
  });
  return serveForTest(t, routes);
}

test('hashed files are kept for ever, all others are asked for again', async (t) => {
  const { url } = await page(t);
  const cacheOf = async (path: string) => (await fetch(url + path)).headers.get('cache-control');
  assert.equal(await cacheOf('/assets/main-Ab3_x-9Z.js'), 'public, max-age=31536000, immutable');
  assert.equal(await cacheOf('/'), 'no-cache');
  assert.equal(await cacheOf('/favicon.svg'), 'no-cache');
});

test('a file is not sent to a browser that has it', async (t) => {
  const { url } = await page(t);
  const path = `${url}/assets/main-Ab3_x-9Z.js`;
  const etag = (await fetch(path)).headers.get('etag') ?? '';
  const known = (tags: string) => fetch(path, { headers: { 'if-none-match': tags } });
  assert.equal((await known(etag)).status, 304);
  assert.equal((await known(`"other", W/${etag}`)).status, 304);
  assert.equal((await known('"other"')).status, 200);
});

test('files come in the smallest encoding that the client takes', async (t) => {
  const { port } = await page(t);
  const client = await RawClient.connect(t, port);
  const ask = async (accept: string) => {
    client.send(`GET /assets/main-Ab3_x-9Z.js HTTP/1.1\r\nHost: a\r\nAccept-Encoding: ${accept}\r\n\r\n`);
    return client.answer();
  };
  const tags = new Set<string | undefined>();
  for (const [accept, encoding] of [
    ['gzip, deflate, br', 'br'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', undefined],
    ['brother', undefined],
  ] as const) {
    const answer = await ask(accept);
    assert.equal(answer.headers.get('content-encoding'), encoding, accept);
    assert.equal(answer.headers.get('vary'), 'accept-encoding');
    tags.add(answer.headers.get('etag'));
    if (encoding === undefined) assert.equal(answer.body, script);
    else assert.ok(Number(answer.headers.get('content-length')) < script.length / 4);
  }
  assert.equal(tags.size, 3);
});

// Read without a server, because fetch over one decodes by itself.
test('what is compressed is the file', async () => {
  const routes = newRoutes();
  await servePage(routes, dist);
  const url = 'http://a/assets/main-Ab3_x-9Z.js';
  const peer = { address: '', requestId: '' };
  for (const [encoding, decode] of [
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const answer = await routes.fetch(new Request(url, { headers: { 'accept-encoding': encoding } }), peer);
    assert.equal(decode(await answer.arrayBuffer()).toString(), script);
  }
});

test("the page's own addresses all give its index, other files and the API's addresses do not", async (t) => {
  const { url } = await page(t);
  for (const path of ['/', '/lots/01J00000000000000000000000', '/sell', '/a/b/c']) {
    const answer = await fetch(url + path);
    assert.equal(answer.status, 200, path);
    assert.match(await answer.text(), /Lotcast/, path);
  }
  for (const path of [
    '/assets/old-Ab3_x-9Z.js',
    '/assets/main-Ab3_x-9Z.js.br',
    '/favicon.ico',
    '/api',
    '/api/x',
    '/auth//callback',
    '/auth/x/y',
    '/assets/',
    '/wp-login.php',
  ]) {
    assert.equal((await fetch(url + path)).status, 404, path);
  }
});

const traversals = [
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e%2fsecret.txt',
  '/..%5csecret.txt',
  '/..\\secret.txt',
  '/%252e%252e%252fsecret.txt',
  '/assets/%2e%2e/%2e%2e/secret.txt',
  '//secret.txt',
  '/./../secret.txt',
  `/${folder}/secret.txt`,
  '/secret.txt%00.js',
  '/.source-hash',
  '/%c0%ae%c0%ae/secret.txt',
  '/constructor',
  '/__proto__',
];
for (const path of traversals) {
  test(`${path.replace(folder, '(folder)')} leads nowhere else`, async (t) => {
    const { port } = await page(t);
    const client = await RawClient.connect(t, port);
    client.send(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`);
    const { status, body } = await client.answer();
    assert.doesNotMatch(body, /secret"|^secret|hidden/);
    if (status === 200) assert.match(body, /<title>Lotcast/);
    else assert.ok(status === 404 || status === 400, String(status));
  });
}

test('the policy lets nothing in from elsewhere, nor anything that stands in the page itself', async (t) => {
  const { url, port } = await page(t);
  const policy = (await fetch(url)).headers.get('content-security-policy') ?? '';
  assert.doesNotMatch(policy, /unsafe|\*/);
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.ok(policy.includes(`connect-src 'self' ws://127.0.0.1:${port} wss://127.0.0.1:${port};`), policy);
});

test('without a build the answer says so', async (t) => {
  const { url } = await page(t, join(folder, 'nowhere'));
  const answer = await fetch(url);
  assert.equal(answer.status, 503);
  assert.match(((await answer.json()) as { message: string }).message, /not been built/);
});
