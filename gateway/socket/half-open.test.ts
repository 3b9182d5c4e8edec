import assert from 'node:assert/strict';
import { it } from 'node:test';
import { serveBareSockets } from './testing/bare-gateway.ts';
import { SocketClient } from './testing/socket-client.ts';
import { within } from './testing/within.ts';

/** The shortest that uWebSockets.js knows. */
const idleTimeoutMs = 8_000;

it('a client that is gone without a word is given up, and a silent one that is there is not', async (t) => {
  const { url, sockets } = await serveBareSockets(t, { idleTimeoutMs });
  const there = await SocketClient.connect(t, url);
  let pings = 0;
  there.socket.on('ping', () => pings++);
  const gone = await SocketClient.connect(t, url, { answersPings: false });
  const frozen = await SocketClient.connect(t, url);
  frozen.socket.pause();
  assert.equal(sockets.count, 3);
  assert.equal((await within(gone.closed, 'still there', 10 * idleTimeoutMs)).code, 1006);
  frozen.socket.resume();
  assert.equal((await frozen.closed).code, 1006);
  await there.settled();
  assert.ok(pings > 0);
  assert.equal(sockets.count, 1);
});
