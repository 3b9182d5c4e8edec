import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { Random } from '../../testing/random.ts';
import { CuttingProxy } from './cutting-proxy.ts';

test('what goes through is what was sent, up to the cut, and then both ends learn of it', async (t) => {
  const far: Socket[] = [];
  const server = createServer((socket) => far.push(socket.on('error', () => {}))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const proxy = await CuttingProxy.start(t, target, new Random(1));

  for (let n = 0; n < 20; n++) {
    const arrived = once(server, 'connection');
    const near = connect(Number(new URL(proxy.url).port), '127.0.0.1').on('error', () => {});
    await arrived;
    const other = far[n] as Socket;
    const text = Buffer.from(Array.from({ length: 1_000 }, (_, k) => k % 251));
    const received = [Buffer.alloc(0), Buffer.alloc(0)] as [Buffer, Buffer];
    const bothHaveAll = new Promise<void>((resolve) => {
      [near, other].forEach((socket, end) => {
        socket.on('data', (bytes) => {
          received[end] = Buffer.concat([received[end] as Buffer, bytes]);
          if (received.every(({ length }) => length >= text.length)) resolve();
        });
      });
    });
    near.write(text);
    other.write(text);
    await bothHaveAll;
    proxy.cutAll();
    const closed = Promise.all(
      [near, other].map((socket) => new Promise((done) => socket.once('close', done))),
    );
    near.write(text);
    other.write(text);
    await closed;
    const twice = Buffer.concat([text, text]);
    for (const bytes of received) assert.deepEqual(bytes, twice.subarray(0, bytes.length));
    assert.ok(
      received.some((bytes) => bytes.length < twice.length),
      'one way was cut',
    );
  }
  assert.equal(proxy.cuts, 20);
});
