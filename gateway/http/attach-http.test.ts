import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { limits } from '../../schema/limits.ts';
import { serveForwardedForTest } from '../threads/testing/forwarded-http.ts';
import { ProblemError } from './problem.ts';
import { requestRates } from './request-rates.ts';
import { Deferred } from './testing/deferred.ts';
import { serveForTest } from './testing/listening.ts';
import { RawClient } from './testing/raw-client.ts';

const echo = {
  fetch: async (request: Request) =>
    Response.json({
      method: request.method,
      path: new URL(request.url).pathname,
      query: new URL(request.url).search,
      x: request.headers.get('x-test'),
      body: await request.text(),
    }),
};

const codeOf = (body: string): unknown => JSON.parse(body).code;
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Bytes of which each part differs from the next, so that none can be lost, doubled or swapped unseen. */
function distinctBytes(length: number): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(length / 4);
  for (let n = 0; n < words.length; n++) words[n] = n * 2_654_435_761;
  return new Uint8Array(words.buffer);
}

const ways = [
  ['on the first gateway', serveForTest],
  ['on another gateway', serveForwardedForTest],
] as const;

for (const [way, serve] of ways)
  describe(way, () => {
    describe('requests', () => {
      test('reach the handler with method, address, headers and body', async (t) => {
        const { url } = await serve(t, echo);
        const answer = await fetch(`${url}/a%2Fb?q=1&r=%ED%95%9C`, {
          method: 'POST',
          headers: { 'x-test': 'seen' },
          body: '한글 body',
        });
        assert.deepEqual(await answer.json(), {
          method: 'POST',
          path: '/a%2Fb',
          query: '?q=1&r=%ED%95%9C',
          x: 'seen',
          body: '한글 body',
        });
      });

      test('in chunks have a body too', async (t) => {
        const { port } = await serve(t, echo);
        const client = await RawClient.connect(t, port);
        client.send('POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n');
        client.send('6\r\n there\r\n0\r\n\r\n');
        assert.equal(JSON.parse((await client.answer()).body).body, 'hello there');
      });

      test('tell the handler the address of the client', async (t) => {
        const { url } = await serve(t, { fetch: (_, peer) => new Response(peer.address) });
        assert.equal(await (await fetch(url)).text(), '127.0.0.1');
      });

      test('whose path begins with two slashes name no other host', async (t) => {
        const { port } = await serve(t, echo);
        const client = await RawClient.connect(t, port);
        client.send('GET //evil.example/x HTTP/1.1\r\nHost: a\r\n\r\n');
        assert.equal(JSON.parse((await client.answer()).body).path, '//evil.example/x');
      });

      test('that are declared too large are refused, and the connection goes on', async (t) => {
        const { port } = await serve(t, echo);
        const client = await RawClient.connect(t, port);
        const length = limits.maxBodyBytes + 1;
        client.send(`POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n${'a'.repeat(length)}`);
        const refused = await client.answer();
        assert.equal(refused.status, 413);
        assert.equal(codeOf(refused.body), 'body_too_large');
        client.send('GET /next HTTP/1.1\r\nHost: a\r\n\r\n');
        assert.equal(JSON.parse((await client.answer()).body).path, '/next');
      });

      test('that turn out too large in chunks are refused once, and end the stream', async (t) => {
        const bodyEnded = new Deferred<unknown>();
        const { port } = await serve(t, {
          fetch: async (request) => {
            const error = await request.text().then(
              () => null,
              (failure: unknown) => failure,
            );
            bodyEnded.resolve(error);
            return new Response('too late to be sent');
          },
        });
        const client = await RawClient.connect(t, port);
        client.send('POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
        const chunk = `4000\r\n${'a'.repeat(0x4000)}\r\n`;
        for (let n = 0; n < 6; n++) client.send(chunk);
        client.send('0\r\n\r\n');
        const refused = await client.answer();
        assert.equal(refused.status, 413);
        assert.equal(codeOf(refused.body), 'body_too_large');
        assert.ok((await bodyEnded.promise) instanceof ProblemError);
        client.send('GET /next HTTP/1.1\r\nHost: a\r\n\r\n');
        assert.equal((await client.answer()).body, 'too late to be sent');
      });

      test('of the largest allowed body are taken', async (t) => {
        const { url } = await serve(t, echo);
        const body = 'a'.repeat(limits.maxBodyBytes);
        const answer = await fetch(url, { method: 'POST', body });
        assert.equal(((await answer.json()) as { body: string }).body, body);
      });

      test('whose head comes in several packets are taken up to the same length', async (t) => {
        const { port } = await serve(t, echo);
        const client = await RawClient.connect(t, port);
        client.socket.setNoDelay(true);
        const header = `X: ${'a'.repeat(limits.maxHeaderBytes - 1_000)}`;
        const pieces = [
          'GET / HTTP/1.1\r\nHost: a\r\n',
          header.slice(0, 3_000),
          header.slice(3_000),
          '\r\n\r\n',
        ];
        for (const piece of pieces) {
          await new Promise<void>((sent) => client.socket.write(piece, () => sent()));
          // Until the other end has had its turn.
          await new Promise(setImmediate);
        }
        assert.equal((await client.answer()).status, 200);
      });

      const malformed: [what: string, head: string, status: number][] = [
        ['too long an address', `GET /${'a'.repeat(limits.maxUrlBytes)} HTTP/1.1\r\nHost: a\r\n\r\n`, 414],
        ['too long a query', `GET /?q=${'a'.repeat(limits.maxUrlBytes)} HTTP/1.1\r\nHost: a\r\n\r\n`, 414],
        [
          'headers too long',
          `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(limits.maxHeaderBytes)}\r\n\r\n`,
          431,
        ],
        ['an unknown method', 'BREW / HTTP/1.1\r\nHost: a\r\n\r\n', 405],
        ['a method in lower case', 'get / HTTP/1.1\r\nHost: a\r\n\r\n', 405],
        ['a host that is none', 'GET / HTTP/1.1\r\nHost: a/b?c\r\n\r\n', 400],
        ['a host with a user', 'GET / HTTP/1.1\r\nHost: a@b\r\n\r\n', 400],
        ['an empty host', 'GET / HTTP/1.1\r\nHost: \r\n\r\n', 400],
        ['a port that is none', 'GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n', 400],
        [
          'both a length and chunks',
          'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
          400,
        ],
        ['no HTTP at all', '\u0000\u0001\u0002\r\n\r\n', 505],
      ];
      for (const [what, head, status] of malformed) {
        test(`with ${what} are answered with ${status}`, async (t) => {
          let reached = 0;
          const { port } = await serve(t, {
            fetch: () => {
              reached += 1;
              return new Response('reached');
            },
          });
          const client = await RawClient.connect(t, port);
          client.send(head);
          assert.equal((await client.answer()).status, status);
          assert.equal(reached, 0);
        });
      }

      test('that are aborted abort the body and the signal, and nothing is answered', async (t) => {
        const started = new Deferred();
        const seen = new Deferred<{ aborted: boolean; error: unknown }>();
        const { port, logged } = await serve(t, {
          fetch: async (request) => {
            started.resolve();
            const error = await request.text().then(
              () => null,
              (failure: unknown) => failure,
            );
            seen.resolve({ aborted: request.signal.aborted, error });
            return new Response('nobody is there');
          },
        });
        const client = await RawClient.connect(t, port);
        client.send('POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nonly a part');
        await started.promise;
        client.socket.destroy();
        const { aborted, error } = await seen.promise;
        assert.ok(aborted);
        assert.ok(error instanceof Error);
        assert.deepEqual(logged, []);
      });

      test('are held back while the handler does not read, and arrive whole when it does', async (t) => {
        const mayRead = new Deferred();
        const { port, url } = await serve(
          t,
          {
            fetch: async (request) => {
              if (request.method === 'GET') return new Response('other');
              await mayRead.promise;
              return new Response(sha(new Uint8Array(await request.arrayBuffer())));
            },
          },
          { maxBodyBytes: 64 * 1024 * 1024 },
        );
        const body = distinctBytes(32 * 1024 * 1024);
        const client = await RawClient.connect(t, port);
        let isTaken = false;
        client.send(`POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n`);
        client.socket.write(body, () => {
          isTaken = true;
        });
        for (let n = 0; n < 200; n++) await (await fetch(url)).text();
        assert.equal(isTaken, false, 'the server took a body that nobody reads');
        mayRead.resolve();
        assert.equal((await client.answer()).body, sha(body));
      });

      test('whose body nobody read leave the connection usable', async (t) => {
        const { port } = await serve(t, { fetch: () => new Response('done') }, { maxBodyBytes: 1e9 });
        const client = await RawClient.connect(t, port);
        const length = 8 * 1024 * 1024;
        client.send(`POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: ${length}\r\n\r\n`);
        client.socket.write(new Uint8Array(length));
        assert.equal((await client.answer()).body, 'done');
        client.send('GET /next HTTP/1.1\r\nHost: a\r\n\r\n');
        assert.equal((await client.answer()).body, 'done');
      });

      test('beyond the rate of an address wait for the time that the answer names', async (t) => {
        let now = 1_000_000;
        const { url } = await serve(t, echo, { admit: requestRates({ requestsPerSecond: 2 }, () => now) });
        const statusNow = async () => (await fetch(url)).status;
        const allowed = 8;
        for (let n = 0; n < allowed; n++) assert.equal(await statusNow(), 200);
        const refused = await fetch(url);
        assert.equal(refused.status, 429);
        assert.equal(refused.headers.get('retry-after'), '1');
        assert.equal(codeOf(await refused.text()), 'rate_limited');
        now += 500;
        assert.equal(await statusNow(), 200);
        assert.equal(await statusNow(), 429);
      });
    });

    describe('answers', () => {
      test('carry every cookie apart', async (t) => {
        const { url } = await serve(t, {
          fetch: () => {
            const headers = new Headers();
            headers.append('set-cookie', 'a=1');
            headers.append('set-cookie', 'b=2');
            return new Response('ok', { status: 201, headers });
          },
        });
        const answer = await fetch(url);
        assert.equal(answer.status, 201);
        assert.deepEqual(answer.headers.getSetCookie(), ['a=1', 'b=2']);
      });

      test('that are ready at once have a length', async (t) => {
        const { url } = await serve(t, echo);
        const answer = await fetch(url);
        assert.equal(Number(answer.headers.get('content-length')), (await answer.arrayBuffer()).byteLength);
      });

      test('to HEAD have the length and no body, also when they are problems', async (t) => {
        const { port } = await serve(t, {
          fetch: (request) => {
            if (request.url.endsWith('/bad')) throw new ProblemError(400, 'invalid', 'bad');
            return new Response('12345', { headers: { 'content-length': '5' } });
          },
        });
        const client = await RawClient.connect(t, port);
        client.send('HEAD / HTTP/1.1\r\nHost: a\r\n\r\n');
        assert.equal((await client.answer({ toHead: true })).headers.get('content-length'), '5');
        client.send('HEAD /bad HTTP/1.1\r\nHost: a\r\n\r\n');
        const problem = await client.answer({ toHead: true });
        assert.equal(problem.status, 400);
        assert.ok(Number(problem.headers.get('content-length')) > 0);
        client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
        assert.equal((await client.answer()).body, '12345');
      });

      test('without a body leave the connection usable', async (t) => {
        const { port } = await serve(t, {
          fetch: (request) => new Response(null, { status: Number(new URL(request.url).pathname.slice(1)) }),
        });
        const client = await RawClient.connect(t, port);
        for (const status of [204, 304, 200]) {
          client.send(`GET /${status} HTTP/1.1\r\nHost: a\r\n\r\n`);
          assert.equal((await client.answer()).status, status);
        }
      });

      for (const isSized of [true, false]) {
        const kind = isSized ? 'a known' : 'an unknown';
        test(`of ${kind} length reach a slow reader whole, without being made ahead of it`, async (t) => {
          const part = distinctBytes(64 * 1024);
          const parts = 1_024;
          let made = 0;
          const { port } = await serve(t, {
            fetch: () => {
              const body = new ReadableStream<Uint8Array>(
                {
                  pull(controller) {
                    if (made === parts) return controller.close();
                    made += 1;
                    controller.enqueue(part);
                  },
                },
                { highWaterMark: 0 },
              );
              const headers = isSized ? { 'content-length': String(part.length * parts) } : undefined;
              return new Response(body, headers ? { headers } : {});
            },
          });

          const lazy = connect(port, '127.0.0.1');
          t.after(() => lazy.destroy());
          await once(lazy, 'connect');
          lazy.pause();
          lazy.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n');
          await untilStill(() => made);
          assert.ok(made < parts / 2, `${made} of ${parts} parts were made for a reader that does not read`);

          let received = 0;
          let tail = Buffer.alloc(0);
          lazy.on('data', (chunk: Buffer) => {
            received += chunk.length;
            tail = Buffer.concat([tail, chunk]).subarray(-7);
          });
          lazy.resume();
          const total = part.length * parts;
          while (received < total || (!isSized && tail.toString() !== '\r\n0\r\n\r\n')) {
            await once(lazy, 'data');
          }
          assert.equal(made, parts);
        });
      }

      test('of both kinds arrive byte for byte', async (t) => {
        const bytes = distinctBytes(24 * 1024 * 1024);
        const { url } = await serve(t, {
          fetch: (request) => {
            const isSized = request.url.endsWith('/sized');
            return new Response(bytes, {
              headers: isSized ? { 'content-length': String(bytes.length) } : {},
            });
          },
        });
        for (const path of ['/sized', '/unsized']) {
          const answer = await fetch(url + path);
          assert.equal(sha(new Uint8Array(await answer.arrayBuffer())), sha(bytes), path);
        }
      });

      test('stop being made when the client goes away', async (t) => {
        const cancelled = new Deferred();
        const { port } = await serve(t, {
          fetch: () =>
            new Response(
              new ReadableStream({
                start: (controller) => controller.enqueue(new Uint8Array(10)),
                cancel: () => cancelled.resolve(),
              }),
            ),
        });
        const client = await RawClient.connect(t, port);
        client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
        await once(client.socket, 'data');
        client.socket.destroy();
        await cancelled.promise;
      });

      test('that come after the client has gone are dropped', async (t) => {
        const aborted = new Deferred();
        const mayAnswer = new Deferred();
        const answered = new Deferred();
        const { port, url, logged } = await serve(t, {
          fetch: async (request) => {
            if (request.url.endsWith('/after')) return new Response('alive');
            request.signal.addEventListener('abort', () => aborted.resolve());
            await mayAnswer.promise;
            return new Response(new ReadableStream({ cancel: () => answered.resolve() }));
          },
        });
        const client = await RawClient.connect(t, port);
        client.send('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
        client.socket.destroy();
        await aborted.promise;
        mayAnswer.resolve();
        await answered.promise;
        assert.equal(await (await fetch(`${url}/after`)).text(), 'alive');
        assert.deepEqual(logged, []);
      });

      test('that fail before they begin say where it is on record and nothing else', async (t) => {
        const { url, logged } = await serve(t, {
          fetch: () => {
            throw new Error('the password is 1234');
          },
        });
        const answer = await fetch(url);
        const text = await answer.text();
        assert.equal(answer.status, 500);
        assert.equal(codeOf(text), 'internal');
        assert.doesNotMatch(text, /1234/);
        assert.equal(logged.length, 1);
        assert.ok(text.includes((logged[0] as { requestId: string }).requestId));
      });

      test('that fail half way, or end before their length, are cut off and not taken for whole', async (t) => {
        const { url, logged } = await serve(t, {
          fetch: (request) => {
            const isShort = request.url.endsWith('/short');
            const body = new ReadableStream<Uint8Array>({
              start: (controller) => controller.enqueue(new Uint8Array(100_000)),
              pull: (controller) => (isShort ? controller.close() : controller.error(new Error('broken'))),
            });
            return new Response(body, isShort ? { headers: { 'content-length': '200000' } } : {});
          },
        });
        for (const path of ['/broken', '/short']) {
          await assert.rejects(async () => (await fetch(url + path)).arrayBuffer(), path);
        }
        assert.equal(logged.length, 2);
      });
    });

    test('connections that send too slowly are closed, whatever part they dribble', {
      timeout: 30_000,
    }, async (t) => {
      const { port } = await serve(t, echo);
      const dribble = async (start: string, piece: string) => {
        const client = await RawClient.connect(t, port);
        client.send(start);
        const timer = setInterval(() => client.send(piece), 500);
        await client.closed;
        clearInterval(timer);
      };
      await Promise.all([
        dribble('', ''),
        dribble('GET / HTTP/1.1\r\nHost: a\r\n', 'X-More: 1\r\n'),
        dribble('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n', 'a'),
        dribble('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\na\r\n'),
      ]);
    });
  });

/** Waits until a count has stayed the same through many turns of the event loop. */
async function untilStill(count: () => number): Promise<void> {
  for (let before = -1, turns = 0; turns < 2_000; turns++) {
    await new Promise((resolve) => setImmediate(resolve));
    if (count() !== before) turns = 0;
    before = count();
  }
}
