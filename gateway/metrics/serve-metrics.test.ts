import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { onCleanup, type Scope } from '../../testing/cleanup.ts';
import { serveMetrics } from './serve-metrics.ts';

async function served(scope: Scope, text: () => Promise<string> = async () => 'a 1\n') {
  const server = await serveMetrics({ contentType: 'text/plain', text }, { host: '127.0.0.1', port: 0 });
  onCleanup(scope, () => server.close());
  return new URL(server.url);
}

/** How long a client keeps its connection whose request comes letter by letter. */
async function askingMs(url: URL): Promise<number> {
  const socket = connect(Number(url.port), url.hostname);
  await once(socket, 'connect');
  const since = performance.now();
  socket.on('error', () => {});
  socket.resume();
  socket.write('GET /metrics HTTP/1.1\r\nx-slow: ');
  const poke = setInterval(() => socket.write('x'), 250);
  await new Promise((resolve) => socket.once('close', resolve));
  clearInterval(poke);
  return performance.now() - since;
}

/** How many bytes of its answer a client gets that begins to read after a while. */
async function lateBytes(url: URL, afterMs: number): Promise<number> {
  const socket = connect(Number(url.port), url.hostname);
  socket.on('error', () => {});
  socket.write('GET /metrics HTTP/1.1\r\nhost: a\r\n\r\n');
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  let bytes = 0;
  socket.on('data', (data) => {
    bytes += data.length;
  });
  await new Promise((resolve) => socket.once('close', resolve));
  return bytes;
}

describe('the port for metrics', () => {
  it('has /metrics and /healthz, and nothing else', async (t) => {
    const url = await served(t);
    const statuses = async (method: string, path: string) =>
      (await fetch(new URL(path, url), { method })).status;
    assert.equal(await (await fetch(url)).text(), 'a 1\n');
    assert.equal(await statuses('GET', '/metrics?name=a'), 200);
    assert.equal(await statuses('GET', '/healthz'), 200);
    for (const path of ['/', '/metrics/', '/metricsx', '/api/lots']) {
      assert.equal(await statuses('GET', path), 404, path);
    }
    for (const method of ['HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
      assert.equal(await statuses(method, '/metrics'), 404, method);
    }
  });

  it('takes no body, and ends with who sends one', async (t) => {
    const url = await served(t);
    const head = 'GET /metrics HTTP/1.1\r\nhost: a\r\n';
    for (const length of ['content-length: 1000000000', 'transfer-encoding: chunked']) {
      const socket = connect(Number(url.port), url.hostname);
      socket.on('error', () => {});
      socket.write(`${head}${length}\r\n\r\n`);
      let text = '';
      socket.on('data', (data) => {
        text += data;
      });
      await once(socket, 'end');
      assert.match(text, /^HTTP\/1\.1 404 /);
      socket.destroy();
    }
  });

  it('says what went wrong with a look, and lives on', async (t) => {
    let isBroken = true;
    const url = await served(t, async () => {
      if (isBroken) throw new Error('no look');
      return 'a 1\n';
    });
    const response = await fetch(url);
    assert.deepEqual([response.status, await response.text()], [500, 'no look\n']);
    isBroken = false;
    assert.equal((await fetch(url)).status, 200);
  });

  it('is not held by a request that never ends, nor by an answer that nobody reads', async (t) => {
    const large = 'x'.repeat(64 * 1024 * 1024);
    const url = await served(t, async () => large);
    const [askedMs, gotBytes] = await Promise.all([askingMs(url), lateBytes(url, 11_000)]);
    assert.ok(askedMs < 9_000, `${askedMs} ms`);
    assert.ok(gotBytes < large.length / 2, `${gotBytes} bytes`);
    assert.equal((await fetch(new URL('/healthz', url))).status, 200);
  });

  it('says which variable to set when its port is taken', async (t) => {
    const { hostname, port } = await served(t);
    const metrics = { contentType: '', text: async () => '' };
    await assert.rejects(
      serveMetrics(metrics, { host: hostname, port: Number(port) }),
      /can not be had for metrics .* Set METRICS_PORT/,
    );
  });
});
