import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { WebSocketServer } from 'ws';
import { clientFrame, RawSocket } from './raw-socket.ts';

test('texts of every length cross both ways, however they are cut into reads', async (t) => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  t.after(() => server.close());
  const received: string[] = [];
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      received.push(String(data));
      socket.send(String(data));
    });
  });
  const raw = await RawSocket.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, null);
  t.after(() => raw.socket.destroy());
  const texts = [0, 1, 125, 126, 127, 300, 20_000, 65_535].map((length) => 'x'.repeat(length));
  const echoed: string[] = [];
  const all = new Promise<void>((resolve) => {
    raw.onText = (bytes, start, end) => {
      echoed.push(bytes.toString('latin1', start, end));
      if (echoed.length === 2 * texts.length) resolve();
    };
  });
  raw.send([...texts, ...texts].map(clientFrame).join(''));
  await all;
  assert.deepEqual(echoed, [...texts, ...texts]);
  assert.deepEqual(received, echoed);
});

test('a server that refuses is told of', async () => {
  await assert.rejects(RawSocket.open('http://127.0.0.1:9', null));
});
