import assert from 'node:assert/strict';
import { after, describe, it, type TestContext } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { closeCodes } from '../../schema/codes.ts';
import type { Person } from '../../schema/http.ts';
import { limits } from '../../schema/limits.ts';
import { onCleanup } from '../../testing/cleanup.ts';
import { startLotcast } from '../../testing/lotcast.ts';
import { problemType } from '../http/problem.ts';
import { Deferred } from '../http/testing/deferred.ts';
import { RawClient } from '../http/testing/raw-client.ts';
import { serveBareSockets } from './testing/bare-gateway.ts';
import { SocketClient } from './testing/socket-client.ts';
import { within } from './testing/within.ts';

const handshake = [
  'GET /ws?v=1 HTTP/1.1',
  'Host: 127.0.0.1',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
].join('\r\n');

/** Sends bytes on a connection of their own and waits until the server closes it. */
async function closedAfter(t: TestContext, port: number, bytes: string): Promise<void> {
  const client = await RawClient.connect(t, port);
  client.send(bytes);
  await within(client.closed, 'still open');
}

describe('whom a handshake is for', () => {
  it('may take a while to find out, and the connection lasts', async (t) => {
    const { url } = await serveBareSockets(t, {
      personOf: async (cookie) => {
        await nextTurn();
        return { id: Number(cookie), name: 'n'.repeat(Number(cookie)) };
      },
    });
    const ids = Array.from({ length: 24 }, (_, n) => n + 1);
    const clients = await Promise.all(ids.map((id) => SocketClient.connect(t, url, { cookie: String(id) })));
    for (const [n, client] of clients.entries()) {
      assert.equal((await client.next('welcome')).person?.id, ids[n]);
      await client.settled();
    }
  });

  it('may fail to be found out: then the client shall try again', async (t) => {
    const { url } = await serveBareSockets(t, { personOf: () => Promise.reject(new Error('no key')) });
    const client = await SocketClient.connect(t, url);
    assert.equal((await client.closed).code, closeCodes.internal);
  });

  it('is known before anything is answered, in the order in which it was sent', async (t) => {
    const person = new Deferred<Pick<Person, 'id' | 'name'> | null>();
    const { url } = await serveBareSockets(t, { personOf: () => person.promise });
    const client = await SocketClient.connect(t, url);
    for (const clientAt of [1, 2, 3]) client.send({ type: 'time', clientAt });
    person.resolve({ id: 7, name: 'Ann' });
    assert.equal((await client.next('welcome')).person?.id, 7);
    for (const clientAt of [1, 2, 3]) assert.equal((await client.next('time')).clientAt, clientAt);
  });

  it('is not waited for with endless patience', async (t) => {
    const { url } = await serveBareSockets(t, { personOf: () => new Deferred<null>().promise });
    const client = await SocketClient.connect(t, url);
    for (let n = 0; n <= limits.maxEarlyFrames; n++) client.send({ type: 'time', clientAt: n });
    assert.equal((await client.closed).code, closeCodes.flooding);
  });

  it('may not matter any more, because the client is gone', async (t) => {
    const asked = new Deferred();
    const person = new Deferred<Pick<Person, 'id' | 'name'> | null>();
    const { url, port } = await serveBareSockets(t, {
      socketsPerAddress: 1,
      personOf: () => {
        asked.resolve();
        return person.promise;
      },
    });
    const client = await RawClient.connect(t, port);
    client.send(`${handshake}\r\n\r\n`);
    await within(asked.promise, 'nobody asked who it is');
    client.socket.destroy();
    await client.closed;
    // The server has seen that end when it has answered a connection that was made after it.
    await closedAfter(t, port, 'nonsense\r\n\r\n');
    person.resolve(null);
    await (await SocketClient.connect(t, url)).settled();
  });
});

describe('the sockets of one address', () => {
  it('are limited, and make room when they close', async (t) => {
    const { url } = await serveBareSockets(t, { socketsPerAddress: 2 });
    const first = await SocketClient.connect(t, url);
    await SocketClient.connect(t, url);
    await assert.rejects(SocketClient.connect(t, url), /handshake got 429/);
    first.socket.close();
    await first.closed;
    await SocketClient.connect(t, url);
    await assert.rejects(SocketClient.connect(t, url), /handshake got 429/);
  });

  it('are those of its whole network where a subscriber has one', async (t) => {
    const hosts = ['2001:db8:1:1::1', '2001:db8:1:1::2', '2001:db8:1:2::1'].map((address) =>
      address.replace('::', ':0:0:0:'),
    );
    const { url } = await serveBareSockets(t, {
      socketsPerAddress: 1,
      clientAddress: () => hosts.shift() ?? '',
    });
    await SocketClient.connect(t, url);
    await assert.rejects(SocketClient.connect(t, url), /handshake got 429/);
    await SocketClient.connect(t, url);
  });
});

describe('a gateway that stops', () => {
  it('takes nobody in any more, whenever they knocked', async (t) => {
    const person = new Deferred<Pick<Person, 'id' | 'name'> | null>();
    const asked = new Deferred();
    const { url, sockets } = await serveBareSockets(t, {
      personOf: () => {
        asked.resolve();
        return person.promise;
      },
    });
    const knocking = SocketClient.connect(t, url);
    await within(asked.promise, 'nobody asked who it is');
    sockets.closeAll();
    person.resolve(null);
    assert.equal((await (await knocking).closed).code, closeCodes.shuttingDown);
    await assert.rejects(SocketClient.connect(t, url), /handshake got 503/);
    assert.equal(sockets.count, 0);
  });
});

describe('a handshake', async () => {
  const { url } = await startLotcast({ after });
  const port = Number(new URL(url).port);

  it('comes from a page of this host or from a program, not from another site', async (t) => {
    for (const origin of [
      'https://evil.example',
      'null',
      'http://127.0.0.1',
      `https://127.0.0.1.evil.example`,
    ]) {
      await assert.rejects(
        SocketClient.connect(t, url, { headers: { origin } }),
        /handshake got 403/,
        origin,
      );
    }
    await (await SocketClient.connect(t, url, { headers: { origin: url } })).settled();
    await (await SocketClient.connect(t, url)).settled();
  });

  const garbage: ReadonlyArray<readonly [name: string, bytes: string]> = [
    ['no HTTP at all', '\u0000\u0001\u0002\u0003\r\n\r\n'],
    ['TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n'],
    ['no header ends', `GET /ws?v=1 HTTP/1.1\r\n${'A'.repeat(100_000)}`],
    ['headers without end', `GET /ws?v=1 HTTP/1.1\r\n${'A: b\r\n'.repeat(20_000)}`],
    ['a version that nobody speaks', `${handshake.replace('HTTP/1.1', 'HTTP/9.9')}\r\n\r\n`],
  ];
  for (const [name, bytes] of garbage) {
    it(`that is garbage ends the connection: ${name}`, async (t) => {
      await closedAfter(t, port, bytes);
      await (await SocketClient.connect(t, url)).settled();
    });
  }

  const noUpgrades: ReadonlyArray<readonly [name: string, head: string]> = [
    ['without a key', handshake.replace(/\r\nSec-WebSocket-Key.*/, '')],
    ['by POST', `${handshake.replace('GET', 'POST')}\r\nContent-Length: 0`],
    ['without asking', 'GET /ws?v=1 HTTP/1.1\r\nHost: 127.0.0.1'],
    ['to HTTP/2', 'GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: h2c'],
  ];
  for (const [name, head] of noUpgrades) {
    it(`that does not upgrade is told to: ${name}`, async (t) => {
      const client = await RawClient.connect(t, port);
      client.send(`${head}\r\n\r\n`);
      const { status, headers, body } = await within(client.answer(), 'no answer');
      assert.equal(status, 426);
      assert.equal(headers.get('upgrade'), 'websocket');
      assert.equal(headers.get('connection'), 'upgrade');
      assert.equal(headers.get('content-type'), problemType);
      assert.equal(JSON.parse(body).code, 'upgrade_required');
      client.send(`${handshake}\r\n\r\n`);
      assert.equal((await within(client.answer(), 'no socket on the same connection')).status, 101);
    });
  }

  it('may be asked for by HEAD, and is told to upgrade without a body', async (t) => {
    const client = await RawClient.connect(t, port);
    client.send('HEAD /ws HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    assert.equal((await within(client.answer({ toHead: true }), 'no answer')).status, 426);
    client.send(`${handshake}\r\n\r\n`);
    assert.equal((await within(client.answer(), 'no socket on the same connection')).status, 101);
  });

  it('that never comes to its end is given up', async (t) => {
    const silent = await RawClient.connect(t, port);
    const halfway = await RawClient.connect(t, port);
    halfway.send(handshake);
    const dripping = await RawClient.connect(t, port);
    dripping.send(`${handshake}\r\nX-Slow: `);
    const drip = setInterval(() => dripping.send('a'), 1_000);
    onCleanup(t, () => clearInterval(drip));
    await within(Promise.all([silent.closed, halfway.closed, dripping.closed]), 'still open', 40_000);
  });
});
